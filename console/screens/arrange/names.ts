// Which tickets a dialog is about, in its title: “#12”, or how many.

import { tickets } from '../../state.ts'
import { strings } from '../../strings.ts'

export function namesOf(ticketIds: readonly string[]): string {
  const [only] = ticketIds
  const ticket = ticketIds.length === 1 && only ? tickets.value.get(only) : undefined
  return ticket ? strings.number(ticket.number) : strings.changes.tickets(ticketIds.length)
}
