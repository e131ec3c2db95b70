// Who else is at a ticket, as they say themselves. Each says it again while it lasts; whoever falls silent is gone. Partners:
// telling-presence.ts, which says it of this agent; state.ts, which hands the events on.

import { signal } from '@preact/signals'
import type { PresenceChanged } from '../../protocol/commands/presence.ts'
import { PRESENCE_MS } from '../../protocol/limits.ts'
import { type Signs, signsAt, withoutSilent } from './signs.ts'

interface Beside {
  agentId: string
  doing: 'looking' | 'writing'
  /** On this device's clock, in ms. */
  until: number
}

/** This agent's other tabs and devices, too: whoever shows it leaves them out. */
export const present = signal<Signs<Beside>>(new Map())

export function keepPresence({ ticketId, agentId, doing }: PresenceChanged, now: number): void {
  const others = (present.value.get(ticketId) ?? []).filter((one) => one.agentId !== agentId)
  const here = doing === 'gone' ? others : [...others, { agentId, doing, until: now + PRESENCE_MS }]
  present.value = signsAt(present.value, ticketId, here)
}

export function dropSilent(now = Date.now()): void {
  present.value = withoutSilent(present.value, now)
}

export function forgetPresence(): void {
  present.value = new Map()
}
