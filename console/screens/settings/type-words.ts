// The words of a type in one language, and the names that its parts get. Knows no screen. Partner: protocol/settings/type-entries.ts.

import type { FieldEntry, TypeEntry, Words } from '../../../protocol/settings/type-entries.ts'
import { MERGE_TYPE, PLAIN_TYPE } from '../../../protocol/type-names.ts'

/** Have rules of their own: see docs/ticket-types.md. */
export const FIXED: readonly string[] = [PLAIN_TYPE, MERGE_TYPE]

const NAME_MAX_CHARS = 40

/** @param source the language of words that stand alone */
export function wordIn(words: Words | undefined, locale: string, source: string): string {
  if (words === undefined) return ''
  if (typeof words === 'string') return locale === source ? words : ''
  return words[locale] ?? ''
}

/** @returns undefined where no language has words any more */
export function withWord(
  words: Words | undefined,
  { locale, source, text }: { locale: string; source: string; text: string },
): Words | undefined {
  const known = typeof words === 'string' ? { [source]: words } : { ...words }
  if (text) known[locale] = text
  else delete known[locale]
  const locales = Object.keys(known)
  if (locales.length === 0) return undefined
  return locales.length === 1 && locales[0] === source ? known[source] : known
}

/** The source first. */
export function localesOf(types: readonly TypeEntry[], source: string): string[] {
  const found = new Set([source])
  const look = (words: Words | undefined) => {
    if (words && typeof words === 'object') for (const locale of Object.keys(words)) found.add(locale)
  }
  for (const { label, about, message, fields = [] } of types) {
    for (const words of [label, about, message?.label, message?.hint]) look(words)
    for (const field of fields) {
      look(field.label)
      look(field.hint)
      for (const option of field.options ?? []) look(option.label)
    }
  }
  return [...found]
}

/** A name that stays: “My rotation is missing” → my_rotation_is_missing, and another one where that is taken. */
export function nameFrom(text: string, taken: readonly string[], otherwise: string): string {
  const letters = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
  const base = letters.slice(0, NAME_MAX_CHARS - 4).replace(/_+$/, '') || otherwise
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base}_${count}`
    if (!taken.includes(name)) return name
  }
}

/** Those that were just added get their names from their words. */
export function named(type: TypeEntry, taken: readonly string[], source: string): TypeEntry {
  const fields: FieldEntry[] = []
  for (const field of type.fields ?? []) {
    const before = fields.map(({ name }) => name)
    const others = (type.fields ?? []).map(({ name }) => name).filter(Boolean)
    const name = field.name || nameFrom(wordIn(field.label, source, source), [...before, ...others], 'field')
    const values: string[] = []
    // A line that was left empty is none.
    const written = field.options?.filter(({ label }) => wordIn(label, source, source))
    const options = written?.map((option) => {
      const known = [...values, ...(field.options ?? []).map(({ value }) => value).filter(Boolean)]
      const value = option.value || nameFrom(wordIn(option.label, source, source), known, 'option')
      values.push(value)
      return { ...option, value }
    })
    fields.push({ ...field, name, ...(options && { options }) })
  }
  const name = type.name || nameFrom(wordIn(type.label, source, source), taken, 'type')
  return { ...type, name, ...(type.fields && { fields }) }
}

export const moved = <T>(all: readonly T[], from: number, to: number): T[] => {
  const rest = [...all]
  rest.splice(to, 0, ...rest.splice(from, 1))
  return rest
}
