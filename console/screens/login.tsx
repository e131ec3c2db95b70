// The log-in. Says what was wrong without saying which half; never shows a log-in of its own.

import { useRef, useState } from 'preact/hooks'
import type { Agent } from '../../protocol/entities.ts'
import { Button, IconButton, Notice, TextField } from '../../ui/controls.tsx'
import { AlertIcon, EyeIcon, InfoIcon, LockIcon } from '../../ui/icons.tsx'
import { type LoginOutcome, logIn } from '../api.ts'
import { strings } from '../strings.ts'
import { Wordmark } from './list/wordmark.tsx'

const words = strings.login

const HIDDEN = { type: 'password', autocomplete: 'current-password' } as const
const SHOWN = { type: 'text', autocomplete: 'off' } as const

interface Missing {
  email?: string
  password?: string
}

export function Login({ ended, onEnter }: { ended: boolean; onEnter: (agent: Agent) => void }) {
  const form = useRef<HTMLFormElement>(null)
  const [missing, setMissing] = useState<Missing>({})
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [shown, setShown] = useState(false)

  async function submit(event: Event) {
    event.preventDefault()
    const fields = new FormData(form.current ?? undefined)
    const email = String(fields.get('email') ?? '').trim()
    const password = String(fields.get('password') ?? '')
    const lacks: Missing = {
      ...(email ? {} : { email: words.emailMissing }),
      ...(password ? {} : { password: words.passwordMissing }),
    }
    setMissing(lacks)
    setTrouble(null)
    if (lacks.email || lacks.password) return focusOn(lacks.email ? 'email' : 'password')

    setBusy(true)
    const outcome = await logIn(email, password)
    setBusy(false)
    if ('agent' in outcome) return onEnter(outcome.agent)
    setTrouble(sentence(outcome))
    focusOn('password')
  }

  function focusOn(name: string) {
    form.current?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus()
  }

  return (
    <main class="alone">
      <form class="login" ref={form} onSubmit={submit} noValidate>
        <Wordmark />
        <h1>{words.title}</h1>
        {ended && !trouble && <Notice icon={<InfoIcon />}>{words.ended}</Notice>}
        {trouble && (
          <Notice tone="danger" icon={<AlertIcon />} urgent>
            {trouble}
          </Notice>
        )}
        <TextField
          label={words.email}
          name="email"
          type="email"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          autofocus
          error={missing.email}
        />
        <div class="login-password">
          <TextField
            label={words.password}
            name="password"
            {...(shown ? SHOWN : HIDDEN)}
            error={missing.password}
          />
          <IconButton
            label={shown ? words.hide : words.show}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            {shown ? <LockIcon /> : <EyeIcon />}
          </IconButton>
        </div>
        <Button look="primary" type="submit" busy={busy} wide>
          {words.submit}
        </Button>
        <p class="login-hint">{words.hint}</p>
      </form>
    </main>
  )
}

function sentence(outcome: Exclude<LoginOutcome, { agent: Agent }>): string {
  switch (outcome.code) {
    case 'login.wrong':
    case 'request.malformed':
      return words.wrong
    case 'request.too_many':
      return words.tooMany(Math.ceil((outcome.retryAfterMs ?? 60_000) / 1_000))
    case 'unreachable':
      return words.unreachable
    default:
      return words.failed
  }
}
