// Every sentence of the widget, in English. A sentence says what happened and what to do, in plain words.
// Another language is another file with the same names.

import type { ActivityCode, MergeState, TicketState } from '../../protocol/entities.ts'
import type { RefusalCode } from '../../protocol/errors.ts'

const plural = new Intl.PluralRules('en')
const count = (n: number, one: string, other: string) => `${n} ${plural.select(n) === 'one' ? one : other}`

export const help = 'Help'
export const greeting = (name: string) => `Hi ${name}`
export const close = 'Close help'
export const back = 'Back'
export const loading = 'Loading'
export const again = 'Try again'
export const cancel = 'Cancel'
export const goOn = 'Continue'

export const searchLabel = 'Search for help'
export const searchHint = 'What do you need help with?'
export const clearSearch = 'Clear the search'
export const results = 'Results'
export const resultCount = (n: number) => count(n, 'result', 'results')
export const nothingFound = (query: string) => `Nothing found for “${query}”`
export const nothingFoundHint = 'Try other words, or write to us: a person answers.'
export const searchFailed = 'Search is not there yet'
export const searchFailedHint = 'The articles could not be loaded. Check your connection.'

export const suggested = 'Suggested for this page'
export const suggestedAnywhere = 'Good places to start'
export const topics = 'All topics'
export const articles = (n: number) => count(n, 'article', 'articles')
export const homeFailed = 'The articles could not be loaded'
export const homeFailedHint = 'Check your connection. You can write to us all the same.'

export const yourTickets = 'Your tickets'
export const allTickets = 'All tickets'
export const noTickets = 'No tickets yet'
export const noTicketsHint = 'When you write to us, you find the answer here.'
export const ticketNumber = (n: number) => `Ticket ${n}`
export const ticketUnsent = 'Not sent yet'
export const newMessages = 'new messages'
export const states = {
  open: 'Open',
  waiting_on_contact: 'Answered',
  snoozed: 'Open',
  solved: 'Solved',
} satisfies Record<TicketState, string>
export const you = 'You'

export const writeToUs = 'Write to us'
export const usualWait = (span: string) => `Usually answered in ${span}`
export const yourMessage = 'Your message'
export const messageHint = 'What happened, and what did you expect?'
export const alongside = 'Goes along with it'
export const alongsideHint = 'So that you need not tell it again. Switch off what you do not want to share.'
export const readArticle = 'Read'
export const searchedFor = 'Searched'
export const fromPage = 'Page'
export const send = 'Send'
export const writeHere = 'Write a message'
export const writeToReopen = 'Write to open this ticket again'
export const messageTooLong = (over: number) => `${count(over, 'character', 'characters')} too long`

export const yourName = 'Your name'
export const yourAddress = 'Your e-mail address'
export const addressHint = 'We mail you a code to check it, and the answer.'
export const needsName = 'Tell us your name.'
export const needsAddress = 'This does not look like an e-mail address.'

export const codeTitle = 'Check your mail'
export const codeSentTo = (email: string) => `We mailed a code to ${email}.`
export const code = 'Code'
export const codeLeft = (left: string) => `Holds for ${left}`
export const codeOver = 'This code has expired. Ask for a new one.'
export const triesLeft = (n: number) => `That is not the code. ${count(n, 'try', 'tries')} left.`
export const newCode = 'Mail a new code'
export const newCodeSent = 'A new code is on its way.'
export const otherAddress = 'Use another address'
export const confirm = 'Confirm'

export const openInHelpCenter = 'Open in the help center'
export const updated = (date: string) => `Updated ${date}`
export const articleGone = 'This article is not there any more'
export const articleGoneHint = 'It may have been renamed. Search for it, or write to us.'
export const articleFailed = 'The article could not be loaded'
export const articleFailedHint = 'Check your connection and try again.'
export const didItHelp = 'Did this answer your question?'
export const answers = { yes: 'Yes', partly: 'Partly', no: 'No' }
export const thanks = 'Good to know. Thank you.'
export const sorry = 'Thank you for telling us.'
export const whatWasMissing = 'What was missing?'
export const whatWasMissingHint = 'Optional. Editors read it; nobody answers here.'
export const sendFeedback = 'Send'
export const feedbackSent = 'Thank you. The editors have it.'
export const askAPerson = 'Ask a person'
export const askAPersonHint = 'They see what you read, so you need not explain it.'

