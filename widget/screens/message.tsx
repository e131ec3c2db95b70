// A message, drawn with what it quotes and, once the server has it, with what can be done with it. In the bundle of a
// thread: until that is there the plain bubble stands in its place (thread-rows.tsx). Partner: ui/message-actions.tsx.

import type { ComponentProps, VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Message } from '../../protocol/entities.ts'
import { quoteOf } from '../../protocol/revisions.ts'
import { written } from '../../protocol/written.ts'
import { textWithCards } from '../../ui/article-card.tsx'
import { Button } from '../../ui/controls.tsx'
import { copy } from '../../ui/copy.ts'
import { isEmojiAlone } from '../../ui/emoji-alone.ts'
import { MessageActions } from '../../ui/message-actions.tsx'
import { Bubble, Edited, isRevisable, More, onTouch } from '../../ui/messages.tsx'
import { QuoteInBubble } from '../../ui/quote.tsx'
import { act, takeBack } from '../commands.ts'
import { addressOf } from '../http.ts'
import { draft, go, saveDraft } from '../navigation.ts'
import { now, put, state, type Unsent } from '../state.ts'
import * as t from '../strings/en/message.ts'
import { remove } from '../strings/en/panel.ts'
import { focusIn } from './frame.tsx'
import { goTo } from './place.tsx'
import { quoteWords } from './quoting.tsx'

export function Said(props: {
  message: Message | undefined
  unsent: Unsent | undefined
  text: string
  children: VNode
}) {
  const { message, unsent, text, children } = props
  const begun = begunEdit(message)
  const [chosen, choose] = useState<'resumed' | 'opened' | 'waits' | ''>(begun && 'resumed')
  useEffect(() => {
    // Too late for it, or it got there after all.
    if (message && !begun) saveEdit(message, '')
  }, [begun])
  const plain = children.props as ComponentProps<typeof Bubble>
  const quotes = message?.quotes ?? unsent?.quotes
  const quoted = quotes && <QuoteInBubble quote={quotes} words={quoteWords} onGo={goTo} />
  // One that was refused says below what can be done with it.
  if (message?.deleted || (unsent?.failed && !text)) return children
  // What is sent while this is open closes it: other things can be done then.
  const isOpen = chosen && (chosen === 'waits') === !message
  const toggle = () => choose(isOpen ? '' : message ? 'opened' : 'waits')
  const opens = !unsent?.failed && <More label={t.more} about={text} isOpen={!!isOpen} onClick={toggle} />
  const done = () => choose('')
  return (
    <>
      {text ? (
        <Bubble
          {...plain}
          isLarge={!quotes && isEmojiAlone(text)}
          {...(opens && { onClick: onTouch(toggle) })}
        >
          {quoted}
          {message ? textWithCards(text, addressOf('/help/'), openArticle) : plain.children}
          {message?.revised && <Edited>{t.edited}</Edited>}
          {opens}
        </Bubble>
      ) : (
        // Files alone: they have no bubble.
        <div class="hd-bare">
          {children}
          {opens}
        </div>
      )}
      {isOpen && message && (
        <Menu message={message} begun={begun} isResumed={chosen === 'resumed'} onDone={done} />
      )}
      {isOpen && unsent && <WaitingMenu unsent={unsent} onDone={done} />}
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

/** Of one that was refused: the words can be taken elsewhere, or away. */
export function Otherwise({ unsent }: { unsent: Unsent }) {
  return (
    <>
      {unsent.text && (
        <Button look="quiet" size="s" onClick={() => copy(unsent.text)}>
          {t.words.copy}
        </Button>
      )}
      <Remove unsent={unsent} />
    </>
  )
}

function Remove({ unsent }: { unsent: Unsent }) {
  return (
    <Button
      look="quiet"
      size="s"
      onClick={(event) => {
        takeBack(unsent)
        // The button goes with what it does: the focus goes on to where one writes.
        focusIn(event.currentTarget.getRootNode() as ShadowRoot)
      }}
    >
      {remove}
    </Button>
  )
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

/** Of one that waits: what holds it back may hold it for long, and it those after it. */
function WaitingMenu({ unsent, onDone }: { unsent: Unsent; onDone: () => void }) {
  return (
    <MessageActions
      words={t.words}
      text={unsent.text}
      onType={() => {}}
      say={whyNot}
      copy={copy}
      written={written}
      onDone={onDone}
    >
      <Remove unsent={unsent} />
    </MessageActions>
  )
}

/** `problem` stands on what the server refused; anything else is the line. */
function whyNot(error: unknown): string {
  const { code } = (error as { problem?: { code: string } }).problem ?? {}
  return code ? (t.whyNot[code] ?? t.refusedOtherwise) : t.unreachable
}
