// What an agent may ask of the search over all tickets: words in any order, numbers, filters. One rule for both stores and
// for the console, which shows the filters as chips and marks the words. Never what is searched: server/store/words-of-ticket.ts.

import type { TicketState } from '../entities.ts'
import { isInstant } from '../instants.ts'
import { MARK_END, MARK_START, snippetOf } from '../search/marks.ts'
import { foldedOf, PLAIN_TEXT, slipsBetween, wordsOf } from '../text-analysis.ts'

export const FILTER_NAMES = [
  'state',
  'type',
  'assignee',
  'tag',
  'team',
  'priority',
  'before',
  'after',
] as const
type FilterName = (typeof FILTER_NAMES)[number]

export interface DeskFilter {
  name: FilterName
  value: string
  /** As it stands in the question, so that it can be taken out of it again. */
  text: string
}

export interface DeskQuestion {
  /** Forms, each once. All of them have to stand in a ticket. */
  words: string[]
  /** “#123”: this ticket and no other. */
  numbers: number[]
  filters: DeskFilter[]
  /** Filters whose value means nothing; they narrow nothing. */
  faults: DeskFilter[]
}

/** More do not make a question clearer. */
const WORDS_MAX = 12
/** A longer one is a pasted token: its beginning is enough to know it by. */
const FORM_MAX_CHARS = 40
/** From so many letters on a word is also the beginning of others … */
const BEGINNING_MIN_CHARS = 2
/** … and from so many on forgiven one slip: shorter ones are one slip away from too many. */
const SLIP_MIN_CHARS = 4

/** Words of a value for its state, besides its name. */
const STATES: Record<string, readonly TicketState[]> = {
  open: ['open'],
  waiting: ['waiting_on_contact'],
  waiting_on_contact: ['waiting_on_contact'],
  snoozed: ['snoozed'],
  solved: ['solved'],
  unsolved: ['open', 'waiting_on_contact', 'snoozed'],
}
const PRIORITIES = ['low', 'normal', 'high', 'urgent']

/** A filter with its value, which may stand in quotes; a number; anything else up to the next space. */
const PIECE = /(?<name>[a-z]+):(?:"(?<quoted>[^"]*)"?|(?<plain>[^\s"]*))|#(?<number>\d{1,15})(?!\S)|\S+/giu

export function questionFrom(text: string, now: Date): DeskQuestion {
  const question: DeskQuestion = { words: [], numbers: [], filters: [], faults: [] }
  const words = new Set<string>()
  for (const { 0: piece, groups = {} } of text.matchAll(PIECE)) {
    const name = FILTER_NAMES.find((one) => one === groups.name?.toLowerCase())
    const value = (groups.quoted ?? groups.plain ?? '').trim()
    if (groups.number) question.numbers.push(Number(groups.number))
    else if (!name) for (const form of formsOf(piece)) words.add(form)
    else if (value) {
      const filter = { name, value, text: piece }
      question[isKnown(filter, now) ? 'filters' : 'faults'].push(filter)
    }
  }
  question.words = [...words].slice(0, WORDS_MAX)
  return question
}

export const asksNothing = ({ words, numbers, filters }: DeskQuestion): boolean =>
  words.length + numbers.length + filters.length === 0

export const statesOf = (value: string): readonly TicketState[] | undefined =>
  STATES[value.toLowerCase().replaceAll('-', '_')]

/** “2026-05-01”, “2026-05”, “2026”: its first instant, in UTC; server/tickets/search.ts puts it on the desk's clock. “7d”, “4w”, “3m”, “1y”: so long ago. */
export function instantOf(value: string, now: Date): string | null {
  const [, count, unit] = /^(\d{1,4})([dwmy])$/i.exec(value) ?? []
  if (count && unit) {
    const at = new Date(now)
    if (unit === 'd') at.setUTCDate(at.getUTCDate() - Number(count))
    if (unit === 'w') at.setUTCDate(at.getUTCDate() - 7 * Number(count))
    if (unit === 'm') at.setUTCMonth(at.getUTCMonth() - Number(count))
    if (unit === 'y') at.setUTCFullYear(at.getUTCFullYear() - Number(count))
    const text = at.toISOString()
    return isInstant(text) ? text : null
  }
  const [, year, month = '01', day = '01'] = /^([1-9]\d{3})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(value) ?? []
  const at = new Date(`${year}-${month}-${day}T00:00:00.000Z`)
  // The 31st of February is read as a day in March by some, and is none.
  return year && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(`${year}-${month}-${day}`)
    ? at.toISOString()
    : null
}

