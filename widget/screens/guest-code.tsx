// Where somebody for whom no host vouches types the code that was mailed to them: so that their message goes, or to see what they
// wrote before. A bundle of its own. Partners: code.tsx, the form; guests.ts.

import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Button } from '../../ui/controls.tsx'
import { proveAddress, sendCode } from '../guests.ts'
import { put, state } from '../state.ts'
import * as p from '../strings/en/proofs.ts'
import { CodeForm } from './code.tsx'
import { Frame, focusIn, useFocus, useWork } from './frame.tsx'
import { ADDRESS, GuestFields } from './guest-fields.tsx'

/** The screen on which somebody for whom no host vouches proves their address. */
export function GuestCode(props: { title: string; onProved: () => void }) {
  const { name = '', email = '', proof } = state.guest.value ?? {}
  if (!proof) return null
  return (
    <Frame title={props.title}>
      <CodeForm
        key={proof.proofId}
        email={proof.email}
        expiresAt={proof.expiresAt}
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
    await proveAddress(name.trim(), email.trim())
    // Not for a message: what is half written elsewhere waits for its own.
    const { proof, ...guest } = state.guest.value ?? { name, email }
    put('guest', { ...guest, ...(proof && { lookingBack: proof }) })
  }
  return (
    <div ref={place}>
      {lookingBack ? (
        <CodeForm
          key={lookingBack.proofId}
          email={lookingBack.email}
          expiresAt={lookingBack.expiresAt}
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

function AddressForm({ onMail }: { onMail: () => Promise<void> }) {
  const { name = '', email = '' } = state.guest.value ?? {}
  const form = useRef<HTMLFormElement>(null)
  useFocus(form)
  const [isAsked, ask] = useState(false)
  const { busy, error, run } = useWork()
  return (
    <form
      ref={form}
      class="form"
      onSubmit={(event) => {
        event.preventDefault()
        ask(true)
        if (name.trim() && ADDRESS.test(email.trim())) run(onMail)
        else focusIn(event.currentTarget)
      }}
    >
      <GuestFields asked={isAsked} error={error} />
      <Button look="primary" type="submit" wide busy={busy}>
        {p.mergeSendCode}
      </Button>
    </form>
  )
}
