// Who writes, where no host says so: a name, and an address that a mailed code proves. Partners: write.tsx, form.tsx.

import { ADDRESS_MAX_CHARS, NAME_MAX_CHARS } from '../../protocol/limits.ts'
import { TextField } from '../../ui/controls.tsx'
import { put, state } from '../state.ts'
import * as t from '../strings/en/panel.ts'

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
