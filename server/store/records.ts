// What is kept, one type a noun, and what both stores read from it alike. Where the wire shows the same shape, it is
// the wire's type. A contact never sees a record: server/chat/audience.ts makes what each reader may see.

import type { Attempt, DeskMerge, MergeState } from '../../protocol/account-merge.ts'
import type { FeedbackAnswer } from '../../protocol/articles.ts'
import type { AccessLogEntry, AccessSettings } from '../../protocol/desk/access.ts'
import type { TicketChange } from '../../protocol/desk/changes.ts'
import type { Draft } from '../../protocol/desk/drafts.ts'
import type { SavedView } from '../../protocol/desk/filters.ts'
import type { Macro } from '../../protocol/desk/macros.ts'
import type { TrackerUpdate } from '../../protocol/desk/relations.ts'
import type { Rule, RuleFigures, RuleTrigger } from '../../protocol/desk/rules.ts'
import type { Promised, SlaClock } from '../../protocol/desk/sla.ts'
import type { SlaPolicies } from '../../protocol/desk/sla-policies.ts'
import type { Snooze } from '../../protocol/desk/snooze.ts'
import type { Team } from '../../protocol/desk/teams.ts'
import type {
  Agent,
  Answered,
  Contact,
  Entry,
  Handover,
  Note,
  Rating,
  TicketMerge,
  TicketState,
  TicketType,
} from '../../protocol/entities.ts'
import type { HoursState } from '../../protocol/hours.ts'
import type { Letter, OptionalLetter } from '../../protocol/letters.ts'
import { OPEN_MERGE_STATES } from '../../protocol/merge-states.ts'
import type { Endpoint } from '../../protocol/settings/endpoints.ts'
import type { Retention } from '../../protocol/settings/retention.ts'
import type { KeptTypes } from '../../protocol/settings/type-entries.ts'
import type { Priority } from '../../protocol/ticket-types.ts'
import type { Block } from '../email/body.ts'

/** `mergedInto`: the contact that it became part of. The host's id of a merged contact opens no session any more. */
export type ContactRecord = Contact & { mergedInto?: string | null }
/** The address by which a guest who comes back is found. */
export function guestEmail({ identity, email, emailVerified }: ContactRecord): string | null {
  return identity === 'guest' && emailVerified ? email : null
}
export type EntryRecord = Entry
export type NoteRecord = Note
export type RatingRecord = Rating
export type OpeningHoursRecord = HoursState

/** `ownerId`: the agent who alone sees it; null where all do. */
export interface MacroRecord extends Macro {
  ownerId: string | null
  /** How often it was sent. */
  uses: number
}

/** Beside what admins set, what became of it. */
export interface RuleRecord extends Rule {
  figures: RuleFigures
}

/** A session of a contact. The token itself is never kept, only its SHA-256. */
export interface SessionRecord {
  id: string
  contactId: string
  tokenHash: string
  createdAt: string
  expiresAt: string
  endedAt: string | null
  /** When the host signed the token that opened it; absent for guests. */
  vouchedAt?: string | null
}

export interface AgentRecord extends Agent {
  /** Their picture, WebP in base64: some kilobytes. */
  portrait?: string
  /** Empty where there is none: they were invited and have not come yet, or log in elsewhere. */
  passwordHash: string
  createdAt: string
  disabledAt: string | null
  /** Absent while they are not away. */
  awaySince?: string
  secondFactor?: SecondFactorRecord
  /** Until they have come. The link's token itself is in the mail only. */
  invitation?: { tokenHash: string; expiresAt: string; invitedBy: string }
  /** Of a link by which they choose a new password, because an admin had it sent. The old one opens until then. */
  passwordLink?: { tokenHash: string; expiresAt: string }
  /** Who they are where they log in with the school's own log-in: its issuer, and its name for them. */
  subject?: { issuer: string; sub: string }
}

/** What shows codes for them: agents/totp.ts. */
interface SecondFactorRecord {
  /** Base 32, as the app was given it. */
  secret: string
  /** The session in which it was shown; absent: begun before that was kept. */
  begunIn?: string
  /** null: shown, and no code of it was typed yet. */
  confirmedAt: string | null
  /** Of the newest code that was taken: neither it nor an older one is taken again. */
  lastStep: number
  /** Each opens once, and is gone then. */
  recoveryHashes: string[]
}

