// The search over all tickets, as both stores answer it: which tickets fit, the best first. What may be asked is
// protocol/desk/desk-search.ts, which words a ticket is found by is words-of-ticket.ts; where they are looked up is each
// store's own affair (lowdb/search/, postgres/search/). Never who asks: agents only, and that is the gateway's gate.

import type { TicketState } from '../../protocol/entities.ts'
import { isInstant } from '../../protocol/instants.ts'

export interface TicketQuestion {
  /** Forms: each has to stand in the ticket, as it is, as a beginning, or with one slip. */
  words: readonly string[]
  /** Of each list, one has to be the ticket's: see `facetsOf`. */
  facets: readonly (readonly string[])[]
  /** One of these it has to be. */
  numbers?: readonly number[]
  states?: readonly TicketState[]
  /** null: nobody has it. */
  assigneeIds?: readonly (string | null)[]
  openedFrom?: string
  openedBefore?: string
}

export interface FoundTickets {
  /**
   * In three runs, each the newest change first: all words where a ticket says who and what it is about; all words
   * anywhere in it; and with a slip in one or more of them.
   */
  ids: string[]
  /** Cursor of the next page, or null at the end. */
  next: string | null
  /** Is every ticket in it by now? */
  isWhole: boolean
}

export interface TicketSearch {
  /** An unknown cursor gives the first page. A question that asks for nothing finds all. */
  find(question: TicketQuestion, page: { limit: number; after?: string }): Promise<FoundTickets>
  /**
   * From now on it is kept current, and what is not in it yet is read, the newest tickets first, beside everything else;
   * until the store is closed. A command that asks for nothing has no need of it.
   */
  begin(): void
}

/** The runs of an answer, in their order. */
export const RUNS = ['about', 'anywhere', 'nearly'] as const
export type Run = (typeof RUNS)[number]

/** Where a page ended: the run, and the ticket's place in it. */
interface Place {
  run: Run
  changedAt: string
  id: string
}

export const cursorOf = ({ run, changedAt, id }: Place): string => `${RUNS.indexOf(run)}~${changedAt}~${id}`

export function placeOf(cursor: string | undefined): Place | null {
  const [, number, changedAt, id] = CURSOR.exec(cursor ?? '') ?? []
  const run = RUNS[Number(number)]
  return run && changedAt && isInstant(changedAt) && id ? { run, changedAt, id } : null
}
const CURSOR = /^([0-2])~(\d{4}-\d\d-\d\dT[\d:.]+Z)~([A-Za-z0-9_-]+)$/
