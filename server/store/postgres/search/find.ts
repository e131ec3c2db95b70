// Asks the database which tickets fit: first among the newest, one after the other, where a word that many have is found at
// once; where that is not enough, by the index of words, in which few can be left then. Which of both is left to no plan: of words that its
// statistics do not know the database takes half a percent of all tickets to have them, and looks through all for one that none has.
// Partners: keeper.ts, which keeps the words; ../../ticket-search.ts.

import { areForgiven, fitsNearly, isBeginning, isForgiven } from '../../../../protocol/desk-search.ts'
import type { TicketState } from '../../../../protocol/entities.ts'
import {
  cursorOf,
  type FoundTickets,
  placeOf,
  RUNS,
  type Run,
  type TicketQuestion,
} from '../../ticket-search.ts'
import { facet } from '../../words-of-ticket.ts'
import type { Database, Row } from '../database.ts'
import { isAllRead } from './marks.ts'

const STATES: readonly TicketState[] = ['open', 'waiting_on_contact', 'snoozed', 'solved']
/** Words that look like one: those with one slip are among the likest. */
const LIKE_WORDS = 400
/** Of the newest: some milliseconds. What does not fill a page from these has less than three in a hundred. */
const LOOKED_AT = 1_000

type Asks = Pick<Database, 'query'>

/** What a run asks of a ticket's words and of its head; both may be empty. */
interface Asked {
  ofWords: string[]
  ofHead: string[]
  states: readonly TicketState[]
  /** A rare word at first sight. */
  isRare: boolean
}

