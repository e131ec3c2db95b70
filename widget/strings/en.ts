// Every sentence of the widget, in English. A sentence says what happened and what to do, in plain words.
// Another language is another file with the same names.

import type { ActivityCode, MergeState, TicketState } from '../../protocol/entities.ts'
import type { RefusalCode } from '../../protocol/errors.ts'

const plural = new Intl.PluralRules('en')
const count = (n: number, one: string, other: string) => `${n} ${plural.select(n) === 'one' ? one : other}`

export const en = {
  help: 'Help',
  greeting: (name: string) => `Hi ${name}`,
  close: 'Close help',
  back: 'Back',
  loading: 'Loading',
  again: 'Try again',
  cancel: 'Cancel',
  continue: 'Continue',

  searchLabel: 'Search for help',
  searchHint: 'What do you need help with?',
  clearSearch: 'Clear the search',
  results: 'Results',
  resultCount: (n: number) => count(n, 'result', 'results'),
  nothingFound: (query: string) => `Nothing found for “${query}”`,
  nothingFoundHint: 'Try other words, or write to us: a person answers.',
  searchFailed: 'Search is not there yet',
  searchFailedHint: 'The articles could not be loaded. Check your connection.',

  suggested: 'Suggested for this page',
  suggestedAnywhere: 'Good places to start',
  topics: 'All topics',
  articles: (n: number) => count(n, 'article', 'articles'),
  homeFailed: 'The articles could not be loaded',
  homeFailedHint: 'Check your connection. You can write to us all the same.',

  yourTickets: 'Your tickets',
  allTickets: 'All tickets',
  noTickets: 'No tickets yet',
  noTicketsHint: 'When you write to us, you find the answer here.',
  ticketNumber: (n: number) => `Ticket ${n}`,
  ticketUnsent: 'Not sent yet',
  newMessages: 'new messages',
  states: {
    open: 'Open',
    waiting_on_contact: 'Answered',
    snoozed: 'Open',
    solved: 'Solved',
  } satisfies Record<TicketState, string>,
  you: 'You',

  writeToUs: 'Write to us',
  usualWait: (span: string) => `Usually answered in ${span}`,
  yourMessage: 'Your message',
  messageHint: 'What happened, and what did you expect?',
  alongside: 'Goes along with it',
  alongsideHint: 'So that you need not tell it again. Switch off what you do not want to share.',
  readArticle: 'Read',
  searchedFor: 'Searched',
  fromPage: 'Page',
  send: 'Send',
  writeHere: 'Write a message',
  writeToReopen: 'Write to open this ticket again',
  messageTooLong: (over: number) => `${count(over, 'character', 'characters')} too long`,

  yourName: 'Your name',
  yourAddress: 'Your e-mail address',
  addressHint: 'We mail you a code to check it, and the answer.',
  needsName: 'Tell us your name.',
  needsAddress: 'This does not look like an e-mail address.',

  codeTitle: 'Check your mail',
  codeSentTo: (email: string) => `We mailed a code to ${email}.`,
  code: 'Code',
  codeLeft: (left: string) => `Holds for ${left}`,
  codeOver: 'This code has expired. Ask for a new one.',
  triesLeft: (n: number) => `That is not the code. ${count(n, 'try', 'tries')} left.`,
  newCode: 'Mail a new code',
  newCodeSent: 'A new code is on its way.',
  otherAddress: 'Use another address',
  confirm: 'Confirm',

  openInHelpCenter: 'Open in the help center',
  updated: (date: string) => `Updated ${date}`,
  articleGone: 'This article is not there any more',
  articleGoneHint: 'It may have been renamed. Search for it, or write to us.',
  articleFailed: 'The article could not be loaded',
  articleFailedHint: 'Check your connection and try again.',
  didItHelp: 'Did this answer your question?',
  answers: { yes: 'Yes', partly: 'Partly', no: 'No' },
  thanks: 'Good to know. Thank you.',
  sorry: 'Thank you for telling us.',
  whatWasMissing: 'What was missing?',
  whatWasMissingHint: 'Optional. Editors read it; nobody answers here.',
  sendFeedback: 'Send',
  feedbackSent: 'Thank you. The editors have it.',
  askAPerson: 'Ask a person',
  askAPersonHint: 'They see what you read, so you need not explain it.',

  solve: 'This is solved',
  earlier: 'Show earlier messages',
  new: 'New',
  jumpDown: 'New messages',
  thread: 'Messages',
  threadFailed: 'The messages could not be loaded',
  threadFailedHint: 'Check your connection. Nothing is lost.',
  isTyping: (name: string) => `${name} is typing`,
  onThisDevice: 'On this device, sent when the connection is back',
  sending: 'Sending',
  sent: 'Sent',
  seen: 'Seen',
  notSent: (why: string) => `Not sent. ${why}`,
  sendAgain: 'Send again',
  copy: 'Copy',
  remove: 'Remove',
  activity: (code: ActivityCode, details: Record<string, string>): string => {
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
  },

  merge: 'Merge two accounts',
  mergeHint: 'Make one account out of two',
  mergeStep: (step: number) => `Step ${step} of 3`,
  mergeWhat: 'What will happen',
  mergeStays: 'This account stays',
  mergeEnds: 'The other account ends',
  mergeEndsHint: 'You tell us its address in the next step',
  mergeFacts: [
    'What is in the other account moves into this one.',
    'A person on our side looks at both accounts first.',
    'Both addresses are told. Until it is done, either can stop it.',
  ],
  mergeOther: 'The other account',
  mergeAddress: 'Its e-mail address',
  mergeAddressHint: 'We mail a code there. It shows that this account is yours too.',
  mergeSendCode: 'Mail the code',
  mergeCodeHint: 'Open the inbox of that address and copy the code.',
  mergeStates: {
    proof_sent: 'Waiting for the code',
    in_review: 'In review',
    approved: 'Approved',
    executing: 'Merging now',
    merged: 'Merged',
    failed: 'Not done yet',
    rejected: 'Declined',
    cancelled: 'Stopped',
    expired: 'Expired',
  } satisfies Record<MergeState, string>,
  mergeSentences: {
    proof_sent: 'Type the code that we mailed to the other address.',
    in_review: 'A person looks at both accounts. You get the answer here and by mail.',
    approved: 'Your accounts will be merged when the time below is over. You can still stop it.',
    executing: 'Your accounts are being merged. This takes a moment.',
    merged: 'You have one account now. Everything is in the one that stayed.',
    failed: 'Something went wrong while merging. Nothing is lost. We look into it and tell you.',
    rejected: 'We did not merge these accounts.',
    cancelled: 'This merge was stopped. Both accounts are as they were.',
    expired: 'The code was not typed in time. Both accounts are as they were.',
  } satisfies Record<MergeState, string>,
  mergeStarts: (left: string) => `Starts in ${left}`,
  mergeStop: 'Stop this merge',
  mergeStopSure: 'Stop it? Both accounts stay as they are.',
  mergeStopYes: 'Yes, stop it',
  mergeAnew: 'Start again',
  mergeThread: 'Open the ticket',
  mergeSignIn: 'Sign in first',
  mergeSignInHint:
    'Sign in to the account that you want to keep, then come back here. That proves that it is yours.',

  offline: 'No connection. What you write is kept and sent when it is back.',
  refused: (why: string) => why,
  reload: 'Reload the page',
  refusals: {
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
  } satisfies Partial<Record<RefusalCode, string>> as Partial<Record<RefusalCode, string>>,
  refusedOtherwise: 'This did not work. Try again, or write to us.',
  unreachable: 'No answer from our server. Check your connection and try again.',
}

export type Strings = typeof en
