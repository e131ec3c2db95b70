// What changed of a ticket for agents alone: kept with a line among its notes, told to desks, never to its contact.
// Whatever is written here must leave everything as it is that contactTicket (views.ts) shows.

import type { DeskLine } from '../../protocol/desk/desk-lines.ts'
import type { Note } from '../../protocol/entities.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { TicketRecord } from '../store/records.ts'

/** Who changes something: an agent, or a rule under its own name. */
export interface Actor {
  id: string
  name: string
  isRule?: true
}

/** Who did it where nobody did: the time. */
const NOBODY = { id: '', name: '' }

/** @param actor null where the time did it */
export async function arrange(
  tx: Unit,
  { now, newId }: Pick<Parts, 'now' | 'newId'>,
  changed: TicketRecord,
  actor: Actor | null,
  line: DeskLine,
  text = '',
): Promise<TicketRecord> {
  const ticket = { ...changed, newestNote: changed.newestNote + 1 }
  const id = newId('not')
  const note: Note = {
    kind: 'note',
    id,
    ticketId: ticket.id,
    noteSequence: ticket.newestNote,
    afterSequence: ticket.newestSequence,
    clientId: id,
    author: actor ? namedOf(actor) : NOBODY,
    text,
    line,
    createdAt: now().toISOString(),
  }
  await tx.tickets.put(ticket)
  await tx.notes.append(note)
  tx.record({ name: 'note.created', note })
  tx.record({ name: 'ticket.arranged', ticket })
  return ticket
}

/** As it stands beside what they wrote. */
export const namedOf = ({ id, name, isRule }: Actor) => ({ id, name, ...(isRule && { rule: isRule }) })
