// How tickets stand to each other: caller, rule, answer. No rule lives here. Partner: protocol/commands/relations.ts.

import type { Commit } from '../../events.ts'
import type { Parts } from '../../parts.ts'
import type { TicketRecord } from '../../store/records.ts'
import type { ReadTables } from '../../store/store.ts'
import { link, unlink } from '../../tickets/links.ts'
import { deskTicket } from '../../tickets/views.ts'
import type { DeskHandlers } from './handlers.ts'

export function relationHandlers(parts: { read: ReadTables; commit: Commit } & Pick<Parts, 'now' | 'newId'>) {
  const { read, commit } = parts

  const ofDesks = {
    'ticket.link': async ({ agent }, body) => seen(await commit((tx) => link(tx, parts, agent, body))),
    'ticket.unlink': async ({ agent }, body) => seen(await commit((tx) => unlink(tx, parts, agent, body))),
  } satisfies Partial<DeskHandlers>

  return { ofDesks }

  async function seen(tickets: TicketRecord[]) {
    return { tickets: await Promise.all(tickets.map((ticket) => deskTicket(ticket, read))) }
  }
}
