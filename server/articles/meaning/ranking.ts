// Where words are unsure, what a section is about is weighed too. A sum, not a vote: what the words are sure of stays as
// it is, and an article that shares none of them can come in. Partner: protocol/search/ranking.ts, which ranks by words.

import {
  QUERY_MIN_CHARS,
  type Ranked,
  type Ranking,
  rank,
  type SectionIndex,
  SURE_FROM,
} from '../../../protocol/search/ranking.ts'
import type { Meaning } from './meaning.ts'

// Measured on the development questions of bench/search-quality.ts; neither is sharp.
const MEANING_WEIGHT = 0.45
/** The words' scores are a product and lie far apart: as they are, the first would always stay alone. */
const WORDS_POWER = 0.35
/** What shares no word with the query, and is less like it, is not shown. */
const LEAST_LIKENESS = 0.3

/** All articles that words or meaning find, best first. */
export function rankWithMeaning(index: SectionIndex, meaning: Meaning, query: string): Ranking {
  const ranking = rank(index, query, Number.POSITIVE_INFINITY)
  const { asked, ranked } = ranking
  if (query.trim().length < QUERY_MIN_CHARS || ranking.sureness >= SURE_FROM) return ranking
  const likeness = meaning.likenessTo(asked)
  const most = likeness.reduce((most, one) => Math.max(most, one), 0)
  if (most === 0) return ranking

  const best = ranked[0]?.score ?? 1
  const articles = new Map<string, Ranked>()
  const offer = (place: number, found: Omit<Ranked, 'meaning'>) => {
    const like = likeness[place] ?? 0
    const byWords = (found.score / best) ** WORDS_POWER
    const byMeaning = (MEANING_WEIGHT * like) / most
    const score = byWords + byMeaning
    const slug = index.at(place)?.slug ?? ''
    if (score <= (articles.get(slug)?.score ?? 0)) return
    articles.set(slug, { ...found, score, meaning: { byWords, byMeaning, likeness: like } })
  }
  for (const found of ranked) offer(found.hit.place, found)
  for (const [place, like] of likeness.entries()) {
    if (like < LEAST_LIKENESS) continue
    offer(place, { hit: { place, score: 0, found: [] }, score: 0, many: 0, share: 0, all: 1, question: 1 })
  }
  return { ...ranking, ranked: [...articles.values()].sort((one, other) => other.score - one.score) }
}
