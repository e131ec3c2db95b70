// What English words mean, as points: words that are used alike are near each other. The file beside this one is a cut
// of GloVe's vectors (README.md says whose they are), made by cut.ts; it holds the commonest words first.

import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { languageOf } from '../../../protocol/search/language.ts'
import { lexiconOf } from '../../../protocol/search/lexicon.ts'
import { termsOf } from '../../../protocol/text-analysis.ts'
import { CannotStart } from '../../errors.ts'
import { wordsOfLanguage } from '../languages/languages.ts'

/** The language that the vectors are of. */
export const VECTORS_LOCALE = 'en'
/** Beside the program, in the sources as in what is built from them. */
export const VECTORS_FILE = new URL('./vectors.en.bin', import.meta.url)
export const DIMENSIONS = 100

/**
 * Common words say little about a text: the weight of one is A / (A + its frequency), as Arora and others found it. In a
 * natural language a word's frequency is about a tenth of one through its rank.
 */
const A = 1e-3
const frequencyOf = (row: number) => 0.1 / (row + 1)

export interface WordVectors {
  /** Adds what a word or a term means to a sum, the more the more telling it is; nothing where nobody knows it. */
  add(sum: Float32Array, word: string, weight: number): void
}

/** @throws CannotStart where the file is missing or damaged */
export async function openVectors(file: URL = VECTORS_FILE): Promise<WordVectors> {
  const bytes = await readFile(file).catch(() => {
    throw new CannotStart(
      `What words mean (SEARCH_MEANING) is in ${fileURLToPath(file)}, which cannot be read; build again.`,
    )
  })
  const wordsEnd = 4 + bytes.readUInt32LE(0)
  const words = bytes.toString('utf8', 4, wordsEnd).split('\n')
  const scalesEnd = wordsEnd + 4 * words.length
  if (bytes.length !== scalesEnd + DIMENSIONS * words.length)
    throw new CannotStart(
      `${fileURLToPath(file)} is damaged: ${bytes.length} bytes for ${words.length} words; build again.`,
    )

  const language = languageOf(VECTORS_LOCALE, wordsOfLanguage(VECTORS_LOCALE), [], () => false)
  const term = termsOf(language)
  const lexicon = lexiconOf(language, term)
  const rows = new Map(words.map((word, row) => [word, row]))
  // A form that is not among them means what its commonest form does.
  const byTerm = new Map(words.map((word, row): [string, number] => [term(word), row]).reverse())
  const weights = words.map(
    (word, row) =>
      (lexicon.weightOf(term(word)) * A * bytes.readFloatLE(wordsEnd + 4 * row)) / (A + frequencyOf(row)),
  )
  const steps = new Int8Array(bytes.buffer, bytes.byteOffset + scalesEnd)
  return {
    add(sum, word, weight) {
      const small = word.toLowerCase()
      const row = rows.get(small) ?? byTerm.get(term(small)) ?? byTerm.get(small)
      if (row === undefined) return
      const by = weight * (weights[row] ?? 0)
      const at = DIMENSIONS * row
      for (let d = 0; d < DIMENSIONS; d++) sum[d] = (sum[d] ?? 0) + by * (steps[at + d] ?? 0)
    },
  }
}

/** Of words, the commonest first, each with its vector. */
export function vectorsFile(words: string[], vectors: number[][]): Buffer {
  const text = Buffer.from(words.join('\n'))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(text.length)
  // One byte a number: each vector in units of its own.
  const units = vectors.map((vector) => Math.max(...vector.map(Math.abs)) / 127)
  const steps = vectors.flatMap((vector, row) => vector.map((value) => Math.round(value / (units[row] ?? 1))))
  return Buffer.concat([
    length,
    text,
    Buffer.from(Float32Array.from(units).buffer),
    Buffer.from(Int8Array.from(steps).buffer),
  ])
}
