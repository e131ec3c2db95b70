// The questions of the agents' page: whom to invite, which roles, which sessions, and whether a log-in really is to be closed.

import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { AgentSession, RosterAgent } from '../../../protocol/desk/access.ts'
import type { Role } from '../../../protocol/entities.ts'
import { ADDRESS_MAX_CHARS, NAME_MAX_CHARS } from '../../../protocol/limits.ts'
import { Button, Skeleton, TextField } from '../../../ui/controls.tsx'
import {
  change,
  endSessionOf,
  endSessionsOf,
  invite,
  resetSecondFactor,
  sendPasswordLink,
  sessionsOf,
} from '../../access.ts'
import { Refused } from '../../line/socket.ts'
import { access as words } from '../../strings/access.ts'
import { sentenceOf } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'
import { tellTrouble } from '../../toasts.ts'
import { useBegun } from '../parts/begun.ts'
import { Dialog } from '../parts/dialog.tsx'
import { faulty } from '../parts/fields.tsx'
import { useIsHere } from '../parts/is-here.ts'
import { toFault } from '../parts/to-fault.ts'
import { SessionRow } from './log-in.tsx'

const ROLES: readonly Role[] = ['agent', 'editor', 'admin']

export interface Asked {
  what: 'roles' | 'sessions' | 'password' | 'reset' | 'disable'
  agent: RosterAgent
}

export function AgentDialog({ asked: { what, agent }, onClose }: { asked: Asked; onClose: () => void }) {
  const { isBusy, run } = useDeed(onClose)
  if (what === 'roles') return <RolesDialog agent={agent} onClose={onClose} />
  if (what === 'sessions') return <SessionsDialog agent={agent} onClose={onClose} />
  const { id, name, email } = agent
  const [title, text, label, work] = {
    password: [
      words.passwordTitle(name),
      words.passwordText(email),
      words.passwordSend,
      () => sendPasswordLink(id, email),
    ] as const,
    reset: [words.resetTitle(name), words.resetText, words.reset, () => resetSecondFactor(id)] as const,
    disable: [
      words.disableTitle(name),
      words.disableText,
      words.disableIt,
      () => change(id, { disabled: true }, words.disabled(name)),
    ] as const,
  }[what]
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{strings.cancel}</Button>
          <Button look={what === 'password' ? 'primary' : 'danger'} busy={isBusy} onClick={() => run(work)}>
            {label}
          </Button>
        </>
      }
    >
      <p>{text}</p>
    </Dialog>
  )
}

