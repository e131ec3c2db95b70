// The sentences of forms, fetched on demand. What a form asks comes with it, from the file of types. Partner: panel.ts, which has the
// rest.

import type { AnswerFault } from '../../../protocol/answers.ts'

export const before = 'Before you send this'
export const optional = 'optional'
export const yourMessage = 'Your message'
export const gone = 'This form is not available'
export const goneHint =
  'It may be for people who are logged in, or it was removed. You can still write to us.'
export const theForm = 'The form'
export const yourAnswers = 'Your answers'

export const faults: Record<AnswerFault['why'], string> = {
  missing: 'This is needed.',
  too_long: 'This is too long. Put the rest into your message.',
  no_option: 'Choose one.',
  no_date: 'This date does not exist.',
  no_address: 'This is not an e-mail address. Check it for typing errors.',
  too_many: 'Too many files. Remove some.',
  wrong_kind: 'This cannot be accepted. Reload the page.',
  unknown: 'This cannot be accepted. Reload the page.',
}

export const ofObject = { another: 'Another one', whichOne: 'Which one?' }
export const mayHold = (address: string) =>
  `An account with the address ${address} may hold it. If that is yours, type the whole address above.`
export const otherAccount = 'It is probably in your other account'
export const otherAccountWhy =
  'Your coordinator used another address than the one you are logged in with. Merge the two accounts, and the rotation comes along. What you typed is kept.'
export const mergeInstead = 'Merge the two accounts'
export const notThat = 'It is something else'
export const change = 'Change'
