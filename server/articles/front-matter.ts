// What an editor writes above the text of an article, and what is wrong with it. articles/README.md says the
// same in a table; a test compares the two.

import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { LineCounter, parseDocument } from 'yaml'

const Words = Type.Array(Type.String({ minLength: 1, maxLength: 300 }), { maxItems: 50 })

export const FrontMatter = Type.Object(
  {
    title: Type.String({
      minLength: 1,
      maxLength: 160,
      description: "The article's name as a reader would say it.",
    }),
    description: Type.String({ minLength: 1, maxLength: 200, description: 'What you know after reading.' }),
    order: Type.Integer({ description: 'Place within the collection; small numbers come first.' }),
    keywords: Type.Optional(
      Type.Array(Type.String(), { description: 'Words readers use that are not in the text.' }),
    ),
    questions: Type.Optional({ ...Words, description: 'Questions as readers would really type them.' }),
    suggest_on: Type.Optional({ ...Words, description: "Paths of the host's pages on which to suggest it." }),
    updated: Type.String({
      pattern: '^\\d{4}-\\d{2}-\\d{2}$',
      description: 'When it was last checked, YYYY-MM-DD.',
    }),
    needs_review: Type.Optional(
      Type.Boolean({ description: 'Inferred; somebody who knows must still confirm it.' }),
    ),
    draft: Type.Optional(Type.Boolean({ description: 'Not published.' })),
    redirect_from: Type.Optional({ ...Words, description: 'Old slugs that lead here.' }),
  },
  { additionalProperties: false },
)
export type FrontMatter = Static<typeof FrontMatter>

export const CollectionFile = Type.Object(
  { title: Type.String({ minLength: 1 }), description: Type.String(), order: Type.Integer() },
  { additionalProperties: false },
)
export const SynonymsFile = Type.Array(Type.Array(Type.String({ minLength: 1 }), { minItems: 2 }))

/** Something an editor has to mend. `line` is from 1. */
export interface ArticleProblem {
  file: string
  line: number
  reason: string
}

export class BrokenFile extends Error {
  readonly line: number
  constructor(line: number, reason: string) {
    super(reason)
    this.line = line
  }
}

const checks = {
  frontMatter: Compile(FrontMatter),
  collection: Compile(CollectionFile),
  synonyms: Compile(SynonymsFile),
}

/** Splits a file at its fences. @throws BrokenFile with the line in the file. */
export function readFrontMatter(text: string): { front: FrontMatter; body: string; bodyLine: number } {
  const fence = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text)
  if (!fence) throw new BrokenFile(1, 'The file must begin with front matter between two lines of ---.')
  const front = readYaml(fence[1] ?? '', 'frontMatter', 2) as FrontMatter
  const bodyLine = fence[0].split('\n').length
  return { front, body: text.slice(fence[0].length), bodyLine }
}

/** @param firstLine where the YAML begins in its file */
export function readYaml(text: string, kind: keyof typeof checks, firstLine = 1): unknown {
  const lines = new LineCounter()
  // Core schema without dates: `updated: 2026-11-24` stays the text that was written.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [error] = document.errors
  if (error) {
    throw new BrokenFile(firstLine + lines.linePos(error.pos[0]).line - 1, `Not valid YAML: ${error.message}`)
  }
  const value: unknown = document.toJS()
  const check = checks[kind]
  if (check.Check(value)) return value
  const [first] = check.Errors(value)
  const field = first?.instancePath.split('/')[1]
  const line = field ? text.split('\n').findIndex((row) => row.startsWith(`${field}:`)) : -1
  throw new BrokenFile(firstLine + Math.max(0, line), reasonOf(first, field, value))
}

function reasonOf(
  error: { keyword: string; message: string; params: object; instancePath: string } | undefined,
  field: string | undefined,
  value: unknown,
): string {
  const missing = error && 'requiredProperties' in error.params ? error.params.requiredProperties : undefined
  if (Array.isArray(missing)) return `Missing: ${missing.join(', ')}.`
  const extra =
    error && 'additionalProperties' in error.params ? error.params.additionalProperties : undefined
  if (Array.isArray(extra)) return `Unknown field: ${extra.join(', ')}. articles/README.md lists the fields.`
  const given =
    field && typeof value === 'object' && value !== null
      ? Object.entries(value).find(([k]) => k === field)
      : undefined
  return `${field ?? 'The file'} ${error?.message ?? 'does not fit'}${given ? `; it is ${JSON.stringify(given[1])}` : ''}.`
}
