// The journal writes into space that was made before: what a start makes of its zeros, and of a batch that came in part.

import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { copyFolder } from '../../server/store/lowdb/copy.ts'
import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import type { Store } from '../../server/store/store.ts'
import { crashImage, dataFolders, readableLog } from './folders.ts'
import { message, ticket } from './records.ts'

const newFolder = dataFolders()
const ID = 'tkt_1'
const SPACE = { afterBytes: 0, bytes: 64 * 1024 }
let store: Store | undefined
afterEach(() => store?.close())

/** A running store whose newest journal file has commits that were synced one by one, then `together` in one batch. */
async function writtenIntoSpace(together: number) {
  const dir = await newFolder()
  const opened = await openLowdbStore({ dir, log: readableLog(), space: SPACE })
  store = opened
  let said = 0
  const say = () => {
    const sequence = ++said
    return opened.commit(async (tx) => {
      await tx.entries.append(message(ID, sequence))
      await tx.tickets.put(ticket(ID, { newestSequence: sequence }))
    })
  }
  // The space is made beside; who says something then is the first in it.
  do await say()
  while ((await stat(await newestOf(dir))).size < SPACE.bytes)
  for (let apart = 0; apart < 3; apart++) await say()
  await Promise.all(Array.from({ length: together }, say))
  return { opened, dir, said }
}

const journalsOf = async (dir: string) =>
  (await readdir(join(dir, 'journal'))).filter((name) => name.endsWith('.log')).sort()

const newestOf = async (dir: string) => join(dir, 'journal', (await journalsOf(dir)).at(-1) ?? '')

const sequencesIn = async ({ read }: Store) =>
  (await read.entries.after(ID, 0, 10_000)).map(({ sequence }) => sequence)

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

async function startIn(dir: string) {
  await store?.close()
  const log = readableLog()
  store = await openLowdbStore({ dir, log, space: SPACE })
  return { store, log }
}

/** Zeros where the line with that message stands, as far as `part` of it. */
async function emptied(path: string, sequence: number, part: number): Promise<void> {
  const bytes = await readFile(path)
  const within = bytes.indexOf(`"sequence":${sequence},`)
  expect(within, `message ${sequence} stands in ${path}`).toBeGreaterThan(0)
  const from = bytes.lastIndexOf('\n', within) + 1
  bytes.fill(0, from, from + Math.ceil((bytes.indexOf('\n', within) + 1 - from) * part))
  await writeFile(path, bytes)
}

it('a file in space is full of zeros while it is written, and has none once it is left', async () => {
  const { dir, opened, said } = await writtenIntoSpace(0)
  const path = await newestOf(dir)
  expect((await readFile(path)).length, 'all of it is there before it is said').toBe(SPACE.bytes)
  await opened.close()
  store = undefined
  for (const name of await journalsOf(dir))
    expect((await readFile(join(dir, 'journal', name))).includes(0), name).toBe(false)
  expect(await readdir(join(dir, 'journal'))).not.toContain('next.unfinished')
  expect(await sequencesIn((await startIn(dir)).store)).toEqual(upTo(said))
})

it('a start after a crash takes the zeros for what they are, says nothing of them, and lets them go', async () => {
  const { dir, said } = await writtenIntoSpace(4)
  const crashed = await crashImage(dir, join(await newFolder(), 'data'))
  const path = await newestOf(crashed)
  expect((await readFile(path)).at(-1)).toBe(0)
  const { store: after, log } = await startIn(crashed)
  expect(await sequencesIn(after)).toEqual(upTo(said))
  expect(log.complaints()).toEqual([])
  expect(await readFile(path).then((bytes) => bytes.includes(0))).toBe(false)
})

it('a batch of which sectors are missing is one that nobody was promised: the start goes on before it, and says so', async () => {
  for (const part of [0.5, 1]) {
    const { dir, said } = await writtenIntoSpace(4)
    const crashed = await crashImage(dir, join(await newFolder(), 'data'))
    await rm(join(crashed, 'journal', 'acknowledged.json'), { force: true })
    // Of four in a batch the second did not come, or not all of it; the third and fourth did.
    await emptied(await newestOf(crashed), said - 2, part)
    const { store: after, log } = await startIn(crashed)
    expect(await sequencesIn(after)).toEqual(upTo(said - 3))
    expect(log.complaints()).toEqual([expect.stringContaining('is not whole and was cut off')])
  }
})

it('zeros in the middle of what was acknowledged stop the start: batches follow that came later', async () => {
  const { dir, said } = await writtenIntoSpace(4)
  const crashed = await crashImage(dir, join(await newFolder(), 'data'))
  await emptied(await newestOf(crashed), said - 5, 1)
  await expect(startIn(crashed)).rejects.toThrow(/^The journal is damaged at .*, and more follows it/)
})

it('bytes that changed in the last batch stop the start: no sector of it is missing', async () => {
  const { dir, said } = await writtenIntoSpace(4)
  const crashed = await crashImage(dir, join(await newFolder(), 'data'))
  const path = await newestOf(crashed)
  const bytes = await readFile(path)
  const at = bytes.indexOf(`"sequence":${said - 2},`)
  bytes[at + 1] = (bytes[at + 1] ?? 0) ^ 1
  await writeFile(path, bytes)
  await expect(startIn(crashed)).rejects.toThrow(/^The journal is damaged at .*, and more follows it/)
})

it('a backup has what was said, and no zeros', async () => {
  const { dir, said } = await writtenIntoSpace(4)
  const to = join(await newFolder(), 'copy')
  await copyFolder(dir, to)
  expect((await readFile(await newestOf(to))).includes(0)).toBe(false)
  expect(await readdir(join(to, 'journal'))).not.toContain('next.unfinished')
  expect(await sequencesIn((await startIn(to)).store)).toEqual(upTo(said))
})
