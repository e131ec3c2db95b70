// Our side of a merge that the host has done: two contacts become one in the completing commit, and two again in that
// of an undo. How somebody rated a solution hangs on its ticket and goes with it. Partner: moved-votes.ts.

import type { Unit } from '../events.ts'
import type { ContactRecord, MergeRecord, TicketRecord } from '../store/records.ts'
import type { MergeParts } from './ledger.ts'
import { giveVotesBack, moveVotes } from './moved-votes.ts'

/**
 * Tickets and votes move, sessions end, and the host's id of the ended account opens none any more, even where we never met it.
 * @returns what moved
 */
export async function becomeOne(
  tx: Unit,
  merge: MergeRecord,
  { tickets, contacts, newId, now }: MergeParts,
): Promise<Pick<MergeRecord, 'movedTickets' | 'movedVotes'>> {
  const { externalId, email } = merge.from
  if (!externalId) throw new Error(`Merge ${merge.id} was completed without the other account's id.`)
  const known = await tx.contacts.findByExternalId(externalId)
  // The host would have to call one account by two names; the approval refuses that.
  if (known?.id === merge.into.contactId) return {}
  const at = now().toISOString()
  const ended: ContactRecord = known ?? {
    id: newId('con'),
    identity: 'verified',
    externalId,
    name: email,
    email,
    emailVerified: false,
    locale: null,
    attributes: {},
    attributesSignedAt: null,
    createdAt: at,
    lastSeenAt: at,
  }
  await tx.contacts.put({ ...ended, mergedInto: merge.into.contactId })
  const moved = await tx.tickets.listForContact(ended.id, Number.MAX_SAFE_INTEGER)
  for (const ticket of moved) await tickets.change(tx, ticket, { contactId: merge.into.contactId })
  await contacts.endSessions(tx, ended.id)
  return {
    movedTickets: moved.map(({ id }) => id),
    movedVotes: await moveVotes(tx, ended.id, merge.into.contactId),
  }
}

/** What moved goes back, with what was split off from it; nothing else that came since. */
export async function becomeTwo(
  tx: Unit,
  merge: MergeRecord,
  { tickets }: Pick<MergeParts, 'tickets'>,
): Promise<void> {
  const ended = merge.from.externalId ? await tx.contacts.findByExternalId(merge.from.externalId) : undefined
  if (!ended) return
  await tx.contacts.put({ ...ended, mergedInto: null })
  const stays = await tx.tickets.listForContact(merge.into.contactId, Number.MAX_SAFE_INTEGER)
  const back = new Set(merge.movedTickets)
  // In the order of their numbers, for what was split off may have been split again.
  for (const ticket of stays.sort((one, other) => one.number - other.number)) {
    const source = back.has(ticket.id) ? null : await splitFrom(tx, ticket)
    if (source !== null && !back.has(source)) continue
    back.add(ticket.id)
    tx.record({ name: 'ticket.left', ticket })
    await tickets.change(tx, ticket, { contactId: ended.id })
  }
  await giveVotesBack(tx, merge.movedVotes ?? [], merge.into.contactId)
}

/** The ticket whose words it begins with; '' where it begins with its own. Its first line says so. */
async function splitFrom(tx: Unit, { id }: TicketRecord): Promise<string> {
  const [first] = await tx.entries.after(id, 0, 1)
  const isSplit =
    first?.kind === 'activity' && first.code === 'ticket.continues' && first.details.how === 'split'
  return (isSplit && first.details.ticketId) || ''
}
