// What is kept where: for each collection the key of a record, its home (the document it lies in) and the names
// it is filed under, to be found again without looking through everything. Partners: memory.ts, documents.ts.

import {
  availableAt,
  type ClientIdRecord,
  type DraftRecord,
  guestEmail,
  hourOfWeek,
  isOpenMerge,
  type Records,
  type SearchGapRecord,
  solvedAtOf,
} from '../records.ts'

/** Kept whole in memory, as JSON text: with its index a ticket's head takes about 2 KB, a contact about 1 KB. */
export type Residents = Omit<Records, ThreadName | 'clientIds'>
export type ResidentName = keyof Residents

/** Only ever added to, and read from disk when asked for. In memory: their number, and who they are named by. */
export type Threads = Pick<Records, 'entries' | 'notes'>
export type ThreadName = keyof Threads

export type CollectionName = keyof Records

/** `order` sorts what is filed under one name; it must not contain a space. */
export interface Filing {
  under: string
  order?: string
}

interface Collection<R> {
  key(record: R): string
  home(record: R): string
  filings?(record: R): Filing[]
}

export const residents: { readonly [Name in ResidentName]: Collection<Residents[Name]> } = {
  contacts: {
    key: (contact) => contact.id,
    home: (contact) => `contacts/${contact.id}`,
    filings: (contact) => [
      ...(contact.externalId === null ? [] : [{ under: `externalId:${contact.externalId}` }]),
      ...(guestEmail(contact) === null
        ? []
        : [{ under: `guest:${guestEmail(contact)}`, order: contact.createdAt }]),
    ],
  },
  sessions: {
    key: (session) => `${session.contactId} ${session.id}`,
    home: (session) => `contacts/${session.contactId}`,
    filings: (session) => [
      { under: `token:${session.tokenHash}` },
      { under: 'expiry', order: session.expiresAt },
      ...(session.endedAt === null
        ? [{ under: `contact:${session.contactId}`, order: session.createdAt }]
        : []),
    ],
  },
  agents: {
    key: (agent) => agent.id,
    home: (agent) => `agents/${agent.id}`,
    filings: (agent) => [{ under: `email:${agent.email}` }, { under: 'all', order: agent.createdAt }],
  },
  agentSessions: {
    key: (session) => `${session.agentId} ${session.id}`,
    home: (session) => `agents/${session.agentId}`,
    filings: (session) => [
      { under: `token:${session.tokenHash}` },
      { under: 'expiry', order: session.expiresAt },
      { under: `agent:${session.agentId}`, order: session.createdAt },
    ],
  },
  accessLog: {
    key: (entry) => entry.id,
    // One document a month: nobody reads a single line.
    home: (entry) => `access-log/${entry.at.slice(0, 7)}`,
    filings: (entry) => [{ under: 'all', order: entry.at }],
  },
  accessSettings: { key: () => 'desk', home: () => 'settings/access' },
  tickets: {
    key: (ticket) => ticket.id,
    home: (ticket) => ticketHome(ticket.id),
    filings: (ticket) => {
      const order = ticket.updatedAt
      const filings: Filing[] = [{ under: `contact:${ticket.contactId}`, order }]
      if (ticket.state === 'solved') filings.push({ under: 'solved', order })
      else {
        filings.push({ under: 'unsolved', order })
        filings.push({ under: ticket.state, order })
        for (const agentId of ticket.mentions ?? []) filings.push({ under: `mentioned:${agentId}`, order })
        if (ticket.state !== 'snoozed')
          filings.push({ under: ticket.assigneeId ? `assignee:${ticket.assigneeId}` : 'unassigned', order })
      }
      // In the order of their ids: an update goes through them once, whatever changes meanwhile.
      if (ticket.cause) filings.push({ under: `cause:${ticket.cause.id}` })
      if (ticket.tracker && ticket.state !== 'solved') filings.push({ under: 'trackers', order })
      const { firstReplyAt, createdAt } = ticket
      filings.push({ under: 'opened', order: createdAt })
      if (ticket.state === 'solved') filings.push({ under: 'closed', order: solvedAtOf(ticket) })
      // The answer stands in the index: a question about waits reads no ticket.
      if (firstReplyAt) {
        const tookMs = Date.parse(firstReplyAt) - Date.parse(createdAt)
        filings.push({ under: repliedIn(hourOfWeek(createdAt)), order: `${createdAt}~${tookMs}` })
      }
      return filings
    },
  },
  addressProofs: {
    key: (proof) => proof.id,
    home: (proof) => `address-proofs/${proof.id}`,
    filings: ({ email, mailbox = email, createdAt: order }) => [
      { under: `mailbox:${mailbox}`, order },
      { under: 'all', order },
    ],
  },
  merges: {
    key: (merge) => merge.id,
    home: (merge) => `merges/${merge.id}`,
    filings: (merge) => {
      const order = merge.createdAt
      const filings: Filing[] = [
        { under: 'all', order },
        { under: `contact:${merge.into.contactId}`, order },
      ]
      for (const hash of merge.stopTokenHashes) filings.push({ under: `stop:${hash}` })
      if (isOpenMerge(merge)) {
        for (const { externalId, email } of [merge.into, merge.from]) {
          if (externalId !== null) filings.push({ under: `open:externalId:${externalId}`, order })
          filings.push({ under: `open:email:${email}`, order })
        }
      }
      return filings
    },
  },
  mails: {
    key: (mail) => mail.id,
    home: (mail) => `mails/${mail.id}`,
    filings: ({ createdAt: order, state }) => (state === 'queued' ? [] : [{ under: 'ended', order }]),
  },
  deliveries: {
    key: (delivery) => delivery.id,
    home: (delivery) => `deliveries/${delivery.id}`,
    filings: ({ createdAt: order, mergeId, state }) => [
      { under: 'all', order },
      ...(mergeId === null && state !== 'waiting' ? [{ under: 'ended', order }] : []),
    ],
  },
  dueWork: {
    key: (work) => work.id,
    home: (work) => `due-work/${work.id}`,
    filings: (work) => [{ under: 'available', order: availableAt(work) }],
  },
  feedback: {
    key: ({ slug, locale, version, readerHash }) => words(slug, locale, version, readerHash),
    home: ({ slug, locale, version }) => `feedback/${words(slug, locale, version)}`,
    filings: ({ slug, locale, answer, at, contactId }) => [
      { under: words(slug, locale, answer) },
      { under: words(slug, locale), order: at },
      { under: 'all', order: at },
      ...(contactId === undefined ? [] : [{ under: `contact:${contactId}`, order: at }]),
    ],
  },
  searchGaps: {
    // Of a removed one only the key is left, and its home is its day.
    key: gapKey,
    // One document a day: nobody reads a single gap.
    home: ({ at }) => gapHome(dayOf(at)),
    filings: (gap) => [{ under: 'all', order: gap.at }],
  },
  searchFinds: {
    key: ({ slug, locale }) => words(slug, locale),
    home: ({ slug, locale }) => `search-finds/${words(slug, locale)}`,
    filings: () => [{ under: 'all' }],
  },
  attachments: {
    key: (attachment) => attachment.id,
    home: (attachment) => `attachments/${attachment.id}`,
    filings: ({ uploader, ticketId, createdAt: order }) => [
      { under: `uploader:${uploader.kind}:${uploader.id}`, order },
      ticketId === null ? { under: 'loose', order } : { under: `ticket:${ticketId}`, order },
    ],
  },
  openingHours: { key: () => 'desk', home: () => 'settings/opening-hours' },
  ratings: {
    key: (rating) => `${rating.ticketId} ${rating.solved}`,
    home: (rating) => `ratings/${rating.ticketId}`,
    // Numbers of a width, so that they sort as such.
    filings: ({ ticketId, solved }) => [{ under: ticketId, order: String(solved).padStart(9, '0') }],
  },
  secrets: { key: (secret) => secret.id, home: () => 'settings/secrets' },
  settings: { key: (setting) => setting.id, home: () => 'settings/desk' },
  macros: {
    key: (macro) => macro.id,
    home: (macro) => `macros/${macro.id}`,
    filings: ({ name }) => [{ under: 'all', order: sortable(name) }],
  },
  drafts: {
    key: draftKey,
    home: ({ ticketId }) => `drafts/${ticketId}`,
    filings: ({ agentId, ticketId, as }) => [
      { under: agentId, order: `${ticketId}:${as}` },
      { under: `ticket:${ticketId}` },
    ],
  },
  views: {
    key: (view) => view.id,
    home: (view) => `views/${view.id}`,
    filings: ({ place }) => [{ under: 'all', order: String(place).padStart(9, '0') }],
  },
  teams: {
    key: (team) => team.name,
    home: () => 'settings/teams',
    filings: (team) => [{ under: 'all', order: team.name.replaceAll(' ', '!') }],
  },
  rules: {
    key: (rule) => rule.id,
    home: (rule) => `rules/${rule.id}`,
    filings: ({ place }) => [{ under: 'all', order: String(place).padStart(9, '0') }],
  },
  tags: {
    key: (tag) => tag.id,
    // All in one document: they are read together.
    home: () => 'settings/tags',
    filings: (tag) => [{ under: 'all', order: tag.id.replaceAll(' ', '!') }],
  },
  counters: { key: (counter) => counter.id, home: () => 'counters/all' },
}

