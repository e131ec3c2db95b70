// The types of tickets as the rest of the server asks for them: by name, or as a reader of some language sees them.
// Partners: read.ts (the file), fill.ts (who may open one, with which answers).

import { createHash } from 'node:crypto'
import type { Openable } from '../../protocol/openable.ts'
import type { DeskTicketForm, FormField, TicketForm } from '../../protocol/ticket-types.ts'
import {
  DEFAULT_LOCALE,
  type FieldEntry,
  MERGE_TYPE,
  NO_FILE,
  PLAIN_TYPE,
  type TypeEntry,
  type TypesFile,
  type Words,
} from './schema.ts'

export interface TicketTypes {
  /** Changes with the file. */
  version: string
  find(name: string): TypeEntry | undefined
  /** In the language of agents, where no other is named; articles are the business of who knows the reader. */
  form(type: TypeEntry, locale?: string): TicketForm
  /** With what only agents are told. */
  deskForm(type: TypeEntry): DeskTicketForm
  all(): TypeEntry[]
  /** What stands beside a plain message. */
  offered(locale?: string): { name: string; label: string; guests: boolean }[]
}

export function ticketTypes({ locale: source = DEFAULT_LOCALE, types }: TypesFile): TicketTypes {
  const find = (name: string) => types.find((type) => type.name === name)
  const form = (type: TypeEntry, locale = source): TicketForm => {
    const inWords = (words: Words) => wordsIn(words, locale, source)
    const { label, hint, required } = type.message ?? {}
    return {
      name: type.name,
      label: inWords(type.label),
      icon: type.icon,
      ...(type.about && { about: inWords(type.about) }),
      guests: mayOpen(type, 'guest'),
      fields: (type.fields ?? []).map((field) => fieldIn(field, inWords)),
      message: {
        ...(label && { label: inWords(label) }),
        ...(hint && { hint: inWords(hint) }),
        ...(required && { required }),
      },
      ...(type.merge_from && { mergeFrom: type.merge_from }),
      articles: [],
    }
  }
  return {
    version: createHash('sha256').update(JSON.stringify(types)).digest('hex').slice(0, 12),
    find,
    form,
    deskForm: (type) => ({
      ...form(type),
      ...openableOf(type),
      ...(type.team && { team: type.team }),
      macros: type.macros ?? [],
    }),
    all: () => types,
    offered: (locale) =>
      types
        .filter(({ name }) => name !== PLAIN_TYPE)
        .map((type) => ({
          name: type.name,
          label: wordsIn(type.label, locale ?? source, source),
          // A guest is shown how to sign in: server/account-merge/ takes nobody else.
          guests: type.name === MERGE_TYPE || mayOpen(type, 'guest'),
        })),
  }
}

/** People write plain messages, and that is all. */
export const plainTypes = () => ticketTypes(NO_FILE)

export function mayOpen(type: TypeEntry, identity: 'verified' | 'guest'): boolean {
  return openableOf(type).mayOpen.includes(identity)
}

/** A guest has no account that could be merged, whatever the file says. */
export function openableOf({ name, may_open = ['verified', 'guest'], proof }: TypeEntry) {
  const mayOpen = name === MERGE_TYPE ? (['verified'] as const) : may_open
  return { name, mayOpen: [...mayOpen], ...(proof && { proof }) } satisfies Openable
}

/** `pt-BR`, then `pt`, then the language of the file. */
function wordsIn(words: Words, locale: string, source: string): string {
  if (typeof words === 'string') return words
  const named = [locale, locale.split('-')[0] ?? '', source].find((one) => Object.hasOwn(words, one))
  return words[named ?? ''] ?? ''
}

function fieldIn(field: FieldEntry, inWords: (words: Words) => string): FormField {
  const { label, hint, options, ...rest } = field
  return {
    ...rest,
    label: inWords(label),
    ...(hint && { hint: inWords(hint) }),
    ...(options && { options: options.map(({ value, label }) => ({ value, label: inWords(label) })) }),
  }
}
