// What is removed leaves the data folder: its words lie in no file any more, and what stands beside it stays what it was.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import type { Store } from '../../server/store/store.ts'
import { crashImage, dataFolders, filesBelow, readableLog } from './folders.ts'
import { clientId, maya, message, note, proof, ticket } from './records.ts'

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

describe('what no ticket has: a code to an address, a webhook, a mail, a contact, a search', () => {
  const goes = {
    proof: proof('prf_goes', 'canary@home.example', '2026-01-01T00:00:00.000Z'),
    delivery: {
      ...{ id: 'dlv_goes', type: 'ticket.opened', url: 'https://host.example/', body: '{"of":"canary"}' },
      ...{ mergeId: null, state: 'delivered' as const, attempts: [], createdAt: '2026-01-01T00:00:00.000Z' },
    },
    mail: {
      ...{ id: 'mal_goes', to: 'canary@home.example', subject: 'Your code', text: 'canary' },
      ...{ state: 'sent' as const, attempts: [], createdAt: '2026-01-01T00:00:00.000Z' },
    },
  }
  const search = (id: string, query: string, at: string) => ({ id, locale: 'en', query, at })
  const keeps = (store: Store) =>
    store.commit(async (tx) => {
      await tx.addressProofs.put(goes.proof)
      await tx.addressProofs.put(proof('prf_stays', 'leo@home.example', '2026-06-01T00:00:00.000Z'))
      await tx.deliveries.put(goes.delivery)
      await tx.mails.put(goes.mail)
      await tx.contacts.put({ ...maya, id: 'ctc_canary', email: 'canary@home.example', externalId: 'canary' })
      await tx.searchGaps.put(search('gap_goes', 'canary of ward three', '2026-01-01T12:00:00.000Z'))
      // Of the same day, so that they lie in one document.
      await tx.searchGaps.put(search('gap_stays', 'parking', '2026-01-01T13:00:00.000Z'))
    })
  const removes = (store: Store) =>
    store.commit(async (tx) => {
      await tx.addressProofs.removeOld('2026-02-01T00:00:00.000Z', 9)
      await tx.deliveries.removeOld('2026-02-01T00:00:00.000Z', 9)
      await tx.mails.remove('mal_goes')
      await tx.contacts.remove('ctc_canary')
      await tx.searchGaps.removeOld('2026-01-01T13:00:00.000Z', 9)
    })
  const isGone = async ({ read }: Store) => {
    expect(await read.addressProofs.find('prf_goes')).toBeUndefined()
    expect(await read.addressProofs.find('prf_stays')).toBeDefined()
    expect(await read.deliveries.find('dlv_goes')).toBeUndefined()
    expect(await read.mails.find('mal_goes')).toBeUndefined()
    expect(await read.contacts.find('ctc_canary')).toBeUndefined()
    expect((await read.searchGaps.list(9)).map(({ id }) => id)).toEqual(['gap_stays'])
  }

  it('is in no file any more', async () => {
    const dir = await newFolder()
    const first = await open(dir)
    await keeps(first.store)
    await first.store.close()
    expect((await filesWith(dir, 'canary')).length, 'it was there').toBeGreaterThan(0)
    const { store } = await open(dir)
    await removes(store)
    await store.close()
    expect(await filesWith(dir, 'canary')).toEqual([])
    const again = await open(dir)
    expect(again.log.complaints()).toEqual([])
    await isGone(again.store)
    await again.store.close()
  })

  it('is so, too, where the server ended in between: the manifest knows that something is still to go', async () => {
    const dir = await newFolder()
    const late = 60 * 60_000
    const first = await open(dir, late)
    await keeps(first.store)
    await first.store.close()
    const second = await open(dir, late)
    await removes(second.store)
    // Before a checkpoint, and behind one.
    const crashed = await crashImage(dir, join(await newFolder(), 'data'))
    await second.store.close()
    for (const folder of [crashed, dir]) {
      expect((await filesWith(folder, 'canary')).length, 'the premise').toBeGreaterThan(0)
      const { store, log } = await open(folder)
      expect(log.complaints()).toEqual([])
      await isGone(store)
      await writes(store, 'tkt_1', 1, 1)
      await store.close()
      expect(await filesWith(folder, 'canary')).toEqual([])
    }
  })
})
