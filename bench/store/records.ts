// What is written in the store's bench: a message of a contact, as the rule would put it, and a mail.

import type { ClientIdRecord, EntryRecord, MailRecord, TicketRecord } from '../../server/store/records.ts'

/** Open tickets among which the measured messages fall: a busy desk, the newest ones. */
export const ACTIVE = 2_000

export function ticketOf(number: number): TicketRecord {
  const at = new Date().toISOString()
  return {
    id: `tkt_${number}`,
    number,
    type: 'question',
    state: 'open',
    subject: 'My rotation is not on the dashboard',
    contactId: `ctc_${number % 500}`,
    assigneeId: null,
    mergeId: null,
    createdAt: at,
    updatedAt: at,
    newestSequence: 0,
    newestNote: 0,
    seenByContact: 0,
    seenByAgent: 0,
    mailedUpTo: 0,
    lastEntry: { sequence: 0, author: 'contact', name: 'Maya', snippet: '', at },
    waitingSince: at,
    firstReplyAt: null,
    handover: {
      reads: [{ slug: 'user-already-exists', title: 'It says that my user already exists', helped: 'no' }],
      searches: ['alredy exists'],
    },
  }
}

export function mailOf(writer: number): MailRecord {
  return {
    id: `mal_${writer}`,
    to: 'maya@school.example',
    subject: 'Omar answered: my rotation is not on the dashboard',
    text: 'It is on your school account; a merge brings both together.',
    state: 'queued',
    attempts: [],
    createdAt: new Date().toISOString(),
  }
}

interface MessageRecords {
  entry: EntryRecord
  head: TicketRecord
  clientId: ClientIdRecord
}

export function messageTo(ticket: TicketRecord, writer: number, name: string): MessageRecords {
  const at = new Date().toISOString()
  const sequence = ticket.newestSequence + 1
  const text = 'It says that my user already exists, and I cannot log in with my school address.'
  const author = { kind: 'contact' as const, id: `ctc_${writer}`, name: 'Maya' }
  return {
    entry: {
      kind: 'message',
      id: `msg_${ticket.id}_${sequence}`,
      ticketId: ticket.id,
      sequence,
      clientId: name,
      author,
      text,
      createdAt: at,
    },
    head: {
      ...ticket,
      newestSequence: sequence,
      updatedAt: at,
      lastEntry: { sequence, author: 'contact', name: 'Maya', snippet: text.slice(0, 60), at },
    },
    clientId: {
      writerId: author.id,
      clientId: name,
      fingerprint: '0f343b0931126a20f133d67c2b018a3b0f343b0931126a20f133d67c2b018a3b',
      ticketId: ticket.id,
      sequence,
      noteId: null,
      mergeId: null,
    },
  }
}
