// ticket-types.yaml, read and checked once, at start: a server with a form that nobody can send does not begin its work.
// Each fault is told with its line, what is wrong there and what may stand there. Partner: schema.ts.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Compile } from 'typebox/compile'
import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import { ATTACHMENTS_OF_MESSAGE } from '../../protocol/limits.ts'
import { CannotStart } from '../errors.ts'
import { shortened, TYPE_WORDS } from '../schema-words.ts'
import {
  DEFAULT_LOCALE,
  type FieldEntry,
  MERGE_TYPE,
  NO_FILE,
  PLAIN_TYPE,
  type TypeEntry,
  TypesFile,
  type Words,
} from './schema.ts'

export const FILE_NAME = 'ticket-types.yaml'

export interface TypeFault {
  /** From 1. */
  line: number
  reason: string
}
type Found = { path: (string | number)[]; reason: string }

/** @throws CannotStart with one line for each fault */
export async function readTicketTypes(articlesDir: string): Promise<TypesFile> {
  const path = join(articlesDir, FILE_NAME)
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null
    throw new CannotStart(`${path} cannot be read: ${cause.message}. Let this account read it.`, { cause })
  })
  if (text === null) return NO_FILE
  const { file, faults } = checkTicketTypes(text)
  if (file) return file
  throw new CannotStart(
    [
      `${path} is not right:`,
      ...faults.map(({ line, reason }) => `  - line ${line}: ${reason}`),
      'Mend it and start again. docs/ticket-types.md lists what may stand there.',
    ].join('\n'),
  )
}

const checker = Compile(TypesFile)

export function checkTicketTypes(text: string): { file?: TypesFile; faults: TypeFault[] } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number) => lines.linePos(offset).line
  const broken = [...document.errors, ...document.warnings]
  if (broken.length > 0) {
    return {
      faults: broken.map(({ pos, message }) => ({
        line: lineAt(pos[0]),
        reason: `This is not valid YAML: ${message}. Put a value with a colon, a # or a bracket in it into quotation marks.`,
      })),
    }
  }
  const value: unknown = document.toJS()
  const wrong = misshapen(value)
  const found = wrong.length > 0 ? wrong : inconsistent(value as TypesFile)
  if (found.length === 0) return { file: value as TypesFile, faults: [] }
  const faults = found.map(({ path, reason }) => ({ line: lineAt(offsetOf(path)), reason }))
  return { faults: faults.sort((one, other) => one.line - other.line) }

  /** The key of the path's end where it has one; else its nearest part that is there. */
  function offsetOf(path: (string | number)[]): number {
    for (let length = path.length; length > 0; length--) {
      const parent = length > 1 ? document.getIn(path.slice(0, length - 1), true) : document.contents
      const last = path[length - 1]
      const pair = isMap(parent)
        ? parent.items.find(({ key }) => isScalar(key) && key.value === last)
        : undefined
      if (isScalar(pair?.key) && pair.key.range) return pair.key.range[0]
      const node = document.getIn(path.slice(0, length), true)
      if (isNode(node) && node.range) return node.range[0]
    }
    return 0
  }
}

// ---- what the schema says

interface SchemaError {
  keyword: string
  instancePath: string
  message: string
  params: object
}

function misshapen(value: unknown): Found[] {
  const errors = checker.Errors(value) as SchemaError[]
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath)
  const isInUnion = ({ instancePath, keyword }: SchemaError) =>
    keyword !== 'anyOf' && unions.some((one) => instancePath === one || instancePath.startsWith(`${one}/`))
  return errors
    .filter((error) => error.keyword !== 'boolean' && !isInUnion(error))
    .flatMap((error): Found[] => {
      const path = pathOf(error.instancePath)
      const { params } = error as { params: Record<string, unknown> }
      if (Array.isArray(params.requiredProperties)) {
        return [{ path, reason: `${nameOf(path, value)} lacks ${params.requiredProperties.join(', ')}.` }]
      }
      if (Array.isArray(params.additionalProperties)) {
        return params.additionalProperties.map((field: string) => ({
          path: [...path, field],
          reason: `${nameOf(path, value)} has “${field}”, which means nothing there. Take it out, or look for a slip.`,
        }))
      }
      const given = path.reduce<unknown>((of, key) => (of as Record<string, unknown> | null)?.[key], value)
      return [{ path, reason: `${nameOf(path, value)} ${expected(error)}; it is ${shortened(given)}.` }]
    })
}

