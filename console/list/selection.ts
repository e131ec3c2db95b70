// Which tickets of the list are chosen, for what is done to many at once. What has left the view is chosen no more, and another
// view begins with none. Partners: commands.ts, screens/list/selection-bar.tsx.

import { computed, effect, signal } from '@preact/signals'
import { type Route, route } from '../route.ts'
import { listed, ticketsOf } from '../state.ts'
import { listMore } from '../verbs/actions.ts'
import { shownIds } from './search.ts'

/** Tickets that “select all” brings at most: what is done to more should be thought over twice. */
const MOST = 1_000

const chosen = signal<ReadonlySet<string>>(new Set())
/** Where a range begins. */
let from: string | null = null

/** In the order in which they stand. */
export const selected = computed<readonly string[]>(() => {
  if (chosen.value.size === 0) return []
  return shownIds.value.filter((id) => chosen.value.has(id))
})

export const isSelected = (ticketId: string): boolean => chosen.value.has(ticketId)

export function toggleSelected(ticketId: string): void {
  const next = new Set(chosen.peek())
  if (!next.delete(ticketId)) next.add(ticketId)
  chosen.value = next
  from = ticketId
}

/** From where the last one was chosen up to this one. */
export function selectTo(ticketId: string): void {
  const rows = shownIds.peek()
  const [one, other] = [rows.indexOf(from ?? ticketId), rows.indexOf(ticketId)]
  const range = rows.slice(Math.min(one, other), Math.max(one, other) + 1)
  if (one < 0 || other < 0) toggleSelected(ticketId)
  else chosen.value = new Set([...chosen.peek(), ...range])
}

/** All of the view, those that were not listed yet, too. */
export async function selectAll(): Promise<void> {
  const { view, search } = route.peek()
  // Of a search: what stands there.
  if (search) return select(shownIds.peek())
  const rows = () => ticketsOf(view).peek()
  for (let known = -1; listed.peek().get(view)?.next && rows().length > known && rows().length < MOST; ) {
    known = rows().length
    await listMore(view)
  }
  if (route.peek().view === view)
    chosen.value = new Set(
      rows()
        .slice(0, MOST)
        .map(({ id }) => id),
    )
}

export function select(ticketIds: readonly string[]): void {
  chosen.value = new Set(ticketIds)
}

export const selectNone = (): void => select([])

/** What a command is about: all that are chosen, or the one that is meant. */
export const selectedOr = (ticketId: string): readonly string[] =>
  selected.peek().length > 0 ? selected.peek() : [ticketId]

const placeOf = ({ view, search }: Route) => `${view} ${search ?? ''}`
let place = placeOf(route.peek())
effect(() => {
  if (placeOf(route.value) === place) return
  place = placeOf(route.value)
  from = null
  selectNone()
})
