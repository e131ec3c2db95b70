// A message that the server has: as it is now, what stood there before (only agents see that), and what its writer
// can still do. Partners: ui/message-actions.tsx, conversation.tsx.

import { useState } from 'preact/hooks'
import type { Activity, Message, Revision } from '../../../protocol/entities.ts'
import { quotedBy, quoteOf } from '../../../protocol/revisions.ts'
import { written } from '../../../protocol/written.ts'
import { textWithCards } from '../../../ui/article-card.tsx'
import { Button } from '../../../ui/controls.tsx'
import { copy } from '../../../ui/copy.ts'
import { isEmojiAlone } from '../../../ui/emoji-alone.ts'
import { MessageActions, onTouch } from '../../../ui/message-actions.tsx'
import { Bubble, Edited, isRevisable, More } from '../../../ui/messages.tsx'
import { QuoteInBubble } from '../../../ui/quote.tsx'
import { linkify } from '../../../ui/text.tsx'
import { clockTime, fullTime } from '../../../ui/time.ts'
import { theirTime } from '../../facts/their-time.ts'
import { center } from '../../help-center.ts'
import { composerWanted, editing } from '../../list/cursor.ts'
import { addressOf, goOnClick, route } from '../../route.ts'
import { me, tickets } from '../../state.ts'
import { sentenceOf } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'
import { revise } from '../../verbs/actions.ts'
import { splitAt } from '../../verbs/splitting.ts'
import { quote } from '../../writing/drafts.ts'
import { Files } from './attach.tsx'
import { quoteWords } from './quote-words.ts'

const words = strings.message

export function SaidBubble(props: {
  message: Message
  revisions: Revision[]
  onGo: (sequence: number) => void
  /** It was split off: the line that says so. */
  wentTo?: Activity | undefined
}) {
  const { message, revisions } = props
  const [isChosen, choose] = useState(false)
  // One name a try, so that a second press changes nothing twice.
  const [names] = useState(() => new Map<string | null, string>())
  const isWanted = editing.value === message.id
  const newest = revisions.at(-1)
  const text = newest ? newest.text : message.text
  const isMine = message.author.kind === 'agent' && message.author.id === me.value?.id
  const mayChange = isMine && text !== null && isRevisable(message)

  const done = () => {
    choose(false)
    if (isWanted) editing.value = null
  }
  const change = async (to: string | null) => {
    const clientId = names.get(to) ?? crypto.randomUUID()
    names.set(to, clientId)
    await revise(message, clientId, to)
  }
  const opens = text !== null && (
    <More label={words.more} isOpen={isChosen || isWanted} onClick={() => choose(!isChosen)} />
  )
  const said = fullTime(message.createdAt)
  const there = theirTime(message.createdAt, tickets.value.get(message.ticketId)?.handover.zone)
  const isBare = text === '' && message.attachments !== undefined
  return (
    <>
      {!isBare && (
        <Bubble
          item={message.sequence}
          isLarge={!message.quotes && isEmojiAlone(text ?? '')}
          {...(text !== null && { onClick: onTouch(() => choose(!isChosen)) })}
          title={there ? words.there(said, there) : said}
          {...(text === null && { look: 'deleted' })}
        >
          {message.quotes && text !== null && (
            <QuoteInBubble quote={message.quotes} words={quoteWords} onGo={props.onGo} />
          )}
          {text === null ? words.deleted : textWithCards(text, center())}
          {message.byMail && <Edited>{words.byMail[message.byMail]}</Edited>}
          {newest && text !== null && <Edited>{words.edited}</Edited>}
          {opens}
        </Bubble>
      )}
      {isBare && <span data-item={message.sequence} />}
      {isBare ? (
        <div class="hd-bare">
          <Files files={message.attachments} />
          {opens}
        </div>
      ) : (
        <Files files={message.attachments} />
      )}
      {props.wentTo && <WentTo activity={props.wentTo} />}
      {newest && (
        <Former
          texts={[message.text, ...revisions.slice(0, -1).map((one) => one.text ?? '')]}
          at={newest.createdAt}
        />
      )}
      {(isChosen || isWanted) && text !== null && (
        <MessageActions
          key={isWanted ? 'edit' : 'menu'}
          words={words.actions}
          text={text}
          isEditing={isWanted}
          onQuote={() => {
            const quotes = quoteOf(message)
            quote(message.ticketId, newest ? quotedBy(quotes, newest) : quotes)
            composerWanted.value = message.ticketId
          }}
          onRevise={mayChange ? change : undefined}
          say={sentenceOf}
          copy={copy}
          written={written}
          onDone={done}
        >
          {message.author.kind === 'contact' && (
            <Button
              size="s"
              look="quiet"
              onClick={() => {
                done()
                splitAt(message.ticketId, message.sequence)
              }}
            >
              {words.split}
            </Button>
          )}
        </MessageActions>
      )}
    </>
  )
}

/** It stands in another ticket, too. */
function WentTo({ activity: { details } }: { activity: Activity }) {
  const { ticketId = '', name = '' } = details
  const at = { ...route.value, ticketId, pane: 'thread' as const }
  return (
    <a class="went-to" href={addressOf(at)} onClick={goOnClick(at)}>
      {words.wentTo(name)}
    </a>
  )
}

/** The trace: folded, so that it is read by who looks for it. */
function Former({ texts, at }: { texts: string[]; at: string }) {
  return (
    <details class="former">
      <summary>{words.former(clockTime(at))}</summary>
      {texts.map((text, index) => (
        <blockquote key={index} dir="auto">
          {linkify(text)}
        </blockquote>
      ))}
    </details>
  )
}
