// The search over all tickets: caller, rule, answer. No rule lives here. Partner: protocol/commands/search.ts.

import type { Reading } from '../../agents/reading.ts'
import type { Parts } from '../../parts.ts'
import type { Store } from '../../store/store.ts'
import { searchTickets } from '../../tickets/search.ts'
import { deskTicket } from '../../tickets/views.ts'
import type { DeskHandlers } from './handlers.ts'

export function searchHandlers(
  parts: Pick<Store, 'read' | 'search'> & Pick<Parts, 'now'> & { reading: Reading },
) {
  const ofDesks = {
    'ticket.search': async ({ agent }, body) => {
      if (body.after !== undefined) await parts.reading.begins(agent, 'lists')
      const { found, ...rest } = await searchTickets(parts, agent, body)
      const results = found.map(async ({ ticket, stretch }) => ({
        ticket: await deskTicket(ticket, parts.read),
        stretch,
      }))
      return { results: await Promise.all(results), ...rest }
    },
  } satisfies Partial<DeskHandlers>

  return { ofDesks }
}
