// One's own log-in: password, second factor, and where one is logged in. Partner: access.ts.

import { useEffect, useRef, useState } from 'preact/hooks'
import type { AgentSession } from '../../../protocol/desk/access.ts'
import { PASSWORD_MIN_CHARS } from '../../../protocol/limits.ts'
import { Button, Pill, Skeleton, TextField } from '../../../ui/controls.tsx'
import { fullTime } from '../../../ui/time.ts'
import { changePassword, endOtherSessions, endSession, notRead, own, readOwn } from '../../access.ts'
import { Refused } from '../../line/socket.ts'
import { access as words } from '../../strings/access.ts'
import { sentenceOf } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'
import { NotRead } from '../parts/not-read.tsx'
import { toFault } from '../parts/to-fault.ts'
import { ago, Body, Part, Row } from './parts.tsx'
import { SecondFactor } from './second-factor.tsx'

export function LogInPage() {
  useEffect(() => void readOwn(), [])
  const access = own.value
  if (!access) return <NotYet onAgain={readOwn} />
  const others = access.sessions.filter(({ isThis }) => !isThis)
  return (
    <Body>
      <Password has={access.hasPassword} />
      {access.hasPassword && <SecondFactor access={access} />}
      <Part
        title={words.sessions}
        action={
          others.length > 0 && (
            <Button size="s" onClick={endOtherSessions}>
              {words.endOthers}
            </Button>
          )
        }
      >
        {access.sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            onEnd={session.isThis ? undefined : () => endSession(session)}
          />
        ))}
      </Part>
    </Body>
  )
}

/** Until something was read: a skeleton, or why it could not be and what to do. */
export function NotYet({ onAgain }: { onAgain: () => void }) {
  const code = notRead.value
  if (!code) {
    return (
      <Body>
        <Skeleton label={strings.loading} lines={8} />
      </Body>
    )
  }
  return <NotRead title={words.notRead} code={code} onAgain={onAgain} />
}

export function SessionRow({ session, onEnd }: { session: AgentSession; onEnd?: (() => void) | undefined }) {
  const { device, network, usedAt, createdAt, isThis } = session
  return (
    <Row
      title={
        <>
          {device} {isThis && <Pill tone="accent">{words.thisOne}</Pill>}
        </>
      }
      hint={
        <span title={words.sessionSince(fullTime(createdAt))}>
          {words.sessionMeta(network, isThis ? words.justNow : ago(usedAt))}
        </span>
      }
    >
      {onEnd && (
        <Button size="s" look="quiet" aria-label={words.endSessionOn(device)} onClick={onEnd}>
          {words.endSession}
        </Button>
      )}
    </Row>
  )
}

function Password({ has }: { has: boolean }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Part title={words.password}>
      {isOpen ? (
        <PasswordForm onDone={() => setOpen(false)} />
      ) : (
        <Row title={words.password} hint={has ? words.passwordHint : words.noPassword}>
          {has && (
            <Button size="s" onClick={() => setOpen(true)}>
              {words.changePassword}
            </Button>
          )}
        </Row>
      )}
    </Part>
  )
}

function PasswordForm({ onDone }: { onDone: () => void }) {
  const form = useRef<HTMLFormElement>(null)
  const [wrong, setWrong] = useState<{ current?: string; next?: string }>({})
  const [busy, setBusy] = useState(false)
  const refuse = (what: typeof wrong) => {
    setWrong(what)
    toFault()
  }

  async function submit(event: Event) {
    event.preventDefault()
    const fields = new FormData(form.current ?? undefined)
    const [current, next] = ['current', 'next'].map((name) => String(fields.get(name) ?? ''))
    if (!current) return refuse({ current: words.passwordMissing })
    if ((next ?? '').length < PASSWORD_MIN_CHARS)
      return refuse({ next: words.passwordShort(PASSWORD_MIN_CHARS) })
    setBusy(true)
    try {
      await changePassword(current, next ?? '')
      onDone()
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause
      refuse({ current: sentenceOf(cause) })
    } finally {
      setBusy(false)
    }
  }

  return (
    <form class="access-form access-inside" ref={form} onSubmit={submit} noValidate>
      <TextField
        label={words.currentPassword}
        name="current"
        type="password"
        autocomplete="current-password"
        autofocus
        error={wrong.current}
      />
      <TextField
        label={words.newPassword}
        name="next"
        type="password"
        autocomplete="new-password"
        hint={words.newPasswordHint(PASSWORD_MIN_CHARS)}
        error={wrong.next}
      />
      <div class="access-actions">
        <Button look="primary" type="submit" busy={busy}>
          {words.changePassword}
        </Button>
        <Button look="quiet" onClick={onDone}>
          {strings.cancel}
        </Button>
      </div>
    </form>
  )
}