export async function findTickets(
  database: Asks,
  question: TicketQuestion,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<FoundTickets> {
  const isWhole = isAllRead(database)
  const from = placeOf(after)
  const found: { id: string; cursor: string }[] = []
  for (const run of RUNS.slice(from ? RUNS.indexOf(from.run) : 0)) {
    const asked = await askedIn(database, question, run)
    if (!asked) continue
    if (from?.run === run)
      asked.ofHead.push(`(updated_at, id) < (${instant(from.changedAt)}, ${literal(from.id)})`)
    for (const { id, changed_at } of await firstOf(database, asked, limit + 1 - found.length))
      found.push({ id: id ?? '', cursor: cursorOf({ run, changedAt: changed_at ?? '', id: id ?? '' }) })
    if (found.length > limit) break
  }
  const page = found.slice(0, limit)
  return {
    ids: page.map(({ id }) => id),
    next: found.length > limit ? (page.at(-1)?.cursor ?? null) : null,
    isWhole: await isWhole,
  }
}

/** null where the run can have nothing. */
async function askedIn(database: Asks, question: TicketQuestion, run: Run): Promise<Asked | null> {
  const { words } = question
  if (run === 'anywhere' && words.length === 0) return null
  if (run === 'nearly' && !areForgiven(words)) return null
  const asked = words.map((word) => termOf(word))
  const narrowed = [
    ...question.facets.map((list) => either(list.map(exactly))),
    ...(question.numbers
      ? [either(question.numbers.map((number) => exactly(facet('number', String(number)))))]
      : []),
  ]
  const ofWords: string[] = []
  if (run === 'nearly') {
    const near = await Promise.all(words.map((word) => nearly(database, word)))
    if (near.every((list) => list.length === 0)) return null
    const asNearly = asked.map((term, at) => either([term, ...(near[at] ?? []).map(exactly)]))
    ofWords.push(`words @@ ${query([...asNearly, ...narrowed, `!(${asked.join(' & ')})`])}`)
  } else if (asked.length + narrowed.length > 0) {
    ofWords.push(`${run === 'about' ? 'about' : 'words'} @@ ${query([...asked, ...narrowed])}`)
    if (run === 'anywhere') ofWords.push(`NOT about @@ ${query(asked)}`)
  }
  return {
    ofWords,
    ofHead: narrowing(question),
    states: [...new Set(question.states ?? STATES)],
    isRare: question.numbers !== undefined,
  }
}

/** The newest first. */
async function firstOf(database: Asks, asked: Asked, limit: number): Promise<Row[]> {
  const { ofWords, isRare } = asked
  if (ofWords.length === 0) return database.query({ text: withChange(newest(asked, limit), limit) })
  if (!isRare) {
    const among = await database.query({ text: withChange(amongNewest(asked, limit), limit) })
    if (among.length === limit) return among
    const [row] = await database.query({
      text: `SELECT count(*) FROM (${newest(asked, LOOKED_AT)}) AS newest`,
    })
    if (Number(row?.count) < LOOKED_AT) return among
  }
  return database.query({ text: withChange(byWords(asked, limit), limit) })
}

const inOrder = (limit: number): string => `ORDER BY updated_at DESC, id DESC LIMIT ${limit}`

/** By states, for each of which there is an index in this order. */
function newest({ states, ofHead }: Asked, limit: number): string {
  const byState = states.map((state) => {
    const where = [`state = ${literal(state)}`, ...ofHead].join(' AND ')
    return `(SELECT id, updated_at FROM tickets WHERE ${where} ${inOrder(limit)})`
  })
  return `SELECT id, updated_at FROM (${byState.join(' UNION ALL ')}) AS by_state ${inOrder(limit)}`
}

/** One after the other, in their order, until there are enough: OFFSET keeps the words from being asked for first. */
const amongNewest = (asked: Asked, limit: number): string =>
  `SELECT id, updated_at FROM (${newest(asked, LOOKED_AT)}) AS newest
    CROSS JOIN LATERAL (SELECT FROM ticket_words WHERE ticket_id = id AND ${asked.ofWords.join(' AND ')} OFFSET 0) AS fitting ${inOrder(limit)}`

const byWords = ({ ofWords, ofHead, states }: Asked, limit: number): string =>
  `WITH fitting AS MATERIALIZED (SELECT ticket_id FROM ticket_words WHERE ${ofWords.join(' AND ')})
    SELECT id, updated_at FROM fitting JOIN tickets ON id = ticket_id
    WHERE ${[`state IN (${states.map(literal).join(', ')})`, ...ofHead].join(' AND ')} ${inOrder(limit)}`

/** As it was written: the database's own instants are printed otherwise. */
const withChange = (found: string, limit: number): string =>
  `SELECT id, (SELECT record->>'updatedAt' FROM tickets AS kept WHERE kept.id = found.id) AS changed_at
    FROM (${found}) AS found ${inOrder(limit)}`

function narrowing({ assigneeIds, openedFrom, openedBefore }: TicketQuestion): string[] {
  const assignees = assigneeIds?.flatMap((id) => (id === null ? [] : literal(id)))
  return [
    ...(assigneeIds
      ? [
          `(${[
            ...(assignees?.length ? [`assignee_id IN (${assignees.join(', ')})`] : []),
            ...(assigneeIds.includes(null) ? ['assignee_id IS NULL'] : []),
            'false',
          ].join(' OR ')})`,
        ]
      : []),
    ...(openedFrom ? [`created_at >= ${instant(openedFrom)}`] : []),
    ...(openedBefore ? [`created_at < ${instant(openedBefore)}`] : []),
  ]
}

/** Words of some ticket that one slip may have made this one. */
async function nearly(database: Asks, word: string): Promise<string[]> {
  if (!isForgiven(word)) return []
  const rows = await database.query({
    text: `SELECT word FROM search_words WHERE word % ${literal(word)}
      AND length(word) BETWEEN ${word.length - 1} AND ${word.length + 1}
      ORDER BY similarity(word, ${literal(word)}) DESC LIMIT ${LIKE_WORDS}`,
  })
  return rows.map(({ word: other }) => other ?? '').filter((other) => fitsNearly(word, other))
}

// ---- the language of the database

const termOf = (word: string): string => exactly(word) + (isBeginning(word) ? ':*' : '')
/** Also in texts with signs of that language. */
export const exactly = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
const either = (terms: string[]): string => `(${terms.join(' | ')})`
const query = (all: string[]): string => `${literal(all.join(' & '))}::tsquery`
const instant = (at: string): string => `${literal(at)}::timestamptz`
const literal = (text: string): string =>
  `${text.includes('\\') ? ' E' : ''}'${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\0', '')}'`
