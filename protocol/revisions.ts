// What a revision does to the entries that contacts read: the message has its newest text, and no older text stays
// anywhere. The server and the widget work it in alike, so that live equals replay. Agents read all of it.

import type { Entry, Message, Quote, Revision } from './entities.ts'

/** The message as its writer left it. */
export function revisedBy(message: Message, { sequence, text }: Revision): Message {
  if (message.revised && message.revised >= sequence) return message
  if (text !== null) return { ...message, text, revised: sequence }
  // Named one by one: what a message may carry besides its text is gone with it.
  const { kind, id, ticketId, clientId, author, createdAt } = message
  const place = { kind, id, ticketId, sequence: message.sequence, clientId, author, createdAt }
  return { ...place, text: '', revised: sequence, deleted: true }
}

/** Characters of a quote: two lines, and some for the ellipsis to cut. */
export const QUOTED_CHARS = 140

/** What a message carries that answers this one. */
export function quoteOf({ sequence, author, text, attachments = [], revised }: Message): Quote {
  const snippet = quoted(text || attachments.map(({ name }) => name).join(', '))
  return { sequence, author, snippet, ...(revised && { revised }) }
}

const quoted = (text: string) => text.replace(/\s+/g, ' ').slice(0, QUOTED_CHARS).toWellFormed()

/** What is quoted, as its writer left it. */
export function quotedBy(quotes: Quote, { sequence, text }: Revision): Quote {
  if (quotes.revised && quotes.revised >= sequence) return quotes
  const { deleted: _deleted, ...kept } = quotes
  const now = { ...kept, snippet: quoted(text ?? ''), revised: sequence }
  return text === null ? { ...now, deleted: true } : now
}

/** A revision after which came another: its number stays, its text does not. */
export const superseded = (revision: Revision): Revision => ({ ...revision, text: null })

/** Entries of one thread in order, each revision worked in. */
export function withRevisions(entries: Entry[]): Entry[] {
  const newest = newestOf(entries)
  if (newest.size === 0) return entries
  return entries.map((each) => {
    const entry = withQuote(each, newest)
    const by = newest.get(entry.kind === 'revision' ? entry.of : entry.sequence)
    if (!by || entry === by || entry.kind === 'activity') return entry
    return entry.kind === 'revision' ? superseded(entry) : revisedBy(entry, by)
  })
}

/** As agents read them: what stood before stays, a quote is what it quotes now. */
export function withQuotes(entries: Entry[]): Entry[] {
  const newest = newestOf(entries)
  return newest.size ? entries.map((entry) => withQuote(entry, newest)) : entries
}

function newestOf(entries: Entry[]): Map<number, Revision> {
  const newest = new Map<number, Revision>()
  for (const entry of entries) if (entry.kind === 'revision') newest.set(entry.of, entry)
  return newest
}

function withQuote(entry: Entry, newest: ReadonlyMap<number, Revision>): Entry {
  const quotes = entry.kind === 'message' && entry.quotes
  const by = quotes && newest.get(quotes.sequence)
  return by ? { ...(entry as Message), quotes: quotedBy(quotes, by) } : entry
}
