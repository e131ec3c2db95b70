// A full or failing disk: each commit is answered, what was refused never appears, reading goes on, and when the
// disk is well again so is the store, without a restart.

import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import type { Store } from '../../server/store/store.ts'
import { type BadDisk, badDisk } from './bad-disk.ts'
import { crashImage, dataFolders, filesBelow, type ReadableLog, readableLog } from './folders.ts'
import { clientId, maya, message, ticket } from './records.ts'

const newFolder = dataFolders()
let dir: string
let disk: BadDisk
let log: ReadableLog
let store: Store

beforeEach(async () => {
  dir = await newFolder()
  disk = badDisk()
  log = readableLog()
  store = await openLowdbStore({ dir, log, files: disk.files, limits: { keptBytes: 0 } })
})
afterEach(() => store.close())

/** Maya's next message, as the rule would commit it. */
function says(text: string): Promise<number> {
  return store.commit(async (tx) => {
    const now = (await tx.tickets.find('tkt_1')) ?? ticket('tkt_1')
    const sequence = now.newestSequence + 1
    await tx.entries.append(message('tkt_1', sequence, text))
    await tx.tickets.put({ ...now, newestSequence: sequence })
    return sequence
  })
}

async function textsIn(from: Store): Promise<string[]> {
  const entries = await from.read.entries.after('tkt_1', 0, 10_000)
  entries.forEach((entry, index) => {
    expect(entry.sequence).toBe(index + 1)
  })
  return entries.map((entry) => (entry.kind === 'activity' ? entry.code : (entry.text ?? '')))
}

async function textsAfterCrash(): Promise<string[]> {
  const image = await crashImage(dir, join(await newFolder(), 'data'))
  const other = await openLowdbStore({ dir: image, log: readableLog() })
  const texts = await textsIn(other)
  await other.close()
  return texts
}

const storeFailed = { code: 'store.failed' }

describe('a full disk', () => {
  it('refuses, forgets, and goes on when there is space again', async () => {
    await says('before')
    disk.freeBytes = 50
    await expect(says('refused')).rejects.toMatchObject(storeFailed)
    expect(disk.failures, 'the disk was really full').toBeGreaterThan(0)
    expect(await textsIn(store)).toEqual(['before'])
    expect(await store.commit(async (tx) => (await tx.tickets.find('tkt_1'))?.newestSequence)).toBe(1)
    expect(await textsAfterCrash()).toEqual(['before'])

    disk.freeBytes = Number.POSITIVE_INFINITY
    expect(await says('after')).toBe(2)
    expect(await textsIn(store)).toEqual(['before', 'after'])
    expect(await textsAfterCrash()).toEqual(['before', 'after'])
  })

  it('answers each of many writers, and keeps exactly what it acknowledged', async () => {
    await says('before')
    disk.freeBytes = 40_000
    const answers = await Promise.allSettled(
      Array.from({ length: 40 }, async (_, writer) => {
        const kept: string[] = []
        for (let n = 0; n < 20; n++) {
          const text = `${writer}/${n}`
          await says(text).then(
            () => kept.push(text),
            (error) => expect(error).toMatchObject(storeFailed),
          )
        }
        return kept
      }),
    )
    const acknowledged = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
    expect(answers.every(({ status }) => status === 'fulfilled')).toBe(true)
    expect(acknowledged.length).toBeGreaterThan(0)
    expect(acknowledged.length, 'the disk was really full').toBeLessThan(800)
    const texts = await textsIn(store)
    expect([...texts].sort()).toEqual(['before', ...acknowledged].sort())
    expect(await textsAfterCrash()).toEqual(texts)
  })

  it('gives back the number of a ticket that could not be kept', async () => {
    expect(await store.commit((tx) => tx.tickets.nextNumber())).toBe(1)
    disk.freeBytes = 0
    await expect(store.commit((tx) => tx.tickets.nextNumber())).rejects.toMatchObject(storeFailed)
    disk.freeBytes = Number.POSITIVE_INFINITY
    expect(await store.commit((tx) => tx.tickets.nextNumber())).toBe(2)
  })

  it('is said once in the log, and its end too', async () => {
    disk.freeBytes = 0
    for (const text of ['one', 'two', 'three']) {
      await expect(says(text)).rejects.toMatchObject(storeFailed)
    }
    disk.freeBytes = Number.POSITIVE_INFINITY
    await says('four')
    expect(log.complaints()).toHaveLength(1)
    expect(log.complaints()[0]).toContain('could not be written')
    expect(log.lines.at(-1)?.sentence).toContain('can be written again')
  })

  it('that keeps documents from being written loses nothing', async () => {
    await says('in the journal')
    disk.freeBytes = 10
    await store.close()
    expect(log.complaints()).toEqual([expect.stringContaining('the last checkpoint failed')])
    expect((await filesBelow(join(dir, 'documents'))).filter((path) => path.endsWith('.json'))).toEqual([])
    disk.freeBytes = Number.POSITIVE_INFINITY
    store = await openLowdbStore({ dir, log, files: disk.files })
    expect(await textsIn(store)).toEqual(['in the journal'])
  })
})