export interface AgentSessionRecord {
  id: string
  agentId: string
  tokenHash: string
  createdAt: string
  expiresAt: string
  endedAt: string | null
  // What follows came later: absent in sessions from before.
  /** As people call it: “Firefox on Windows”. */
  device?: string
  network?: string
  /** To some minutes. */
  usedAt?: string
  /** What is still asked before it opens anything. */
  awaits?: 'code' | 'set_up'
  triesLeft?: number
}

/** One line of who did what with whom at the log-ins. Only ever added to. */
export type AccessLogRecord = AccessLogEntry

export type AccessSettingsRecord = AccessSettings

/** `read`: label and text in the contact's language, where agents read the answer in another. */
export type KeptAnswer = Answered & { read?: Pick<Answered, 'label' | 'text'> }

export interface TicketRecord {
  id: string
  number: number
  type: TicketType
  state: TicketState
  subject: string
  contactId: string
  assigneeId: string | null
  /** Since when; absent in tickets from before there was such a mark. */
  assignedAt?: string
  /** Who lost it because they were silent, since its contact has waited. */
  passedOver?: { since: string; ids: string[] }
  mergeId: string | null
  /** What its account merge waits for: server/account-merge/mark.ts. Absent where it waits for nothing. */
  merge?: TicketMerge
  createdAt: string
  updatedAt: string
  newestSequence: number
  newestNote: number
  /** Agents whom its notes name; absent where there is none. */
  mentions?: string[]
  /** Sequence of a message → of its newest revision; absent while nothing was revised. */
  revised?: Record<number, number>
  /** Absent in tickets from before there was such a mark. */
  deliveredToAgent?: number
  seenByContact: number
  seenByAgent: number
  /** Newest sequence that went out by mail, so that no reply is mailed twice. */
  mailedUpTo: number
  /** Message-ID of the newest mail of its contact's: letters about it stand under that. Absent where none came. */
  mailId?: string
  lastEntry: {
    sequence: number
    author: 'contact' | 'agent' | 'system'
    name: string
    snippet: string
    at: string
  }
  /** Since when the contact waits for a person; null while nobody has to answer. */
  waitingSince: string | null
  firstReplyAt: string | null
  /** When an agent wrote to the contact last; absent before that, and in tickets from before there was such a mark. */
  repliedAt?: string
  /** Rule → what it did that it does once: server/automation/. Absent where there is none. */
  ruled?: Record<string, RuleMarks>
  handover: Handover
  // Of its type, when it was opened; absent where it had none, or in tickets from before there were forms.
  answers?: KeptAnswer[]
  /** The type whose form they fill, where it is not the ticket's own. */
  form?: string
  priority?: Priority
  team?: string
  /** The agent who opened it for its contact; absent where the contact did. */
  openedBy?: { id: string; name: string }
  /** Sequence of the entry that solved it last; absent where it never was, or in tickets from before there was such a mark. */
  solvedSequence?: number
  /** While an agent has put it aside; `before` is what its contact goes on seeing. */
  snooze?: Snooze & { before: 'open' | 'waiting_on_contact' }
  tags?: string[]
  /** Linked with these, which name it, too. */
  links?: string[]
  /** The ticket of the same contact in which it goes on; it is closed for good then. */
  mergedInto?: string
  /** The tracker to which it is attached, since when, and up to which sequence it was read then. */
  cause?: { id: string; at: string; upTo: number }
  /** It gathers the tickets of one cause; `updates` are those under way. */
  tracker?: { attached: number; updates?: TrackerUpdateRecord[] }
  /** What an agent last did to it as a whole, so that it can be taken back: the fields that it moved, from what to what. */
  lastChange?: {
    id: string
    by: string
    at: string
    kind: TicketChange['kind']
    was: Changeable
    is: Changeable
  }
  /** A change of which only agents know moved `updatedAt` to `at`: its contact sees what stood there before. */
  quiet?: { at: string; shown: string }
  /** When it was solved last; counts while it is solved. Absent in tickets from before there was such a mark. */
  solvedAt?: string
  /** The rating of the present solution, for reports; the ratings have the words. */
  score?: number
  /** Absent where nothing was promised. */
  sla?: SlaRecord
}
/** Of what was solved before there was such a mark: its last change. */
export function solvedAtOf({ solvedAt, updatedAt }: Pick<TicketRecord, 'solvedAt' | 'updatedAt'>): string {
  return solvedAt ?? updatedAt
}