function isKnown({ name, value }: DeskFilter, now: Date): boolean {
  if (name === 'state') return statesOf(value) !== undefined
  if (name === 'priority') return PRIORITIES.includes(value.toLowerCase())
  if (name === 'before' || name === 'after') return instantOf(value, now) !== null
  return true
}

// ---- how words meet

/** The words of a text as they are kept and asked for: small letters, no accents. Of a mark that stands alone, as behind many an emoji, nothing is left. */
export const formsOf = (text: string): string[] =>
  PLAIN_TEXT.test(text)
    ? plainFormsOf(text.toLowerCase())
    : wordsOf(text).flatMap(({ text: word }) => cutForm(word) || [])

/** The same, sign by sign: all that was ever said is cut after each start, and most of it is plain letters. */
function plainFormsOf(text: string): string[] {
  const forms: string[] = []
  let startsAt = -1
  // Behind its apostrophe a word has letters only.
  let isJoined = false
  for (let at = 0; at <= text.length; at++) {
    const code = text.charCodeAt(at)
    const isNumeral = code >= 0x30 && code <= 0x39
    if (isLetter(code) || (isNumeral && !isJoined)) {
      if (startsAt < 0) startsAt = at
    } else if (startsAt >= 0 && code === APOSTROPHE && isLetter(text.charCodeAt(at + 1))) {
      isJoined = true
    } else if (startsAt >= 0) {
      const word = text.slice(startsAt, at)
      forms.push((isJoined ? word.replaceAll("'", '') : word).slice(0, FORM_MAX_CHARS))
      startsAt = isNumeral ? at : -1
      isJoined = false
    }
  }
  return forms
}
const isLetter = (code: number): boolean => code >= 0x61 && code <= 0x7a
const APOSTROPHE = 0x27

const cutForm = (word: string): string => foldedOf(word).slice(0, FORM_MAX_CHARS)

/** May it be the beginning of another word? */
export const isBeginning = (word: string): boolean => word.length >= BEGINNING_MIN_CHARS

/** May it be mistyped? Digits are copied, and one other is another thing. */
export const isForgiven = (word: string): boolean => word.length >= SLIP_MIN_CHARS && !/\d/.test(word)

/** Is it worth looking for slips? In a pasted sentence there are others, and each word more makes it dearer. */
export const areForgiven = (words: readonly string[]): boolean =>
  words.length <= FORGIVEN_WORDS_MAX && words.some(isForgiven)
const FORGIVEN_WORDS_MAX = 6

/** As it stands, or as the beginning of it. */
export const fits = (word: string, form: string): boolean =>
  form === word || (isBeginning(word) && form.startsWith(word))

export const fitsNearly = (word: string, form: string): boolean =>
  isForgiven(word) && slipsBetween(word, form, 1) <= 1

/** Which words of the question stand in the text; mistyped ones where no right one does. */
export function wordsIn(text: string, words: readonly string[]): string[] {
  const forms = formsOf(text)
  return words.filter(
    (word) => forms.some((form) => fits(word, form)) || forms.some((form) => fitsNearly(word, form)),
  )
}

/** The text with marks (protocol/search/marks.ts) around the words that were asked for. */
export function markedIn(text: string, words: readonly string[]): string {
  const isAsked = askedIn(text, words)
  let result = ''
  let at = 0
  for (const { text: word, start, end } of wordsOf(text)) {
    if (!isAsked(cutForm(word))) continue
    result += `${text.slice(at, start)}${MARK_START}${text.slice(start, end)}${MARK_END}`
    at = end
  }
  return result + text.slice(at)
}

/** The stretch with most of them, marked. */
export const stretchOf = (text: string, words: readonly string[]): string =>
  snippetOf(text, askedIn(text, words), cutForm)

function askedIn(text: string, words: readonly string[]): (form: string) => boolean {
  const forms = formsOf(text)
  const asked = words.map((word) =>
    forms.some((form) => fits(word, form))
      ? (form: string) => fits(word, form)
      : (form: string) => fitsNearly(word, form),
  )
  return (form) => asked.some((one) => one(form))
}
