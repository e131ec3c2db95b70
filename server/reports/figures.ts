// From tickets to figures. Who was opened in a time is counted with all that became of it since; what was solved in it is
// counted by when it was solved. Knows no store, and no thread: a ticket's head says all of it. Partner: report.ts.

import { PROMISES } from '../../protocol/desk/promises.ts'
import type { Figures } from '../../protocol/desk/reports.ts'
import { solvedAtOf, type TicketRecord } from '../store/records.ts'

/** Four and five of five. */
const SATISFIED = 4

export interface Tally {
  opened: number
  solved: number
  rated: number
  satisfied: number
  firstReplies: number[]
  solutions: number[]
  promises: Figures['promises']
}

export const newTally = (): Tally => ({
  ...{ opened: 0, solved: 0, rated: 0, satisfied: 0, firstReplies: [], solutions: [] },
  promises: {
    first_reply: { kept: 0, missed: 0 },
    next_reply: { kept: 0, missed: 0 },
    solution: { kept: 0, missed: 0 },
  },
})

export function countOpened(tally: Tally, ticket: TicketRecord): void {
  tally.opened++
  // Whom an agent wrote to first was answered before they asked.
  if (ticket.firstReplyAt && !ticket.openedBy)
    tally.firstReplies.push(Date.parse(ticket.firstReplyAt) - Date.parse(ticket.createdAt))
  for (const promise of PROMISES) {
    tally.promises[promise].kept += ticket.sla?.kept[promise] ?? 0
    tally.promises[promise].missed += ticket.sla?.missed[promise] ?? 0
  }
}

export function countSolved(tally: Tally, ticket: TicketRecord): void {
  tally.solved++
  tally.solutions.push(Date.parse(solvedAtOf(ticket)) - Date.parse(ticket.createdAt))
  if (ticket.score === undefined) return
  tally.rated++
  if (ticket.score >= SATISFIED) tally.satisfied++
}

export function figuresOf({ firstReplies, solutions, ...counts }: Tally): Figures {
  return {
    ...counts,
    replied: firstReplies.length,
    firstReplyMs: middleOf(firstReplies),
    solutionMs: middleOf(solutions),
  }
}

/** The lower of two middles: a time that somebody really waited. */
function middleOf(times: number[]): number | null {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null
}
