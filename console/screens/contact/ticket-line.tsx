// Another ticket, in a line of the panel, as a link that opens it.

import type { DeskTicket } from '../../../protocol/entities.ts'
import { shortAge } from '../../../ui/time.ts'
import { now } from '../../clock.ts'
import { openTicket } from '../../list/cursor.ts'
import { addressOf, onPlainClick, route } from '../../route.ts'
import { strings } from '../../strings.ts'
import { StateMark } from '../parts/marks.tsx'

export function TicketLine({ ticket, detail }: { ticket: DeskTicket; detail: string }) {
  return (
    <a
      href={addressOf({ ...route.value, ticketId: ticket.id, pane: 'thread' })}
      title={ticket.subject}
      onClick={opens(ticket.id)}
    >
      <StateMark ticket={ticket} />
      <span class="others-subject">{ticket.subject}</span>
      <span class="quiet">{detail}</span>
    </a>
  )
}

/** Those of one contact, with how long ago something happened in each. */
export function TicketLines({ tickets }: { tickets: readonly DeskTicket[] }) {
  return (
    <ul class="others">
      {tickets.map((ticket) => (
        <li key={ticket.id}>
          <TicketLine
            ticket={ticket}
            detail={`${strings.number(ticket.number)} · ${shortAge(ticket.updatedAt, now.value)}`}
          />
        </li>
      ))}
    </ul>
  )
}

export const opens = (ticketId: string) => onPlainClick(() => openTicket(ticketId))
