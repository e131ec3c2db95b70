// What a filter can ask of at this desk: the fields of its forms, what hosts sign of contacts, the names there are to choose from, and how a
// test of one reads. Partner: field-conditions.tsx, where it is asked.

import { isTime, testsOf } from '../../../protocol/desk/field-tests.ts'
import { answerField, answerOf, attributeOf } from '../../../protocol/desk/fields.ts'
import type { FieldTest } from '../../../protocol/desk/filters.ts'
import type { FormField } from '../../../protocol/ticket-types.ts'
import { agents, me, tags, tickets, typeName, types } from '../../state.ts'
import { fieldTests as words } from '../../strings/field-tests.ts'
import { agentName } from './agent-name.ts'

/** Tags and attributes that stand there to be chosen: those of a desk that uses them. */
const OFFERED = 40

/** Of the sentence. */
export function fieldSentence({ field, is, values = [] }: FieldTest): string {
  const named = is === 'any_of' || is === 'none_of' ? namesFor(field, true) : null
  const read = values.map((value) => named?.find(([one]) => one === value)?.[1] ?? value)
  return words.sentence(nameOf(field), is, read, isTime(field))
}

export function nameOf(field: string): string {
  return formField(field)?.label ?? answerOf(field) ?? attributeOf(field) ?? words.fields[field] ?? field
}

export const formField = (field: string): FormField | undefined => {
  const name = answerOf(field)
  return name === null
    ? undefined
    : types.value.flatMap(({ fields }) => fields).find((one) => one.name === name)
}

/** Each name once, under the first type whose form has it. */
export function fieldsOfForms(): { type: string; fields: { field: string }[] }[] {
  const seen = new Set<string>()
  return types.value
    .map(({ label, fields }) => ({
      type: label,
      fields: fields.flatMap(({ name }) => {
        if (seen.has(name)) return []
        seen.add(name)
        return [{ field: answerField(name) }]
      }),
    }))
    .filter(({ fields }) => fields.length > 0)
}

/** Those of contacts whose tickets are known here, with some of their values. */
export function attributes(): Map<string, Set<string>> {
  const known = new Map<string, Set<string>>()
  for (const { contact } of tickets.value.values())
    for (const [name, value] of Object.entries(contact.attributes)) {
      const values = known.get(name) ?? new Set()
      if (values.size < OFFERED) values.add(String(value))
      known.set(name, values)
    }
  return known
}

export function namesFor(field: string, hasMe: boolean): (readonly [value: string, label: string])[] | null {
  const choice = formField(field)
  if (choice?.kind === 'choice') return (choice.options ?? []).map(({ value, label }) => [value, label])
  switch (field) {
    case 'type':
      return types.value.map(({ name }) => [name, typeName(name)])
    case 'tag':
      return tags.value.slice(0, OFFERED).map((tag) => [tag, tag])
    case 'merge':
      return Object.entries(words.merges)
    case 'opened_by': {
      const others = agents.value.map(({ id }) => id).filter((id) => !hasMe || id !== me.value?.id)
      return [...(hasMe ? ['me'] : []), ...others].map((id) => [id, agentName(id)])
    }
    default:
      return null
  }
}

/** What makes no sense of an answer is not offered, though it could be asked. */
export function offeredTests(field: string): readonly FieldTest['is'][] {
  const all = testsOf(field)
  const kind = formField(field)?.kind
  const isNot = (...some: FieldTest['is'][]) => all.filter((is) => !some.includes(is))
  const days = ['in_last_days', 'in_next_days', 'before_last_days'] as const
  switch (kind) {
    case 'choice':
      return isNot(...days, 'at_least', 'at_most', 'contains', 'contains_not')
    case 'date':
      return isNot('contains', 'contains_not', 'any_of', 'none_of')
    case 'file':
      return ['given', 'empty']
    case 'text':
      return isNot(...days)
    case 'email':
    case 'object':
      return isNot(...days, 'at_least', 'at_most')
    default:
      return all
  }
}

export const firstField = (): string => fieldsOfForms()[0]?.fields[0]?.field ?? 'subject'
