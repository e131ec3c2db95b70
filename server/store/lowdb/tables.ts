// The interfaces of ../store.ts, noun by noun, over a view. What comes out was parsed a moment ago and what goes
// in is printed at once, so both belong to their receiver.

import type { FeedbackAnswer } from '../../../protocol/articles.ts'
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
  ViewRecord,
} from '../records.ts'
import type {
  AccessLog,
  AccessSettings,
  AddressProofs,
  AgentSessions,
  Agents,
  Attachments,
  ClientIds,
  Contacts,
  Deliveries,
  Drafts,
  DueWork,
  Entries,
  Feedback,
  Macros,
  Mails,
  Merges,
  Notes,
  OpeningHours,
  Ratings,
  Rules,
  SearchFinds,
  SearchGaps,
  Secrets,
  Sessions,
  Settings,
  Tables,
  Tags,
  Teams,
  Views,
} from '../store.ts'
import { availableAt, draftKey, type ThreadName, type Threads, words } from './collections.ts'
import { contactsCalled } from './named-contacts.ts'
import { NEWEST_FIRST, OLDEST_FIRST, Table } from './table.ts'
import { TicketsTable } from './tickets-table.ts'
import type { View } from './view.ts'
import { keyOfEntry, orderOfEntry, removalOf, threadWriteOf } from './writes.ts'

/** Each is made when it is first asked for: a commit uses five of them, and its end is the end of all. */
export function tablesOver(view: View): Tables {
  return new TablesOver(view) as unknown as Tables
}

class ContactsTable extends Table implements Contacts {
  async find(id: string) {
    return this.view.find('contacts', id)
  }

  async findByExternalId(externalId: string) {
    return this.view.findUnder('contacts', `externalId:${externalId}`)
  }

  async findGuestByEmail(email: string) {
    return this.view.findUnder('contacts', `guest:${email}`)
  }

  async search(query: Parameters<Contacts['search']>[0]) {
    return contactsCalled(this.view, query)
  }

  async put(contact: ContactRecord) {
    this.view.put('contacts', contact)
  }

  async remove(id: string) {
    this.view.write(removalOf('contacts', id))
  }
}

class SessionsTable extends Table implements Sessions {
  async findByTokenHash(tokenHash: string) {
    return this.view.findUnder('sessions', `token:${tokenHash}`)
  }

  async listForContact(contactId: string) {
    return this.view.listUnder('sessions', `contact:${contactId}`, { direction: OLDEST_FIRST })
  }

  async put(session: SessionRecord) {
    this.view.put('sessions', session)
  }

  async removeExpired(at: string, limit: number) {
    return removeExpired(this.view, 'sessions', at, limit)
  }
}

class AgentsTable extends Table implements Agents {
  async find(id: string) {
    return this.view.find('agents', id)
  }

  async findByEmail(email: string) {
    return this.view.findUnder('agents', `email:${email}`)
  }

  async list() {
    return this.view.listUnder('agents', 'all', { direction: OLDEST_FIRST })
  }

  async put(agent: AgentRecord) {
    this.view.put('agents', agent)
  }
}

class AgentSessionsTable extends Table implements AgentSessions {
  async findByTokenHash(tokenHash: string) {
    return this.view.findUnder('agentSessions', `token:${tokenHash}`)
  }

  async listForAgent(agentId: string) {
    return this.view.listUnder('agentSessions', `agent:${agentId}`, { direction: OLDEST_FIRST })
  }

  async put(session: AgentSessionRecord) {
    this.view.put('agentSessions', session)
  }

  async removeExpired(at: string, limit: number) {
    return removeExpired(this.view, 'agentSessions', at, limit)
  }
}

class AccessLogTable extends Table implements AccessLog {
  async put(entry: AccessLogRecord) {
    this.view.put('accessLog', entry)
  }

  async list(limit: number) {
    return this.view.listUnder('accessLog', 'all', { direction: NEWEST_FIRST, limit })
  }
}

class AccessSettingsTable extends Table implements AccessSettings {
  async find() {
    return this.view.find('accessSettings', 'desk')
  }

  async put(settings: AccessSettingsRecord) {
    this.view.put('accessSettings', settings)
  }
}

function removeExpired(view: View, name: 'sessions' | 'agentSessions', at: string, limit: number): number {
  const soonest = view.entriesUnder(name, 'expiry', { direction: OLDEST_FIRST, limit })
  const expired = soonest.filter((entry) => orderOfEntry(entry) <= at)
  for (const entry of expired) view.write(removalOf(name, keyOfEntry(entry)))
  return expired.length
}

function removeOld(
  view: View,
  name: 'addressProofs' | 'deliveries',
  under: string,
  before: string,
  limit: number,
): string[] {
  const oldest = view.entriesUnder(name, under, { direction: OLDEST_FIRST, limit })
  const old = oldest.filter((entry) => orderOfEntry(entry) < before).map(keyOfEntry)
  for (const key of old) view.write(removalOf(name, key))
  return old
}

