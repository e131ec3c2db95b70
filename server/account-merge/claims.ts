// One open request an account, on either side. Only a proved request claims its accounts: anybody can type any
// address, so one without its proof stands in nobody's way.

import { CLAIMING_STATES } from '../../protocol/merge-states.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { MergeRecord } from '../store/records.ts'
import type { Ledger, MergeParts } from './ledger.ts'
import { moved } from './transitions.ts'

/** One that was never proved makes room for the new one. */
export async function makeRoom(
  tx: Unit,
  { now, ledger }: Pick<MergeParts, 'now'> & { ledger: Ledger },
  externalId: string,
): Promise<void> {
  for (;;) {
    const open = await tx.merges.findOpenWith({ externalId })
    if (!open) return
    if (CLAIMING_STATES.includes(open.state)) throw new Refusal('merge.already_open')
    await ledger.waitNoMore(tx, open)
    await ledger.keep(tx, moved(open, { state: 'cancelled', by: 'contact', what: 'began anew', at: now() }))
  }
}

/** By another request than this one. */
export async function anyClaimed(
  tx: Unit,
  merge: MergeRecord,
  accounts: { externalId?: string; email?: string }[],
): Promise<boolean> {
  const open = (await Promise.all(accounts.map((account) => tx.merges.listOpenWith(account)))).flat()
  return open.some(({ id, state }) => id !== merge.id && CLAIMING_STATES.includes(state))
}

/** One that ended in a merge takes no other one in, and goes into none. */
export const hasEnded = async (tx: Unit, externalId: string): Promise<boolean> =>
  Boolean((await tx.contacts.findByExternalId(externalId))?.mergedInto)

export const intoOf = (merge: MergeRecord) => ({ externalId: merge.into.externalId })
