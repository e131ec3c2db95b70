// A process of its own that is going to be killed. It says what it found in the store, then writes from several
// writers at once and says each commit when it was acknowledged. Partner: store-kill.test.ts.

import { writeSync } from 'node:fs'
import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import type { Store, Tables } from '../../server/store/store.ts'
import { clientId, message, ticket } from './records.ts'

const WRITERS = 6
/** Small, so that a kill often falls into a checkpoint. */
const LIMITS = { journalBytes: 48 * 1024, keptBytes: 0 }
/** Smaller still: a kill falls into one that is made, or taken, as often. */
const SPACE = { afterBytes: 4 * 1024, bytes: 32 * 1024 }
const SHARED = 'tkt_shared'

export interface Found {
  /** Ticket → texts of its thread, by sequence. */
  threads: Record<string, string[]>
  /** What does not fit together; must be empty. */
  wrong: string[]
}

/** A pipe is written at once: what was said is with the reader, whatever happens next. */
const say = (word: string, facts: unknown) => writeSync(1, `${word} ${JSON.stringify(facts)}\n`)

async function main(dir: string, round: string): Promise<void> {
  say('opening', round)
  const complain = (facts: object, sentence: string) => void say('log', { sentence, facts: String(facts) })
  const log = { info() {}, warn() {}, error: complain }
  const store = await openLowdbStore({ dir, log, limits: LIMITS, space: SPACE })
  say('found', await readAll(store))
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(store, round, writer)))
}

async function write(store: Store, round: string, writer: number): Promise<void> {
  for (let n = 0; ; n++) {
    const text = `${round}/${writer}/${n}`
    await store.commit(async (tx) => {
      await append(tx, `tkt_${writer}`, text)
      // One commit, two threads: both or neither.
      if (n % 3 === 0) await append(tx, SHARED, text)
      await tx.clientIds.put(clientId(`writer-${writer}`, text, { ticketId: `tkt_${writer}` }))
      await tx.tickets.nextNumber()
    })
    say('kept', { writer, n })
  }
}

async function append(tx: Tables, id: string, text: string): Promise<void> {
  const now = (await tx.tickets.find(id)) ?? ticket(id)
  const sequence = now.newestSequence + 1
  await tx.entries.append(message(id, sequence, text))
  await tx.tickets.put({ ...now, newestSequence: sequence })
}

async function readAll(store: Store): Promise<Found> {
  const threads: Found['threads'] = {}
  const wrong: string[] = []
  let own = 0
  for (const id of [SHARED, ...Array.from({ length: WRITERS }, (_, writer) => `tkt_${writer}`)]) {
    const entries = await store.read.entries.after(id, 0, Number.MAX_SAFE_INTEGER)
    const head = await store.read.tickets.find(id)
    if ((head?.newestSequence ?? 0) !== entries.length) {
      wrong.push(`${id}: the head says ${head?.newestSequence}, the thread has ${entries.length}`)
    }
    threads[id] = entries.map((entry, index) => {
      if (entry.sequence !== index + 1) wrong.push(`${id}: ${entry.sequence} stands at ${index + 1}`)
      return entry.kind === 'message' ? entry.text : ''
    })
    if (id !== SHARED) own += entries.length
  }
  for (const [id, texts] of Object.entries(threads)) {
    if (id === SHARED) continue
    for (const text of texts.slice(-20)) {
      if (!(await store.read.clientIds.find(id.replace('tkt_', 'writer-'), text))) {
        wrong.push(`${text} is not known by its client id`)
      }
    }
  }
  const number = await store.commit((tx) => tx.tickets.nextNumber())
  // One number a commit, one for each earlier look at the next number.
  if (number < own) wrong.push(`number ${number} after ${own} commits`)
  return { threads, wrong }
}

const [, , dir = '', round = ''] = process.argv
void main(dir, round)
