// What of a request does not have the expected form: the field, and what may stand there. Of a union it follows the variant that
// was meant, by the field that tells them apart (`kind`, `on`, `do`); the list of errors of a schema speaks of the first one.

import { Value } from 'typebox/value'

interface Fault {
  /** A JSON pointer; `/` is the whole. */
  field: string
  /** What follows the name of the field: “must be one of reply, note”. */
  says: string
}

/** A schema, as far as this file reads it. */
interface Shape {
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Shape[]
  properties?: Record<string, Shape>
  patternProperties?: Record<string, Shape>
  items?: Shape
}

/** @param at where in the request the value stands */
export function faultIn(schema: object, value: unknown, at = ''): Fault {
  const [first] = Value.Errors(schema, value)
  if (!first) return { field: at || '/', says: 'does not fit' }
  const union = unionOnTheWay(schema, value, first.instancePath)
  if (union) return faultInUnion(union.variants, union.value, at + union.at)
  return { field: at + first.instancePath || '/', says: saidOf(first) }
}

function unionOnTheWay(schema: Shape, value: unknown, path: string) {
  let [shape, inner, at] = [schema, value, '']
  for (const step of path.split('/').slice(1)) {
    if (shape.anyOf) break
    const [ofAnyName] = Object.values(shape.patternProperties ?? {})
    shape = shape.properties?.[step] ?? shape.items ?? ofAnyName ?? {}
    inner = fieldOf(inner, step)
    at += `/${step}`
  }
  return shape.anyOf && { variants: shape.anyOf, value: inner, at }
}

function faultInUnion(variants: Shape[], value: unknown, at: string): Fault {
  const values = allowedIn({ anyOf: variants })
  if (values) return { field: at || '/', says: oneOf(values) }
  const ofItsKind = variants.filter((one) => !isOfAnotherKind(one, value))
  const tag = tagOf(ofItsKind)
  if (!tag || ofItsKind.length === 0) {
    const [only] = ofItsKind
    const kinds = variants.map(({ type }) => type ?? 'another')
    return only
      ? faultIn(only, value, at)
      : { field: at || '/', says: `must be ${[...new Set(kinds)].join(' or ')}` }
  }
  const allowed = ofItsKind.map((one) => allowedIn(one.properties?.[tag]) ?? [])
  const meant = ofItsKind.find((_, place) => allowed[place]?.includes(fieldOf(value, tag)))
  return meant ? faultIn(meant, value, at) : { field: `${at}/${tag}`, says: oneOf(allowed.flat()) }
}

/** The field by whose values the variants differ. */
const tagOf = (variants: Shape[]) =>
  Object.keys(variants[0]?.properties ?? {}).find((name) =>
    variants.every(({ properties }) => allowedIn(properties?.[name])),
  )

function isOfAnotherKind(shape: Shape, value: unknown): boolean {
  const [first] = Value.Errors(shape, value)
  return first?.keyword === 'type' && first.instancePath === ''
}

/** The values that may stand there; undefined where they are not counted out. */
function allowedIn(shape: Shape | undefined): unknown[] | undefined {
  if (shape?.const !== undefined) return [shape.const]
  if (shape?.enum) return shape.enum
  const all = shape?.anyOf?.map(allowedIn)
  return all?.every((one) => one !== undefined) ? all.flat() : undefined
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? value[name as keyof typeof value]
    : undefined
}

function saidOf({ keyword, message, params }: { keyword: string; message: string; params: object }): string {
  if ('allowedValues' in params && Array.isArray(params.allowedValues)) return oneOf(params.allowedValues)
  if ('allowedValue' in params) return oneOf([params.allowedValue])
  // Of a schema that takes no other fields.
  if (keyword === 'boolean') return 'is no field of this'
  return message
}

const oneOf = (values: unknown[]) =>
  `must be ${values.length > 1 ? 'one of ' : ''}${values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(', ')}`
