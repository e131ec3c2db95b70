// Merges of accounts, and the codes that prove an address for them. Partner: ../../../account-merge/, the rule.

import { type AddressProofRecord, isOpenMerge, type MergeRecord } from '../../records.ts'
import type { AddressProofs, Merges } from '../../store.ts'
import { ALL, type Question } from '../question.ts'
import type { View } from '../view.ts'
import { first, removeAll, Table } from './table.ts'

export class MergesTable extends Table implements Merges {
  find(id: string) {
    return this.view.find('merges', id)
  }

  findByStopTokenHash(hash: string) {
    return first(this.view.list(mergesBy.stopTokenHash(hash)))
  }

  listForContact(contactId: string, limit: number) {
    return this.view.list(mergesBy.contact(contactId, limit))
  }

  list({ before, limit }: Parameters<Merges['list']>[0]) {
    return this.view.list(allMerges(before, limit))
  }

  findOpenWith(account: { externalId?: string; email?: string }) {
    return first(openWith(this.view, account))
  }

  listOpenWith(account: { externalId?: string; email?: string }) {
    return openWith(this.view, account)
  }

  put(merge: MergeRecord) {
    return this.view.put('merges', merge)
  }
}

async function openWith(view: View, { externalId, email }: { externalId?: string; email?: string }) {
  const found = [
    ...(externalId === undefined ? [] : await view.list(mergesBy.openExternalId(externalId))),
    ...(email === undefined ? [] : await view.list(mergesBy.openEmail(email))),
  ]
  return [...new Map(found.map((merge) => [merge.id, merge])).values()]
}

const byCreation = ({ createdAt, id }: MergeRecord) => [createdAt, id]

export const mergesBy = {
  stopTokenHash: (hash: string): Question<'merges'> => ({
    name: 'merges',
    called: 'merges by stop token',
    where: 'stop_token_hashes ? $1',
    order: 'id',
    values: [hash],
    limit: 1,
    list: `stop:${hash}`,
    belongs: (merge) => merge.stopTokenHashes.includes(hash),
    place: ({ id }) => [id],
  }),
  contact: (contactId: string, limit: number): Question<'merges'> => ({
    name: 'merges',
    called: 'merges of a contact',
    where: 'contact_id = $1',
    order: 'created_at DESC, id DESC',
    values: [contactId],
    limit,
    list: `contact:${contactId}`,
    belongs: ({ into }) => into.contactId === contactId,
    place: byCreation,
    descending: true,
  }),
  openExternalId: (externalId: string): Question<'merges'> => ({
    name: 'merges',
    called: 'open merges by external id',
    where: 'is_open AND (into_external_id = $1 OR from_external_id = $1)',
    order: 'created_at, id',
    values: [externalId],
    limit: ALL,
    list: `open:externalId:${externalId}`,
    belongs: (merge) =>
      isOpenMerge(merge) && (merge.into.externalId === externalId || merge.from.externalId === externalId),
    place: byCreation,
  }),
  openEmail: (email: string): Question<'merges'> => ({
    name: 'merges',
    called: 'open merges by address',
    where: 'is_open AND (into_email = $1 OR from_email = $1)',
    order: 'created_at, id',
    values: [email],
    limit: ALL,
    list: `open:email:${email}`,
    belongs: (merge) => isOpenMerge(merge) && (merge.into.email === email || merge.from.email === email),
    place: byCreation,
  }),
}

const allMerges = (before: Parameters<Merges['list']>[0]['before'], limit: number): Question<'merges'> => ({
  name: 'merges',
  called: `all merges${before ? ', next page' : ''}`,
  where: before ? '(created_at, id) < ($1::timestamptz, $2)' : 'true',
  order: 'created_at DESC, id DESC',
  values: before ? [before.createdAt, before.id] : [],
  limit,
  belongs: ({ createdAt, id }) =>
    !before || createdAt < before.createdAt || (createdAt === before.createdAt && id < before.id),
  place: byCreation,
  descending: true,
})

export class AddressProofsTable extends Table implements AddressProofs {
  find(id: string) {
    return this.view.find('addressProofs', id)
  }

  listSince(mailbox: string, since: string) {
    return this.view.list(proofsSince(mailbox, since))
  }

  put(proof: AddressProofRecord) {
    return this.view.put('addressProofs', proof)
  }

  async removeFor(mailbox: string) {
    const all = await this.view.list(proofsSince(mailbox, new Date(0).toISOString()))
    for (const { id } of all) await this.view.remove('addressProofs', id)
  }

  removeOld(before: string, limit: number) {
    return removeAll(this.view, 'addressProofs', oldProofs(before, limit))
  }
}

const proofsSince = (mailbox: string, since: string): Question<'addressProofs'> => ({
  name: 'addressProofs',
  called: 'address proofs since',
  where: 'email = $1 AND created_at >= $2::timestamptz',
  order: 'created_at, id',
  values: [mailbox, since],
  limit: ALL,
  list: `mailbox:${mailbox}`,
  belongs: (proof) => (proof.mailbox ?? proof.email) === mailbox && proof.createdAt >= since,
  place: ({ createdAt, id }) => [createdAt, id],
})

const oldProofs = (before: string, limit: number): Question<'addressProofs'> => ({
  name: 'addressProofs',
  called: 'old address proofs',
  where: 'created_at < $1::timestamptz',
  order: 'created_at, id',
  values: [before],
  limit,
  belongs: ({ createdAt }) => createdAt < before,
  place: ({ createdAt, id }) => [createdAt, id],
})
