// What is kept where: for each collection its table, the columns of its key, the columns that are asked for, and what a
// commit has to hold so that no other one comes between. Partners: migrations/, tables/.

import { toldOfContact, toldOfTicket } from '../facets.ts'
import {
  type AttachmentRecord,
  availableAt,
  guestEmail,
  isOpenMerge,
  type MacroRecord,
  type Records,
} from '../records.ts'

export type Name = keyof Records

type Value = string | number | boolean | null
/** A column, its type, and what stands in it. */
type Column<R> = [name: string, type: string, value: (record: R) => Value]

export interface Collection<R> {
  table: string
  key: Column<R>[]
  columns: Column<R>[]
  /** Lists that a commit may rely on: who adds a record to one, or takes it out, waits for who has read it. */
  lists?(record: R): string[]
  /** Of a ticket's thread: who adds to it changes the ticket, too, so whoever holds the ticket holds the thread. */
  threadOf?(record: R): string
  /** Its key is chosen anew for each record: nobody can have looked for it before. */
  isNamedAnew?: true
}

const id: Column<{ id: string }> = ['id', 'text', (record) => record.id]
const createdAt: Column<{ createdAt: string }> = ['created_at', 'timestamptz', (record) => record.createdAt]
const text = <R>(name: string, value: (record: R) => Value): Column<R> => [name, 'text', value]
const instant = <R>(name: string, value: (record: R) => Value): Column<R> => [name, 'timestamptz', value]

