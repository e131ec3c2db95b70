// One process for each data folder: the second is refused at once, and a dead one does not stand in the way.

import { execFileSync, spawnSync } from 'node:child_process'
import { chown, mkdir, readdir, readFile, rename, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import { firstLine, type Program, program } from './child.ts'
import { contentOf, dataFolders, readableLog } from './folders.ts'
import { maya } from './records.ts'

const newFolder = dataFolders()
let holder: Program
beforeAll(async () => {
  holder = await program('test/faults/lock-holder.ts')
})
afterAll(() => holder.remove())

const refused = (dir: string) =>
  openLowdbStore({ dir, log: readableLog() }).then(
    () => 'it started',
    (error: Error) => error.message,
  )

describe('the lock', () => {
  it('refuses a second process at once, naming the first and the folder, and touches nothing', async () => {
    const dir = await newFolder()
    const first = holder.start(dir)
    expect(await firstLine(first)).toBe('open')
    const before = await contentOf(dir)
    const began = performance.now()
    const sentence = await refused(dir)
    expect(performance.now() - began).toBeLessThan(4_500)
    expect(sentence).toContain(`The data folder ${dir} is in use by process ${first.process.pid}`)
    const second = holder.start(dir)
    expect(await firstLine(second)).toBe(sentence)
    expect(await contentOf(dir)).toEqual(before)
    await first.kill()
  })

  it('is taken over from a process that was killed', async () => {
    const dir = await newFolder()
    const first = holder.start(dir)
    expect(await firstLine(first)).toBe('open')
    await first.kill()
    const log = readableLog()
    const store = await openLowdbStore({ dir, log })
    expect(log.complaints()).toEqual([expect.stringContaining('taking over')])
    expect(log.lines[0]?.facts).toMatchObject({ pid: first.process.pid })
    await store.close()
  })

  it('refuses the same process too, until it has closed', async () => {
    const dir = await newFolder()
    const store = await openLowdbStore({ dir, log: readableLog() })
    expect(await refused(dir)).toContain(`process ${process.pid}`)
    await store.commit((tx) => tx.contacts.put(maya))
    await store.close()
    const log = readableLog()
    const again = await openLowdbStore({ dir, log })
    expect(await again.read.contacts.find(maya.id)).toEqual(maya)
    expect(log.complaints()).toEqual([])
    await again.close()
  })

  it('goes to exactly one of many that start together over a dead one', async () => {
    const dir = await newFolder()
    const dead = holder.start(dir)
    expect(await firstLine(dead)).toBe('open')
    await dead.kill()
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, () => openLowdbStore({ dir, log: readableLog() })),
    )
    const winners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
    for (const winner of winners) await winner.close()
    expect(winners).toHaveLength(1)
  })

  describe('as another process left it', () => {
    async function lockedBy(facts: object, writtenMsAgo = 0): Promise<string> {
      const dir = await newFolder()
      await mkdir(join(dir, 'lock'))
      const path = join(dir, 'lock', '7')
      const holder = {
        pid: 1,
        host: hostname(),
        started: null,
        since: '2026-11-23T09:00:00.000Z',
        released: false,
      }
      await writeFile(path, JSON.stringify({ ...holder, ...facts }))
      const then = new Date(Date.now() - writtenMsAgo)
      await utimes(path, then, then)
      return dir
    }
    const starts = async (dir: string) => {
      const store = await openLowdbStore({ dir, log: readableLog() })
      await store.close()
    }

    it('does not take a new process with an old pid for the old one', async () => {
      await starts(await lockedBy({ pid: process.pid, started: 'another boot 12345' }))
    })

    it('believes a machine it cannot look at while that shows signs of life, and no longer', async () => {
      expect(await refused(await lockedBy({ host: 'another-machine' }))).toContain('on another-machine')
      await starts(await lockedBy({ host: 'another-machine' }, 60_000))
    })

    it('counts on from the number it found', async () => {
      const dir = await lockedBy({ released: true })
      await starts(dir)
      expect(await readdir(join(dir, 'lock'))).toEqual(['8'])
      expect(JSON.parse(await readFile(join(dir, 'lock', '8'), 'utf8'))).toMatchObject({ released: true })
    })
  })

  it('stops a process from writing when it was taken over from', async () => {
    const dir = await newFolder()
    const log = readableLog()
    const asleep = await openLowdbStore({ dir, log })
    await asleep.commit((tx) => tx.contacts.put(maya))
    // As another machine would, after this one was silent for too long.
    const [number = ''] = await readdir(join(dir, 'lock'))
    await rename(join(dir, 'lock', number), join(dir, 'lock', String(Number(number) + 1)))
    await expect(asleep.commit((tx) => tx.contacts.put({ ...maya, name: 'M.' }))).rejects.toMatchObject({
      code: 'store.failed',
    })
    expect(await asleep.read.contacts.find(maya.id)).toEqual(maya)
    const before = await contentOf(dir)
    await asleep.close()
    expect(await contentOf(dir)).toEqual(before)
  })
})

/** Only root can write as others. */
describe.runIf(process.getuid?.() === 0)('the data of another account', () => {
  it('is not written by root; where it was, that account is told how it has all of it again', async () => {
    const dir = await newFolder()
    const store = await openLowdbStore({ dir, log: readableLog() })
    await store.commit((tx) => tx.contacts.put(maya))
    await store.close()
    const nobody = Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }))
    execFileSync('chown', ['-R', String(nobody), dir])
    const before = await contentOf(dir)
    expect(await refused(dir)).toContain(`belongs to the account ${nobody}, and this is root`)
    expect(await contentOf(dir)).toEqual(before)

    const asNobody = () =>
      spawnSync(process.execPath, ['dist/server/cli.js', 'audit', 'verify'], {
        ...{ uid: nobody, encoding: 'utf8', env: { PATH: process.env.PATH ?? '', DATA_DIR: dir } },
      })
    expect(asNobody(), 'the premise').toMatchObject({ status: 0, stderr: '' })
    // As root did it before it was refused.
    for (const name of await readdir(join(dir, 'lock'))) await chown(join(dir, 'lock', name), 0, 0)
    expect(asNobody().stderr).toMatch(/EACCES: .* as after a command that root ran\. .*chown -R \d+ /)
    expect(asNobody().stderr).not.toContain('Set DATA_DIR')
  })
})
