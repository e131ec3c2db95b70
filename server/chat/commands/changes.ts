// Changing many tickets: caller, rule, answer. No rule lives here. Partner: protocol/commands/changes.ts.

import type { NotChanged } from '../../../protocol/desk/changes.ts'
import { Refusal } from '../../errors.ts'
import type { Commit } from '../../events.ts'
import type { TicketRecord } from '../../store/records.ts'
import type { ReadTables } from '../../store/store.ts'
import type { TeamParts } from '../../teams/teams.ts'
import { changeRules } from '../../tickets/changes.ts'
import type { Tickets } from '../../tickets/tickets.ts'
import { deskTicket } from '../../tickets/views.ts'
import type { DeskHandlers } from './handlers.ts'

export function changeHandlers(parts: { read: ReadTables; commit: Commit; tickets: Tickets } & TeamParts) {
  const { read, commit } = parts
  const changes = changeRules(parts)

  const ofDesks = {
    'tickets.change': ({ agent }, { changeId, tickets, change }) =>
      eachOf(
        tickets,
        ({ ticketId }) => ticketId,
        (one) => commit((tx) => changes.change(tx, agent, changeId, one, change)),
      ),
    'tickets.take_back': ({ agent }, { changeId, ticketIds }) =>
      eachOf(
        ticketIds,
        (id) => id,
        (id) => commit((tx) => changes.takeBack(tx, agent, changeId, id)),
      ),
  } satisfies Partial<DeskHandlers>

  return { ofDesks }

  /** Side by side: commits that wait are kept together. A failure of ours is nobody's answer. */
  async function eachOf<T>(all: T[], idOf: (one: T) => string, work: (one: T) => Promise<TicketRecord>) {
    const refused: NotChanged[] = []
    const done = await Promise.all(
      all.map(async (one) => {
        try {
          return await work(one)
        } catch (cause) {
          if (!(cause instanceof Refusal) || cause.code === 'store.failed') throw cause
          refused.push({ ticketId: idOf(one), code: cause.code })
          return null
        }
      }),
    )
    const kept = done.filter((ticket) => ticket !== null)
    // As they are kept: what followed from it is worked in.
    const now = await Promise.all(kept.map(async (ticket) => (await read.tickets.find(ticket.id)) ?? ticket))
    return { tickets: await Promise.all(now.map((ticket) => deskTicket(ticket, read))), refused }
  }
}
