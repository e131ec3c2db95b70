// What an agent can do with a message: quote, change or delete their own, copy, split off. In a bundle of its own, which comes
// with the desk. Partners: ui/message-actions.tsx, which draws it; said-bubble.tsx, under which it stands.

import { useState } from 'preact/hooks'
import type { Message, Revision } from '../../../protocol/entities.ts'
import { quotedBy, quoteOf } from '../../../protocol/revisions.ts'
import { written } from '../../../protocol/written.ts'
import { Button } from '../../../ui/controls.tsx'
import { copy } from '../../../ui/copy.ts'
import actionsLook from '../../../ui/message-actions.css'
import { MessageActions } from '../../../ui/message-actions.tsx'
import { composerWanted } from '../../list/cursor.ts'
import { sentenceOf } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'
import { adopt } from '../../styles.ts'
import { revise } from '../../verbs/actions.ts'
import { splitAt } from '../../verbs/splitting.ts'
import { quote } from '../../writing/drafts.ts'
import { begunEdit, dropLateEdits, keepEdit } from '../../writing/edits.ts'

const words = strings.message

adopt(actionsLook)
dropLateEdits()

export function MessageMenu(props: {
  message: Message
  /** How it was changed last. */
  newest: Revision | undefined
  /** As it reads now. */
  text: string
  mayChange: boolean
  isEditing: boolean
  isResumed: boolean
  onDone: () => void
}) {
  const { message, newest, text, mayChange, onDone } = props
  // One name a try, so that a second press changes nothing twice.
  const [names] = useState(() => new Map<string | null, string>())
  const change = async (to: string | null) => {
    const clientId = names.get(to) ?? crypto.randomUUID()
    names.set(to, clientId)
    await revise(message, clientId, to)
  }
  return (
    <MessageActions
      words={words.actions}
      text={text}
      isEditing={props.isEditing}
      begun={mayChange ? begunEdit(message, text) : ''}
      isResumed={props.isResumed}
      onType={(typed) => keepEdit(message, typed)}
      onQuote={() => {
        const quotes = quoteOf(message)
        quote(message.ticketId, newest ? quotedBy(quotes, newest) : quotes)
        composerWanted.value = message.ticketId
      }}
      onRevise={mayChange ? change : undefined}
      say={sentenceOf}
      copy={copy}
      written={written}
      onDone={onDone}
    >
      {message.author.kind === 'contact' && (
        <Button
          size="s"
          look="quiet"
          onClick={() => {
            onDone()
            splitAt(message.ticketId, message.sequence)
          }}
        >
          {words.split}
        </Button>
      )}
    </MessageActions>
  )
}
