// What comes before the desk for few: setting up a second factor that the desk asks for, and accepting an invitation. One bundle,
// which on-demand.tsx fetches.

import { useEffect, useRef, useState } from 'preact/hooks'
import '../../strings/settings-reasons.ts'
import type { InvitationShown, LogInStep, SecondFactorOffer } from '../../../protocol/desk/access.ts'
import type { Agent } from '../../../protocol/entities.ts'
import { PASSWORD_MIN_CHARS } from '../../../protocol/limits.ts'
import { Blank, Button, Skeleton, TextField } from '../../../ui/controls.tsx'
import { AlertIcon } from '../../../ui/icons.tsx'
import { Refused } from '../../line/socket.ts'
import { beginSetUp, confirmSetUp, seeInvitation, takeInvitation } from '../../logging-in.ts'
import accessLook from '../../look/access.css'
import look from '../../look/login.css'
import { access as accessWords } from '../../strings/access.ts'
import { sentenceOf, sentenceOfCode } from '../../strings/reasons.ts'
import { steps as words } from '../../strings/steps.ts'
import { strings } from '../../strings.ts'
import { adopt } from '../../styles.ts'
import { Wordmark } from '../list/wordmark.tsx'
import { toFault } from '../parts/to-fault.ts'
import { Codes, Scan } from './set-up.tsx'

adopt(look, accessLook)

type EntryProps =
  | { what: 'set_up'; onEnter: (agent: Agent) => void; onBack: () => void }
  | { what: 'invitation'; token: string; onStep: (step: LogInStep) => void; onBack: () => void }

export function Entry(props: EntryProps) {
  return props.what === 'set_up' ? <SetUp {...props} /> : <Invitation {...props} />
}

function SetUp({ onEnter, onBack }: { onEnter: (agent: Agent) => void; onBack: () => void }) {
  const [offer, setOffer] = useState<SecondFactorOffer | null>(null)
  const [done, setDone] = useState<{ agent: Agent; codes: readonly string[] } | null>(null)
  useEffect(() => {
    beginSetUp().then(setOffer, () => onBack())
  }, [])
  return (
    <div class="login">
      <Wordmark />
      <h1>{done ? accessWords.codesTitle : words.setUpTitle}</h1>
      {!done && <p>{words.setUpText}</p>}
      {!offer && <Skeleton label={strings.loading} lines={6} />}
      {offer && !done && (
        <Scan
          offer={offer}
          confirm={async (code) => {
            const { agent, recoveryCodes } = await confirmSetUp(code)
            if (agent) setDone({ agent, codes: recoveryCodes })
          }}
        />
      )}
      {done && <Codes codes={done.codes} done={words.toDesk} onDone={() => onEnter(done.agent)} />}
    </div>
  )
}

function Invitation(props: { token: string; onStep: (step: LogInStep) => void; onBack: () => void }) {
  const form = useRef<HTMLFormElement>(null)
  const [shown, setShown] = useState<InvitationShown | Refused | null>(null)
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  const look = () => {
    setShown(null)
    seeInvitation(props.token).then(setShown, setShown)
  }
  useEffect(look, [])
  const refuse = (why: string) => {
    setError(why)
    toFault()
  }

  async function submit(event: Event) {
    event.preventDefault()
    const password = String(new FormData(form.current ?? undefined).get('password') ?? '')
    if (password.length < PASSWORD_MIN_CHARS) return refuse(accessWords.passwordShort(PASSWORD_MIN_CHARS))
    setBusy(true)
    try {
      props.onStep(await takeInvitation(props.token, password))
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause
      if (cause.code === 'invitation.ended') setShown(cause)
      else refuse(sentenceOf(cause))
    } finally {
      setBusy(false)
    }
  }

  if (shown === null) {
    return (
      <div class="alone-loading">
        <Skeleton label={strings.loading} lines={4} />
      </div>
    )
  }
  if (shown instanceof Error) {
    const isOver = shown.code === 'invitation.ended'
    return (
      <Blank
        icon={<AlertIcon />}
        title={isOver ? words.overTitle : accessWords.notRead}
        action={
          <Button onClick={isOver ? props.onBack : look}>{isOver ? words.toLogIn : strings.tryAgain}</Button>
        }
        urgent
      >
        {isOver ? words.over : sentenceOfCode(shown.code)}
      </Blank>
    )
  }
  return (
    <form class="login" ref={form} onSubmit={submit} noValidate>
      <Wordmark />
      <h1>{shown.isNewPassword ? words.newPassword(shown.name) : words.welcome(shown.name)}</h1>
      <p>{shown.isNewPassword ? words.newPasswordText(shown.email) : words.invitationText(shown.email)}</p>
      {/* For password managers: what the password belongs to. */}
      <input type="hidden" name="username" autocomplete="username" value={shown.email} />
      <TextField
        label={words.choose}
        name="password"
        type="password"
        autocomplete="new-password"
        autofocus
        hint={accessWords.newPasswordHint(PASSWORD_MIN_CHARS)}
        error={error}
      />
      <Button look="primary" type="submit" busy={busy} wide>
        {words.join}
      </Button>
    </form>
  )
}
