// The small interfaces that the rules need, one a noun. Two programs keep them: store/lowdb and, where there is
// a database, store/postgres; the contract suite in test/store/contract.ts holds for both.
// Every value that goes in or comes out is plain JSON and belongs to its receiver: changing it changes nothing
// that is kept.

import type { TicketFilter, TicketSort } from '../../protocol/desk/filters.ts'
import type { DeskView } from '../../protocol/entities.ts'
import type { FeedbackCounts } from '../../protocol/http.ts'
import type {
  AccessLogRecord,
  AccessSettingsRecord,
  AddressProofRecord,
  AgentRecord,
  AgentSessionRecord,
  AttachmentRecord,
  ClientIdRecord,
  ContactRecord,
  DeliveryRecord,
  DraftRecord,
  DueWorkRecord,
  EntryRecord,
  FeedbackRecord,
  MacroRecord,
  MailRecord,
  MergeRecord,
  NoteRecord,
  OpeningHoursRecord,
  RatingRecord,
  RuleRecord,
  SearchFindsRecord,
  SearchGapRecord,
  SecretRecord,
  SessionRecord,
  SettingRecord,
  SettingValues,
  TagRecord,
  TeamRecord,
  TicketRecord,
  ViewRecord,
} from './records.ts'
import type { TicketSearch } from './ticket-search.ts'

export interface Store {
  /** What is there now; for reading only. */
  read: ReadTables
  /**
   * Runs `work` and keeps all that it put, or nothing. Resolves only when that is durable. Two commits never
   * interleave on the same ticket, contact or merge: what `work` reads cannot change before it ends.
   * A throw in `work` keeps nothing and is passed on. `work` must await nothing but `tx`, and may run more than once before
   * it is kept: nothing leaves it but its result. Pages (`tickets.list` and the like) are looks: nobody holds them.
   * @throws Refusal('store.failed') when it could not be made durable; nothing of it is kept then. Where a database stays
   *   away after it was asked, nobody knows: the same work under the same client id finds out.
   */
  commit<T>(work: (tx: Tables) => Promise<T>): Promise<T>
  /** There where other processes may write into the same store; absent where this one has it to itself. */
  touched?: Touched
  /** Over all tickets; for agents. */
  search: TicketSearch
  /** Whether it has not answered for some seconds; absent where it cannot be away. */
  isAway?(): boolean
  close(): Promise<void>
}

/** What was put lately, by whichever process: for wake-ups that were lost (chat/catch-up.ts). */
export interface Touched {
  /** The store's own clock, the same for all who write. And a text for each list, which changes when anything in it is put or removed. */
  now(): Promise<{ at: string; lists: Record<TouchedList, string> }>
  /**
   * Tickets that were put since that instant, the longest ago first; `after` is the `next` of the page before. Without those
   * whose newest state was told here already (`told`), or was put here on top of such a one.
   */
  tickets(query: { since: string; after?: string; limit: number }): Promise<TicketPage>
  /** Whoever is connected here has heard of all that is in these. */
  told(tickets: TicketRecord[]): void
  /** Tickets that were removed since that instant, within a day. */
  removedTickets(since: string): Promise<{ id: string; contactId: string }[]>
}

/** The lists that consoles and servers hold in memory: short, and they seldom change. */
export type TouchedList = 'macros' | 'views' | 'rules' | 'teams' | 'agents' | 'settings'

export interface Tables {
  contacts: Contacts
  sessions: Sessions
  agents: Agents
  agentSessions: AgentSessions
  accessLog: AccessLog
  accessSettings: AccessSettings
  tickets: Tickets
  entries: Entries
  notes: Notes
  clientIds: ClientIds
  addressProofs: AddressProofs
  merges: Merges
  mails: Mails
  deliveries: Deliveries
  drafts: Drafts
  dueWork: DueWork
  feedback: Feedback
  searchGaps: SearchGaps
  searchFinds: SearchFinds
  attachments: Attachments
  openingHours: OpeningHours
  ratings: Ratings
  secrets: Secrets
  settings: Settings
  macros: Macros
  tags: Tags
  teams: Teams
  views: Views
  rules: Rules
}

type Writes = 'put' | 'append' | 'remove' | 'removeExpired' | 'removeOld' | 'nextNumber' | 'claim'
export type ReadTables = { [Noun in keyof Tables]: Omit<Tables[Noun], Writes> }

