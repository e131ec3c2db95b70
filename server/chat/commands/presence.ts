// Who is at which ticket: told on to the other agents, and kept by nobody. Partner: protocol/commands/presence.ts.

import type { Bus } from '../../bus/bus.ts'
import type { ReadTables } from '../../store/store.ts'
import { getTicket } from '../../tickets/tickets.ts'
import { topics } from '../audience.ts'
import type { DeskHandlers } from './handlers.ts'

export function presenceHandlers({ read, bus }: { read: ReadTables; bus: Bus }) {
  const ofDesks = {
    'presence.tell': async ({ agent }, { ticketId, doing }) => {
      const { id } = await getTicket(read, ticketId)
      bus.publish(topics.desk, { name: 'presence.changed', body: { ticketId: id, agentId: agent.id, doing } })
      return {}
    },
  } satisfies Partial<DeskHandlers>

  return { ofDesks }
}
