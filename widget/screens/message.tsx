// A message, drawn with what it quotes and, once the server has it, with what can be done with it. In the bundle of a
// thread: until that is there the plain bubble stands in its place (thread-rows.tsx). Partner: ui/message-actions.tsx.

import type { ComponentProps, VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Message, Quote } from '../../protocol/entities.ts'
import { quoteOf } from '../../protocol/revisions.ts'
import { written } from '../../protocol/written.ts'
import { textWithCards } from '../../ui/article-card.tsx'
import { Button } from '../../ui/controls.tsx'
import { copy } from '../../ui/copy.ts'
import { isEmojiAlone } from '../../ui/emoji-alone.ts'
import { MessageActions } from '../../ui/message-actions.tsx'
import { Bubble, Edited, isRevisable, More, onTouch } from '../../ui/messages.tsx'
import { QuoteInBubble } from '../../ui/quote.tsx'
import { act } from '../commands.ts'
import { addressOf } from '../http.ts'
import { draft, go, saveDraft } from '../navigation.ts'
import { now, put, state } from '../state.ts'
import * as t from '../strings/en/message.ts'
import { focusIn } from './frame.tsx'
import { goTo } from './place.tsx'
import { quoteWords } from './quoting.tsx'

export function Said(props: {
  message: Message | undefined
  /** Of one that is not sent yet. */
  quotes: Quote | undefined
  text: string
  children: VNode
}) {
  const { message, children } = props
  const begun = begunEdit(message)
  const [chosen, choose] = useState<'resumed' | 'opened' | ''>(begun && 'resumed')
  useEffect(() => {
    // Too late for it, or it got there after all.
    if (message && !begun) saveEdit(message, '')
  }, [begun])
  const plain = children.props as ComponentProps<typeof Bubble>
  const quotes = message?.quotes ?? props.quotes
  const quoted = quotes && <QuoteInBubble quote={quotes} words={quoteWords} onGo={goTo} />
  if (!message && !props.text) return children
  if (!message)
    return (
      <Bubble {...plain} isLarge={!quotes && isEmojiAlone(props.text)}>
        {quoted}
        {plain.children}
      </Bubble>
    )
  if (message.deleted) return children
  const toggle = () => choose(chosen ? '' : 'opened')
  const opens = <More label={t.more} about={message.text} isOpen={chosen !== ''} onClick={toggle} />
  return (
    <>
      {message.text ? (
        <Bubble {...plain} isLarge={!quotes && isEmojiAlone(message.text)} onClick={onTouch(toggle)}>
          {quoted}
          {textWithCards(message.text, addressOf('/help/'), openArticle)}
          {message.revised && <Edited>{t.edited}</Edited>}
          {opens}
        </Bubble>
      ) : (
        // Files alone: they have no bubble.
        <div class="hd-bare">
          {children}
          {opens}
        </div>
      )}
      {chosen && (
        <Menu message={message} begun={begun} isResumed={chosen === 'resumed'} onDone={() => choose('')} />
      )}
    </>
  )
}

const isChangeable = (message: Message) => message.author.kind === 'contact' && isRevisable(message, now())

/** A change that is half typed is a draft beside the others: a reload, or a closed tab, takes it no sooner than what is written below. */
const nameOf = ({ id }: Message) => `edit:${id}`

function begunEdit(message: Message | undefined): string {
  const text = message && isChangeable(message) ? draft(nameOf(message)) : ''
  return text === message?.text ? '' : text
}

function saveEdit(message: Message, text: string): void {
  if (draft(nameOf(message)) !== text) saveDraft(nameOf(message), text)
}

/** Of one that was refused: the words can be taken elsewhere. */
export function Copy({ text }: { text: string }) {
  return text ? (
    <Button look="quiet" size="s" onClick={() => copy(text)}>
      {t.words.copy}
    </Button>
  ) : null
}

/** Beside the conversation, to which Back leads. */
const openArticle = (slug: string, section?: string) =>
  go({ name: 'article', slug, ...(section && { section }) })

function Menu(props: { message: Message; begun: string; isResumed: boolean; onDone: () => void }) {
  const { message, begun, isResumed, onDone } = props
  // One name a try, so that a second press changes nothing twice.
  const [names] = useState(() => new Map<string | null, string>())
  const revise = async (text: string | null) => {
    const clientId = names.get(text) ?? crypto.randomUUID()
    names.set(text, clientId)
    await act('message.revise', {
      clientId,
      ticketId: message.ticketId,
      sequence: message.sequence,
      text,
    })
  }
  return (
    <MessageActions
      words={t.words}
      text={message.text}
      onQuote={(root) => {
        put('quotes', { ...state.quotes.value, [message.ticketId]: quoteOf(message) })
        focusIn(root)
      }}
      onRevise={isChangeable(message) ? revise : undefined}
      begun={begun}
      isResumed={isResumed}
      onType={(text) => saveEdit(message, text)}
      say={whyNot}
      copy={copy}
      written={written}
      onDone={onDone}
    />
  )
}

/** `problem` stands on what the server refused; anything else is the line. */
function whyNot(error: unknown): string {
  const { code } = (error as { problem?: { code: string } }).problem ?? {}
  return code ? (t.whyNot[code] ?? t.refusedOtherwise) : t.unreachable
}
