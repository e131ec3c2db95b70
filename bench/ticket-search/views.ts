// Views by what is asked of any field: what a first count costs, a count after one ticket changed, and the first page, alone and all
// at once, as the console's pane asks; and for how long nobody else had their turn meanwhile. Partner: ../ticket-search.ts.

import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FieldTest, TicketFilter, TicketSort } from '../../protocol/desk/filters.ts'
import type { Store } from '../../server/store/store.ts'
import { omar } from '../../test/faults/records.ts'
import { middle, quantile } from '../parts/quantiles.ts'

const PAGE = 50
/** So often all are counted after one ticket changed, as often as a console asks at most; and then each by itself, with its page. */
const ROUNDS = 20
const ROUND_MS = 1_000
const EVERY: NonNullable<TicketFilter['states']> = ['open', 'waiting_on_contact', 'snoozed', 'solved']

/** In milliseconds. */
interface Times {
  p50: number
  p99: number
}
interface ViewWait {
  what: string
  held: number
  first: number
  counted: Times
  page: Times
}
export interface ViewWaits {
  each: ViewWait[]
  /** All of them with one command. `cpuMs`: of one round, in the program and the database. */
  together: { first: number; counted: Times; cpuMs: number }
  /** The longest time for which this process had no turn for anybody else: in the first counts, and in those after changes. */
  heldUp: { first: number; counted: number }
}

const asks = (field: string, is: FieldTest['is'], ...values: string[]): TicketFilter => ({
  fields: [{ field, is, ...(values.length > 0 && { values }) }],
})
const ofAll = (filter: TicketFilter): TicketFilter => ({ ...filter, states: EVERY })

/** Of those that are not solved, and of all. */
const VIEWS: Record<string, [filter: TicketFilter, sort: TicketSort]> = {
  'unsolved: a tag': [{ tags: ['lab'] }, 'newest'],
  'unsolved: an answer is': [asks('answer.again', 'any_of', 'yes'), 'longest_wait'],
  'unsolved: an answer is not': [asks('answer.again', 'none_of', 'yes'), 'newest'],
  'unsolved: the subject contains': [asks('subject', 'contains', 'rami'), 'newest'],
  'unsolved: the contact’s attribute is': [asks('attribute.school', 'any_of', 'school 7'), 'priority'],
  'unsolved: waits for a day': [{ waitsLongerThanMinutes: 1_440 }, 'longest_wait'],
  'all: a type, a team and a priority': [
    ofAll({ types: ['problem'], teams: ['Accounts'], priorities: ['high'] }),
    'newest',
  ],
  'all: an answer is': [ofAll(asks('answer.site', 'any_of', 'ward 7')), 'newest'],
  'all: an answer is not': [ofAll(asks('answer.again', 'none_of', 'yes')), 'newest'],
  'all: an answer contains': [ofAll(asks('answer.site', 'contains', 'ard 77')), 'newest'],
  'all: the subject contains': [ofAll(asks('subject', 'contains', 'rami')), 'newest'],
  'all: the subject contains not': [ofAll(asks('subject', 'contains_not', 'rami')), 'newest'],
  'all: the page contains': [ofAll(asks('page', 'contains', '/39')), 'number'],
  'all: the contact’s attribute is': [ofAll(asks('attribute.school', 'any_of', 'school 7')), 'newest'],
  'all: the contact’s attribute is not': [ofAll(asks('attribute.school', 'none_of', 'school 7')), 'newest'],
  'all: the contact’s number, at least': [ofAll(asks('attribute.year', 'at_least', '5')), 'newest'],
  'solved in the last 7 days': [{ states: ['solved'], ...asks('solved', 'in_last_days', '7') }, 'newest'],
  'opened in the last 30 days': [ofAll(asks('created', 'in_last_days', '30')), 'newest'],
}

