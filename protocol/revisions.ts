// What a revision does to the entries that contacts read: the message has its newest text, and no older text stays
// anywhere. The server and the widget work it in alike, so that live equals replay. Agents read all of it.

import type { Entry, Message, Revision } from './entities.ts'

/** The message as its writer left it. */
export function revisedBy(message: Message, { sequence, text }: Revision): Message {
  if (message.revised && message.revised >= sequence) return message
  if (text !== null) return { ...message, text, revised: sequence }
  // Named one by one: what a message may carry besides its text is gone with it.
  const { kind, id, ticketId, clientId, author, createdAt } = message
  const place = { kind, id, ticketId, sequence: message.sequence, clientId, author, createdAt }
  return { ...place, text: '', revised: sequence, deleted: true }
}

/** A revision after which came another: its number stays, its text does not. */
export const superseded = (revision: Revision): Revision => ({ ...revision, text: null })

/** Entries of one thread in order, each revision worked in. */
export function withRevisions(entries: Entry[]): Entry[] {
  const newest = new Map<number, Revision>()
  for (const entry of entries) if (entry.kind === 'revision') newest.set(entry.of, entry)
  if (newest.size === 0) return entries
  return entries.map((entry) => {
    const by = newest.get(entry.kind === 'revision' ? entry.of : entry.sequence)
    if (!by || entry === by || entry.kind === 'activity') return entry
    return entry.kind === 'revision' ? superseded(entry) : revisedBy(entry, by)
  })
}