/** The order is that in which a commit locks: the same for all, so that two rarely wait for each other. */
export const collections: { readonly [N in Name]: Collection<Records[N]> } = {
  dueWork: {
    table: 'due_work',
    key: [id],
    columns: [
      text('kind', ({ kind }) => kind),
      instant('due_at', ({ dueAt }) => dueAt),
      instant('available_at', availableAt),
    ],
  },
  counters: { table: 'counters', key: [id], columns: [] },
  merges: {
    table: 'merges',
    key: [id],
    columns: [
      text('contact_id', ({ into }) => into.contactId),
      ['is_open', 'boolean', isOpenMerge],
      text('into_external_id', ({ into }) => into.externalId),
      text('into_email', ({ into }) => into.email),
      text('from_external_id', ({ from }) => from.externalId),
      text('from_email', ({ from }) => from.email),
      ['stop_token_hashes', 'jsonb', ({ stopTokenHashes }) => JSON.stringify(stopTokenHashes)],
      createdAt,
    ],
    lists: (merge) => [
      `contact:${merge.into.contactId}`,
      ...merge.stopTokenHashes.map((hash) => `stop:${hash}`),
      ...(isOpenMerge(merge)
        ? [merge.into, merge.from].flatMap(({ externalId, email }) => [
            ...(externalId === null ? [] : [`open:externalId:${externalId}`]),
            `open:email:${email}`,
          ])
        : []),
    ],
    isNamedAnew: true,
  },
  tickets: {
    table: 'tickets',
    key: [id],
    columns: [
      ['number', 'bigint', ({ number }) => number],
      text('contact_id', ({ contactId }) => contactId),
      text('assignee_id', ({ assigneeId }) => assigneeId),
      text('state', ({ state }) => state),
      createdAt,
      instant('updated_at', ({ updatedAt }) => updatedAt),
      instant('first_reply_at', ({ firstReplyAt }) => firstReplyAt),
      ['mentions', 'jsonb', ({ mentions }) => (mentions ? JSON.stringify(mentions) : null)],
      instant('solved_at', ({ solvedAt }) => solvedAt ?? null),
      text('cause_id', ({ cause }) => cause?.id ?? null),
      ['is_tracker', 'boolean', ({ tracker }) => tracker !== undefined],
      ['facts', 'jsonb', (ticket) => JSON.stringify(toldOfTicket(ticket))],
    ],
    lists: ({ contactId }) => [`contact:${contactId}`],
    isNamedAnew: true,
  },
  contacts: {
    table: 'contacts',
    key: [id],
    columns: [
      text('external_id', ({ externalId }) => externalId),
      text('guest_email', guestEmail),
      createdAt,
      ['facts', 'jsonb', (contact) => JSON.stringify(toldOfContact(contact))],
    ],
    lists: (contact) => {
      const email = guestEmail(contact)
      return [
        ...(contact.externalId === null ? [] : [`externalId:${contact.externalId}`]),
        ...(email === null ? [] : [`guest:${email}`]),
      ]
    },
    isNamedAnew: true,
  },
  agents: {
    table: 'agents',
    key: [id],
    columns: [text('email', ({ email }) => email), createdAt],
    lists: ({ email }) => [`email:${email}`],
    isNamedAnew: true,
  },
  sessions: {
    table: 'sessions',
    key: [id],
    columns: [
      text('contact_id', ({ contactId }) => contactId),
      text('token_hash', ({ tokenHash }) => tokenHash),
      createdAt,
      instant('expires_at', ({ expiresAt }) => expiresAt),
      instant('ended_at', ({ endedAt }) => endedAt),
    ],
    lists: ({ contactId, endedAt }) => (endedAt === null ? [`contact:${contactId}`] : []),
    isNamedAnew: true,
  },
  agentSessions: {
    table: 'agent_sessions',
    key: [id],
    columns: [
      text('agent_id', ({ agentId }) => agentId),
      text('token_hash', ({ tokenHash }) => tokenHash),
      instant('expires_at', ({ expiresAt }) => expiresAt),
    ],
    lists: ({ agentId }) => [`agent:${agentId}`],
    isNamedAnew: true,
  },
  accessLog: {
    table: 'access_log',
    key: [id],
    columns: [instant('at', ({ at }) => at)],
    isNamedAnew: true,
  },
  accessSettings: { table: 'access_settings', key: [['id', 'text', () => 'desk']], columns: [] },
  entries: {
    table: 'entries',
    key: [text('ticket_id', ({ ticketId }) => ticketId), ['sequence', 'integer', ({ sequence }) => sequence]],
    columns: [createdAt],
    threadOf: ({ ticketId }) => ticketId,
    isNamedAnew: true,
  },
  notes: {
    table: 'notes',
    key: [
      text('ticket_id', ({ ticketId }) => ticketId),
      ['note_sequence', 'integer', ({ noteSequence }) => noteSequence],
    ],
    columns: [createdAt],
    threadOf: ({ ticketId }) => ticketId,
    isNamedAnew: true,
  },
  ratings: {
    table: 'ratings',
    key: [text('ticket_id', ({ ticketId }) => ticketId), ['solved', 'integer', ({ solved }) => solved]],
    columns: [],
    threadOf: ({ ticketId }) => ticketId,
  },
  clientIds: {
    table: 'client_ids',
    key: [text('writer_id', ({ writerId }) => writerId), text('client_id', ({ clientId }) => clientId)],
    columns: [],
  },
  addressProofs: {
    table: 'address_proofs',
    key: [id],
    // The column has its name from before mailboxes were counted.
    columns: [text('email', ({ email, mailbox = email }) => mailbox), createdAt],
    lists: ({ email, mailbox = email }) => [`mailbox:${mailbox}`],
    isNamedAnew: true,
  },
  mails: { table: 'mails', key: [id], columns: [createdAt] },
  deliveries: {
    table: 'deliveries',
    key: [id],
    columns: [text('merge_id', ({ mergeId }) => mergeId), createdAt],
  },
  feedback: {
    table: 'feedback',
    key: [
      text('slug', ({ slug }) => slug),
      text('locale', ({ locale }) => locale),
      text('version', ({ version }) => version),
      text('reader_hash', ({ readerHash }) => readerHash),
    ],
    columns: [
      text('answer', ({ answer }) => answer),
      text('contact_id', ({ contactId }) => contactId ?? null),
      instant('at', ({ at }) => at),
    ],
    lists: ({ contactId }) => (contactId === undefined ? [] : [`contact:${contactId}`]),
  },
  searchGaps: {
    table: 'search_gaps',
    key: [id],
    columns: [instant('at', ({ at }) => at)],
    isNamedAnew: true,
  },
  searchFinds: {
    table: 'search_finds',
    key: [text('slug', ({ slug }) => slug), text('locale', ({ locale }) => locale)],
    columns: [],
  },
  attachments: {
    table: 'attachments',
    key: [id],
    columns: [
      text('uploader', ({ uploader }) => uploaderName(uploader)),
      text('ticket_id', ({ ticketId }) => ticketId),
      createdAt,
    ],
    lists: ({ uploader }) => [`uploader:${uploaderName(uploader)}`],
    isNamedAnew: true,
  },
  openingHours: { table: 'opening_hours', key: [['id', 'text', () => 'desk']], columns: [] },
  views: {
    table: 'views',
    key: [id],
    columns: [['place', 'integer', ({ place }) => place]],
    lists: () => ['all'],
  },
  drafts: {
    table: 'drafts',
    key: [
      text('agent_id', ({ agentId }) => agentId),
      text('ticket_id', ({ ticketId }) => ticketId),
      text('written_as', ({ as }) => as),
    ],
    columns: [],
    lists: ({ agentId }) => [`agent:${agentId}`],
  },
  rules: {
    table: 'rules',
    key: [id],
    columns: [['place', 'integer', ({ place }) => place]],
    lists: () => ['all'],
  },
  tags: { table: 'tags', key: [id], columns: [createdAt] },
  teams: { table: 'teams', key: [text('name', ({ name }) => name)], columns: [] },
  secrets: { table: 'secrets', key: [id], columns: [] },
  settings: { table: 'settings', key: [id], columns: [] },
  // Names are held apart by whoever reads all of them before adding one.
  macros: { table: 'macros', key: [id], columns: [text('name', sortedName)], lists: () => ['all'] },
}

export function sortedName({ name }: MacroRecord): string {
  return name.toLowerCase().replace(/\s/g, '\u0001')
}

export const names = Object.keys(collections) as Name[]

export function uploaderName({ kind, id }: AttachmentRecord['uploader']): string {
  return `${kind}:${id}`
}

/** Stands in no name that anybody gives. */
const BETWEEN = '\u0001'
export const keyOf = (...parts: (string | number)[]) => parts.join(BETWEEN)
export const partsOf = (key: string) => key.split(BETWEEN)

export function keyOfRecord<N extends Name>(name: N, record: Records[N]): string {
  return keyOf(...collections[name].key.map(([, , value]) => String(value(record))))
}
