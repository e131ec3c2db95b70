// Where agents write. Two modes that cannot be mistaken: the contact reads a reply, only agents read a note. A reply
// stops when somebody wrote after it was begun. It is here before the thread is, so that what is typed is not lost; what is
// sent by then, or before its files are whole, goes when all of it is here, unless it was written on. Partner: writing/drafts.ts.

import type { TargetedKeyboardEvent } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Macro } from '../../../protocol/desk/macros.ts'
import type { DeskTicket } from '../../../protocol/entities.ts'
import { MESSAGE_MAX_CHARS, TYPING_MS } from '../../../protocol/limits.ts'
import { written } from '../../../protocol/written.ts'
import { Button, IconButton } from '../../../ui/controls.tsx'
import { EmojiButton } from '../../../ui/emoji-button.tsx'
import { ChatIcon, LockIcon, MacroIcon, SendIcon } from '../../../ui/icons.tsx'
import { isComposed } from '../../../ui/keys.ts'
import { isRevisable } from '../../../ui/messages.tsx'
import { QuoteToSend } from '../../../ui/quote.tsx'
import { now } from '../../clock.ts'
import { firstName } from '../../facts/first-name.ts'
import { otherDrafts, placeOf } from '../../facts/kept-drafts.ts'
import { newestOf } from '../../facts/meeting.ts'
import { lastOwnMessage, quoteNow } from '../../facts/thread-items.ts'
import { useHeldKeys } from '../../keyboard/held-keys.ts'
import { editing, goOn, macroWanted, openTicket, stopWanted } from '../../list/cursor.ts'
import { Chosen, emojiList, Inserter, OtherDraft } from '../../on-demand.tsx'
import { me, type Thread } from '../../state.ts'
import { strings } from '../../strings.ts'
import { tell } from '../../toasts.ts'
import { sayTyping } from '../../verbs/actions.ts'
import {
  bring,
  catchUp,
  clear,
  draftOf,
  type Mode,
  newerThanDraft,
  quote,
  setMode,
  solveWith,
  write,
} from '../../writing/drafts.ts'
import { heldReply } from '../../writing/holding.ts'
import { outgoingOf, send } from '../../writing/outgoing.ts'
import { undoSend } from '../../writing/taking-back.ts'
import { chosenFor, isComing, letGo, wholeFor } from '../../writing/uploads.ts'
import { AttachButton, useTaking } from './attach.tsx'
import { useCaret, useGrowing, useWanted } from './composer-box.ts'
import { Hint } from './composer-hint.tsx'
import { Stop } from './composer-stop.tsx'
import { insertedAt, startsAWord } from './inserting.ts'
import { useMentions } from './mention-picker.tsx'
import { PendingActions } from './pending-actions.tsx'
import { quoteWords } from './quote-words.ts'

const words = strings.composer

/** Where a word would begin it opens the list of macros. */
const INSERT_SIGN = ';'

