// A backup taken while people write: a server starts from it, and everything that was acknowledged before it began is there,
// without a hole. And the way back.

import { execFile } from 'node:child_process'
import { appendFile, cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { historyOf } from '../../server/kept-secret.ts'
import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import { backUp, restore } from '../../server/store/moving/backup.ts'
import type { Store } from '../../server/store/store.ts'
import { contentOf, dataFolders, readableLog } from '../faults/folders.ts'
import { at, clientId, maya, message, ticket } from '../faults/records.ts'

const newFolder = dataFolders()
const TICKETS = 5

/** A copy that is not done between two checkpoints is done when they have written all of it. */
const MOST = 1_500

/** Write as fast as they can until they are told to stop. */
function writing(store: Store) {
  const acknowledged = new Map<string, number>()
  let stopped = false
  const write = async (id: string) => {
    for (let sequence = 1; !stopped && sequence <= MOST; sequence++) {
      await store.commit(async (tx) => {
        await tx.entries.append(message(id, sequence, `${id} says ${sequence}`))
        await tx.tickets.put(ticket(id, { newestSequence: sequence, updatedAt: at(sequence) }))
        await tx.clientIds.put(clientId(maya.id, `${id}-${sequence}`, { ticketId: id, sequence }))
      })
      acknowledged.set(id, sequence)
    }
  }
  const all = Array.from({ length: TICKETS }, (_, n) => write(`tkt_${n}`))
  return {
    acknowledged,
    stop: async () => {
      stopped = true
      await Promise.all(all)
    },
  }
}

test('while people write, with a checkpoint every moment, and each is a folder of one moment', async () => {
  const dir = await newFolder()
  const log = readableLog()
  // Checkpoints while it is copied are the danger: here they come some hundred times as often.
  const store = await openLowdbStore({ dir, log, limits: { journalBytes: 1_000_000, keptBytes: 0 } })
  await mkdir(join(dir, 'attachments'))
  await writeFile(join(dir, 'attachments', 'att_1'), 'a file that somebody sent')
  const people = writing(store)
  try {
    for (let round = 0; round < 5; round++) {
      await store.commit((tx) => tx.tickets.put(ticket('tkt_other', { updatedAt: at(round) })))
      const before = new Map(people.acknowledged)
      const to = join(await newFolder(), 'backup')
      await backUp(dir, to, log)
      const copy = await openLowdbStore({ dir: to, log })
      for (const [id, sequence] of before) {
        const newest = (await copy.read.tickets.find(id))?.newestSequence ?? 0
        expect(newest, id).toBeGreaterThanOrEqual(sequence)
        const entries = await copy.read.entries.after(id, 0, newest + 10)
        expect(entries.map((entry) => entry.sequence)).toEqual(
          Array.from({ length: newest }, (_, n) => n + 1),
        )
        expect((await copy.read.clientIds.find(maya.id, `${id}-${sequence}`))?.sequence).toBe(sequence)
      }
      await copy.close()
      expect(await readFile(join(to, 'attachments', 'att_1'), 'utf8')).toContain('somebody sent')
    }
  } finally {
    await people.stop()
    await store.close()
  }
  expect(Math.max(...people.acknowledged.values()), 'the premise').toBeGreaterThan(100)
  expect(log.complaints()).toEqual([])
})

test('in the middle of a write, of which nobody has been promised anything: the copy ends with what is whole', async () => {
  const dir = await newFolder()
  const log = readableLog()
  const store = await openLowdbStore({ dir, log })
  await store.commit((tx) => tx.tickets.put(ticket('tkt_1')))
  const newest = (await readdir(join(dir, 'journal'))).filter((name) => name.endsWith('.log')).sort()
  await appendFile(join(dir, 'journal', newest.at(-1) ?? ''), 'half of a li')
  const to = join(await newFolder(), 'backup')
  await backUp(dir, to, log)
  const copy = await openLowdbStore({ dir: to, log })
  expect(await copy.read.tickets.find('tkt_1')).toEqual(ticket('tkt_1'))
  await copy.close()
  await store.close()
  expect(log.complaints()).toEqual([])
})

test('and the way back: what was lost is there again, and nothing is written over', async () => {
  const dir = await newFolder()
  const log = readableLog()
  const store = await openLowdbStore({ dir, log })
  await store.commit((tx) => tx.tickets.put(ticket('tkt_1')))
  const history = await historyOf(store)
  const backup = join(await newFolder(), 'backup')
  // As an operator types it, beside the running server.
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: dir }
  const cli = (...words: string[]) =>
    promisify(execFile)(process.execPath, ['dist/server/cli.js', ...words], { env })
  expect((await cli('backup', backup)).stdout).toMatch(
    /^Copied \d+ files, \d+ bytes, .* a server can start from it\.$/m,
  )
  await store.commit((tx) => tx.tickets.put(ticket('tkt_2')))
  await store.close()

  const untouched = await contentOf(dir)
  await expect(restore(backup, dir, log)).rejects.toThrow('move that folder away first')
  await expect(backUp(dir, backup, log)).rejects.toThrow('is not empty')
  await expect(backUp(await newFolder(), join(backup, 'new'), log)).rejects.toThrow('no data of Helpdock')
  await expect(backUp(dir, join(dir, 'backup'), log), 'a copy of the copy').rejects.toThrow(
    'one in the other',
  )
  await expect(restore(backup, join(backup, 'new'), log)).rejects.toThrow('one in the other')
  const link = join(await newFolder(), 'link')
  await symlink(dir, link)
  await expect(backUp(link, join(dir, 'backup'), log), 'by another name').rejects.toThrow('one in the other')
  await expect(restore(dirname(backup), join(link, 'new'), log)).rejects.toThrow(
    /There is no backup in .* meta/,
  )
  expect(await contentOf(dir)).toEqual(untouched)

  await rm(dir, { recursive: true })
  // A disk of its own is never quite empty.
  await mkdir(join(dir, 'lost+found'), { recursive: true })
  await restore(backup, dir, log)
  const restored = await openLowdbStore({ dir, log })
  expect(await historyOf(restored), 'its numbers are given anew').not.toBe(history)
  expect(await restored.read.tickets.find('tkt_1')).toEqual(ticket('tkt_1'))
  expect(await restored.read.tickets.find('tkt_2'), 'of after the backup').toBeUndefined()
  const again = await historyOf(restored)
  await restored.close()
  // Put back in another way, which nobody can know who is not told.
  expect((await cli('restored')).stdout).toContain('Start the server')
  const told = await openLowdbStore({ dir, log })
  expect([history, again]).not.toContain(await historyOf(told))
  await told.close()
  expect(log.complaints()).toEqual([])
})

test('a backup of which something is missing or damaged says so at once, and what lies where it was to go', async () => {
  const log = readableLog()
  const dir = await newFolder()
  const store = await openLowdbStore({ dir, log })
  await store.commit((tx) => tx.tickets.put(ticket('tkt_1')))
  const backup = join(await newFolder(), 'backup')
  await backUp(dir, backup, log)
  await store.close()
  const spoilt = async (spoil: (copy: string) => Promise<unknown>) => {
    const copy = join(await newFolder(), 'copy')
    await cp(backup, copy, { recursive: true })
    await spoil(copy)
    return restore(copy, join(await newFolder(), 'data'), log)
  }
  await expect(spoilt((copy) => rm(join(copy, 'journal'), { recursive: true }))).rejects.toThrow(
    /no such file.*copy\/journal/,
  )
  const inJournal = (copy: string) =>
    readdir(join(copy, 'journal')).then((names) => names.filter((one) => one.endsWith('.log')))
  await expect(
    spoilt(async (copy) => {
      for (const name of await inJournal(copy)) await writeFile(join(copy, 'journal', name), 'x\n')
    }),
  ).rejects.toThrow(/copy is damaged, and .*data has what was copied of it/)
  await spoilt(async () => {})
})
