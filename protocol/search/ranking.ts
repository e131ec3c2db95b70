// One ranking, two places: the widget on the device and the server's own search run this same code on the same
// index. A section is the unit; an article shows once, at its best section.
//
// What counts, each measured on real question sets (bench/search-quality.ts): MiniSearch's score of all readings of the
// words, how much of what the query weighs was found, and how well a title, a heading or a reader's question is the
// question that was asked. What may take long has a form in steps.
// Partners: readings.ts, sections.ts, marks.ts, ../steps.ts.

import type { SearchResult } from '../articles.ts'
import { inOneGo, type Steps } from '../steps.ts'
import { formOf, wordsOf } from '../text-analysis.ts'
import type { Section } from './contents.ts'
import { type Lexicon, lexiconOf } from './lexicon.ts'
import { markTerms, snippetOf } from './marks.ts'
import { BEGINNING, FORMS } from './places.ts'
import { type Query, understanding } from './readings.ts'
import { openingSections, type SectionHit, type Sections } from './sections.ts'

export interface SectionIndex extends Sections {
  lexicon: Lexicon
  /** The different words of a title, heading or question, each as it stands and its term; found once. */
  wordsIn(text: string): [form: string, term: string][]
}

export interface SearchAnswer {
  results: SearchResult[]
  /** Whether the best result is likely to be about what was asked; where not, a person is offered first. */
  isSure: boolean
  /** The query with its slips mended, where it had any. */
  meant?: string
}

/** Why a result stands where it stands. `score` is the product of the factors, where meaning was not weighed. */
export interface Explanation {
  slug: string
  section: string
  heading: string
  score: number
  /** MiniSearch's BM25 over fields, all readings together. */
  words: number
  /** √ of how many different words were found. */
  many: number
  /** Share of the query's weight that was found, to the power of SHARE_POWER. */
  share: number
  /** 1, and more where all of it was: most where as it was typed, in a short section. */
  all: number
  /** 1 and more: how well a title, heading or reader's question is the question. */
  question: number
  /** Where meaning was weighed too (server/articles/meaning/ranking.ts): the summands, and the cosine. */
  meaning?: { byWords: number; byMeaning: number; likeness: number }
  /** Reading → what of the query it stands for, its weight, where it was found. */
  readings: { reading: string; of: string[]; weight: number; fields: string[] }[]
}

const BOOSTS = { title: 3, heading: 3, questions: 4, keywords: 1.5, text: 1 }
const BM25 = { k: 1.2, b: 0.75, d: 0 }
const SHARE_POWER = 0.75
const QUESTION_GAIN = 6
/**
 * A section that has every word of the query comes before those that lack one: in a few articles that changes little, in
 * thousands some other section always has most of the words. Words of every second question weigh less in it.
 */
const ALL_SHARE = 0.93
/** One that has all of them as they were typed comes first, the more of them the surer: each word but one counts so much. */
const EXACT_GAIN = 3
const EXACT_MAX_WORDS = 3
/**
 * And a short one surer than a long one, which has many words by chance: for each of these words by the odds of all of them. Nothing
 * has them by chance in its own heading, which counts as a text of this shortness.
 */
const SHORT_POWER = 0.7
const HEADING_SHORTNESS = 3
/** Fewer find nothing. */
export const QUERY_MIN_CHARS = 2
/**
 * Share times question. On real questions (hint3) half of those that an article answers reach it, and one in five of
 * those that none does: no number tells them apart, so results are never hidden, only less sure.
 */
export const SURE_FROM = 0.7

/** @throws Error when the file is of another form than this program reads */
export const openIndex = (file: Uint8Array): SectionIndex => inOneGo(opening(file))

export function* opening(file: Uint8Array): Steps<SectionIndex> {
  const sections = yield* openingSections(file)
  yield
  const lexicon = lexiconOf(sections.language, sections.term)
  const known = new Map<string, [string, string][]>()
  return {
    ...sections,
    lexicon,
    wordsIn(text) {
      let words = known.get(text)
      if (!words) {
        const forms = new Set(wordsOf(text).map((word) => formOf(word.text)))
        words = Array.from(forms, (form) => [form, sections.term(form)])
        known.set(text, words)
      }
      return words
    },
  }
}

