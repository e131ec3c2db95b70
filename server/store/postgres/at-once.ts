// Keeps what some commits put with one statement, which is a transaction of its own: it holds names and rows, looks whether what
// was read is so, writes if all of it is, and is durable when it is answered. One round trip, whatever the works asked. What does
// not hold leaves everything as it was, and is left to keep.ts, which finds out what it was that did not. Partner: commits.ts.

import { statementFor } from './at-once-statement.ts'
import { type Attempt, idOf, type Write } from './attempt.ts'
import type { Name } from './collections.ts'
import type { Connection, Database } from './database.ts'
import { type Kept, namesToHold } from './keep.ts'
import type { State } from './known.ts'

/**
 * Where this copy has a transaction under way, and the mark of the last one there: each says whose it follows, so that one of
 * which no answer came is either kept already or never will be. null while that is not known.
 */
export interface Place {
  readonly name: string
  mark: string | null
}

/** What the one statement must find, hold and do. */
export interface Wanted {
  /** As it was read, of the server's own. */
  there: Map<string, { name: Name; key: string; version: string }>
  /** Not there when it was read, and put now. */
  absent: Map<string, { name: Name; key: string }>
  /** The last of each. */
  writes: Map<string, Write>
  /** Threads of which this process does not know the newest number. */
  newest: { name: 'entries' | 'notes'; ticketId: string; before: number }[]
  toHold: Set<string>
}

/**
 * @returns what the statement must find and do; null where keep.ts must look: at lists, at what was not there and is not put,
 *   at what this process itself changed meanwhile
 */
export function wantedBy(batch: (Kept & { changedLists: Set<string> })[]): Wanted | null {
  const wanted: Wanted = {
    there: new Map(),
    absent: new Map(),
    writes: new Map(),
    newest: [],
    toHold: new Set(),
  }
  const put = new Map<State, Kept>()
  const appended = new Map<string, number>()
  for (const commit of batch) {
    const { attempt, changedLists } = commit
    if (attempt.lists.size > 0) return null
    for (const [id, { name, key, state }] of attempt.reads) {
      if (put.has(state)) continue
      if (state.isDead || state.version === undefined || wanted.writes.has(id)) return null
      if (state.version === null) {
        if (!attempt.writes.has(id)) return null
        wanted.absent.set(id, { name, key })
      } else {
        const { version } = wanted.there.get(id) ?? state
        if (version !== state.version) return null
        wanted.there.set(id, { name, key, version: state.version })
      }
    }
    for (const [thread, { name, ticketId, first, last }] of attempt.added) {
      const before = appended.get(thread) ?? newestBefore(attempt, ticketId, name)
      if (before === undefined) wanted.newest.push({ name, ticketId, before: first - 1 })
      else if (before !== first - 1) return null
      appended.set(thread, last)
    }
    for (const [id, write] of attempt.writes) wanted.writes.set(id, write)
    for (const state of commit.states.values()) put.set(state, commit)
    for (const name of namesToHold(attempt, changedLists, { isInserting: true })) wanted.toHold.add(name)
  }
  return wanted
}

/** As long as the ticket is as it was read, so is its thread. */
function newestBefore({ reads }: Attempt, ticketId: string, name: 'entries' | 'notes'): number | undefined {
  return reads.get(idOf('tickets', ticketId))?.state.newest?.[name]
}

/** @returns the transaction as it stands beside what it wrote; null where something did not hold, and nothing was written */
export async function keepAtOnce(
  connection: Connection,
  wanted: Wanted,
  place: Place,
  mark: string,
): Promise<string | null> {
  const { rows } = await connection.query(statementFor(wanted, place, mark))
  return rows[0]?.version ?? null
}

/**
 * Of a statement without an answer: the transaction that kept it, or null, and then none ever will: its place has another mark
 * than the one that it follows. Waits for one that is about to end.
 */
export async function keptAfterAll(database: Database, place: Place, mark: string): Promise<string | null> {
  const until = Date.now() + database.patienceMs
  const values = [place.name, mark]
  const ended = `UPDATE marks SET mark = 'none after ' || $2, at = now() WHERE place = $1 AND mark <> $2`
  await database.query({ text: ended, values }, until)
  const asked = 'SELECT xmin::text AS version FROM marks WHERE place = $1 AND mark = $2'
  const [row] = await database.query({ text: asked, values }, until)
  return row?.version ?? null
}
