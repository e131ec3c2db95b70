// Every question for a list: its statement, and how what a commit has put but not yet kept belongs into the answer.
// Pages are found by the last row of the page before, never by counting rows.

import { isOfContact } from '../../../protocol/desk/fields.ts'
import {
  assigneeOf,
  dueBy,
  fits,
  isDescending,
  NEVER,
  PRIORITY_RANKS,
  placeIn,
  UNSOLVED,
  waitedSince,
} from '../../../protocol/desk/filtering.ts'
import type { TicketSort } from '../../../protocol/desk/filters.ts'
import { PROMISES } from '../../../protocol/desk/promises.ts'
import type { DeskView } from '../../../protocol/entities.ts'
import { sha256 } from '../../hashes.ts'
import { facetsOfRecord, factsAbout } from '../facets.ts'
import { soughtFor } from '../named-contacts.ts'
import type { AttachmentRecord } from '../records.ts'
import type { FilterQuery } from '../store.ts'
import {
  availableAt,
  guestEmail,
  isOpenMerge,
  type Name,
  type Records,
  sortedName,
  uploaderName,
} from './collections.ts'
import { fieldCondition, tagged } from './field-conditions.ts'

export interface Question<N extends Name> {
  name: N
  /** Of the statement: one plan each. */
  called: string
  /** After FROM … AS kept WHERE; `$1` is the first of `values`. */
  where: string
  order: string
  values: unknown[]
  limit: number
  /** The list that a commit may rely on till its end, as collections.ts names it; without it, it is a look only. */
  list?: string
  /** The ticket that holds it. */
  ticketId?: string
  belongs(record: Records[N]): boolean
  /** Sorts like `order`. */
  place(record: Records[N]): (string | number)[]
  descending?: boolean
  /** All it asks is what this column is, and it wants all there is: those that are asked at once share a statement. */
  shared?: string
}

export const ALL = Number.MAX_SAFE_INTEGER

/** Of a question that asks for no record in particular. */
const EVERYTHING = { where: 'true', values: [], belongs: () => true }

export const contactsBy = {
  externalId: (externalId: string): Question<'contacts'> => ({
    name: 'contacts',
    called: 'contacts by external id',
    where: 'external_id = $1',
    order: 'id',
    values: [externalId],
    limit: 1,
    list: `externalId:${externalId}`,
    belongs: (contact) => contact.externalId === externalId,
    place: ({ id }) => [id],
  }),
  guestEmail: (email: string): Question<'contacts'> => ({
    name: 'contacts',
    called: 'guests by address',
    where: 'guest_email = $1',
    order: 'created_at, id',
    values: [email],
    limit: 1,
    list: `guest:${email}`,
    belongs: (contact) => guestEmail(contact) === email,
    place: ({ createdAt, id }) => [createdAt, id],
  }),
  /** By migrations/0021-names-of-contacts.ts: those who are called so, but for signs that the database's locale does not know. */
  names: (words: readonly string[]): Question<'contacts'> => ({
    name: 'contacts',
    called: `contacts by ${words.length} words`,
    where: `id IN (SELECT contact_id FROM contact_names
      WHERE ${words.map((_, at) => `names LIKE $${at + 1}`).join(' AND ')} LIMIT ${CALLED_ALIKE})`,
    order: `record->>'lastSeenAt' DESC, id`,
    values: words.map((word) => `%${soughtFor(word)}%`),
    limit: LAST_HERE,
    belongs: () => true,
    place: ({ lastSeenAt, id }) => [lastSeenAt, id],
    descending: true,
  }),
}

/** A word that more have in common, as the school's in their addresses, tells nobody apart: who asks says another. */
const CALLED_ALIKE = 3_000
/** Of these, more than are shown, should some not be called so after all. */
const LAST_HERE = 50

export const sessionsOf = {
  contact: (contactId: string): Question<'sessions'> => ({
    name: 'sessions',
    called: 'sessions of a contact',
    where: 'contact_id = $1 AND ended_at IS NULL',
    order: 'created_at, id',
    values: [contactId],
    limit: ALL,
    list: `contact:${contactId}`,
    belongs: (session) => session.contactId === contactId && session.endedAt === null,
    place: ({ createdAt, id }) => [createdAt, id],
  }),
  token: (tokenHash: string): Question<'sessions'> => ({
    name: 'sessions',
    called: 'sessions by token',
    where: 'token_hash = $1',
    order: 'token_hash, id',
    values: [tokenHash],
    limit: ALL,
    belongs: (session) => session.tokenHash === tokenHash,
    place: ({ id }) => [id],
    shared: 'token_hash',
  }),
}

