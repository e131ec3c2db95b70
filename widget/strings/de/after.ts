// The sentences at the end of a thread, in German.

export const waits = (promise: string, address: string) =>
  [promise && `${promise}.`, address && `Wir schreiben auch an ${address}.`].filter(Boolean).join(' ')

export const goesOn = (number: number) =>
  `Das geht in Ticket ${number} weiter. Was Sie hier schreiben, kommt dort an.`
export const openTicket = (number: number) => `Ticket ${number} öffnen`

export const solvedTitle = 'Wie waren wir?'
export const scores = ['Sehr schlecht', 'Schlecht', 'Geht so', 'Gut', 'Sehr gut']
export const rated = (score: string) => `Ihre Bewertung: ${score}`
export const comment = (score: number) => (score < 4 ? 'Was sollten wir besser machen?' : 'Was war gut?')
export const commentHint = 'Freiwillig. Wer antwortet, liest es.'
export const changeable = ({ day, isNear }: { day: string; isNear: boolean }, time: string) =>
  isNear ? `Sie können es bis ${day} um ${time} ändern.` : `Sie können es bis einschließlich ${day} ändern.`
export const sendComment = 'Senden'
export const noted = 'Danke, notiert.'

export const keep = 'Das Geschriebene aufheben'
export const download = 'Herunterladen'
export const mail = (address: string) => `An ${address} schicken`
export const mailed = (address: string) => `Unterwegs an ${address}.`
export const another = 'Geht es um etwas anderes?'
export const newTicket = 'Neues Ticket öffnen'

export const whyNot: Record<string, string> = {
  'rating.too_late': 'Eine Bewertung lässt sich nur einen Tag lang ändern.',
  'ticket.wrong_state': 'Dieses Ticket wurde wieder geöffnet. Sie können es bewerten, sobald es gelöst ist.',
  'address.not_proved':
    'Es ist nicht nachgewiesen, dass die Adresse Ihre ist; deshalb wird nichts dorthin geschickt. Laden Sie es stattdessen herunter.',
  'letter.off': 'Von hier werden keine E-Mails mehr verschickt. Laden Sie es stattdessen herunter.',
  'transcript.too_long': 'Das ist zu lang für eine E-Mail. Laden Sie es stattdessen herunter.',
}
export const mailedOften = (span: string) =>
  `Das wurde schon mehrmals geschickt. Nächster Versuch in: ${span}. Oder laden Sie es herunter.`
