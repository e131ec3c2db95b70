// The letters in Spanish.

import type { Words } from './en.ts'

export const es: Words = {
  hello: 'Hola:',
  helloTo: 'Hola, {name}:',
  support: 'Soporte',
  codeHolds: 'Es válido durante {minutes} minutos.',

  guestCode: {
    subject: 'Tu código para escribir a soporte',
    type: 'Alguien, probablemente tú, quiere escribir a soporte y recibir la respuesta en esta dirección. Para demostrar que es tuya, escribe este código en la ventana del chat:',
    notYou: 'Si no has sido tú, no hagas nada. Sin el código no se envía nada y aquí no cambia nada.',
  },

  guestBackCode: {
    subject: 'Tu código para ver lo que escribiste a soporte',
    type: 'Alguien, probablemente tú, quiere ver lo que se escribió a soporte desde esta dirección. Para demostrar que es tuya, escribe este código en la ventana del chat:',
    notYou: 'Si no has sido tú, no hagas nada. Sin el código nadie ve nada y aquí no cambia nada.',
  },

  mergeCode: {
    subject: 'Un código para demostrar que esta cuenta también es tuya',
    asked:
      'Alguien que ha iniciado sesión como {asker} dice que la cuenta con esta dirección también es suya y pide convertir las dos en una sola.',
    type: 'Si has sido tú, escribe este código en la ventana del chat en la que lo pediste:',
    after:
      'Qué pasa después: una persona de soporte revisa las dos cuentas. Si está de acuerdo, se avisa a las dos direcciones y empieza un tiempo de espera en el que cualquiera de ellas puede detenerlo. Luego, lo que hay en esta cuenta pasa a la otra, esta cuenta se cierra y tú inicias sesión con la otra dirección.',
    notYou:
      'Si no has sido tú, no des el código a nadie y no hagas nada. Ignorar este correo no cambia nada: tu cuenta queda como está. Nadie de soporte te pedirá nunca este código ni tu contraseña.',
  },
  mergeApproved: {
    subject: 'Tus dos cuentas serán una sola',
    agreed: 'Soporte ha revisado tus dos cuentas y está de acuerdo en convertirlas en una.',
    stays: '{into} se conserva.',
    ends: '{from} se cierra, y lo que contiene pasa a la otra.',
    when: 'Ocurrirá el {day} a las {time}, o poco después. Hasta entonces puedes detenerlo con este enlace, sin iniciar sesión:',
    stop: 'Detener la unión',
    fromNeedNot:
      'No tienes que hacer nada. Después, inicia sesión como {into}; tu acceso con esta dirección termina.',
    intoNeedNot: 'No tienes que hacer nada. Después, inicia sesión como siempre.',
    notYou:
      'Si no lo has pedido tú, detenlo ahora. El enlace es solo para ti: quien lo tenga puede detener la unión.',
  },
  stopPage: {
    title: 'Detener la unión de las cuentas',
    ask: '¿Detener la unión de las cuentas?',
    means:
      'Las dos cuentas quedan entonces como están. Solo quien lo pidió puede volver a pedirlo, desde el principio.',
    needsScript:
      'Esta página necesita JavaScript para enviar tu respuesta. También puedes responder al correo.',
    stopping: 'Deteniendo…',
    stopped: 'La unión se ha detenido',
    stay: '{from} y {into} siguen siendo dos cuentas. Las dos direcciones reciben un correo que lo dice.',
    tooLate:
      'Esta unión ya no se puede detener: ha terminado o las cuentas se están uniendo ahora. Si esto no es correcto, responde al correo.',
    notValid: 'Este enlace no es válido. Ábrelo de nuevo desde el correo, completo.',
    failed: 'No ha funcionado. Inténtalo de nuevo en un minuto.',
    offline: 'No hay conexión. Inténtalo de nuevo cuando estés en línea.',
  },
  mergeStopped: {
    subject: 'Detenido: tus cuentas quedan como están',
    stopped:
      'La unión de {from} con {into} se ha detenido. No ha cambiado nada: las dos cuentas están como estaban y puedes entrar en ambas.',
    again:
      'Si sigues queriendo una sola cuenta, vuelve a pedirlo en el chat. Si no sabías nada de esto, avisa a soporte.',
  },
  mergeCompleted: {
    subject: 'Hecho: tus dos cuentas son una',
    done: 'Tus dos cuentas ya son una sola.',
    stays: '{into} es tu cuenta.',
    ends: '{from} se ha cerrado; lo que contenía se ha trasladado.',
    fromLogIn:
      'A partir de ahora, inicia sesión como {into}. Esta dirección ya no recibirá correos sobre la cuenta.',
    intoLogIn: 'Inicia sesión como siempre y comprueba que todo está ahí.',
    receipt: 'Si falta algo, dilo en el chat, en el mismo tique. Guarda este correo como comprobante.',
  },
  mergeRejected: {
    subject: 'No hemos unido tus cuentas',
    asked:
      'Pediste unir {from} con {into}. Soporte ha revisado las dos cuentas y no está de acuerdo. El motivo:',
    unchanged:
      'No ha cambiado nada: las dos cuentas están como estaban. Si lo ves de otra manera o puedes añadir algo, responde en el chat, en el mismo tique.',
  },
  mergeFailed: {
    subject: 'Tus cuentas todavía no están unidas',
    tried:
      'Se ha intentado unir {from} con {into} y no ha funcionado. Hasta que funcione, usa las dos cuentas como antes.',
    known: 'Soporte lo sabe y alguien lo está mirando. No tienes que hacer nada; te diremos cómo termina.',
  },
  mergeHurried: {
    subject: 'Tus dos cuentas se unen ahora',
    hurried:
      'La unión de {from} con {into} ya no espera más: soporte ha pedido que se haga ahora. Recibirás otro correo cuando esté hecha.',
    notYou: 'Si no has pedido nada de esto, usa ahora mismo el enlace del correo anterior y avisa a soporte.',
  },
  mergeReturned: {
    subject: 'Tus cuentas se revisan otra vez',
    returned:
      'La unión de {from} con {into} aún no se ha hecho: una de las cuentas cambió después de que soporte diera su acuerdo. No se ha unido nada. Una persona revisa de nuevo las dos cuentas, y se avisará a las dos direcciones antes de que ocurra nada.',
    link: 'El enlace del correo anterior sigue sirviendo para detenerlo.',
  },
  mergeUndoAsked: {
    subject: 'Tus cuentas unidas podrían volver a ser dos',
    asked:
      '{from} pasó a formar parte de {into}. Alguien de soporte quiere deshacerlo. Antes tiene que estar de acuerdo otra persona; te diremos cómo termina.',
    notYou: 'Si no lo has pedido tú, dilo a soporte en el chat, en el tique de la unión.',
  },
  mergeUndoRefused: {
    subject: 'Tus cuentas siguen siendo una',
    refused:
      'La unión de {from} con {into} no se ha deshecho. No ha cambiado nada: inicia sesión como {into}, igual que antes.',
    again: 'Si lo pediste y todavía lo necesitas, dilo en el chat, en el mismo tique.',
  },
  mergeUndone: {
    subject: 'Deshecho: tus cuentas vuelven a ser dos',
    undone:
      'La unión de {from} con {into} se ha deshecho. Las dos cuentas están ahí de nuevo, cada una con lo que tenía, y puedes entrar en ambas.',
    missing: 'Si falta algo, dilo en el chat.',
  },

  replies: {
    subject: '{name} ha respondido: {subject}',
    unseen: {
      one: 'Hay una respuesta en tu tique {number}, «{subject}», que quizá no hayas visto todavía.',
      other: 'Hay {n} respuestas en tu tique {number}, «{subject}», que quizá no hayas visto todavía.',
    },
    wrote: '{name} escribió el {day}, {time}:',
    open: 'Para responder, o para leer lo anterior, abre el chat:',
    openAsGuest:
      'Para responder, abre el chat. Si ya no te reconoce, escríbenos allí con esta dirección: lo anterior estará entonces en «Tus tiques».',
    button: 'Abrir el chat',
    answersGo:
      'Responde allí, por favor: así queda junto a lo anterior. Las respuestas a este correo van a {address}.',
    answersLost: 'Responde allí, por favor, y no a este correo: las respuestas a él no nos llegan.',
    answersCome: 'O responda a este correo: su respuesta llega a la misma conversación.',
    answerThis: 'Para continuar, responda a este correo.',
  },

  received: {
    subject: 'Su correo ha llegado: ticket {number}',
    arrived: 'Hemos recibido su correo. Es el ticket {number}, y una persona le responderá a esta dirección.',
    add: 'Si quiere añadir algo, responda a este correo: llega al mismo ticket.',
  },

  transcript: {
    subject: 'Transcripción del tique {number}: {subject}',
    asked: 'Has pedido lo que se escribió en tu tique {number}. Está aquí debajo, tal como es ahora.',
    answersGo:
      'Si no lo has pedido tú, lo pidió alguien que ha iniciado sesión con tu cuenta. Para responder, abre el chat; las respuestas a este correo van a {address}.',
    answersLost:
      'Si no lo has pedido tú, lo pidió alguien que ha iniciado sesión con tu cuenta. Para responder, abre el chat; las respuestas a este correo no nos llegan.',
  },
  thread: {
    title: 'Tique {number}: {subject}',
    opened: 'Abierto por {name} el {day}, {time}. Está {state}.',
    states: {
      open: 'abierto',
      waiting_on_contact: 'respondido',
      snoozed: 'abierto',
      solved: 'resuelto',
    },
    zone: 'Las horas son las de {zone}.',
    file: '[Archivo: {name}]',
    deleted: '[Este mensaje se ha eliminado]',
    somebody: 'Alguien',
    anotherAccount: 'otra cuenta',
    ticketOpened: '{name} abrió este tique',
    ticketAssigned: '{name} se ocupa de esto',
    ticketSolvedBy: '{name} lo marcó como resuelto',
    ticketSolved: 'Resuelto',
    ticketReopened: 'Abierto de nuevo',
    ticketContinued: 'Continúa en el tique {number}',
    ticketContinues: 'Continúa el tique {number}',
    formChanged: '{name} cambió el formulario: {fields}',
    mergeRequested: 'Pidió unir {from} con esta cuenta',
    mergeApproved: 'La unión se ha aprobado',
    mergeRejected: 'La unión se ha rechazado. {reason}',
    mergeCancelled: 'La unión se ha detenido',
    mergeCompleted: 'Las cuentas están unidas',
    mergeFailed: 'La unión no ha funcionado',
    mergeReturned: 'Las cuentas han cambiado; se revisan otra vez',
    mergeUndone: 'La unión se ha deshecho',
  },
}