export function draftKey({
  ticketId,
  agentId,
  as,
}: Pick<DraftRecord, 'ticketId' | 'agentId' | 'as'>): string {
  return `${ticketId} ${agentId} ${as}`
}

export function gapKey({ at, id }: Pick<SearchGapRecord, 'at' | 'id'>): string {
  return `${dayOf(at)} ${id}`
}
const gapHome = (day: string) => `search-gaps/${day}`
const dayOf = (instant: string) => instant.slice(0, 10)

/** What is removed leaves only its key in the journal, which therefore says where its home is. */
export const homesOfRemoved = {
  dueWork: (key: string) => `due-work/${key}`,
  tickets: ticketHome,
  contacts: (key: string) => `contacts/${key}`,
  addressProofs: (key: string) => `address-proofs/${key}`,
  mails: (key: string) => `mails/${key}`,
  deliveries: (key: string) => `deliveries/${key}`,
  ratings: (key: string) => `ratings/${firstWord(key)}`,
  sessions: (key: string) => `contacts/${firstWord(key)}`,
  agentSessions: (key: string) => `agents/${firstWord(key)}`,
  attachments: (key: string) => `attachments/${key}`,
  macros: (key: string) => `macros/${key}`,
  views: (key: string) => `views/${key}`,
  searchGaps: (key: string) => gapHome(firstWord(key)),
  feedback: (key: string) => `feedback/${words(...JSON.parse(key).slice(0, -1))}`,
  drafts: (key: string) => `drafts/${firstWord(key)}`,
  rules: (key: string) => `rules/${key}`,
}
export type RemovableName = keyof typeof homesOfRemoved
/** What people wrote, or who they are: removed, it is to be in no file soon. The others have nothing to hide, or are replaced all day. */
export const FORGOTTEN: readonly string[] = [
  ...['tickets', 'contacts', 'mails', 'addressProofs', 'deliveries', 'searchGaps'],
]
const firstWord = (key: string) => key.slice(0, key.indexOf(' '))

