// A ticket's notes, page by page: agents write more of them than anybody reads at once, and the time its own lines. They are numbered
// without holes, and stand in the thread in the order of their numbers. Partner: thread.ts.

import { THREAD_PAGE_NOTES } from '../../protocol/limits.ts'
import type { NoteRecord, TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'

type Notes = Pick<ReadTables, 'notes'>

/** From the newest page to the oldest, each oldest first. */
export async function* pagesOfNotes({ notes }: Notes, ticketId: string): AsyncGenerator<NoteRecord[]> {
  for (let before = Number.MAX_SAFE_INTEGER; before > 1; ) {
    const page = await notes.before(ticketId, before, THREAD_PAGE_NOTES)
    if (page.length === 0) return
    yield page
    before = page[0]?.noteSequence ?? 1
  }
}

export async function allNotes(read: Notes, { id, newestNote }: TicketRecord): Promise<NoteRecord[]> {
  const all: NoteRecord[] = []
  if (newestNote > 0) for await (const page of pagesOfNotes(read, id)) all.unshift(...page)
  return all
}

/** Those that stand in a part of the thread, as far as a page goes. @param end its newest entry; absent: the end of the thread */
export async function notesOfPart(
  { notes }: Notes,
  { id, newestNote }: TicketRecord,
  end?: number,
): Promise<NoteRecord[]> {
  if (newestNote === 0) return []
  const isOnePage = newestNote <= THREAD_PAGE_NOTES
  const before =
    end === undefined || isOnePage
      ? Number.MAX_SAFE_INTEGER
      : (await newestBehind(notes, { id, newestNote }, end)) + 1
  return notes.before(id, before, THREAD_PAGE_NOTES)
}

/** By halves: a dozen looks among four thousand. */
async function newestBehind(
  notes: Notes['notes'],
  { id, newestNote }: Pick<TicketRecord, 'id' | 'newestNote'>,
  end: number,
): Promise<number> {
  let [standing, later] = [0, newestNote + 1]
  while (later - standing > 1) {
    const middle = Math.floor((standing + later) / 2)
    const [note] = await notes.after(id, middle - 1, 1)
    if (note && note.afterSequence <= end) standing = middle
    else later = middle
  }
  return standing
}
