// The help center in Spanish.

import type { Words } from './words.ts'

export const es: Words = {
  name: 'Centro de ayuda',
  skip: 'Ir al texto',
  language: 'Idioma',
  feed: 'Artículos nuevos y cambiados',
  otherLanguage: 'Este artículo aún no existe en {wanted}. Se muestra en {shown}.',
  home: {
    title: '¿En qué podemos ayudarte?',
    description:
      'Respuestas para estudiantes: acceso, rotaciones, pasos y plazos, y cómo hablar con una persona.',
    empty: 'Aún no hay artículos',
    emptyHint: 'En cuanto se publique el primero, estará aquí. Hasta entonces responde una persona.',
    all: { one: 'Ver el artículo', other: 'Ver los {n} artículos' },
  },
  collection: {
    count: { one: '{n} artículo', other: '{n} artículos' },
    others: 'Otros temas',
  },
  article: {
    link: 'Enlace a este apartado',
    linkCopied: 'Dirección copiada',
    breadcrumb: 'Dónde está esto',
    contents: 'En esta página',
    updated: 'Actualizado el',
    related: 'Artículos relacionados',
    more: 'Más en esta colección',
    previous: 'Anterior',
    next: 'Siguiente',
  },
  text: {
    callouts: { NOTE: 'Nota', TIP: 'Consejo', WARNING: 'Atención' },
    branch: {
      when: 'Si {tests}',
      is: '{attribute} es {values}',
      isNot: '{attribute} no es {values}',
      or: '{one} o {other}',
      and: '{one} y {other}',
      otherwise: 'En los demás casos',
    },
    done: 'Hecho',
    toDo: 'Pendiente',
    back: 'Volver al texto',
  },
  results: {
    title: 'Resultados de «{query}»',
    titleWithout: 'Buscar en el centro de ayuda',
    count: { one: '{n} artículo', other: '{n} artículos' },
    nothing: 'No se encontró nada para «{query}»',
    nothingHint:
      'Ningún artículo tiene estas palabras. Prueba con menos o con otras, o pregunta a una persona.',
    tooShort: 'Escribe al menos dos letras.',
    allArticles: 'Ver todos los artículos',
    needsScript: 'Para buscar aquí hace falta JavaScript, que está desactivado.',
  },
  missing: {
    title: 'Esta página no está aquí',
    text: 'Puede que la dirección esté mal escrita o que el artículo se haya retirado. Búscalo o mira todos los artículos.',
    near: 'Quizás buscabas',
  },
  failed: {
    title: 'Esto no ha funcionado',
    again: 'Nada más se ha visto afectado. Vuelve atrás e inténtalo de nuevo en un momento.',
    malformed: 'Lo que llegó no es lo que envía esta página. Vuelve atrás, recárgala e inténtalo de nuevo.',
    often: 'Han sido muchas veces. Espera un minuto, vuelve atrás e inténtalo de nuevo.',
    logged: 'Si vuelve a ocurrir, dale este código al soporte: {id}',
    back: 'Todos los artículos',
  },
  search: {
    label: 'Buscar en el centro de ayuda',
    hint: 'Busca una respuesta',
    list: 'Artículos encontrados',
    count: { zero: 'Nada encontrado', one: '{n} artículo encontrado', other: '{n} artículos encontrados' },
    all: 'Todos los resultados',
    meant: '¿Querías decir «{query}»?',
    unsure: 'No estamos seguros de que esto te responda.',
    nothing: 'No se encontró nada para «{query}»',
    nothingHint: 'Prueba con otras palabras o pregunta a una persona.',
    loading: 'Cargando los artículos',
    failed: 'Pulsa Intro para buscar: no se pudieron cargar los resultados mientras escribes.',
  },
  person: {
    stuck: '¿Sigues sin respuesta?',
    notFound: '¿No es lo que buscabas?',
    nothing: 'Una persona puede responderte',
    text: 'Escribe a una persona de soporte. Responde en el chat, y por correo si cierras la página.',
    ask: 'Preguntar a una persona',
    withoutScript:
      'Inicia sesión y elige el icono de chat, abajo en la esquina de cualquier página. Si no puedes iniciar sesión, la página de acceso también lo tiene.',
  },
  feedback: {
    question: '¿Ha respondido esto a tu pregunta?',
    answers: { yes: 'Sí', partly: 'En parte', no: 'No' },
    thanks: {
      yes: 'Nos alegra saberlo. Gracias.',
      partly: 'Gracias por decírnoslo.',
      no: 'Gracias por decírnoslo.',
    },
    change: 'Cambiar mi respuesta',
    comment: { yes: '¿Algo que añadir?', partly: '¿Qué faltaba?', no: '¿Qué faltaba?' },
    commentHint: 'Opcional. Lo leen los editores; aquí nadie responde.',
    send: 'Enviar',
    told: 'Gracias. Los editores ya lo tienen.',
    failed: 'No se ha enviado. Comprueba la conexión e inténtalo de nuevo.',
  },
}
