// Who did what with whose log-in: a line beside each change, in the same commit. Admins read it; nothing takes a line away.

import type { AccessEvent } from '../../protocol/desk/access.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord } from '../store/records.ts'
import type { Tables } from '../store/store.ts'

/** Lines that admins are shown: some months of a desk. */
export const LOG_SHOWN = 200

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
