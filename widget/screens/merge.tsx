// Asking for an account merge, one thing at a time, for a wrong answer is costly: what will happen, the other
// address, the code that was mailed there. After that it shows how the request stands.

import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { ADDRESS_MAX_CHARS } from '../../protocol/limits.ts'
import { Blank, Button, TextField } from '../../ui/controls.tsx'
import { DoneIcon, MergeIcon } from '../../ui/icons.tsx'
import { act, see } from '../commands.ts'
import { startMerge } from '../merge-start.ts'
import { go } from '../navigation.ts'
import { isUnread, state } from '../state.ts'
import * as t from '../strings/en/panel.ts'
import * as p from '../strings/en/proofs.ts'
import { CodeForm } from './code.tsx'
import { Frame, useWork, Waiting } from './frame.tsx'
import { Direction, MergeCard } from './merge-card.tsx'
import { OtherLogIn } from './other-log-in.tsx'

const STEPS = 3

export function Merge() {
  const contact = state.contact.value
  const [newest] = state.merges.value
  const [step, setStep] = useState(1)
  useSeeingItEnd(newest?.ticketId)
  const [isAnew, startAnew] = useState(false)
  const isWaitingForCode = newest?.state === 'proof_sent'
  const isMerged = newest && ['merged', 'undo_refused'].includes(newest.state)
  const isOver = newest && (isMerged || ['rejected', 'cancelled', 'expired', 'undone'].includes(newest.state))

  if (!contact && state.signedIn.value && !state.sessionRefused.value)
    return (
      <Frame title={t.merge}>
        <Waiting />
      </Frame>
    )

  if (contact?.identity !== 'verified') {
    return (
      <Frame title={t.merge}>
        <Blank
          icon={<MergeIcon />}
          title={p.signIn}
          action={<Button onClick={() => go({ name: 'write' })}>{p.cannotSignIn}</Button>}
        >
          {p.signInHint}
        </Blank>
      </Frame>
    )
  }

  if (isWaitingForCode && !isAnew)
    return (
      <Steps step={3}>
        <CodeForm
          key={newest.codeExpiresAt}
          email={newest.fromEmail}
          expiresAt={newest.codeExpiresAt}
          onCode={(code) => act('merge.prove', { mergeId: newest.id, code })}
          onResend={() => act('merge.send_code', { mergeId: newest.id })}
          onOther={() => {
            setStep(2)
            startAnew(true)
          }}
        />
        <OtherLogIn merge={newest} />
      </Steps>
    )

  if (newest && !isAnew && !isWaitingForCode)
    return (
      <Frame
        title={t.merge}
        foot={
          isOver && (
            <Button
              wide
              size="l"
              onClick={() => {
                setStep(1)
                startAnew(true)
              }}
            >
              {isMerged ? p.mergeAnother : p.mergeAnew}
            </Button>
          )
        }
      >
        <MergeCard merge={newest} />
        {newest.ticketId && (
          <div class="centre">
            <Button onClick={() => go({ name: 'thread', ticket: newest.ticketId ?? '' })}>
              {p.openTicket}
            </Button>
          </div>
        )}
      </Frame>
    )

  if (step === 1)
    return (
      <Steps
        step={1}
        foot={
          <Button look="primary" size="l" wide onClick={() => setStep(2)}>
            {t.goOn}
          </Button>
        }
      >
        <div class="form">
          <h3>{p.mergeWhat}</h3>
          <Direction from={p.mergeEndsHint} into={contact.email ?? contact.name} />
          <ul class="facts">
            {p.mergeFacts.map((fact) => (
              <li key={fact} class="line">
                <DoneIcon /> {fact}
              </li>
            ))}
          </ul>
        </div>
      </Steps>
    )

  return (
    <OtherAddress
      onStart={async (clientId, email) => {
        // The request with the wrong address must not stand in the way of the right one.
        if (isWaitingForCode) await act('merge.cancel', { mergeId: newest.id })
        await startMerge({ clientId, fromEmail: email })
        startAnew(false)
      }}
    />
  )
}

function OtherAddress({ onStart }: { onStart: (clientId: string, email: string) => Promise<void> }) {
  const [email, setEmail] = useState('')
  const { busy, error, run } = useWork()
  // Named once for each address: a second press is the same request.
  const [names] = useState(new Map<string, string>())
  const submit = () => {
    const address = email.trim()
    const clientId = names.get(address) ?? crypto.randomUUID()
    names.set(address, clientId)
    if (address) run(() => onStart(clientId, address))
  }
  return (
    <Steps
      step={2}
      foot={
        <Button look="primary" size="l" wide busy={busy} disabled={!email.trim()} onClick={submit}>
          {p.mergeSendCode}
        </Button>
      }
    >
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <h3>{p.mergeOther}</h3>
        <TextField
          data-focus
          label={p.mergeAddress}
          hint={p.mergeAddressHint}
          error={error}
          type="email"
          autocomplete="email"
          maxLength={ADDRESS_MAX_CHARS}
          value={email}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
      </form>
    </Steps>
  )
}

function Steps({
  step,
  foot,
  children,
}: {
  step: number
  foot?: ComponentChildren
  children: ComponentChildren
}) {
  return (
    <Frame
      title={t.merge}
      sub={p.mergeStep(step)}
      foot={foot}
      top={
        <div class="stages" aria-hidden="true">
          {Array.from({ length: STEPS }, (_, index) => (
            <i key={index} class={index < step ? 'past' : ''} />
          ))}
        </div>
      }
    >
      {children}
    </Frame>
  )
}

/** What the system says of the merge stands here as it comes: nobody has to open the ticket for it. Messages are another matter. */
function useSeeingItEnd(ticketId: string | null | undefined): void {
  const ticket = state.tickets.value.find(({ id }) => id === ticketId)
  const hasRest = useRef<boolean | undefined>(undefined)
  const isShown = state.open.value
  useEffect(() => {
    if (!ticket) return
    const isNews = isUnread(ticket)
    if (hasRest.current === undefined || ticket.lastEntry.author === 'agent') hasRest.current = isNews
    if (isNews && !hasRest.current && isShown && !document.hidden) see(ticket.id, ticket.newestSequence)
  }, [ticket?.newestSequence, isShown])
}
