// Drafts: caller, rule, answer. No rule lives here. Partner: protocol/commands/drafts.ts.

import type { Commit } from '../../events.ts'
import type { Parts } from '../../parts.ts'
import type { ReadTables } from '../../store/store.ts'
import { draftView, saveDraft } from '../../tickets/drafts.ts'
import type { DeskHandlers } from './handlers.ts'

export function draftHandlers(parts: { read: ReadTables; commit: Commit } & Pick<Parts, 'now' | 'newId'>) {
  const { read, commit } = parts

  const ofDesks = {
    'draft.list': async ({ agent }) => {
      const drafts = await read.drafts.listForAgent(agent.id)
      return { drafts: await Promise.all(drafts.map((draft) => draftView(draft, read))) }
    },
    'draft.save': async ({ agent }, body) => {
      const draft = await commit((tx) => saveDraft(tx, parts, agent, body))
      return { draft: draft && (await draftView(draft, read)) }
    },
  } satisfies Partial<DeskHandlers>

  return { ofDesks }
}
