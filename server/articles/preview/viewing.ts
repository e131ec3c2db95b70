// As whom an editor looks at an article: the attributes that a contact would have, in the page's address, and those
// that the article asks for. What follows from them is decided where it is for contacts: protocol/conditions.ts and
// audience.ts.

import type { Condition } from '../../../protocol/conditions.ts'
import type { ArticleFile } from '../article-file.ts'
import { conditionOf, PUBLIC, type Reader } from '../audience.ts'

export interface Viewing {
  attributes: Record<string, string>
  /** Vouched for by the host, whatever it says about them. */
  isSignedIn: boolean
}

/** An attribute may have any name, also that of something else in the address. */
const PREFIX = 'as.'
/** Of the field that says so, where no attribute does. */
export const SIGNED_IN = 'signed-in'
/** In an address; enough for what a host signs. */
const ATTRIBUTES_MAX = 20
const VALUE_MAX_CHARS = 200

export function viewingOf(query: Record<string, unknown>): Viewing {
  const given = Object.entries(query).flatMap(([key, value]) => {
    const [attribute, text] = [key.slice(PREFIX.length), [value].flat()[0]]
    if (!key.startsWith(PREFIX) || !attribute || typeof text !== 'string' || !text.trim()) return []
    return [[attribute, text.trim().slice(0, VALUE_MAX_CHARS)] as const]
  })
  const attributes = Object.fromEntries(given.slice(0, ATTRIBUTES_MAX))
  return { attributes, isSignedIn: given.length > 0 || query[SIGNED_IN] === '1' }
}

/** The public has no attributes: what nobody signed is not known. */
export function viewerOf({ attributes, isSignedIn }: Viewing): Reader {
  return isSignedIn ? { kind: 'verified', attributes } : PUBLIC
}

/** @returns name, value; the same that `viewingOf` reads */
export function fieldsOf({ attributes, isSignedIn }: Viewing): [string, string][] {
  const given = Object.entries(attributes).map(([attribute, value]): [string, string] => [
    fieldName(attribute),
    value,
  ])
  return given.length === 0 && isSignedIn ? [[SIGNED_IN, '1']] : given
}

export const fieldName = (attribute: string) => PREFIX + attribute

/** What an article asks about its reader: attribute → the values that it names, each once. */
export function askedBy({ text, audience }: ArticleFile): Map<string, string[]> {
  const own: Condition[] = typeof audience === 'string' ? [] : [conditionOf(audience)]
  const asked = new Map<string, string[]>()
  for (const { attribute, values } of [...own, ...text.conditions].flat()) {
    const known = asked.get(attribute) ?? []
    const isKnown = (value: string) => known.some((one) => one.toLowerCase() === value.toLowerCase())
    asked.set(attribute, [...known, ...values.filter((value) => !isKnown(value))])
  }
  return asked
}
