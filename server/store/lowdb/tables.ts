// The interfaces of ../store.ts over a view, tied together: tables/ has them noun by noun. What comes out was parsed a moment ago and what
// goes in is printed at once, so both belong to their receiver.

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

/** A table is made whenever it is asked for: it holds nothing but the view, whose end is the end of all. */
export const tablesOver = (view: View): Tables => new TablesOver(view)

class TablesOver implements Tables {
  // Not #private: whoever adds to the tables of a commit may hold them as a prototype.
  readonly view: View

  constructor(view: View) {
    this.view = view
  }

  get contacts() {
    return new ContactsTable(this.view)
  }
  get sessions() {
    return new SessionsTable(this.view)
  }
  get agents() {
    return new AgentsTable(this.view)
  }
  get agentSessions() {
    return new AgentSessionsTable(this.view)
  }
  get accessLog() {
    return new AccessLogTable(this.view)
  }
  get accessSettings() {
    return new AccessSettingsTable(this.view)
  }
  get tickets() {
    return new TicketsTable(this.view)
  }
  get entries() {
    return new EntriesTable(this.view)
  }
  get notes() {
    return new NotesTable(this.view)
  }
  get clientIds() {
    return new ClientIdsTable(this.view)
  }
  get addressProofs() {
    return new AddressProofsTable(this.view)
  }
  get merges() {
    return new MergesTable(this.view)
  }
  get mails() {
    return new MailsTable(this.view)
  }
  get deliveries() {
    return new DeliveriesTable(this.view)
  }
  get drafts() {
    return new DraftsTable(this.view)
  }
  get dueWork() {
    return new DueWorkTable(this.view)
  }
  get feedback() {
    return new FeedbackTable(this.view)
  }
  get searchGaps() {
    return new SearchGapsTable(this.view)
  }
  get searchFinds() {
    return new SearchFindsTable(this.view)
  }
  get attachments() {
    return new AttachmentsTable(this.view)
  }
  get openingHours() {
    return new OpeningHoursTable(this.view)
  }
  get ratings() {
    return new RatingsTable(this.view)
  }
  get secrets() {
    return new SecretsTable(this.view)
  }
  get settings() {
    return new SettingsTable(this.view)
  }
  get macros() {
    return new MacrosTable(this.view)
  }
  get tags() {
    return new TagsTable(this.view)
  }
  get teams() {
    return new TeamsTable(this.view)
  }
  get views() {
    return new ViewsTable(this.view)
  }
  get rules() {
    return new RulesTable(this.view)
  }
}
