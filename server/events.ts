// What has happened, as the rules record it: records, not views. chat/audience.ts decides, inside the same
// commit, who hears of it and in which form.

import type { Activity, Contact, Message, Note, Revision } from '../protocol/entities.ts'
import type {
  DraftRecord,
  MacroRecord,
  MergeRecord,
  RuleRecord,
  TeamRecord,
  TicketRecord,
  ViewRecord,
} from './store/records.ts'
import type { Tables } from './store/store.ts'
import type { DeskHours } from './tickets/availability.ts'

export type DomainEvent =
  | { name: 'ticket.opened'; ticket: TicketRecord }
  | { name: 'ticket.changed'; ticket: TicketRecord }
  /** It is no more. */
  | { name: 'ticket.removed'; ticket: TicketRecord }
  /** It is another contact's from now on: `ticket` as it was, theirs who have it no more. */
  | { name: 'ticket.left'; ticket: TicketRecord }
  /** What only agents see of it changed: put aside, tags, priority. */
  | { name: 'ticket.arranged'; ticket: TicketRecord }
  | { name: 'message.created'; ticket: TicketRecord; message: Message }
  /** It stands in another ticket, too: no news, and nobody's doing of this moment. */
  | { name: 'message.copied'; ticket: TicketRecord; message: Message }
  | { name: 'message.revised'; ticket: TicketRecord; revision: Revision }
  | { name: 'activity.created'; ticket: TicketRecord; activity: Activity }
  | { name: 'note.created'; note: Note }
  | { name: 'thread.seen'; ticket: TicketRecord; by: 'contact' | 'agent'; sequence: number }
  | { name: 'thread.delivered'; ticket: TicketRecord; sequence: number }
  | { name: 'ticket.rated'; ticket: TicketRecord }
  | ({ name: 'hours.changed' } & DeskHours)
  | { name: 'merge.changed'; merge: MergeRecord }
  /** What only agents see of it grew: its trail, or the attempts to reach the host. */
  | { name: 'merge.noted'; merge: MergeRecord }
  | { name: 'contact.changed'; contact: Contact }
  | { name: 'macro.changed' | 'macro.removed'; macro: MacroRecord }
  | { name: 'view.changed' | 'view.removed'; view: ViewRecord }
  | { name: 'draft.changed' | 'draft.removed'; draft: DraftRecord }
  | { name: 'team.changed'; team: TeamRecord }
  | { name: 'away.changed'; agentId: string; isAway: boolean }
  | { name: 'rule.changed' | 'rule.removed'; rule: RuleRecord }
  | { name: 'session.ended'; sessionId: string }
  | { name: 'agent.disabled'; agentId: string }
  /** What they may do is not what it was: their open desks begin anew. */
  | { name: 'agent.changed'; agentId: string }

/** The store's tables inside one commit, and the list of what happened in it. */
export interface Unit extends Tables {
  record(event: DomainEvent): void
  /** Work was put among what is due later: due-work.ts. */
  isScheduling?: boolean
}

/** Hangs on an event inside the commit: what it puts is kept with the event, or not at all. Null where it has nothing to do. */
export type Reaction = (event: DomainEvent, tx: Unit) => Promise<void> | null

/**
 * All of `work` and its reactions, durable, then the wake-ups.
 * @param askedOn who listens, and is not told what happened where the result is all of it
 */
export type Commit = <T>(work: (tx: Unit) => Promise<T>, askedOn?: object) => Promise<T>
