// The search over all tickets as this console sees it: the question is the route's, the answer is kept here, and the tickets
// themselves are state.ts's, so that what is found stays current like every other row. Partner: screens/search/.

import { computed, effect, signal, untracked } from '@preact/signals'
import {
  asksNothing,
  type DeskFilter,
  type DeskQuestion,
  questionFrom,
} from '../../protocol/desk/desk-search.ts'
import type { DeskCommandAnswer } from '../../protocol/socket.ts'
import { KEYS_REST_MS } from '../clock.ts'
import { ask, lineStatus } from '../line/line.ts'
import { go, route } from '../route.ts'
import { forgetWithAgent, keepTickets, tickets, ticketsOf } from '../state.ts'
import { reading, reads } from '../verbs/actions.ts'

export type Stretch = DeskCommandAnswer<'ticket.search'>['results'][number]['stretch']

interface Found {
  query: string
  /** The best first. */
  hits: readonly { ticketId: string; stretch: Stretch }[]
  next: string | null
  isWhole: boolean
  faults: readonly string[]
}

/** The name of what is being read, beside views and tickets; see actions.ts. */
export const SEARCH = 'search'
/** The id of its field. */
export const SEARCH_FIELD = 'ticket-search'

/** The newest answer; while the next one is on its way, that of the question before. */
export const found = signal<Found | null>(null)

/** What is asked in the field; null while no search is open. */
export const question = computed<DeskQuestion | null>(() => {
  const { search } = route.value
  return search ? questionFrom(search, new Date()) : null
})

/** Ids of the rows of the list as it stands on the screen. */
export const shownIds = computed<readonly string[]>(() => {
  const ids = route.value.search
    ? (found.value?.hits ?? []).flatMap(({ ticketId }) => (tickets.value.has(ticketId) ? ticketId : []))
    : ticketsOf(route.value.view).value.map(({ id }) => id)
  // Mostly something changed within a row: then the list stays as it is, and nothing that hangs on it is drawn anew.
  if (ids.length !== lastIds.length || ids.some((id, at) => id !== lastIds[at])) lastIds = ids
  return lastIds
})
let lastIds: readonly string[] = []

export function searchFor(query: string): void {
  go({ search: query || null })
}

/** The field takes the focus; where something hides the list, the list comes back. @param query what stands in it then */
export function openSearch(query?: string): void {
  const field = () => document.getElementById(SEARCH_FIELD) as HTMLInputElement | null
  const isThere = Boolean(field()?.offsetParent)
  go({ ...(query && { search: query }), ...(!isThere && { ticketId: null, pane: 'thread' as const }) })
  const take = () => {
    field()?.focus()
    field()?.select()
  }
  // At once, where it can be: what is typed next is the question, not a row of commands.
  if (isThere) take()
  else requestAnimationFrame(take)
}

/** On its own at the end: the words before it stay as they are. */
export function addFilter(query: string, filter: string): string {
  return query.includes(filter) ? query : `${query.trim()} ${filter} `.trimStart()
}

export function withoutFilter(query: string, { text }: Pick<DeskFilter, 'text'>): string {
  return query
    .replace(text, '')
    .replace(/\s{2,}/g, ' ')
    .trim()
}

export async function searchMore(): Promise<void> {
  const before = found.peek()
  if (!before?.next) return
  const { query, next } = before
  await reading(SEARCH, async () => {
    const answer = await ask('ticket.search', { query, after: next })
    if (found.peek() !== before) return
    found.value = { ...kept(query, answer), hits: [...before.hits, ...kept(query, answer).hits] }
  })
}

export const searchAgain = (): Promise<void> => searchNow(route.peek().search ?? '')

/** Until the returned function is called: asks when the question changes, and again when the line is back. */
export function watchSearch(): () => void {
  return effect(() => {
    const { search } = route.value
    const isLive = lineStatus.value.state === 'live'
    if (!search) {
      found.value = null
      return
    }
    if (!isLive || (question.value && asksNothing(question.value))) return
    const isFirst = untracked(() => found.value === null)
    const timer = setTimeout(() => void searchNow(search), isFirst ? 0 : KEYS_REST_MS)
    return () => clearTimeout(timer)
  })
}

forgetWithAgent(() => {
  found.value = null
})

async function searchNow(query: string): Promise<void> {
  // One that is still on its way is for an older question: this one need not wait for it.
  if (reads.peek().get(SEARCH) === 'reading') {
    const rest = new Map(reads.peek())
    rest.delete(SEARCH)
    reads.value = rest
  }
  await reading(SEARCH, async () => {
    const answer = await ask('ticket.search', { query })
    if (route.peek().search === query) found.value = kept(query, answer)
  })
}

function kept(query: string, answer: DeskCommandAnswer<'ticket.search'>): Found {
  keepTickets(answer.results.map(({ ticket }) => ticket))
  const hits = answer.results.map(({ ticket, stretch }) => ({ ticketId: ticket.id, stretch }))
  return { query, hits, next: answer.next, isWhole: answer.isWhole, faults: answer.faults }
}
