// Asks an index that MiniSearch built, with MiniSearch's own formulas and scores, in a fraction of its bytes:
// a browser never adds to an index. build.mjs puts it in the place of `minisearch` in the programs for browsers;
// test/index-reader.test.ts holds the two against each other. It knows what protocol/ranking.ts asks: OR, prefixes,
// typing errors, boosts.

import type { AsPlainObject, Query, SearchOptions } from 'minisearch'

type Frequencies = Record<string, number>
interface Found {
  score: number
  /** Words of the question that it answers. */
  asked: Set<string>
  /** Words of the index by which it was found, each with the fields in which it stands. */
  match: Record<string, string[]>
}
type Asking = Pick<Required<SearchOptions>, 'tokenize' | 'boost' | 'bm25' | 'weights'> & {
  boostTerm: (term: string) => number
  prefix: (term: string) => boolean
  fuzzy: (term: string) => number | false
}

export default { loadJS }

function loadJS({
  documentCount,
  documentIds,
  fieldIds,
  fieldLength,
  averageFieldLength,
  index,
}: AsPlainObject) {
  const postings = index as [term: string, Record<string, Frequencies>][]

  return {
    /** Best first. */
    search(query: Query, asking: Asking) {
      return [...find(query, asking, new Map())]
        .map(([document, { score, asked, match }]) => ({
          id: documentIds[document],
          score: score * asked.size,
          terms: Object.keys(match),
          queryTerms: [...asked],
          match,
        }))
        .sort((one, other) => other.score - one.score)
    },
  }

  function find(query: Query, asking: Asking, found: Map<string, Found>): Map<string, Found> {
    if (typeof query === 'object' && 'queries' in query) {
      const { boostTerm = asking.boostTerm } = query as Partial<Asking>
      for (const part of query.queries) find(part, { ...asking, boostTerm }, found)
      return found
    }
    for (const asked of asking.tokenize(String(query)).filter(Boolean)) {
      const isPrefix = asking.prefix(asked)
      const edits = asking.fuzzy(asked) || 0
      const boost = asking.boostTerm(asked)
      for (const [term, fields] of postings) {
        const weight = boost * nearness(term, asked, isPrefix, edits, asking.weights)
        if (weight) add({ asked, term, fields, weight }, asking, found)
      }
    }
    return found
  }

  function add(
    hit: { asked: string; term: string; fields: Record<string, Frequencies>; weight: number },
    { boost, bm25: { k, b, d } }: Asking,
    found: Map<string, Found>,
  ): void {
    for (const [field, id] of Object.entries(fieldIds)) {
      const frequencies = Object.entries(hit.fields[id] ?? {})
      const rare = Math.log(1 + (documentCount - frequencies.length + 0.5) / (frequencies.length + 0.5))
      for (const [document, frequency] of frequencies) {
        const length = (fieldLength[document] as number[])[id] ?? 0
        const long = 1 - b + (b * length) / (averageFieldLength[id] ?? 1)
        const score = rare * (d + (frequency * (k + 1)) / (frequency + k * long))
        const result = found.get(document) ?? { score: 0, asked: new Set(), match: {} }
        found.set(document, result)
        result.score += hit.weight * (boost[field] || 1) * score
        result.asked.add(hit.asked)
        result.match[hit.term] ??= []
        result.match[hit.term]?.push(field)
      }
    }
  }
}

/** 1 for the word itself, less for its continuations and for words a few typing errors away, 0 for others. */
function nearness(
  term: string,
  asked: string,
  isPrefix: boolean,
  edits: number,
  weights: Asking['weights'],
): number {
  if (term === asked) return 1
  const longer = term.length - asked.length
  if (isPrefix && term.startsWith(asked)) return (weights.prefix * term.length) / (term.length + 0.3 * longer)
  if (Math.abs(longer) > edits) return 0
  const distance = editsBetween(term, asked, edits)
  return distance > edits ? 0 : (weights.fuzzy * term.length) / (term.length + distance)
}

/** Levenshtein's distance, one row at a time; given up as soon as a whole row is further than `most`. */
function editsBetween(one: string, other: string, most: number): number {
  const row = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (let line = 1; line <= one.length; line++) {
    let across = line - 1
    let nearest = line
    row[0] = line
    for (let column = 1; column <= other.length; column++) {
      const above = row[column] ?? 0
      const replaced = across + (one[line - 1] === other[column - 1] ? 0 : 1)
      const distance = Math.min(replaced, above + 1, (row[column - 1] ?? 0) + 1)
      across = above
      row[column] = distance
      nearest = Math.min(nearest, distance)
    }
    if (nearest > most) return nearest
  }
  return row[other.length] ?? 0
}
