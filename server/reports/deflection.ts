// What the help center answered before anybody was asked, and what it could not. Counted without who: searches
// and reads are kept without their people, votes are counted without them, and of a ticket only how often something was read before it is told.

import type { DeflectionAnswer, ReportSpan } from '../../protocol/desk/reports.ts'
import { GAP_KEPT_DAYS } from '../../protocol/limits.ts'
import { forgottenGaps } from '../articles/forgotten-gaps.ts'
import { withoutPersonal } from '../articles/gaps.ts'
import type { Help } from '../articles/help.ts'
import type { FeedbackRecord, SearchGapRecord, TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { deskZone } from '../tickets/availability.ts'
import { beginningOf, dayAfter, daysFrom, wallOf } from './days.ts'
import { type ReportParts, ticketsIn } from './report.ts'
import { checkedSpan } from './span.ts'

/** More votes, gaps and articles than a year of a busy help center has. */
const VOTES_LOOKED_AT = 20_000
const GAPS_LOOKED_AT = 20_000
const ARTICLES_LOOKED_AT = 20_000
/** More is no list that anybody works off. */
const QUESTIONS_SHOWN = 50
const ARTICLES_SHOWN = 50
const COMMENTS_SHOWN = 10
const DAY_MS = 24 * 60 * 60_000

export async function deflectionOf(
  parts: Omit<ReportParts, 'read'> & {
    read: ReadTables
    help: Pick<Help, 'article' | 'answer'>
    now: () => Date
  },
  asked: ReportSpan,
): Promise<DeflectionAnswer> {
  const { read, help, now } = parts
  const { from, to } = checkedSpan(asked)
  const zone = await deskZone(read)
  const wall = wallOf(zone)
  const span = { from: beginningOf(from, zone), to: beginningOf(dayAfter(to), zone) }
  const days = new Map(daysFrom(from, to).map((key) => [key, { key, found: 0, nothing: 0, opened: 0 }]))
  const add = (day: string, what: 'found' | 'nothing' | 'opened', times = 1) => {
    const known = days.get(day)
    if (known) known[what] += times
  }

  for (const finds of await read.searchFinds.list(ARTICLES_LOOKED_AT))
    for (const [day, times] of Object.entries(finds.days ?? {})) add(day, 'found', times)

  const gaps = (await read.searchGaps.list(GAPS_LOOKED_AT)).filter(
    ({ at }) => at >= span.from && at < span.to,
  )
  for (const gap of gaps) add(wall(gap.at).day, 'nothing')
  for (const [day, times] of Object.entries(await forgottenGaps(read))) add(day, 'nothing', times)

  const tickets = { opened: 0, afterReading: 0, afterSearching: 0 }
  const readBefore = new Map<string, number>()
  const inVain: Typed[] = gaps.map((gap) => ({ ...gap, what: 'times' }))
  // Words stand in the list no longer than those that found nothing, however long their ticket is kept.
  const wordsFrom = new Date(now().getTime() - GAP_KEPT_DAYS * DAY_MS).toISOString()
  for await (const { createdAt, handover } of ticketsIn(parts, 'opened', span, {})) {
    tickets.opened++
    add(wall(createdAt).day, 'opened')
    if (handover.reads.length > 0) tickets.afterReading++
    if (handover.searches.length > 0) tickets.afterSearching++
    for (const slug of new Set(handover.reads.map(({ slug }) => slug)))
      readBefore.set(slug, (readBefore.get(slug) ?? 0) + 1)
    const query = createdAt >= wordsFrom && notHelpedWith(handover)
    if (query) inVain.push({ query, at: createdAt, what: 'beforeTickets' })
  }

  const votes = await read.feedback.between(span.from, span.to, VOTES_LOOKED_AT)
  const rows = [...days.values()]
  const sum = (what: 'found' | 'nothing') => rows.reduce((all, row) => all + row[what], 0)
  return {
    zone,
    searches: { found: sum('found'), nothing: sum('nothing') },
    tickets,
    days: rows,
    unanswered: unansweredIn(inVain, help),
    articles: articlesIn(votes, readBefore, help),
  }
}

type Unanswered = DeflectionAnswer['unanswered'][number]
/** What somebody looked for, and what came of it: nothing was found, or they wrote to us all the same. */
type Typed = Pick<SearchGapRecord, 'query' | 'at'> & {
  /** A ticket does not say it. */
  locale?: string
  what: 'times' | 'beforeTickets'
}

/** What they had looked for last, unless something that they read was the answer. */
function notHelpedWith({ searches, reads }: TicketRecord['handover']): string | undefined {
  if (reads.some(({ helped }) => helped === 'yes')) return
  const query = withoutPersonal(searches.at(-1) ?? '')
  return /[\p{L}\p{N}]/u.test(query) ? query : undefined
}

/** Written alike, they are one question. What search finds since is said, and moves it down where nothing was found before. */
function unansweredIn(typed: Typed[], help: Pick<Help, 'answer'>): Unanswered[] {
  const wordsOf = (query: string) => query.toLowerCase().replace(/\s+/g, ' ')
  const locales = new Map(
    typed.flatMap(({ query, locale }) => (locale ? [[wordsOf(query), locale] as const] : [])),
  )
  const questions = new Map<string, Unanswered & { locale: string | undefined }>()
  for (const { query, at, what, ...where } of typed) {
    const locale = where.locale ?? locales.get(wordsOf(query))
    const name = `${locale} ${wordsOf(query)}`
    const known = questions.get(name)
    const counts = known ?? { query, locale, times: 0, beforeTickets: 0, newestAt: at, now: null }
    counts[what]++
    if (at > counts.newestAt) counts.newestAt = at
    questions.set(name, counts)
  }
  const sum = ({ times, beforeTickets }: { times: number; beforeTickets: number }) => times + beforeTickets
  const isFoundSince = ({ beforeTickets, now }: Unanswered) => Number(beforeTickets === 0 && now !== null)
  return [...questions.values()]
    .sort((a, b) => sum(b) - sum(a) || b.newestAt.localeCompare(a.newestAt))
    .slice(0, QUESTIONS_SHOWN)
    .map(({ locale, ...question }) => {
      const { results, isSure } = help.answer(question.query, locale, 1)
      const [found] = isSure ? results : []
      return { ...question, now: found ? { slug: found.slug, title: found.title } : null }
    })
    .sort((a, b) => isFoundSince(a) - isFoundSince(b))
}

function articlesIn(
  votes: FeedbackRecord[],
  readBefore: Map<string, number>,
  help: Pick<Help, 'article'>,
): DeflectionAnswer['articles'] {
  const articles = new Map<string, DeflectionAnswer['articles'][number]>()
  const of = (slug: string) => {
    const known = articles.get(slug)
    if (known) return known
    const article = help.article(slug)
    const made = {
      ...{ slug, title: article?.title ?? slug, yes: 0, partly: 0, no: 0 },
      beforeTickets: readBefore.get(slug) ?? 0,
      comments: [],
    }
    articles.set(slug, made)
    return made
  }
  for (const { slug, answer, comment, at } of votes) {
    const article = of(slug)
    article[answer]++
    if (comment && article.comments.length < COMMENTS_SHOWN) article.comments.push({ answer, comment, at })
  }
  for (const slug of readBefore.keys()) of(slug)
  const unhelped = ({ no, partly, beforeTickets }: { no: number; partly: number; beforeTickets: number }) =>
    2 * no + partly + beforeTickets
  return [...articles.values()]
    .sort((a, b) => unhelped(b) - unhelped(a) || a.slug.localeCompare(b.slug))
    .slice(0, ARTICLES_SHOWN)
}
