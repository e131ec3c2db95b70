// Who may read what, and when. A draft, an article before or after its time and an article for others are decided
// here and nowhere else: what this does not let through is in nothing that is made for the reader.

import { type Condition, conditionText, evaluate } from '../../protocol/conditions.ts'
import type { Contact } from '../../protocol/entities.ts'
import type { Audience, FrontMatter } from './front-matter.ts'

/** Attributes as the host signed them. Guests read as the public does: nobody vouches for them. */
export type Reader = { kind: 'public' } | { kind: 'verified'; attributes: Record<string, unknown> }
export const PUBLIC: Reader = { kind: 'public' }

export function readerOf({ identity, attributes }: Pick<Contact, 'identity' | 'attributes'>): Reader {
  return identity === 'verified' ? { kind: 'verified', attributes } : PUBLIC
}

type Fronted = { front: FrontMatter; audience: Audience }

/** A translation that says nothing is for whom its source is: forgetting a line must not publish it. */
export function audienceOf(front: FrontMatter, source: FrontMatter | undefined): Audience {
  return front.audience ?? source?.audience ?? 'public'
}

export function isLive({ draft, publish_at, unpublish_at }: FrontMatter, now: Date): boolean {
  if (draft) return false
  if (publish_at && Date.parse(publish_at) > now.getTime()) return false
  return !unpublish_at || Date.parse(unpublish_at) > now.getTime()
}

export function mayRead(audience: Audience, reader: Reader): boolean {
  if (audience === 'public') return true
  if (reader.kind === 'public') return false
  // An attribute that is not known opens nothing.
  return audience === 'verified' || evaluate(conditionOf(audience), reader.attributes) === true
}

/** Readers with the same key may read the same articles; '' for what everybody may. */
export function readerKey(articles: Fronted[], reader: Reader): string {
  const open = articles.filter(({ audience }) => audience !== 'public' && mayRead(audience, reader))
  return [...new Set(open.map(({ audience }) => audienceText(audience)))].sort().join('\n')
}

/** When, after now, somebody's articles will be others. */
export function nextChangeMs(articles: Fronted[], now: Date): number | undefined {
  const times = articles
    .filter(({ front }) => !front.draft)
    .flatMap(({ front }) => [front.publish_at, front.unpublish_at])
    .map((at) => (at ? Date.parse(at) : 0))
    .filter((at) => at > now.getTime())
  return times.length > 0 ? Math.min(...times) : undefined
}

export function audienceText(audience: Audience): string {
  return typeof audience === 'string' ? audience : conditionText(conditionOf(audience))
}

export function conditionOf(audience: Exclude<Audience, string>): Condition {
  return Object.entries(audience).map(([attribute, values]) => ({
    attribute,
    isNot: false,
    values: [values].flat().map(String),
  }))
}
