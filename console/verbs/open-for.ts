// Opens the ticket that was put together for a contact. Partner: opening.ts.

import type { DeskTicket } from '../../protocol/entities.ts'
import type { DeskCommandBody } from '../../protocol/socket.ts'
import { ask } from '../line/line.ts'
import { keepTicket } from '../state.ts'
import { strings } from '../strings.ts'
import { tell } from '../toasts.ts'
import { opening } from './opening.ts'

/** @throws Refused, which stands in the dialog. */
export async function openFor(body: DeskCommandBody<'ticket.open'>): Promise<DeskTicket> {
  const { ticket } = await ask('ticket.open', body)
  keepTicket(ticket)
  // Another may have been begun meanwhile.
  if (opening.peek()?.clientId === body.clientId) opening.value = null
  tell(strings.done.opened(ticket.number, ticket.contact.name))
  return ticket
}
