// A life of the store of which every step is recorded, so that the power can go at each of them: whatever was
// acknowledged by then must be there. The short form is store-power.test.ts, the long one bench/faults.ts.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import type { Store } from '../../server/store/store.ts'
import { readableLog } from './folders.ts'
import { type Image, power } from './power.ts'
import { at, clientId, maya, message, note, ticket, work } from './records.ts'

interface Moment {
  image: Image
  /** How many of the commits in `Recording.acknowledged` were acknowledged by then. */
  acknowledged: number
}

interface Recording {
  /** In the order in which they came; each a state of the disk that no other is. */
  moments: Moment[]
  acknowledged: Acknowledged[]
  /** Operations that changed the disk. */
  steps: number
}

/** A message; or that its ticket was removed, which names no sequence. */
interface Acknowledged {
  ticketId: string
  sequence: number | null
}

/** Writers at once, so that some commits share a sync. */
const WRITERS = 3

/** Each life is a start, some commits, of which nearly all are followed by a checkpoint, and a stop. */
export async function record(dir: string, lives: number, commits: number): Promise<Recording> {
  const disk = power()
  const recording: Recording = { moments: [], acknowledged: [], steps: 0 }
  const seen = new Set<string>()
  disk.onStep = () => {
    recording.steps++
    for (const image of disk.images(dir)) {
      const state = stateOf(image)
      if (!seen.has(state)) recording.moments.push({ image, acknowledged: recording.acknowledged.length })
      seen.add(state)
    }
  }
  for (let life = 0; life < lives; life++) {
    // Every other one keeps some journal, as a server does.
    const limits = { journalBytes: 0, keptBytes: life % 2 === 0 ? 0 : 4_096, removedMs: 0 }
    const store = await openLowdbStore({
      dir,
      log: readableLog(),
      files: disk.files,
      limits,
      // Every third writes into space that was made before, so little that it goes from one file to the next.
      ...(life % 3 === 2 && { space: { afterBytes: 0, bytes: 16_384 } }),
      notedEveryMs: 1,
    })
    const write = async (writer: number) => {
      for (let n = 0; n < commits; n++) {
        const ticketId = n % 4 === 0 ? `tkt_life_${life}` : `tkt_writer_${writer}`
        const sequence = await says(store, ticketId)
        recording.acknowledged.push({ ticketId, sequence })
      }
      // One that only this writer knows; its words are in thread files already, of this life or the one before.
      const ticketId = `tkt_gone_${life}_${writer}`
      recording.acknowledged.push({ ticketId, sequence: await says(store, ticketId) })
      const earlier = life > 0 ? `tkt_gone_${life - 1}_${writer}` : ticketId
      await store.commit((tx) => tx.tickets.remove(earlier))
      recording.acknowledged.push({ ticketId: earlier, sequence: null })
    }
    await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)))
    await store.close()
  }
  return recording
}

/** A message and a note, and due work that replaces that of the message before. */
async function says(store: Store, id: string): Promise<number> {
  return store.commit(async (tx) => {
    const now = (await tx.tickets.find(id)) ?? ticket(id)
    const sequence = now.newestSequence + 1
    await tx.entries.append(message(id, sequence))
    await tx.notes.append(note(id, sequence))
    await tx.clientIds.put(clientId(maya.id, `${id} ${sequence}`, { ticketId: id, sequence }))
    await tx.tickets.put({ ...now, newestSequence: sequence, updatedAt: at(sequence) })
    await tx.dueWork.put(work(`mail-${id}-${sequence}`, at(sequence)))
    await tx.dueWork.remove(`mail-${id}-${sequence - 1}`)
    return sequence
  })
}

/** Starts from what is left. @returns what is wrong, or null */
export async function startAfter(moment: Moment, recording: Recording, room: string): Promise<string | null> {
  rmSync(room, { recursive: true, force: true })
  for (const [path, bytes] of moment.image) {
    mkdirSync(dirname(join(room, path)), { recursive: true })
    writeFileSync(join(room, path), bytes)
  }
  const log = readableLog()
  try {
    const store = await openLowdbStore({ dir: room, log })
    const wrong = await lookThrough(store, recording.acknowledged.slice(0, moment.acknowledged))
    await store.close()
    return wrong ?? complaintIn(log.complaints())
  } catch (error) {
    return String(error)
  }
}

/** A torn last line, a folder that had not come to a manifest, or to its copy: all that the power may leave to be said. */
function complaintIn(complaints: string[]): string | null {
  const expected = /last line of the journal is not whole|all journal files are replayed|one of the two files/
  return complaints.find((sentence) => !expected.test(sentence)) ?? null
}

async function lookThrough({ read }: Store, acknowledged: Recording['acknowledged']): Promise<string | null> {
  const newest = new Map<string, number>()
  for (const { ticketId, sequence } of acknowledged) {
    if (sequence === null) {
      newest.delete(ticketId)
      const left = await leftOf(read, ticketId)
      if (left) return left
    } else newest.set(ticketId, Math.max(sequence, newest.get(ticketId) ?? 0))
  }
  for (const [id, count] of newest) {
    const entries = await read.entries.after(id, 0, 10_000)
    // Removed, and nobody was told of it any more: then all of it is gone.
    if (id.startsWith('tkt_gone') && !(await read.tickets.find(id))) {
      const left = await leftOf(read, id)
      if (left) return left
      continue
    }
    const sequences = entries.map(({ sequence }) => sequence)
    if (sequences.length < count) return `${id} has ${sequences.length} of ${count} acknowledged messages`
    if (sequences.some((sequence, index) => sequence !== index + 1)) return `${id} is out of order`
    const last = sequences.length
    if ((await read.tickets.find(id))?.newestSequence !== last)
      return `${id}: the head is not of the last message`
    if ((await read.notes.after(id, 0, 1_000)).length !== last) return `${id}: a message without its note`
    if (!(await read.clientIds.find(maya.id, `${id} ${last}`)))
      return `${id}: the last client id is not known`
    if ((await read.dueWork.find(`mail-${id}-${last}`))?.dueAt !== at(last))
      return `${id}: the due work is missing`
    if (await read.dueWork.find(`mail-${id}-${last - 1}`)) return `${id}: due work that was removed is back`
  }
  return null
}

async function leftOf(read: Store['read'], id: string): Promise<string | null> {
  const left = [
    await read.tickets.find(id),
    (await read.entries.after(id, 0, 10)).at(0),
    (await read.notes.after(id, 0, 1_000)).at(0),
    await read.clientIds.find(maya.id, `${id} 1`),
  ]
  return left.some(Boolean) ? `${id} was removed, and something of it is back` : null
}

const ids = new WeakMap<Buffer, number>()
let newestId = 0

/** By which bytes lie where: the model never changes bytes that it has given away. */
function stateOf(image: Image): string {
  return [...image]
    .map(([path, bytes]) => {
      const id = ids.get(bytes) ?? ++newestId
      ids.set(bytes, id)
      return `${path} ${bytes.length === 0 ? 0 : id}`
    })
    .sort()
    .join('\n')
}
