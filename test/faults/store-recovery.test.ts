// What a start makes of what it finds: everything that was acknowledged, or a sentence that names the file.

import { appendFile, copyFile, cp, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { parseDocument, printDocument, sealOf } from '../../server/store/lowdb/document-format.ts'
import { type Files, realFiles } from '../../server/store/lowdb/files.ts'
import { lineOf } from '../../server/store/lowdb/journal-lines.ts'
import { type Manifest, readManifest, writeManifest } from '../../server/store/lowdb/manifest.ts'
import type { LowdbStoreOptions } from '../../server/store/lowdb/store.ts'
import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import type { Store } from '../../server/store/store.ts'
import { DAMAGES, liveIn, startDamaged } from './damages.ts'
import { putEverything, readEverything } from './everything.ts'
import { contentOf, crashImage, dataFolders, filesBelow, readableLog } from './folders.ts'
import { message, ticket } from './records.ts'
import version1 from './version-1.json' with { type: 'json' }

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

  it('has everything when documents and threads are newer than the journal that is replayed over them', async () => {
    const { dir, expected } = await writtenFolder('crashed')
    const later = await crashImage(dir, join(await newFolder(), 'data'))
    await stop((await start(later)).store)
    // As if the machine went down between the last of them and the manifest.
    for (const folder of ['documents', 'threads'])
      await cp(join(later, folder), join(dir, folder), { recursive: true })
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

  it('removes leftovers of checkpoints that were never finished', async () => {
    const { dir, expected } = await writtenFolder('stopped')
    const document = await fileNamed(dir, join('documents', 'tickets'))
    const leftovers = [
      `${document}.unfinished`,
      join(dirname(document), '00000001-99.json'),
      join(dir, 'threads', '00000009.runs'),
    ]
    for (const path of leftovers) await writeFile(path, '{"checks')
    const { store, log } = await start(dir)
    expect(await readEverything(store)).toEqual(expected)
    expect(log.complaints()).toEqual([])
    const there = await filesBelow(dir)
    for (const path of leftovers) expect(there).not.toContain(path)
  })

  it('takes over a folder of the first form, with the journal that no document held, and leaves nothing of it', async () => {
    const dir = await newFolder()
    for (const [name, content] of Object.entries(version1)) {
      await mkdir(dirname(join(dir, name)), { recursive: true })
      await writeFile(join(dir, name), content, 'latin1')
    }
    // The nouns of that day, as a folder of today gives them.
    const nouns = [
      'maya',
      'leo',
      'sessions',
      'agents',
      'notes',
      'mayasClientId',
      'merge',
      'works',
      'feedback',
      'attachments',
      'gaps',
    ]
    const ofThatDay = (all: object) => Object.entries(all).filter(([noun]) => nouns.includes(noun))
    const { expected } = await writtenFolder('stopped')
    expect(ofThatDay(expected)).toHaveLength(nouns.length)
    for (const life of ['taken over', 'started again']) {
      const { store, log } = await start(dir)
      const thirdMessage = message('tkt_1', 3, 'after the checkpoint')
      expect(await store.read.entries.after('tkt_1', 2, 10), life).toEqual([thirdMessage])
      expect(ofThatDay(await readEverything(store))).toEqual(ofThatDay(expected))
      expect((await store.read.clientIds.find('ctc_maya', 'client-3'))?.sequence).toBe(3)
      expect((await store.read.tickets.find('tkt_1'))?.newestSequence).toBe(3)
      expect(log.complaints()).toEqual([])
      await stop(store)
    }
    expect((await filesBelow(dir)).filter((path) => path.endsWith('tkt_1.json'))).toEqual([])
    // What that program put goes like everything else, though no file has the name that a removal has today.
    const { store } = await start(dir)
    expect(await store.commit((tx) => tx.searchGaps.removeOld('2030-01-01T00:00:00.000Z', 9))).toHaveLength(1)
    await stop(store)
    const again = await start(dir)
    expect(await again.store.read.searchGaps.list(9)).toEqual([])
    expect(again.log.complaints()).toEqual([])
  })
})

describe('a checkpoint', () => {
  it('of one message writes one message, however long its ticket is', async () => {
    const dir = await newFolder()
    let written = 0
    const files: Files = {
      ...realFiles,
      async open(path, how) {
        const file = await realFiles.open(path, how)
        const counts = /journal/.test(path) ? 0 : 1
        return {
          ...file,
          write(bytes, position) {
            written += counts * bytes.length
            return file.write(bytes, position)
          },
        }
      },
    }
    const writing = async (from: number, to: number) => {
      const store = await openLowdbStore({ dir, log: readableLog(), files })
      await store.commit(async (tx) => {
        for (let n = from; n <= to; n++) await tx.entries.append(message('tkt_1', n))
        await tx.tickets.put(ticket('tkt_1', { newestSequence: to }))
      })
      written = 0
      await store.close()
      return written
    }
    expect(await writing(1, 3_000)).toBeGreaterThan(300_000)
    expect(await writing(3_001, 3_001)).toBeLessThan(5_000)
    const { store } = await start(dir)
    const newest = await store.read.entries.before('tkt_1', 3_002, 2)
    expect(newest).toEqual([message('tkt_1', 3_000), message('tkt_1', 3_001)])
  })

  it('takes what is longer than what it waits in and is written in, with its signs, between others', async () => {
    const dir = await newFolder()
    const { store } = await start(dir)
    const said = ['Grüße', '你好'.repeat(50_000), 'é'.repeat(300_000), '🎓'.repeat(20_000), 'bye'].map(
      (text, index) => message('tkt_2', index + 1, text),
    )
    const others = ['tkt_1', 'tkt_3'].map((id) => message(id, 1, `of ${id}`))
    for (const entry of [...said, ...others]) await store.commit((tx) => tx.entries.append(entry))
    expect(await store.read.entries.after('tkt_2', 0, 10), 'while it waits').toEqual(said)
    await stop(store)
    expect((await filesBelow(dir)).some((path) => path.endsWith('.runs'))).toBe(true)
    const { read } = (await start(dir)).store
    expect(await read.entries.after('tkt_2', 0, 10), 'from its thread file').toEqual(said)
    expect([
      ...(await read.entries.after('tkt_1', 0, 2)),
      ...(await read.entries.after('tkt_3', 0, 2)),
    ]).toEqual(others)
  })
})

describe('a checkpoint under way', () => {
  it('takes what is written meanwhile to a thread that is next, whole, now or at the next one', async () => {
    const dir = await newFolder()
    const ids = Array.from({ length: 400 }, (_, n) => `tkt_${n}`)
    let meanwhile: (() => Promise<void>) | null = null
    let pieces = 0
    const files: Files = {
      ...realFiles,
      async open(path, how) {
        const file = await realFiles.open(path, how)
        if (!path.endsWith('.runs')) return file
        return {
          ...file,
          async write(bytes, position) {
            pieces++
            const work = meanwhile
            meanwhile = null
            await file.write(bytes, position)
            await work?.()
          },
        }
      },
    }
    const limits = { journalBytes: 600 * 1024 }
    const store = await openLowdbStore({ dir, log: readableLog(), files, limits })
    open.push(store)
    const says = (sequence: number) =>
      Promise.all(
        ids.map((id) =>
          store.commit((tx) => tx.entries.append(message(id, sequence, `${sequence} ${'x'.repeat(2_000)}`))),
        ),
      )
    const isDone = new Promise<void>((resolve) => {
      meanwhile = async () => {
        await says(2)
        resolve()
      }
    })
    await says(1)
    await isDone
    await stop(store)
    expect(pieces, 'the premise: more than one').toBeGreaterThan(1)
    const again = await start(dir)
    for (const id of ids)
      expect(
        (await again.store.read.entries.after(id, 0, 10)).map(({ sequence }) => sequence),
        id,
      ).toEqual([1, 2])
    expect(again.log.complaints()).toEqual([])
  })
})

describe('a checkpoint at a start', () => {
  it('keeps its files, which nothing names yet, from being swept away as leftovers', async () => {
    const { dir, expected } = await writtenFolder('crashed')
    // The sweep comes after a checkpoint's files, where one may begin before it, and before they are named.
    let swept = false
    let manifests = 0
    const turns = async (count: number) => {
      for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
    }
    const files: Files = {
      ...realFiles,
      async rename(from, to) {
        const isSecondManifest = to.endsWith('meta.json') && ++manifests > 1
        while (isSecondManifest && !swept) await turns(1)
        if (isSecondManifest) await turns(50)
        await realFiles.rename(from, to)
        if (!to.includes('acknowledged')) return
        await turns(2_000)
        swept = true
      },
    }
    const store = await openLowdbStore({
      dir,
      log: readableLog(),
      files,
      limits: { journalBytes: 0, keptBytes: 0 },
    })
    await store.close()
    const again = await start(dir)
    expect(again.log.complaints()).toEqual([])
    expect(await readEverything(again.store)).toEqual(expected)
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

  it.each(['missing', 'empty'])(
    'that lost a file (%s) stops the start, naming it, until the operator agrees to go on without',
    async (how) => {
      const { dir } = await writtenFolder('crashed')
      const path = await journalFile(dir)
      if (how === 'missing') await rm(path)
      else await truncate(path, 0)
      const refusal = await refusalOf(dir)
      expect(refusal).toContain(path)
      expect(refusal).toContain(`make an empty file ${path}.lost`)
      await writeFile(`${path}.lost`, '')
      const { store, log } = await start(dir)
      expect(await store.read.tickets.find('tkt_1')).toBeUndefined()
      expect(log.complaints()).toEqual([expect.stringContaining('given up from there on')])
      await stop(store)
      expect((await start(dir)).log.complaints()).toEqual([])
    },
  )

  it('that lost its newest file stops the start: the one before says that it was there', async () => {
    const { dir } = await writtenFolder('crashed')
    await stop((await start(dir)).store)
    const { store } = await start(dir)
    await store.commit((tx) => tx.tickets.put(ticket('tkt_2')))
    const image = await crashImage(dir, join(await newFolder(), 'data'))
    const newest = (await filesBelow(join(image, 'journal'))).sort().findLast((path) => path.endsWith('.log'))
    await rm(newest ?? '')
    expect(await refusalOf(image)).toContain(`${newest} is missing`)
  })

  it('that was cut between two lines stops the start, when its length was noted', async () => {
    const dir = await newFolder()
    const store = await openLowdbStore({ dir, log: readableLog(), notedEveryMs: 0 })
    open.push(store)
    const noted = () => readFile(join(dir, 'journal', 'acknowledged.json'), 'utf8').catch(() => '')
    for (let n = 1; n <= 3; n++) await store.commit((tx) => tx.tickets.put(ticket(`tkt_${n}`)))
    await expect.poll(noted, { interval: 1 }).toContain('"commit":3')
    const image = await crashImage(dir, join(await newFolder(), 'data'))
    const path = await journalFile(image)
    const bytes = await readFile(path)
    await truncate(path, bytes.lastIndexOf('\n', bytes.length - 2) + 1)
    expect(await refusalOf(image)).toContain(`${path} ends with commit 2, and at least 3 were acknowledged`)
    await writeFile(`${path}.lost`, '')
    const without = await start(image)
    expect(await without.store.read.tickets.find('tkt_2')).toEqual(ticket('tkt_2'))
    expect(await without.store.read.tickets.find('tkt_3')).toBeUndefined()
    await stop(without.store)
    expect((await start(image)).log.complaints()).toEqual([])
  })
})

describe('a damaged file', () => {
  const damages: [string, (path: string) => Promise<void>][] = [
    ['missing', (path) => rm(path)],
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
  const each = ['documents/tickets', 'threads'].flatMap((folder) =>
    damages.map(([how, damage]) => [folder, how, damage] as const),
  )

  it.each(each)('(%s, %s) is made anew while the journal has all of it', async (folder, _, damage) => {
    const { dir, expected } = await writtenFolder('stopped')
    const path = await fileNamed(dir, folder)
    await damage(path)
    const { store, log } = await start(dir)
    expect(await readEverything(store)).toEqual(expected)
    const said = { level: 'warn', facts: { path }, sentence: expect.stringContaining('made anew') }
    expect(log.lines.filter(({ level }) => level === 'warn')).toEqual([said])
    await stop(store)
    const again = await start(dir)
    expect(await readEverything(again.store)).toEqual(expected)
    expect(again.log.complaints()).toEqual([])
  })

  it.each(each)(
    '(%s, %s) stops the start when the journal has not, naming it, its ticket and the ways out',
    async (folder, _, damage) => {
      const { dir, expected } = await writtenFolder('stopped', { keptBytes: 0 })
      const path = await fileNamed(dir, folder)
      const backup = join(await newFolder(), 'backup')
      await copyFile(path, backup)
      await damage(path)
      const refusal = await refusalOf(dir)
      expect(refusal).toContain(path)
      expect(refusal).toMatch(/tickets? 1\b/)
      expect(refusal).toMatch(/backup.*or, to go on without/)

      const without = await crashImage(dir, join(await newFolder(), 'data'))
      await writeFile(`${join(without, relative(dir, path))}.lost`, '')
      const first = await start(without)
      expect((await first.store.read.agents.list()).length).toBe(1)
      expect(first.log.complaints()).toContainEqual(expect.stringContaining('given up as agreed'))
      await stop(first.store)
      expect((await start(without)).log.complaints()).toEqual([])

      await copyFile(backup, path)
      expect(await readEverything((await start(dir)).store)).toEqual(expected)
    },
  )

  it('that is given up while the journal goes on after it: what is left keeps its numbers, and the loss is said', async () => {
    const { dir } = await writtenFolder('stopped', { keptBytes: 0 })
    const writing = await start(dir)
    await writing.store.commit(async (tx) => {
      await tx.entries.append(message('tkt_1', 3))
      await tx.tickets.put(ticket('tkt_1', { newestSequence: 3 }))
    })
    const image = await crashImage(dir, join(await newFolder(), 'data'))
    const path = await fileNamed(image, 'threads')
    await rm(path)
    await writeFile(`${path}.lost`, '')
    const { store, log } = await start(image)
    expect(log.complaints()).toContainEqual(expect.stringContaining('what was in it is lost'))
    expect(await store.read.entries.after('tkt_1', 0, 10)).toEqual([message('tkt_1', 3)])
    await store.commit((tx) => tx.entries.append(message('tkt_1', 4)))
    await stop(store)
    const again = await start(image)
    expect(await again.store.read.entries.after('tkt_1', 0, 10)).toEqual([
      message('tkt_1', 3),
      message('tkt_1', 4),
    ])
  })
})

describe('meta.json', () => {
  it('of a newer version stops the start and says so', async () => {
    const { dir } = await writtenFolder('stopped')
    await writeFile(join(dir, 'meta.json'), JSON.stringify({ version: 3, journalFrom: 1 }))
    expect(await refusalOf(dir)).toMatch(/meta\.json says version 3, this program knows version 2/)
  })

  it.each(['its documents', 'its journal'])(
    'of this version, and a newer program kept a new noun in %s',
    async (where) => {
      const { dir } = await writtenFolder(where === 'its documents' ? 'stopped' : 'crashed')
      const path =
        where === 'its documents' ? await fileNamed(dir, join('documents', 'macros')) : await journalFile(dir)
      if (where === 'its journal') {
        const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.includes(' {'))
        const anew = lines.map((line) =>
          lineOf(JSON.parse(line.slice(9).replaceAll('["macros"', '["photos"'))),
        )
        await writeFile(path, Buffer.concat(anew))
      } else {
        const { name, records } = parseDocument(await readFile(path))
        const text = printDocument(name, { photos: records.macros } as object)
        await writeFile(path, text)
        const manifest = (await readManifest(realFiles, dir, readableLog())) as Manifest
        const named = manifest.documents.find(({ file }) => path.endsWith(file.name))
        expect(Object.assign(named?.file ?? {}, sealOf(text)), 'the premise').toHaveProperty('name')
        await writeManifest(realFiles, dir, manifest)
      }
      const refusal = await refusalOf(dir)
      expect(refusal).toContain(path)
      expect(refusal).toMatch(/“photos”: a newer Helpdock wrote them\. Start that one/)
    },
  )

  it.each([
    ['empty', ''],
    ['truncated', '{"versi'],
    ['something else', '[]'],
  ])('that is %s is made anew from its copy, and this is said', async (_, text) => {
    const { dir, expected } = await writtenFolder('stopped')
    await writeFile(join(dir, 'meta.json'), text)
    const { store, log } = await start(dir)
    expect(await readEverything(store)).toEqual(expected)
    expect(log.complaints()).toEqual([expect.stringContaining('made anew')])
    await stop(store)
    expect((await start(dir)).log.complaints()).toEqual([])
  })

  it('that is gone with its copy is not needed while the journal has everything; then only a backup helps', async () => {
    for (const keptBytes of [1_000_000, 0]) {
      const { dir, expected } = await writtenFolder('stopped', { keptBytes })
      await rm(join(dir, 'meta.json'))
      await rm(join(dir, 'meta.copy.json'))
      if (keptBytes === 0) expect(await refusalOf(dir)).toMatch(/meta\.json and its copy are missing.*backup/)
      else expect(await readEverything((await start(dir)).store)).toEqual(expected)
    }
  })
})

describe('any damage at all', () => {
  it('leaves all there, or the log or the refusal says what is not; and once agreed to, the rest is served', {
    timeout: 60_000,
  }, async () => {
    const folder = await newFolder()
    const lived = await liveIn(folder)
    const room = join(folder, 'room')
    expect((await startDamaged(lived, room, async () => {})).how).toBe('all there')
    const random = seeded(7)
    const found = new Map<string, number>()
    for (let round = 0; round < 30; round++) {
      const [what = '', damage] = Object.entries(DAMAGES)[round % 6] ?? []
      let path = ''
      const outcome = await startDamaged(lived, room, async (files, dir) => {
        path = files[Math.floor(random() * files.length)] ?? ''
        await damage?.(path, lived, dir, random)
      })
      expect(outcome, `${what}: ${path}`).not.toMatchObject({ how: 'silent' })
      found.set(outcome.how, (found.get(outcome.how) ?? 0) + 1)
    }
    expect(found.get('refused')).toBeGreaterThan(3)
    expect(found.get('mended')).toBeGreaterThan(3)
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
