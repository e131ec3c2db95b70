// Saved views and counts: caller, rule, answer. No rule lives here. Partner: protocol/commands/views.ts.

import { COUNTED_MOST } from '../../../protocol/limits.ts'
import type { Commit } from '../../events.ts'
import type { Parts } from '../../parts.ts'
import type { ReadTables } from '../../store/store.ts'
import { moveView, removeView, savedView, saveView } from '../../tickets/saved-views.ts'
import type { DeskHandlers } from './handlers.ts'

export function viewHandlers(parts: { read: ReadTables; commit: Commit } & Pick<Parts, 'now' | 'newId'>) {
  const { read, commit, now } = parts

  const ofDesks = {
    'tickets.count': async ({ agent }, { filters }) => {
      const query = { agentId: agent.id, now: now(), most: COUNTED_MOST + 1 }
      return { counts: await Promise.all(filters.map((filter) => read.tickets.count({ ...query, filter }))) }
    },
    'view.save': async ({ agent }, body) => ({
      view: savedView(await commit((tx) => saveView(tx, parts, agent, body))),
    }),
    'view.move': async ({ agent }, body) => ({
      view: savedView(await commit((tx) => moveView(tx, agent, body))),
    }),
    'view.remove': async ({ agent }, { viewId }) => {
      await commit((tx) => removeView(tx, agent, viewId))
      return {}
    },
  } satisfies Partial<DeskHandlers>

  return { ofDesks }
}