/** One text for all tickets of a cause, until all have it. server/tickets/updates.ts keeps it. */
export interface TrackerUpdateRecord
  extends Pick<TrackerUpdate, 'id' | 'by' | 'startsAt' | 'solves' | 'total'> {
  text: string
  /** Who was attached by then gets it. */
  at: string
  /** The tracker's own contact gets it, too: last of all. */
  own: boolean
  /** From here on somebody may have it. */
  begun?: true
  /** Nobody else gets it. */
  stopped?: true
  /** The ticket up to which it went, in the order of ids; empty before the first. */
  upTo: string
  sent: number
  /** Of those that got it. */
  solved: number
  /** Of those that got it: nobody has read what their contact wrote, so they stay open. */
  unread: number
  /** Solved before, or attached no more. */
  left: number
}

export interface RuleMarks {
  /** It wrote to the contact, and never does again. */
  hasReplied?: true
  /** For what it ran because time went by: for a wait or a promise, and between which acts of people. */
  ranFor?: { span: string; between: string }
}

/** What people did, for rules to run on; `at` is when. */
export interface RuleCause {
  on: Exclude<RuleTrigger['on'], 'waited' | 'promise'>
  at: string
  /** Of the message that it is about. */
  sequence?: number
  score?: number
}

/** What a ticket was promised; server/sla/clocks.ts keeps it. */
export interface SlaRecord {
  /** Those that run or stand still; a reply's is gone once it is given. `usedMs` is what counted before `since`. */
  clocks: Partial<
    Record<
      Promised,
      Pick<SlaClock, 'withinMs' | 'hours' | 'dueAt' | 'late'> & { usedMs: number; since: string | null }
    >
  >
  /** How often so far. */
  kept: Partial<Record<Promised, number>>
  missed: Partial<Record<Promised, number>>
  /** Missed, and nobody was told yet. */
  untold?: { promise: Promised; dueAt: string }[]
  /** When due work looks at it next; never later than the first that is due. */
  checkAt: string | null
}

/** Of a ticket, what agents change as a whole. */
export type Changeable = Partial<
  Pick<
    TicketRecord,
    | ('assigneeId' | 'team' | 'state' | 'waitingSince' | 'snooze' | 'tags' | 'priority')
    | ('solvedSequence' | 'solvedAt' | 'score')
  >
>

/** `gotAt`: agent → when they last got a ticket by turns. */
export interface TeamRecord extends Team {
  gotAt: Record<string, string>
}

/** What an agent has not sent yet. `quotes` is the sequence: what is quoted is read when the draft is. */
export interface DraftRecord extends Omit<Draft, 'quotes'> {
  agentId: string
  savedAt: string
  quotes?: number
}

/** `ownerId`: null where it is everybody's. */
export interface ViewRecord extends SavedView {
  ownerId: string | null
}

/** A tag that was used on some ticket; it is offered for others. */
export interface TagRecord {
  id: string
  createdAt: string
}

/** A file: its uploader's until it is in a message or a note, then of that ticket's readers. */
export interface AttachmentRecord {
  id: string
  uploader: { kind: 'contact' | 'agent'; id: string }
  name: string
  /** What was announced; what is kept once it is whole. */
  size: number
  /** Known once it is whole. */
  type: string | null
  width: number | null
  height: number | null
  createdAt: string
  ticketId: string | null
  /** Tickets that were split off with a copy of its message: it is the next one's when its own is removed. */
  alsoIn?: string[]
  /** Only agents read it then. */
  isOfNote: boolean
}

/** A name that a writer gave before sending, and what it became. Kept for ever: a resend may come late. */
export interface ClientIdRecord {
  writerId: string
  clientId: string
  /** SHA-256 of the content, to tell a resend from a reuse. */
  fingerprint: string
  ticketId: string | null
  sequence: number | null
  noteId: string | null
  mergeId: string | null
}

