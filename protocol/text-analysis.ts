// How text becomes search terms: the same on both sides, or nothing would match. What is indexed are forms, as
// `wordsOf` and `formOf` give them; a query looks for the other forms of its words by `termsOf`. What a locale's words need to be treated alike comes with the index
// (server/articles/languages), so that a browser carries the words of its own language only.

interface Word {
  /** As written. */
  text: string
  start: number
  end: number
}

/** What there is to know of a language. Its words are forms: small letters, no accents. */
export interface Language {
  locale: string
  /**
   * What is done to a form, in this order, to get what all forms of a word have in common: a regular expression and
   * what stands instead. The word's beginning stays, but for the last letter of what remains.
   */
  stems: [pattern: string, instead: string][]
  /** Words that carry little: kept, since short questions need them, but at a fraction of the weight. */
  stops: string[]
  /** Words that are in every second question, whatever it is about. */
  common: string[]
  /** Groups of words that mean much the same, and the share of its weight that one has for another. */
  kin: [weight: number, ...words: string[]][]
}

/** Letters and digits of any script; an apostrophe inside a word belongs to it ("can't"). */
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu
// Most texts are of plain letters, and these are many times quicker to make and to run.
export const PLAIN_TEXT = /^[\0-\x7f]*$/
const PLAIN_WORD = /[a-z\d]+(?:'[a-z]+)*/gi

export function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(PLAIN_TEXT.test(text) ? PLAIN_WORD : WORD), (found) => ({
    text: found[0],
    start: found.index,
    end: found.index + found[0].length,
  }))
}

/** Words that are asked of again and again, as those of the articles are at each save. */
const KNOWN_MAX = 50_000

/** A word as it is indexed: small letters, no accents, and without what some languages write before it in one word. */
export function formOf(word: string): string {
  const small = word.toLowerCase()
  return PLAIN.test(small) ? small : foldedOf(small.replace(JOINED_BEFORE, ''))
}
/** Most words, and quick to see. */
const PLAIN = /^[a-z\d]+$/
/** French “l'école”, “qu'elle”; Arabic “the”, alone and behind “and”, “in”, “for”. */
const JOINED_BEFORE = /^(([cdjlmnst]|qu)['’]|([وفبك]?ا|ل)ل)(?=[\p{L}]{2})/u

/** Small letters, no accents. */
export const foldedOf = (word: string): string =>
  word
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')

/** What the forms of a word have in common: without its ending. */
export function termsOf({ stems }: Pick<Language, 'stems'>): (word: string) => string {
  const known = new Map<string, string>()
  const rules = stems.map(([pattern, instead]) => [new RegExp(pattern, 'u'), instead] as const)
  return (word) => {
    let term = known.get(word)
    if (term !== undefined) return term
    term = formOf(word)
    for (const [pattern, instead] of rules) term = term.replace(pattern, instead)
    if (known.size >= KNOWN_MAX) known.clear()
    known.set(word, term)
    return term
  }
}

/** The anchor of a heading that has none of its own; a second one of the same name gets a number behind it. */
export function anchorFrom(heading: string): string {
  const unusual = PLAIN_TEXT.test(heading) ? /[^a-z\d\s_-]/g : /[^\p{L}\p{N}\p{M}\s_-]/gu
  const words = heading.toLowerCase().replace(unusual, '')
  return words.trim().replace(/\s/g, '-')
}

/** The set of a word's letters, as bits; some letters share one. */
export function lettersOf(word: string): number {
  let letters = 0
  for (let place = 0; place < word.length; place++) letters |= 1 << word.charCodeAt(place)
  return letters
}

/** Shorter words are one slip away from too many others. */
export const ONE_SLIP_MIN_CHARS = 4
const TWO_SLIPS_MIN_CHARS = 8

/** How many slips of the fingers a word of this length is forgiven. */
export function slipsForgiven(of: string): number {
  if (of.length >= TWO_SLIPS_MIN_CHARS) return 2
  return of.length >= ONE_SLIP_MIN_CHARS ? 1 : 0
}

/**
 * Letters to add, drop, change or swap with their neighbour, to make one word of another; more than `most` when it
 * takes more than `most`. Swaps count once: no slip is more common.
 */
export function slipsBetween(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1
  const cell = (row: number[] | undefined, place: number) => row?.[place] ?? Number.POSITIVE_INFINITY
  const rows = [Array.from({ length: other.length + 1 }, (_, place) => place)]
  for (let i = 1; i <= one.length; i++) {
    const [above, before] = [rows[i - 1], rows[i - 2]]
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1]
      const isSwap = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      row[j] = Math.min(
        cell(above, j - 1) + (isSame ? 0 : 1),
        cell(above, j) + 1,
        cell(row, j - 1) + 1,
        isSwap ? cell(before, j - 2) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    if (Math.min(...row) > most) return most + 1
    rows.push(row)
  }
  return cell(rows.at(-1), other.length)
}
