// Who did what with whose log-in: a line beside each change, in the same commit. Admins read it; nothing takes a line away.

import type { AccessEvent, AccessLogPage } from '../../protocol/desk/access.ts'
import { pageOf, placeAt } from '../log-pages.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord } from '../store/records.ts'
import type { ReadTables, Tables } from '../store/store.ts'

/** Lines of a page: some months of a desk. */
const LOG_LINES = 200

export type Person = Pick<AgentRecord, 'id' | 'name'>

/** @param by null: the operator, at the command line */
export async function noteAccess(
  tx: Pick<Tables, 'accessLog'>,
  { now, newId }: Pick<Parts, 'now' | 'newId'>,
  what: AccessEvent,
  { by, of = null, detail = null }: { by: Person | null; of?: Person | null; detail?: string | null },
): Promise<void> {
  const person = (one: Person | null) => one && { id: one.id, name: one.name }
  await tx.accessLog.put({
    ...{ id: newId('acl'), at: now().toISOString(), what, by: person(by), of: person(of), detail },
  })
}

/** @param cursor `next` of the page before */
export async function accessLogPage(read: ReadTables, cursor?: string): Promise<AccessLogPage> {
  const before = placeAt(cursor)
  const found = await read.accessLog.list({ ...(before && { before }), limit: LOG_LINES + 1 })
  const { page, next } = pageOf(found, LOG_LINES, (line) => line)
  return { log: page, next }
}