export const agentSessionByToken = (tokenHash: string): Question<'agentSessions'> => ({
  name: 'agentSessions',
  called: 'agent sessions by token',
  where: 'token_hash = $1',
  order: 'token_hash, id',
  values: [tokenHash],
  limit: ALL,
  belongs: (session) => session.tokenHash === tokenHash,
  place: ({ id }) => [id],
  shared: 'token_hash',
})

export const agentSessionsOf = (agentId: string): Question<'agentSessions'> => ({
  name: 'agentSessions',
  called: 'sessions of an agent',
  where: 'agent_id = $1',
  order: "(record->>'createdAt'), id",
  values: [agentId],
  limit: ALL,
  list: `agent:${agentId}`,
  belongs: (session) => session.agentId === agentId,
  place: ({ createdAt, id }) => [createdAt, id],
})

export const accessLog = (limit: number): Question<'accessLog'> => ({
  name: 'accessLog',
  called: 'access log',
  ...EVERYTHING,
  order: 'at DESC, id DESC',
  limit,
  place: ({ at, id }) => [at, id],
  descending: true,
})

export const deliveries = (limit: number): Question<'deliveries'> => ({
  name: 'deliveries',
  called: 'newest deliveries',
  ...EVERYTHING,
  order: 'created_at DESC, id DESC',
  limit,
  place: ({ createdAt, id }) => [createdAt, id],
  descending: true,
})

export const expired = <N extends 'sessions' | 'agentSessions'>(
  name: N,
  at: string,
  limit: number,
): Question<N> => ({
  name,
  called: `expired ${name}`,
  where: 'expires_at <= $1::timestamptz',
  order: 'expires_at, id',
  values: [at],
  limit,
  belongs: ({ expiresAt }) => expiresAt <= at,
  place: ({ expiresAt, id }) => [expiresAt, id],
})

export const oldProofs = (before: string, limit: number): Question<'addressProofs'> => ({
  name: 'addressProofs',
  called: 'old address proofs',
  where: 'created_at < $1::timestamptz',
  order: 'created_at, id',
  values: [before],
  limit,
  belongs: ({ createdAt }) => createdAt < before,
  place: ({ createdAt, id }) => [createdAt, id],
})

export const oldDeliveries = (before: string, limit: number): Question<'deliveries'> => ({
  name: 'deliveries',
  called: 'old deliveries',
  where: "created_at < $1::timestamptz AND merge_id IS NULL AND record->>'state' <> 'waiting'",
  order: 'created_at, id',
  values: [before],
  limit,
  belongs: ({ createdAt, mergeId, state }) => createdAt < before && mergeId === null && state !== 'waiting',
  place: ({ createdAt, id }) => [createdAt, id],
})

export const agentByEmail = (email: string): Question<'agents'> => ({
  name: 'agents',
  called: 'agents by address',
  where: 'email = $1',
  order: 'id',
  values: [email],
  limit: 1,
  list: `email:${email}`,
  belongs: (agent) => agent.email === email,
  place: ({ id }) => [id],
})

export const allAgents: Question<'agents'> = {
  name: 'agents',
  called: 'all agents',
  ...EVERYTHING,
  order: 'created_at, id',
  limit: ALL,
  place: ({ createdAt, id }) => [createdAt, id],
}

export const ticketsOf = (contactId: string, limit: number): Question<'tickets'> => ({
  name: 'tickets',
  called: 'tickets of a contact',
  where: 'contact_id = $1',
  order: 'updated_at DESC, id DESC',
  values: [contactId],
  limit,
  list: `contact:${contactId}`,
  belongs: (ticket) => ticket.contactId === contactId,
  place: ({ updatedAt, id }) => [updatedAt, id],
  descending: true,
})

