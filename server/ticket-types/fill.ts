// A filled-in form: who may open a ticket of its type, whether the answers will do, and how they are kept. A ticket says what
// was asked beside what was answered, so that it reads the same after the file has changed.
// Partners: protocol/answers.ts, the judgement that clients share; tickets/tickets.ts.

import { type AnswerFault, faultsIn, isEmpty } from '../../protocol/answers.ts'
import type { Answers, AnswerValue, Contact } from '../../protocol/entities.ts'
import type { TypeEntry } from '../../protocol/settings/type-entries.ts'
import type { FormField, TicketForm } from '../../protocol/ticket-types.ts'
import { MERGE_TYPE } from '../../protocol/type-names.ts'
import { refuseStale } from '../account-merge/fresh.ts'
import { Refusal } from '../errors.ts'
import type { KeptAnswer } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { keptText, oneLine } from '../tickets/text.ts'
import { mayOpen, type TicketTypes } from './types.ts'

/** Is it we who named this thing of the host's to this contact? */
export type IsSealed = (contact: Contact, object: string, answer: AnswerValue) => boolean

/**
 * “There is none” and “not for you” answer alike.
 * @throws Refusal('ticket_type.unknown' | 'address.not_proved' | 'identity.not_fresh')
 */
export function openable(
  types: TicketTypes,
  name: string,
  contact: Contact,
  { vouchedAt, now }: { vouchedAt: string | null; now: Date },
): TypeEntry {
  const type = types.find(name)
  if (!type || name === MERGE_TYPE || !mayOpen(type, contact.identity))
    throw new Refusal('ticket_type.unknown', { field: '/type' })
  if (type.proof && !contact.emailVerified) throw new Refusal('address.not_proved')
  if (type.proof === 'fresh') refuseStale(vouchedAt, now)
  return type
}

export interface Filling {
  types: TicketTypes
  isSealed: IsSealed
}

/**
 * What is kept of the answers, in the order of the form.
 * @param given `locale`: in which it was read; `files`: those of the message; `isWhole` false: what is empty may stay so
 * @throws Refusal('answers.invalid') with the field
 */
export async function filledIn(
  tables: Pick<ReadTables, 'attachments'>,
  { types, isSealed }: Filling,
  type: TypeEntry,
  contact: Contact,
  given: { answers: Answers; locale?: string; files?: string[]; isWhole: boolean },
): Promise<KeptAnswer[]> {
  const form = types.form(type)
  const asRead = types.form(type, given.locale)
  const [fault] = faultsIn(form.fields, given.answers, given)
  if (fault) throw invalid(fault, form)
  const kept: KeptAnswer[] = []
  for (const [index, field] of form.fields.entries()) {
    const answer = given.answers[field.name]
    const read = asRead.fields[index]
    if (answer === undefined || isEmpty(answer) || !read) continue
    if (field.kind === 'file' && Array.isArray(answer) && !answer.every((id) => given.files?.includes(id)))
      throw new Refusal('answers.invalid', {
        field: `/answers/${field.name}`,
        detail: 'Files of a form go along as attachments of the message.',
      })
    if (
      typeof answer === 'object' &&
      !Array.isArray(answer) &&
      !isSealed(contact, field.object ?? '', answer)
    )
      throw new Refusal('answers.invalid', {
        field: `/answers/${field.name}`,
        detail: 'Nobody named this to the contact.',
      })
    const text = await inWords(tables, field, answer)
    const theirs = { label: read.label, text: await inWords(tables, read, answer) }
    kept.push({
      field: field.name,
      kind: field.kind,
      label: field.label,
      text,
      value: keptValue(answer),
      ...((theirs.label !== field.label || theirs.text !== text) && { read: theirs }),
    })
  }
  return kept
}

/** “My rotation is missing: St. Brigid's”: the type and the first answer that it cannot do without; '' where it has none. */
export function subjectOf(types: TicketTypes, type: TypeEntry, kept: KeptAnswer[], locale?: string): string {
  const names = (type.fields ?? []).filter(
    ({ required, first, kind }) => required && !first && kind !== 'file',
  )
  const main = kept.find(({ field }) => names.some(({ name }) => name === field))
  if (!main) return ''
  return oneLine(`${types.form(type, locale).label}: ${main.read?.text ?? main.text}`)
}

/** A message that goes along where there is no thread yet. */
export function asAnswer(
  types: TicketTypes,
  type: TypeEntry,
  written: string,
  locale?: string,
): KeptAnswer[] {
  const text = keptText(written)
  if (!text) return []
  const [label, theirs] = [types.form(type), types.form(type, locale)].map(
    (form) => form.message.label ?? MESSAGE_LABEL,
  ) as [string, string]
  const read = theirs === label ? {} : { read: { label: theirs, text } }
  return [{ field: 'message', kind: 'text', label, text, ...read }]
}
const MESSAGE_LABEL = 'Message'

function keptValue(answer: AnswerValue): string | string[] {
  if (typeof answer === 'string') return keptText(answer)
  return Array.isArray(answer) ? answer : answer.id
}

async function inWords(
  tables: Pick<ReadTables, 'attachments'>,
  field: FormField,
  answer: AnswerValue,
): Promise<string> {
  if (Array.isArray(answer)) {
    const files = await Promise.all(answer.map((id) => tables.attachments.find(id)))
    return files.flatMap((file) => file?.name ?? []).join(', ')
  }
  if (typeof answer === 'object') return answer.label
  const option = field.options?.find(({ value }) => value === answer)
  return option?.label ?? keptText(answer)
}

function invalid({ field, why }: AnswerFault, form: TicketForm): Refusal {
  const label = form.fields.find(({ name }) => name === field)?.label ?? field.slice(0, 40)
  return new Refusal('answers.invalid', {
    field: `/answers/${field.slice(0, 40)}`,
    detail: `“${label}” ${SENTENCES[why]}.`,
  })
}

const SENTENCES: Record<AnswerFault['why'], string> = {
  missing: 'must be answered',
  too_long: 'is longer than an answer may be',
  no_option: 'takes one of its options',
  no_date: 'takes a day, YYYY-MM-DD',
  no_address: 'takes an e-mail address',
  too_many: 'takes fewer files',
  wrong_kind: 'takes an answer of another kind',
  unknown: 'is no field of this form',
}
