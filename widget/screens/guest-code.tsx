// Where somebody for whom no host vouches types the code that was mailed to them: so that their message goes, or to see what they
// wrote before. A bundle of its own. Partners: code.tsx, the form; guests.ts.

import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { ADDRESS_MAX_CHARS } from '../../protocol/limits.ts'
import { Button, TextField } from '../../ui/controls.tsx'
import { mailCode, proveAddress, sendCode } from '../guests.ts'
import { put, state } from '../state.ts'
import * as t from '../strings/en/panel.ts'
import * as p from '../strings/en/proofs.ts'
import { CodeForm } from './code.tsx'
import { Frame, focusIn, useFocus, useWork } from './frame.tsx'
import { ADDRESS } from './guest-fields.tsx'

/** The screen on which somebody for whom no host vouches proves their address. */
export function GuestCode(props: { title: string; onProved: () => void }) {
  const { name = '', email = '', proof } = state.guest.value ?? {}
  if (!proof) return null
  return (
    <Frame title={props.title}>
      <CodeForm
        key={proof.proofId}
        {...proof}
        hint={p.sentOnceTyped}
        onCode={async (code) => {
          await sendCode(proof.proofId, code)
          props.onProved()
        }}
        onResend={() => proveAddress(name, email)}
        onOther={() => put('guest', { name, email })}
      />
    </Frame>
  )
}

/**
 * A guest who comes back: their session ended with its tab, and a code mailed to the same address shows their tickets again. Whoever
 * has never written is asked the same, and answered the same.
 * @param props.children what stands there as long as nobody wants a code
 */
export function WrittenBefore({ children }: { children?: ComponentChildren }) {
  const { name = '', email = '', lookingBack } = state.guest.value ?? {}
  const [isWanted, want] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  // Nobody is asked for an address before the host has said who is here.
  if (state.signedIn.value !== false) return <>{children}</>
  const root = () => place.current?.getRootNode() as ShadowRoot
  const mail = async () => {
    const guest = { name, email: email.trim() }
    put('guest', guest)
    // Not for a message: what is half written elsewhere waits for its own.
    put('guest', { ...guest, lookingBack: await mailCode({ email: guest.email }) })
  }
  return (
    <div ref={place}>
      {lookingBack ? (
        <CodeForm
          key={lookingBack.proofId}
          {...lookingBack}
          onCode={async (code) => {
            const heading = root().querySelector('h2')
            await sendCode(lookingBack.proofId, code)
            heading?.focus()
          }}
          onResend={mail}
          onOther={() => {
            want(true)
            put('guest', { name, email })
          }}
        />
      ) : isWanted ? (
        <AddressForm onMail={mail} />
      ) : (
        <>
          {children}
          <p class="centre">
            <Button look="quiet" size="s" onClick={() => want(true)}>
              {p.writtenBefore}
            </Button>
          </p>
        </>
      )}
    </div>
  )
}

/** Who they are stands with what they wrote: no name is asked for. */
function AddressForm({ onMail }: { onMail: () => Promise<void> }) {
  const { name = '', email = '' } = state.guest.value ?? {}
  const form = useRef<HTMLFormElement>(null)
  useFocus(form)
  const [isAsked, ask] = useState(false)
  const { busy, error, run } = useWork()
  const isAddress = ADDRESS.test(email.trim())
  return (
    <form
      ref={form}
      class="form"
      onSubmit={(event) => {
        event.preventDefault()
        ask(true)
        if (isAddress) run(onMail)
        else focusIn(event.currentTarget)
      }}
    >
      <TextField
        data-focus
        label={t.yourAddress}
        type="email"
        autocomplete="email"
        maxLength={ADDRESS_MAX_CHARS}
        value={email}
        hint={t.addressHint}
        error={isAsked && !isAddress ? t.refusals['address.invalid'] : error}
        onInput={(event) => put('guest', { name, email: event.currentTarget.value })}
      />
      <Button look="primary" type="submit" wide busy={busy}>
        {p.mergeSendCode}
      </Button>
    </form>
  )
}