class EntriesTable extends Table implements Entries {
  async append(entry: EntryRecord) {
    append(this.view, 'entries', entry, entry.sequence)
  }

  async after(ticketId: string, sequence: number, limit: number) {
    const from = Math.max(0, sequence)
    return parsed<EntryRecord>(await this.view.thread('entries', ticketId, from, from + limit))
  }

  async before(ticketId: string, sequence: number, limit: number) {
    const to = Math.min(sequence - 1, this.view.count('entries', ticketId))
    return parsed<EntryRecord>(await this.view.thread('entries', ticketId, Math.max(0, to - limit), to))
  }
}

class NotesTable extends Table implements Notes {
  async append(note: NoteRecord) {
    append(this.view, 'notes', note, note.noteSequence)
  }

  async list(ticketId: string) {
    const count = this.view.count('notes', ticketId)
    return parsed<NoteRecord>(await this.view.thread('notes', ticketId, 0, count))
  }
}

function append<Name extends ThreadName>(
  view: View,
  name: Name,
  record: Threads[Name],
  sequence: number,
): void {
  const newest = view.count(name, record.ticketId)
  if (sequence !== newest + 1) {
    throw new Error(
      `${name} of ${record.ticketId}: ${sequence} cannot follow ${newest}; a thread has no holes`,
    )
  }
  view.write(threadWriteOf(name, record))
}

function parsed<R>(texts: string[]): R[] {
  return texts.map((text): R => JSON.parse(text))
}

class ClientIdsTable extends Table implements ClientIds {
  find(writerId: string, clientId: string) {
    return this.view.findClientId(writerId, clientId)
  }

  async put(record: ClientIdRecord) {
    if (await this.find(record.writerId, record.clientId)) {
      throw new Error(`clientIds: ${record.writerId} has used ${record.clientId} before; look before you put`)
    }
    this.view.nameClient(record)
  }
}

class AddressProofsTable extends Table implements AddressProofs {
  async find(id: string) {
    return this.view.find('addressProofs', id)
  }

  async countSince(email: string, since: string) {
    const entries = this.view.entriesUnder('addressProofs', `email:${email}`, { direction: NEWEST_FIRST })
    return entries.filter((entry) => entry >= since).length
  }

  async put(proof: AddressProofRecord) {
    this.view.put('addressProofs', proof)
  }

  async removeFor(email: string) {
    for (const entry of this.view.entriesUnder('addressProofs', `email:${email}`, {
      direction: OLDEST_FIRST,
    }))
      this.view.write(removalOf('addressProofs', keyOfEntry(entry)))
  }

  async removeOld(before: string, limit: number) {
    return removeOld(this.view, 'addressProofs', 'all', before, limit)
  }
}

class MergesTable extends Table implements Merges {
  async find(id: string) {
    return this.view.find('merges', id)
  }

  async findByStopTokenHash(hash: string) {
    return this.view.findUnder('merges', `stop:${hash}`)
  }

  async listForContact(contactId: string, limit: number) {
    return this.view.listUnder('merges', `contact:${contactId}`, { direction: NEWEST_FIRST, limit })
  }

  async list() {
    return this.view.listUnder('merges', 'all', { direction: NEWEST_FIRST })
  }

  async findOpenWith(account: { externalId?: string; email?: string }) {
    for (const name of openNames(account)) {
      const merge = this.view.findUnder('merges', name)
      if (merge) return merge
    }
    return undefined
  }

  async listOpenWith(account: { externalId?: string; email?: string }) {
    const found = openNames(account).flatMap((name) =>
      this.view.listUnder('merges', name, { direction: OLDEST_FIRST }),
    )
    return [...new Map(found.map((merge) => [merge.id, merge])).values()]
  }

  async put(merge: MergeRecord) {
    this.view.put('merges', merge)
  }
}

const openNames = ({ externalId, email }: { externalId?: string; email?: string }) => [
  ...(externalId === undefined ? [] : [`open:externalId:${externalId}`]),
  ...(email === undefined ? [] : [`open:email:${email}`]),
]

class MailsTable extends Table implements Mails {
  async find(id: string) {
    return this.view.find('mails', id)
  }

  async put(mail: MailRecord) {
    this.view.put('mails', mail)
  }

  async remove(id: string) {
    this.view.write(removalOf('mails', id))
  }
}

class DeliveriesTable extends Table implements Deliveries {
  async find(id: string) {
    return this.view.find('deliveries', id)
  }

  async list(limit: number) {
    return this.view.listUnder('deliveries', 'all', { direction: NEWEST_FIRST, limit })
  }

  async put(delivery: DeliveryRecord) {
    this.view.put('deliveries', delivery)
  }

