// The interfaces of ../store.ts, noun by noun, over a view: each question is one of questions.ts, each answer was parsed a
// moment ago and belongs to its receiver.

import { isCalled, lastHereFirst } from '../named-contacts.ts'
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
import { availableAt, keyOf } from './collections.ts'
import * as ask from './questions.ts'
import { Table } from './table.ts'
import { TicketsTable } from './tickets-table.ts'
import type { View } from './view.ts'

/** Twenty small objects for each commit: classes, because closures would cost as much as the commit. */
export function tablesOver(view: View): Tables {
  return {
    contacts: new ContactsTable(view),
    sessions: new SessionsTable(view),
    agents: new AgentsTable(view),
    agentSessions: new AgentSessionsTable(view),
    accessLog: new AccessLogTable(view),
    accessSettings: new AccessSettingsTable(view),
    tickets: new TicketsTable(view),
    entries: new EntriesTable(view),
    notes: new NotesTable(view),
    clientIds: new ClientIdsTable(view),
    addressProofs: new AddressProofsTable(view),
    merges: new MergesTable(view),
    mails: new MailsTable(view),
    deliveries: new DeliveriesTable(view),
    drafts: new DraftsTable(view),
    dueWork: new DueWorkTable(view),
    feedback: new FeedbackTable(view),
    searchGaps: new SearchGapsTable(view),
    searchFinds: new SearchFindsTable(view),
    attachments: new AttachmentsTable(view),
    openingHours: new OpeningHoursTable(view),
    ratings: new RatingsTable(view),
    secrets: new SecretsTable(view),
    settings: new SettingsTable(view),
    macros: new MacrosTable(view),
    tags: new TagsTable(view),
    teams: new TeamsTable(view),
    views: new ViewsTable(view),
    rules: new RulesTable(view),
  }
}

const first = async <R>(found: Promise<R[]>): Promise<R | undefined> => (await found)[0]

class ContactsTable extends Table implements Contacts {
  find(id: string) {
    return this.view.find('contacts', id)
  }

  findByExternalId(externalId: string) {
    return first(this.view.list(ask.contactsBy.externalId(externalId)))
  }

  findGuestByEmail(email: string) {
    return first(this.view.list(ask.contactsBy.guestEmail(email)))
  }

  async search({ words, limit }: Parameters<Contacts['search']>[0]) {
    const alike = await this.view.list(ask.contactsBy.names(words))
    return alike
      .filter((contact) => isCalled(contact, words))
      .sort(lastHereFirst)
      .slice(0, limit)
  }

  put(contact: ContactRecord) {
    return this.view.put('contacts', contact)
  }

  remove(id: string) {
    return this.view.remove('contacts', id)
  }
}

class SessionsTable extends Table implements Sessions {
  findByTokenHash(tokenHash: string) {
    return first(this.view.list(ask.sessionsOf.token(tokenHash)))
  }

  listForContact(contactId: string) {
    return this.view.list(ask.sessionsOf.contact(contactId))
  }

  put(session: SessionRecord) {
    return this.view.put('sessions', session)
  }

  removeExpired(at: string, limit: number) {
    return removeExpired(this.view, 'sessions', at, limit)
  }
}

class AgentsTable extends Table implements Agents {
  find(id: string) {
    return this.view.find('agents', id)
  }

  findByEmail(email: string) {
    return first(this.view.list(ask.agentByEmail(email)))
  }

  list() {
    return this.view.list(ask.allAgents)
  }

  put(agent: AgentRecord) {
    return this.view.put('agents', agent)
  }
}

class AgentSessionsTable extends Table implements AgentSessions {
  findByTokenHash(tokenHash: string) {
    return first(this.view.list(ask.agentSessionByToken(tokenHash)))
  }

  listForAgent(agentId: string) {
    return this.view.list(ask.agentSessionsOf(agentId))
  }

  put(session: AgentSessionRecord) {
    return this.view.put('agentSessions', session)
  }

  removeExpired(at: string, limit: number) {
    return removeExpired(this.view, 'agentSessions', at, limit)
  }
}

class AccessLogTable extends Table implements AccessLog {
  put(entry: AccessLogRecord) {
    return this.view.put('accessLog', entry)
  }

  list(limit: number) {
    return this.view.list(ask.accessLog(limit))
  }
}

class AccessSettingsTable extends Table implements AccessSettings {
  find() {
    return this.view.find('accessSettings', 'desk')
  }

  put(settings: AccessSettingsRecord) {
    return this.view.put('accessSettings', settings)
  }
}

class EntriesTable extends Table implements Entries {
  append(entry: EntryRecord) {
    return this.view.append('entries', entry, entry.sequence)
  }

  after(ticketId: string, sequence: number, limit: number) {
    return this.view.list(ask.entriesAfter(ticketId, sequence, limit))
  }

  async before(ticketId: string, sequence: number, limit: number) {
    return (await this.view.list(ask.entriesBefore(ticketId, sequence, limit))).reverse()
  }
}

