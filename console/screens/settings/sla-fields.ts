// What is typed into the tables of promised times, and the times that it is. Texts, so that a wrong one stays where it is. Partner: sla.tsx.

import { PROMISES } from '../../../protocol/desk/promises.ts'
import type { Promised, SlaHours } from '../../../protocol/desk/sla.ts'
import type { SlaEntry, SlaPolicies, SlaTimes } from '../../../protocol/desk/sla-policies.ts'
import { MINUTES_OF, PRIORITIES, PROMISE_MAX_MINUTES } from '../../../protocol/desk/sla-times.ts'
import type { Priority } from '../../../protocol/ticket-types.ts'
import { minutesIn, spanInWords } from '../../durations.ts'

export type RowName = 'all' | Priority
/** The most urgent stands first, under what holds for all. */
export const ROWS: readonly RowName[] = ['all', ...[...PRIORITIES].reverse()]

export interface TypedEntry {
  /** Absent: as all. */
  hours?: SlaHours | undefined
  /** `all first_reply` → “4 h” */
  cells: Record<string, string>
}
export interface TypedPolicies {
  forAll: TypedEntry
  types: { type: string; sla: TypedEntry }[]
}

export const cellOf = (row: RowName, promise: Promised) => `${row} ${promise}`

export const typed = ({ forAll, types }: SlaPolicies): TypedPolicies => ({
  forAll: typedEntry(forAll),
  types: types.map(({ type, sla }) => ({ type, sla: typedEntry(sla) })),
})

/** @returns null where something in it is no length of time */
export function policiesIn({ forAll, types }: TypedPolicies): SlaPolicies | null {
  const all = entryIn(forAll)
  const own = types.map(({ type, sla }) => ({ type, sla: entryIn(sla) }))
  if (!all || own.some(({ sla }) => !sla)) return null
  return { forAll: all, types: own.flatMap(({ type, sla }) => (sla ? [{ type, sla }] : [])) }
}

type CellFault = 'wrong' | 'tooLong'
export function faultIn(text: string): CellFault | null {
  const minutes = minutesIn(text)
  return minutes === undefined
    ? 'wrong'
    : minutes !== null && minutes > PROMISE_MAX_MINUTES
      ? 'tooLong'
      : null
}

export function entryIn({ hours, cells }: TypedEntry): SlaEntry | null {
  if (Object.values(cells).some((text) => faultIn(text))) return null
  const timesOf = (row: RowName): SlaTimes =>
    Object.fromEntries(
      PROMISES.flatMap((promise) => {
        const minutes = minutesIn(cells[cellOf(row, promise)] ?? '')
        return minutes ? [[MINUTES_OF[promise], minutes]] : []
      }),
    )
  const own = PRIORITIES.map((priority) => [priority, timesOf(priority)] as const).filter(
    ([, times]) => Object.keys(times).length > 0,
  )
  return {
    ...timesOf('all'),
    ...(hours && { hours }),
    ...(own.length > 0 && { priorities: Object.fromEntries(own) }),
  }
}

function typedEntry(entry: SlaEntry): TypedEntry {
  const cells = ROWS.flatMap((row) =>
    PROMISES.flatMap((promise): [string, string][] => {
      const times: SlaTimes = row === 'all' ? entry : (entry.priorities?.[row] ?? {})
      const minutes = times[MINUTES_OF[promise]]
      return minutes === undefined ? [] : [[cellOf(row, promise), spanInWords(minutes)]]
    }),
  )
  return { ...(entry.hours && { hours: entry.hours }), cells: Object.fromEntries(cells) }
}
