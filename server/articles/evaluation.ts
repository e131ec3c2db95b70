// Does search find what people ask for? Measured on questions whose answers somebody has named, one a line:
// {"query": "…", "gold": ["slug#section" or "slug", …]}; an empty gold says that nothing answers it.
// Partner: search-commands.ts, which prints what is found here.

import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { answerFrom } from '../../protocol/search/ranking.ts'
import type { Help } from './help.ts'

/** Nobody reads on. */
const RESULTS = 10

const AskedLine = Type.Object({
  query: Type.String({ minLength: 1 }),
  gold: Type.Array(Type.String(), { description: 'slug, or slug#section; none: nothing answers it' }),
})
type Asked = Static<typeof AskedLine>
const checker = Compile(AskedLine)

export class BadQueries extends Error {
  readonly code = 'BAD_QUERIES'
}

/** @throws BadQueries with file and line */
export function readQueries(text: string, file: string): Asked[] {
  return text.split('\n').flatMap((line, at) => {
    if (!line.trim()) return []
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch {
      value = undefined
    }
    if (checker.Check(value)) return [value]
    throw new BadQueries(
      `${file}:${at + 1}: not a question of the form {"query": "…", "gold": ["slug", …]}: ${line.slice(0, 80)}`,
    )
  })
}

export interface Evaluation {
  answerable: number
  unanswerable: number
  /** Shares of the answerable. */
  successAt1: number
  successAt3: number
  successAt5: number
  mrrAt10: number
  /** How often an answerable question looks more like one than an unanswerable one; .5 is chance. */
  separation: number | null
  /** Of the answerable and of the unanswerable, how many search is sure of. */
  sureOfAnswerable: number
  sureOfUnanswerable: number | null
  /** Answerable questions whose answer is not first, with what is. */
  missed: { query: string; rank: number | null; first: string | undefined }[]
}

export function evaluate(help: Help, locale: string | undefined, questions: readonly Asked[]): Evaluation {
  const found = new Map(
    questions.map(({ query }) => {
      const ranking = help.ranking(query, locale, RESULTS)
      const answer = answerFrom(ranking, RESULTS)
      return [query, { ...answer, sureness: ranking.sureness }]
    }),
  )
  const answerable = questions.filter(({ gold }) => gold.length > 0)
  const unanswerable = questions.filter(({ gold }) => gold.length === 0)
  const ranked = answerable.map(({ query, gold }) => {
    const { results = [] } = found.get(query) ?? {}
    const place = results.findIndex(
      ({ slug, section }) => gold.includes(slug) || gold.includes(`${slug}#${section}`),
    )
    const [first] = results
    return {
      query,
      rank: place < 0 ? null : place + 1,
      first: first && first.slug + (first.section && `#${first.section}`),
    }
  })
  const within = (limit: number) => share(ranked, ({ rank }) => rank !== null && rank <= limit)
  const surenesses = (of: Asked[]) => of.map(({ query }) => found.get(query)?.sureness ?? 0)
  const isSure = ({ query }: Asked) => found.get(query)?.isSure === true
  return {
    answerable: answerable.length,
    unanswerable: unanswerable.length,
    successAt1: within(1),
    successAt3: within(3),
    successAt5: within(5),
    mrrAt10: ranked.reduce((sum, { rank }) => sum + (rank ? 1 / rank : 0), 0) / Math.max(1, ranked.length),
    separation:
      unanswerable.length > 0 ? areaBetween(surenesses(answerable), surenesses(unanswerable)) : null,
    sureOfAnswerable: share(answerable, isSure),
    sureOfUnanswerable: unanswerable.length > 0 ? share(unanswerable, isSure) : null,
    missed: ranked.filter(({ rank }) => rank !== 1),
  }
}

function share<T>(all: readonly T[], fits: (one: T) => boolean): number {
  return all.length > 0 ? all.filter(fits).length / all.length : 0
}

/** Area under the ROC curve: ties count half. */
function areaBetween(higher: number[], lower: number[]): number {
  let won = 0
  for (const one of higher) for (const other of lower) won += one > other ? 1 : one === other ? 0.5 : 0
  return won / Math.max(1, higher.length * lower.length)
}
