// Asks the database which tickets fit: first among the newest, where a word that many have is found at once; where that is not enough, by
// the index of words, in which few can be left then. Which of both, and that tickets are then got one by one, is left to no plan: of words that its
// statistics do not know the database takes half a percent of all tickets to have them, and looks through all for one that none has.
// Partners: keeper.ts, which keeps the words; ../../ticket-search.ts.

import { areForgiven, fitsNearly, isBeginning, isForgiven } from '../../../../protocol/desk/desk-search.ts'
import { TicketState } from '../../../../protocol/entities.ts'
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

const STATES: readonly TicketState[] = TicketState.enum
/** Words that look like one: those with one slip are among the likest. */
const LIKE_WORDS = 400
/** Of the newest: some milliseconds. What does not fill a page from these has less than three in a hundred. */
const LOOKED_AT = 1_000
/** Of a word that begins no more than so many others, these are asked for: beginnings cost the index as much as there are tickets with them. */
const BEGUN_WORDS = 8
/** Of many words it is asked for the longest, which are the rarest, beside those that it knows as they stand. */
const BEGINNINGS_ASKED = 4

type Asks = Pick<Database, 'query'>

/** What is asked of a ticket's head. */
interface Head {
  states: readonly TicketState[]
  where: string[]
  openedBefore: string | undefined
}

/** A word of the question, as it is asked for. */
interface Term {
  word: string
  term: string
  isBeginning: boolean
}

/** What a run asks of a ticket's words. */
interface OfWords {
  all: string[]
  /** The same for the index, which finds some more for a long question. */
  ofIndex: string[]
}

