// Asks the database which tickets fit. Questions are written out, values and all, so that each is planned for its own
// words: of a word that nearly every ticket has, the newest are looked through; of a rare one, its list.
// Partners: keeper.ts, which keeps the words; ../../ticket-search.ts.

import { fitsNearly, isBeginning, isForgiven } from '../../../../protocol/desk-search.ts'
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
import type { Database } from '../database.ts'
import { isAllRead } from './marks.ts'

const STATES: readonly TicketState[] = ['open', 'waiting_on_contact', 'snoozed', 'solved']
/** Words that look like one: those with one slip are among the likest. */
const LIKE_WORDS = 400

export async function findTickets(
  database: Database,
  question: TicketQuestion,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<FoundTickets> {
  const isWhole = isAllRead(database)
  const from = placeOf(after)
  const found: { id: string; cursor: string }[] = []
  for (const run of RUNS.slice(from ? RUNS.indexOf(from.run) : 0)) {
    const statement = await statementOf(database, question, run, {
      limit: limit + 1 - found.length,
      after: from?.run === run ? from : null,
    })
    if (!statement) continue
    for (const { id, changed_at } of await database.query({ text: statement }))
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
export async function statementOf(
  database: Database,
  question: TicketQuestion,
  run: Run,
  { limit, after }: { limit: number; after: { changedAt: string; id: string } | null },
): Promise<string | null> {
  const { words } = question
  if (run === 'anywhere' && words.length === 0) return null
  if (run === 'nearly' && !words.some(isForgiven)) return null
  const asked = words.map((word) => termOf(word))
  const narrowed = [
    ...question.facets.map((list) => either(list.map(exactly))),
    ...(question.numbers
      ? [either(question.numbers.map((number) => exactly(facet('number', String(number)))))]
      : []),
  ]
  const conditions = narrowing(question)
  if (run === 'nearly') {
    const near = await Promise.all(words.map((word) => nearly(database, word)))
    if (near.every((list) => list.length === 0)) return null
    const asNearly = asked.map((term, at) => either([term, ...(near[at] ?? []).map(exactly)]))
    conditions.push(`words @@ ${query([...asNearly, ...narrowed, `!(${asked.join(' & ')})`])}`)
  } else if (asked.length + narrowed.length > 0) {
    conditions.push(`${run === 'about' ? 'about' : 'words'} @@ ${query([...asked, ...narrowed])}`)
    if (run === 'anywhere') conditions.push(`NOT about @@ ${query(asked)}`)
  }
  if (after)
    conditions.push(`(updated_at, id) < (${literal(after.changedAt)}::timestamptz, ${literal(after.id)})`)
  const from = asked.length + narrowed.length > 0 ? 'tickets JOIN ticket_words ON ticket_id = id' : 'tickets'
  const order = `ORDER BY updated_at DESC, id DESC LIMIT ${limit}`
  // By states, for each of which there is an index in this order: of a common word only the newest are looked at.
  const byState = [...new Set(question.states ?? STATES)].map((state) => {
    const where = [`state = ${literal(state)}`, ...conditions].join(' AND ')
    return `(SELECT id, updated_at FROM ${from} WHERE ${where} ${order})`
  })
  return `SELECT id, (SELECT record->>'updatedAt' FROM tickets AS kept WHERE kept.id = found.id) AS changed_at
    FROM (${byState.join(' UNION ALL ')}) AS found ${order}`
}

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
    ...(openedFrom ? [`created_at >= ${literal(openedFrom)}::timestamptz`] : []),
    ...(openedBefore ? [`created_at < ${literal(openedBefore)}::timestamptz`] : []),
  ]
}

/** Words of some ticket that one slip may have made this one. */
async function nearly(database: Database, word: string): Promise<string[]> {
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
const literal = (text: string): string =>
  `${text.includes('\\') ? ' E' : ''}'${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\0', '')}'`
