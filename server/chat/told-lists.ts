// What the desks of this copy were told of macros, views, rules, teams and who is away: where such a list stands otherwise in the
// store than at the look before, what they were not told of is told, in the words of audience.ts. Partner: catch-up.ts, which looks.

import { isDeepStrictEqual } from 'node:util'
import type { DeskEvent } from '../../protocol/socket.ts'
import type { Bus, BusEvent } from '../bus/bus.ts'
import type { DomainEvent } from '../events.ts'
import type { ReadTables, TouchedList } from '../store/store.ts'
import { audienceOf } from './audience.ts'

interface List {
  /** Each of it, as what happened when it was put last. */
  all(read: ReadTables): Promise<DomainEvent[]>
  idOf(body: Body): string | undefined
  /** Where one can be taken away. */
  gone?(id: string): DeskEvent
}

/** Of the bodies of all their events, what is looked at here. */
interface Body {
  macro?: { id: string }
  macroId?: string
  view?: { id: string }
  viewId?: string
  rule?: { id: string }
  ruleId?: string
  team?: { name: string }
  agentId?: string
}

/** By the noun that their events begin with. */
const LISTS: Record<string, List & { of: TouchedList }> = {
  macro: {
    of: 'macros',
    all: async ({ macros }) => (await macros.list()).map((macro) => ({ name: 'macro.changed', macro })),
    idOf: ({ macro, macroId }) => macro?.id ?? macroId,
    gone: (macroId) => ({ name: 'macro.removed', body: { macroId } }),
  },
  view: {
    of: 'views',
    all: async ({ views }) => (await views.list()).map((view) => ({ name: 'view.changed', view })),
    idOf: ({ view, viewId }) => view?.id ?? viewId,
    gone: (viewId) => ({ name: 'view.removed', body: { viewId } }),
  },
  rule: {
    of: 'rules',
    all: async ({ rules }) => (await rules.list()).map((rule) => ({ name: 'rule.changed', rule })),
    idOf: ({ rule, ruleId }) => rule?.id ?? ruleId,
    gone: (ruleId) => ({ name: 'rule.removed', body: { ruleId } }),
  },
  team: {
    of: 'teams',
    all: async ({ teams }) => (await teams.list()).map((team) => ({ name: 'team.changed', team })),
    idOf: ({ team }) => team?.name,
  },
  away: {
    of: 'agents',
    all: async ({ agents }) =>
      (await agents.list()).map(({ id: agentId, awaySince }) => {
        return { name: 'away.changed', agentId, isAway: awaySince !== undefined }
      }),
    idOf: ({ agentId }) => agentId,
  },
}

/** One event that was told, and to whom. */
interface Told {
  topic: string
  body: unknown
}

interface State {
  /** As the store said at the last look; undefined before the first. */
  stood: string | undefined
  told: Map<string, Told>
  /** Events that were told; and how many they were at the last look. What came since may have come in the wrong order. */
  heard: number
  looked: number
}

export function toldLists({ read, bus }: { read: ReadTables; bus: Bus }) {
  const states = new Map<string, State>(
    Object.keys(LISTS).map((noun) => [noun, { stood: undefined, told: new Map(), heard: 0, looked: 0 }]),
  )

  return {
    event(topic: string, { name, body }: BusEvent): void {
      const dot = name.indexOf('.')
      const noun = name.slice(0, dot)
      const state = states.get(noun)
      if (!state) return
      const id = LISTS[noun]?.idOf(body as Body)
      if (id === undefined) return
      state.heard++
      if (name.slice(dot + 1) === 'removed') state.told.delete(id)
      else state.told.set(id, { topic, body })
    },

    async look(lists: Record<TouchedList, string>): Promise<void> {
      for (const [noun, list] of Object.entries(LISTS)) {
        const state = states.get(noun)
        if (!state || (state.stood === lists[list.of] && state.looked === state.heard)) continue
        await lookInto(list, state)
        state.stood = lists[list.of]
      }
    },
  }

  async function lookInto(list: List, state: State): Promise<void> {
    const now = new Map<string, Told & { event: BusEvent }>()
    let heard: number
    do {
      heard = state.heard
      now.clear()
      for (const one of await list.all(read))
        for (const { topic, event } of await audienceOf(one, read))
          now.set(list.idOf(event.body as Body) ?? '', { topic, body: event.body, event })
      // What was told while it was read may be newer than what was read.
    } while (state.heard !== heard)

    const before = state.told
    state.told = new Map([...now].map(([id, { topic, body }]) => [id, { topic, body }]))
    // Whoever was here before the first look has read it from the store a moment ago.
    if (state.stood !== undefined) {
      for (const [id, { topic, body, event }] of now)
        if (!isDeepStrictEqual(before.get(id)?.body, body)) bus.publish(topic, event, 'here')
      for (const [id, { topic }] of before)
        if (!now.has(id) && list.gone) bus.publish(topic, list.gone(id), 'here')
    }
    state.looked = state.heard
  }
}
