// Who hears of an event, decided once, inside the commit. A contact's topic gets only what the contact may see:
// there is no way from a note to it. Partner: chat/hub.ts, which subscribes sockets to topics and decides nothing.

import type { ContactEvent, DeskEvent } from '../../protocol/socket.ts'
import { contactMerge, deskMerge } from '../account-merge/views.ts'
import { ruleView } from '../automation/rules.ts'
import type { DomainEvent } from '../events.ts'
import { macroView } from '../macros/macros.ts'
import type { MacroRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { teamView } from '../teams/teams.ts'
import { draftView } from '../tickets/drafts.ts'
import { savedView } from '../tickets/saved-views.ts'
import { contactTicket, deskTicket } from '../tickets/views.ts'

export const topics = {
  contact: (contactId: string) => `contact:${contactId}`,
  agent: (agentId: string) => `agent:${agentId}`,
  session: (sessionId: string) => `session:${sessionId}`,
  desk: 'desk',
  deskNotes: 'desk.notes',
  /** What admins set up, and nobody else. */
  deskAdmins: 'desk.admins',
  everyone: 'everyone',
}

export interface Addressed {
  topic: string
  event: ContactEvent | DeskEvent | { name: 'session.ended' | 'session.renewed'; body: Record<string, never> }
}

export async function audienceOf(event: DomainEvent, tables: ReadTables): Promise<Addressed[]> {
  const both = (contactId: string, contacts: ContactEvent, desks: DeskEvent): Addressed[] => [
    { topic: topics.contact(contactId), event: contacts },
    { topic: topics.desk, event: desks },
  ]
  switch (event.name) {
    case 'ticket.opened':
    case 'ticket.changed':
    case 'ticket.rated':
      return both(
        event.ticket.contactId,
        { name: event.name, body: { ticket: await contactTicket(event.ticket, tables) } },
        { name: event.name, body: { ticket: await deskTicket(event.ticket, tables) } },
      )
    case 'ticket.removed': {
      const told = { name: event.name, body: { ticketId: event.ticket.id } }
      return both(event.ticket.contactId, told, told)
    }
    case 'ticket.left': {
      const told = { name: 'ticket.removed' as const, body: { ticketId: event.ticket.id } }
      return [{ topic: topics.contact(event.ticket.contactId), event: told }]
    }
    case 'ticket.arranged': {
      const body = { ticket: await deskTicket(event.ticket, tables) }
      return [{ topic: topics.desk, event: { name: 'ticket.changed', body } }]
    }
    case 'message.created':
    case 'message.copied': {
      const told = { name: 'message.created' as const, body: { message: event.message } }
      return both(event.ticket.contactId, told, told)
    }
    case 'message.revised': {
      const told = { name: event.name, body: { revision: event.revision } }
      return both(event.ticket.contactId, told, told)
    }
    case 'activity.created': {
      const told = { name: event.name, body: { activity: event.activity } }
      return both(event.ticket.contactId, told, told)
    }
    case 'thread.seen': {
      const body = { ticketId: event.ticket.id, by: event.by, sequence: event.sequence }
      return both(event.ticket.contactId, { name: event.name, body }, { name: event.name, body })
    }
    case 'thread.delivered': {
      const body = { ticketId: event.ticket.id, to: 'agent' as const, sequence: event.sequence }
      return both(event.ticket.contactId, { name: event.name, body }, { name: event.name, body })
    }
    case 'merge.changed':
      return both(
        event.merge.into.contactId,
        { name: event.name, body: { merge: await contactMerge(event.merge, tables) } },
        { name: event.name, body: { merge: await deskMerge(event.merge, tables) } },
      )
    case 'merge.noted': {
      const body = { merge: await deskMerge(event.merge, tables) }
      return [{ topic: topics.desk, event: { name: 'merge.changed', body } }]
    }
    case 'note.created':
      return [{ topic: topics.deskNotes, event: { name: event.name, body: { note: event.note } } }]
    case 'contact.changed':
      return [{ topic: topics.desk, event: { name: event.name, body: { contact: event.contact } } }]
    case 'hours.changed': {
      const { version, availability } = event
      return [{ topic: topics.everyone, event: { name: event.name, body: { version, availability } } }]
    }
    case 'macro.changed':
      return [
        { topic: whoSees(event.macro), event: { name: event.name, body: { macro: macroView(event.macro) } } },
      ]
    case 'macro.removed':
      return [{ topic: whoSees(event.macro), event: { name: event.name, body: { macroId: event.macro.id } } }]
    case 'view.changed':
      return [
        { topic: whoSees(event.view), event: { name: event.name, body: { view: savedView(event.view) } } },
      ]
    case 'view.removed':
      return [{ topic: whoSees(event.view), event: { name: event.name, body: { viewId: event.view.id } } }]
    case 'team.changed':
      return [{ topic: topics.desk, event: { name: event.name, body: { team: teamView(event.team) } } }]
    case 'away.changed': {
      const { agentId, isAway } = event
      return [{ topic: topics.desk, event: { name: event.name, body: { agentId, isAway } } }]
    }
    case 'draft.changed': {
      const body = { draft: await draftView(event.draft, tables) }
      return [{ topic: topics.agent(event.draft.agentId), event: { name: event.name, body } }]
    }
    case 'draft.removed': {
      const { agentId, ticketId, as } = event.draft
      return [{ topic: topics.agent(agentId), event: { name: event.name, body: { ticketId, as } } }]
    }
    case 'rule.changed':
      return [{ topic: topics.deskAdmins, event: { name: event.name, body: { rule: ruleView(event.rule) } } }]
    case 'rule.removed':
      return [{ topic: topics.deskAdmins, event: { name: event.name, body: { ruleId: event.rule.id } } }]
    case 'session.ended':
      return [{ topic: topics.session(event.sessionId), event: { name: event.name, body: {} } }]
    case 'agent.disabled':
      return [{ topic: topics.agent(event.agentId), event: { name: 'session.ended', body: {} } }]
    case 'agent.changed':
      return [{ topic: topics.agent(event.agentId), event: { name: 'session.renewed', body: {} } }]
  }
}

/** One's own is nobody else's, of the agents either. */
const whoSees = ({ ownerId }: Pick<MacroRecord, 'ownerId'>) =>
  ownerId === null ? topics.desk : topics.agent(ownerId)
