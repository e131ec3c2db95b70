// The log-in, fetched when it is needed: who works here all day rarely sees it. Says what was wrong without saying which half; never shows a log-in of its own.

import { useEffect, useRef, useState } from 'preact/hooks'
import '../../strings/settings-reasons.ts'
import type { LogInStep } from '../../../protocol/desk/access.ts'
import type { Agent } from '../../../protocol/entities.ts'
import { Button, IconButton, Notice, TextField } from '../../../ui/controls.tsx'
import { AlertIcon, EyeIcon, InfoIcon, LockIcon } from '../../../ui/icons.tsx'
import { Refused } from '../../line/socket.ts'
import { logIn, logInOffer } from '../../logging-in.ts'
import look from '../../look/login.css'
import { EntryPages } from '../../on-demand.tsx'
import { login as words } from '../../strings/login.ts'
import { steps } from '../../strings/steps.ts'
import { adopt } from '../../styles.ts'
import { Wordmark } from '../list/wordmark.tsx'
import { CodeStep } from './code-step.tsx'

adopt(look)

const HIDDEN = { type: 'password', autocomplete: 'current-password' } as const
const SHOWN = { type: 'text', autocomplete: 'off' } as const

/** It told who somebody is, and they are not let in. */
const OF_SOMEBODY = ['unknown', 'unverified', 'domain', 'closed', 'other']

interface Missing {
  email?: string
  password?: string
}

export function Login({ ended, onEnter }: { ended: boolean; onEnter: (agent: Agent) => void }) {
  const form = useRef<HTMLFormElement>(null)
  const [missing, setMissing] = useState<Missing>({})
  const [notIn] = useState(whyNotElsewhere)
  const [trouble, setTrouble] = useState<string | null>(() =>
    notIn ? (steps.notElsewhere[notIn] ?? null) : null,
  )
  const [busy, setBusy] = useState(false)
  const [shown, setShown] = useState(false)
  const [next, setNext] = useState<LogInStep['next']>()
  const [elsewhere, setElsewhere] = useState<string>()
  useEffect(() => {
    // Where it cannot be asked there is the password.
    logInOffer().then(
      (offer) => setElsewhere(offer.elsewhere),
      () => {},
    )
  }, [])

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
    try {
      const step = await logIn(email, password)
      if (step.agent) return onEnter(step.agent)
      setNext(step.next)
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause
      setTrouble(sentence(cause))
      focusOn('password')
    } finally {
      setBusy(false)
    }
  }

  function back(why?: string) {
    setNext(undefined)
    setTrouble(why ?? null)
  }

  function focusOn(name: string) {
    form.current?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus()
  }

  // Whoever is logged in there would be sent back at once, as the same person.
  const isOther = notIn !== null && OF_SOMEBODY.includes(notIn)
  if (next) {
    return (
      <main class="alone">
        {next === 'code' ? (
          <CodeStep onEnter={onEnter} onBack={back} />
        ) : (
          <EntryPages what="set_up" onEnter={onEnter} onBack={back} />
        )}
      </main>
    )
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
        {elsewhere && (
          <>
            <p class="login-or">{steps.or}</p>
            <a class="hd-button hd-secondary hd-size-m hd-wide" href={elsewhereFrom(isOther)}>
              <span>{isOther ? steps.elsewhereAsOther(elsewhere) : steps.elsewhere(elsewhere)}</span>
            </a>
          </>
        )}
        <p class="login-hint">{words.hint}</p>
      </form>
    </main>
  )
}

/** Why the school's own log-in led nowhere, as the server says it in the address: said once. */
function whyNotElsewhere(): string | null {
  const here = new URL(location.href)
  const why = here.searchParams.get('elsewhere')
  if (why) {
    here.searchParams.delete('elsewhere')
    history.replaceState(history.state, '', here)
  }
  return why
}

/** And back to here. */
const elsewhereFrom = (asAnother: boolean) =>
  `/api/console/elsewhere?${new URLSearchParams({ to: location.pathname + location.search, ...(asAnother && { as: 'another' }) })}`

function sentence({ code, retryAfterMs }: Refused): string {
  switch (code) {
    case 'login.wrong':
    case 'request.malformed':
      return words.wrong
    case 'login.disabled':
      return steps.notElsewhere.closed ?? ''
    case 'request.too_many':
      return steps.tooMany(Math.ceil((retryAfterMs ?? 60_000) / 60_000))
    case 'line.lost':
      return words.unreachable
    default:
      return words.failed
  }
}
