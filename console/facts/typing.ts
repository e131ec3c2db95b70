// Who writes at a ticket, as the server tells it. Partners: state.ts, which hands the events on; presence.ts, who is there.

import { signal } from '@preact/signals'
import { type Signs, signsAt, withoutSilent } from './signs.ts'

interface Typist {
  name: string
  /** On this device's clock, in ms. */
  until: number
}

export const typing = signal<Signs<Typist>>(new Map())

export function keepTypist(ticketId: string, typist: Typist): void {
  typing.value = signsAt(typing.value, ticketId, [...othersThan(ticketId, typist.name), typist])
}

export function stopTyping(ticketId: string, name: string): void {
  if (typing.value.has(ticketId)) typing.value = signsAt(typing.value, ticketId, othersThan(ticketId, name))
}

/** Signals hold until TYPING_MS passed; desk.ts calls this as time goes by. */
export function dropSilentTypists(now = Date.now()): void {
  typing.value = withoutSilent(typing.value, now)
}

const othersThan = (ticketId: string, name: string) =>
  (typing.value.get(ticketId) ?? []).filter((typist) => typist.name !== name)