/** Of a view, those before the last of the page before. */
export function ticketsIn(
  view: DeskView,
  agentId: string,
  before: { updatedAt: string; id: string } | undefined,
  limit: number,
): Question<'tickets'> {
  const [where, belongs] = VIEWS[view]
  const values = [
    ...(view === 'mine' || view === 'mentions' ? [agentId] : []),
    ...(before ? [before.updatedAt, before.id] : []),
  ]
  const at = values.length
  return {
    name: 'tickets',
    called: `tickets in ${view}${before ? ', next page' : ''}`,
    where: before ? `${where} AND (updated_at, id) < ($${at - 1}::timestamptz, $${at})` : where,
    order: 'updated_at DESC, id DESC',
    values,
    limit,
    belongs: (ticket) =>
      belongs(ticket, agentId) &&
      (!before ||
        ticket.updatedAt < before.updatedAt ||
        (ticket.updatedAt === before.updatedAt && ticket.id < before.id)),
    place: ({ updatedAt, id }) => [updatedAt, id],
    descending: true,
  }
}

type Ticket = Records['tickets']
const VIEWS: Record<DeskView, [where: string, belongs: (ticket: Ticket, agentId: string) => boolean]> = {
  unsolved: [`state <> 'solved'`, ({ state }) => state !== 'solved'],
  mine: [
    `assignee_id = $1 AND state <> 'solved' AND state <> 'snoozed'`,
    (ticket, agentId) => isAtHand(ticket) && ticket.assigneeId === agentId,
  ],
  mentions: [
    `mentions ? $1 AND state <> 'solved'`,
    ({ state, mentions = [] }, agentId) => state !== 'solved' && mentions.includes(agentId),
  ],
  unassigned: [
    `assignee_id IS NULL AND state <> 'solved' AND state <> 'snoozed'`,
    (ticket) => isAtHand(ticket) && ticket.assigneeId === null,
  ],
  open: [`state = 'open'`, ({ state }) => state === 'open'],
  waiting_on_contact: [`state = 'waiting_on_contact'`, ({ state }) => state === 'waiting_on_contact'],
  snoozed: [`state = 'snoozed'`, ({ state }) => state === 'snoozed'],
  solved: [`state = 'solved'`, ({ state }) => state === 'solved'],
}

const isAtHand = ({ state }: Ticket) => state !== 'solved' && state !== 'snoozed'

/** When it was solved; of what was solved before there was such a mark, its last change. */
export const solvedAt = ({ solvedAt, updatedAt }: Ticket): string => solvedAt ?? updatedAt

const WHEN = {
  opened: ['true', 'created_at', ({ createdAt }: Ticket) => createdAt],
  solved: [`state = 'solved'`, 'COALESCE(solved_at, updated_at)', solvedAt],
} as const

export const ticketsCausedBy = (
  trackerId: string,
  after: string | undefined,
  limit: number,
): Question<'tickets'> => ({
  name: 'tickets',
  called: `tickets of a tracker${after === undefined ? '' : ', next page'}`,
  where: after === undefined ? 'cause_id = $1' : 'cause_id = $1 AND id > $2',
  order: 'id',
  values: after === undefined ? [trackerId] : [trackerId, after],
  limit,
  belongs: ({ id, cause }) => cause?.id === trackerId && (after === undefined || id > after),
  place: ({ id }) => [id],
})

export const openTrackers = (limit: number): Question<'tickets'> => ({
  name: 'tickets',
  called: 'open trackers',
  where: `is_tracker AND state <> 'solved'`,
  order: 'updated_at DESC, id DESC',
  values: [],
  limit,
  belongs: ({ tracker, state }) => tracker !== undefined && state !== 'solved',
  place: ({ updatedAt, id }) => [updatedAt, id],
  descending: true,
})

export function ticketsBetween(
  { by, from, to }: { by: 'opened' | 'solved'; from: string; to: string },
  before: { at: string; id: string } | undefined,
  limit: number,
): Question<'tickets'> {
  const [where, column, when] = WHEN[by]
  const span = `${where} AND ${column} >= $1::timestamptz AND ${column} < $2::timestamptz`
  return {
    name: 'tickets',
    called: `tickets ${by} between${before ? ', next page' : ''}`,
    where: before ? `${span} AND (${column}, id) < ($3::timestamptz, $4)` : span,
    order: `${column} DESC, id DESC`,
    values: [from, to, ...(before ? [before.at, before.id] : [])],
    limit,
    belongs: (ticket) =>
      (by === 'opened' || ticket.state === 'solved') &&
      when(ticket) >= from &&
      when(ticket) < to &&
      (!before || when(ticket) < before.at || (when(ticket) === before.at && ticket.id < before.id)),
    place: (ticket) => [when(ticket), ticket.id],
    descending: true,
  }
}

