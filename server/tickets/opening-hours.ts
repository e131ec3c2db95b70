// Admins set when people answer. A change of what somebody else has changed meanwhile is refused, never merged: hours are
// one thing, and a mixture would be nobody's. Partners: protocol/openings.ts, which says what can be kept; availability.ts.

import { type Fault, faultsIn } from '../../protocol/openings.ts'
import type { DeskCommandBody } from '../../protocol/socket.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord, OpeningHoursRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { deskHours } from './availability.ts'

const NONE: OpeningHoursRecord = { version: 0, hours: null, changedBy: null, changedAt: null }

export async function hoursState(tables: Pick<ReadTables, 'openingHours'>): Promise<OpeningHoursRecord> {
  return (await tables.openingHours.find()) ?? NONE
}

/** @throws Refusal('hours.changed' | 'hours.invalid') */
export async function setHours(
  tx: Unit,
  { now }: Pick<Parts, 'now'>,
  agent: AgentRecord,
  { version, hours }: DeskCommandBody<'hours.set'>,
): Promise<OpeningHoursRecord> {
  const before = await hoursState(tx)
  if (before.version !== version) {
    throw new Refusal('hours.changed', {
      detail: `${before.changedBy ?? 'Somebody'} changed them; this is version ${before.version}, not ${version}.`,
    })
  }
  const [fault] = hours ? faultsIn(hours) : []
  if (fault)
    throw new Refusal('hours.invalid', { field: `/hours${fault.field}`, detail: SENTENCES[fault.why] })
  const state = {
    version: version + 1,
    hours,
    changedBy: agent.name,
    changedAt: now().toISOString(),
  }
  await tx.openingHours.put(state)
  tx.record({ name: 'hours.changed', ...(await deskHours(tx, now())) })
  return state
}

const SENTENCES: Record<Fault['why'], string> = {
  zone: 'This is no time zone; write its IANA name, as Europe/Madrid.',
  clock: 'This is no time of day; write HH:MM, at most 24:00.',
  order:
    'This span ends before it begins. Over midnight, write two: until 24:00, and from 00:00 on the next day.',
  overlap: 'This span begins before the one above it has ended.',
  date: 'There is no such day; write YYYY-MM-DD.',
  date_twice: 'This day is there twice.',
  name: 'This holiday has no name.',
  never: 'With these hours nobody is ever there. Set a span, or take the hours away.',
}
