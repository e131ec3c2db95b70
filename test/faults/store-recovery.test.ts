// What a start makes of what it finds: everything that was acknowledged, or a sentence that names the file.

import { appendFile, copyFile, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { LowdbStoreOptions } from '../../server/store/lowdb/store.ts'
import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import type { Store } from '../../server/store/store.ts'
import { putEverything, readEverything } from './everything.ts'
import { contentOf, crashImage, dataFolders, filesBelow, readableLog } from './folders.ts'
import { at, message, ticket } from './records.ts'

const newFolder = dataFolders()
let open: Store[] = []
afterEach(async () => {
  for (const store of open.splice(0)) await store.close()
})

async function start(dir: string, limits: LowdbStoreOptions['limits'] = {}) {
  const log = readableLog()
  const store = await openLowdbStore({ dir, log, limits })
  open.push(store)
  return { store, log }
}

async function stop(store: Store): Promise<void> {
  open = open.filter((other) => other !== store)
  await store.close()
}

/** A folder in which everything was acknowledged, and the answers that must come back. */
async function writtenFolder(how: 'stopped' | 'crashed', limits: LowdbStoreOptions['limits'] = {}) {
  const dir = await newFolder()
  const { store } = await start(dir, limits)
  await putEverything(store)
  const expected = await readEverything(store)
  if (how === 'stopped') {
    await stop(store)
    return { dir, expected }
  }
  return { dir: await crashImage(dir, join(await newFolder(), 'data')), expected }
}

async function fileNamed(dir: string, part: string): Promise<string> {
  const found = (await filesBelow(dir)).filter((path) => path.includes(part))
  expect(found, `one file with ${part} in its name`).toHaveLength(1)
  return found[0] ?? ''
}

/** The journal file with the commits; the last one may have been opened and never used. */
async function journalFile(dir: string): Promise<string> {
  return fileNamed(dir, join('journal', '00000001.log'))
}

async function refusalOf(dir: string): Promise<string> {
  const before = await contentOf(dir)
  const refusal = await openLowdbStore({ dir, log: readableLog() }).then(
    () => 'it started',
    (error: Error) => `${error.name}: ${error.message}`,
  )
  expect(await contentOf(dir), 'nothing was touched').toEqual(before)
  expect(refusal).toMatch(/^CannotStart: /)
  return refusal
}

describe('a start', () => {
  it('has everything after an orderly stop, from documents alone', async () => {
    const { dir, expected } = await writtenFolder('stopped', { keptBytes: 0 })
    expect((await filesBelow(join(dir, 'documents'))).length).toBeGreaterThan(5)
    const { store, log } = await start(dir)
    expect(await readEverything(store)).toEqual(expected)
    expect(log.complaints()).toEqual([])
  })

  it('has everything after a crash, from the journal alone', async () => {
    const { dir, expected } = await writtenFolder('crashed')
    expect(await filesBelow(join(dir, 'documents'))).toEqual([])
    const { store, log } = await start(dir)
    expect(await readEverything(store)).toEqual(expected)
    expect(log.complaints()).toEqual([])
  })

  it('has everything when documents are newer than the journal that is replayed over them', async () => {
    const { dir, expected } = await writtenFolder('stopped')
    // As if the machine went down between the last document and meta.json.
    await writeFile(join(dir, 'meta.json'), JSON.stringify({ version: 1, journalFrom: 1 }))
    const { store, log } = await start(dir)
    expect(await readEverything(store)).toEqual(expected)
    expect(log.complaints()).toEqual([])
    await stop(store)
    expect(await readEverything((await start(dir)).store)).toEqual(expected)
  })

  it('goes on where the threads ended, over many starts', async () => {
    const dir = await newFolder()
    for (let sequence = 1; sequence <= 6; sequence++) {
      const { store } = await start(dir)
      await store.commit((tx) => tx.entries.append(message('tkt_1', sequence)))
      expect(await store.commit((tx) => tx.tickets.nextNumber())).toBe(sequence)
      await stop(store)
    }
    const entries = await (await start(dir)).store.read.entries.after('tkt_1', 0, 10)
    expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('removes leftovers of documents that were never finished', async () => {
    const { dir, expected } = await writtenFolder('stopped')
    const leftover = `${await fileNamed(dir, 'tkt_1.json')}.unfinished`
    await writeFile(leftover, '{"checks')
    const { store } = await start(dir)
    expect(await readEverything(store)).toEqual(expected)
    expect(await filesBelow(dir)).not.toContain(leftover)
  })
})

describe('the journal', () => {
  it('with a torn last line is cut there, wherever it was torn, and this is said', async () => {
    const { dir } = await writtenFolder('crashed')
    const path = await journalFile(dir)
    const whole = await readFile(path)
    const lastLine = whole.lastIndexOf('\n', whole.length - 2) + 1
    for (const end of [lastLine + 1, lastLine + 9, lastLine + 40, whole.length - 2, whole.length - 1]) {
      const image = await crashImage(dir, join(await newFolder(), 'data'))
      await truncate(await journalFile(image), end)
      const { store, log } = await start(image)
      expect(log.complaints()).toEqual([expect.stringContaining('cut off')])
      // The first commit is there, the second as a whole is not.
      expect((await store.read.tickets.find('tkt_1'))?.newestSequence).toBe(1)
      expect(await store.read.entries.after('tkt_1', 0, 10)).toHaveLength(1)
      await store.commit((tx) => tx.entries.append(message('tkt_1', 2, 'after the crash')))
      await stop(store)
      const again = await start(image)
      expect(again.log.complaints()).toEqual([])
      expect(await again.store.read.entries.after('tkt_1', 1, 10)).toEqual([
        message('tkt_1', 2, 'after the crash'),
      ])
      await stop(again.store)
    }
  })

  it('keeps the bytes that were cut off, beside it', async () => {
    const { dir, expected } = await writtenFolder('crashed')
    const path = await journalFile(dir)
    await appendFile(path, '0badc0de {"n":3,"writes"')
    const { store } = await start(dir)
    expect(await readEverything(store)).toEqual(expected)
    expect(await readFile(`${path}.torn`, 'utf8')).toBe('0badc0de {"n":3,"writes"')
  })

  it('damaged before its last line stops the start, naming file and line', async () => {
    const { dir } = await writtenFolder('crashed')
    const path = await journalFile(dir)
    const bytes = await readFile(path)
    const inLineTwo = bytes.indexOf('\n') + 100
    bytes[inLineTwo] = (bytes[inLineTwo] ?? 0) ^ 1
    await writeFile(path, bytes)
    const refusal = await refusalOf(dir)
    expect(refusal).toContain(`${path}, line 2`)
    expect(refusal).toContain('backup')
  })

  it('that lost a line in the middle stops the start', async () => {
    const { dir } = await writtenFolder('crashed')
    const path = await journalFile(dir)
    const [header, , ...rest] = (await readFile(path, 'utf8')).split('\n')
    await writeFile(path, [header, ...rest].join('\n'))
    expect(await refusalOf(dir)).toContain(`commit 2 where 1 should follow, at ${path}, line 2`)
  })

  it('that lost a file stops the start, naming it; an empty file in its place goes on without', async () => {
    const { dir } = await writtenFolder('crashed')
    const path = await journalFile(dir)
    await rm(path)
    expect(await refusalOf(dir)).toContain(`${path} is missing`)
    await writeFile(path, '')
    const { store } = await start(dir)
    expect(await store.read.tickets.find('tkt_1')).toBeUndefined()
  })
})

describe('a damaged document', () => {
  const damages: [string, (path: string) => Promise<void>][] = [
    ['truncated', (path) => truncate(path, 200)],
    ['empty', (path) => writeFile(path, '')],
    [
      'with one bit changed',
      async (path) => {
        const bytes = await readFile(path)
        bytes[300] = (bytes[300] ?? 0) ^ 4
        await writeFile(path, bytes)
      },
    ],
  ]

  it.each(damages)('(%s) is made anew while the journal has all of it', async (_, damage) => {
    const { dir, expected } = await writtenFolder('stopped')
    const path = await fileNamed(dir, 'tkt_1.json')
    await damage(path)
    const { store, log } = await start(dir)
    expect(await readEverything(store)).toEqual(expected)
    expect(log.lines.filter(({ level }) => level === 'warn')).toEqual([
      { level: 'warn', facts: { path }, sentence: expect.stringContaining('made anew') },
    ])
    await stop(store)
    const again = await start(dir)
    expect(await readEverything(again.store)).toEqual(expected)
    expect(again.log.complaints()).toEqual([])
  })

  it.each(damages)(
    '(%s) stops the start when the journal has not, naming it and the ways out',
    async (_, damage) => {
      const { dir, expected } = await writtenFolder('stopped', { keptBytes: 0 })
      const path = await fileNamed(dir, 'tkt_1.json')
      await copyFile(path, join(dir, 'backup'))
      await damage(path)
      const refusal = await refusalOf(dir)
      expect(refusal).toContain(path)
      expect(refusal).toMatch(/backup.*or move it out/)

      // First way: without it. Second: with the backup.
      await rename(path, join(dir, 'aside'))
      const without = await start(dir)
      expect(await without.store.read.tickets.find('tkt_1')).toBeUndefined()
      expect((await without.store.read.agents.list()).length).toBe(1)
      await stop(without.store)
      await rename(join(dir, 'backup'), path)
      expect(await readEverything((await start(dir)).store)).toEqual(expected)
    },
  )

  it('that is gone while the journal goes on after it: what is left keeps its numbers, and the loss is said', async () => {
    const { dir } = await writtenFolder('stopped', { keptBytes: 0 })
    const writing = await start(dir)
    await writing.store.commit(async (tx) => {
      await tx.entries.append(message('tkt_1', 3))
      await tx.tickets.put(ticket('tkt_1', { newestSequence: 3 }))
    })
    const image = await crashImage(dir, join(await newFolder(), 'data'))
    await rm(await fileNamed(image, 'tkt_1.json'))
    const { store, log } = await start(image)
    expect(log.complaints()).toEqual([expect.stringContaining('what was in it is lost')])
    expect(await store.read.entries.after('tkt_1', 0, 10)).toEqual([message('tkt_1', 3)])
    await store.commit((tx) => tx.entries.append(message('tkt_1', 4)))
    await stop(store)
    const again = await start(image)
    expect(await again.store.read.entries.after('tkt_1', 0, 10)).toEqual([
      message('tkt_1', 3),
      message('tkt_1', 4),
    ])
  })

  it('that is an older copy stops the start', async () => {
    const { dir } = await writtenFolder('stopped', { keptBytes: 0 })
    const path = await fileNamed(dir, 'tkt_1.json')
    const older = await readFile(path)
    const second = await start(dir, { keptBytes: 0 })
    await second.store.commit((tx) => tx.entries.append(message('tkt_1', 3)))
    await stop(second.store)
    const third = await start(dir)
    await third.store.commit((tx) => tx.entries.append(message('tkt_1', 4)))
    const image = await crashImage(dir, join(await newFolder(), 'data'))
    const imagePath = await fileNamed(image, 'tkt_1.json')
    await writeFile(imagePath, older)
    expect(await refusalOf(image)).toContain(`${imagePath} is older than the journal`)
  })
})

describe('meta.json', () => {
  it('of a newer version stops the start and says so', async () => {
    const { dir } = await writtenFolder('stopped')
    await writeFile(join(dir, 'meta.json'), JSON.stringify({ version: 2, journalFrom: 1 }))
    expect(await refusalOf(dir)).toMatch(/meta\.json says version 2, this program knows version 1/)
  })

  it.each([
    ['empty', ''],
    ['truncated', '{"versi'],
    ['something else', '[]'],
  ])('that is %s is made anew, and this is said', async (_, text) => {
    const { dir, expected } = await writtenFolder('crashed')
    await writeFile(join(dir, 'meta.json'), text)
    const { store, log } = await start(dir)
    expect(await readEverything(store)).toEqual(expected)
    expect(log.complaints()).toEqual([expect.stringContaining('made anew')])
  })
})

describe('any damage at all', () => {
  it('one changed bit or a cut anywhere: all is there, or the log or the refusal says what is not', {
    timeout: 60_000,
  }, async () => {
    const { dir, expected } = await writtenFolder('stopped', { keptBytes: 0 })
    const writing = await start(dir)
    await writing.store.commit((tx) => tx.tickets.put(ticket('tkt_2', { updatedAt: at(9) })))
    await writing.store.commit((tx) => tx.tickets.put(ticket('tkt_3', { updatedAt: at(9) })))
    const image = await crashImage(dir, join(await newFolder(), 'data'))
    await stop(writing.store)
    const paths = (await filesBelow(image)).sort()
    const random = seeded(7)
    let refused = 0
    for (let round = 0; round < 90; round++) {
      const broken = await crashImage(image, join(await newFolder(), 'data'))
      const path = join(broken, (paths[round % paths.length] ?? '').slice(image.length))
      const bytes = await readFile(path)
      const offset = Math.floor(random() * bytes.length)
      const flipped = Buffer.from(bytes)
      flipped[offset] = (flipped[offset] ?? 0) ^ (1 << Math.floor(random() * 8))
      await writeFile(path, round % 3 === 0 ? bytes.subarray(0, offset) : flipped)
      const log = readableLog()
      const outcome = await openLowdbStore({ dir: broken, log }).catch((error: Error) => error)
      const where = `${path} at ${offset}`
      if (outcome instanceof Error) {
        expect(outcome.name, where).toBe('CannotStart')
        refused++
        continue
      }
      const found = await readEverything(outcome)
      const both = [await outcome.read.tickets.find('tkt_2'), await outcome.read.tickets.find('tkt_3')]
      await outcome.close()
      if (log.complaints().length > 0) continue
      expect(found, where).toEqual(expected)
      expect(
        both.every((one) => one !== undefined),
        where,
      ).toBe(true)
    }
    expect(refused).toBeGreaterThan(10)
  })
})

/** Chance that can be repeated. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}