export const ticketsSolvedBefore = (
  before: string,
  after: { at: string; id: string } | undefined,
  limit: number,
): Question<'tickets'> => {
  const [where, column, when] = WHEN.solved
  const until = `${where} AND ${column} < $1::timestamptz`
  return {
    name: 'tickets',
    called: `tickets solved before${after ? ', next page' : ''}`,
    where: after ? `${until} AND (${column}, id) > ($2::timestamptz, $3)` : until,
    order: `${column}, id`,
    values: [before, ...(after ? [after.at, after.id] : [])],
    limit,
    belongs: (ticket) =>
      ticket.state === 'solved' &&
      when(ticket) < before &&
      (!after || when(ticket) > after.at || (when(ticket) === after.at && ticket.id > after.id)),
    place: (ticket) => [when(ticket), ticket.id],
  }
}

export const repliedTickets = (hour: number, since: string, limit: number): Question<'tickets'> => ({
  name: 'tickets',
  called: 'tickets replied to',
  where: 'hour_of_week = $1 AND first_reply_at IS NOT NULL AND created_at >= $2::timestamptz',
  order: 'created_at DESC, id DESC',
  values: [hour, since],
  limit,
  belongs: ({ firstReplyAt, createdAt }) =>
    firstReplyAt !== null && createdAt >= since && hourOfWeek(createdAt) === hour,
  place: ({ createdAt, id }) => [createdAt, id],
  descending: true,
})

function hourOfWeek(instant: string): number {
  const at = new Date(instant)
  return at.getUTCDay() * 24 + at.getUTCHours()
}

export const entriesAfter = (ticketId: string, sequence: number, limit: number): Question<'entries'> => ({
  name: 'entries',
  called: 'entries after',
  where: 'ticket_id = $1 AND sequence > $2::bigint',
  order: 'sequence',
  values: [ticketId, sequence],
  limit,
  ticketId,
  belongs: (entry) => entry.ticketId === ticketId && entry.sequence > sequence,
  place: (entry) => [entry.sequence],
})

/** Newest first. */
export const entriesBefore = (ticketId: string, sequence: number, limit: number): Question<'entries'> => ({
  name: 'entries',
  called: 'entries before',
  where: 'ticket_id = $1 AND sequence < $2::bigint',
  order: 'sequence DESC',
  values: [ticketId, sequence],
  limit,
  ticketId,
  belongs: (entry) => entry.ticketId === ticketId && entry.sequence < sequence,
  place: (entry) => [entry.sequence],
  descending: true,
})

export const notesOf = (ticketId: string): Question<'notes'> => ({
  name: 'notes',
  called: 'notes of a ticket',
  where: 'ticket_id = $1',
  order: 'note_sequence',
  values: [ticketId],
  limit: ALL,
  ticketId,
  belongs: (note) => note.ticketId === ticketId,
  place: (note) => [note.noteSequence],
})

export const ratingsOf = (ticketId: string): Question<'ratings'> => ({
  name: 'ratings',
  called: 'ratings of tickets',
  where: 'ticket_id = $1',
  order: 'solved',
  values: [ticketId],
  limit: ALL,
  ticketId,
  belongs: (rating) => rating.ticketId === ticketId,
  place: ({ solved }) => [solved],
  shared: 'ticket_id',
})

export const proofsSince = (email: string, since: string): Question<'addressProofs'> => ({
  name: 'addressProofs',
  called: 'address proofs since',
  where: 'email = $1 AND created_at >= $2::timestamptz',
  order: 'created_at, id',
  values: [email, since],
  limit: ALL,
  list: `email:${email}`,
  belongs: (proof) => proof.email === email && proof.createdAt >= since,
  place: ({ createdAt, id }) => [createdAt, id],
})

type Merge = Records['merges']
const byCreation = ({ createdAt, id }: Merge) => [createdAt, id]