/** The whole of it, as it is built: what stays on the server too. */
export function openBuilt({
  first,
  more,
  kept,
  passages,
}: {
  first: Uint8Array
  more: Uint8Array[]
  kept: Uint8Array[]
  passages?: string[]
}): SectionIndex {
  const index = openIndex(first)
  for (const file of [...more, ...kept]) index.add(file)
  return passages ? { ...index, textOf: (place) => passages[place] ?? '' } : index
}

/** The best section of each article, best first. Fewer than two characters find nothing. */
export function searchSections(index: SectionIndex, query: string, limit: number): SearchResult[] {
  return answer(index, query, limit).results
}

export const answer = (index: SectionIndex, query: string, limit: number): SearchAnswer =>
  inOneGo(answering(index, query, limit))

export function* answering(index: SectionIndex, query: string, limit: number): Steps<SearchAnswer> {
  return yield* answeringFrom(yield* ranking(index, query, limit), limit)
}

/** The same from articles that are ranked already. */
export const answerFrom = (ranking: Ranking, limit: number): SearchAnswer =>
  inOneGo(answeringFrom(ranking, limit))

function* answeringFrom(ranking: Ranking, limit: number): Steps<SearchAnswer> {
  const results: SearchResult[] = []
  for (const found of ranking.ranked.slice(0, limit)) {
    results.push(resultOf(ranking, found))
    yield
  }
  const meant = mended(ranking)
  return { results, isSure: ranking.sureness >= SURE_FROM, ...(meant && { meant }) }
}

export function explain({ index, asked, ranked }: Ranking, limit: number): Explanation[] {
  return ranked.slice(0, limit).map(({ hit, ...one }) => {
    const { slug, section, heading = '' } = index.at(hit.place) ?? { slug: '', section: '' }
    const readings = hit.found.map(([reading, fields]) => ({
      ...{ reading, of: [], weight: 0, ...asked.readings.get(reading) },
      fields,
    }))
    return { slug, section, heading, ...one, words: hit.score, readings }
  })
}

/** A heading or title with marks around the words that the query would find. */
export function markMatches(text: string, query: string, { term, lexicon }: SectionIndex): string {
  const asked = wordsOf(query)
    .map((word) => term(word.text))
    .filter((of) => !lexicon.isStop(of))
  return markTerms(text, asked, lexicon.isStop, term)
}

/** An article at its best section. */
export interface Ranked
  extends Pick<Explanation, 'score' | 'many' | 'share' | 'all' | 'question' | 'meaning'> {
  hit: SectionHit
}
interface Candidate extends Ranked {
  /** Its score, were it as like the question as the words above its text allow. */
  most: number
  /** Where it has all words as they were typed: how little of that is chance. */
  short: number
}
export interface Ranking {
  index: SectionIndex
  query: string
  asked: Query
  /** Best first. Beyond the limit some may be missing. */
  ranked: Ranked[]
  /** How much what the words found first looks like an answer: 0 for nothing, 7 at most. */
  sureness: number
}

export const rank = (index: SectionIndex, query: string, limit: number): Ranking =>
  inOneGo(ranking(index, query, limit))

