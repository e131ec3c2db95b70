// Merges of accounts, and the codes that prove an address for them. Partner: ../../../account-merge/, the rule.

import type { AddressProofRecord, MergeRecord } from '../../records.ts'
import type { AddressProofs, Merges } from '../../store.ts'
import { keyOfEntry, removalOf } from '../writes.ts'
import { NEWEST_FIRST, OLDEST_FIRST, removeOld, Table } from './table.ts'

export class MergesTable extends Table implements Merges {
  async find(id: string) {
    return this.view.find('merges', id)
  }

  async findByStopTokenHash(hash: string) {
    return this.view.findUnder('merges', `stop:${hash}`)
  }

  async listForContact(contactId: string, limit: number) {
    return this.view.listUnder('merges', `contact:${contactId}`, { direction: NEWEST_FIRST, limit })
  }

  async list({ before, limit }: Parameters<Merges['list']>[0]) {
    const past = before && `${before.createdAt} ${before.id}`
    return this.view.listUnder('merges', 'all', { direction: NEWEST_FIRST, past, limit })
  }

  async findOpenWith(account: { externalId?: string; email?: string }) {
    for (const name of openNames(account)) {
      const merge = this.view.findUnder('merges', name)
      if (merge) return merge
    }
    return undefined
  }

  async listOpenWith(account: { externalId?: string; email?: string }) {
    const found = openNames(account).flatMap((name) =>
      this.view.listUnder('merges', name, { direction: OLDEST_FIRST }),
    )
    return [...new Map(found.map((merge) => [merge.id, merge])).values()]
  }

  async put(merge: MergeRecord) {
    this.view.put('merges', merge)
  }
}

const openNames = ({ externalId, email }: { externalId?: string; email?: string }) => [
  ...(externalId === undefined ? [] : [`open:externalId:${externalId}`]),
  ...(email === undefined ? [] : [`open:email:${email}`]),
]

export class AddressProofsTable extends Table implements AddressProofs {
  async find(id: string) {
    return this.view.find('addressProofs', id)
  }

  async listSince(mailbox: string, since: string) {
    const entries = this.view.entriesUnder('addressProofs', `mailbox:${mailbox}`, { direction: OLDEST_FIRST })
    const late = entries.filter((entry) => entry >= since)
    return late.flatMap((entry) => this.view.find('addressProofs', keyOfEntry(entry)) ?? [])
  }

  async put(proof: AddressProofRecord) {
    this.view.put('addressProofs', proof)
  }

  async removeFor(mailbox: string) {
    for (const entry of this.view.entriesUnder('addressProofs', `mailbox:${mailbox}`, {
      direction: OLDEST_FIRST,
    }))
      this.view.write(removalOf('addressProofs', keyOfEntry(entry)))
  }

  async removeOld(before: string, limit: number) {
    return removeOld(this.view, 'addressProofs', 'all', before, limit)
  }
}
