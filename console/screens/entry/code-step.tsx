// The second step of a log-in: a code of the app, or one of recovery, in one field. Six digits are sent by themselves.

import { useEffect, useRef, useState } from 'preact/hooks'
import type { Agent } from '../../../protocol/entities.ts'
import { Button, TextField } from '../../../ui/controls.tsx'
import { Refused } from '../../line/socket.ts'
import { typeCode } from '../../logging-in.ts'
import { login } from '../../strings/login.ts'
import { sentenceOf } from '../../strings/reasons.ts'
import { steps as words } from '../../strings/steps.ts'
import { tell } from '../../toasts.ts'
import { Wordmark } from '../list/wordmark.tsx'

const WHOLE = /^\d{3} ?\d{3}$/
/** Of the app, whole or not. */
const DIGITS = /^[\d ]{1,7}$/

export function CodeStep(props: { onEnter: (agent: Agent) => void; onBack: (trouble?: string) => void }) {
  const form = useRef<HTMLFormElement>(null)
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  // A page gives its focus by itself only once, and the log-in before this had it.
  useEffect(() => form.current?.querySelector('input')?.focus(), [])

  async function submit(event?: Event) {
    event?.preventDefault()
    const field = form.current?.querySelector('input')
    const code = field?.value.trim() ?? ''
    if (busy) return
    if (!code) return setError(words.codeMissing)
    setBusy(true)
    try {
      const { agent, recoveryCodesLeft } = await typeCode(code)
      if (recoveryCodesLeft !== undefined) tell(words.recoveryUsed(recoveryCodesLeft))
      if (agent) props.onEnter(agent)
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause
      if (cause.code === 'code.ended' || cause.code.startsWith('session.'))
        return props.onBack(words.codeEnded)
      setError(sentence(cause, code))
      field?.select()
    } finally {
      setBusy(false)
    }
  }

  return (
    <form class="login" ref={form} onSubmit={submit} noValidate>
      <Wordmark />
      <h1>{words.codeTitle}</h1>
      <TextField
        label={words.code}
        name="code"
        inputMode="text"
        autocomplete="one-time-code"
        autocapitalize="none"
        spellcheck={false}
        maxLength={20}
        hint={words.codeHint}
        error={error}
        onInput={({ currentTarget: { value } }) => {
          if (WHOLE.test(value.trim())) void submit()
        }}
      />
      <Button look="primary" type="submit" busy={busy} wide>
        {login.submit}
      </Button>
      <Button look="quiet" onClick={() => props.onBack()} wide>
        {words.back}
      </Button>
    </form>
  )
}

function sentence(cause: Refused & { triesLeft?: number }, code: string): string {
  if (cause.code === 'code.wrong')
    return (DIGITS.test(code) ? words.codeWrong : words.recoveryWrong)(cause.triesLeft)
  if (cause.code === 'request.too_many')
    return words.tooMany(Math.ceil((cause.retryAfterMs ?? 60_000) / 60_000))
  return sentenceOf(cause)
}