class NotesTable extends Table implements Notes {
  append(note: NoteRecord) {
    return this.view.append('notes', note, note.noteSequence)
  }

  list(ticketId: string) {
    return this.view.list(ask.notesOf(ticketId))
  }
}

class ClientIdsTable extends Table implements ClientIds {
  find(writerId: string, clientId: string) {
    return this.view.find('clientIds', keyOf(writerId, clientId))
  }

  async put(record: ClientIdRecord) {
    if (await this.find(record.writerId, record.clientId))
      throw new Error(`clientIds: ${record.writerId} has used ${record.clientId} before; look before you put`)
    await this.view.put('clientIds', record)
  }
}

class AddressProofsTable extends Table implements AddressProofs {
  find(id: string) {
    return this.view.find('addressProofs', id)
  }

  async countSince(email: string, since: string) {
    return (await this.view.list(ask.proofsSince(email, since))).length
  }

  put(proof: AddressProofRecord) {
    return this.view.put('addressProofs', proof)
  }

  async removeFor(email: string) {
    const all = await this.view.list(ask.proofsSince(email, new Date(0).toISOString()))
    for (const { id } of all) await this.view.remove('addressProofs', id)
  }

  removeOld(before: string, limit: number) {
    return removeAll(this.view, 'addressProofs', ask.oldProofs(before, limit))
  }
}

class MergesTable extends Table implements Merges {
  find(id: string) {
    return this.view.find('merges', id)
  }

  findByStopTokenHash(hash: string) {
    return first(this.view.list(ask.mergesBy.stopTokenHash(hash)))
  }

  listForContact(contactId: string, limit: number) {
    return this.view.list(ask.mergesBy.contact(contactId, limit))
  }

  list() {
    return this.view.list(ask.allMerges)
  }

  findOpenWith(account: { externalId?: string; email?: string }) {
    return first(openWith(this.view, account))
  }

  listOpenWith(account: { externalId?: string; email?: string }) {
    return openWith(this.view, account)
  }

  put(merge: MergeRecord) {
    return this.view.put('merges', merge)
  }
}

class MailsTable extends Table implements Mails {
  find(id: string) {
    return this.view.find('mails', id)
  }

  put(mail: MailRecord) {
    return this.view.put('mails', mail)
  }

  remove(id: string) {
    return this.view.remove('mails', id)
  }
}

class DeliveriesTable extends Table implements Deliveries {
  find(id: string) {
    return this.view.find('deliveries', id)
  }

  list(limit: number) {
    return this.view.list(ask.deliveries(limit))
  }

  put(delivery: DeliveryRecord) {
    return this.view.put('deliveries', delivery)
  }

  removeOld(before: string, limit: number) {
    return removeAll(this.view, 'deliveries', ask.oldDeliveries(before, limit))
  }
}

class DueWorkTable extends Table implements DueWork {
  find(id: string) {
    return this.view.find('dueWork', id)
  }

  claim(query: { now: string; leaseUntil: string; limit: number }) {
    return this.view.claim(query)
  }

  async nextDueAt() {
    const soonest = await first(this.view.list(ask.soonestWork))
    return soonest && availableAt(soonest)
  }

  put(work: DueWorkRecord) {
    return this.view.put('dueWork', work)
  }

  remove(id: string) {
    return this.view.remove('dueWork', id)
  }
}

class FeedbackTable extends Table implements Feedback {
  find(vote: Pick<FeedbackRecord, 'slug' | 'locale' | 'version' | 'readerHash'>) {
    const { slug, locale, version, readerHash } = vote
    return this.view.find('feedback', keyOf(slug, locale, version, readerHash))
  }

  async counts(slug: string, locale: string) {
    const counts: Record<FeedbackRecord['answer'], number> = { yes: 0, partly: 0, no: 0 }
    for (const { answer } of await this.list(slug, locale, Number.MAX_SAFE_INTEGER)) counts[answer]++
    return counts
  }

  list(slug: string, locale: string, limit: number) {
    return this.view.list(ask.feedbackOn(slug, locale, limit))
  }

  between(from: string, to: string, limit: number) {
    return this.view.list(ask.feedbackBetween(from, to, limit))
  }

  listForContact(contactId: string, limit: number) {
    return this.view.list(ask.feedbackOf(contactId, limit))
  }

  put(feedback: FeedbackRecord) {
    return this.view.put('feedback', feedback)
  }

  remove({ slug, locale, version, readerHash }: Parameters<Feedback['remove']>[0]) {
    return this.view.remove('feedback', keyOf(slug, locale, version, readerHash))
  }
}

class SearchGapsTable extends Table implements SearchGaps {
  put(gap: SearchGapRecord) {
    return this.view.put('searchGaps', gap)
  }

  list(limit: number) {
    return this.view.list(ask.newestGaps(limit))
  }
}

class SearchFindsTable extends Table implements SearchFinds {
  find(slug: string, locale: string) {
    return this.view.find('searchFinds', keyOf(slug, locale))
  }

  list(limit: number) {
    return this.view.list(ask.allFinds(limit))
  }

