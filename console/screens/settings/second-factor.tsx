// The second factor in the settings: whether there is one, and the dialogs that set it up, switch it off, or make new codes.

import { useState } from 'preact/hooks'
import type { OwnAccess, SecondFactorOffer } from '../../../protocol/desk/access.ts'
import { Button, Pill } from '../../../ui/controls.tsx'
import { fullTime } from '../../../ui/time.ts'
import {
  beginSecondFactor,
  confirmSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
} from '../../access.ts'
import { access as words } from '../../strings/access.ts'
import { Codes, Scan } from '../entry/set-up.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Part, Row } from './parts.tsx'
import { PasswordDialog } from './password-dialog.tsx'

type Step =
  | { ask: 'setUp' | 'turnOff' | 'newCodes' }
  | { offer: SecondFactorOffer }
  | { codes: readonly string[] }
  | null

export function SecondFactor({ access }: { access: OwnAccess }) {
  const [step, setStep] = useState<Step>(null)
  const { since, recoveryCodesLeft } = access.secondFactor
  const close = () => setStep(null)
  return (
    <Part title={words.factor} hint={words.factorHint}>
      <Row
        title={
          since ? <Pill tone="success">{words.factorOnState}</Pill> : <Pill>{words.factorOffState}</Pill>
        }
        hint={
          since &&
          [
            words.factorSince(fullTime(since)),
            words.codesLeft(recoveryCodesLeft),
            access.isSecondFactorRequired && words.factorMust,
          ]
            .filter(Boolean)
            .join(' ')
        }
      >
        {!since && (
          <Button size="s" look="primary" onClick={() => setStep({ ask: 'setUp' })}>
            {words.setUp}
          </Button>
        )}
        {since && (
          <Button size="s" onClick={() => setStep({ ask: 'newCodes' })}>
            {words.newCodes}
          </Button>
        )}
        {since && !access.isSecondFactorRequired && (
          <Button size="s" look="danger" onClick={() => setStep({ ask: 'turnOff' })}>
            {words.turnOff}
          </Button>
        )}
      </Row>
      {step && 'ask' in step && (
        <PasswordDialog
          title={words.confirmTitle[step.ask]}
          text={words.confirmText[step.ask]}
          submit={step.ask === 'turnOff' ? words.turnOff : words.goOn}
          look={step.ask === 'turnOff' ? 'danger' : 'primary'}
          onClose={close}
          run={async (password) => {
            if (step.ask === 'setUp') return setStep({ offer: await beginSecondFactor(password) })
            if (step.ask === 'newCodes') return setStep({ codes: await renewRecoveryCodes(password) })
            await removeSecondFactor(password)
            close()
          }}
        />
      )}
      {step && 'offer' in step && (
        <Dialog title={words.confirmTitle.setUp} onClose={close}>
          <Scan
            offer={step.offer}
            confirm={async (code) => setStep({ codes: await confirmSecondFactor(code) })}
          />
        </Dialog>
      )}
      {step && 'codes' in step && (
        <Dialog title={words.codesTitle} onClose={close}>
          <Codes codes={step.codes} done={words.codesKept} onDone={close} />
        </Dialog>
      )}
    </Part>
  )
}