export const repliedIn = (hourOfWeek: number) => `replied:${hourOfWeek}`

/** What is kept of one message names its ticket four times: one string is put together, and hashed, once. */
let last = { ticketId: '', home: 'tickets/' }
export function ticketHome(ticketId: string): string {
  if (last.ticketId !== ticketId) last = { ticketId, home: `tickets/${ticketId}` }
  return last.home
}

/** Beside what the name became; it is read again only when a writer repeats itself. */
export function clientIdHome(record: ClientIdRecord): string {
  if (record.ticketId) return ticketHome(record.ticketId)
  return record.mergeId ? `merges/${record.mergeId}` : `client-ids/${record.writerId}`
}

/** It is looked for, and named at once: as above. */
let lastKey = { writerId: '', clientId: '', key: ' ' }
export function clientIdKey(writerId: string, clientId: string): string {
  if (lastKey.clientId !== clientId || lastKey.writerId !== writerId)
    lastKey = { writerId, clientId, key: `${writerId} ${clientId}` }
  return lastKey.key
}

/** A name as it is sorted: no spaces stand in an order. */
const sortable = (name: string) => name.toLowerCase().replace(/\s/g, '\u0001')

/** Several words as one name, whatever stands in them. */
export function words(...parts: string[]): string {
  return JSON.stringify(parts)
}

export function isResident(name: string): name is ResidentName {
  return Object.hasOwn(residents, name)
}