  put(finds: SearchFindsRecord) {
    return this.view.put('searchFinds', finds)
  }
}

class AttachmentsTable extends Table implements Attachments {
  find(id: string) {
    return this.view.find('attachments', id)
  }

  async uploadedSince(uploader: AttachmentRecord['uploader'], since: string) {
    const uploads = await this.view.list(ask.uploadsSince(uploader, since))
    return { files: uploads.length, bytes: uploads.reduce((sum, { size }) => sum + size, 0) }
  }

  listLoose(before: string, limit: number) {
    return this.view.list(ask.looseBefore(before, limit))
  }

  listForTicket(ticketId: string) {
    return this.view.list(ask.attachmentsOfTicket(ticketId))
  }

  put(attachment: AttachmentRecord) {
    return this.view.put('attachments', attachment)
  }

  remove(id: string) {
    return this.view.remove('attachments', id)
  }
}

class OpeningHoursTable extends Table implements OpeningHours {
  find() {
    return this.view.find('openingHours', 'desk')
  }

  put(hours: OpeningHoursRecord) {
    return this.view.put('openingHours', hours)
  }
}

class SettingsTable extends Table implements Settings {
  find<Id extends keyof SettingValues>(id: Id) {
    return this.view.find('settings', id) as Promise<SettingRecord<Id> | undefined>
  }

  put<Id extends keyof SettingValues>(setting: SettingRecord<Id>) {
    return this.view.put('settings', setting)
  }
}

class ViewsTable extends Table implements Views {
  find(id: string) {
    return this.view.find('views', id)
  }

  list() {
    return this.view.list(ask.allViews)
  }

  put(view: ViewRecord) {
    return this.view.put('views', view)
  }

  remove(id: string) {
    return this.view.remove('views', id)
  }
}

class DraftsTable extends Table implements Drafts {
  find(agentId: string, ticketId: string, as: DraftRecord['as']) {
    return this.view.find('drafts', keyOf(agentId, ticketId, as))
  }

  listForAgent(agentId: string) {
    return this.view.list(ask.draftsOf(agentId))
  }

  put(draft: DraftRecord) {
    return this.view.put('drafts', draft)
  }

  remove({ agentId, ticketId, as }: Pick<DraftRecord, 'agentId' | 'ticketId' | 'as'>) {
    return this.view.remove('drafts', keyOf(agentId, ticketId, as))
  }
}

class RulesTable extends Table implements Rules {
  find(id: string) {
    return this.view.find('rules', id)
  }

  list() {
    return this.view.list(ask.allRules)
  }

  put(rule: RuleRecord) {
    return this.view.put('rules', rule)
  }

  remove(id: string) {
    return this.view.remove('rules', id)
  }
}

class TagsTable extends Table implements Tags {
  find(id: string) {
    return this.view.find('tags', id)
  }

  list(limit: number) {
    return this.view.list(ask.allTags(limit))
  }

  put(tag: TagRecord) {
    return this.view.put('tags', tag)
  }
}

class TeamsTable extends Table implements Teams {
  find(name: string) {
    return this.view.find('teams', name)
  }

  list() {
    return this.view.list(ask.allTeams)
  }

  put(team: TeamRecord) {
    return this.view.put('teams', team)
  }
}

class RatingsTable extends Table implements Ratings {
  find(ticketId: string, solved: number) {
    return this.view.find('ratings', keyOf(ticketId, solved))
  }

  list(ticketId: string) {
    return this.view.list(ask.ratingsOf(ticketId))
  }

  put(rating: RatingRecord) {
    return this.view.put('ratings', rating)
  }
}

class SecretsTable extends Table implements Secrets {
  find(id: SecretRecord['id']) {
    return this.view.find('secrets', id)
  }

  put(secret: SecretRecord) {
    return this.view.put('secrets', secret)
  }
}

class MacrosTable extends Table implements Macros {
  find(id: string) {
    return this.view.find('macros', id)
  }

  list() {
    return this.view.list(ask.allMacros)
  }

  put(macro: MacroRecord) {
    return this.view.put('macros', macro)
  }

  remove(id: string) {
    return this.view.remove('macros', id)
  }
}

async function removeExpired(
  view: View,
  name: 'sessions' | 'agentSessions',
  at: string,
  limit: number,
): Promise<number> {
  return (await removeAll(view, name, ask.expired(name, at, limit))).length
}

async function removeAll<N extends 'sessions' | 'agentSessions' | 'addressProofs' | 'deliveries'>(
  view: View,
  name: N,
  which: ask.Question<N>,
): Promise<string[]> {
  const ids = (await view.list(which)).map(({ id }) => id)
  for (const id of ids) await view.remove(name, id)
  return ids
}

async function openWith(view: View, { externalId, email }: { externalId?: string; email?: string }) {
  const found = [
    ...(externalId === undefined ? [] : await view.list(ask.mergesBy.openExternalId(externalId))),
    ...(email === undefined ? [] : await view.list(ask.mergesBy.openEmail(email))),
  ]
  return [...new Map(found.map((merge) => [merge.id, merge])).values()]
}
