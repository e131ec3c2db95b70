// The sentences of what is fetched on demand: the mailed code and the merge. Partner: panel.ts, which has the rest.

import type { MergeState } from '../../../protocol/account-merge.ts'
import type { MergeCode } from '../../../protocol/entities.ts'
import type { RefusalCode } from '../../../protocol/errors.ts'

const count = (n: number, one: string, other: string) => `${n} ${n === 1 ? one : other}`

export const codeTitle = 'Check your mail'
export const codeSentTo = (email: string) => `We mailed a code to ${email}.`
/** Somebody may have asked in this person's place: what was mailed then is good. */
export const codesSentTo = (email: string) =>
  `Codes were mailed to ${email} several times lately, so no new one may come. Type the newest that you find in your mailbox. If there is none, ask again a little later.`
/** To a guest, whose message waits for it. */
export const sentOnceTyped = 'What you wrote is sent as soon as you type it here.'
/** To somebody whose tickets no session knows any more: a code shows them. */
export const writtenBefore = 'Written to us before? Get a code'
export const code = 'Code'
export const codeLeft = (left: string) => `Valid for ${left}`
export const newCode = 'Mail a new code'
export const otherAddress = 'Use another address'
export const confirm = 'Confirm'

export const orLogIn = 'Or log in to it: no code is needed then, and you stay logged in here as you are.'
export const logInThere = 'Log in to the other account'
export const otherThanNamed = 'That is not the account you named.'

export const invited = 'You can merge two accounts'
export const invitedHint =
  'You prove that both are yours. Nobody at our desk can do that for you, or would ever ask for a code.'
export const mergeStep = (step: number) => `Step ${step} of 3`
export const mergeWhat = 'What will happen'
export const mergeStays = 'This account stays'
export const mergeEnds = 'The other account ends'
export const mergeEndsHint = 'You tell us its address next'
export const mergeFacts = [
  'Everything moves into this account.',
  'A person looks at both accounts first.',
  'Both addresses are told, and either can stop it.',
]
export const mergeOther = 'The other account'
export const mergeAddress = 'Its e-mail address'
export const mergeAddressHint = 'We mail a code there, to see that it is yours.'
export const mergeSendCode = 'Mail the code'
/** A word for the state, and what it means. */
export const mergeStates: Record<MergeState, [word: string, meaning: string]> = {
  proof_sent: ['Waiting for the code', 'Type the code we mailed to the other address.'],
  in_review: ['In review', 'A person looks at both accounts. The answer comes here and by mail.'],
  approved: ['Approved', 'You can still stop it while this time runs.'],
  executing: ['Merging now', 'This takes a moment.'],
  merged: ['Merged', 'You have one account now, with everything in it.'],
  failed: ['Not done yet', 'Something went wrong. Nothing is lost. We look into it.'],
  rejected: ['Declined', 'We did not merge these accounts.'],
  cancelled: ['Stopped', 'Both accounts are as they were.'],
  expired: ['Expired', 'The code was not typed in time.'],
  undo_requested: ['May be undone', 'Somebody asked to undo the merge. We will tell you the outcome.'],
  undone: ['Undone', 'You have two accounts again, each with what it had.'],
  undo_refused: ['Merged', 'The merge was not undone: you have one account.'],
}
export const mergeStarts = (left: string) => `Starts in ${left}`
export const mergeStop = 'Stop this merge'
export const mergeStopSure = 'Both accounts stay as they are.'
export const mergeStopYes = 'Yes, stop it'
export const mergeStopNo = 'No, let it go on'
export const mergeAnew = 'Start again'
export const mergeAnother = 'Merge another account'
export const openTicket = 'Open the ticket'
export const signIn = 'Log in first'
export const signInHint =
  'Only you can merge your accounts, so you must be logged in. Close this window, log in to the site with the account you want to keep, and choose “Merge two accounts” here again.'
export const cannotSignIn = 'I cannot log in'

export function mergeActivity(code: MergeCode, { fromEmail, reason }: Record<string, string>): string {
  switch (code) {
    case 'merge.requested':
      return `You asked to merge ${fromEmail ?? 'your other account'} into this one`
    case 'merge.approved':
      return 'The merge was approved'
    case 'merge.rejected':
      return `The merge was declined. ${reason ?? ''}`
    case 'merge.cancelled':
      return 'The merge was stopped'
    case 'merge.completed':
      return 'Your accounts are merged'
    case 'merge.failed':
      return 'The merge did not go through. We look into it.'
    case 'merge.returned':
      return 'The accounts changed; we look again'
    case 'merge.undone':
      return 'The merge was undone'
  }
}

export const triesLeft = (n: number) => `That is not the code. ${count(n, 'try', 'tries')} left.`
export const refusals: Partial<Record<RefusalCode, string>> = {
  'identity.not_fresh': 'Log in to the site once more, then try again.',
  'code.ended': 'This code has expired. Ask for a new one.',
  'merge.same_account': 'This is the account you are logged in to. Type the other address.',
  'merge.already_open': 'A merge of one of these accounts is already under way.',
}
