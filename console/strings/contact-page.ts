// The words of a contact's own page.

import type { ContactPage } from '../../protocol/desk/contacts.ts'
import { learnReasons } from './reasons.ts'

learnReasons({
  'contact.in_merge':
    'An account merge of theirs is in progress, or can still be undone. Wait until it is over.',
})

const proofs: Record<ContactPage['addresses'][number]['proof'], string> = {
  host: 'The host vouches for it',
  code: 'Proved with a mailed code',
  merge: 'Of an account that was merged into theirs',
  none: 'Not proved',
}

export const contactPage = {
  who: 'Who they are',
  notRead: 'This contact could not be read',
  addresses: 'Addresses',
  noAddress: 'No address given.',
  proofs,
  tickets: (count: number, isAll: boolean) => `Tickets (${count.toLocaleString()}${isAll ? '' : '+'})`,
  noTickets: 'There is no ticket of theirs.',
  older: 'Older ones are found by the search.',
  reads: 'Articles they read',
  noReads: 'None that they attached to a ticket.',
  searches: 'What they searched for',
  noSearches: 'Nothing that they attached to a ticket.',
  erase: 'Erase this contact …',
  eraseTitle: (name: string) => `Erase ${name}?`,
  eraseText: (count: number) =>
    `${count === 1 ? 'Their ticket goes' : `All their ${count.toLocaleString()} tickets go, open ones too,`} for good, with messages, notes and files; their sessions end; votes stay as figures without their name. Nothing brings it back. The trail of a finished account merge stays: it is proof.`,
  eraseNone:
    'They go for good, and their sessions end. The trail of a finished account merge stays: it is proof.',
  eraseIt: 'Erase',
  erased: (count: number) =>
    count === 1
      ? 'They are erased, and one ticket with them.'
      : `They are erased, and ${count.toLocaleString()} tickets with them.`,
  notErased: 'They were not erased.',
} as const
