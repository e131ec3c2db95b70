// Search on the device: no request for a key. The index is the server's, named by its content, so the browser
// caches it for ever. How text becomes terms and how results are ranked is in protocol/search/ranking.ts, the same on
// both sides: a bundle of its own (engine.ts), which comes together with the index.

import { HANDOVER_ITEMS, QUERY_MAX_CHARS } from '../protocol/limits.ts'
import type { SearchAnswer } from '../protocol/search/ranking.ts'
import { merged } from '../protocol/two-answers.ts'
import type { Engine } from './engine.ts'
import { addressOf } from './http.ts'
import { bring } from './parts.ts'
import { put, state } from './state.ts'

/** Enough to choose from, few enough to read. */
const RESULTS = 8
/** Somebody who types no further for this long has said what they look for. */
const SETTLED_MS = 900
/** Shorter words are beginnings. */
const WORTH_NOTING_CHARS = 3

/** With the index that `state.index` names; nobody's while that is ''. */
let engine: Engine
let opened = ''

/**
 * Loads the index unless it is the one in use. Its first file answers at once; a large one's others follow.
 * @param isWanted not once somebody has asked for another one, or is somebody else
 */
export async function openIndex(
  url: string,
  more: number,
  session: string,
  isWanted: () => boolean,
): Promise<void> {
  // Where a person has gone the index in use is nobody's.
  if (url === opened && state.index.value) return
  const [{ openEngine }, first] = await Promise.all([bring('search'), bytesOf(url, session)])
  const next: Engine = await openEngine(first)
  const follow = async () => {
    let address = url
    for (let part = 1; part <= more; part++) {
      address = `${url}&part=${part}`
      await next.add(await bytesOf(address, session))
    }
    return address
  }
  const whole = follow()
  // Who has results of the version before keeps them until all of the next one is there.
  if (state.index.value) await whole
  if (!isWanted()) return
  engine = next
  opened = url
  put('index', url)
  whole.then(
    (address) => {
      if (state.index.value === url) put('index', address)
    },
    // Titles go on answering; the next opening asks for the rest again.
    () => {
      opened = ''
    },
  )
}

/** What the browser keeps for ever may be a network's log-in page: then it is asked for past that. */
const bytesOf = (url: string, session: string) =>
  bytesBy('default', url, session).catch(() => bytesBy('reload', url, session))

async function bytesBy(cache: RequestCache, url: string, session: string): Promise<Uint8Array> {
  const answer = await fetch(addressOf(url), {
    cache,
    headers: session ? { authorization: `Bearer ${session}` } : {},
  })
  if (!answer.ok || /html/.test(answer.headers.get('content-type') ?? '')) throw Error()
  return new Uint8Array(await answer.arrayBuffer())
}

let stop = () => {}

/**
 * Asks the device and drops what it was asked before. The answer comes into `state.answer`: at once in most help centers,
 * in a moment in a very large one.
 */
export function look(query: string): void {
  const index = state.index.peek()
  const before = state.answer.peek()
  if (before?.query === query && before.index === index) return
  stop()
  if (!query.trim()) put('answer', null)
  else if (index)
    stop = engine.answer(wordsIn(query), RESULTS, (found) => put('answer', { ...found, query, index }))
}

/** What these words find on the device, for who does not show it while they are typed. */
export const find = (query: string): Promise<SearchAnswer> =>
  new Promise((done) => {
    if (state.index.peek()) engine.answer(wordsIn(query), RESULTS, done)
    else done({ results: [], isSure: false })
  })

/**
 * What stands under these words: what the device and, where it was asked, the server found. Until the device has looked
 * there stands what it found last, for words that were typed before.
 */
export function answerTo(query: string): (SearchAnswer & { query: string }) | null {
  const own = state.answer.value
  const more = state.more.value
  // What the server found before an edit, however late it comes, is nothing beside what the device finds after it.
  if (more?.query !== query || (own && more.version !== state.home.value?.version)) return own
  // What stands there already does not move when the index comes after it.
  return more.isAlone || own?.query !== query
    ? more
    : { ...more, results: merged(own.results, more.results, RESULTS), query }
}

/**
 * Is there more to find where the server is asked? Before index and engine are there, and where they do not come; where
 * most of the text stays on the server; where it weighs meaning and the device is unsure.
 */
export const isMoreThere = (query: string) =>
  !state.index.value || engine.isPartial || (!!state.home.value?.meaning && !answerTo(query)?.isSure)

/** A heading or title with the words that the query would find. */
export function marked(text: string, query: string): string {
  return state.index.value ? engine.marked(text, query) : text
}

let settling: ReturnType<typeof setTimeout> | undefined

/** Remembers what was looked for, for the hand-over, and what was not found, for the editors. */
export function noteQuery(query: string, now = false): void {
  clearTimeout(settling)
  const words = wordsIn(query)
  if (words.length < WORTH_NOTING_CHARS) return
  const note = () => {
    const answer = answerTo(query)
    if (answer?.query !== query) return
    put('searches', added(state.searches.value, words))
    if (!answer.results.length) put('gaps', added(state.gaps.value, words))
  }
  if (now) note()
  else settling = setTimeout(note, SETTLED_MS)
}

const wordsIn = (query: string) => query.trim().slice(0, QUERY_MAX_CHARS)

/** The newest last; beginnings of it are dropped. */
const added = (list: string[], words: string) =>
  [...list.filter((older) => !words.startsWith(older)), words].slice(-HANDOVER_ITEMS)
