// Who else is at a ticket, as they say themselves. Each says it again while it lasts; whoever falls silent is gone. Partners:
// telling-presence.ts, which says it of this agent; state.ts, which hands the events on.

import { signal } from '@preact/signals'
import type { PresenceChanged } from '../../protocol/commands/presence.ts'
import { PRESENCE_MS } from '../../protocol/limits.ts'

export interface Beside {
  agentId: string
  doing: 'looking' | 'writing'
  /** On this device's clock, in ms. */
  until: number
}

/** By ticket; this agent's other tabs and devices, too: whoever shows it leaves them out. */
export const present = signal<ReadonlyMap<string, readonly Beside[]>>(new Map())

export function keepPresence({ ticketId, agentId, doing }: PresenceChanged, now: number): void {
  const others = (present.value.get(ticketId) ?? []).filter((one) => one.agentId !== agentId)
  const here = doing === 'gone' ? others : [...others, { agentId, doing, until: now + PRESENCE_MS }]
  const next = new Map(present.value)
  if (here.length > 0) next.set(ticketId, here)
  else next.delete(ticketId)
  present.value = next
}

export function dropSilent(now = Date.now()): void {
  const kept = [...present.value].flatMap(([ticketId, all]) => {
    const still = all.filter(({ until }) => until > now)
    return still.length > 0 ? [[ticketId, still] as const] : []
  })
  const count = (map: Iterable<readonly [string, readonly Beside[]]>) =>
    [...map].reduce((sum, [, all]) => sum + all.length, 0)
  if (count(kept) !== count(present.value)) present.value = new Map(kept)
}

export function forgetPresence(): void {
  present.value = new Map()
}
