// The sentences at the end of a thread: what is promised to who waits, and what follows once a ticket is solved. Fetched on
// demand. Partner: panel.ts, which has the rest.

export const waits = (promise: string, address: string) =>
  [promise && `${promise}.`, address && `We will also write to ${address}.`].filter(Boolean).join(' ')

export const goesOn = (number: number) =>
  `This goes on in ticket ${number}. What you write here arrives there.`
export const openTicket = (number: number) => `Open ticket ${number}`

export const solvedTitle = 'How did we do?'
/** From the worst to the best. */
export const scores = ['Very bad', 'Bad', 'Okay', 'Good', 'Very good']
export const rated = (score: string) => `You rated this: ${score}`
export const comment = (score: number) => (score < 4 ? 'What should we do better?' : 'What was good?')
export const commentHint = 'Optional. The people who answer read it.'
export const changeable = ({ day, isNear }: { day: string; isNear: boolean }, time: string) =>
  `You can change it until ${isNear ? '' : 'the end of '}${day}${isNear ? ` at ${time}` : ''}.`
export const sendComment = 'Send'
export const noted = 'Thank you, noted.'

export const keep = 'Keep what was written'
export const download = 'Download'
export const mail = (address: string) => `Mail to ${address}`
export const mailed = (address: string) => `It is on its way to ${address}.`
export const another = 'Is it about something else?'
export const newTicket = 'Open a new ticket'

/** By the server's code; what is not here has its sentence in panel.ts. */
export const whyNot: Record<string, string> = {
  'rating.too_late': 'A rating can only be changed for a day.',
  'ticket.wrong_state': 'This ticket was opened again. It can be rated once it is solved.',
  'address.not_proved': 'Your address is not proved, so nothing is mailed to it. Download it instead.',
  'letter.off': 'Nothing is mailed from here any more. Download it instead.',
  'transcript.too_long': 'This is too long for a mail. Download it instead.',
}
export const mailedOften = (span: string) =>
  `You had this mailed a few times. Try again in ${span}, or download it.`
