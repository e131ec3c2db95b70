// Who writes, where no host says so: a name, and an address that a mailed code proves. Partners: write.tsx, form.tsx.

import { ADDRESS_MAX_CHARS, NAME_MAX_CHARS } from '../../protocol/limits.ts'
import { TextField } from '../../ui/controls.tsx'
import { whenWhole } from '../chosen.ts'
import { proveAddress, sendCode } from '../guests.ts'
import { CodeForm } from '../on-demand.tsx'
import { put, state } from '../state.ts'
import * as t from '../strings/en.ts'
import { Frame } from './frame.tsx'

export const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

export function GuestFields({ asked, error }: { asked: boolean; error: string }) {
  const { name = '', email = '' } = state.guest.value ?? {}
  return (
    <>
      <TextField
        data-focus={!name.trim() || undefined}
        label={t.yourName}
        autocomplete="name"
        maxLength={NAME_MAX_CHARS}
        value={name}
        error={asked && !name.trim() && t.needsName}
        onInput={(event) => put('guest', { name: event.currentTarget.value, email })}
      />
      <TextField
        data-focus={!ADDRESS.test(email) || undefined}
        label={t.yourAddress}
        type="email"
        autocomplete="email"
        maxLength={ADDRESS_MAX_CHARS}
        value={email}
        hint={t.addressHint}
        error={asked && !ADDRESS.test(email) ? t.refusals['address.invalid'] : error}
        onInput={(event) => put('guest', { name, email: event.currentTarget.value })}
      />
    </>
  )
}

/** @param files where files wait that could not go before it was known whose they are */
export function GuestCode(props: { title: string; files: string[]; onProved: () => void }) {
  const { name = '', email = '', proof } = state.guest.value ?? {}
  if (!proof) return null
  return (
    <Frame title={props.title}>
      <CodeForm
        key={proof.proofId}
        email={proof.email}
        expiresAt={proof.expiresAt}
        onCode={async (code) => {
          await sendCode(proof.proofId, code)
          const all = await Promise.all(props.files.map(whenWhole))
          if (all.every(Boolean)) props.onProved()
        }}
        onResend={() => proveAddress(name, email)}
        onOther={() => put('guest', { name, email })}
      />
    </Frame>
  )
}
