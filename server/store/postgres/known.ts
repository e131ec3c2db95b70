// States of records: as the server has them, or as a commit put them that is not kept yet. A commit reads what is known
// here without asking the server; whether it still holds is looked at when the commit is kept, under locks. So what is
// known may be old, and only costs a second run then. Reading outside of commits never looks here.

import type { Found } from './gather.ts'

export interface State {
  /** JSON; null where there is no such record. */
  readonly text: string | null
  /** The transaction that wrote it; null where there is no such record; undefined while it is not kept. */
  version: string | null | undefined
  /** The commit that put it, until that is kept. */
  by: object | null
  /** That commit was not kept as it was: who built on this state runs again. */
  isDead: boolean
  /** The lists that it stands in, once somebody asked. */
  lists?: string[]
  /** Of a ticket whose thread this process added to last: the newest number there. */
  newest?: Newest
  /** Of a ticket: all that another copy put of it was told here, see touched.ts. */
  isTold?: boolean
}

/** Names of what nearly every commit reads, and few others than this copy write. */
const WORTH_KNOWING = new Set(['tickets', 'contacts', 'sessions', 'agents', 'counters', 'merges'])
export const isWorthKnowing = (name: string) => WORTH_KNOWING.has(name)

export type Newest = { entries?: number; notes?: number }

/** Some 25 MB of tickets' and contacts' heads and of sessions: those of ten thousand people who write at this moment. */
const STATES_MAX = 30_000

export class Known {
  readonly #states = new Map<string, State>()

  get(id: string): State | undefined {
    return this.#states.get(id)
  }

  /** The newest, and for whoever asks next. */
  set(id: string, state: State): void {
    this.#states.delete(id)
    this.#states.set(id, state)
    if (this.#states.size > STATES_MAX) this.#forgetOldest()
  }

  /** Only where it is still this one. */
  forget(id: string, state: State): void {
    if (this.#states.get(id) === state) this.#states.delete(id)
  }

  #forgetOldest(): void {
    let left = STATES_MAX / 10
    for (const [id, state] of this.#states) {
      if (left-- === 0) break
      // Nobody but us knows what is not kept yet.
      if (state.version !== undefined) this.#states.delete(id)
    }
  }
}

export function stateOf(found: Found | undefined): State {
  return found
    ? { text: found.text, version: found.version, by: null, isDead: false }
    : { text: null, version: null, by: null, isDead: false }
}
