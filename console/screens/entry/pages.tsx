// What comes before the desk for few: setting up a second factor that the desk asks for, and accepting an invitation. One bundle,
// which on-demand.tsx fetches.

import { useEffect, useState } from 'preact/hooks'
import '../../strings/settings-reasons.ts'
import type { InvitationShown, LogInStep, SecondFactorOffer } from '../../../protocol/desk/access.ts'
import type { Agent } from '../../../protocol/entities.ts'
import { PASSWORD_MIN_CHARS } from '../../../protocol/limits.ts'
import { Blank, Button, Skeleton, TextField } from '../../../ui/controls.tsx'
import { AlertIcon } from '../../../ui/icons.tsx'
import type { Refused } from '../../line/socket.ts'
import { beginSetUp, confirmSetUp, seeInvitation, takeInvitation } from '../../logging-in.ts'
import accessLook from '../../look/access.css'
import look from '../../look/login.css'
import { access as accessWords } from '../../strings/access.ts'
import { sentenceOf, sentenceOfCode } from '../../strings/reasons.ts'
import { steps as words } from '../../strings/steps.ts'
import { strings } from '../../strings.ts'
import { adopt } from '../../styles.ts'
import { Wordmark } from '../list/wordmark.tsx'
import { useOneField } from '../parts/one-field.ts'
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
  const [shown, setShown] = useState<InvitationShown | Refused | null>(null)
  const look = () => {
    setShown(null)
    seeInvitation(props.token).then(setShown, setShown)
  }
  useEffect(look, [])
  const { error, busy, form } = useOneField(
    'password',
    (password) => password.length < PASSWORD_MIN_CHARS && accessWords.passwordShort(PASSWORD_MIN_CHARS),
    async (password) => props.onStep(await takeInvitation(props.token, password)),
    (cause) => {
      if (cause.code !== 'invitation.ended') return sentenceOf(cause)
      setShown(cause)
      return ''
    },
  )

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
    <form class="login" {...form}>
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
