// YAML as editors write it, checked against its schema; every fault has the line on which it is mended.

import { Compile } from 'typebox/compile'
import {
  type Document,
  type ErrorCode,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
} from 'yaml'
import { shortened, TYPE_WORDS } from '../schema-words.ts'
import { BrokenFile } from './faults.ts'
import { CollectionFile, FrontMatter, PinsFile, SynonymsFile } from './front-matter.ts'

interface Fronted {
  front: FrontMatter
  /** Field → the line of the file on which it stands. */
  lines: Record<string, number>
  body: string
  bodyLine: number
}

/** Splits a file at its fences. @throws BrokenFile with lines of the file */
export function readFrontMatter(text: string): Fronted {
  const fence = FENCE.exec(text)
  if (!fence) {
    const reason = /^---[ \t]*\r?\n/.test(text)
      ? 'The front matter that begins here has no end: the second line of --- is missing.'
      : 'The file must begin with its front matter, between two lines of ---.'
    throw new BrokenFile([{ line: 1, reason }])
  }
  const front = readYaml(fence[1] ?? '', 'article', 2) as FrontMatter
  const written = fence[0].split('\n')
  const lines = Object.fromEntries(
    Object.keys(front).map((field) => [
      field,
      written.findIndex((line) => line.startsWith(`${field}:`)) + 1 || 1,
    ]),
  )
  return { front, lines, body: text.slice(fence[0].length), bodyLine: written.length }
}
const FENCE = /^---[ \t]*\r?\n([\s\S]*?)(?<=\n)---[ \t]*(?:\r?\n|$)/

/** Complaints of the parser that say all there is to do. */
const PLAINLY: Partial<Record<ErrorCode, string>> = {
  DUPLICATE_KEY: 'This field is written twice; keep one of the two.',
  TAB_AS_INDENT: 'This line begins with a tab; write spaces, or nothing, in its place.',
}
/** What is behind most of its other ones. */
const QUOTES = 'A value with a colon, a bracket or a * in it must stand in quotation marks.'

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
      wrong.map(({ pos, code, message }) => ({
        line: lineAt(pos[0]),
        reason: PLAINLY[code] ?? `Not valid YAML: ${message}. ${QUOTES}`,
      })),
    )
  }
  visit(document, {
    Alias(_key, { source, range }) {
      const reason = `*${source} repeats what is written at &${source}; write it out.`
      throw new BrokenFile([{ line: lineAt(range?.[0] ?? 0), reason }])
    },
  })
  const value: unknown = document.toJS()
  const faults = faultsOf(kind, value).map(({ path, reason }) => ({
    line: lineAt(offsetOf(document, path)),
    reason,
  }))
  if (faults.length > 0) throw new BrokenFile(faults)
  return value
}

/** Spaces, and what no font shows, say nothing. */
const SAYS_SOMETHING = /[\p{L}\p{N}\p{S}]/u

const checkers = {
  article: Compile(FrontMatter),
  pins: Compile(PinsFile),
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
    // An unknown field is told once, by its parent; a wrong audience once, not for each form that it might have.
    if (error.keyword === 'boolean' || (path[0] === 'audience' && error.keyword !== 'anyOf')) return []
    if (path[0] === 'audience' && path.length > 1) return []
    const given = path.reduce<unknown>((of, key) => (of as Record<string, unknown> | null)?.[key], value)
    return [{ path, reason: `${nameOf(path)} ${expected(error)}; it is ${shortened(given)}.` }]
  })
  if (kind !== 'article' || faults.length > 0) return faults
  const { title, description, updated, publish_at, unpublish_at } = value as FrontMatter
  const blank = Object.entries({ title, description }).flatMap(([field, given]) =>
    SAYS_SOMETHING.test(given) ? [] : [{ path: [field], reason: `${field} has nothing to read in it.` }],
  )
  if (blank.length > 0) return blank
  const wrong = Object.entries({ updated, publish_at, unpublish_at }).flatMap(([field, given]) =>
    given === undefined || isDay(given)
      ? []
      : [{ path: [field], reason: `${field} is ${given}; there is no such day.` }],
  )
  if (
    wrong.length === 0 &&
    publish_at &&
    unpublish_at &&
    Date.parse(unpublish_at) <= Date.parse(publish_at)
  ) {
    wrong.push({
      path: ['unpublish_at'],
      reason: 'unpublish_at is not after publish_at; nobody would ever see it.',
    })
  }
  return wrong
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
  if (keyword === 'anyOf') return 'must be public, verified, or attributes such as {discipline: PA}'
  if (keyword === 'pattern') {
    const { pattern } = params as { pattern?: unknown }
    return String(pattern).includes('T')
      ? 'must be a day such as 2026-11-24, or a time such as 2026-11-24T08:00:00Z'
      : 'must be a day such as 2026-11-24'
  }
  const { type } = params as { type?: string }
  return keyword === 'type' && type && TYPE_WORDS[type] ? `must be ${TYPE_WORDS[type]}` : message
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

/** The day is one; the time, where there is one, is one too. */
function isDay(text: string): boolean {
  const date = text.slice(0, 'yyyy-mm-dd'.length)
  const day = new Date(`${date}T00:00:00Z`)
  const isOne = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date)
  return isOne && !Number.isNaN(Date.parse(text))
}
