// A reply or note on its way. One that failed stays with its text, its reason and both ways out.

import { textWithCards } from '../../../ui/article-card.tsx'
import { Button } from '../../../ui/controls.tsx'
import { isEmojiAlone } from '../../../ui/emoji.ts'
import { AlertIcon, ClockIcon } from '../../../ui/icons.tsx'
import { Bubble } from '../../../ui/messages.tsx'
import { QuoteInBubble } from '../../../ui/quote.tsx'
import { center } from '../../article-search.ts'
import { draftOf, takeBack } from '../../drafts.ts'
import { lineStatus } from '../../line.ts'
import { discard, type Outgoing, sendAgain } from '../../outgoing.ts'
import { sentenceOfCode } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'
import { setWhole } from '../../uploads.ts'
import { Files } from './attach.tsx'
import { quoteWords } from './quote-words.ts'

const words = strings.thread

export function OutgoingBubble({ outgoing, onGo }: { outgoing: Outgoing; onGo: (sequence: number) => void }) {
  const { clientId, ticketId, mode, text, attachments = [], quotes, brings, state, code } = outgoing
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
              {words.failed} {code?.startsWith('line.') ? words.unacknowledged : code && sentenceOfCode(code)}
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
              onClick={() => {
                const draft = { ...draftOf(ticketId), ...(quotes && { quotes }) }
                takeBack(ticketId, mode, discard(clientId), draft, brings)
                if (attachments.length) setWhole(ticketId, mode, attachments)
              }}
            >
              {words.discard}
            </Button>
          </div>
        </div>
      </>
    )
  }
  const isQueued = state === 'sending' && lineStatus.value.state !== 'live'
  return (
    <>
      {text && (
        <Bubble look="waiting" isLarge={!quotes && isEmojiAlone(text)}>
          {quoted}
          {textWithCards(text, center())}
        </Bubble>
      )}
      <Files files={attachments} />
      {state === 'sending' && (
        <span class="seen">
          {isQueued && <ClockIcon size={16} />}
          {isQueued ? words.queued : words.sending}
        </span>
      )}
    </>
  )
}