export const mergesBy = {
  stopTokenHash: (hash: string): Question<'merges'> => ({
    name: 'merges',
    called: 'merges by stop token',
    where: 'stop_token_hashes ? $1',
    order: 'id',
    values: [hash],
    limit: 1,
    list: `stop:${hash}`,
    belongs: (merge) => merge.stopTokenHashes.includes(hash),
    place: ({ id }) => [id],
  }),
  contact: (contactId: string, limit: number): Question<'merges'> => ({
    name: 'merges',
    called: 'merges of a contact',
    where: 'contact_id = $1',
    order: 'created_at DESC, id DESC',
    values: [contactId],
    limit,
    list: `contact:${contactId}`,
    belongs: ({ into }) => into.contactId === contactId,
    place: byCreation,
    descending: true,
  }),
  openExternalId: (externalId: string): Question<'merges'> => ({
    name: 'merges',
    called: 'open merges by external id',
    where: 'is_open AND (into_external_id = $1 OR from_external_id = $1)',
    order: 'created_at, id',
    values: [externalId],
    limit: ALL,
    list: `open:externalId:${externalId}`,
    belongs: (merge) =>
      isOpenMerge(merge) && (merge.into.externalId === externalId || merge.from.externalId === externalId),
    place: byCreation,
  }),
  openEmail: (email: string): Question<'merges'> => ({
    name: 'merges',
    called: 'open merges by address',
    where: 'is_open AND (into_email = $1 OR from_email = $1)',
    order: 'created_at, id',
    values: [email],
    limit: ALL,
    list: `open:email:${email}`,
    belongs: (merge) => isOpenMerge(merge) && (merge.into.email === email || merge.from.email === email),
    place: byCreation,
  }),
}

export const allMerges: Question<'merges'> = {
  name: 'merges',
  called: 'all merges',
  ...EVERYTHING,
  order: 'created_at DESC, id DESC',
  limit: ALL,
  place: byCreation,
  descending: true,
}

export const allMacros: Question<'macros'> = {
  name: 'macros',
  called: 'all macros',
  ...EVERYTHING,
  order: 'name, id',
  limit: ALL,
  list: 'all',
  place: (macro) => [sortedName(macro), macro.id],
}

export const draftsOf = (agentId: string): Question<'drafts'> => ({
  name: 'drafts',
  called: 'drafts of an agent',
  where: 'agent_id = $1',
  order: 'ticket_id, written_as',
  values: [agentId],
  limit: ALL,
  list: `agent:${agentId}`,
  belongs: (draft) => draft.agentId === agentId,
  place: ({ ticketId, as }) => [ticketId, as],
})

export const allTeams: Question<'teams'> = {
  name: 'teams',
  called: 'all teams',
  ...EVERYTHING,
  order: 'name',
  limit: ALL,
  place: ({ name }) => [name],
}

export const soonestWork: Question<'dueWork'> = {
  name: 'dueWork',
  called: 'soonest due work',
  ...EVERYTHING,
  order: 'available_at, id',
  limit: 1,
  place: (work) => [availableAt(work), work.id],
}

export const feedbackOn = (slug: string, locale: string, limit: number): Question<'feedback'> => ({
  name: 'feedback',
  called: 'feedback on an article',
  where: 'slug = $1 AND locale = $2',
  order: 'at DESC, version DESC, reader_hash DESC',
  values: [slug, locale],
  limit,
  belongs: (feedback) => feedback.slug === slug && feedback.locale === locale,
  place: ({ at, version, readerHash }) => [at, version, readerHash],
  descending: true,
})

export const feedbackBetween = (from: string, to: string, limit: number): Question<'feedback'> => ({
  name: 'feedback',
  called: 'feedback between',
  where: 'at >= $1::timestamptz AND at < $2::timestamptz',
  order: 'at DESC, slug DESC, locale DESC, version DESC, reader_hash DESC',
  values: [from, to],
  limit,
  belongs: ({ at }) => at >= from && at < to,
  place: ({ at, slug, locale, version, readerHash }) => [at, slug, locale, version, readerHash],
  descending: true,
})

export const feedbackOf = (contactId: string, limit: number): Question<'feedback'> => ({
  name: 'feedback',
  called: 'feedback of a contact',
  where: 'contact_id = $1',
  order: 'at DESC, slug DESC, locale DESC, version DESC, reader_hash DESC',
  values: [contactId],
  limit,
  list: `contact:${contactId}`,
  belongs: (feedback) => feedback.contactId === contactId,
  place: ({ at, slug, locale, version, readerHash }) => [at, slug, locale, version, readerHash],
  descending: true,
})

