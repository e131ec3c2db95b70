// Tickets that belong to one matter without being one: linked, both ways, for agents alone. Whose tickets they are does not
// matter, for no contact hears of it. Partners: protocol/desk/relations.ts, desk-lines.ts.

import { LINKS_OF_TICKET } from '../../protocol/limits.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord, TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { arrange } from './desk-lines.ts'
import { getTicket } from './tickets.ts'

type Clock = Pick<Parts, 'now' | 'newId'>
type Two = { ticketId: string; otherId: string }

/** Linked already is no change. @throws Refusal('not_found' | 'ticket.wrong_state' | 'links.too_many') */
export async function link(tx: Unit, parts: Clock, agent: AgentRecord, two: Two): Promise<TicketRecord[]> {
  const [one, other] = await bothOf(tx, two)
  if (one.links?.includes(other.id)) return [one, other]
  for (const { links = [] } of [one, other])
    if (links.length >= LINKS_OF_TICKET) throw new Refusal('links.too_many')
  return [
    await arrange(tx, parts, withLinks(one, [...(one.links ?? []), other.id]), agent, {
      code: 'link.added',
      details: named(other),
    }),
    await arrange(tx, parts, withLinks(other, [...(other.links ?? []), one.id]), agent, {
      code: 'link.added',
      details: named(one),
    }),
  ]
}

/** Not linked is no change. @throws Refusal('not_found' | 'ticket.wrong_state') */
export async function unlink(tx: Unit, parts: Clock, agent: AgentRecord, two: Two): Promise<TicketRecord[]> {
  const [one, other] = await bothOf(tx, two)
  if (!one.links?.includes(other.id)) return [one, other]
  const without = ({ links = [] }: TicketRecord, id: string) => links.filter((each) => each !== id)
  return [
    await arrange(tx, parts, withLinks(one, without(one, other.id)), agent, {
      code: 'link.removed',
      details: named(other),
    }),
    await arrange(tx, parts, withLinks(other, without(other, one.id)), agent, {
      code: 'link.removed',
      details: named(one),
    }),
  ]
}

/** Those to which it stands: for who looks at it. */
export async function related(
  tables: Pick<ReadTables, 'tickets'>,
  { links = [], cause, mergedInto }: TicketRecord,
): Promise<TicketRecord[]> {
  const ids = [...links, ...(cause ? [cause.id] : []), ...(mergedInto ? [mergedInto] : [])]
  const found = await Promise.all(ids.map((id) => tables.tickets.find(id)))
  return found.filter((ticket) => ticket !== undefined)
}

/** What a line says of a ticket. */
export const named = ({ id, number }: TicketRecord) => ({ ticketId: id, number: String(number) })

async function bothOf(tx: Unit, { ticketId, otherId }: Two): Promise<[TicketRecord, TicketRecord]> {
  if (ticketId === otherId)
    throw new Refusal('ticket.wrong_state', { field: '/otherId', detail: 'No ticket is linked with itself.' })
  return [await getTicket(tx, ticketId), await getTicket(tx, otherId)]
}

function withLinks({ links: _before, ...ticket }: TicketRecord, links: string[]): TicketRecord {
  return { ...ticket, ...(links.length > 0 && { links }) }
}
