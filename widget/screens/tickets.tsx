// The person's tickets: on the home screen the open ones, here all.

import type { ActivityCode, ContactTicket } from '../../protocol/entities.ts'
import { Avatar, Blank, Pill } from '../../ui/controls.tsx'
import { ChatIcon, ClockIcon, MergeIcon } from '../../ui/icons.tsx'
import { shortAge } from '../../ui/time.ts'
import { locale } from '../help.ts'
import { pictureOf } from '../http.ts'
import { go } from '../navigation.ts'
import { WrittenBefore } from '../on-demand.tsx'
import { isUnread, state } from '../state.ts'
import * as t from '../strings/en/panel.ts'
import { Deed } from './deed.tsx'
import { Frame, useNow, Waiting } from './frame.tsx'
import { Row } from './row.tsx'
import { WriteToUs } from './write-to-us.tsx'

const MINUTE_MS = 60_000
const TONES = {
  open: 'neutral',
  snoozed: 'neutral',
  waiting_on_contact: 'accent',
  solved: 'success',
} as const

export function Tickets() {
  const tickets = state.tickets.value
  const none = (
    <Blank icon={<ChatIcon />} title={t.noTickets}>
      {t.noTicketsHint}
    </Blank>
  )
  return (
    <Frame title={t.yourTickets} foot={<WriteToUs />}>
      {state.signedIn.value && !state.contact.value ? (
        <Waiting />
      ) : (
        !tickets.length && (state.signedIn.value ? none : <WrittenBefore>{none}</WrittenBefore>)
      )}
      <TicketRows tickets={tickets} />
    </Frame>
  )
}

export function TicketRows({ tickets }: { tickets: ContactTicket[] }) {
  const now = useNow(MINUTE_MS)
  return (
    <div class="rows">
      {state.unsent.value.map(
        ({ ticket, text, at, opening }) =>
          opening && (
            <Row
              key={ticket}
              icon={<ClockIcon />}
              title={text}
              text={t.notSentYet}
              aside={shortAge(at, now, locale())}
              onClick={() => go({ name: 'thread', ticket })}
            />
          ),
      )}
      {tickets.map((ticket) => (
        <Row
          key={ticket.id}
          icon={<Mark ticket={ticket} />}
          title={ticket.subject}
          text={
            <>
              <Pill tone={TONES[ticket.state]}>{t.states[ticket.state]}</Pill> {lastWords(ticket)}
            </>
          }
          isNew={isUnread(ticket)}
          aside={
            <>
              {shortAge(ticket.lastEntry.at, now, locale())}
              {isUnread(ticket) && <i class="dot" role="img" aria-label={t.unread} />}
            </>
          }
          onClick={() => go({ name: 'thread', ticket: ticket.id })}
        />
      ))}
    </div>
  )
}

/** Who answers, or what kind of ticket it is while nobody has. */
function Mark({ ticket: { assignee, type } }: { ticket: ContactTicket }) {
  if (assignee) return <Avatar name={assignee.name} picture={pictureOf(assignee)} />
  return type === 'account_merge' ? <MergeIcon /> : <ChatIcon />
}

function lastWords({ state, lastEntry: { author, name, snippet } }: ContactTicket) {
  // The pill beside it says so.
  if (state === 'solved' && snippet === 'ticket.solved') return ''
  if (author === 'system') return <Deed code={snippet as ActivityCode} details={{ name }} />
  return t.said(author === 'agent' ? (name.split(' ')[0] ?? '') : '', snippet)
}