export const newestGaps = (limit: number): Question<'searchGaps'> => ({
  name: 'searchGaps',
  called: 'newest search gaps',
  ...EVERYTHING,
  order: 'at DESC, id DESC',
  limit,
  place: ({ at, id }) => [at, id],
  descending: true,
})

export const allFinds = (limit: number): Question<'searchFinds'> => ({
  name: 'searchFinds',
  called: 'search finds',
  ...EVERYTHING,
  order: 'slug, locale',
  limit,
  place: ({ slug, locale }) => [slug, locale],
})

export const uploadsSince = (
  uploader: AttachmentRecord['uploader'],
  since: string,
): Question<'attachments'> => ({
  name: 'attachments',
  called: 'attachments uploaded since',
  where: 'uploader = $1 AND created_at >= $2::timestamptz',
  order: 'created_at, id',
  values: [uploaderName(uploader), since],
  limit: ALL,
  list: `uploader:${uploaderName(uploader)}`,
  belongs: (attachment) =>
    uploaderName(attachment.uploader) === uploaderName(uploader) && attachment.createdAt >= since,
  place: ({ createdAt, id }) => [createdAt, id],
})

export const looseBefore = (before: string, limit: number): Question<'attachments'> => ({
  name: 'attachments',
  called: 'loose attachments',
  where: 'ticket_id IS NULL AND created_at < $1::timestamptz',
  order: 'created_at, id',
  values: [before],
  limit,
  belongs: ({ ticketId, createdAt }) => ticketId === null && createdAt < before,
  place: ({ createdAt, id }) => [createdAt, id],
})

export const attachmentsOfTicket = (ticketId: string): Question<'attachments'> => ({
  name: 'attachments',
  called: 'attachments of a ticket',
  where: 'ticket_id = $1',
  order: 'created_at, id',
  values: [ticketId],
  limit: ALL,
  belongs: (attachment) => attachment.ticketId === ticketId,
  place: ({ createdAt, id }) => [createdAt, id],
})

export const allTags = (limit: number): Question<'tags'> => ({
  name: 'tags',
  called: 'all tags',
  ...EVERYTHING,
  order: 'id',
  limit,
  place: ({ id }) => [id],
})

export const allViews: Question<'views'> = {
  name: 'views',
  called: 'all views',
  ...EVERYTHING,
  order: 'place, id',
  limit: ALL,
  list: 'all',
  place: ({ place, id }) => [place, id],
}

export const allRules: Question<'rules'> = {
  name: 'rules',
  called: 'all rules',
  ...EVERYTHING,
  order: 'place, id',
  limit: ALL,
  list: 'all',
  place: ({ place, id }) => [place, id],
}

const WAITS = `coalesce(kept.record->>'waitingSince', '${NEVER}') COLLATE "C"`
const DUE = `CASE WHEN state = 'solved' THEN '${NEVER}' ELSE coalesce(least(${PROMISES.map((promise) => `kept.record->'sla'->'clocks'->'${promise}'->>'dueAt'`).join(', ')}), '${NEVER}') END COLLATE "C"`
const RANK = `CASE coalesce(kept.record->>'priority', 'normal') ${PRIORITY_RANKS.map((priority, rank) => `WHEN '${priority}' THEN '${rank}'`).join(' ')} END COLLATE "C"`
/** The columns of `placeIn`, in both directions. */
const SORTS: Record<TicketSort, { columns: string; types: string[]; order: string }> = {
  newest: { columns: 'updated_at, id', types: ['timestamptz', 'text'], order: 'updated_at DESC, id DESC' },
  longest_wait: { columns: `${WAITS}, id`, types: ['text', 'text'], order: `${WAITS}, id` },
  next_due: { columns: `${DUE}, id`, types: ['text', 'text'], order: `${DUE}, id` },
  priority: {
    columns: `${RANK}, ${WAITS}, id`,
    types: ['text', 'text', 'text'],
    order: `${RANK}, ${WAITS}, id`,
  },
  number: { columns: 'number', types: ['bigint'], order: 'number DESC' },
}

