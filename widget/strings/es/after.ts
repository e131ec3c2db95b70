// The sentences at the end of a thread, in Spanish.

export const waits = (promise: string, address: string) =>
  [promise && `${promise}.`, address && `También escribiremos a ${address}.`].filter(Boolean).join(' ')

export const goesOn = (number: number) =>
  `Esto continúa en el tique ${number}. Lo que escribas aquí llega allí.`
export const openTicket = (number: number) => `Abrir el tique ${number}`

export const solvedTitle = '¿Qué tal lo hemos hecho?'
export const scores = ['Muy mal', 'Mal', 'Regular', 'Bien', 'Muy bien']
export const rated = (score: string) => `Tu valoración: ${score}`
export const comment = (score: number) => (score < 4 ? '¿Qué deberíamos mejorar?' : '¿Qué te ha gustado?')
export const commentHint = 'Opcional. Lo leen las personas que responden.'
export const changeable = ({ day, isNear }: { day: string; isNear: boolean }, time: string) =>
  isNear ? `Puedes cambiarlo hasta ${day} a las ${time}.` : `Puedes cambiarlo hasta el final del ${day}.`
export const sendComment = 'Enviar'
export const noted = 'Gracias, anotado.'

export const keep = 'Guardar lo escrito'
export const download = 'Descargar'
export const mail = (address: string) => `Enviar a ${address}`
export const mailed = (address: string) => `Va de camino a ${address}.`
export const another = '¿Se trata de otra cosa?'
export const newTicket = 'Abrir un tique nuevo'

export const whyNot: Record<string, string> = {
  'rating.too_late': 'Una valoración solo se puede cambiar durante un día.',
  'ticket.wrong_state': 'Este tique se ha abierto de nuevo. Podrás valorarlo cuando esté resuelto.',
  'address.not_proved':
    'No se ha comprobado que tu dirección sea tuya, así que no se le envía nada. Descárgalo en su lugar.',
  'letter.off': 'Desde aquí ya no se envían correos. Descárgalo en su lugar.',
  'transcript.too_long': 'Es demasiado largo para un correo. Descárgalo en su lugar.',
}
export const mailedOften = (span: string) =>
  `Ya se ha enviado varias veces. Inténtalo de nuevo dentro de ${span} o descárgalo.`
