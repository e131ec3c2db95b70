// Putting tickets aside: caller, rule, answer. No rule lives here. Partner: protocol/commands/snooze.ts.

import type { Commit } from '../../events.ts'
import type { Parts } from '../../parts.ts'
import type { ReadTables } from '../../store/store.ts'
import { snooze, wake } from '../../tickets/snooze.ts'
import { deskTicket } from '../../tickets/views.ts'
import type { DeskHandlers } from './handlers.ts'

export function snoozeHandlers(parts: { read: ReadTables; commit: Commit } & Pick<Parts, 'now' | 'newId'>) {
  const { read, commit } = parts

  const ofDesks = {
    'ticket.snooze': async ({ agent }, body) => ({
      ticket: await deskTicket(await commit((tx) => snooze(tx, parts, agent, body)), read),
    }),
    'ticket.wake': async ({ agent }, { ticketId }) => ({
      ticket: await deskTicket(await commit((tx) => wake(tx, parts, agent, ticketId)), read),
    }),
  } satisfies Partial<DeskHandlers>

  return { ofDesks }
}
