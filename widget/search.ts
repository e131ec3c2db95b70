// Search on the device: no request for a key. The index is the server's, named by its content, so the browser
// caches it for ever. How text becomes terms and how results are ranked is in protocol/ranking.ts, the same on
// both sides.

import { HANDOVER_ITEMS, QUERY_MAX_CHARS } from '../protocol/limits.ts'
import {
  answer,
  markMatches,
  openIndex as open,
  type SearchAnswer,
  type SectionIndex,
} from '../protocol/ranking.ts'
import { addressOf } from './http.ts'
import { put, state } from './state.ts'

/** Enough to choose from, few enough to read. */
const RESULTS = 8
/** Somebody who types no further for this long has said what they look for. */
const SETTLED_MS = 900
/** Shorter words are beginnings. */
const WORTH_NOTING_CHARS = 3

let index: SectionIndex | undefined
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
  const next = open(await bytesOf(url, session))
  if (!isWanted()) return
  const follow = async () => {
    for (let part = 1; part <= more; part++) {
      const address = `${url}&part=${part}`
      next.add(await bytesOf(address, session))
      put('index', address)
    }
  }
  index = next
  opened = url
  put('index', url)
  // Titles go on answering; the next opening asks for the rest again.
  follow().catch(() => {
    opened = ''
  })
}

async function bytesOf(url: string, session: string): Promise<Uint8Array> {
  const answer = await fetch(
    addressOf(url),
    session ? { headers: { authorization: `Bearer ${session}` } } : {},
  )
  if (!answer.ok) throw new Error(`${answer.status}`)
  return new Uint8Array(await answer.arrayBuffer())
}

export function search(query: string): SearchAnswer {
  const own = index ? answer(index, wordsIn(query), RESULTS) : { results: [], isSure: false }
  const more = state.more.value
  return more?.query === query ? merged(own, more) : own
}

/** Does most of the text stay on the server? Then help.ts asks there too, when typing rests. */
export const isPartial = () => index?.isPartial

/** What both have stays where it stands; what only the device found makes way for what only the server did. */
function merged({ results }: SearchAnswer, theirs: SearchAnswer): SearchAnswer {
  const rest = theirs.results.filter(({ slug }) => !results.some((own) => own.slug === slug))
  const here = results.map(
    (own) => theirs.results.find(({ slug }) => own.slug === slug) ?? rest.shift() ?? own,
  )
  return { ...theirs, results: [...here, ...rest].slice(0, RESULTS) }
}

/** A heading or title with the words that the query would find. */
export function marked(text: string, query: string): string {
  return index ? markMatches(text, query, index) : text
}

let settling: ReturnType<typeof setTimeout> | undefined

/** Remembers what was looked for, for the hand-over, and what was not found, for the editors. */
export function noteQuery(query: string, now = false): void {
  clearTimeout(settling)
  const words = wordsIn(query)
  if (words.length < WORTH_NOTING_CHARS) return
  const note = () => {
    put('searches', added(state.searches.value, words))
    if (!search(query).results.length) put('gaps', added(state.gaps.value, words))
  }
  if (now) note()
  else settling = setTimeout(note, SETTLED_MS)
}

const wordsIn = (query: string) => query.trim().slice(0, QUERY_MAX_CHARS)

/** The newest last; beginnings of it are dropped. */
const added = (list: string[], words: string) =>
  [...list.filter((older) => !words.startsWith(older)), words].slice(-HANDOVER_ITEMS)