export async function findTickets(
  database: Asks,
  question: TicketQuestion,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<FoundTickets> {
  const from = placeOf(after)
  const newest = newestIn(database)
  const [isWhole, terms] = await Promise.all([isAllRead(database), termsOf(database, question.words)])
  const found: { id: string; cursor: string }[] = []
  for (const run of RUNS.slice(from ? RUNS.indexOf(from.run) : 0)) {
    const ofWords = await askedIn(database, question, terms, run)
    if (!ofWords) continue
    const head = headOf(question)
    if (from?.run === run)
      head.where.push(`(updated_at, id) < (${instant(from.changedAt)}, ${literal(from.id)})`)
    const wanted = limit + 1 - found.length
    // A number is a rare word at first sight.
    const statement =
      ofWords.all.length === 0
        ? { text: withChange(newestOf(head, wanted), wanted) }
        : firstOf(ofWords, head, question.numbers ? 'none' : await newest(head), wanted)
    for (const { id, changed_at } of await database.query(statement))
      found.push({ id: id ?? '', cursor: cursorOf({ run, changedAt: changed_at ?? '', id: id ?? '' }) })
    if (found.length > limit) break
  }
  const page = found.slice(0, limit)
  return {
    ids: page.map(({ id }) => id),
    next: found.length > limit ? (page.at(-1)?.cursor ?? null) : null,
    isWhole,
  }
}

/** Each with what it stands for; of those that may be mistyped it is known which words there are. */
async function termsOf(database: Asks, words: readonly string[]): Promise<Term[]> {
  const known = words.filter(isForgiven)
  const rows =
    known.length === 0
      ? []
      : await database.query({
          name: 'words that begin so',
          text: `SELECT asked, word FROM unnest($1::text[], $2::text[]) AS begun (asked, past) CROSS JOIN LATERAL (
            SELECT word FROM search_words WHERE word >= asked AND word < past ORDER BY word LIMIT ${BEGUN_WORDS + 1}) AS others`,
          values: [known, known.map((word) => `${word}\u{10ffff}`)],
        })
  return words.map((word) => {
    const begun = rows.flatMap(({ asked, word: other }) => (asked === word && other ? [other] : []))
    if (!isForgiven(word) || begun.length > BEGUN_WORDS)
      return { word, term: exactly(word) + (isBeginning(word) ? ':*' : ''), isBeginning: isBeginning(word) }
    return { word, term: begun.length === 0 ? '' : either(begun.map(exactly)), isBeginning: false }
  })
}

/** null where the run can have nothing. */
async function askedIn(
  database: Asks,
  question: TicketQuestion,
  asked: Term[],
  run: Run,
): Promise<OfWords | null> {
  if (run === 'anywhere' && asked.length === 0) return null
  if (run === 'nearly' && !areForgiven(question.words)) return null
  if (run !== 'nearly' && asked.some(({ term }) => term === '')) return null
  const narrowed = [
    ...question.facets.map((list) => either(list.map(exactly))),
    ...(question.numbers
      ? [either(question.numbers.map((number) => exactly(facet('number', String(number)))))]
      : []),
  ]
  if (asked.length + narrowed.length === 0) return { all: [], ofIndex: [] }
  const terms = run === 'nearly' ? await nearly(database, asked) : asked
  if (!terms) return null
  const where = run === 'about' ? 'about' : 'words'
  const asking = (of: readonly Term[]) => query([...of.map(({ term }) => term), ...narrowed])
  const all = [`${where} @@ ${asking(terms)}`]
  // What the runs before have found.
  if (run === 'anywhere') all.push(`NOT about @@ ${query(asked.map(({ term }) => term))}`)
  if (run === 'nearly' && asked.every(({ term }) => term !== ''))
    all.push(`NOT words @@ ${query(asked.map(({ term }) => term))}`)
  const longest = [...terms].sort((a, b) => b.word.length - a.word.length).slice(0, BEGINNINGS_ASKED)
  const few = terms.filter((one) => !one.isBeginning || longest.includes(one))
  // Said so, it is no question to the index.
  const ofIndex = [`${where} @@ ${asking(few)}`, ...all.map((one) => `(${one}) IS TRUE`)]
  return { all, ofIndex: few.length < terms.length ? ofIndex : all }
}

/** The same, or a word of some ticket that one slip may have made of it; null where no word has such. */
async function nearly(database: Asks, asked: readonly Term[]): Promise<Term[] | null> {
  const rows = await database.query({
    name: 'words that look alike',
    text: `SELECT asked, word FROM unnest($1::text[]) AS asked CROSS JOIN LATERAL (
        SELECT word FROM search_words
        WHERE word % asked AND length(word) BETWEEN length(asked) - 1 AND length(asked) + 1
        ORDER BY similarity(word, asked) DESC LIMIT ${LIKE_WORDS}) AS alike`,
    values: [asked.map(({ word }) => word).filter(isForgiven)],
  })
  const terms = asked.map((one): Term => {
    const near = rows.flatMap(({ asked: word, word: other }) =>
      word === one.word && other && fitsNearly(word, other) ? [exactly(other)] : [],
    )
    const all = one.term === '' ? near : [one.term, ...near]
    return { ...one, term: all.length === 0 ? '' : either(all) }
  })
  const isSame = terms.every(({ term }, at) => term === asked[at]?.term)
  return isSame || terms.some(({ term }) => term === '') ? null : terms
}

function headOf({ states, assigneeIds, openedFrom, openedBefore }: TicketQuestion): Head {
  const assignees = assigneeIds?.flatMap((id) => (id === null ? [] : literal(id)))
  const ofAssignees = [
    ...(assignees?.length ? [`assignee_id IN (${assignees.join(', ')})`] : []),
    ...(assigneeIds?.includes(null) ? ['assignee_id IS NULL'] : []),
    'false',
  ]
  return {
    states: [...new Set(states ?? STATES)],
    where: [
      ...(assigneeIds ? [`(${ofAssignees.join(' OR ')})`] : []),
      // What was opened later was changed later: the walk through the newest ends there.
      ...(openedFrom
        ? [`created_at >= ${instant(openedFrom)} AND updated_at >= ${instant(openedFrom)}`]
        : []),
      ...(openedBefore ? [`created_at < ${instant(openedBefore)}`] : []),
    ],
    openedBefore,
  }
}

/** Once for all runs: where a filter leaves few, it takes a walk through many. */
function newestIn(database: Asks): (head: Head) => Promise<string[]> {
  const known = new Map<string, Promise<string[]>>()
  return (head) => {
    const text = `SELECT string_agg(id, ' ' ORDER BY updated_at DESC, id DESC) AS ids FROM (${newestOf(head, LOOKED_AT)}) AS newest`
    const asked = known.get(text) ?? database.query({ text }).then(([row]) => row?.ids?.split(' ') ?? [])
    known.set(text, asked)
    return asked
  }
}

const inOrder = (limit: number): string => `ORDER BY updated_at DESC, id DESC LIMIT ${limit}`

/** By states, for each of which there is an index in this order. */
function newestOf({ states, where, openedBefore }: Head, limit: number): string {
  const walks = states.map((state) => {
    const all = [`state = ${literal(state)}`, ...where]
    // Among those that were changed before it, nearly all were opened before it: no walk past all that are newer …
    if (openedBefore) all.push(`updated_at < ${instant(openedBefore)}`)
    return `(SELECT id, updated_at FROM tickets WHERE ${all.join(' AND ')} ${inOrder(limit)})`
  })
  // … and of the others, which are apart, the index of whichever instant leaves fewer.
  if (openedBefore)
    walks.push(`(SELECT id, updated_at FROM (SELECT id, updated_at FROM tickets
      WHERE ${[stateIn(states), ...where].join(' AND ')} AND updated_at >= ${instant(openedBefore)} OFFSET 0) AS changed_since ${inOrder(limit)})`)
  return `SELECT id, updated_at FROM (${walks.join(' UNION ALL ')}) AS by_state ${inOrder(limit)}`
}

/** @param newest of all that the head leaves: fewer than LOOKED_AT are all; none where they are not worth a look */
function firstOf(
  { all, ofIndex }: OfWords,
  { states, where }: Head,
  newest: string[] | 'none',
  limit: number,
) {
  const ids = newest === 'none' ? [] : newest
  const areOthersWanted =
    newest === 'none' || newest.length === LOOKED_AT ? `(SELECT count(*) FROM among) < ${limit}` : 'false'
  const found = `WITH among AS MATERIALIZED (
      SELECT id FROM unnest($1::text[]) WITH ORDINALITY AS newest (id, place)
      CROSS JOIN LATERAL (SELECT FROM ticket_words WHERE ticket_id = id AND ${all.join(' AND ')} OFFSET 0) AS fitting
      ORDER BY place LIMIT ${limit}),
    others AS MATERIALIZED (
      SELECT ticket_id AS id FROM ticket_words WHERE ${ofIndex.join(' AND ')} AND ${areOthersWanted})
    SELECT id, updated_at FROM (SELECT id FROM among UNION SELECT id FROM others) AS fitting
    CROSS JOIN LATERAL (SELECT updated_at FROM tickets
      WHERE tickets.id = fitting.id AND ${[stateIn(states), ...where].join(' AND ')} OFFSET 0) AS kept
    ${inOrder(limit)}`
  return { text: withChange(found, limit), values: [ids] }
}

const stateIn = (states: readonly TicketState[]): string => `state IN (${states.map(literal).join(', ')})`

/** As it was written: the database's own instants are printed otherwise. */
const withChange = (found: string, limit: number): string =>
  `SELECT id, (SELECT record->>'updatedAt' FROM tickets AS kept WHERE kept.id = found.id) AS changed_at
    FROM (${found}) AS found ${inOrder(limit)}`

// ---- the language of the database

/** Also in texts with signs of that language. */
export const exactly = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
const either = (terms: string[]): string => `(${terms.join(' | ')})`
const query = (all: string[]): string => `${literal(all.join(' & '))}::tsquery`
const instant = (at: string): string => `${literal(at)}::timestamptz`
const literal = (text: string): string =>
  `${text.includes('\\') ? ' E' : ''}'${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\0', '')}'`
