// The types of tickets as the rest of the server asks for them: by name, or as a reader of some language sees them.
// Partners: read.ts (the file), fill.ts (who may open one, with which answers).

import { createHash } from 'node:crypto'
import type { Openable } from '../../protocol/desk/openable.ts'
import {
  DEFAULT_LOCALE,
  type FieldEntry,
  type KeptTypes,
  NO_FILE,
  type TypeEntry,
  type Words,
} from '../../protocol/settings/type-entries.ts'
import type { DeskTicketForm, FormField, TicketForm } from '../../protocol/ticket-types.ts'
import { MERGE_TYPE, PLAIN_TYPE } from '../../protocol/type-names.ts'
import { Refusal } from '../errors.ts'

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

export function ticketTypes({ locale: source = DEFAULT_LOCALE, types }: KeptTypes): TicketTypes {
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
      ...(type.archived && { archived: true as const }),
      macros: type.macros ?? [],
    }),
    all: () => types,
    offered: (locale) =>
      types
        .filter(({ name, archived }) => name !== PLAIN_TYPE && !archived)
        .map((type) => ({
          name: type.name,
          label: wordsIn(type.label, locale ?? source, source),
          // A guest is shown how to sign in: server/account-merge/ takes nobody else.
          guests: type.name === MERGE_TYPE || mayOpen(type, 'guest'),
        })),
  }
}

/** As they are now: others, once somebody set others. */
export function liveTicketTypes(current: () => KeptTypes): TicketTypes {
  let known: { file: KeptTypes; types: TicketTypes } | null = null
  const now = () => {
    const file = current()
    if (known?.file !== file) known = { file, types: ticketTypes(file) }
    return known.types
  }
  return {
    get version() {
      return now().version
    },
    find: (name) => now().find(name),
    form: (type, locale) => now().form(type, locale),
    deskForm: (type) => now().deskForm(type),
    all: () => now().all(),
    offered: (locale) => now().offered(locale),
  }
}

/** For open consoles. Widgets read a form when somebody opens it. */
export const typesChanged = (types: TicketTypes) => ({
  name: 'ticket_types.changed' as const,
  body: { types: types.all().map((type) => types.deskForm(type)) },
})

/** Of a setting for some types: each is there, and stands in it once. @throws Refusal(code) with the place */
export function refuseUnknown(
  types: Pick<TicketTypes, 'find'>,
  named: readonly { type: string }[],
  code: 'sla.invalid' | 'retention.invalid',
): void {
  for (const [place, { type }] of named.entries()) {
    const field = `/types/${place}/type`
    if (!types.find(type))
      throw new Refusal(code, { field, detail: `There is no type of tickets “${type}”.` })
    if (named.findIndex((one) => one.type === type) !== place)
      throw new Refusal(code, { field, detail: `“${type}” stands here twice.` })
  }
}

/** People write plain messages, and that is all. */
export const plainTypes = () => ticketTypes(NO_FILE)

export function mayOpen(type: TypeEntry, identity: 'verified' | 'guest'): boolean {
  return openableOf(type).mayOpen.includes(identity)
}

/** A guest has no account that could be merged, whatever the file says. */
export function openableOf({ name, may_open = ['verified', 'guest'], proof, archived }: TypeEntry) {
  const mayOpen = archived ? [] : name === MERGE_TYPE ? (['verified'] as const) : may_open
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
