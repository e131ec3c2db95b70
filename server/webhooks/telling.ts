// What happened, for the endpoints that want to hear of it: a delivery each, put in the commit in which it happened. Identifiers and
// states only, never what people wrote. Without endpoints it costs a look at an empty list. Partners: endpoints.ts, deliveries.ts.

import type { EndpointEvent } from '../../protocol/settings/endpoint-rules.ts'
import type { TicketTold } from '../../protocol/webhooks.ts'
import type { DomainEvent, Reaction, Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { EndpointRecord, TicketRecord } from '../store/records.ts'
import { queueDelivery } from './deliveries.ts'
import { isOn } from './endpoints.ts'

export type Endpoints = () => readonly EndpointRecord[]
type TellParts = Pick<Parts, 'now' | 'newId'> & { endpoints: Endpoints }

export function tellEndpoints(parts: TellParts): Reaction {
  return (event, tx) => {
    if (parts.endpoints().length === 0) return null
    const said = saidBy(event)
    return said && isWanted(parts.endpoints(), said.type) ? tell(tx, said) : null
  }

  async function tell(tx: Unit, { type, ticket, more }: Said): Promise<void> {
    const contact = await tx.contacts.find(ticket.contactId)
    const { number, state, priority = 'normal', team, assigneeId } = ticket
    const data: TicketTold['data'] = {
      ...{ ticketId: ticket.id, number, type: ticket.type, state, priority, ...(team && { team }) },
      assigneeId,
      contact: { id: ticket.contactId, externalId: contact?.externalId ?? null },
      ...more,
    }
    await queueForEach(tx, parts, { id: parts.newId('evt'), type, data })
  }
}

/** @param id of what is told; each endpoint's delivery has one of its own */
export async function queueForEach(
  tx: Pick<Unit, 'deliveries' | 'dueWork'>,
  { now, endpoints }: Pick<TellParts, 'now' | 'endpoints'>,
  { id, type, data }: { id: string; type: EndpointEvent; data: object },
): Promise<void> {
  for (const endpoint of endpoints().filter((one) => wants(one, type))) {
    const own = { id: `${id}_${endpoint.id}`, url: endpoint.url, endpointId: endpoint.id }
    await queueDelivery(tx, { ...own, type, data, mergeId: null, now: now() })
  }
}

interface Said {
  type: EndpointEvent
  ticket: TicketRecord
  more?: Pick<TicketTold['data'], 'message' | 'score'>
}

function saidBy(event: DomainEvent): Said | null {
  switch (event.name) {
    case 'ticket.opened':
      return { type: 'ticket.opened', ticket: event.ticket }
    case 'message.created': {
      const { sequence, author } = event.message
      const automatic = 'automatic' in author && author.automatic
      return {
        ...{ type: 'message.created', ticket: event.ticket },
        more: { message: { sequence, author: author.kind, ...(automatic && { automatic }) } },
      }
    }
    case 'activity.created': {
      const { code } = event.activity
      const isTold = code === 'ticket.assigned' || code === 'ticket.solved' || code === 'ticket.reopened'
      return isTold ? { type: code, ticket: event.ticket } : null
    }
    case 'ticket.rated': {
      const { score } = event.ticket
      return { type: 'ticket.rated', ticket: event.ticket, ...(score && { more: { score } }) }
    }
    default:
      return null
  }
}

const wants = (endpoint: EndpointRecord, type: EndpointEvent) =>
  isOn(endpoint) && endpoint.events.includes(type)
const isWanted = (all: readonly EndpointRecord[], type: EndpointEvent) => all.some((one) => wants(one, type))
