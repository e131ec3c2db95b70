// Tickets that agents open for contacts: caller, rule, answer. No rule lives here. Partner: protocol/commands/opening.ts.

import { Refusal } from '../../errors.ts'
import type { Commit } from '../../events.ts'
import type { ReadTables } from '../../store/store.ts'
import type { LookUps } from '../../ticket-types/look-ups.ts'
import type { Tickets } from '../../tickets/tickets.ts'
import { deskTicket } from '../../tickets/views.ts'
import type { DeskHandlers } from './handlers.ts'

export function openingHandlers(parts: {
  read: ReadTables
  commit: Commit
  tickets: Tickets
  lookUps: LookUps
}) {
  const { read, commit, tickets, lookUps } = parts

  const ofDesks = {
    'ticket.open': async ({ agent }, body) => {
      const ticket = await commit((tx) => tickets.openAsAgent(tx, agent, body))
      return { ticket: await deskTicket(ticket, read) }
    },
    'objects.look_up': async (_caller, { contactId, object }) => {
      const contact = await read.contacts.find(contactId)
      if (!contact) throw new Refusal('not_found', { field: '/contactId' })
      return { objects: await lookUps.objects(contact, object) }
    },
  } satisfies Partial<DeskHandlers>

  return { ofDesks }
}
