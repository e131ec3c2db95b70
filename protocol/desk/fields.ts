// What can be asked of any field of a ticket: its subject, its form's answers, where it was opened, its times, and what the host signed
// about its contact. The same judgement in the console and in the embedded store; PostgreSQL asks the same in its own words. Without the
// schema library, so that it costs browsers little. Partners: filters.ts, the schema; filtering.ts, the rest of a filter.

import { FACT_CHARS } from '../limits.ts'
import type { FieldTest } from './filters.ts'

/** Of a ticket, as its record and as the desk have it. */
export interface AskedTicket {
  subject: string
  type: string
  tags?: readonly string[]
  handover: { page?: string; browser?: string }
  answers?: readonly { field: string; text: string; value?: string | string[] }[]
  openedBy?: { id: string }
  mergedInto?: string
  merge?: string
  score: number | null
  createdAt: string
  updatedAt: string
  firstReplyAt: string | null
  solvedAt: string | null
}

interface AskedContact {
  email: string | null
  locale: string | null
  attributes: Record<string, string | number | boolean>
}

/** In small letters: a name for machines, cut, and what people read. */
export interface Fact {
  value: string
  text: string
}

const ANSWER = 'answer.'
const ATTRIBUTE = 'attribute.'
export const answerField = (name: string): string => ANSWER + name
export const attributeField = (name: string): string => ATTRIBUTE + name
export const answerOf = (field: string): string | null =>
  field.startsWith(ANSWER) ? field.slice(ANSWER.length) : null
export const attributeOf = (field: string): string | null =>
  field.startsWith(ATTRIBUTE) ? field.slice(ATTRIBUTE.length) : null

/** Of its contact, not of the ticket. */
export const isOfContact = (field: string): boolean =>
  field === 'email' || field === 'locale' || field.startsWith(ATTRIBUTE)

/** None where there is nothing. */
export function factsOfTicket(ticket: AskedTicket, field: string): Fact[] {
  const name = answerOf(field)
  if (name !== null) {
    const answer = ticket.answers?.find((one) => one.field === name)
    return answer ? fact(typeof answer.value === 'string' ? answer.value : answer.text, answer.text) : []
  }
  switch (field) {
    case 'subject':
      return fact(ticket.subject)
    case 'type':
      return fact(ticket.type)
    case 'tag':
      return (ticket.tags ?? []).flatMap((tag) => fact(tag))
    case 'page':
      return fact(ticket.handover.page)
    case 'browser':
      return fact(ticket.handover.browser)
    case 'opened_by':
      return fact(ticket.openedBy?.id)
    case 'merged':
      return fact(ticket.mergedInto)
    case 'merge':
      return fact(ticket.merge)
    case 'rating':
      return fact(ticket.score)
    case 'created':
      return fact(ticket.createdAt)
    case 'updated':
      return fact(ticket.updatedAt)
    case 'first_reply':
      return fact(ticket.firstReplyAt)
    case 'solved':
      return fact(ticket.solvedAt)
    default:
      return []
  }
}

export function factsOfContact({ email, locale, attributes }: AskedContact, field: string): Fact[] {
  const name = attributeOf(field)
  // Their own only: `constructor` is no attribute.
  if (name !== null) return Object.hasOwn(attributes, name) ? fact(attributes[name]) : []
  return fact(field === 'email' ? email : locale)
}

const folded = (text: string): string => text.normalize().trim().toLowerCase()
const foldedValue = (text: string): string => folded(text).slice(0, FACT_CHARS).toWellFormed()

function fact(value: string | number | boolean | null | undefined, words?: string): Fact[] {
  if (value === null || value === undefined) return []
  const text = folded(words ?? String(value))
  return text
    ? [
        {
          value: words === undefined ? text.slice(0, FACT_CHARS).toWellFormed() : foldedValue(String(value)),
          text,
        },
      ]
    : []
}

/** What a test says, with the agent and the day put in: the same for every store. */
export type Asked = { has: boolean } & (
  | { value: string[] }
  | { text: string[] }
  | { least: number; most: number }
  /** Days and instants alike, as texts: not before `from`, before `before`. */
  | { from: string; before: string }
  | { any: true }
)

export function askedBy(
  { field, is, values = [] }: FieldTest,
  { agentId, now }: { agentId: string; now: number },
): Asked {
  const [first = ''] = values
  const day = (days: number) => dayAfter(now, Math.min(DAYS_MAX, Math.max(-DAYS_MAX, days || 0)))
  switch (is) {
    case 'any_of':
    case 'none_of': {
      const meant = field === 'opened_by' ? values.map((one) => (one === 'me' ? agentId : one)) : values
      return { has: is === 'any_of', value: meant.map(foldedValue) }
    }
    case 'contains':
    case 'contains_not':
      return { has: is === 'contains', text: values.map(folded) }
    case 'given':
    case 'empty':
      return { has: is === 'given', any: true }
    case 'at_least':
      return isDay(first)
        ? { has: true, from: first, before: LATER }
        : { has: true, least: Number(first), most: Infinity }
    case 'at_most':
      return isDay(first)
        ? { has: true, from: '', before: dayAfter(Date.parse(first), 1) }
        : { has: true, least: -Infinity, most: Number(first) }
    case 'in_last_days':
      return { has: true, from: day(-Number(first)), before: day(1) }
    case 'in_next_days':
      return { has: true, from: day(0), before: day(Number(first) + 1) }
    case 'before_last_days':
      return { has: true, from: '', before: day(-Number(first)) }
  }
}

export function holdsOf(asked: Asked, facts: readonly Fact[]): boolean {
  return facts.some((one) => isMeant(asked, one)) === asked.has
}

function isMeant(asked: Asked, { value, text }: Fact): boolean {
  if ('value' in asked) return asked.value.includes(value)
  if ('text' in asked) return asked.text.some((one) => text.includes(one))
  if ('from' in asked) return BEGINS_WITH_DAY.test(value) && asked.from <= value && value < asked.before
  if ('least' in asked) return NUMBER.test(value) && +value >= asked.least && +value <= asked.most
  return true
}

/** In PostgreSQL, too: server/store/postgres/tables/field-conditions.ts. */
export const NUMBER = /^-?\d{1,15}(\.\d{1,9})?$/
export const BEGINS_WITH_DAY = /^\d{4}-\d\d-\d\d/
/** Behind every day. */
export const LATER = '9999-12-31'

export const isDay = (text: string): boolean =>
  /^[1-9]\d{3}-\d\d-\d\d$/.test(text) && text < LATER && !!new Date(text).toJSON()?.startsWith(text)
const DAYS_MAX = 36_500
/** UTC. */
const dayAfter = (day: number, days: number) => new Date(day + days * 86_400_000).toISOString().slice(0, 10)
