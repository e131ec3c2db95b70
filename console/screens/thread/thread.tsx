// One ticket: its head, then the conversation with the composer, or the merge review. Partners: thread-head.tsx,
// conversation.tsx, composer.tsx, screens/merge/review.tsx.

import { Blank, Button, Skeleton } from '../../../ui/controls.tsx'
import { AlertIcon, ChatIcon, OfflineIcon } from '../../../ui/icons.tsx'
import { lineStatus } from '../../line/line.ts'
import { MergeReview, Standing } from '../../on-demand.tsx'
import { go, route } from '../../route.ts'
import { threads, tickets, ticketsOf } from '../../state.ts'
import { sentenceOf } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'
import { reads, readThread } from '../../verbs/actions.ts'
import { MergeStrip } from '../merge/strip.tsx'
import { AnswersStrip } from './answers.tsx'
import { Composer } from './composer.tsx'
import { Conversation } from './conversation.tsx'
import { ThreadHead } from './thread-head.tsx'

const words = strings.thread

export function ThreadPane({ ticketId }: { ticketId: string }) {
  const ticket = tickets.value.get(ticketId)
  const thread = threads.value.get(ticketId)
  if (!ticket) return <NotRead ticketId={ticketId} />
  const isReview = route.value.pane === 'merge'
  // What the list knows stands there at once, where it will stay; the thread comes between.
  return (
    <>
      <ThreadHead ticket={ticket} thread={thread} />
      {isReview && thread?.merge ? (
        <MergeReview merge={thread.merge} ticket={ticket} thread={thread} />
      ) : isReview && !thread ? (
        <NotRead ticketId={ticketId} />
      ) : (
        <>
          {thread?.merge && <MergeStrip merge={thread.merge} />}
          {(ticket.tracker || ticket.cause || ticket.mergedInto) && <Standing ticket={ticket} />}
          {ticket.answers && <AnswersStrip ticket={ticket} answers={ticket.answers} />}
          {thread ? <Conversation ticket={ticket} thread={thread} /> : <NotRead ticketId={ticketId} />}
          {(thread || (reads.value.get(ticketId) ?? 'reading') === 'reading') && (
            <Composer ticket={ticket} thread={thread} />
          )}
        </>
      )}
    </>
  )
}

/** Still on its way, or why it will not come. */
function NotRead({ ticketId }: { ticketId: string }) {
  const state = reads.value.get(ticketId)
  if (state !== 'reading' && state?.code === 'not_found') {
    return (
      <Blank
        icon={<AlertIcon />}
        title={words.missingTitle}
        action={<Button onClick={() => go({ ticketId: null })}>{words.back}</Button>}
        urgent
      >
        {words.missing}
      </Blank>
    )
  }
  if (state && state !== 'reading') {
    return (
      <Blank
        icon={<AlertIcon />}
        title={words.failedTitle}
        action={<Button onClick={() => readThread(ticketId)}>{strings.tryAgain}</Button>}
        urgent
      >
        {sentenceOf(state)}
      </Blank>
    )
  }
  if (lineStatus.value.state === 'lost') {
    return (
      <Blank icon={<OfflineIcon />} title={words.offlineTitle}>
        {words.offline}
      </Blank>
    )
  }
  return (
    <div class="thread-loading">
      <Skeleton label={strings.loading} lines={6} />
    </div>
  )
}

/** The work pane of a wide screen while no ticket is open; it stays quiet where the list says why. */
export function NoTicket() {
  if (ticketsOf(route.value.view).value.length === 0) return null
  return (
    <Blank icon={<ChatIcon />} title={strings.work.noneTitle}>
      {strings.work.none}
    </Blank>
  )
}
