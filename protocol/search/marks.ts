// Which stretch of a text to show under a result, and which words in it are marked. Marks are control characters,
// since a text itself has none; ui/text.tsx and the help center's pages make elements of them.

import { slipsBetween, slipsForgiven, wordsOf } from '../text-analysis.ts'

export const MARK_START = '\u0002'
export const MARK_END = '\u0003'

const SNIPPET_CHARS = 160
/** A shorter beginning of a word is in too many others. */
const BEGINNING_MIN_CHARS = 3

type Term = (word: string) => string
type Fits = (term: string) => boolean

/** The stretch with the most different matching words, cut between words, marked. */
export function snippetOf(text: string, fits: Fits, term: Term): string {
  const words = wordsOf(text)
  const found = words.flatMap((word) => {
    const of = term(word.text)
    return fits(of) ? [{ ...word, of }] : []
  })
  let start = 0
  let most = 0
  for (const [place, first] of found.entries()) {
    const inside = found.slice(place).filter(({ end }) => end - first.start <= SNIPPET_CHARS)
    const different = new Set(inside.map(({ of }) => of)).size
    if (different > most) {
      most = different
      start = first.start
    }
  }
  start = softStart(text, start)
  const end = words.findLast((word) => word.end <= start + SNIPPET_CHARS)?.end ?? text.length
  const cut = text.length - end > 3 ? `${text.slice(start, end)}…` : text.slice(start)
  return marked(`${start > 0 ? '… ' : ''}${cut}`, fits, term)
}

/** A heading or title with marks around the words that were asked for; mistyped ones where no right one stands there. */
export function markTerms(text: string, asked: readonly string[], isStop: Fits, term: Term): string {
  const present = wordsOf(text).map((word) => term(word.text))
  const finds = asked.map((one): Fits => {
    const begins: Fits = (of) => of === one || (one.length >= BEGINNING_MIN_CHARS && of.startsWith(one))
    if (present.some(begins)) return begins
    const most = slipsForgiven(one)
    return (of) => !isStop(of) && slipsBetween(one, of, most) <= most
  })
  return marked(text, (of) => finds.some((found) => found(of)), term)
}

function marked(text: string, fits: Fits, term: Term): string {
  let result = ''
  let at = 0
  for (const { text: word, start, end } of wordsOf(text)) {
    if (!fits(term(word))) continue
    result += `${text.slice(at, start)}${MARK_START}${text.slice(start, end)}${MARK_END}`
    at = end
  }
  return result + text.slice(at)
}

/** Back to the beginning of the text or sentence where it is near; else a few words, so that a match has a left side. */
function softStart(text: string, start: number): number {
  if (start < SNIPPET_CHARS / 3) return 0
  const before = text.slice(start - SNIPPET_CHARS / 3, start)
  const sentence = before.search(/[.!?]\s+(?!.*[.!?]\s)/)
  const from = sentence >= 0 ? before.indexOf(' ', sentence) : before.indexOf(' ', before.length - 25)
  return start - before.length + from + 1
}
