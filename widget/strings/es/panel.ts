// The sentences of the panel, in Spanish.

import type { ActivityCode, MergeCode, TicketState } from '../../../protocol/entities.ts'
import type { RefusalCode } from '../../../protocol/errors.ts'

const count = (n: number, one: string, other: string) => `${n} ${n === 1 ? one : other}`

export const language = 'es'
export const direction = 'ltr'
export const digits = ''

export const help = 'Ayuda'
export const greeting = (name: string) => `Hola, ${name}`
export const close = 'Cerrar la ayuda'
export const launcher = (isOpen: boolean, unread: number) =>
  isOpen ? close : `Ayuda${unread ? `, ${unread} sin leer` : ''}`
export const back = 'Atrás'
export const loading = 'Cargando'
export const again = 'Reintentar'
export const goOn = 'Continuar'
export const send = 'Enviar'
export const notLoaded = (what: string) => `No hemos podido cargar ${what}`
export const checkConnection = 'Comprueba la conexión e inténtalo de nuevo.'

export const searchLabel = 'Buscar ayuda'
export const searchHint = '¿En qué podemos ayudarte?'
export const clearSearch = 'Borrar la búsqueda'
export const results = 'Resultados'
export const resultCount = (n: number) => count(n, 'resultado', 'resultados')
export const meant = (query: string) => `Resultados de «${query}»`
export const unsure = 'Quizá no sea la respuesta'
export const askAPerson = 'Preguntar a una persona'
export const nothingFound = (query: string) => `No se encontró nada para «${query}»`
export const nothingFoundHint = 'Prueba con otras palabras o pregunta a una persona.'

export const suggested = 'Sugerencias para esta página'
export const topics = 'Todos los temas'
export const articleCount = (n: number) => count(n, 'artículo', 'artículos')
export const theArticles = 'los artículos'

export const yourTickets = 'Tus tiques'
export const noTickets = 'Aún no tienes tiques'
export const noTicketsHint = 'Cuando nos escribas, la respuesta llegará aquí.'
export const ticketNumber = (n: number) => `Tique ${n}`
export const notSentYet = 'Aún sin enviar'
export const unread = 'sin leer'
export const states: Record<TicketState, string> = {
  open: 'Abierto',
  waiting_on_contact: 'Respondido',
  snoozed: 'Abierto',
  solved: 'Resuelto',
}
export const said = (name: string, text: string) => `${name || 'Tú'}: ${text}`

export const writeToUs = 'Escríbenos'
export const usualWait = (span: string) => `Solemos responder en ${span}, más o menos`
export const backAt = ({ day, isNear }: { day: string; isNear: boolean }, time: string) =>
  `Volvemos ${isNear ? '' : 'el '}${day} a las ${time}`
export const yourMessage = 'Tu mensaje'
export const messageHint = '¿Qué ha pasado y qué esperabas?'
export const kinds = 'O cuéntanoslo con un formulario breve:'
export const maybeAnswered = 'Esto quizá te responda'
export const discardMessage = 'Nos alegra que te haya servido. ¿Descartamos tu mensaje?'
export const discard = 'Descartar'
export const keepWriting = 'Seguir escribiendo'
export const weWriteTo = (address: string) => `También escribiremos a ${address}`
export const writeHere = 'Escribe un mensaje'
export const writeToReopen = 'Escribe para abrirlo de nuevo'
export const tooLong = (over: number) =>
  `${over === 1 ? 'Sobra' : 'Sobran'} ${count(over, 'carácter', 'caracteres')}`

export const yourName = 'Tu nombre'
export const yourAddress = 'Tu correo electrónico'
export const addressHint = 'Te enviaremos un código para comprobarlo.'
export const needsName = 'Dinos tu nombre.'

export const openInHelpCenter = 'Abrir en el centro de ayuda'
export const updated = (date: string) => `Actualizado el ${date}`
export const notTranslated = 'Aún sin traducir'
export const showNewer = 'Hay cambios. Ver la versión nueva'
export const theArticle = 'el artículo'
export const articleGone = 'Este artículo ya no existe'
export const articleGoneHint = 'Búscalo o escríbenos.'
export const didItHelp = '¿Ha respondido esto a tu pregunta?'
export const answers = { yes: 'Sí', partly: 'En parte', no: 'No' }
export const thanks = 'Gracias, anotado.'
export const whatWasMissing = '¿Qué faltaba?'
export const whatWasMissingHint = 'Opcional. Lo leen los editores.'
export const askAPersonHint = 'Vemos lo que has leído: no hace falta que lo repitas.'

export const solve = 'Está resuelto'
export const earlier = 'Ver mensajes anteriores'
export const newLine = 'Nuevo'
export const messages = 'Mensajes'
export const theMessages = 'los mensajes'
export const onThisDevice = 'En este dispositivo'
export const sending = 'Enviando'
export const sent = 'Enviado'
export const delivered = 'Entregado'
export const seen = 'Visto'
export const notSent = (why: string) => `No enviado. ${why}`
export const sendAgain = 'Enviar otra vez'
export const remove = 'Quitar'
export const deleted = 'Este mensaje se ha eliminado'

export function activity(
  code: Exclude<ActivityCode, MergeCode> | 'message.deleted',
  { name, side, fields }: Record<string, string>,
): string {
  switch (code) {
    case 'ticket.opened':
      return `${name} abrió esto por ti`
    case 'ticket.assigned':
      return `${name} se ocupa de esto`
    case 'ticket.solved':
      return side === 'contact' ? 'Lo marcaste como resuelto' : 'Resuelto'
    case 'ticket.reopened':
      return 'Abierto de nuevo'
    case 'ticket.continued':
      return `Continúa en ${name}`
    case 'ticket.continues':
      return `Continúa ${name}`
    case 'form.changed':
      return `${name} cambió tus respuestas: ${fields}`
    case 'message.deleted':
      return deleted
  }
}

export const merge = 'Unir dos cuentas'
export const mergeHint = 'Convertir dos cuentas en una'
export const offline = 'Sin conexión. Lo que escribas se guarda y se envía después.'
export const unreachable = `Nuestro servidor no ha respondido. ${checkConnection}`
export const refusedOtherwise = 'Esto no ha funcionado. Inténtalo de nuevo en un momento.'
export const refusals: Partial<Record<RefusalCode, string>> = {
  'request.too_many': 'Demasiados intentos. Espera un poco e inténtalo de nuevo.',
  'session.ended': 'Tu sesión ha terminado. Recarga la página.',
  'identity.invalid': 'No hemos podido confirmar quién eres. Inicia sesión de nuevo.',
  'identity.expired':
    'Tu sesión ha caducado. Recarga la página o inicia sesión de nuevo; lo que has escrito se conserva.',
  'identity.merged_away': 'Esta cuenta pasó a formar parte de otra. Inicia sesión con esa.',
  'protocol.unsupported': 'La ayuda se ha actualizado. Recarga la página.',
  not_found: 'Esto ya no existe.',
  'address.invalid': 'No podemos escribir a esta dirección. Comprueba que no tenga errores.',
  'answers.invalid': 'El formulario ha cambiado entretanto. Copia tu mensaje y rellénalo de nuevo.',
}