export async function viewWaitsOf(
  store: Store,
  /** `cpuMs`: so far, in the program and the database. */
  { tickets, cpuMs, say }: { tickets: number; cpuMs: () => number; say: (line: string) => void },
): Promise<ViewWaits> {
  const filters = Object.values(VIEWS).map(([filter]) => filter)
  const asking = () => ({ agentId: omar.id, now: new Date() })
  const count = (filter: TicketFilter) => store.read.tickets.count({ filter, ...asking() })
  const select = ([filter, sort]: [TicketFilter, TicketSort]) =>
    store.read.tickets.select({ filter, sort, limit: PAGE, ...asking() })
  const change = changing(store, tickets)

  // What the pane asks comes first of all: nothing is known then.
  const [first, firstHeldUp] = await heldUp(() => timed(() => Promise.all(filters.map(count))))
  say(`  all at once, first: ${first.toFixed(0)} ms, with no turn for others ${firstHeldUp.toFixed(0)}`)
  const counted: number[] = []
  const cpuBegan = cpuMs()
  const [, countedHeldUp] = await heldUp(() =>
    rounds(async () => {
      await change()
      counted.push(await timed(() => Promise.all(filters.map(count))))
    }),
  )
  const together = { first, counted: timesOf(counted), cpuMs: (cpuMs() - cpuBegan) / ROUNDS }

  const each = Object.entries(VIEWS).map(([what, view]) => ({ what, view, held: 0, first: 0, took: took() }))
  for (const one of each) {
    const [filter] = one.view
    // Said otherwise: a question that nobody has asked.
    const states = filter.states ?? EVERY.slice(0, 3)
    one.first = await timed(() => count({ ...filter, states: [...states, ...states.slice(0, 1)] }))
  }
  await rounds(async () => {
    for (const { view, took } of each) {
      await change()
      took.counted.push(await timed(() => count(view[0])))
      await turn()
      took.page.push(await timed(() => select(view)))
      await turn()
    }
  })
  for (const one of each) one.held = (await count(one.view[0])) ?? Number.NaN
  return {
    each: each.map(({ what, held, first, took }) => {
      const wait = { what, held, first, counted: timesOf(took.counted), page: timesOf(took.page) }
      say(`  ${what}: ${held} held; ${first.toFixed(1)}, ${inWords(wait.counted)}, ${inWords(wait.page)} ms`)
      return wait
    }),
    together,
    heldUp: { first: firstHeldUp, counted: countedHeldUp },
  }
}

export const inWords = ({ p50, p99 }: Times): string => `${p50.toFixed(1)} / ${p99.toFixed(1)}`

const took = (): { counted: number[]; page: number[] } => ({ counted: [], page: [] })

/** As a message does: one ticket after the other, of all ages. */
function changing(store: Store, tickets: number): () => Promise<void> {
  let changes = 0
  return () =>
    store.commit(async (tx) => {
      const id = `tkt_${String((changes++ * 9_173) % tickets).padStart(8, '0')}`
      const ticket = await tx.tickets.find(id)
      if (ticket) await tx.tickets.put({ ...ticket, updatedAt: new Date().toISOString() })
    })
}

async function rounds(round: () => Promise<void>): Promise<void> {
  for (let time = 0; time < ROUNDS; time++) {
    const endsAt = performance.now() + ROUND_MS
    await round()
    await pause(Math.max(0, endsAt - performance.now()))
  }
}

/** @returns with what came of it the longest time without a turn, in ms */
async function heldUp<T>(work: () => Promise<T>): Promise<[T, number]> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await pause(5)
  delay.reset()
  const result = await work()
  await pause(5)
  delay.disable()
  return [result, delay.max / 1e6]
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const beganAt = performance.now()
  await work()
  return performance.now() - beganAt
}

function timesOf(tookMs: number[]): Times {
  return { p50: middle(tookMs), p99: quantile(tookMs, 0.99) }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
/** As between two questions that come over a socket. */
const turn = () => new Promise((resolve) => setImmediate(resolve))
