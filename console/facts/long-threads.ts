// Reading in a thread that is longer than what is held of it: page by page both ways, or at once at a message far up.
// What is held stays bounded. Partners: ui/runs.ts (which decides what), state.ts (the tail), screens/thread/conversation.tsx.

import { batch, signal } from '@preact/signals'
import type { Entry, Revision } from '../../protocol/entities.ts'
import { THREAD_PAGE_ENTRIES } from '../../protocol/limits.ts'
import type { DeskCommandAnswer } from '../../protocol/socket.ts'
import { type Held, inOrder, trimmed, turnedTo, withPage } from '../../ui/runs.ts'
import { ask } from '../line/line.ts'
import { holdEntries, keepNotes, keepTicket, type Thread, threads } from '../state.ts'
import { reading } from '../verbs/actions.ts'

/** Where an agent reads far from the end of a thread; at most one at a time. */
interface Run {
  ticketId: string
  entries: Entry[]
  /** Of messages in it, from after its end. */
  revisions: Revision[]
}
const run = signal<Run | null>(null)

/** The thread with the part of it that is read. */
export function partOf(ticketId: string, thread: Thread): Thread & { goesOn: boolean } {
  if (run.value?.ticketId !== ticketId) return { ...thread, goesOn: false }
  const { entries, revisions } = run.value
  const newest = entries.at(-1)?.sequence ?? 0
  return {
    ...thread,
    // What was revised after this part, or is now, is revised here too.
    entries: inOrder(
      entries,
      [...revisions, ...thread.entries.filter(({ kind }) => kind === 'revision')].filter(
        ({ sequence }) => sequence > newest,
      ),
    ),
    notes: thread.notes.filter(({ afterSequence }) => afterSequence <= newest),
    more: (entries[0]?.sequence ?? 1) > 1,
    goesOn: true,
  }
}

/** @throws where nothing came: the line is lost, or the server said no */
export async function readOn(ticketId: string, way: 'before' | 'after'): Promise<void> {
  const { tail, run } = heldOf(ticketId)
  const edge = (run ?? tail).at(way === 'before' ? 0 : -1)?.sequence
  if (!edge) return
  await page(ticketId, way === 'before' ? { before: edge } : { after: edge }, ({ entries }) =>
    withPage(heldOf(ticketId), entries, way),
  )
}

/** To the part around a message; null: to the end. */
export async function turnTo(ticketId: string, sequence: number | null): Promise<void> {
  const { tail, run } = heldOf(ticketId)
  const isIn = (part: Entry[] | null) => part?.some((entry) => entry.sequence === sequence)
  if (sequence === null || isIn(tail)) return hold(ticketId, { tail: trimmed(tail), run: null })
  if (isIn(run)) return
  const before = sequence + THREAD_PAGE_ENTRIES / 2
  await page(ticketId, { before }, ({ entries }) => turnedTo(heldOf(ticketId).tail, entries))
}

async function page(
  ticketId: string,
  where: { before?: number; after?: number },
  put: (answer: DeskCommandAnswer<'thread.read'>) => Held<Entry>,
): Promise<void> {
  let came = false
  await reading(`${ticketId} older`, async () => {
    const answer = await ask('thread.read', { ticketId, ...where })
    batch(() => {
      keepTicket(answer.ticket)
      keepNotes(ticketId, answer.notes)
      hold(ticketId, put(answer), answer.revisions)
    })
    came = true
  })
  if (!came) throw new Error('The page did not come.')
}

const heldOf = (ticketId: string): Held<Entry> => ({
  tail: threads.peek().get(ticketId)?.entries ?? [],
  run: run.peek()?.ticketId === ticketId ? (run.peek()?.entries ?? null) : null,
})

function hold(ticketId: string, held: Held<Entry>, news: Revision[] = []): void {
  const known = run.peek()?.ticketId === ticketId ? (run.peek()?.revisions ?? []) : []
  batch(() => {
    holdEntries(ticketId, held.tail)
    run.value = held.run && { ticketId, entries: held.run, revisions: inOrder(known, news) }
  })
}
