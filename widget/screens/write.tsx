// Writing to a person. What the person read and searched goes along where alongside.tsx shows it. Somebody who is not signed in gives an address and proves it; the message waits on the device meanwhile.

import { useRef, useState } from 'preact/hooks'
import type { Handover } from '../../protocol/entities.ts'
import { MESSAGE_MAX_CHARS } from '../../protocol/limits.ts'
import { written } from '../../protocol/written.ts'
import { Button, TextArea } from '../../ui/controls.tsx'
import { SendIcon } from '../../ui/icons.tsx'
import { openTicket } from '../commands.ts'
import { chosenFor, onceWhole, setChosen, wholeFor } from '../files/chosen.ts'
import { proveAddress } from '../guests.ts'
import { page } from '../help.ts'
import { mailedTo } from '../mailed.ts'
import { current, draft, replace, saveDraft } from '../navigation.ts'
import { Alongside, Answers, Attach, GuestCode } from '../on-demand.tsx'
import { put, state } from '../state.ts'
import * as t from '../strings/en/panel.ts'
import { Frame, focusIn, useWork } from './frame.tsx'
import { ADDRESS, GuestFields } from './guest-fields.tsx'
import { Kinds } from './kinds.tsx'
import { usePromise } from './write-to-us.tsx'

const DRAFT = 'write'

export function Write({ follows }: { follows?: string }) {
  const text = state.drafts.value[DRAFT] ?? ''
  const [asked, ask] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const handover = useRef<Handover>({ reads: [], searches: [] })
  const { busy, error, run } = useWork()
  const promise = usePromise()
  // While the host has not said who is here, nobody is asked for a name, and the message waits.
  const isAsked = state.signedIn.value === null
  const isKnown = isAsked || state.signedIn.value
  const { name = '', email = '', proof } = state.guest.value ?? {}
  const address = mailedTo('replies')
  const over = text.length - MESSAGE_MAX_CHARS

  /** By hand, or by itself when its files are there. */
  const isSent = useRef(false)

  const send = () => {
    if (isSent.current) return
    isSent.current = true
    const opening = { handover: handover.current }
    const ticket = openTicket(written(draft(DRAFT)), opening, wholeFor(DRAFT))
    saveDraft(DRAFT, '')
    setChosen(DRAFT, [])
    put('off', [])
    put('reads', [])
    put('searches', [])
    // Who has left meanwhile finds it among their tickets.
    if (current().name === 'write') replace({ name: 'thread', ticket })
  }
  const goes = () => onceWhole([DRAFT], draft, send)
  const submit = () => {
    ask(true)
    if (
      !(written(text) || chosenFor(DRAFT).length) ||
      over > 0 ||
      !(isKnown || (name.trim() && ADDRESS.test(email)))
    )
      focusIn(form.current as ParentNode)
    else if (!isKnown) run(() => proveAddress(name.trim(), email.trim()))
    else if (!isAsked) goes()
  }

  if (proof && !isKnown) return <GuestCode title={t.writeToUs} onProved={goes} />

  return (
    <Frame
      title={t.writeToUs}
      sub={promise}
      foot={
        <Button
          look="primary"
          size="l"
          wide
          icon={isKnown && <SendIcon />}
          busy={busy || isAsked}
          onClick={submit}
        >
          {isKnown ? t.send : t.goOn}
        </Button>
      }
    >
      <form
        ref={form}
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {!isKnown && <GuestFields asked={asked} error={error} />}
        <TextArea
          data-focus
          label={t.yourMessage}
          placeholder={t.messageHint}
          rows={6}
          value={text}
          hint={isKnown && address && t.weWriteTo(address)}
          error={over > 0 ? t.tooLong(over) : isKnown && error}
          onInput={(event) => saveDraft(DRAFT, event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) submit()
          }}
        />
        {!isAsked && (
          <Attach of={DRAFT} isForm>
            {/* As high as it will be. */}
            <small>{'\xa0'}</small>
          </Attach>
        )}
        <Kinds />
        <Answers text={text} />
        <Alongside
          page={page()}
          follows={follows}
          onChange={(chosen) => {
            handover.current = chosen
          }}
        />
      </form>
    </Frame>
  )
}
