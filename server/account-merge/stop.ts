// Stopping: by the contact in the widget, by whoever reads mail at either address, and by the host where an account
// is not what it was. Until the host is asked to merge, and again where it could not.

import type { Contact } from '../../protocol/entities.ts'
import type { AccountChanged } from '../../protocol/webhooks.ts'
import { parseAddress } from '../contacts/address.ts'
import { cancel as cancelDueWork } from '../due-work.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import { sha256 } from '../hashes.ts'
import type { MergeRecord } from '../store/records.ts'
import { sideOfLink } from './cooling-off.ts'
import { type Ledger, MERGE_EXECUTE, type MergeParts, ownMerge, wasTold } from './ledger.ts'
import { mailBoth } from './mails.ts'
import { moved, TRANSITIONS, traced } from './transitions.ts'

export function stopRules({ now, mails, contacts }: MergeParts, ledger: Ledger) {
  return {
    async cancel(tx: Unit, contact: Contact, mergeId: string): Promise<MergeRecord> {
      const merge = await ownMerge(tx, contact, mergeId)
      return merge.state === 'cancelled' ? merge : stop(tx, merge, 'contact', 'stopped it in the widget')
    },

    /** The link is the proof: whoever has it reads mail at one of the two addresses. */
    async cancelByLink(tx: Unit, token: string): Promise<MergeRecord> {
      const hash = sha256('merge-stop', token)
      const merge = await tx.merges.findByStopTokenHash(hash)
      if (!merge) throw new Refusal('not_found')
      if (merge.state === 'cancelled') return merge
      return stop(tx, merge, 'mail link', `stopped it: the mail to ${merge[sideOfLink(merge, hash)].email}`)
    },

    /**
     * The host says that an account has another address or password, or has ended. Its sessions end, and so does each
     * request that names it; one that the host is working on shows it.
     * @returns how many requests were stopped
     */
    async accountChanged(tx: Unit, { externalId, email, changed }: AccountChanged['data']): Promise<number> {
      const contact = await tx.contacts.findByExternalId(externalId)
      if (contact) await contacts.endSessions(tx, contact.id)
      const address = email === undefined ? undefined : parseAddress(email)
      const named = await tx.merges.listOpenWith({ externalId, ...(address && { email: address }) })
      const what = changed === 'ended' ? 'an account ended' : `the ${changed} of an account changed`
      let stopped = 0
      for (const merge of named) {
        if (TRANSITIONS[merge.state].includes('cancelled')) {
          await stop(tx, merge, 'host', `stopped it: ${what}`)
          stopped++
        } else await ledger.note(tx, traced(merge, { by: 'host', what: `said that ${what}`, at: now() }))
      }
      return stopped
    },
  }

  async function stop(tx: Unit, merge: MergeRecord, by: string, what: string): Promise<MergeRecord> {
    const at = now()
    const stopped = moved(merge, { state: 'cancelled', by, what, at }, { executeAt: null })
    await cancelDueWork(tx, `${MERGE_EXECUTE}-${merge.id}`)
    await ledger.waitNoMore(tx, merge)
    await ledger.say(tx, stopped, 'merge.cancelled', { by })
    if (wasTold(merge)) {
      await ledger.putAside(tx, stopped, 'open')
      await mailBoth(tx, stopped, 'stopped', at, (side) => mails.stopped(tx, stopped, side))
    }
    return ledger.keep(tx, stopped)
  }
}
