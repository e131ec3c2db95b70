// What macros will do to the ticket when this is sent: in sight before it is, and each can be taken away. Partner: drafts.ts.

import { CloseIcon } from '../../../ui/icons.tsx'
import { agents } from '../../state.ts'
import { actionSentence } from '../../strings/macros.ts'
import { strings } from '../../strings.ts'
import { draftOf, type Mode, takeAction } from '../../writing/drafts.ts'

const words = strings.inserter

export function PendingActions({ ticketId, mode }: { ticketId: string; mode: Mode }) {
  const actions = draftOf(ticketId).brings?.[mode]?.actions ?? []
  if (actions.length === 0) return null
  return (
    <div class="pending">
      <span id="pending-label">{mode === 'reply' ? words.whenSent : words.whenSaved}</span>
      <ul aria-labelledby="pending-label">
        {actions.map((action) => {
          const sentence = actionSentence(action, agents.value)
          return (
            <li key={sentence}>
              {sentence}
              <button
                type="button"
                title={words.without(sentence)}
                onClick={() => takeAction(ticketId, mode, action)}
              >
                <CloseIcon size={16} />
              </button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