  async removeOld(before: string, limit: number) {
    return removeOld(this.view, 'deliveries', 'ended', before, limit)
  }
}

class DueWorkTable extends Table implements DueWork {
  async find(id: string) {
    return this.view.find('dueWork', id)
  }

  async claim({ now, leaseUntil, limit }: { now: string; leaseUntil: string; limit: number }) {
    const soonest = this.view.listUnder('dueWork', 'available', { direction: OLDEST_FIRST, limit })
    const claimed = soonest.filter((work) => availableAt(work) <= now)
    claimed.sort((one, other) => (one.dueAt < other.dueAt ? -1 : 1))
    for (const work of claimed) {
      work.leaseUntil = leaseUntil
      this.view.put('dueWork', work)
    }
    return claimed
  }

  async nextDueAt() {
    const soonest = this.view.findUnder('dueWork', 'available')
    return soonest && availableAt(soonest)
  }

  async put(work: DueWorkRecord) {
    this.view.put('dueWork', work)
  }

  async remove(id: string) {
    this.view.write(removalOf('dueWork', id))
  }
}

class FeedbackTable extends Table implements Feedback {
  async find(vote: Pick<FeedbackRecord, 'slug' | 'locale' | 'version' | 'readerHash'>) {
    const { slug, locale, version, readerHash } = vote
    return this.view.find('feedback', words(slug, locale, version, readerHash))
  }

  async counts(slug: string, locale: string) {
    const count = (answer: FeedbackAnswer) =>
      this.view.entriesUnder('feedback', words(slug, locale, answer), { direction: OLDEST_FIRST }).length
    return { yes: count('yes'), partly: count('partly'), no: count('no') }
  }

  async list(slug: string, locale: string, limit: number) {
    return this.view.listUnder('feedback', words(slug, locale), { direction: NEWEST_FIRST, limit })
  }

  async between(from: string, to: string, limit: number) {
    const found = this.view.entriesUnder('feedback', 'all', { direction: NEWEST_FIRST, past: to, limit })
    return found
      .filter((entry) => entry >= from)
      .flatMap((entry) => this.view.find('feedback', keyOfEntry(entry)) ?? [])
  }

  async listForContact(contactId: string, limit: number) {
    return this.view.listUnder('feedback', `contact:${contactId}`, { direction: NEWEST_FIRST, limit })
  }

  async put(feedback: FeedbackRecord) {
    this.view.put('feedback', feedback)
  }

  async remove({ slug, locale, version, readerHash }: Parameters<Feedback['remove']>[0]) {
    this.view.write(removalOf('feedback', words(slug, locale, version, readerHash)))
  }
}

class SearchGapsTable extends Table implements SearchGaps {
  async put(gap: SearchGapRecord) {
    this.view.put('searchGaps', gap)
  }

  async list(limit: number) {
    return this.view.listUnder('searchGaps', 'all', { direction: NEWEST_FIRST, limit })
  }
}

class SearchFindsTable extends Table implements SearchFinds {
  async find(slug: string, locale: string) {
    return this.view.find('searchFinds', words(slug, locale))
  }

  async list(limit: number) {
    return this.view.listUnder('searchFinds', 'all', { direction: OLDEST_FIRST, limit })
  }

  async put(finds: SearchFindsRecord) {
    this.view.put('searchFinds', finds)
  }
}

class AttachmentsTable extends Table implements Attachments {
  async find(id: string) {
    return this.view.find('attachments', id)
  }

  async uploadedSince({ kind, id }: AttachmentRecord['uploader'], since: string) {
    const newest = this.view.entriesUnder('attachments', `uploader:${kind}:${id}`, {
      direction: NEWEST_FIRST,
    })
    const recent = newest.filter((entry) => orderOfEntry(entry) >= since)
    const sizes = recent.map((entry) => this.view.find('attachments', keyOfEntry(entry))?.size ?? 0)
    return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
  }

  async listLoose(before: string, limit: number) {
    const oldest = this.view.listUnder('attachments', 'loose', { direction: OLDEST_FIRST, limit })
    return oldest.filter(({ createdAt }) => createdAt < before)
  }

  async listForTicket(ticketId: string) {
    return this.view.listUnder('attachments', `ticket:${ticketId}`, { direction: OLDEST_FIRST })
  }

  async put(attachment: AttachmentRecord) {
    this.view.put('attachments', attachment)
  }

  async remove(id: string) {
    this.view.write(removalOf('attachments', id))
  }
}

class OpeningHoursTable extends Table implements OpeningHours {
  async find() {
    return this.view.find('openingHours', 'desk')
  }

  async put(hours: OpeningHoursRecord) {
    this.view.put('openingHours', hours)
  }
}

class SecretsTable extends Table implements Secrets {
  async find(id: SecretRecord['id']) {
    return this.view.find('secrets', id)
  }

