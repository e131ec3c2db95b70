// Every sentence of the panel, in English. A sentence says what happened and what to do, in plain words. The files beside this one
// have those of what is fetched on demand; another language is another folder with the same files and names.

import type { ActivityCode, MergeCode, TicketState } from '../../../protocol/entities.ts'
import type { RefusalCode } from '../../../protocol/errors.ts'

const count = (n: number, one: string, other: string) => `${n} ${n === 1 ? one : other}`

/** Of these words; which way they are written; which digits stand among them, where the language has others too. */
export const language = 'en'
export const direction: 'ltr' | 'rtl' = 'ltr'
export const digits = ''

export const help = 'Help'
export const greeting = (name: string) => `Hi ${name}`
export const close = 'Close help'
export const launcher = (isOpen: boolean, unread: number) =>
  isOpen ? close : `Open help${unread ? `, ${unread} unread` : ''}`
export const back = 'Back'
export const loading = 'Loading'
export const again = 'Try again'
export const goOn = 'Continue'
export const send = 'Send'
export const notLoaded = (what: string) => `${what} could not be loaded`
export const checkConnection = 'Check your connection and try again.'

export const searchLabel = 'Search for help'
export const searchHint = 'What do you need help with?'
export const clearSearch = 'Clear the search'
export const results = 'Results'
export const resultCount = (n: number) => count(n, 'result', 'results')
export const meant = (query: string) => `Results for “${query}”`
export const unsure = 'We are not sure this answers it'
export const askAPerson = 'Ask a person'
export const nothingFound = (query: string) => `Nothing found for “${query}”`
export const nothingFoundHint = 'Try other words, or ask a person.'

export const suggested = 'Suggested for this page'
export const topics = 'All topics'
export const articleCount = (n: number) => count(n, 'article', 'articles')
export const theArticles = 'The articles'

export const yourTickets = 'Your tickets'
export const noTickets = 'No tickets yet'
export const noTicketsHint = 'When you write to us, the answer comes here.'
export const ticketNumber = (n: number) => `Ticket ${n}`
export const notSentYet = 'Not sent yet'
export const unread = 'unread'
export const states: Record<TicketState, string> = {
  open: 'Open',
  waiting_on_contact: 'Answered',
  snoozed: 'Open',
  solved: 'Solved',
}
export const said = (name: string, text: string) => `${name || 'You'}: ${text}`

export const writeToUs = 'Write to us'
export const usualWait = (span: string) => `Usually answered within about ${span}`
export const backAt = ({ day, isNear }: { day: string; isNear: boolean }, time: string) =>
  `We are back ${isNear ? '' : 'on '}${day} at ${time}`
export const yourMessage = 'Your message'
export const messageHint = 'What happened, and what did you expect?'
export const kinds = 'Or tell us with a short form:'
export const maybeAnswered = 'This may answer it'
export const discardMessage = 'Glad that helped. Discard your message?'
export const discard = 'Discard'
export const keepWriting = 'Keep writing'
export const weWriteTo = (address: string) => `We will also write to ${address}`
export const writeHere = 'Write a message'
export const writeToReopen = 'Write to reopen it'
export const tooLong = (over: number) => `${count(over, 'character', 'characters')} too long`

export const yourName = 'Your name'
export const yourAddress = 'Your e-mail address'
export const addressHint = 'We mail you a code to check it.'
export const needsName = 'Tell us your name.'

export const openInHelpCenter = 'Open in the help center'
export const updated = (date: string) => `Updated ${date}`
export const notTranslated = 'Not translated yet'
export const showNewer = 'Updated. Show the new version'
export const theArticle = 'The article'
export const articleGone = 'This article no longer exists'
export const articleGoneHint = 'Search for it, or write to us.'
export const didItHelp = 'Did this answer your question?'
export const answers = { yes: 'Yes', partly: 'Partly', no: 'No' }
export const thanks = 'Thank you, noted.'
export const whatWasMissing = 'What was missing?'
export const whatWasMissingHint = 'Optional. Our editors read it.'
export const askAPersonHint = 'We see what you read, so you need not repeat it.'

export const solve = 'This is solved'
export const earlier = 'Show earlier messages'
export const newLine = 'New'
export const messages = 'Messages'
export const theMessages = 'The messages'
export const onThisDevice = 'On this device'
export const sending = 'Sending'
export const sent = 'Sent'
export const delivered = 'Delivered'
export const seen = 'Seen'
export const notSent = (why: string) => `Not sent. ${why}`
export const sendAgain = 'Send again'
export const remove = 'Remove'
export const deleted = 'This message was deleted'

export function activity(
  code: Exclude<ActivityCode, MergeCode> | 'message.deleted',
  { name, side, fields }: Record<string, string>,
): string {
  switch (code) {
    case 'ticket.opened':
      return `${name} opened this for you`
    case 'ticket.assigned':
      return `${name} takes care of this`
    case 'ticket.solved':
      return side === 'contact' ? 'You marked this as solved' : 'Solved'
    case 'ticket.reopened':
      return 'Opened again'
    case 'ticket.continued':
      return `Continued in ${name}`
    case 'ticket.continues':
      return `Continues ${name}`
    case 'form.changed':
      return `${name} changed your answers: ${fields}`
    case 'message.deleted':
      return deleted
  }
}

export const merge = 'Merge two accounts'
export const mergeHint = 'Make one account out of two'
export const offline = 'No connection. What you write is kept and sent later.'
export const unreachable = `Our server did not answer. ${checkConnection}`
export const refusedOtherwise = 'This did not work. Try again in a moment.'
export const refusals: Partial<Record<RefusalCode, string>> = {
  'request.too_many': 'Too many tries. Try again in a moment.',
  'session.ended': 'Your log-in has ended. Reload the page.',
  'identity.invalid': 'We could not confirm who you are. Log in again.',
  'identity.expired': 'Your log-in has ended. Reload the page or log in again; what you wrote is kept.',
  'identity.merged_away': 'This account became part of another one. Log in with that.',
  'protocol.unsupported': 'Help was updated. Reload the page.',
  not_found: 'This no longer exists.',
  'address.invalid': 'We cannot write to this address. Check it for typing errors.',
  'answers.invalid': 'The form was changed meanwhile. Copy your message and fill it in again.',
}
