// What a person can do with a message in the thread; fetched when they ask for it. Partner: ui/message-actions.tsx.

import { useState } from 'preact/hooks'
import type { Message } from '../../protocol/entities.ts'
import css from '../../ui/message-actions.css'
import { MessageActions } from '../../ui/message-actions.tsx'
import { isRevisable } from '../../ui/messages.tsx'
import { act } from '../commands.ts'
import { adopt } from '../sheet.ts'
import * as t from '../strings/en-message.ts'

adopt(css)

export function MessageMenu({ message, onDone }: { message: Message; onDone: () => void }) {
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
  const isMine = message.author.kind === 'contact' && isRevisable(message)
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
