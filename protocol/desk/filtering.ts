// Which tickets a filter holds and in which order they stand: the same function in the console and in the embedded store
// (PostgreSQL asks the same in its own words, and one suite holds both to it). Without the schema library, so that it costs
// browsers nothing. Partner: filters.ts.

import type { DeskView, TicketState } from '../entities.ts'
import { isInstant } from '../instants.ts'
import type { Priority } from '../ticket-types.ts'
import { type Asked, askedBy, type Fact, holdsOf } from './fields.ts'
import type { FieldTest, TicketFilter, TicketSort } from './filters.ts'

/** Of a ticket, what is asked for. */
export interface Facets {
  id: string
  number: number
  state: TicketState
  type: string
  tags: readonly string[]
  /** Ids of agents. */
  mentions: readonly string[]
  priority: Priority
  team: string | null
  /** It gathers the tickets of one cause, or is attached to one that does. */
  relation: 'tracker' | 'attached' | null
  assigneeId: string | null
  waitingSince: string | null
  /** The first that was promised; past where it is late, null where nothing runs. */
  dueAt: string | null
  updatedAt: string
  identity: 'verified' | 'guest'
}

export const UNSOLVED: readonly TicketState[] = ['open', 'waiting_on_contact', 'snoozed']

/** What has not been put aside. */
const AT_HAND: TicketState[] = ['open', 'waiting_on_contact']

/** The views that are always there, as filters. */
export const VIEW_FILTERS: Record<DeskView, TicketFilter> = {
  open: { states: ['open'] },
  mine: { states: AT_HAND, assignees: ['me'] },
  mentions: { mentionsMe: true },
  unassigned: { states: AT_HAND, assignees: ['nobody'] },
  waiting_on_contact: { states: ['waiting_on_contact'] },
  snoozed: { states: ['snoozed'] },
  unsolved: {},
  solved: { states: ['solved'] },
}

/** Who asks and when; `identity` and `facts` are asked last, for they may have to be looked up. */
export interface Asking {
  agentId: string
  now: number
  identity: () => Facets['identity'] | undefined
  /** Of the ticket or of its contact. */
  facts: (field: string) => readonly Fact[]
}

export function fits(facets: Omit<Facets, 'identity'>, filter: TicketFilter, asking: Asking): boolean {
  const { agentId, now, identity, facts } = asking
  const {
    states = UNSOLVED,
    types,
    tags,
    priorities,
    assignees,
    teams,
    waitsLongerThanMinutes,
    dueWithinMinutes,
  } = filter
  if (!states.includes(facets.state)) return false
  if (types && !types.includes(facets.type)) return false
  if (priorities && !priorities.includes(facets.priority)) return false
  if (teams && !teams.includes(facets.team ?? '')) return false
  if (tags && !tags.some((tag) => facets.tags.includes(tag))) return false
  if (assignees && !assignees.some((one) => assigneeOf(one, agentId) === facets.assigneeId)) return false
  if (filter.mentionsMe && !facets.mentions.includes(agentId)) return false
  if (filter.relation && filter.relation !== facets.relation) return false
  const isLong = (minutes: number) =>
    facets.waitingSince !== null && facets.waitingSince <= waitedSince(minutes, now)
  if (waitsLongerThanMinutes !== undefined && !isLong(waitsLongerThanMinutes)) return false
  const isDue = (minutes: number) => facets.dueAt !== null && facets.dueAt <= dueBy(minutes, now)
  if (dueWithinMinutes !== undefined && !isDue(dueWithinMinutes)) return false
  if (filter.identity !== undefined && identity() !== filter.identity) return false
  return !filter.fields?.some((test) => !holdsOf(askedOnce(test, asking), facts(test.field)))
}

/** Of thousands of tickets the same is asked. */
function askedOnce(test: FieldTest, { agentId, now }: Asking): Asked {
  const known = asked.get(test)
  if (known?.agentId === agentId && known.now === now) return known.asked
  const made = { agentId, now, asked: askedBy(test, { agentId, now }) }
  asked.set(test, made)
  return made.asked
}
const asked = new WeakMap<FieldTest, { agentId: string; now: number; asked: Asked }>()

/** Of the ticket, or of its record: both say it alike. */
export const relationOf = ({ tracker, cause }: { tracker?: object; cause?: unknown }): Facets['relation'] =>
  tracker ? 'tracker' : cause ? 'attached' : null

/** null: nobody has it. */
export const assigneeOf = (name: string, agentId: string): string | null =>
  name === 'me' ? agentId : name === 'nobody' ? null : name

export const waitedSince = (minutes: number, now: number): string =>
  new Date(now - minutes * 60_000).toISOString()

export const dueBy = (minutes: number, now: number): string => new Date(now + minutes * 60_000).toISOString()

/** Tickets come to fit it, and fit no more, as time goes by. */
export const isTimed = ({ waitsLongerThanMinutes, dueWithinMinutes, fields }: TicketFilter): boolean =>
  waitsLongerThanMinutes !== undefined ||
  dueWithinMinutes !== undefined ||
  !!fields?.some(({ is }) => is.endsWith('days'))

/** Sorts behind every instant. */
export const NEVER = '9999'
export const PRIORITY_RANKS: readonly Priority[] = ['urgent', 'high', 'normal', 'low']
/** So wide that numbers sort as texts. */
const NUMBER_DIGITS = 12

export const isDescending = (sort: TicketSort): boolean => sort === 'newest' || sort === 'number'

/** Two tickets sort as these do, part by part, as texts. It is a page's cursor, too. */
export function placeIn(sort: TicketSort, facets: Omit<Facets, 'identity'>): string[] {
  const waits = facets.waitingSince ?? NEVER
  switch (sort) {
    case 'newest':
      return [facets.updatedAt, facets.id]
    case 'longest_wait':
      return [waits, facets.id]
    case 'next_due':
      return [facets.dueAt ?? NEVER, facets.id]
    case 'priority':
      return [String(PRIORITY_RANKS.indexOf(facets.priority)), waits, facets.id]
    case 'number':
      return [String(facets.number).padStart(NUMBER_DIGITS, '0')]
  }
}

/** In the order of the sort: below 0 where `a` comes first. */
export function compareIn(sort: TicketSort, a: readonly string[], b: readonly string[]): number {
  const way = isDescending(sort) ? -1 : 1
  // No iterator: a list of thousands is sorted at each event.
  for (let at = 0; at < a.length; at++) {
    const part = a[at] ?? ''
    const other = b[at] ?? ''
    if (part !== other) return part < other ? -way : way
  }
  return 0
}

export const cursorAt = (place: readonly string[]): string => place.join('~')

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/
const NAME = /^[\w-]+$/
const INSTANT_OR_NEVER = new RegExp(`${INSTANT.source}|^${NEVER}$`)
const PLACE_PARTS: Record<TicketSort, RegExp[]> = {
  newest: [INSTANT, NAME],
  longest_wait: [INSTANT_OR_NEVER, NAME],
  next_due: [INSTANT_OR_NEVER, NAME],
  priority: [/^[0-3]$/, INSTANT_OR_NEVER, NAME],
  number: [/^\d{12}$/],
}

/** undefined for what is none: that gives the first page. */
export function placeAt(sort: TicketSort, cursor: string | undefined): string[] | undefined {
  const parts = cursor?.split('~') ?? []
  const forms = PLACE_PARTS[sort]
  const isOne = parts.length === forms.length && forms.every((form, at) => form.test(parts[at] ?? ''))
  return isOne && (sort !== 'newest' || isInstant(parts[0] ?? '')) ? parts : undefined
}
