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

/** Each is made when it is first asked for: a commit uses five of them, and its end is the end of all. */
export function tablesOver(view: View): Tables {
  return new TablesOver(view) as unknown as Tables
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
