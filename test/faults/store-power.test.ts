// The power goes at every single step of a short life of the store, of which checkpoints, stops and starts are
// part: whatever was acknowledged by then is there.

import { expect, it } from 'vitest'
import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import type { Store } from '../../server/store/store.ts'
import { dataFolders, readableLog } from './folders.ts'
import { type Image, power, writeImage } from './power.ts'
import { at, message, ticket, work } from './records.ts'

const newFolder = dataFolders()

interface Moment {
  image: Image
  /** Per ticket: how many messages. */
  acknowledged: Map<string, number>
}

it('loses nothing that was acknowledged, whenever the power goes', { timeout: 120_000 }, async () => {
  const dir = await newFolder()
  const disk = power()
  const moments: Moment[] = []
  const acknowledged = new Map<string, number>()
  disk.onStep = () => {
    const { late, early } = disk.images(dir)
    for (const image of [late, early]) moments.push({ image, acknowledged: new Map(acknowledged) })
  }
  // Each commit is followed by a checkpoint, and no journal is kept that is not needed.
  const open = () =>
    openLowdbStore({ dir, log: readableLog(), files: disk.files, limits: { journalBytes: 0, keptBytes: 0 } })

  for (let life = 0; life < 3; life++) {
    const store = await open()
    for (let n = 1; n <= 3; n++) {
      await says(store, 'tkt_1', life * 3 + n)
      acknowledged.set('tkt_1', life * 3 + n)
    }
    await says(store, `tkt_life_${life}`, 1)
    acknowledged.set(`tkt_life_${life}`, 1)
    await store.close()
  }

  const distinct = differing(moments)
  expect(distinct.length, 'the power went at many different moments').toBeGreaterThan(60)
  for (const { image, acknowledged } of distinct) {
    const after = await newFolder()
    await writeImage(image, after)
    const store = await openLowdbStore({ dir: after, log: readableLog() })
    for (const [ticketId, count] of acknowledged) {
      const entries = await store.read.entries.after(ticketId, 0, 100)
      const sequences = entries.map(({ sequence }) => sequence)
      expect(sequences.slice(0, count)).toEqual(Array.from({ length: count }, (_, i) => i + 1))
      expect((await store.read.tickets.find(ticketId))?.newestSequence).toBe(sequences.length)
      const newest = sequences.length
      expect((await store.read.dueWork.find(`mail-${ticketId}-${newest}`))?.dueAt).toBe(at(newest))
      expect(await store.read.dueWork.find(`mail-${ticketId}-${newest - 1}`)).toBeUndefined()
    }
    await store.close()
  }
})

/** A message, and due work that replaces that of the message before. */
async function says(store: Store, ticketId: string, sequence: number): Promise<void> {
  await store.commit(async (tx) => {
    await tx.entries.append(message(ticketId, sequence))
    await tx.tickets.put(ticket(ticketId, { newestSequence: sequence, updatedAt: at(sequence) }))
    await tx.dueWork.put(work(`mail-${ticketId}-${sequence}`, at(sequence)))
    await tx.dueWork.remove(`mail-${ticketId}-${sequence - 1}`)
  })
}

/** Most steps change nothing that survives; each state is looked at once, with all that was acknowledged in it. */
function differing(moments: Moment[]): Moment[] {
  const states = new Map<string, Moment>()
  for (const moment of moments) {
    const files = [...moment.image].sort(([one], [other]) => (one < other ? -1 : 1))
    const state = files.map(([path, bytes]) => `${path} ${bytes.toString('base64')}`).join('\n')
    states.set(state, moment)
  }
  return [...states.values()]
}
