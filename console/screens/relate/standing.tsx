// Above the conversation, how the ticket stands to others where that decides what is done with it: where it goes on, once it was
// merged; the tracker of its cause; of a tracker, how many have its cause, the way to write to all of them, and what is on its way.

import type { Tracker, TrackerUpdate } from '../../../protocol/desk/relations.ts'
import type { DeskTicket } from '../../../protocol/entities.ts'
import { Button } from '../../../ui/controls.tsx'
import { MergeIcon, PeopleIcon } from '../../../ui/icons.tsx'
import { useSeconds } from '../../clock.ts'
import { openTicket } from '../../list/cursor.ts'
import { tickets } from '../../state.ts'
import { relating as words } from '../../strings/relating.ts'
import { arrangeIn } from '../../verbs/arranging.ts'
import { sendUpdateNow, stopUpdate } from '../../verbs/tracker-updates.ts'
import { StateMark } from '../parts/marks.tsx'
import './look.ts'

export function Standing({ ticket }: { ticket: DeskTicket }) {
  const into = tickets.value.get(ticket.mergedInto ?? '')
  const cause = tickets.value.get(ticket.cause ?? '')
  return (
    <>
      {into && <Elsewhere what={words.mergedInto(into.number)} ticket={into} />}
      {cause && <Elsewhere what={words.causedBy(cause.number)} ticket={cause} />}
      {ticket.tracker && <TrackerStrip ticket={ticket} tracker={ticket.tracker} />}
    </>
  )
}

function Elsewhere({ what, ticket }: { what: string; ticket: DeskTicket }) {
  return (
    <div class="strip">
      <MergeIcon />
      <div>
        <p class="strip-state">{what}</p>
        <p class="strip-who">
          <StateMark ticket={ticket} />
          <span title={ticket.subject}>{ticket.subject}</span>
        </p>
      </div>
      <Button size="s" onClick={() => openTicket(ticket.id)}>
        {words.open(ticket.number)}
      </Button>
    </div>
  )
}

function TrackerStrip({ ticket, tracker }: { ticket: DeskTicket; tracker: Tracker }) {
  return (
    <div class="strip">
      <PeopleIcon />
      <div>
        <p class="strip-state">{words.tracker}</p>
        <p class="strip-who">{words.count(tracker.attached)}</p>
      </div>
      {tracker.attached > 0 && (
        <Button size="s" aria-haspopup="dialog" onClick={() => arrangeIn('update', [ticket.id])}>
          {words.update}
        </Button>
      )}
      {tracker.updates.map((update) => (
        <UnderWay key={update.id} ticketId={ticket.id} update={update} />
      ))}
    </div>
  )
}

function UnderWay({ ticketId, update }: { ticketId: string; update: TrackerUpdate }) {
  const { id, done, total, by, snippet } = update
  const left = Math.max(0, Math.ceil((Date.parse(update.startsAt) - useSeconds()) / 1_000))
  const isHeld = left > 0 && done === 0
  return (
    <div class="strip-update">
      <p>{words.by(by.name, snippet)}</p>
      <div class="held">
        {isHeld ? (
          <>
            <span aria-hidden="true">{words.startsIn(left)}</span>
            <span class="hd-hidden" role="status">
              {words.heldAloud}
            </span>
          </>
        ) : (
          <>
            <progress max={total} value={done} aria-label={words.sending(done, total)} />
            <span>{words.sending(done, total)}</span>
          </>
        )}
        <button type="button" onClick={() => void stopUpdate(ticketId, id, update)}>
          {isHeld ? words.undo : words.stop}
        </button>
        {isHeld && (
          <button type="button" onClick={() => void sendUpdateNow(ticketId, id)}>
            {words.sendNow}
          </button>
        )}
      </div>
    </div>
  )
}