/** Once for each press that finds it at rest; who has put the dialog away meanwhile has another one, maybe. */
function useDeed(onClose: () => void) {
  const [isBusy, setBusy] = useState(false)
  const isHere = useIsHere()
  async function run(work: () => Promise<boolean>): Promise<void> {
    setBusy(true)
    const isDone = await work()
    setBusy(false)
    if (isDone && isHere()) onClose()
  }
  return { isBusy, run }
}

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const form = useRef<HTMLFormElement>(null)
  const begun = useBegun<ReturnType<typeof typed> | null>('invite', null)
  const [wrong, setWrong] = useState<{ name?: string; email?: string; roles?: string }>({})
  const [busy, setBusy] = useState(false)
  const isHere = useIsHere()

  function typed() {
    const fields = new FormData(form.current ?? undefined)
    const [name = '', email = ''] = ['name', 'email'].map((field) => String(fields.get(field) ?? '').trim())
    return { name, email, roles: rolesIn(fields) }
  }
  async function submit(event: Event) {
    event.preventDefault()
    const { name, email, roles } = typed()
    const lacks = {
      ...(name ? {} : { name: words.nameMissing }),
      ...(email.includes('@') ? {} : { email: words.emailWrong }),
      ...(roles.length ? {} : { roles: words.rolesMissing }),
    }
    setWrong(lacks)
    if (Object.keys(lacks).length > 0) return toFault()
    setBusy(true)
    try {
      await invite({ name, email, roles })
      begun.letGo()
      if (isHere()) onClose()
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause
      if (!isHere()) return tellTrouble(words.notDone, cause)
      const sentence = {
        'agent.exists': words.emailTaken,
        'address.invalid': words.emailWrong,
      }[cause.code as string]
      setWrong({ email: sentence ?? sentenceOf(cause) })
      toFault()
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog title={words.inviteTitle} onClose={onClose}>
      <form class="access-form" ref={form} onInput={() => begun.keep(typed())} onSubmit={submit} noValidate>
        <p>{words.inviteText}</p>
        <TextField
          label={words.name}
          name="name"
          defaultValue={begun.kept?.name}
          autocomplete="off"
          maxLength={NAME_MAX_CHARS}
          autofocus
          error={wrong.name}
        />
        <TextField
          label={words.email}
          name="email"
          type="email"
          defaultValue={begun.kept?.email}
          autocomplete="off"
          maxLength={ADDRESS_MAX_CHARS}
          error={wrong.email}
        />
        <Roles chosen={begun.kept?.roles ?? ['agent']} error={wrong.roles} />
        <footer>
          <Button onClick={() => begun.letGo(onClose)}>{strings.cancel}</Button>
          <Button look="primary" type="submit" busy={busy}>
            {words.sendInvitation}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

function RolesDialog({ agent, onClose }: { agent: RosterAgent; onClose: () => void }) {
  const form = useRef<HTMLFormElement>(null)
  const [error, setError] = useState('')
  const { isBusy, run } = useDeed(onClose)

  function submit(event: Event) {
    event.preventDefault()
    const roles = rolesIn(new FormData(form.current ?? undefined))
    if (roles.length === 0) {
      setError(words.rolesMissing)
      return toFault()
    }
    void run(() => change(agent.id, { roles }, words.rolesChanged(agent.name)))
  }

  return (
    <Dialog title={words.rolesTitle(agent.name)} onClose={onClose}>
      <form class="access-form" ref={form} onSubmit={submit} noValidate>
        <Roles chosen={agent.roles} error={error} />
        <footer>
          <Button onClick={onClose}>{strings.cancel}</Button>
          <Button look="primary" type="submit" busy={isBusy}>
            {words.save}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

function Roles({ chosen, error }: { chosen: readonly Role[]; error?: string | undefined }) {
  const faultId = useId()
  return (
    <fieldset class="access-choices">
      <legend>{words.rolesLegend}</legend>
      {ROLES.map((role) => (
        <label key={role}>
          <input
            type="checkbox"
            name="role"
            value={role}
            defaultChecked={chosen.includes(role)}
            {...faulty(error ? faultId : undefined)}
          />
          <span>
            {words.roles[role]}
            <span class="quiet">{words.roleHints[role]}</span>
          </span>
        </label>
      ))}
      {error && (
        <p class="hd-field-error" id={faultId} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  )
}

const rolesIn = (fields: FormData): Role[] => ROLES.filter((role) => fields.getAll('role').includes(role))

function SessionsDialog({ agent, onClose }: { agent: RosterAgent; onClose: () => void }) {
  const [sessions, setSessions] = useState<readonly AgentSession[] | null>(null)
  const { isBusy, run } = useDeed(onClose)
  const isHere = useIsHere()
  const read = () =>
    sessionsOf(agent.id).then(setSessions, (error) => {
      tellTrouble(words.notRead, error)
      if (isHere()) onClose()
    })
  useEffect(() => void read(), [])
  const end = async (session: AgentSession) => {
    await endSessionOf(agent.id, session.id).catch((error) => tellTrouble(words.notDone, error))
    await read()
  }
  return (
    <Dialog
      title={words.sessionsTitle(agent.name)}
      onClose={onClose}
      actions={
        sessions &&
        sessions.length > 0 && (
          <Button look="danger" busy={isBusy} onClick={() => run(() => endSessionsOf(agent.id))}>
            {words.endAll}
          </Button>
        )
      }
    >
      {!sessions && <Skeleton label={strings.loading} />}
      {sessions?.length === 0 && <p class="quiet">{words.noSessions}</p>}
      {sessions && sessions.length > 0 && (
        <div class="part-rows">
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} onEnd={() => void end(session)} />
          ))}
        </div>
      )}
    </Dialog>
  )
}
