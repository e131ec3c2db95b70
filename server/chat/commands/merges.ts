// Account merges: caller, rule, answer. No rule lives here. Partner: protocol/commands/merges.ts.

import { getLookable } from '../../account-merge/decide.ts'
import type { AskPreview } from '../../account-merge/host-side.ts'
import type { Merges } from '../../account-merge/merges.ts'
import { contactMerge, deskMerge } from '../../account-merge/views.ts'
import { Refusal } from '../../errors.ts'
import type { Commit } from '../../events.ts'
import type { ReadTables } from '../../store/store.ts'
import { getTicket } from '../../tickets/tickets.ts'
import { contactTicket } from '../../tickets/views.ts'
import type { ContactHandlers, DeskHandlers } from './handlers.ts'

export function mergeHandlers(parts: {
  read: ReadTables
  commit: Commit
  merges: Merges
  askPreview: AskPreview
}) {
  const { read, commit, merges } = parts

  const ofContacts = {
    'merge.start': async ({ contact }, body) => ({
      merge: await contactMerge(await commit((tx) => merges.start(tx, contact, body)), read),
    }),
    'merge.send_code': async ({ contact }, body) => ({
      merge: await contactMerge(await commit((tx) => merges.sendCode(tx, contact, body.mergeId)), read),
    }),
    'merge.prove': async ({ contact }, body) => {
      const merge = orThrow(await commit((tx) => merges.prove(tx, contact, body.mergeId, body.code)))
      const ticket = await getTicket(read, merge.ticketId ?? '')
      return { merge: await contactMerge(merge, read), ticket: await contactTicket(ticket, read) }
    },
    'merge.cancel': async ({ contact }, body) => ({
      merge: await contactMerge(await commit((tx) => merges.cancel(tx, contact, body.mergeId)), read),
    }),
  } satisfies Partial<ContactHandlers>

  const ofDesks = {
    'merge.preview': async ({ agent }, body) => {
      const { preview, hash } = await parts.askPreview(await getLookable(read, body.mergeId))
      const merge = await commit((tx) => merges.notePreview(tx, agent, body.mergeId, preview, hash))
      const { coolingOffMs } = merges
      return { merge: await deskMerge(merge, read), preview, previewHash: hash, coolingOffMs }
    },
    'merge.decide': async ({ agent }, body) => {
      if (body.verdict === 'reject') {
        const merge = await commit((tx) => merges.reject(tx, agent, body.mergeId, body.reason ?? ''))
        return { merge: await deskMerge(merge, read) }
      }
      const now = await parts.askPreview(await getLookable(read, body.mergeId))
      const shown = { hash: body.previewHash ?? '', current: now.preview, currentHash: now.hash }
      const merge = await commit((tx) => merges.approve(tx, agent, body.mergeId, shown))
      return { merge: await deskMerge(merge, read) }
    },
    'merge.retry': async ({ agent }, body) => ({
      merge: await deskMerge(await commit((tx) => merges.retry(tx, agent, body.mergeId)), read),
    }),
  } satisfies Partial<DeskHandlers>

  return { ofContacts, ofDesks }
}

function orThrow<T>(result: T | Refusal): T {
  if (result instanceof Refusal) throw result
  return result
}
