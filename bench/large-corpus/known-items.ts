// Questions whose answer is known, since they were made from it: a heading half remembered and mistyped, the same
// asked as a question, and words of a section's own text. Drawn by chance that repeats itself (random.ts).

import { oneOf, shuffled } from '../../test/stage/random.ts'
import type { CorpusArticle, KnownItem } from '../corpus.ts'

/** Of each kind. */
const QUERIES = 300
const HEADING_MIN_WORDS = 3
const BODY_WORDS = 4
/** A section with fewer different words than this is asked for by all that it has. */
const BODY_MIN_WORDS = 12
/** A mistyped word of three letters is another word. */
const TYPO_MIN_CHARS = 4
/** Three questions of five open like one. */
const OPENING_SHARE = 0.6
const OPENINGS = [
  'how do i',
  'how can i',
  'where do i find',
  'what is',
  'why does',
  'can i',
  'i need help with',
]

const STOP_WORDS = new Set(
  (
    'a about above after all also an and any are as at be because been before being below between both but by can ' +
    'cannot could did do does doing down during each either else few for from further had has have having he her here ' +
    'him his how i if in into is it its itself just like may me might more most must my no nor not now of off on once ' +
    'one only or other our out over own per same she should so some such than that the their them then there these ' +
    'they this those through to too under until up upon us use used uses using very via was we were what when where ' +
    'whether which while who whom why will with within without would you your'
  ).split(' '),
)

export function knownItemsOf(articles: CorpusArticle[], random: () => number): KnownItem[] {
  const headings = shuffled(uniqueHeadings(articles), random).slice(0, QUERIES)
  const typos = headings.map(({ heading, gold }) => ({ gold, query: halfRemembered(heading, random) }))
  const questions = typos.map(({ gold, query }) => ({
    gold,
    query: random() < OPENING_SHARE ? `${oneOf(OPENINGS, random)} ${query}` : query,
  }))
  const bodies = shuffled(
    articles.flatMap(({ slug, sections }) => sections.map(({ text }) => ({ gold: slug, text }))),
    random,
  )
    .map(({ gold, text }) => ({ gold, words: [...new Set(contentWords(text))] }))
    .filter(({ words }) => words.length >= BODY_MIN_WORDS)
    .slice(0, QUERIES)
    .map(({ gold, words }) => ({ gold, query: shuffled(words, random).slice(0, BODY_WORDS).join(' ') }))
  return [
    ...typos.map((item) => ({ kind: 'typo' as const, ...item })),
    ...questions.map((item) => ({ kind: 'question' as const, ...item })),
    ...bodies.map((item) => ({ kind: 'body' as const, ...item })),
  ]
}

/** Titles and headings whose content words make up those of one article only, in whatever order. */
function uniqueHeadings(articles: CorpusArticle[]): { heading: string; gold: string }[] {
  const owners = new Map<string, Set<string>>()
  const byKey = new Map<string, { heading: string; gold: string }>()
  for (const { slug, title, sections } of articles) {
    for (const heading of [title, ...sections.map(({ heading }) => heading)]) {
      const words = contentWords(heading)
      if (words.length < HEADING_MIN_WORDS) continue
      const key = words.sort().join(' ')
      owners.set(key, (owners.get(key) ?? new Set()).add(slug))
      if (!byKey.has(key)) byKey.set(key, { heading, gold: slug })
    }
  }
  return [...byKey].filter(([key]) => owners.get(key)?.size === 1).map(([, item]) => item)
}

/** Without its stop words and one of the others, and with one slip. */
function halfRemembered(heading: string, random: () => number): string {
  const words = contentWords(heading)
  words.splice(Math.floor(random() * words.length), 1)
  const long = words.flatMap((word, place) => (word.length >= TYPO_MIN_CHARS ? [place] : []))
  if (long.length > 0) {
    const place = oneOf(long, random)
    words[place] = mistyped(words[place] ?? '', random)
  }
  return words.join(' ')
}

/** One letter dropped, added, changed or swapped with the next; the first one stays, as it mostly does. */
function mistyped(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * (word.length - 1))
  const letter = oneOf([...'abcdefghijklmnopqrstuvwxyz'], random)
  const swapped = word.slice(0, at) + (word[at + 1] ?? '') + word[at] + word.slice(at + 2)
  const slips = [
    word.slice(0, at) + word.slice(at + 1),
    word.slice(0, at) + letter + word.slice(at),
    word.slice(0, at) + letter + word.slice(at + 1),
    swapped,
  ].filter((slip) => slip !== word)
  return oneOf(slips, random)
}

function contentWords(text: string): string[] {
  return wordsOf(text).filter((word) => word.length > 2 && !STOP_WORDS.has(word))
}

/** Plain words: what is mostly signs is not what anybody remembers. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}][\p{L}\p{N}]*/gu) ?? []
}
