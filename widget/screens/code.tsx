// One field for a mailed code: paste works, the time left is shown, a full code is sent by itself.
// For guests (guest-code.tsx) and for the other account of a merge.

import { useRef, useState } from 'preact/hooks'
import { CODE_CHARS } from '../../protocol/limits.ts'
import { Button, TextField } from '../../ui/controls.tsx'
import { countdown } from '../../ui/time.ts'
import { Refused } from '../http.ts'
import '../proof-refusals.ts'
import css from '../look/proofs.css'
import { adopt } from '../sheet.ts'
import * as p from '../strings/en/proofs.ts'
import { useFocus, useNow, useWork } from './frame.tsx'

adopt(css)

const SECOND_MS = 1_000

export function CodeForm(props: {
  email: string
  expiresAt: string | null
  /** It was sent enough of them: maybe no new one is on its way. */
  isOverLimit?: boolean | undefined
  hint?: string
  onCode: (code: string) => Promise<unknown>
  onResend: () => Promise<unknown>
  onOther: () => void
}) {
  const form = useRef<HTMLFormElement>(null)
  useFocus(form)
  const [code, setCode] = useState('')
  const { busy, error, run } = useWork()
  const left = Date.parse(props.expiresAt ?? '') - useNow(SECOND_MS)
  const isOver = !(left > 0)
  const [triesLeft, count] = useState<number>()
  const send = (typed: string) =>
    run(() => {
      count(undefined)
      return props.onCode(typed).catch((cause) => {
        if (cause instanceof Refused) {
          setCode('')
          if (cause.problem.code === 'code.wrong') count(cause.problem.triesLeft ?? 0)
        }
        throw cause
      })
    })
  const wrong = error && triesLeft !== undefined ? p.triesLeft(triesLeft) : error
  return (
    <form
      ref={form}
      class="form"
      onSubmit={(event) => {
        event.preventDefault()
        if (code) send(code)
      }}
    >
      <div>
        <h3>{p.codeTitle}</h3>
        <p>
          {(props.isOverLimit ? p.codesSentTo : p.codeSentTo)(props.email)} {props.hint}
        </p>
      </div>
      <TextField
        data-focus
        class="hd-input code"
        label={p.code}
        value={code}
        error={wrong || (isOver && p.refusals['code.ended'])}
        autocomplete="one-time-code"
        autocapitalize="characters"
        spellcheck={false}
        disabled={isOver}
        onInput={(event) => {
          const typed = event.currentTarget.value.toUpperCase()
          setCode(typed)
          const bare = typed.replace(/[\s-]/g, '')
          if (bare.length === CODE_CHARS) send(bare)
        }}
      />
      {/* Apart from the words that are read aloud when they change. */}
      {!isOver && (
        <p class="quiet left" role="timer">
          {p.codeLeft(countdown(left))}
        </p>
      )}
      <Button look="primary" type="submit" wide busy={busy} disabled={isOver}>
        {p.confirm}
      </Button>
      <div class="pair">
        <Button look="quiet" size="s" onClick={() => run(props.onResend)}>
          {p.newCode}
        </Button>
        <Button look="quiet" size="s" onClick={props.onOther}>
          {p.otherAddress}
        </Button>
      </div>
    </form>
  )
}
