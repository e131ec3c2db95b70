// Opening hours: caller, rule, answer. No rule lives here. Partner: protocol/commands/hours.ts.

import type { Commit } from '../../events.ts'
import type { Parts } from '../../parts.ts'
import type { ReadTables } from '../../store/store.ts'
import { hoursState, setHours } from '../../tickets/opening-hours.ts'
import type { DeskHandlers } from './handlers.ts'

export function hoursHandlers(parts: { read: ReadTables; commit: Commit } & Pick<Parts, 'now'>) {
  const { read, commit } = parts

  const ofDesks = {
    'hours.read': async () => ({ hours: await hoursState(read) }),
    'hours.set': async (caller, body) => {
      return { hours: await commit((tx) => setHours(tx, parts, caller.agent, body)) }
    },
  } satisfies Partial<DeskHandlers>

  return { ofDesks }
}
