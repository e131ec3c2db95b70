// The interfaces of ../store.ts over a view, tied together: tables/ has them noun by noun, each with its questions. Each answer was parsed
// a moment ago and belongs to its receiver.

import type { Tables } from '../store.ts'
import { AccessLogTable, AccessSettingsTable, AgentSessionsTable, AgentsTable } from './tables/agents.ts'
import { AttachmentsTable } from './tables/attachments.ts'
import { ContactsTable, SessionsTable } from './tables/contacts.ts'
import {
  MacrosTable,
  OpeningHoursTable,
  RulesTable,
  SecretsTable,
  SettingsTable,
  TagsTable,
  TeamsTable,
  ViewsTable,
} from './tables/desk.ts'
import { DeliveriesTable, DueWorkTable, MailsTable } from './tables/due-work.ts'
import { FeedbackTable, SearchFindsTable, SearchGapsTable } from './tables/help.ts'
import { AddressProofsTable, MergesTable } from './tables/merges.ts'
import { ClientIdsTable, DraftsTable, EntriesTable, NotesTable, RatingsTable } from './tables/threads.ts'
import { TicketsTable } from './tables/tickets.ts'
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
