// What is wrong with types of tickets, wherever they come from: each with its place and what may stand there. Partners: read.ts, which
// tells a place of the file by its line; desk-routes.ts; protocol/settings/type-entries.ts.

import { Compile } from 'typebox/compile'
import { ATTACHMENTS_OF_MESSAGE } from '../../protocol/limits.ts'
import {
  DEFAULT_LOCALE,
  type FieldEntry,
  type TypeEntry,
  TypesFile,
  type Words,
} from '../../protocol/settings/type-entries.ts'
import { MERGE_TYPE, PLAIN_TYPE } from '../../protocol/type-names.ts'
import { shortened, TYPE_WORDS } from '../schema-words.ts'

type Found = { path: (string | number)[]; reason: string }

const checker = Compile(TypesFile)

export function faultsOfTypes(value: unknown): Found[] {
  const wrong = misshapen(value)
  return wrong.length > 0 ? wrong : inconsistent(value as TypesFile)
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
  if (type.archived && (name === PLAIN_TYPE || name === MERGE_TYPE))
    wrong('archived', `“${name}” has rules of its own and cannot be archived.`)
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