function* ranking(index: SectionIndex, query: string, limit: number): Steps<Ranking> {
  const asked = yield* understanding(query, index, index.lexicon)
  const weigh = weigherIn(index)
  const terms = [...new Set(asked.terms)]
  const shareOf = (terms: string[]) => shareIn(terms, weigh)
  const whole = shareOf(terms)
  const tellingTerms = terms.filter((term) => !index.lexicon.isStop(term))
  const telling = shareOf(tellingTerms)
  const rare = shareOf(terms.filter((term) => index.lexicon.weightOf(term) === 1))
  const isLongEnough = query.trim().length >= QUERY_MIN_CHARS
  const bitsOf = (of: string[]) => of.reduce((bits, term) => bits | (1 << terms.indexOf(term)), 0)
  const readings = Array.from(isLongEnough ? asked.readings : [], ([text, { weight, of }]) => ({
    ...{ text, weight },
    words: bitsOf(of),
  }))
  const hits = yield* index.asking(readings, { boost: BOOSTS, bm25: BM25 })
  const more = Math.min(EXACT_MAX_WORDS, tellingTerms.length - 1)
  const shortnessOf = (hit: SectionHit) => {
    const own = index.at(hit.place)?.heading ? 'heading' : 'title'
    const there = coverOf(hit, asked, (fields) => fields.includes(own))
    const named = tellingTerms.filter((term) => there.get(term) === 1).length / tellingTerms.length
    return index.shortnessOf(hit.place) ** (1 - named) * HEADING_SHORTNESS ** named
  }
  const candidates: Candidate[] = []
  for (const [at, hit] of hits.entries()) {
    if (at % COVERS_A_STEP === 0) yield
    const covered = coverOf(hit, asked, () => true)
    const told = telling.share(covered)
    candidates.push({
      hit,
      many: Math.sqrt(covered.size),
      share: whole.share(covered) ** SHARE_POWER,
      all: rare.share(covered) > ALL_SHARE ? 1 + told ** 2 : 1,
      question: 1,
      most: 1 + QUESTION_GAIN * whole.share(coverOf(hit, asked, (fields) => fields[0] !== 'text')),
      short: more > 0 && told === 1 ? shortnessOf(hit) : 0,
      score: hit.score,
    })
  }
  // Where only long sections have all of the words, none has them by a chance that a shorter one would not have.
  const usual = Math.min(1, Math.max(...candidates.map(({ short }) => short)) || 1)
  for (const one of candidates) {
    if (one.short) one.all *= (EXACT_GAIN * (one.short / usual) ** (SHORT_POWER * more)) ** more
    one.score *= one.many * one.share * one.all
    one.most *= one.score
  }
  const best = new Map<string, Ranked>()
  let wanted = 0
  for (const [at, candidate] of candidates.sort((one, other) => other.most - one.most).entries()) {
    if (at % LIKENESSES_A_STEP === 0) yield
    // Of those that no likeness could lift among the wanted ones, nobody asks what they are like.
    if (candidate.most < wanted) break
    candidate.question += QUESTION_GAIN * likenessOf(index, candidate, asked, weigh, whole.total)
    candidate.score *= candidate.question
    const slug = index.at(candidate.hit.place)?.slug ?? ''
    if (candidate.score > (best.get(slug)?.score ?? 0)) {
      best.set(slug, candidate)
      wanted = [...best.values()].sort(byScore)[limit - 1]?.score ?? 0
    }
  }
  const ranked = [...best.values()].sort(byScore)
  const [first] = ranked
  return { index, query, asked, ranked, sureness: first ? first.share * first.question : 0 }
}
const COVERS_A_STEP = 20
const LIKENESSES_A_STEP = 4
const sum = (all: number[]) => all.reduce((one, other) => one + other, 0)
const byScore = (one: Ranked, other: Ranked) => other.score - one.score

/** What these terms weigh, and the share of it that is covered: all of it where there are none. */
function shareIn(terms: string[], weigh: (term: string) => number) {
  const total = sum(terms.map(weigh))
  return {
    total,
    share: (covered: Map<string, number>) =>
      total ? sum(terms.map((term) => weigh(term) * (covered.get(term) ?? 0))) / total : 1,
  }
}

/** Term of the query → how well the best reading that was found in some fields says it. */
function coverOf({ found }: SectionHit, { readings }: Query, isThere: (fields: string[]) => boolean) {
  const covered = new Map<string, number>()
  for (const [reading, fields] of found) {
    const { of = [], cover = 0 } = readings.get(reading) ?? {}
    if (isThere(fields)) for (const term of of) covered.set(term, Math.max(cover, covered.get(term) ?? 0))
  }
  return covered
}