function pathOf(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

/** “missing_rotation, fields, rotation: kind” says more than numbers. */
function nameOf(path: (string | number)[], value: unknown): string {
  const names: string[] = []
  let at: unknown = value
  for (const key of path) {
    at = (at as Record<string, unknown> | null)?.[key]
    if (key === 'types') continue
    const named = (at as { name?: unknown } | null)?.name
    names.push(typeof key === 'number' ? (typeof named === 'string' ? named : `entry ${key + 1}`) : key)
  }
  return names.join(', ') || 'The file'
}

function expected({ keyword, params, message }: SchemaError): string {
  const known = params as { allowedValues?: unknown[]; type?: string; pattern?: unknown; limit?: number }
  if (keyword === 'anyOf') return 'must be a text, or one for each language such as {en: Yes, es: Sí}'
  if (keyword === 'enum')
    return `must be ${known.allowedValues?.join(', ') ?? 'one of those that are listed'}`
  if (keyword === 'pattern') return 'must be small letters, digits and _, beginning with a letter'
  if (keyword === 'type' && known.type && TYPE_WORDS[known.type]) return `must be ${TYPE_WORDS[known.type]}`
  return message
}
// ---- what no schema can say

function inconsistent({ locale = DEFAULT_LOCALE, types }: TypesFile): Found[] {
  const plain = types.find(({ name }) => name === PLAIN_TYPE)
  const found = types.flatMap((type, index) => {
    const at = ['types', index]
    return [
      ...wordsOf(type).flatMap(([path, words]) => inLanguage(words, locale, [...at, ...path])),
      ...twice(types, index, at, 'There is a type'),
      ...(type.fields ?? []).flatMap((field, place) =>
        fieldFaults(field, type.fields ?? [], place, [...at, 'fields', place]),
      ),
      ...ofWhole(type, at),
    ]
  })
  if (plain) return found
  const reason = `There is no type “${PLAIN_TYPE}”: it is what a plain message opens. Add it; it needs a name, a label and an icon.`
  return [...found, { path: ['types'], reason }]
}

function ofWhole(type: TypeEntry, at: (string | number)[]): Found[] {
  const { name, fields = [], may_open = ['verified', 'guest'] } = type
  const found: Found[] = []
  const wrong = (key: string, reason: string) => found.push({ path: [...at, key], reason })
  if (name === PLAIN_TYPE && (fields.some(({ required }) => required) || type.proof || may_open.length < 2)) {
    const key = type.proof ? 'proof' : may_open.length < 2 ? 'may_open' : 'fields'
    wrong(
      key,
      `“${PLAIN_TYPE}” is what a plain message opens: it takes no required field, no proof, and everybody may open it. Make a type of its own for this.`,
    )
  }
  if (name === MERGE_TYPE && (fields.length > 0 || type.merge_from)) {
    wrong(
      'fields',
      `“${MERGE_TYPE}” has a form of its own, which asks one thing at a time. Take the fields out.`,
    )
  }
  const files = fields.reduce((sum, { kind, most = 1 }) => sum + (kind === 'file' ? most : 0), 0)
  if (files > ATTACHMENTS_OF_MESSAGE) {
    wrong(
      'fields',
      `${name} asks for up to ${files} files, and a message takes ${ATTACHMENTS_OF_MESSAGE}. Lower “most”.`,
    )
  }
  if (type.merge_from && !fields.some((one) => one.name === type.merge_from && one.kind === 'email')) {
    wrong('merge_from', `${name} has no field “${type.merge_from}” of the kind email. Name one that it has.`)
  }
  if (type.proof === 'fresh' && may_open.includes('guest')) {
    wrong('proof', `Nobody vouches for guests, so “fresh” goes with may_open: [verified] only.`)
  }
  return found
}

/** Which keys go with which kind. */
const BELONGS = { lines: 'text', most: 'file', options: 'choice', object: 'object' } as const

function fieldFaults(field: FieldEntry, all: FieldEntry[], place: number, at: (string | number)[]): Found[] {
  const found = twice(all, place, at, 'The form has a field')
  if (field.kind === 'choice' && !field.options)
    found.push({ path: at, reason: `${field.name} is a choice without options. Add two or more.` })
  if (field.kind === 'object' && !field.object)
    found.push({ path: at, reason: `${field.name} does not say which object of the host’s. Add “object”.` })
  for (const [key, kind] of Object.entries(BELONGS)) {
    if (field[key as keyof typeof BELONGS] !== undefined && field.kind !== kind)
      found.push({
        path: [...at, key],
        reason: `“${key}” goes with the kind ${kind}; ${field.name} is ${field.kind}. Take it out, or change the kind.`,
      })
  }
  const options = (field.options ?? []).map(({ value }) => ({ name: value }))
  return [
    ...found,
    ...options.flatMap((_, index) => twice(options, index, [...at, 'options', index], 'There is an option')),
  ]
}

function twice(all: { name: string }[], index: number, path: (string | number)[], what: string): Found[] {
  const name = all[index]?.name
  const isSecond = all.slice(0, index).some((other) => other.name === name)
  return isSecond ? [{ path, reason: `${what} “${name}” already. Give this one another name.` }] : []
}

function wordsOf(type: TypeEntry): [path: (string | number)[], words: Words | undefined][] {
  const of = (fields: FieldEntry[] = []) =>
    fields.flatMap((field, place): [(string | number)[], Words | undefined][] => [
      [['fields', place, 'label'], field.label],
      [['fields', place, 'hint'], field.hint],
      ...(field.options ?? []).map(({ label }, index): [(string | number)[], Words] => [
        ['fields', place, 'options', index, 'label'],
        label,
      ]),
    ])
  return [
    [['label'], type.label],
    [['about'], type.about],
    [['message', 'label'], type.message?.label],
    [['message', 'hint'], type.message?.hint],
    ...of(type.fields),
  ]
}

/** Who reads another language gets a translation where there is one; somebody must be able to read it. */
function inLanguage(words: Words | undefined, locale: string, path: (string | number)[]): Found[] {
  if (words === undefined || typeof words === 'string' || words[locale]) return []
  return [{ path, reason: `These words are not there in “${locale}”, the language of the file. Add it.` }]
}