export interface Contacts {
  find(id: string): Promise<ContactRecord | undefined>
  findByExternalId(externalId: string): Promise<ContactRecord | undefined>
  /** Guests who have proved it only: a verified contact is never found by an address, nor who only wrote a mail from it. */
  findGuestByEmail(email: string): Promise<ContactRecord | undefined>
  /** By names, addresses, host's ids: `words` are forms as protocol/desk/desk-search.ts cuts them. Last here first. A look. */
  search(query: { words: readonly string[]; limit: number }): Promise<ContactRecord[]>
  put(contact: ContactRecord): Promise<void>
  /** Nothing may name them any more but sessions that have ended. */
  remove(id: string): Promise<void>
}

export interface Sessions {
  /** Of this contact, and of nobody else. */
  find(contactId: string, id: string): Promise<SessionRecord | undefined>
  findByTokenHash(tokenHash: string): Promise<SessionRecord | undefined>
  /** Those not ended. */
  listForContact(contactId: string): Promise<SessionRecord[]>
  put(session: SessionRecord): Promise<void>
  /** Up to `limit` that expired at that instant or before, ended or not. @returns how many */
  removeExpired(at: string, limit: number): Promise<number>
}

export interface Agents {
  find(id: string): Promise<AgentRecord | undefined>
  findByEmail(email: string): Promise<AgentRecord | undefined>
  /** Oldest first, disabled ones too. */
  list(): Promise<AgentRecord[]>
  put(agent: AgentRecord): Promise<void>
}

export interface AgentSessions {
  findByTokenHash(tokenHash: string): Promise<AgentSessionRecord | undefined>
  /** Oldest first; ended ones too, as long as they are kept. */
  listForAgent(agentId: string): Promise<AgentSessionRecord[]>
  put(session: AgentSessionRecord): Promise<void>
  removeExpired(at: string, limit: number): Promise<number>
}

export interface AccessLog {
  put(entry: AccessLogRecord): Promise<void>
  /** Newest first, those after the last of the page before. */
  list(query: { before?: Pick<AccessLogRecord, 'at' | 'id'>; limit: number }): Promise<AccessLogRecord[]>
}

export interface AccessSettings {
  find(): Promise<AccessSettingsRecord | undefined>
  put(settings: AccessSettingsRecord): Promise<void>
}

export interface TicketPage {
  tickets: TicketRecord[]
  /** Cursor of the next page, or null at the end. */
  next: string | null
}

/** `agentId` is who “me” is, `now` is when waits are measured. */
export interface FilterQuery {
  filter: TicketFilter
  agentId: string
  now: Date
}

export interface Tickets {
  find(id: string): Promise<TicketRecord | undefined>
  /** Newest change first. */
  listForContact(contactId: string, limit: number): Promise<TicketRecord[]>
  /** Newest change first; `before` is the `next` of the page before. An unknown cursor gives the first page. */
  list(query: { view: DeskView; agentId: string; before?: string; limit: number }): Promise<TicketPage>
  /** Those that a filter holds, in the order of a sort; `before` as above. A look: nobody holds it. */
  select(query: FilterQuery & { sort: TicketSort; before?: string; limit: number }): Promise<TicketPage>
  /**
   * How many that are; a look, too. @param query `most`: counted no further than to that many
   * @returns null where they could not be counted in the time that a question has
   */
  count(query: FilterQuery & { most?: number }): Promise<number | null>
  /** Attached to a tracker, by id, after that one. A look, too. */
  causedBy(trackerId: string, query: { after?: string; limit: number }): Promise<TicketRecord[]>
  /** Trackers that are not solved, newest change first. A look, too. */
  trackers(limit: number): Promise<TicketRecord[]>
  /**
   * Opened, or solved and not opened again, from that instant up to the other; newest first. `before` is the `next` of the
   * page before.
   */
  between(query: {
    by: 'opened' | 'solved'
    from: string
    to: string
    before?: string
    limit: number
  }): Promise<TicketPage>
  /**
   * How long first replies took, of tickets opened since that instant in this hour of the week (UTC; 0 is Sunday's first),
   * newest first.
   */
  firstReplies(
    hourOfWeek: number,
    since: string,
    limit: number,
  ): Promise<{ openedAt: string; tookMs: number }[]>
  /** Solved, and not opened again, before that instant; the longest ago first. `after` is the `next` of the page before. A look. */
  oldestSolved(query: { before: string; after?: string; limit: number }): Promise<TicketPage>
  /** The next number people can say aloud: 1, 2, 3 … A commit that fails gives it back. */
  nextNumber(): Promise<number>
  put(ticket: TicketRecord): Promise<void>
  /**
   * With its thread, notes, client ids, ratings and drafts, and what the search has of it. Nothing of it may be put in the same
   * commit, nor in a later one.
   */
  remove(id: string): Promise<void>
}