/** How telling a term is: rare ones more, words that are in every second question less. */
function weigherIn(index: SectionIndex): (term: string) => number {
  const known = new Map<string, number>()
  return (term) => {
    let weight = known.get(term)
    if (weight === undefined) {
      const rarity = Math.log(1 + (index.count + 0.5) / (index.frequencyOf(term) + 0.5))
      weight = rarity * index.lexicon.weightOf(term)
      known.set(term, weight)
    }
    return weight
  }
}

/**
 * Part of the query tells less in the title above a section with a heading of its own, and in any of these texts where
 * the section has all of the query anyway.
 */
const PART_POWER = 2

/** From 0 to 1: the title, heading or reader's question that has most of the query, and little else. */
function likenessOf(
  index: SectionIndex,
  { hit: { place, found }, short }: Candidate,
  asked: Query,
  weigh: (term: string) => number,
  total: number,
): number {
  const { title = '', heading = '', questions = [] } = index.at(place) ?? {}
  // What nothing was found in is like nothing: most need not be looked at, word for word.
  const has = (field: string) => found.some(([, fields]) => fields.includes(field))
  const likenessTo = (text: string, isAbove = false) => {
    let all = 0
    let shared = 0
    for (const [form, term] of index.wordsIn(text)) {
      const weight = weigh(term)
      all += weight
      shared += weight * ((asked.readings.get(form) ?? asked.readings.get(term + FORMS))?.share ?? 0)
    }
    return (shared / all) * Math.min(1, shared / total) ** (short || isAbove ? PART_POWER : 1) || 0
  }
  return Math.max(
    0,
    has('title') ? likenessTo(title, heading !== '') : 0,
    has('heading') ? likenessTo(heading) : 0,
    ...(has('questions') ? questions.map((question) => likenessTo(question)) : []),
  )
}

function resultOf({ index, asked }: Ranking, { hit, score }: Ranked): SearchResult {
  const { lexicon, term } = index
  const { readings } = asked
  let { place } = hit
  const telling = hit.found.filter(([reading]) => readings.get(reading)?.of.some((of) => !lexicon.isStop(of)))
  const marked = (telling.length > 0 ? telling : hit.found).map(([reading]) => reading)
  // A question that the title answers is answered by the whole article, which begins with the answer.
  const inTitle = new Set(
    telling.flatMap(([reading, fields]) => (fields.includes('title') && readings.get(reading)?.of) || []),
  )
  const isOfTitle =
    inTitle.size > 0 && telling.every(([reading]) => readings.get(reading)?.of.every((of) => inTitle.has(of)))
  while (isOfTitle && index.at(place - 1)?.slug === index.at(place)?.slug) place--
  const fits = (of: string) =>
    marked.some((one) => one === of + FORMS || (one.endsWith(BEGINNING) && of.startsWith(one.slice(0, -1))))
  const { slug, section, title, heading } = index.at(place) as Section
  const text = index.textOf(place)
  const snippet = text && snippetOf(text, fits, term)
  return { slug, section, title, heading, snippet, score: Number(score.toFixed(3)) }
}

/** The query as it was probably meant: words that nobody knows, replaced by words that stand in the best answers. */
function mended({ index, query, asked: { slips }, ranked }: Ranking): string | undefined {
  if (slips.size === 0) return undefined
  const texts = ranked.slice(0, MENDING_RESULTS).map(({ hit: { place } }) => {
    const { title, heading } = index.at(place) as Section
    return `${title} ${heading} ${index.textOf(place)}`
  })
  const written = wordsOf(texts.join(' '))
  let isMended = true
  const words = wordsOf(query).reduceRight((text, { text: word, start, end }) => {
    const right = slips.get(index.term(word))
    if (!right) return text
    const terms = new Set(Array.from(right, index.term))
    const found = written.find((one) => terms.has(index.term(one.text)))
    isMended &&= !!found
    return found ? text.slice(0, start) + found.text.toLowerCase() + text.slice(end) : text
  }, query)
  return isMended ? words : undefined
}
/** Results whose words a mended query is made of. */
const MENDING_RESULTS = 3
