// A ticket that is removed leaves the data folder: its words lie in no file any more, and those beside it stay what they were.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import type { Store } from '../../server/store/store.ts'
import { crashImage, dataFolders, filesBelow, readableLog } from './folders.ts'
import { clientId, maya, message, note, ticket } from './records.ts'

const newFolder = dataFolders()

const open = async (dir: string, removedMs = 0) => {
  const log = readableLog()
  return { log, store: await openLowdbStore({ dir, log, limits: { removedMs } }) }
}

async function writes(store: Store, id: string, from: number, to: number): Promise<void> {
  await store.commit(async (tx) => {
    for (let n = from; n <= to; n++) {
      await tx.entries.append(message(id, n, `words of ${id} number ${n}.`))
      await tx.notes.append(note(id, n))
      await tx.clientIds.put(clientId(maya.id, `${id}-${n}`, { ticketId: id, sequence: n }))
    }
    await tx.tickets.put(ticket(id, { newestSequence: to, newestNote: to }))
  })
}

const textsOf = async ({ read }: Store, id: string) =>
  (await read.entries.after(id, 0, 1_000)).map((entry) => (entry.kind === 'message' ? entry.text : ''))

/** Files in which a word stands. */
async function filesWith(dir: string, word: string): Promise<string[]> {
  const found: string[] = []
  for (const path of await filesBelow(dir)) if ((await readFile(path)).includes(word)) found.push(path)
  return found
}

it('is in no file any more once these were written anew, and all others are as they were', async () => {
  const dir = await newFolder()
  for (const [life, to] of [3, 6, 9].entries()) {
    const { store } = await open(dir)
    for (const id of ['tkt_stays', 'tkt_goes', 'tkt_too']) await writes(store, id, 3 * life + 1, to)
    await store.close()
  }
  expect((await filesWith(dir, 'words of tkt_goes')).length, 'it was there').toBeGreaterThan(0)

  const { store } = await open(dir)
  const stays = await textsOf(store, 'tkt_stays')
  // Somebody reads while it goes, and after its files were written anew.
  const reading = textsOf(store, 'tkt_too')
  await store.commit((tx) => tx.tickets.remove('tkt_goes'))
  expect(await textsOf(store, 'tkt_goes')).toEqual([])
  await store.close()
  expect(await reading).toHaveLength(9)
  expect(await filesWith(dir, 'tkt_goes')).toEqual([])

  const again = await open(dir)
  expect(again.log.complaints()).toEqual([])
  expect(await textsOf(again.store, 'tkt_stays')).toEqual(stays)
  expect(await again.store.read.clientIds.find(maya.id, 'tkt_goes-9')).toBeUndefined()
  expect((await again.store.read.clientIds.find(maya.id, 'tkt_too-9'))?.sequence).toBe(9)
  // Threads go on behind what was written anew, in the same file.
  await writes(again.store, 'tkt_stays', 10, 10)
  await again.store.close()
  expect((await filesBelow(join(dir, 'threads'))).length).toBe(1)
  const last = await open(dir)
  expect(await textsOf(last.store, 'tkt_stays')).toEqual([...stays, 'words of tkt_stays number 10.'])
  await last.store.close()
})

it('stays away from the first moment, though its words lie in files until these are written anew', async () => {
  const dir = await newFolder()
  const late = 60 * 60_000
  const first = await open(dir, late)
  for (const id of ['tkt_stays', 'tkt_goes']) await writes(first.store, id, 1, 3)
  await first.store.close()
  const { store } = await open(dir, late)
  await store.commit((tx) => tx.tickets.remove('tkt_goes'))
  // Before a checkpoint: only the journal says so.
  const crashed = await crashImage(dir, join(await newFolder(), 'data'))
  await store.close()
  expect((await filesWith(dir, 'words of tkt_goes')).length).toBeGreaterThan(0)
  for (const folder of [crashed, dir, dir]) {
    const after = await open(folder, late)
    expect(after.log.complaints()).toEqual([])
    expect(await after.store.read.tickets.find('tkt_goes')).toBeUndefined()
    expect(await textsOf(after.store, 'tkt_goes')).toEqual([])
    expect(await after.store.read.clientIds.find(maya.id, 'tkt_goes-1')).toBeUndefined()
    expect(await textsOf(after.store, 'tkt_stays')).toHaveLength(3)
    await after.store.close()
  }
})
