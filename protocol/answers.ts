// Whether what was typed into a form will do: one judgement, which the widget, the console and the server all ask. Pure, and
// without the schema library, so that it costs browsers a few hundred bytes. Partner: ticket-types.ts, the schemas.

import type { Answers, AnswerValue } from './entities.ts'
import { ADDRESS_MAX_CHARS, ANSWER_MAX_CHARS } from './limits.ts'
import type { FormField } from './ticket-types.ts'
import { written } from './written.ts'

export interface AnswerFault {
  field: string
  why:
    | 'missing'
    | 'too_long'
    | 'no_option'
    | 'no_date'
    | 'no_address'
    | 'too_many'
    /** Of another kind than the field. */
    | 'wrong_kind'
    /** There is no such field. */
    | 'unknown'
}

/** Enough to tell a slip; whether anybody reads mail there, only a mail can tell. */
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/**
 * At most one for each field, in the order of the form, then what no field asked for.
 * @param isWhole false: what is still empty may stay so
 */
export function faultsIn(
  fields: readonly FormField[],
  answers: Answers,
  { isWhole = true }: { isWhole?: boolean } = {},
): AnswerFault[] {
  const asked = fields.flatMap((field) => {
    const why = faultOf(field, answers[field.name], isWhole)
    return why ? [{ field: field.name, why }] : []
  })
  const unasked = Object.keys(answers)
    .filter((name) => !fields.some((field) => field.name === name))
    .map((field) => ({ field, why: 'unknown' as const }))
  return [...asked, ...unasked]
}

/** Nothing was typed, chosen or attached. */
export function isEmpty(answer: AnswerValue | undefined): boolean {
  if (typeof answer === 'string') return !written(answer)
  return !answer || (Array.isArray(answer) && answer.length === 0)
}

export const filled = (answers: Answers): Answers =>
  Object.fromEntries(Object.entries(answers).filter(([, answer]) => !isEmpty(answer)))

function faultOf(
  field: FormField,
  answer: AnswerValue | undefined,
  isWhole: boolean,
): AnswerFault['why'] | undefined {
  if (answer === undefined || isEmpty(answer)) return field.required && isWhole ? 'missing' : undefined
  if (field.kind === 'file') {
    if (!Array.isArray(answer)) return 'wrong_kind'
    return answer.length > (field.most ?? 1) ? 'too_many' : undefined
  }
  if (Array.isArray(answer)) return 'wrong_kind'
  // Chosen from what the host named; typed by hand it is a text.
  if (typeof answer === 'object') return field.kind === 'object' ? undefined : 'wrong_kind'
  if (field.kind === 'choice')
    return field.options?.some(({ value }) => value === answer) ? undefined : 'no_option'
  if (field.kind === 'date') return isDay(answer) ? undefined : 'no_date'
  if (field.kind === 'email') {
    const address = answer.trim()
    return ADDRESS.test(address) && address.length <= ADDRESS_MAX_CHARS ? undefined : 'no_address'
  }
  return answer.length > ANSWER_MAX_CHARS ? 'too_long' : undefined
}

/** YYYY-MM-DD, and a day that there is. */
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
