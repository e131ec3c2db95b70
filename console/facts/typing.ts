// Who writes at a ticket, as the server tells it. Partners: state.ts, which hands the events on; presence.ts, who is there.

import { signal } from '@preact/signals'

export interface Typist {
  name: string
  /** On this device's clock, in ms. */
  until: number
}

export const typing = signal<ReadonlyMap<string, readonly Typist[]>>(new Map())

export function keepTypist(ticketId: string, typist: Typist): void {
  const others = (typing.value.get(ticketId) ?? []).filter(({ name }) => name !== typist.name)
  typing.value = new Map(typing.value).set(ticketId, [...others, typist])
}

export function stopTyping(ticketId: string, name: string): void {
  const typists = typing.value.get(ticketId)
  if (!typists) return
  const others = typists.filter((typist) => typist.name !== name)
  const rest = new Map(typing.value)
  if (others.length) rest.set(ticketId, others)
  else rest.delete(ticketId)
  typing.value = rest
}

/** Signals hold until TYPING_MS passed; who shows them calls this as time goes by. */
export function dropSilentTypists(now = Date.now()): void {
  const kept = [...typing.value].flatMap(([ticketId, typists]) => {
    const still = typists.filter(({ until }) => until > now)
    return still.length ? [[ticketId, still] as const] : []
  })
  if (kept.length !== typing.value.size) typing.value = new Map(kept)
}
