// The person's tickets: on the home screen the open ones, here all.

import type { ContactTicket } from '../../protocol/entities.ts'
import { Avatar, Blank, Pill, Skeleton } from '../../ui/controls.tsx'
import { ChatIcon, ClockIcon, DoneIcon, MergeIcon } from '../../ui/icons.tsx'
import { shortAge } from '../../ui/time.ts'
import { locale } from '../help.ts'
import { go } from '../navigation.ts'
import { isUnread, state } from '../state.ts'
import * as t from '../strings/en.ts'
import { Frame, useNow } from './frame.tsx'
import { Row } from './row.tsx'
import { WriteToUs } from './write-to-us.tsx'

const MINUTE_MS = 60_000

export function Tickets() {
  const tickets = state.tickets.value
  const isLoading = state.signedIn.value && !state.contact.value
  return (
    <Frame title={t.yourTickets} foot={<WriteToUs />}>
      {isLoading && (
        <div class="pad">
          <Skeleton lines={5} label={t.loading} />
        </div>
      )}
      {!isLoading && tickets.length === 0 && (
        <Blank icon={<ChatIcon />} title={t.noTickets}>
          {t.noTicketsHint}
        </Blank>
      )}
      <TicketRows tickets={tickets} />
    </Frame>
  )
}

export function TicketRows({ tickets }: { tickets: ContactTicket[] }) {
  const now = useNow(MINUTE_MS)
  const unsent = state.unsent.value.filter(({ opening }) => opening)
  return (
    <div class="rows">
      {unsent.map(({ ticket, text, at }) => (
        <Row
          key={ticket}
          icon={<ClockIcon />}
          title={text}
          text={t.ticketUnsent}
          aside={shortAge(at, now, locale())}
          onClick={() => go({ name: 'thread', ticket })}
        />
      ))}
      {tickets.map((ticket) => (
        <Row
          key={ticket.id}
          icon={<Mark ticket={ticket} />}
          title={ticket.subject}
          text={
            <>
              <Pill tone={toneOf(ticket)}>{t.states[ticket.state]}</Pill> {lastWords(ticket)}
            </>
          }
          isNew={isUnread(ticket)}
          aside={
            <>
              {shortAge(ticket.lastEntry.at, now, locale())}
              {isUnread(ticket) && <i class="dot" role="img" aria-label={t.newMessages} />}
            </>
          }
          onClick={() => go({ name: 'thread', ticket: ticket.id })}
        />
      ))}
    </div>
  )
}

/** Who answers, or what kind of ticket it is while nobody has. */
function Mark({ ticket }: { ticket: ContactTicket }) {
  if (ticket.assignee) return <Avatar name={ticket.assignee.name} size={32} />
  if (ticket.type === 'account_merge') return <MergeIcon />
  return ticket.state === 'solved' ? <DoneIcon /> : <ChatIcon />
}

export const toneOf = ({ state }: ContactTicket) =>
  state === 'solved' ? 'success' : state === 'waiting_on_contact' ? 'accent' : 'neutral'

function lastWords({ lastEntry }: ContactTicket): string {
  if (lastEntry.author === 'system')
    return t.activity(lastEntry.snippet as Parameters<typeof t.activity>[0], {
      name: lastEntry.name,
      side: lastEntry.name === state.contact.value?.name ? 'contact' : '',
    })
  const who = lastEntry.author === 'contact' ? t.you : lastEntry.name.split(' ')[0]
  return `${who}: ${lastEntry.snippet}`
}
