// How many tickets each view holds. Where all of them are known here, they are counted here, at once; where not, the server
// counts, a second after something changed at the earliest. Partners: views.ts, desk.ts, which begins it.

import { effect, signal } from '@preact/signals'
import { isTimed } from '../../protocol/desk/filtering.ts'
import { VIEWS_COUNTED } from '../../protocol/limits.ts'
import { ask, lineStatus } from '../line/line.ts'
import { Refused } from '../line/socket.ts'
import { BUILT_IN, filterOf, minute, savedViews, teamView } from '../list/views.ts'
import { forgetWithAgent, isListedToEnd, tickets, ticketsOf, types } from '../state.ts'

/** A count need not be younger: people look at it, they do not reckon with it. */
const ASK_EVERY_MS = 1_000

const asked = signal<ReadonlyMap<string, number>>(new Map())
forgetWithAgent(() => {
  asked.value = new Map()
})

/** Those of the pane, in their order. Solved ones are counted by reports. */
export const teams = (): string[] => [...new Set(types.value.flatMap(({ team }) => team ?? []))].sort()
const counted = (): string[] => [
  ...BUILT_IN.filter((view) => view !== 'solved'),
  ...teams().map(teamView),
  ...savedViews.value.map(({ id }) => id),
]

/** undefined where nobody has counted yet, or could; above COUNTED_MOST there are more than that. */
export function countOf(view: string): number | undefined {
  return isListedToEnd(view) ? ticketsOf(view).value.length : asked.value.get(view)
}

/** @returns what ends it */
export function keepCounts(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = effect(() => {
    // Whichever ticket changes, a count may have changed.
    tickets.value
    // And with time, where a view is about that.
    if (savedViews.value.some(({ filter }) => isTimed(filter))) minute.value
    const isWanted = counted().some((view) => !isListedToEnd(view))
    if (isWanted && lineStatus.value.state === 'live') timer ??= setTimeout(count, ASK_EVERY_MS)
  })
  return () => {
    stop()
    clearTimeout(timer)
  }

  async function count(): Promise<void> {
    const views = counted()
      .filter((view) => !isListedToEnd(view))
      .slice(0, VIEWS_COUNTED)
    try {
      const { counts } = await ask('tickets.count', { filters: views.map(filterOf) })
      asked.value = new Map(views.flatMap((view, at) => (counts[at] == null ? [] : [[view, counts[at]]])))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
    } finally {
      timer = undefined
    }
  }
}
