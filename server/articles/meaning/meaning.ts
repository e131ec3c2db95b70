// What each section of a help center is about, as a point among the vectors of words, and how near a query comes to it.
// A section's point is found once and remembered by its object, as protocol/search/build.ts does with its words.

import { setImmediate } from 'node:timers/promises'
import type { SectionDocument } from '../../../protocol/search/build.ts'
import type { Query } from '../../../protocol/search/readings.ts'
import { wordsOf } from '../../../protocol/text-analysis.ts'
import { DIMENSIONS, openVectors, VECTORS_LOCALE, type WordVectors } from './vectors.ts'

/** The sections of one index. */
export interface Meaning {
  /** Place of a section → cosine with the query; 0 where they have nothing in common, or nobody knows the words. */
  likenessTo(query: Query): Float32Array
}

/** Nothing for languages that the vectors are not of. */
export type Meanings = (locale: string, sections: readonly SectionDocument[]) => Promise<Meaning | undefined>

/** A title and a heading say what a section is about. */
const WEIGHTS = { title: 2, heading: 2, questions: 1, keywords: 1, text: 1 }
const FIELDS = Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[]
/** What was taken for a slip may have been another word; of what it may have been for, the first few. */
const SLIP_WEIGHT = 0.7
const SLIPS_MAX = 3
/** The server answers others meanwhile. */
const WITHOUT_PAUSE_MS = 10

/** @throws Error where the vectors are missing */
export async function openMeanings(): Promise<Meanings> {
  const vectors = await openVectors()
  const known = new WeakMap<SectionDocument, Float32Array>()
  return async (locale, sections) => {
    if (locale.split('-')[0] !== VECTORS_LOCALE) return undefined
    const points: Float32Array[] = []
    let since = performance.now()
    for (const section of sections) {
      let point = known.get(section)
      if (!point) {
        point = pointOf(section, vectors)
        known.set(section, point)
        if (performance.now() - since > WITHOUT_PAUSE_MS) {
          await setImmediate()
          since = performance.now()
        }
      }
      points.push(point)
    }
    return {
      likenessTo(query) {
        const asked = pointOfQuery(query, vectors)
        return Float32Array.from(points, (point) => Math.max(0, product(point, asked)))
      },
    }
  }
}

function pointOf(section: SectionDocument, vectors: WordVectors): Float32Array {
  const sum = new Float32Array(DIMENSIONS)
  for (const field of FIELDS) {
    const words = new Set(wordsOf(section[field]).map(({ text }) => text.toLowerCase()))
    for (const word of words) vectors.add(sum, word, WEIGHTS[field])
  }
  return unit(sum)
}

function pointOfQuery({ forms, terms, slips }: Query, vectors: WordVectors): Float32Array {
  const sum = new Float32Array(DIMENSIONS)
  const asked = new Map(forms.map((form, place) => [form, terms[place] ?? '']))
  for (const [word, term] of asked) {
    const meant = [...(slips.get(term) ?? [])].slice(0, SLIPS_MAX)
    if (meant.length === 0) vectors.add(sum, word, 1)
    for (const other of meant) vectors.add(sum, other, SLIP_WEIGHT / meant.length)
  }
  return unit(sum)
}

function product(one: Float32Array, other: Float32Array): number {
  let sum = 0
  for (let d = 0; d < DIMENSIONS; d++) sum += (one[d] ?? 0) * (other[d] ?? 0)
  return sum
}

/** Of length 1; a sum of nothing stays nothing. */
function unit(sum: Float32Array): Float32Array {
  const length = Math.sqrt(product(sum, sum)) || 1
  return sum.map((value) => value / length)
}
