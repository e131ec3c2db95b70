// Which views there are, what each holds and how it is sorted: those that are always there, one a team, and the saved ones.
// A view has a name: `open` …, `team:Accounts`, or the id of a saved one. Partners: state.ts, protocol/desk/filters.ts.

import { effect, signal } from '@preact/signals'
import { VIEW_FILTERS } from '../../protocol/desk/filtering.ts'
import type { SavedView, TicketFilter, TicketSort } from '../../protocol/desk/filters.ts'
import { keep, recall, shared } from '../device.ts'

/** Those that are always there, in their order. */
export const BUILT_IN = [
  'open',
  'mine',
  'mentions',
  'unassigned',
  'waiting_on_contact',
  'snoozed',
  'merge_reviews',
  'unsolved',
  'solved',
] as const
export type BuiltIn = (typeof BUILT_IN)[number]

const FILTERS: Record<BuiltIn, TicketFilter> = {
  ...VIEW_FILTERS,
  merge_reviews: { fields: [{ field: 'merge', is: 'any_of', values: ['to_decide'] }] },
}

/** Everybody's and this agent's own, as the server has them. */
export const savedViews = signal<readonly SavedView[]>([])

/** What one holds, in words, which come with the dialogs: as soon as the desk is there. */
export const sayFilter = signal<((filter: TicketFilter) => string) | null>(null)

/** Of the views that are always there, another order than the newest change first; on this device. */
export const sorts = signal<Record<string, TicketSort>>(recall(shared, 'sorts', {}))
effect(() => {
  keep(shared, 'sorts', sorts.value)
})

const TEAM = 'team:'
export const teamView = (team: string): string => TEAM + team
export const teamOf = (view: string): string | null =>
  view.startsWith(TEAM) ? view.slice(TEAM.length) : null

export const isBuiltIn = (view: string): view is BuiltIn => (BUILT_IN as readonly string[]).includes(view)
export const savedViewOf = (view: string): SavedView | undefined =>
  savedViews.value.find(({ id }) => id === view)

/** What one that is not there any more would hold: nothing. */
const NOTHING: TicketFilter = { assignees: ['no such agent'] }

export function filterOf(view: string): TicketFilter {
  if (isBuiltIn(view)) return FILTERS[view]
  const team = teamOf(view)
  if (team !== null) return { teams: [team], states: ['open', 'waiting_on_contact'] }
  return savedViewOf(view)?.filter ?? NOTHING
}

export const sortOf = (view: string): TicketSort => sorts.value[view] ?? savedViewOf(view)?.sort ?? 'newest'

/** What is asked of the server for it: where that changes, what was listed says nothing any more. */
export const askedOf = (view: string): string => JSON.stringify([filterOf(view), sortOf(view)])

export function keepView(view: SavedView): void {
  const others = savedViews.value.filter(({ id }) => id !== view.id)
  savedViews.value = [...others, view].sort((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1))
}

export function forgetView(viewId: string): void {
  savedViews.value = savedViews.value.filter(({ id }) => id !== viewId)
}

/** The server's clock, moved once a minute: waits are measured by it. */
export const minute = signal(Date.now())
const MINUTE_MS = 60_000
export const passMinute = (now: number): void => {
  if (Math.abs(now - minute.peek()) >= MINUTE_MS) minute.value = now
}
