// Macros: caller, rule, answer. No rule lives here. Partner: protocol/commands/macros.ts.

import type { Commit } from '../../events.ts'
import { type MacroParts, macrosFor, macroView, removeMacro, saveMacro } from '../../macros/macros.ts'
import type { ReadTables } from '../../store/store.ts'
import type { DeskHandlers } from './handlers.ts'

export function macroHandlers(parts: { read: ReadTables; commit: Commit } & MacroParts) {
  const { read, commit } = parts

  const ofDesks = {
    'macro.list': async ({ agent }) => macrosFor(read, agent),
    'macro.save': async ({ agent }, body) => ({
      macro: macroView(await commit((tx) => saveMacro(tx, parts, agent, body))),
    }),
    'macro.remove': async ({ agent }, { macroId }) => {
      await commit((tx) => removeMacro(tx, agent, macroId))
      return {}
    },
  } satisfies Partial<DeskHandlers>

  return { ofDesks }
}