  async put(secret: SecretRecord) {
    this.view.put('secrets', secret)
  }
}

class SettingsTable extends Table implements Settings {
  async find<Id extends keyof SettingValues>(id: Id) {
    return this.view.find('settings', id) as SettingRecord<Id> | undefined
  }

  async put<Id extends keyof SettingValues>(setting: SettingRecord<Id>) {
    this.view.put('settings', setting)
  }
}

class ViewsTable extends Table implements Views {
  async find(id: string) {
    return this.view.find('views', id)
  }

  async list() {
    return this.view.listUnder('views', 'all', { direction: OLDEST_FIRST })
  }

  async put(view: ViewRecord) {
    this.view.put('views', view)
  }

  async remove(id: string) {
    this.view.write(removalOf('views', id))
  }
}

class DraftsTable extends Table implements Drafts {
  async find(agentId: string, ticketId: string, as: DraftRecord['as']) {
    return this.view.find('drafts', draftKey({ agentId, ticketId, as }))
  }

  async listForAgent(agentId: string) {
    return this.view.listUnder('drafts', agentId, { direction: OLDEST_FIRST })
  }

  async put(draft: DraftRecord) {
    this.view.put('drafts', draft)
  }

  async remove(draft: Pick<DraftRecord, 'agentId' | 'ticketId' | 'as'>) {
    this.view.write(removalOf('drafts', draftKey(draft)))
  }
}

class TagsTable extends Table implements Tags {
  async find(id: string) {
    return this.view.find('tags', id)
  }

  async list(limit: number) {
    return this.view.listUnder('tags', 'all', { direction: OLDEST_FIRST, limit })
  }

  async put(tag: TagRecord) {
    this.view.put('tags', tag)
  }
}

class TeamsTable extends Table implements Teams {
  async find(name: string) {
    return this.view.find('teams', name)
  }

  async list() {
    return this.view.listUnder('teams', 'all', { direction: OLDEST_FIRST })
  }

  async put(team: TeamRecord) {
    this.view.put('teams', team)
  }
}

class RatingsTable extends Table implements Ratings {
  async find(ticketId: string, solved: number) {
    return this.view.find('ratings', `${ticketId} ${solved}`)
  }

  async list(ticketId: string) {
    return this.view.listUnder('ratings', ticketId, { direction: OLDEST_FIRST })
  }

  async put(rating: RatingRecord) {
    this.view.put('ratings', rating)
  }
}

class MacrosTable extends Table implements Macros {
  async find(id: string) {
    return this.view.find('macros', id)
  }

  async list() {
    return this.view.listUnder('macros', 'all', { direction: OLDEST_FIRST })
  }

  async put(macro: MacroRecord) {
    this.view.put('macros', macro)
  }

  async remove(id: string) {
    this.view.write(removalOf('macros', id))
  }
}

class RulesTable extends Table implements Rules {
  async find(id: string) {
    return this.view.find('rules', id)
  }

  async list() {
    return this.view.listUnder('rules', 'all', { direction: OLDEST_FIRST })
  }

  async put(rule: RuleRecord) {
    this.view.put('rules', rule)
  }

  async remove(id: string) {
    this.view.write(removalOf('rules', id))
  }
}

const TABLES: { [Noun in keyof Tables]: new (view: View) => Tables[Noun] } = {
  contacts: ContactsTable,
  sessions: SessionsTable,
  agents: AgentsTable,
  agentSessions: AgentSessionsTable,
  accessLog: AccessLogTable,
  accessSettings: AccessSettingsTable,
  tickets: TicketsTable,
  entries: EntriesTable,
  notes: NotesTable,
  clientIds: ClientIdsTable,
  addressProofs: AddressProofsTable,
  merges: MergesTable,
  mails: MailsTable,
  deliveries: DeliveriesTable,
  drafts: DraftsTable,
  dueWork: DueWorkTable,
  feedback: FeedbackTable,
  searchGaps: SearchGapsTable,
  searchFinds: SearchFindsTable,
  attachments: AttachmentsTable,
  openingHours: OpeningHoursTable,
  ratings: RatingsTable,
  secrets: SecretsTable,
  settings: SettingsTable,
  macros: MacrosTable,
  tags: TagsTable,
  teams: TeamsTable,
  views: ViewsTable,
  rules: RulesTable,
}

class TablesOver {
  readonly view: View
  readonly made: Partial<Tables> = {}

  constructor(view: View) {
    this.view = view
  }

  static {
    for (const noun of Object.keys(TABLES) as (keyof Tables)[]) {
      const get = function (this: TablesOver) {
        this.made[noun] ??= new TABLES[noun](this.view) as never
        return this.made[noun]
      }
      Object.defineProperty(TablesOver.prototype, noun, { get, enumerable: true })
    }
  }
}
