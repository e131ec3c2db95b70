// What is done to one ticket or to many at once, and taken back. Many go in several commands, and how far they are is
// shown; what could not be done is said ticket by ticket. Partners: protocol/desk/changes.ts, toasts.ts.

import type { NotChanged, TicketChange } from '../../protocol/desk/changes.ts'
import { TICKETS_AT_ONCE } from '../../protocol/limits.ts'
import type { DeskCommandAnswer } from '../../protocol/socket.ts'
import { ask } from '../line/line.ts'
import { Refused } from '../line/socket.ts'
import { keepTickets, tickets } from '../state.ts'
import { sentenceOfCode, sentenceOfTried } from '../strings/reasons.ts'
import { strings } from '../strings.ts'
import { tell, tellProgress, tellTrouble } from '../toasts.ts'
import { sendHeld } from '../writing/holding.ts'

const words = strings.changes

/**
 * @returns those to which it was not done.
 * @param what it was, of these tickets, once it is done: “#12 is solved.” or “30 tickets are solved.”
 */
export async function changeTickets(
  ticketIds: readonly string[],
  change: TicketChange,
  what: (tickets: string, count: number) => string,
): Promise<string[]> {
  const changeId = crypto.randomUUID()
  const known = ticketIds.filter((id) => tickets.peek().has(id))
  // Else it would open them again, or bring them back.
  if (/solve|snooze/.test(change.kind)) await Promise.all(known.map(sendHeld))
  const { done, refused, stopped } = await inPieces(known, (ids) =>
    ask('tickets.change', {
      changeId,
      tickets: ids.map((ticketId) => ({
        ticketId,
        upTo: tickets.peek().get(ticketId)?.newestSequence ?? 0,
      })),
      change,
    }),
  )
  const takeBack =
    done.length > 0 ? { label: strings.undo, run: () => void takeBackChange(changeId, done) } : undefined
  const sentence = done.length > 0 ? what(namesOf(done), done.length) : ''
  const left = known.filter((id) => !done.includes(id))
  if (stopped) tellTrouble([sentence, notReached(left, stopped)].join(' ').trim(), null, takeBack)
  else if (refused.length > 0) tellTrouble([sentence, notDone(refused)].join(' ').trim(), null, takeBack)
  else tell(sentence, takeBack)
  return left
}

async function takeBackChange(changeId: string, ticketIds: readonly string[]): Promise<void> {
  const { done, refused, stopped } = await inPieces(ticketIds, (ids) =>
    ask('tickets.take_back', { changeId, ticketIds: ids }),
  )
  const sentence = done.length > 0 ? words.takenBack(namesOf(done), done.length) : ''
  const left = ticketIds.filter((id) => !done.includes(id))
  if (stopped) tellTrouble([sentence, notReached(left, stopped)].join(' ').trim(), null)
  else if (refused.length > 0) tellTrouble([sentence, notDone(refused)].join(' ').trim(), null)
  else tell(sentence)
}

interface Result {
  done: string[]
  refused: NotChanged[]
  /** Why the rest was not tried. */
  stopped: Refused | null
}

async function inPieces(
  ticketIds: readonly string[],
  work: (ids: string[]) => Promise<DeskCommandAnswer<'tickets.change'>>,
): Promise<Result> {
  const result: Result = { done: [], refused: [], stopped: null }
  for (let at = 0; at < ticketIds.length; at += TICKETS_AT_ONCE) {
    if (ticketIds.length > TICKETS_AT_ONCE) tellProgress(words.progress(at, ticketIds.length))
    try {
      const answer = await work(ticketIds.slice(at, at + TICKETS_AT_ONCE))
      keepTickets(answer.tickets)
      result.done.push(...answer.tickets.map(({ id }) => id))
      result.refused.push(...answer.refused)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      result.stopped = error
      break
    }
  }
  return result
}

/** “#12” for one, “30 tickets” for more. @param most that are called by their numbers: “#12, #14” */
export function namesOf(ticketIds: readonly string[], most = 1): string {
  const numbers = ticketIds.flatMap((id) => tickets.peek().get(id)?.number ?? [])
  const isSaid = numbers.length === ticketIds.length && numbers.length <= most
  return isSaid ? numbers.map(strings.number).join(', ') : words.tickets(ticketIds.length)
}

const notReached = (left: readonly string[], why: Refused) =>
  sentenceOfTried(words.stopped(namesOf(left), left.length), why)

/** So many are named where somebody has to look at each. */
const NAMED = 3

/** Each reason once, with the tickets that it is of. */
export function notDone(refused: readonly NotChanged[]): string {
  return [...new Set(refused.map(({ code }) => code))]
    .map((code) => ({ code, all: refused.filter((one) => one.code === code) }))
    .map(({ code, all }) =>
      words.notDone(
        namesOf(
          all.map(({ ticketId }) => ticketId),
          NAMED,
        ),
        all.length,
        sentenceOfCode(code as Refused['code']),
      ),
    )
    .join(' ')
}
