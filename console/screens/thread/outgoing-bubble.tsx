// A reply or note on its way. One that failed stays with its text, its reason and both ways out.

import { textWithCards } from '../../../ui/article-card.tsx'
import { Button } from '../../../ui/controls.tsx'
import { isEmojiAlone } from '../../../ui/emoji-alone.ts'
import { AlertIcon, ClockIcon } from '../../../ui/icons.tsx'
import { Bubble } from '../../../ui/messages.tsx'
import { QuoteInBubble } from '../../../ui/quote.tsx'
import { useSeconds } from '../../clock.ts'
import { center } from '../../help-center.ts'
import { lineStatus } from '../../line/line.ts'
import { clockSkewMs } from '../../state.ts'
import { sentenceOfCode } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'
import { sendNow } from '../../writing/holding.ts'
import { type Outgoing, sendAgain } from '../../writing/outgoing.ts'
import { takeBackIntoBox, undoSend } from '../../writing/taking-back.ts'
import { useOnline } from '../list/line-state.tsx'
import { Files } from './attach.tsx'
import { quoteWords } from './quote-words.ts'

const words = strings.thread

export function OutgoingBubble({ outgoing, onGo }: { outgoing: Outgoing; onGo: (sequence: number) => void }) {
  const { clientId, text, attachments = [], quotes, state, code, said } = outgoing
  const isOnline = useOnline()
  const quoted = quotes && <QuoteInBubble quote={quotes} words={quoteWords} onGo={onGo} />
  if (state === 'failed') {
    return (
      <>
        {text && (
          <Bubble look="failed">
            {quoted}
            {textWithCards(text, center())}
          </Bubble>
        )}
        <Files files={attachments} />
        <div class="outgoing-failed" role="alert">
          <p>
            <AlertIcon size={16} />
            <span>
              {words.failed}{' '}
              {code?.startsWith('line.') ? words.unacknowledged : code && sentenceOfCode(code, said)}
            </span>
          </p>
          <div>
            <Button size="s" onClick={() => sendAgain(clientId)}>
              {strings.tryAgain}
            </Button>
            <Button
              size="s"
              look="quiet"
              // What stands in the box already is not overwritten: the text goes in front of it.
              onClick={() => takeBackIntoBox(outgoing)}
            >
              {words.discard}
            </Button>
          </div>
        </div>
      </>
    )
  }
  // A socket learns late that its network is gone; the device knows at once.
  const isQueued = state === 'sending' && (lineStatus.value.state !== 'live' || !isOnline)
  return (
    <>
      {text && (
        <Bubble look="waiting" isLarge={!quotes && isEmojiAlone(text)}>
          {quoted}
          {textWithCards(text, center())}
        </Bubble>
      )}
      <Files files={attachments} />
      {state === 'held' && <Held outgoing={outgoing} />}
      {state === 'sending' && (
        <span class="seen">
          {isQueued && <ClockIcon size={16} />}
          {isQueued ? words.queued : words.sending}
        </span>
      )}
    </>
  )
}

/** The seconds are for the eye; read aloud once, they would never stop. */
function Held({ outgoing }: { outgoing: Outgoing }) {
  const { clientId, ticketId, until = 0 } = outgoing
  const left = Math.max(0, Math.ceil((until - (useSeconds() - clockSkewMs.value)) / 1_000))
  return (
    <span class="held">
      <span aria-hidden="true">{words.sendsIn(left)}</span>
      <span class="hd-hidden" role="status">
        {words.heldAloud}
      </span>
      <button type="button" title={words.undoKey} onClick={() => undoSend(ticketId)}>
        {words.undo}
      </button>
      <button type="button" onClick={() => sendNow(clientId)}>
        {words.sendNow}
      </button>
    </span>
  )
}
