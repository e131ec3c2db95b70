// This agent's drafts as the server keeps them, and the texts of other windows that the agent has yet to choose about.
// Partners: state.ts, which hands the events on; drafts.ts, what stands in the boxes; in-step.ts, which holds both together.

import { signal } from '@preact/signals'
import type { Draft } from '../../protocol/desk/drafts.ts'
import type { Mode } from '../writing/drafts.ts'
import { without } from './meeting.ts'

export const placeOf = (ticketId: string, mode: Mode) => `${ticketId} ${mode}`

/** By place; null before they were read, and after a loss of the line until they are read again. */
export const keptDrafts = signal<ReadonlyMap<string, Draft> | null>(null)

/** By place: both this box and another window's were changed, and this box stayed as it is. */
export const otherDrafts = signal<ReadonlyMap<string, Draft>>(new Map())

/** How often something was told: a list that was asked for before may be older. */
export let tellings = 0

export function keepDrafts(drafts: readonly Draft[]): void {
  keptDrafts.value = new Map(drafts.map((draft) => [placeOf(draft.ticketId, draft.as), draft]))
}

/** Two reports of one may cross: the later save stays. */
export function keepDraft(draft: Draft): void {
  tellings++
  const known = keptDrafts.peek()
  const place = placeOf(draft.ticketId, draft.as)
  if (!known || (known.get(place)?.version ?? '') > draft.version) return
  keptDrafts.value = new Map(known).set(place, draft)
}

export function dropDraft(ticketId: string, mode: Mode): void {
  tellings++
  const known = keptDrafts.peek()
  if (known) keptDrafts.value = without(known, placeOf(ticketId, mode))
}

export function forgetDrafts(): void {
  keptDrafts.value = null
}
