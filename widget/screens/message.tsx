// A message that the server has, drawn with what can be done with it. Fetched when a thread is: until then, and where it
// cannot be, the plain bubble stands in its place (thread-rows.tsx). Partner: ui/message-actions.tsx.

import type { ComponentProps, VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { Message } from '../../protocol/entities.ts'
import marked from '../../ui/markdown.css'
import { richText } from '../../ui/markdown.tsx'
import css from '../../ui/message-actions.css'
import { MessageActions } from '../../ui/message-actions.tsx'
import { Bubble, Edited, isRevisable, More } from '../../ui/messages.tsx'
import { act } from '../commands.ts'
import { adopt } from '../sheet.ts'
import * as t from '../strings/en-message.ts'

adopt(css + marked)

export function Said({ message, children }: { message: Message | undefined; children: VNode }) {
  const [isChosen, choose] = useState(false)
  if (!message || message.deleted) return children
  const plain = children.props as ComponentProps<typeof Bubble>
  const isMine = message.author.kind === 'contact' && isRevisable(message)
  return (
    <>
      <Bubble {...plain}>
        {richText(message.text)}
        {message.revised && <Edited>{t.edited}</Edited>}
        {isMine && <More label={t.more} isOpen={isChosen} onClick={() => choose(!isChosen)} />}
      </Bubble>
      {isChosen && <Menu message={message} isMine={isMine} onDone={() => choose(false)} />}
    </>
  )
}

function Menu({ message, isMine, onDone }: { message: Message; isMine: boolean; onDone: () => void }) {
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
      onRevise={isMine ? revise : undefined}
      say={t.whyNot}
      onDone={onDone}
    />
  )
}