export const solve = 'This is solved'
export const earlier = 'Show earlier messages'
export const newLine = 'New'
export const jumpDown = 'New messages'
export const thread = 'Messages'
export const threadFailed = 'The messages could not be loaded'
export const threadFailedHint = 'Check your connection. Nothing is lost.'
export const isTyping = (name: string) => `${name} is typing`
export const onThisDevice = 'On this device, sent when the connection is back'
export const sending = 'Sending'
export const sent = 'Sent'
export const seen = 'Seen'
export const notSent = (why: string) => `Not sent. ${why}`
export const sendAgain = 'Send again'
export const copy = 'Copy'
export const remove = 'Remove'
export const activity = (code: ActivityCode, details: Record<string, string>): string => {
  switch (code) {
    case 'ticket.assigned':
      return `${details.name} takes care of this`
    case 'ticket.solved':
      return details.side === 'contact'
        ? 'You marked this as solved'
        : details.name
          ? `${details.name} marked this as solved`
          : 'Solved'
    case 'ticket.reopened':
      return 'Opened again'
    case 'merge.requested':
      return `You asked to merge ${details.fromEmail ?? 'your other account'} into this account`
    case 'merge.approved':
      return 'The merge was approved'
    case 'merge.rejected':
      return `The merge was declined${details.reason ? `: ${details.reason}` : ''}`
    case 'merge.cancelled':
      return 'The merge was stopped'
    case 'merge.completed':
      return 'Your accounts are merged'
    case 'merge.failed':
      return 'The merge did not go through. We look into it.'
  }
}

export const merge = 'Merge two accounts'
export const mergeHint = 'Make one account out of two'
export const mergeStep = (step: number) => `Step ${step} of 3`
export const mergeWhat = 'What will happen'
export const mergeStays = 'This account stays'
export const mergeEnds = 'The other account ends'
export const mergeEndsHint = 'You tell us its address in the next step'
export const mergeFacts = [
  'What is in the other account moves into this one.',
  'A person on our side looks at both accounts first.',
  'Both addresses are told. Until it is done, either can stop it.',
]
export const mergeOther = 'The other account'
export const mergeAddress = 'Its e-mail address'
export const mergeAddressHint = 'We mail a code there. It shows that this account is yours too.'
export const mergeSendCode = 'Mail the code'
export const mergeCodeHint = 'Open the inbox of that address and copy the code.'
export const mergeStates = {
  proof_sent: 'Waiting for the code',
  in_review: 'In review',
  approved: 'Approved',
  executing: 'Merging now',
  merged: 'Merged',
  failed: 'Not done yet',
  rejected: 'Declined',
  cancelled: 'Stopped',
  expired: 'Expired',
} satisfies Record<MergeState, string>
export const mergeSentences = {
  proof_sent: 'Type the code that we mailed to the other address.',
  in_review: 'A person looks at both accounts. You get the answer here and by mail.',
  approved: 'Your accounts will be merged when the time below is over. You can still stop it.',
  executing: 'Your accounts are being merged. This takes a moment.',
  merged: 'You have one account now. Everything is in the one that stayed.',
  failed: 'Something went wrong while merging. Nothing is lost. We look into it and tell you.',
  rejected: 'We did not merge these accounts.',
  cancelled: 'This merge was stopped. Both accounts are as they were.',
  expired: 'The code was not typed in time. Both accounts are as they were.',
} satisfies Record<MergeState, string>
export const mergeStarts = (left: string) => `Starts in ${left}`
export const mergeStop = 'Stop this merge'
export const mergeStopSure = 'Stop it? Both accounts stay as they are.'
export const mergeStopYes = 'Yes, stop it'
export const mergeAnew = 'Start again'
export const mergeThread = 'Open the ticket'
export const mergeSignIn = 'Sign in first'
export const mergeSignInHint =
  'Sign in to the account that you want to keep, then come back here. That proves that it is yours.'

export const offline = 'No connection. What you write is kept and sent when it is back.'
export const refused = (why: string) => why
export const reload = 'Reload the page'
export const refusals = {
  'request.too_large': 'This is too long.',
  'request.too_many': 'That was often. Wait a little and try again.',
  'session.ended': 'Your sign-in has ended. Reload the page, or confirm your address again.',
  'identity.invalid': 'This page could not confirm who you are. Sign in again and reload the page.',
  'identity.expired': 'Your sign-in has expired. Reload the page.',
  'protocol.unsupported': 'Help was updated. Reload the page to go on.',
  not_found: 'This is not there any more.',
  'address.invalid': 'This is not an address that we can write to. Check it for typing errors.',
  'code.ended': 'This code has expired or was tried too often. Ask for a new one.',
  'ticket.wrong_state': 'The ticket has changed meanwhile. Look again.',
  'merge.needs_verified': 'Only somebody who is signed in can ask for a merge.',
  'merge.same_account': 'This is the address of the account that you are signed in to. Type the other one.',
  'merge.already_open': 'A merge of one of these accounts is already under way.',
  'merge.wrong_state': 'The request has moved on meanwhile. Look again.',
  'store.failed': 'We could not save this. Try again in a moment.',
  'server.draining': 'We are restarting. Try again in a moment.',
  'server.bug': 'Something went wrong on our side. Try again, or write to us.',
} satisfies Partial<Record<RefusalCode, string>> as Partial<Record<RefusalCode, string>>
export const refusedOtherwise = 'This did not work. Try again, or write to us.'
export const unreachable = 'No answer from our server. Check your connection and try again.'
