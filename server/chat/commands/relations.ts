// How tickets stand to each other: caller, rule, answer. No rule lives here. Partner: protocol/commands/relations.ts.

import { TICKET_PAGE_ROWS } from '../../../protocol/limits.ts'
import type { Commit } from '../../events.ts'
import type { Parts } from '../../parts.ts'
import type { TicketRecord } from '../../store/records.ts'
import type { ReadTables } from '../../store/store.ts'
import { link, unlink } from '../../tickets/links.ts'
import { mergeTickets } from '../../tickets/merge.ts'
import type { Tickets } from '../../tickets/tickets.ts'
import { attach, track } from '../../tickets/trackers.ts'
import { beginUpdate, sendUpdateNow, stopUpdate } from '../../tickets/updates.ts'
import { deskTicket } from '../../tickets/views.ts'
import type { DeskHandlers } from './handlers.ts'

export function relationHandlers(
  parts: { read: ReadTables; commit: Commit; tickets: Tickets } & Pick<Parts, 'now' | 'newId'>,
) {
  const { read, commit } = parts

  const ofDesks = {
    'ticket.link': async ({ agent }, body) => seen(await commit((tx) => link(tx, parts, agent, body))),
    'ticket.unlink': async ({ agent }, body) => seen(await commit((tx) => unlink(tx, parts, agent, body))),
    'ticket.merge': async ({ agent }, body) =>
      seen(await commit((tx) => mergeTickets(tx, parts, agent, body))),
    'ticket.split': async ({ agent }, body) =>
      seen(await commit((tx) => parts.tickets.splitOff(tx, agent, body))),
    'ticket.track': async ({ agent }, body) => ({
      ticket: await deskTicket(await commit((tx) => track(tx, parts, agent, body)), read),
    }),
    'tickets.attach': async ({ agent }, body) => {
      const { tickets, refused } = await commit((tx) => attach(tx, parts, agent, body))
      return { ...(await seen(tickets)), refused }
    },
    'tracker.list': async () => seen(await read.tickets.trackers(TICKET_PAGE_ROWS)),
    'tracker.read': async (_caller, { ticketId, after }) => {
      const page = { ...(after !== undefined && { after }), limit: TICKET_PAGE_ROWS + 1 }
      const found = await read.tickets.causedBy(ticketId, page)
      const tickets = found.slice(0, TICKET_PAGE_ROWS)
      const next = found.length > TICKET_PAGE_ROWS ? (tickets.at(-1)?.id ?? null) : null
      return { ...(await seen(tickets)), next }
    },
    'tracker.update': async ({ agent }, body) => ({
      ticket: await deskTicket(await commit((tx) => beginUpdate(tx, parts, agent, body)), read),
    }),
    'tracker.send_now': async (_caller, body) => ({
      ticket: await deskTicket(await commit((tx) => sendUpdateNow(tx, parts, body)), read),
    }),
    'tracker.stop': async (_caller, body) => {
      const { ticket, text } = await commit((tx) => stopUpdate(tx, body))
      return { ticket: await deskTicket(ticket, read), text }
    },
  } satisfies Partial<DeskHandlers>

  return { ofDesks }

  async function seen(tickets: TicketRecord[]) {
    return { tickets: await Promise.all(tickets.map((ticket) => deskTicket(ticket, read))) }
  }
}
