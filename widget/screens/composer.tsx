// Where a message is written into a thread: it grows to eight lines, Enter sends, Shift+Enter breaks.
// Partner: thread.tsx.

import { useLayoutEffect, useRef } from 'preact/hooks'
import { MESSAGE_MAX_CHARS } from '../../protocol/limits.ts'
import { written } from '../../protocol/written.ts'
import { IconButton } from '../../ui/controls.tsx'
import { SendIcon } from '../../ui/icons.tsx'
import { ENTER } from '../../ui/keys.ts'
import { sendDraft, typing } from '../commands.ts'
import { chosenFor, onceWhole } from '../files/chosen.ts'
import { draft, saveDraft } from '../navigation.ts'
import { Attach, Emoji, Quoting } from '../on-demand.tsx'
import { state } from '../state.ts'
import * as t from '../strings/en/panel.ts'

/** The composer grows to eight lines. */
const COMPOSER_MAX_PX = 8 * 24 + 20

export function Composer(props: {
  ticket: string
  isSolved: boolean
  /** What else did not work in this thread. */
  wrong: string
}) {
  const { ticket } = props
  const text = state.drafts.value[ticket] ?? ''
  const field = useRef<HTMLTextAreaElement>(null)
  const over = text.length - MESSAGE_MAX_CHARS
  const wrong = over > 0 ? t.tooLong(over) : props.wrong
  useLayoutEffect(() => {
    const box = field.current
    if (!box) return
    box.style.height = 'auto'
    box.style.height = `${Math.min(box.scrollHeight + 2, COMPOSER_MAX_PX)}px`
  }, [text])
  const send = () => {
    if (!(written(draft(ticket)) || chosenFor(ticket).length) || over > 0) return
    field.current?.focus()
    onceWhole([ticket], draft, sendDraft)
  }
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <Quoting of={ticket} />
      <Attach of={ticket} />
      {/* Above the box: its buttons stand at the lower edge of both. */}
      {wrong && (
        <p class="hd-field-error" role="alert">
          {wrong}
        </p>
      )}
      <textarea
        ref={field}
        data-focus
        class="hd-input"
        rows={1}
        enterkeyhint="send"
        aria-label={t.yourMessage}
        placeholder={props.isSolved ? t.writeToReopen : t.writeHere}
        value={text}
        onInput={(event) => {
          saveDraft(ticket, event.currentTarget.value)
          if (event.currentTarget.value) typing(ticket)
        }}
        onKeyDown={(event) => {
          if (event.keyCode !== ENTER || event.shiftKey) return
          event.preventDefault()
          send()
        }}
      />
      <Emoji />
      <IconButton
        label={t.send}
        look="primary"
        type="submit"
        disabled={!(written(text) || chosenFor(ticket).length) || over > 0}
      >
        <SendIcon />
      </IconButton>
    </form>
  )
}