/** Of what is solved, which is most, an index knows them (migrations/0025-kinds-of-solved.ts); of the rest the record is read. */
const ofKinds = (kinds: string) =>
  `CASE WHEN state = 'solved' THEN kept.id IN (SELECT id FROM tickets AS kept WHERE state = 'solved' AND ${kinds}) ELSE ${kinds} END`

/** Protocol/filters.ts in SQL. The states narrow by index; the rest is looked at ticket by ticket. */
export function ticketsThatFit(
  { filter, agentId, now }: FilterQuery,
  sort: TicketSort,
  from: string[] | undefined,
  limit: number,
): Question<'tickets'> {
  const values: unknown[] = []
  const value = (one: unknown, type: string) => `$${values.push(one)}::${type}`
  const states = filter.states ?? UNSOLVED
  const where = [`state = ANY (${value([...states], 'text[]')})`]
  // Said once more, for the index that holds no others.
  if (!states.includes('solved')) where.push(`state <> 'solved'`)
  const kinds: string[] = []
  if (filter.types) kinds.push(`kept.record->>'type' = ANY (${value(filter.types, 'text[]')})`)
  if (filter.teams) kinds.push(`kept.record->>'team' = ANY (${value(filter.teams, 'text[]')})`)
  if (filter.priorities)
    kinds.push(`coalesce(kept.record->>'priority', 'normal') = ANY (${value(filter.priorities, 'text[]')})`)
  if (kinds.length > 0)
    where.push(states.includes('solved') ? ofKinds(kinds.join(' AND ')) : kinds.join(' AND '))
  if (filter.tags) where.push(tagged(filter.tags, value))
  if (filter.assignees) {
    const ids = filter.assignees.map((name) => assigneeOf(name, agentId))
    const some = `assignee_id = ANY (${value(
      ids.filter((id) => id !== null),
      'text[]',
    )})`
    where.push(ids.includes(null) ? `(${some} OR assignee_id IS NULL)` : some)
  }
  if (filter.waitsLongerThanMinutes !== undefined) {
    const since = waitedSince(filter.waitsLongerThanMinutes, now.getTime())
    where.push(`(kept.record->>'waitingSince') COLLATE "C" <= ${value(since, 'text')}`)
  }
  if (filter.dueWithinMinutes !== undefined) {
    const by = dueBy(filter.dueWithinMinutes, now.getTime())
    where.push(`(${DUE}) <= ${value(by, 'text')}`)
  }
  if (filter.mentionsMe) where.push(`(kept.record->'mentions')::jsonb ? ${value(agentId, 'text')}`)
  if (filter.relation === 'tracker') where.push(`kept.record->'tracker' IS NOT NULL`)
  if (filter.relation === 'attached')
    where.push(`kept.record->'cause' IS NOT NULL AND kept.record->'tracker' IS NULL`)
  for (const test of filter.fields ?? [])
    where.push(fieldCondition(test, { agentId, now: now.getTime(), value }))
  if (filter.identity)
    where.push(
      `EXISTS (SELECT 1 FROM contacts WHERE contacts.id = kept.contact_id AND contacts.record->>'identity' = ${value(filter.identity, 'text')})`,
    )
  const { columns, types, order } = SORTS[sort]
  if (from) {
    const place = from.map((part, at) => value(part, types[at] ?? 'text'))
    where.push(`(${columns}) ${isDescending(sort) ? '<' : '>'} (${place.join(', ')})`)
  }
  const text = where.join(' AND ')
  // Of what is not kept yet: what its contact is, the database alone knows here.
  const ofTickets = { ...filter, fields: filter.fields?.filter(({ field }) => !isOfContact(field)) ?? [] }
  const asking = { agentId, now: now.getTime(), identity: () => filter.identity }
  return {
    name: 'tickets',
    // A statement's name has at most 63 bytes.
    called: `filtered ${sha256(text, order).slice(0, 24)}`,
    where: text,
    order,
    values,
    limit,
    belongs: (ticket) =>
      fits(facetsOfRecord(ticket), ofTickets, { ...asking, facts: factsAbout(ticket, () => undefined) }),
    place: (ticket) => placeIn(sort, facetsOfRecord(ticket)),
    descending: isDescending(sort),
  }
}