export function Composer({ ticket, thread }: { ticket: DeskTicket; thread: Thread | undefined }) {
  const draft = draftOf(ticket.id)
  const { mode } = draft
  const text = draft[mode]
  const quotes = mode === 'reply' && thread && draft.quotes ? quoteNow(thread, draft.quotes) : undefined
  const other = otherDrafts.value.get(placeOf(ticket.id, mode))
  const name = firstName(ticket.contact.name)
  const newer = newerThanDraft(draft, thread?.entries ?? [], me.value?.id)
  const newest = thread ? newestOf(thread.entries) : ticket.newestSequence
  const [stopped, setStopped] = useState(false)
  const files = chosenFor(ticket.id, mode)
  const isUploading = isComing(ticket.id, mode)
  const asItStands = [mode, text, ...files.map(({ key }) => key)].join()
  const [early, setEarly] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const form = useRef<HTMLFormElement>(null)
  useTaking(form, { ticketId: ticket.id, mode })
  const lastTyping = useRef(0)
  const goesOn = useRef(false)
  useGrowing(field, text, mode)
  useWanted(ticket.id, field)
  const [inserting, setInserting] = useState<{ sign: string | null; macro?: Macro } | null>(null)
  useHeldKeys(!!inserting && !thread)
  const caret = useCaret(field)
  const mentions = useMentions({
    isNote: mode === 'note',
    text,
    field,
    onPick(next, at) {
      write(ticket.id, mode, next, newest)
      caret.current = at
    },
  })
  const stops = stopWanted.value === ticket.id && newer.length > 0
  useEffect(() => {
    if (!stops) return
    stopWanted.value = null
    setMode(ticket.id, 'reply')
    setStopped(true)
  }, [stops])
  const wanted = macroWanted.value?.ticketId === ticket.id ? macroWanted.value : null
  // Before the next key can be pressed.
  useLayoutEffect(() => {
    if (!wanted) return
    macroWanted.value = null
    setInserting({ sign: null, ...wanted })
  }, [wanted])

  useEffect(() => {
    if (!thread || isUploading || !early) return
    setEarly('')
    if (early === asItStands) submit(false)
  }, [thread, isUploading, early])
  const waits = early === asItStands
  const stays = useLeaving(waits, ticket)

  function typed(value: string) {
    write(ticket.id, mode, value, newest)
    setStopped(false)
    goesOn.current = false
    if (mode !== 'reply' || !written(value) || Date.now() - lastTyping.current < TYPING_MS / 2) return
    lastTyping.current = Date.now()
    void sayTyping(ticket.id)
  }

  function submit(anyway: boolean) {
    const attachments = wholeFor(ticket.id, mode)
    if ((!attachments && !isUploading) || !(written(text) || files.length)) return field.current?.focus()
    if (!thread || !attachments) return setEarly(asItStands)
    if (mode === 'reply' && newer.length > 0 && !anyway) return setStopped(true)
    setStopped(false)
    send(ticket.id, mode, written(text), attachments, quotes, draftOf(ticket.id).brings?.[mode])
    letGo(ticket.id, mode)
    clear(ticket.id, mode)
    stays.current = false
    lastTyping.current = 0
    // What went late leaves the focus where somebody has gone with it meanwhile.
    if (!early) field.current?.focus()
    if (!goesOn.current) return
    goesOn.current = false
    const takeBack = () => void undoSend(ticket.id)
    tell(words.solves(ticket.number), heldReply(ticket.id) && { label: strings.undo, run: takeBack })
    goOn(ticket.id)
  }

  function insert(words: string, macro: Macro | null) {
    const to = macro?.as ?? mode
    const before = draftOf(ticket.id)[to]
    const at = to === mode ? (field.current?.selectionStart ?? before.length) : before.length
    const next = insertedAt(before, at, words, macro !== null)
    setMode(ticket.id, to)
    write(ticket.id, to, next.text, newest)
    if (macro) bring(ticket.id, macro)
    setInserting(null)
    setStopped(false)
    caret.current = next.caret
  }

  function onKey(event: TargetedKeyboardEvent<HTMLTextAreaElement>) {
    if (isComposed(event) || mentions.onKey(event)) return
    // Its list is on its way.
    if (inserting && event.key === 'Escape') {
      event.preventDefault()
      return setInserting(null)
    }
    if (event.key === INSERT_SIGN && startsAWord(event.currentTarget)) {
      event.preventDefault()
      setInserting({ sign: INSERT_SIGN })
    }
    // With nothing in the box there is nothing else to undo, nor another one that is meant than what was just sent.
    const undoes = event.key === 'ArrowUp' || (event.key === 'z' && (event.ctrlKey || event.metaKey))
    if (undoes && !text && undoSend(ticket.id)) return event.preventDefault()
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      goesOn.current = event.shiftKey && Boolean(written(text) || files.length)
      if (goesOn.current) solveWith(ticket.id, mode)
      submit(false)
    }
    const last = event.key === 'ArrowUp' && !text && thread && lastOwnMessage(thread, me.value?.id)
    // Nor the one before what is on its way.
    if (
      last &&
      isRevisable(last, now.peek()) &&
      outgoingOf(ticket.id).every(({ state }) => state === 'failed')
    ) {
      event.preventDefault()
      editing.value = last.id
    }
    if (event.key === 'Escape') {
      event.preventDefault()
      if (quotes) unquote()
      else document.getElementById('thread-title')?.focus({ preventScroll: true })
    }
  }

  function unquote() {
    quote(ticket.id, undefined)
    field.current?.focus()
  }

  function keepWriting() {
    catchUp(ticket.id, newest)
    setStopped(false)
    field.current?.focus()
  }

  const left = MESSAGE_MAX_CHARS - text.length
  return (
    <form
      ref={form}
      class={`composer composer-${mode}`}
      onSubmit={(event) => {
        event.preventDefault()
        submit(false)
      }}
    >
      {stopped && newer.length > 0 && <Stop newer={newer} onSend={() => submit(true)} onKeep={keepWriting} />}
      <div class="composer-head">
        <fieldset class="modes">
          <legend class="hd-hidden">{words.as}</legend>
          <ModeButton mode="reply" active={mode} ticketId={ticket.id} field={field} />
          <ModeButton mode="note" active={mode} ticketId={ticket.id} field={field} />
        </fieldset>
        <span class="composer-reader">
          {mode === 'note' && <LockIcon size={16} />}
          {mode === 'reply' ? words.readBy(name) : words.readByAgents}
        </span>
      </div>
      {other && <OtherDraft other={other} onChosen={() => field.current?.focus()} />}
      {quotes && <QuoteToSend quote={quotes} words={quoteWords} onRemove={unquote} />}
      <textarea
        ref={field}
        id="composer"
        rows={2}
        dir="auto"
        maxLength={MESSAGE_MAX_CHARS}
        aria-label={mode === 'reply' ? words.replyLabel(ticket.contact.name) : words.noteLabel}
        placeholder={mode === 'reply' ? words.replyHint(name) : words.noteHint}
        value={text}
        {...mentions.attributes}
        onInput={(event) => typed(event.currentTarget.value)}
        onFocus={Inserter.expect}
        onKeyDown={onKey}
      />
      {mentions.list}
      {files.length > 0 && (
        <div class="composer-files">
          <Chosen ticketId={ticket.id} mode={mode} />
        </div>
      )}
      <PendingActions ticketId={ticket.id} mode={mode} />
      {inserting && thread && (
        <Inserter
          ticket={ticket}
          thread={thread}
          sign={inserting.sign}
          macro={inserting.macro}
          onInsert={insert}
          onClose={() => {
            setInserting(null)
            field.current?.focus()
          }}
        />
      )}
      <div class="composer-foot">
        <AttachButton ticketId={ticket.id} mode={mode} />
        <IconButton
          label={strings.inserter.open}
          aria-expanded={!!inserting}
          onClick={() => setInserting({ sign: null })}
        >
          <MacroIcon />
        </IconButton>
        <EmojiButton words={words.emoji} fetch={emojiList} field={() => field.current} />
        <Hint {...{ ticket, mode, text, name, left, waits }} newer={stopped ? [] : newer} />
        <Button
          size="s"
          look="primary"
          type="submit"
          disabled={!isUploading && !wholeFor(ticket.id, mode)}
          icon={mode === 'reply' ? <SendIcon size={16} /> : <LockIcon size={16} />}
        >
          {mode === 'reply' ? words.send(name) : words.save}
        </Button>
      </div>
    </form>
  )
}

function ModeButton(props: {
  mode: Mode
  active: Mode
  ticketId: string
  field: { current: HTMLTextAreaElement | null }
}) {
  return (
    <button
      type="button"
      class={`mode mode-${props.mode}`}
      aria-pressed={props.mode === props.active}
      onClick={() => {
        setMode(props.ticketId, props.mode)
        props.field.current?.focus()
      }}
    >
      {props.mode === 'reply' ? <ChatIcon size={16} /> : <LockIcon size={16} />}
      {words[props.mode]}
    </button>
  )
}

/** What was to go as soon as it could stays here when its ticket is left, and says so. @returns whether it would; not once it went. */
function useLeaving(waits: boolean, { id, number }: DeskTicket) {
  const stays = useRef(false)
  stays.current = waits
  useEffect(
    () => () => {
      if (stays.current) tell(words.stays(number), { label: strings.news.look, run: () => openTicket(id) })
    },
    [],
  )
  return stays
}