export interface Entries {
  /** `entry.sequence` must be the newest of its ticket plus one; anything else throws and is a bug. */
  append(entry: EntryRecord): Promise<void>
  /** Oldest first, those with a greater sequence. */
  after(ticketId: string, sequence: number, limit: number): Promise<EntryRecord[]>
  /** Oldest first, the last `limit` of those with a smaller sequence. */
  before(ticketId: string, sequence: number, limit: number): Promise<EntryRecord[]>
}

export interface Notes {
  append(note: NoteRecord): Promise<void>
  /** Oldest first, those with a greater number. */
  after(ticketId: string, noteSequence: number, limit: number): Promise<NoteRecord[]>
  /** Oldest first, the last `limit` of those with a smaller number. */
  before(ticketId: string, noteSequence: number, limit: number): Promise<NoteRecord[]>
}

export interface ClientIds {
  find(writerId: string, clientId: string): Promise<ClientIdRecord | undefined>
  put(record: ClientIdRecord): Promise<void>
}

export interface AddressProofs {
  find(id: string): Promise<AddressProofRecord | undefined>
  /** Kept under this name since that instant, oldest first: those with which a code was mailed to a mailbox, whoever asked. */
  listSince(mailbox: string, since: string): Promise<AddressProofRecord[]>
  put(proof: AddressProofRecord): Promise<void>
  /** All that are kept under this name. */
  removeFor(mailbox: string): Promise<void>
  /** Up to `limit` that were made before that instant. @returns their ids */
  removeOld(before: string, limit: number): Promise<string[]>
}

export interface Merges {
  find(id: string): Promise<MergeRecord | undefined>
  findByStopTokenHash(hash: string): Promise<MergeRecord | undefined>
  /** Newest first. */
  listForContact(contactId: string, limit: number): Promise<MergeRecord[]>
  /** Newest first, those after the last of the page before: for audits, which look at all of them. */
  list(query: { before?: Pick<MergeRecord, 'createdAt' | 'id'>; limit: number }): Promise<MergeRecord[]>
  /** Not ended, and the account is on either side. The oldest of them. */
  findOpenWith(account: { externalId?: string; email?: string }): Promise<MergeRecord | undefined>
  /** All of them, each once. */
  listOpenWith(account: { externalId?: string; email?: string }): Promise<MergeRecord[]>
  put(merge: MergeRecord): Promise<void>
}

export interface Mails {
  find(id: string): Promise<MailRecord | undefined>
  put(mail: MailRecord): Promise<void>
  remove(id: string): Promise<void>
  /** Up to `limit` that were made before that instant and are not queued any more. @returns their ids */
  removeOld(before: string, limit: number): Promise<string[]>
}

export interface Deliveries {
  find(id: string): Promise<DeliveryRecord | undefined>
  /** Newest first, those after the last of the page before. */
  list(query: { before?: Pick<DeliveryRecord, 'createdAt' | 'id'>; limit: number }): Promise<DeliveryRecord[]>
  put(delivery: DeliveryRecord): Promise<void>
  /** Up to `limit` that were made before that instant and have ended; never of a merge. @returns their ids */
  removeOld(before: string, limit: number): Promise<string[]>
}

export interface Drafts {
  find(agentId: string, ticketId: string, as: DraftRecord['as']): Promise<DraftRecord | undefined>
  /** By ticket, its note before its reply. */
  listForAgent(agentId: string): Promise<DraftRecord[]>
  put(draft: DraftRecord): Promise<void>
  remove(draft: Pick<DraftRecord, 'agentId' | 'ticketId' | 'as'>): Promise<void>
}

export interface Claim {
  now: string
  leaseUntil: string
  limit: number
  isNewestFirst?: boolean
}