/** A code mailed to an address, for one purpose and one flow. */
export interface AddressProofRecord {
  id: string
  purpose: 'guest' | 'merge'
  /** The merge's id, or null for a guest. */
  boundTo: string | null
  email: string
  /** Under which it is counted: contacts/address.ts, or that nothing was mailed: contacts/address-proofs.ts. Absent: the address, as before there were such. */
  mailbox?: string
  name: string | null
  /** In which who asked for it reads; absent where nothing said so. */
  locale?: string
  codeHash: string
  /** The one with which the code was mailed, where it is that of another. */
  codeOf?: string
  /** Its mailbox had been sent enough codes when it was asked for. */
  isOverLimit?: true
  createdAt: string
  expiresAt: string
  triesLeft: number
  /** Set when the right code was typed, or the proof ended otherwise. */
  endedAt: string | null
  /** Hash of the secret with which it was taken; absent where none came along. */
  takenBy?: string
}

export interface MergeRecord {
  id: string
  ticketId: string | null
  state: MergeState
  into: DeskMerge['into']
  from: DeskMerge['from']
  proofId: string | null
  provedAt: string | null
  previewHash: string | null
  decision: DeskMerge['decision']
  executeAt: string | null
  deliveryId: string | null
  /** SHA-256 of the tokens in the two "stop this" links; null when none are out. */
  stopTokenHashes: string[]
  reason: string | null
  trail: DeskMerge['trail']
  // What follows came later: absent in requests from before.
  /** Hash of the last line of the trail. */
  trailHead?: string
  /** When the host signed the token that proved `into`. */
  vouchedAt?: string | null
  /** Networks of request and proof, shortened; what agents read. */
  askedFrom?: string | null
  provedFrom?: string | null
  provedBy?: 'code' | 'token'
  /** The host's id of `from`, where its own token proved it. */
  provedExternalId?: string | null
  codesSent?: number
  /** Of the same look and the same choices; void as soon as either differs. */
  approvals?: DeskMerge['approvals']
  choices?: DeskMerge['choices']
  /** As the last look said; an execution repeats it. */
  previewVersion?: string | null
  secondNeeded?: string[]
  /** Each asking of the host, oldest first: deliveryId is the newest. */
  deliveryIds?: string[]
  /** What became `into`'s in the completing commit, so that an undo gives back no more. */
  movedTickets?: string[]
  /** Each as it was `from`'s, and what `into` had said of the same article and version. */
  movedVotes?: { vote: FeedbackRecord; gaveWay: FeedbackRecord | null }[]
  undoUntil?: string | null
  /** The agent who had opened a ticket that invited to it, and decides nothing about it. */
  invitedBy?: { id: string; name: string }
  /** A form from which it was asked: its ticket gets what was typed. */
  form?: { type: string; answers: KeptAnswer[] }
  undo?: (NonNullable<DeskMerge['undo']> & { deliveryId: string | null }) | null
  createdAt: string
  updatedAt: string
}

/** Of an instant, under which first replies are found: in UTC, which knows no daylight saving; 0 is the first hour of Sunday. */
export function hourOfWeek(instant: string): number {
  const at = new Date(instant)
  return at.getUTCDay() * 24 + at.getUTCHours()
}

export function isOpenMerge({ state }: MergeRecord): boolean {
  return OPEN_MERGE_STATES.includes(state)
}

export interface MailRecord {
  id: string
  /** Exactly one address, checked by contacts/address.ts. */
  to: string
  /** Absent: queued before letters had a kind. */
  letter?: Letter
  /** Of its sentences. Absent: queued before letters had more than one language. */
  locale?: string
  /** Empty, as is the text, where it is no longer queued: email/outgoing.ts. */
  subject: string
  text: string
  /** What its other face is drawn from. Absent: queued before there was one; it goes as plain text alone. */
  body?: Block[]
  /** Where answers to it go, as its text says it. */
  replyTo?: string
  /** The mark of its ticket, which stands in its Message-ID; absent where answers to it are not read. */
  mark?: string
  /** Message-ID of the mail that it answers. */
  answers?: string
  state: 'queued' | 'sent' | 'failed'
  attempts: { at: string; outcome: string }[]
  createdAt: string
}

/** One event to one endpoint. */
export interface DeliveryRecord {
  id: string
  type: string
  url: string
  /** JSON, fixed when the delivery is made, so that each attempt signs the same bytes. */
  body: string
  mergeId: string | null
  /** Of an endpoint that was set in the console; absent: that of the environment. */
  endpointId?: string
  state: 'waiting' | 'delivered' | 'given_up'
  attempts: Attempt[]
  createdAt: string
}

