// Says which ticket this agent has before them and whether they write, while the page is in sight: at once when that changes,
// again while it lasts, and once more when somebody else comes, who has heard nothing yet. Partner: presence.ts.

import { effect, untracked } from '@preact/signals'
import type { Doing } from '../../protocol/commands/presence.ts'
import { PRESENCE_MS } from '../../protocol/limits.ts'
import { present } from '../facts/presence.ts'
import { ask, lineStatus } from '../line/line.ts'
import { listening } from '../listening.ts'
import { route } from '../route.ts'
import { me } from '../state.ts'
import { draftOf } from './drafts.ts'
import { outgoing } from './outgoing.ts'

/** Twice and some within its time: one that is lost on the way takes nobody away. */
const AGAIN_MS = PRESENCE_MS * 0.4

/** Also while a reply waits that can still be taken back. */
const isWriting = (ticketId: string) =>
  draftOf(ticketId).reply.trim() !== '' ||
  outgoing.value.some((one) => one.ticketId === ticketId && one.mode === 'reply' && one.state === 'held')

/** @returns what ends it */
export function tellPresence(): (() => unknown)[] {
  let told: { ticketId: string; doing: Doing } | null = null
  const met = new Set<string>()

  const now = (): typeof told => {
    const { ticketId } = route.value
    if (!ticketId || document.visibilityState !== 'visible') return null
    return { ticketId, doing: isWriting(ticketId) ? 'writing' : 'looking' }
  }
  const say = (what: NonNullable<typeof told>) => void ask('presence.tell', what).catch(() => {})
  function look(): void {
    if (lineStatus.value.state !== 'live') {
      // Whoever came meanwhile was not heard.
      told = null
      return
    }
    const next = now()
    if (told && told.ticketId !== next?.ticketId) {
      say({ ...told, doing: 'gone' })
      met.clear()
    }
    if (next && (told?.ticketId !== next.ticketId || told.doing !== next.doing)) say(next)
    told = next
  }
  function meet(): void {
    const at = told && present.value.get(told.ticketId)
    const strangers = (at ?? []).filter(({ agentId }) => agentId !== me.peek()?.id && !met.has(agentId))
    for (const { agentId } of strangers) met.add(agentId)
    if (strangers.length > 0 && told) say(told)
  }
  const again = setInterval(() => told && lineStatus.peek().state === 'live' && say(told), AGAIN_MS)
  const onLeave = () => told && say({ ...told, doing: 'gone' })
  return [
    onLeave,
    effect(look),
    effect(meet),
    () => clearInterval(again),
    listening(document, 'visibilitychange', () => untracked(look)),
    listening(window, 'pagehide', onLeave),
  ]
}