export interface DueWork {
  find(id: string): Promise<DueWorkRecord | undefined>
  /** Takes up to `limit` that are due and not leased, soonest first unless it is asked otherwise, and leases them until `leaseUntil`. */
  claim(query: Claim): Promise<DueWorkRecord[]>
  /** The soonest instant at which `claim` will find something. */
  nextDueAt(): Promise<string | undefined>
  put(work: DueWorkRecord): Promise<void>
  remove(id: string): Promise<void>
}

export interface Feedback {
  find(
    vote: Pick<FeedbackRecord, 'slug' | 'locale' | 'version' | 'readerHash'>,
  ): Promise<FeedbackRecord | undefined>
  counts(slug: string, locale: string): Promise<FeedbackCounts>
  /** Newest first. */
  list(slug: string, locale: string, limit: number): Promise<FeedbackRecord[]>
  /** On whatever article, from that instant up to the other; newest first. */
  between(from: string, to: string, limit: number): Promise<FeedbackRecord[]>
  /** Given in a session of this contact; newest first. */
  listForContact(contactId: string, limit: number): Promise<FeedbackRecord[]>
  /** One a reader and version: a later one replaces the earlier. */
  put(feedback: FeedbackRecord): Promise<void>
  remove(vote: Pick<FeedbackRecord, 'slug' | 'locale' | 'version' | 'readerHash'>): Promise<void>
}

export interface SearchGaps {
  put(gap: SearchGapRecord): Promise<void>
  /** Newest first. */
  list(limit: number): Promise<SearchGapRecord[]>
  /** Lets those go that are of before that instant, the oldest first. @returns what went */
  removeOld(before: string, limit: number): Promise<SearchGapRecord[]>
}

export interface SearchFinds {
  find(slug: string, locale: string): Promise<SearchFindsRecord | undefined>
  list(limit: number): Promise<SearchFindsRecord[]>
  put(finds: SearchFindsRecord): Promise<void>
}

export interface Attachments {
  find(id: string): Promise<AttachmentRecord | undefined>
  /** What they uploaded since that instant, wherever it is now. */
  uploadedSince(
    uploader: AttachmentRecord['uploader'],
    since: string,
  ): Promise<{ files: number; bytes: number }>
  /** In no message, and begun before that instant: oldest first. */
  listLoose(before: string, limit: number): Promise<AttachmentRecord[]>
  /** Oldest first, those of its notes too. */
  listForTicket(ticketId: string): Promise<AttachmentRecord[]>
  put(attachment: AttachmentRecord): Promise<void>
  remove(id: string): Promise<void>
}

export interface OpeningHours {
  find(): Promise<OpeningHoursRecord | undefined>
  put(hours: OpeningHoursRecord): Promise<void>
}

export interface Ratings {
  find(ticketId: string, solved: number): Promise<RatingRecord | undefined>
  /** All of a ticket, oldest solution first. */
  list(ticketId: string): Promise<RatingRecord[]>
  put(rating: RatingRecord): Promise<void>
}

export interface Macros {
  find(id: string): Promise<MacroRecord | undefined>
  /** All of them, whoever may see them; by name. */
  list(): Promise<MacroRecord[]>
  put(macro: MacroRecord): Promise<void>
  remove(id: string): Promise<void>
}

export interface Views {
  find(id: string): Promise<ViewRecord | undefined>
  /** All of them, whoever may see them, by place and id. */
  list(): Promise<ViewRecord[]>
  put(view: ViewRecord): Promise<void>
  remove(id: string): Promise<void>
}

export interface Rules {
  find(id: string): Promise<RuleRecord | undefined>
  /** All of them, by place and id: the order in which they run. */
  list(): Promise<RuleRecord[]>
  put(rule: RuleRecord): Promise<void>
  remove(id: string): Promise<void>
}

export interface Tags {
  find(id: string): Promise<TagRecord | undefined>
  /** By name. */
  list(limit: number): Promise<TagRecord[]>
  put(tag: TagRecord): Promise<void>
}

export interface Teams {
  find(name: string): Promise<TeamRecord | undefined>
  /** Those that were set up, by name. */
  list(): Promise<TeamRecord[]>
  put(team: TeamRecord): Promise<void>
}

export interface Settings {
  find<Id extends keyof SettingValues>(id: Id): Promise<SettingRecord<Id> | undefined>
  put<Id extends keyof SettingValues>(setting: SettingRecord<Id>): Promise<void>
}

export interface Secrets {
  find(id: SecretRecord['id']): Promise<SecretRecord | undefined>
  put(secret: SecretRecord): Promise<void>
}
