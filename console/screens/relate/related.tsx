// The tickets to which one stands: those of the same matter, the tracker of its cause, or what it gathers as a tracker. Of
// whomever they are, and for agents alone.

import { useEffect, useState } from 'preact/hooks'
import type { DeskTicket } from '../../../protocol/entities.ts'
import { Button, IconButton } from '../../../ui/controls.tsx'
import { AddIcon, CloseIcon } from '../../../ui/icons.tsx'
import { lineStatus } from '../../line/line.ts'
import { linkedWith, tickets, typeName } from '../../state.ts'
import { relating as words } from '../../strings/relating.ts'
import { strings } from '../../strings.ts'
import { arrangeIn } from '../../verbs/arranging.ts'
import { attach, readAttached, track, unlink } from '../../verbs/relations.ts'
import { TicketLine } from '../contact/ticket-line.tsx'
import './look.ts'

/** Of a tracker's tickets: more take a press. */
const SHOWN = 5
/** Of one, with what is between two (look/relate.css): their place is kept until they are read, so that nothing below moves. */
const [LINE_PX, GAP_PX] = [44, 6]
const heightOf = (lines: number) => `min-height:${lines * (LINE_PX + GAP_PX) - GAP_PX}px`

export function Related({ ticket }: { ticket: DeskTicket }) {
  const linked = linkedWith(ticket)
  const cause = ticket.cause ? tickets.value.get(ticket.cause) : undefined
  return (
    <>
      {ticket.tracker && <Attached ticket={ticket} count={ticket.tracker.attached} />}
      {cause && (
        <section aria-label={words.cause}>
          <h3 class="contact-part">{words.cause}</h3>
          <ul class="others">
            <One
              ticket={cause}
              away={words.detach(ticket.number)}
              onAway={() => void attach([ticket.id], null)}
            />
          </ul>
        </section>
      )}
      <section aria-label={words.related}>
        <div class="contact-others">
          <h3 class="contact-part">{words.related}</h3>
          <IconButton
            label={words.link}
            aria-haspopup="dialog"
            onClick={() => arrangeIn('link', [ticket.id])}
          >
            <AddIcon size={16} />
          </IconButton>
        </div>
        <ul class="others" hidden={linked.length === 0}>
          {linked.map((other) => (
            <One
              key={other.id}
              ticket={other}
              away={words.unlink(other.number)}
              onAway={() => void unlink(ticket.id, other.id)}
            />
          ))}
        </ul>
      </section>
    </>
  )
}

function Attached({ ticket, count }: { ticket: DeskTicket; count: number }) {
  const [isAll, showAll] = useState(false)
  const isLive = lineStatus.value.state === 'live'
  useEffect(() => {
    let isGone = false
    const read = async () => {
      for (let after: string | null | undefined; after !== null && !isGone; )
        after = await readAttached(ticket.id, after)
    }
    // Without the line there is what is known; it is read again when it is back.
    if (isLive && count > 0) void read().catch(() => {})
    return () => {
      isGone = true
    }
  }, [ticket.id, isLive])
  const attached = [...tickets.value.values()]
    .filter(({ cause }) => cause === ticket.id)
    .sort((a, b) => b.number - a.number)
  const shown = isAll ? attached : attached.slice(0, SHOWN)
  return (
    <section aria-label={words.causeOf(ticket.number)}>
      <div class="contact-others">
        <h3 class="contact-part">{words.count(count)}</h3>
        {count === 0 && (
          <Button size="s" look="quiet" onClick={() => void track(ticket.id, false)}>
            {words.endTracker}
          </Button>
        )}
      </div>
      {count === 0 && <p class="quiet">{words.noneAttached}</p>}
      <ul class="others related-all" style={count > 0 ? heightOf(Math.min(count, SHOWN)) : undefined}>
        {shown.map((other) => (
          <One
            key={other.id}
            ticket={other}
            away={words.detach(other.number)}
            onAway={() => void attach([other.id], null)}
          />
        ))}
      </ul>
      {!isAll && count > SHOWN && (
        <Button size="s" look="quiet" onClick={() => showAll(true)}>
          {words.more(count - SHOWN)}
        </Button>
      )}
    </section>
  )
}

function One({ ticket, away, onAway }: { ticket: DeskTicket; away: string; onAway: () => void }) {
  return (
    <li class="related">
      <TicketLine
        ticket={ticket}
        detail={`${strings.number(ticket.number)} · ${typeName(ticket.type)} · ${ticket.contact.name}`}
      />
      <IconButton label={away} onClick={onAway}>
        <CloseIcon size={16} />
      </IconButton>
    </li>
  )
}
