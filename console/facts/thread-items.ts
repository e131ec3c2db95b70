// The thread in the order in which it is read: entries, notes at their place in time, then what is on its way.

import type { Activity, Entry, Message, Note, Quote, Revision } from '../../protocol/entities.ts'
import { quotedBy } from '../../protocol/revisions.ts'
import { blockOf, type ThreadItem } from '../../ui/messages.tsx'
import type { Thread } from '../state.ts'
import type { Outgoing } from '../writing/outgoing.ts'

export type Item = ThreadItem & {
  /** Of entries their number; what has none has Infinity. */
  sequence: number
} & (
    | { kind: 'message'; message: Message; revisions: Revision[]; wentTo?: Activity | undefined }
    | { kind: 'activity'; activity: Activity }
    | { kind: 'note'; note: Note /** Notes before it that were not read. */; unread: number }
    | { kind: 'outgoing'; outgoing: Outgoing }
  )

export function itemsOf(thread: Thread, outgoing: readonly Outgoing[], myId: string): Item[] {
  const revisions = revisionsIn(thread.entries)
  const splits = splitsIn(thread.entries)
  const items = thread.entries.flatMap((entry): Item[] => {
    const { sequence } = entry
    const base = { key: entry.id, at: entry.createdAt, sequence, block: blockOf(sequence) }
    if (entry.kind === 'activity') return [{ ...base, kind: 'activity', group: null, activity: entry }]
    if (entry.kind === 'revision') return []
    const group = `${entry.author.kind} ${entry.author.id}`
    const wentTo = splits.findLast((split) => isOf(split, sequence))
    return [
      { ...base, kind: 'message', group, message: entry, revisions: revisions.get(sequence) ?? [], wentTo },
    ]
  })
  // A note stands after the entry that was the newest when it was written; earlier pages take theirs along.
  const oldest = thread.entries[0]?.sequence ?? 0
  let last = 0
  for (const note of thread.notes) {
    // Their numbers have no holes.
    const unread = note.noteSequence - last - 1
    last = note.noteSequence
    if (thread.more && note.afterSequence < oldest) continue
    items.splice(placeAfter(items, note), 0, {
      key: note.id,
      at: note.createdAt,
      sequence: Infinity,
      group: note.line || unread ? null : `note ${note.author.id}`,
      kind: 'note',
      note,
      unread,
    })
  }
  for (const one of outgoing) {
    const group = one.mode === 'note' ? `note ${myId}` : `agent ${myId}`
    items.push({ key: one.clientId, at: one.at, sequence: Infinity, group, kind: 'outgoing', outgoing: one })
  }
  return items
}

/** By the message that they change, oldest first: what agents see that contacts do not. */
function revisionsIn(entries: readonly Entry[]): Map<number, Revision[]> {
  const found = new Map<number, Revision[]>()
  for (const entry of entries)
    if (entry.kind === 'revision') found.set(entry.of, [...(found.get(entry.of) ?? []), entry])
  return found
}

/** Behind its entry, and behind the notes that stand there already. */
function placeAfter(items: readonly Item[], note: Note): number {
  const isBefore = (item: Item) => {
    if (item.kind === 'message') return item.message.sequence <= note.afterSequence
    if (item.kind === 'activity') return item.activity.sequence <= note.afterSequence
    return item.kind === 'note' && item.note.noteSequence < note.noteSequence
  }
  return items.findLastIndex(isBefore) + 1
}

/** Messages that stand in another ticket, too: the lines that say so. */
function splitsIn(entries: readonly Entry[]): Activity[] {
  return entries.filter(
    (entry): entry is Activity =>
      entry.kind === 'activity' && entry.details.how === 'split' && !!entry.details.of,
  )
}

const isOf = ({ details: { of, upTo } }: Activity, sequence: number) =>
  Number(of) <= sequence && sequence <= Number(upTo)

/** One that was chosen before, as it is now. */
export function quoteNow(thread: Thread, quote: Quote): Quote {
  const newest = thread.entries.findLast((one) => one.kind === 'revision' && one.of === quote.sequence)
  return newest?.kind === 'revision' ? quotedBy(quote, newest) : quote
}

/** The newest message that an agent wrote: under it stands whether the contact has seen it. */
export function lastAgentMessage(thread: Thread): Message | undefined {
  return thread.entries.findLast(
    (entry): entry is Message => entry.kind === 'message' && entry.author.kind === 'agent',
  )
}

/** The newest message that this agent wrote and has not deleted. */
export function lastOwnMessage({ entries }: Thread, myId: string | undefined): Message | undefined {
  const gone = entries.flatMap((entry) =>
    entry.kind === 'revision' && entry.text === null ? [entry.of] : [],
  )
  return entries.findLast(
    (entry): entry is Message =>
      entry.kind === 'message' &&
      entry.author.kind === 'agent' &&
      entry.author.id === myId &&
      !gone.includes(entry.sequence),
  )
}

/**
 * Where the "new" line stands: above the first message of the contact that no agent had seen, until an agent has
 * answered it. What was answered is not new to anybody.
 */
export function newLineAt(items: readonly Item[], firstNew: string | null): string | null {
  const at = items.findIndex(({ key }) => key === firstNew)
  return items.slice(at + 1).some(isAnswer) ? null : firstNew
}

function isAnswer(item: Item): boolean {
  if (item.kind === 'outgoing') return item.outgoing.mode === 'reply'
  return item.kind === 'message' && item.message.author.kind === 'agent'
}

/** The first message of the contact that no agent had seen. */
export function firstUnseen(thread: Thread, seenByAgent: number): string | null {
  const first = thread.entries.find(
    (entry) => entry.kind === 'message' && entry.author.kind === 'contact' && entry.sequence > seenByAgent,
  )
  return first?.id ?? null
}
