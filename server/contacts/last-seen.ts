// When a contact was last here: a message of theirs, a mark that they have seen one, an open line. Agents read it
// in minutes, so it is kept once a minute at most: a class that reads along must not write as often as it reads.

import type { Contact } from '../../protocol/entities.ts'
import type { Commit, Reaction, Unit } from '../events.ts'
import type { Log } from '../log.ts'
import type { Parts } from '../parts.ts'

const KEPT_EVERY_MS = 60_000

/** Hangs on what a contact did, inside its commit. */
export function noteLastSeen({ now }: Pick<Parts, 'now'>): Reaction {
  /** Since when: who was looked up needs no look until it is due again. Forgotten each minute. */
  const kept = new Map<string, number>()
  let minute = 0
  return (event, tx) => {
    const isTheirs =
      (event.name === 'message.created' && event.message.author.kind === 'contact') ||
      (event.name === 'thread.seen' && event.by === 'contact') ||
      (event.name === 'activity.created' && event.activity.details.side === 'contact')
    if (!isTheirs) return null
    const at = now()
    const minuteNow = Math.floor(at.getTime() / KEPT_EVERY_MS)
    if (minuteNow !== minute) kept.clear()
    minute = minuteNow
    const { contactId } = event.ticket
    return isKeptSince(kept.get(contactId), at) ? null : keep(contactId, at, tx)
  }

  async function keep(contactId: string, at: Date, tx: Unit): Promise<void> {
    const since = await keepLastSeen(tx, contactId, at, true)
    if (since) kept.set(contactId, Date.parse(since))
  }
}

export type ContactIsHere = (contact: Pick<Contact, 'id' | 'lastSeenAt'>, hasTicket: boolean) => void

/**
 * Said of every open line, at its hello and at each heartbeat. Nobody waits for it, and no line fails with it. Those of whom it is
 * said in the same turn are kept in one commit: a third of all heartbeats would be one of their own.
 */
export function contactIsHere({
  commit,
  now,
  log,
}: { commit: Commit; log: Log } & Pick<Parts, 'now'>): ContactIsHere {
  /** By id: whether they have a ticket. */
  let here = new Map<string, boolean>()
  return (contact, hasTicket) => {
    if (isKept(contact, now())) return
    if (here.size === 0) setImmediate(keepAll)
    here.set(contact.id, hasTicket)
  }

  function keepAll(): void {
    const all = here
    here = new Map()
    commit(async (tx) => {
      for (const [contactId, hasTicket] of all) await keepLastSeen(tx, contactId, now(), hasTicket)
    }).catch((err: unknown) => log.error({ err, contacts: all.size }, 'who is here could not be kept'))
  }
}

/**
 * @param hasTicket told by who knows: to list tickets in a commit costs with all that is under way
 * @returns what is kept already; null where it is put just now, for this commit may yet run again
 */
async function keepLastSeen(
  tx: Unit,
  contactId: string,
  now: Date,
  hasTicket: boolean,
): Promise<string | null> {
  const contact = await tx.contacts.find(contactId)
  if (!contact) return null
  if (isKept(contact, now)) return contact.lastSeenAt
  const seen = { ...contact, lastSeenAt: now.toISOString() }
  await tx.contacts.put(seen)
  // Whoever has written nothing stands on no agent's screen.
  if (hasTicket) tx.record({ name: 'contact.changed', contact: seen })
  return null
}

const isKept = (contact: { lastSeenAt: string }, now: Date) =>
  isKeptSince(Date.parse(contact.lastSeenAt), now)

const isKeptSince = (at: number | undefined, now: Date) =>
  at !== undefined && now.getTime() - at < KEPT_EVERY_MS
