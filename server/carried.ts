// What comes in is text that every store, mail and page can carry on: PostgreSQL keeps no U+0000, and half of a pair of
// surrogates is no letter in any encoding. Partners, where it all comes in: http/base-app.ts, chat/sockets.ts, contacts/identity.ts,
// webhooks/post.ts.

const CARRIED_BY_NOBODY = /\0|\p{Surrogate}/u

export const isCarried = (text: string): boolean => !CARRIED_BY_NOBODY.test(text)

/** Its beginning, without the first half of a letter at its end. */
export const cutTo = (text: string, chars: number): string => text.slice(0, chars).replace(HALF_AT_END, '')
const HALF_AT_END = /\p{Surrogate}$/u

/**
 * A text, or the texts in a value that was JSON, changed where it stands: without U+0000, and with U+FFFD for half a letter.
 * Not by a function that calls itself: who sends thirty thousand brackets must not end it.
 */
export function carried<T>(value: T): T {
  if (typeof value === 'string') return carriedText(value) as T
  const waiting: object[] = isPlain(value) ? [value] : []
  for (let holder = waiting.pop(); holder; holder = waiting.pop()) {
    for (const [name, one] of Object.entries(holder)) {
      if (isPlain(one)) waiting.push(one)
      else if (typeof one === 'string' && !isCarried(one)) Object.assign(holder, { [name]: carriedText(one) })
    }
  }
  return value
}

const carriedText = (text: string) => (isCarried(text) ? text : text.replaceAll('\0', '').toWellFormed())

/** The same of JSON as `JSON.stringify` printed it, also of names in it: whole letters never stand in an escape there. */
export const carriedJson = (json: string): string =>
  json.replace(ESCAPED, (escaped, what) =>
    what === 'u0000' ? '' : HALF_LETTER.test(what) ? '\ufffd' : escaped,
  )
const ESCAPED = /\\(u[0-9a-f]{4}|.)/g
const HALF_LETTER = /^ud[89a-f]/

/** A list or an object as JSON makes them, and as addresses are read into; a stream or bytes are none. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const made = Object.getPrototypeOf(value)
  return made === Object.prototype || made === Array.prototype || made === null
}