describe('a failing disk', () => {
  it('may have taken the bytes: what was refused does not come back after a crash', async () => {
    await says('before')
    disk.failingSyncs = 1
    await expect(says('refused')).rejects.toMatchObject(storeFailed)
    expect(await textsAfterCrash()).toEqual(['before'])
    expect(await says('after')).toBe(2)
    expect(await textsAfterCrash()).toEqual(['before', 'after'])
  })

  it('that cannot even cut refuses until it can, and cuts before it writes', async () => {
    await says('before')
    disk.failingSyncs = 1
    disk.failingCuts = 2
    await expect(says('refused')).rejects.toMatchObject(storeFailed)
    await expect(says('refused as well')).rejects.toMatchObject(storeFailed)
    expect(disk.failures).toBe(3)
    expect(await says('after')).toBe(2)
    expect(await textsAfterCrash()).toEqual(['before', 'after'])
  })

  it('takes with it what was built on the refused commit, even by a work that has not ended', async () => {
    await says('before')
    let letGo = () => {}
    disk.holdSync = new Promise<void>((resolve) => {
      letGo = resolve
    })
    disk.failingSyncs = 1
    const first = says('first')
    // The second sees the first, which waits for the disk; the third is still at work when the disk fails.
    const second = store.commit(async (tx) => {
      expect((await tx.tickets.find('tkt_1'))?.newestSequence).toBe(2)
      await tx.contacts.put(maya)
    })
    const third = store.commit(async (tx) => {
      await tx.contacts.put({ ...maya, name: 'Maya, at work' })
      const failed = Promise.allSettled([first])
      letGo()
      await failed
    })
    await expect(first).rejects.toMatchObject(storeFailed)
    await expect(second).rejects.toMatchObject(storeFailed)
    await expect(third).rejects.toMatchObject(storeFailed)
    expect(await store.read.contacts.find(maya.id)).toBeUndefined()
    expect(await says('after')).toBe(2)
    expect(await textsAfterCrash()).toEqual(['before', 'after'])
  })
})

describe('a commit that is not durable yet', () => {
  it('is not seen by readers, and a resend that found it is answered only with it', async () => {
    let letGo = () => {}
    disk.holdSync = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const sent: string[] = []
    const name = clientId(maya.id, 'client-1', { ticketId: 'tkt_1', sequence: 1 })
    const first = store
      .commit(async (tx) => {
        await tx.tickets.put(ticket('tkt_1'))
        await tx.clientIds.put(name)
      })
      .then(() => sent.push('first'))
    const resend = store
      .commit(async (tx) => tx.clientIds.find(maya.id, 'client-1'))
      .then((found) => {
        expect(found).toEqual(name)
        sent.push('resend')
      })
    // The next work runs only after the two, and reads past the disk that waits.
    await new Promise<void>((resolve) => {
      void store.commit(async () => resolve())
    })
    expect(await store.read.tickets.find('tkt_1')).toBeUndefined()
    expect(await store.read.clientIds.find(maya.id, 'client-1')).toBeUndefined()
    expect(await store.read.tickets.listForContact(maya.id, 5)).toEqual([])
    expect(sent).toEqual([])
    letGo()
    await Promise.all([first, resend])
    expect(sent).toEqual(['first', 'resend'])
    expect(await store.read.tickets.find('tkt_1')).toEqual(ticket('tkt_1'))
  })

  it('is seen, and once, by a work that is still going on when it has become durable', async () => {
    const first = says('first')
    const second = says('second')
    const seen = store.commit(async (tx) => {
      const look = async () => ({
        head: (await tx.tickets.find('tkt_1'))?.newestSequence,
        of: (await tx.tickets.listForContact(maya.id, 5)).map(({ id }) => id),
        thread: (await tx.entries.after('tkt_1', 0, 10)).map(({ sequence }) => sequence),
      })
      const before = await look()
      expect(await store.read.tickets.find('tkt_1'), 'nothing is durable yet').toBeUndefined()
      await Promise.all([first, second])
      await tx.entries.append(message('tkt_1', 3))
      return { before, after: await look() }
    })
    const two = { head: 2, of: ['tkt_1'], thread: [1, 2] }
    expect(await seen).toEqual({ before: two, after: { ...two, thread: [1, 2, 3] } })
    expect(await textsIn(store)).toEqual(['first', 'second', 'message 3'])
  })

  it('takes its resend with it when it fails', async () => {
    disk.failingSyncs = 1
    const first = store.commit((tx) => tx.clientIds.put(clientId(maya.id, 'client-1')))
    const resend = store.commit((tx) => tx.clientIds.find(maya.id, 'client-1'))
    await expect(first).rejects.toMatchObject(storeFailed)
    await expect(resend).rejects.toMatchObject(storeFailed)
    expect(await store.read.clientIds.find(maya.id, 'client-1')).toBeUndefined()
  })
})