/** Work with a time at which it is due. `id` is chosen by its maker, so that the same work is kept once. */
export interface DueWorkRecord {
  id: string
  kind: string
  subjectId: string
  dueAt: string
  attempts: number
  leaseUntil: string | null
  lastError: string | null
  /** Of rules that are to run: why, in order. */
  causes?: RuleCause[]
}
/** When a claim may take it: a lease hides it until it expires. */
export function availableAt({ dueAt, leaseUntil }: DueWorkRecord): string {
  return leaseUntil !== null && leaseUntil > dueAt ? leaseUntil : dueAt
}

export interface FeedbackRecord {
  slug: string
  locale: string
  version: string
  readerHash: string
  /** Who gave it in a session, so that it can go where they go; shown to nobody. Absent where only a device is known. */
  contactId?: string
  answer: FeedbackAnswer
  comment: string | null
  at: string
}

/** What people typed before they opened this article, without who: the raw material of its `questions`. */
export interface SearchFindsRecord {
  slug: string
  locale: string
  phrasings: { query: string; times: number; at: string }[]
  /** How often it ended a search, by day (UTC) of the last year; absent in what is from before reports. */
  days?: Record<string, number>
}

/** An address that is told what happens. Its secrets leave the server once, when they are made. */
export interface EndpointRecord extends Omit<Endpoint, 'oldSecretUntil'> {
  /** Standard Webhooks: whsec_… */
  secret: string
  /** The one from before signs, too, until then. */
  oldSecret?: { secret: string; until: string }
}

/** What admins set for the whole desk, by its name. */
export interface SettingValues {
  /** Pages that may carry the widget, beside those of the environment. */
  origins: string[]
  /** `logo`: WebP in base64, some kilobytes; the accent is `#rrggbb`. */
  brand: { name: string | null; greeting: string | null; accent: string | null; logo: string | null }
  /** `name` of the sender, null: as MAIL_FROM has it; where answers go; letters that are not sent. */
  mail: { name: string | null; replyTo: string | null; off: OptionalLetter[] }
  retention: Retention
  /** In the order in which they were added. */
  endpoints: EndpointRecord[]
  /** null: as ticket-types.yaml says it. */
  sla: SlaPolicies | null
  /** null: as ticket-types.yaml says it. */
  ticketTypes: KeptTypes | null
  /** Of the night that goes on, or of the last one; `after` is how far it has come. Nobody sets it. */
  removals: { at: string; removed: number; isOver: boolean; after: string | null }
  /** How many searches found nothing, by the desk's day: of those that are not kept any more. Nobody sets it. */
  forgottenGaps: { days: Record<string, number> }
}
export interface SettingRecord<Id extends keyof SettingValues = keyof SettingValues> {
  id: Id
  version: number
  value: SettingValues[Id]
  changedBy: string | null
  changedAt: string | null
}

/** What the server made for itself and all its copies must share: random bytes, in base64. */
export interface SecretRecord {
  id: 'attachment-addresses' | 'form-objects' | 'history' | 'installation' | 'mail-marks'
  bytes: string
}

export interface SearchGapRecord {
  id: string
  locale: string
  query: string
  at: string
}

interface CounterRecord {
  id: string
  value: number
}

/** Every collection, by its name in each store. */
export interface Records {
  contacts: ContactRecord
  sessions: SessionRecord
  agents: AgentRecord
  agentSessions: AgentSessionRecord
  accessLog: AccessLogRecord
  accessSettings: AccessSettingsRecord
  tickets: TicketRecord
  entries: EntryRecord
  notes: NoteRecord
  clientIds: ClientIdRecord
  addressProofs: AddressProofRecord
  merges: MergeRecord
  mails: MailRecord
  deliveries: DeliveryRecord
  drafts: DraftRecord
  dueWork: DueWorkRecord
  feedback: FeedbackRecord
  searchGaps: SearchGapRecord
  searchFinds: SearchFindsRecord
  attachments: AttachmentRecord
  openingHours: OpeningHoursRecord
  ratings: RatingRecord
  secrets: SecretRecord
  settings: SettingRecord
  macros: MacroRecord
  tags: TagRecord
  teams: TeamRecord
  views: ViewRecord
  rules: RuleRecord
  counters: CounterRecord
}
