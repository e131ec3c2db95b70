// A contact is erased because they asked for it: their tickets, in whatever state, their sessions, codes that were mailed to them, and
// themselves. In portions, their record last, so that one that was cut short is asked for again. Votes stay as figures, without who
// gave them; what an account merge was decided on stays, for it is proof (account-merge/trail.ts). Partner: retention/removing.ts.

import { noteAccess } from '../agents/access-log.ts'
import { Refusal } from '../errors.ts'
import type { Commit, Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import { isInMerge } from '../retention/policy.ts'
import { removeTicket } from '../retention/removing.ts'
import type { AgentRecord, ContactRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { mailboxOf } from './address.ts'
import { unmailed } from './address-proofs.ts'
import type { Contacts } from './contacts.ts'

/** Tickets, or votes, in one commit. */
const AT_ONCE = 20
/** More than anybody has under way. */
const MERGES = 100

export interface Erasing extends Pick<Parts, 'now' | 'newId'> {
  read: ReadTables
  commit: Commit
  contacts: Pick<Contacts, 'endSessions'>
}

/** @returns how many tickets went. @throws Refusal('not_found' | 'contact.in_merge') */
export async function eraseContact(parts: Erasing, agent: AgentRecord, id: string): Promise<number> {
  const { read, commit, now } = parts
  const contact = await read.contacts.find(id)
  // One that became part of another is erased with that one: without it an undo would find nobody to give tickets back to.
  if (!contact || contact.mergedInto) throw new Refusal('not_found')
  const before = await read.tickets.listForContact(id, Number.MAX_SAFE_INTEGER)
  for (const ticket of before) if (await isInMerge(read, ticket, now())) throw new Refusal('contact.in_merge')
  await refuseOpenMerge(read, contact)
  // First, so that nobody writes meanwhile.
  await commit((tx) => parts.contacts.endSessions(tx, id))
  while (await commit((tx) => loosenVotes(tx, id))) {}
  let removed = 0
  for (let isGone = false; !isGone; ) {
    const portion = await commit(async (tx) => {
      const went = await removeSome(tx, id)
      // Their widget may have come in again, with a new session and a new ticket: nothing is left of nobody.
      if (went < AT_ONCE) await removeThemselves(tx, parts, agent, { id, tickets: removed + went })
      return went
    })
    removed += portion
    isGone = portion < AT_ONCE
  }
  return removed
}

async function removeThemselves(
  tx: Unit,
  parts: Erasing,
  agent: AgentRecord,
  { id, tickets }: { id: string; tickets: number },
): Promise<void> {
  const contact = await tx.contacts.find(id)
  if (!contact) return
  await refuseOpenMerge(tx, contact)
  await parts.contacts.endSessions(tx, id)
  for (const one of [contact, ...(await partsOf(tx, id))]) {
    const mailbox = mailboxOf(one.email ?? '')
    if (one.email !== null)
      for (const name of [mailbox, unmailed(mailbox)]) await tx.addressProofs.removeFor(name)
    await tx.contacts.remove(one.id)
  }
  await noteAccess(tx, parts, 'contact.erased', { by: agent, detail: String(tickets) })
}

/** @returns whether there may be more */
async function loosenVotes(tx: Unit, id: string): Promise<boolean> {
  const votes = await tx.feedback.listForContact(id, AT_ONCE)
  for (const { contactId: _theirs, ...vote } of votes) await tx.feedback.put({ ...vote, comment: null })
  return votes.length === AT_ONCE
}

async function removeSome(tx: Unit, id: string): Promise<number> {
  const tickets = await tx.tickets.listForContact(id, AT_ONCE)
  for (const ticket of tickets) await removeTicket(tx, ticket)
  return tickets.length
}

async function refuseOpenMerge(
  read: Pick<ReadTables, 'merges'>,
  { externalId, email }: ContactRecord,
): Promise<void> {
  const account = { ...(externalId !== null && { externalId }), ...(email !== null && { email }) }
  if (await read.merges.findOpenWith(account)) throw new Refusal('contact.in_merge')
}

/** Contacts that became part of this one, and those that were part of them by then. */
async function partsOf(tx: Unit, id: string): Promise<ContactRecord[]> {
  const found: ContactRecord[] = []
  for (const { from } of await tx.merges.listForContact(id, MERGES)) {
    const one = from.externalId === null ? undefined : await tx.contacts.findByExternalId(from.externalId)
    if (one?.mergedInto === id && !found.some((other) => other.id === one.id))
      found.push(one, ...(await partsOf(tx, one.id)))
  }
  return found
}
