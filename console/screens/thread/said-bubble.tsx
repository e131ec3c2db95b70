// A message that the server has: as it is now, what stood there before (only agents see that), and what its writer
// can still do. Partners: message-menu.tsx, conversation.tsx.

import { useState } from 'preact/hooks'
import type { Activity, Message, Revision } from '../../../protocol/entities.ts'
import { textWithCards } from '../../../ui/article-card.tsx'
import { isEmojiAlone } from '../../../ui/emoji-alone.ts'
import { Bubble, Edited, isRevisable, More, onTouch } from '../../../ui/messages.tsx'
import { QuoteInBubble } from '../../../ui/quote.tsx'
import { linkify } from '../../../ui/text.tsx'
import { clockTime, fullTime } from '../../../ui/time.ts'
import { now } from '../../clock.ts'
import { theirTime } from '../../facts/their-time.ts'
import { center } from '../../help-center.ts'
import { editing } from '../../list/cursor.ts'
import { MessageMenu } from '../../on-demand.tsx'
import { addressOf, goOnClick, route } from '../../route.ts'
import { me, tickets } from '../../state.ts'
import { strings } from '../../strings.ts'
import { begunEdit } from '../../writing/edits.ts'
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
  const isWanted = editing.value === message.id
  const newest = revisions.at(-1)
  const text = newest ? newest.text : message.text
  const isMine = message.author.kind === 'agent' && message.author.id === me.value?.id
  const mayChange = isMine && text !== null && isRevisable(message, now.peek())
  // What was half typed before a reload stands there again.
  const [chosen, choose] = useState<'resumed' | 'opened' | ''>(() =>
    mayChange && begunEdit(message, text) ? 'resumed' : '',
  )
  const toggle = () => choose(chosen ? '' : 'opened')

  const done = () => {
    choose('')
    if (isWanted) editing.value = null
  }
  const opens = text !== null && (
    <More
      label={words.more}
      about={`${message.author.name}: ${text}`}
      isOpen={Boolean(chosen || isWanted)}
      onClick={toggle}
    />
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
          {...(text !== null && { onClick: onTouch(toggle) })}
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
      {(chosen || isWanted) && text !== null && (
        <MessageMenu
          key={isWanted ? 'edit' : 'menu'}
          message={message}
          newest={newest}
          text={text}
          mayChange={mayChange}
          isEditing={isWanted}
          isResumed={chosen === 'resumed' && !isWanted}
          onDone={done}
        />
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
