// What an editor writes above the text of an article, and what is wrong with it. articles/README.md says the
// same in a table for editors; a test compares the two.

import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'

const Words = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 300 }), { maxItems: 50, description })

export const FrontMatter = Type.Object(
  {
    title: Type.String({
      minLength: 1,
      maxLength: 160,
      description: 'The name of the article as a reader would say it.',
    }),
    description: Type.String({
      minLength: 1,
      // Search engines cut what is longer.
      maxLength: 160,
      description: 'One plain sentence: what you know after reading.',
    }),
    order: Type.Integer({ description: 'Its place within the collection; small numbers come first.' }),
    keywords: Type.Optional(Words('Words that readers use and that do not stand in the text.')),
    questions: Type.Optional(Words('Questions as readers would really type them.')),
    suggest_on: Type.Optional(
      Words("Paths of the host's pages on which the widget suggests it; * stands for any text."),
    ),
    updated: Type.String({
      pattern: '^\\d{4}-\\d{2}-\\d{2}$',
      description: 'The day on which somebody last checked that it is true.',
    }),
    needs_review: Type.Optional(
      Type.Boolean({ description: 'It is inferred, and somebody who knows must still confirm it.' }),
    ),
    draft: Type.Optional(Type.Boolean({ description: 'It is not published.' })),
    redirect_from: Type.Optional(Words('Old slugs, whose addresses lead here.')),
  },
  { additionalProperties: false },
)
export type FrontMatter = Static<typeof FrontMatter>

export const CollectionFile = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 160, description: 'Its name, as readers see it.' }),
    description: Type.String({ maxLength: 300, description: 'One sentence on what is in it.' }),
    order: Type.Integer({ description: 'Its place among the collections; small numbers come first.' }),
  },
  { additionalProperties: false },
)
export type CollectionFile = Static<typeof CollectionFile>

export const SynonymsFile = Type.Array(Type.Array(Type.String({ minLength: 1 }), { minItems: 2 }), {
  description: 'Groups of words that mean the same to readers.',
})
export type SynonymsFile = Static<typeof SynonymsFile>

/** Something an editor has to mend. `line` is from 1. */
export interface ArticleProblem {
  file: string
  line: number
  reason: string
}
export type Fault = Omit<ArticleProblem, 'file'>

export class BrokenFile extends Error {
  readonly faults: Fault[]
  constructor(faults: Fault[]) {
    super(faults.map(({ line, reason }) => `${line}: ${reason}`).join(' '))
    this.faults = faults
  }
}

/** Splits a file at its fences. @throws BrokenFile with lines of the file */
export function readFrontMatter(text: string): { front: FrontMatter; body: string; bodyLine: number } {
  const fence = FENCE.exec(text)
  if (!fence) {
    throw new BrokenFile([
      { line: 1, reason: 'The file must begin with its front matter, between two lines of ---.' },
    ])
  }
  const front = readYaml(fence[1] ?? '', 'article', 2) as FrontMatter
  return { front, body: text.slice(fence[0].length), bodyLine: fence[0].split('\n').length }
}
const FENCE = /^---[ \t]*\r?\n([\s\S]*?)(?<=\n)---[ \t]*(?:\r?\n|$)/

/**
 * @param firstLine where the YAML begins in its file
 * @throws BrokenFile
 */
export function readYaml(text: string, kind: keyof typeof checkers, firstLine = 1): unknown {
  const lines = new LineCounter()
  // The core schema has no dates: `updated: 2026-11-24` stays the text that was written.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number) => firstLine + lines.linePos(offset).line - 1
  const wrong = [...document.errors, ...document.warnings]
  if (wrong.length > 0) {
    throw new BrokenFile(
      wrong.map(({ pos, message }) => ({ line: lineAt(pos[0]), reason: `Not valid YAML: ${message}` })),
    )
  }
  const value: unknown = document.toJS()
  const faults = faultsOf(kind, value).map(({ path, reason }) => ({
    line: lineAt(offsetOf(document, path)),
    reason,
  }))
  if (faults.length > 0) throw new BrokenFile(faults)
  return value
}

const checkers = {
  article: Compile(FrontMatter),
  collection: Compile(CollectionFile),
  synonyms: Compile(SynonymsFile),
}

function faultsOf(kind: keyof typeof checkers, value: unknown): { path: string[]; reason: string }[] {
  const faults = checkers[kind].Errors(value).flatMap((error) => {
    const path = error.instancePath.split('/').slice(1)
    if ('requiredProperties' in error.params) {
      return [{ path, reason: `Missing: ${error.params.requiredProperties.join(', ')}.` }]
    }
    if ('additionalProperties' in error.params) {
      return error.params.additionalProperties.map((field) => ({
        path: [...path, field],
        reason: `Unknown field: ${field}. articles/README.md lists the fields.`,
      }))
    }
    // An unknown field is told once, by its parent.
    if (error.keyword === 'boolean') return []
    const given = path.reduce<unknown>((of, key) => (of as Record<string, unknown> | null)?.[key], value)
    return [{ path, reason: `${nameOf(path)} ${expected(error)}; it is ${shortened(given)}.` }]
  })
  if (kind !== 'article' || faults.length > 0) return faults
  const { updated } = value as FrontMatter
  return isDay(updated) ? [] : [{ path: ['updated'], reason: `updated is ${updated}; there is no such day.` }]
}

function nameOf(path: string[]): string {
  const names = path.map((key) => (/^\d+$/.test(key) ? `entry ${Number(key) + 1}` : key))
  return names.join(', ') || 'The file'
}

/** In the words of editors, not of the schema. */
function expected({
  keyword,
  params,
  message,
}: {
  keyword: string
  params: object
  message: string
}): string {
  if (keyword === 'pattern') return 'must be a day such as 2026-11-24'
  const { type } = params as { type?: string }
  return keyword === 'type' && type && TYPES[type] ? `must be ${TYPES[type]}` : message
}
const TYPES: Record<string, string> = {
  string: 'a text',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'fields with values',
}

const SHOWN_CHARS = 60
function shortened(given: unknown): string {
  const text = JSON.stringify(given) ?? 'nothing'
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text
}

/** Where a field begins; the beginning of the file where it has no place of its own. */
function offsetOf(document: Document.Parsed, path: string[]): number {
  const [field] = path
  if (path.length === 1 && isMap(document.contents)) {
    const pair = document.contents.items.find(({ key }) => isScalar(key) && key.value === field)
    return isScalar(pair?.key) ? (pair.key.range?.[0] ?? 0) : 0
  }
  const node = document.getIn(path, true)
  return isNode(node) ? (node.range?.[0] ?? 0) : 0
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
