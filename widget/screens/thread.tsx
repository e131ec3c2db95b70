// A ticket's thread: its header, what both sides wrote, where the person stands in it, the composer. Partners:
// thread-rows.tsx, thread-place.ts, composer.tsx; commands.ts.

import { useEffect, useRef, useState } from 'preact/hooks'
import { Avatar, Button, IconButton } from '../../ui/controls.tsx'
import { DoneIcon } from '../../ui/icons.tsx'
import { windowOf } from '../../ui/long-thread.ts'
import { act, catchUp, readEarlier } from '../commands.ts'
import { pictureOf } from '../http.ts'
import { After, Alerts, Filled, MergeCard, Place, Typing } from '../on-demand.tsx'
import { isNews, markOf, state, ticketOf } from '../state.ts'
import * as t from '../strings/en/panel.ts'
import { Composer } from './composer.tsx'
import { Deed } from './deed.tsx'
import { Failed, Frame, useWork, Waiting } from './frame.tsx'
import { useNewAfter, useSeeing, useStickingToEnd, type View } from './thread-place.ts'
import { itemsOf, Rows } from './thread-rows.tsx'

export function Thread({ ticket: id }: { ticket: string }) {
  const ticket = ticketOf(id)
  const [view, turn] = useState<View>()
  const entries = view?.run ?? state.threads.value[id]
  const items = itemsOf(id, entries, !view?.run)
  const { from, to } = view ? windowOf(items, view.start ?? null) : { from: 0, to: undefined }
  const merge = state.merges.value.find((one) => one.id === ticket?.mergeId)
  const scroller = useRef<HTMLDivElement>(null)
  const { error, run } = useWork()
  /** What the person does: it waits for no page of the thread. */
  const work = useWork()
  const newAfter = useNewAfter(ticket)
  const isAway = useStickingToEnd(scroller, !view)
  useSeeing(id, ticket, view?.isAway ?? isAway)

  const mark = markOf(id)
  const read = () => run(() => catchUp(id))
  useEffect(() => {
    if (!id.startsWith('new:') && !mark) {
      // Nor does what was scrolled to stand any more.
      turn(undefined)
      read()
    }
    // A line that is back brings what the one before did not, and ends what was said of that one.
    work.run(async () => {})
  }, [id, !mark, state.connection.value])

  const news = items.filter(({ sequence }) => sequence > newAfter)
  // Who has answered needs no line above what they answered.
  const firstNew = news.some(({ isOwn }) => isOwn)
    ? undefined
    : news.find(({ activity }) => !activity || isNews(activity.code))
  const isSolved = ticket?.state === 'solved'
  const isInvitation = ticket?.type === 'account_merge' && !ticket.mergeId && !isSolved

  return (
    <Frame
      scroller={scroller}
      lead={ticket?.assignee && <Avatar name={ticket.assignee.name} picture={pictureOf(ticket.assignee)} />}
      title={ticket?.subject ?? items[0]?.text ?? t.yourTickets}
      sub={
        ticket
          ? `${t.ticketNumber(ticket.number)} · ${(!isSolved && ticket.assignee?.name) || t.states[ticket.state]}`
          : id.startsWith('new:') && t.notSentYet
      }
      actions={
        ticket && (
          <>
            {/* First, for it comes late and nothing that is pressed may move. */}
            <Alerts />
            {!isSolved && !merge && (
              <IconButton
                label={t.solve}
                onClick={() => work.run(() => act('ticket.solve', { ticketId: id }))}
              >
                <DoneIcon />
              </IconButton>
            )}
          </>
        )
      }
      foot={<Composer ticket={id} isSolved={isSolved && !ticket.mergedInto} wrong={work.error} />}
    >
      {/* There from the first, as what stands at the end: what comes late into them moves nobody. */}
      <div>
        {(merge || isInvitation) && <MergeCard merge={merge} />}
        {ticket?.answers && <Filled answers={ticket.answers} />}
      </div>
      {!items.length && (error ? <Failed what={t.theMessages} onAgain={read} /> : <Waiting />)}
      {!from && (mark || error) && (entries?.[0]?.sequence ?? 1) > 1 && (
        <div class="centre">
          <Button look="quiet" size="s" onClick={() => work.run(() => readEarlier(id))}>
            {t.earlier}
          </Button>
        </div>
      )}
      {/* What comes is said by `Place`, once. */}
      <div class="thread" role="log" aria-live="off" aria-label={t.messages}>
        <Rows
          items={items.slice(from, to)}
          lastOwn={view?.run ? undefined : items.findLast(({ isOwn }) => isOwn)}
          firstNew={firstNew?.key}
          ticket={ticket}
        />
        {!view?.run && <Typing ticket={id} />}
      </div>
      <div>{ticket && <After ticket={ticket} />}</div>
      {mark && (
        <Place
          ticket={id}
          rows={items}
          view={view}
          turn={turn}
          scroller={scroller}
          isAway={isAway}
          readTo={ticket?.seenByContact ?? 0}
          deed={Deed}
        />
      )}
    </Frame>
  )
}
