// Due work on the real embedded store and a clock that is set by hand: run at least once, at its time, in order
// of the lease, and never lost.

import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  cancel,
  type DueWorker,
  dueWorker,
  LEASE_MS,
  schedule,
  type WorkHandler,
} from '../../server/due-work.ts'
import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import type { DueWorkRecord } from '../../server/store/records.ts'
import type { Store } from '../../server/store/store.ts'
import { badDisk } from '../faults/bad-disk.ts'
import { crashImage, dataFolders, type ReadableLog, readableLog } from '../faults/folders.ts'
import { at } from '../faults/records.ts'

const newFolder = dataFolders()
const disk = badDisk()
let dir: string
let log: ReadableLog
let store: Store
let workers: DueWorker[] = []

beforeEach(async () => {
  dir = await newFolder()
  log = readableLog()
  store = await openLowdbStore({ dir, log: readableLog(), files: disk.files })
})
afterEach(async () => {
  for (const worker of workers) await worker.stop()
  workers = []
  await store.close()
})

function workerWith(
  kinds: Record<string, WorkHandler>,
  now: () => Date = () => new Date(),
  on = store,
): DueWorker {
  const worker = dueWorker({ store: on, now, log, kinds })
  workers.push(worker)
  return worker
}

const mail = (id: string, dueAt: string) => ({ id, kind: 'mail.send', subjectId: `mal_${id}`, dueAt })
const scheduled = (id: string, dueAt: string) => store.commit((tx) => schedule(tx, mail(id, dueAt)))
const minute = (minutes: number) => new Date(at(minutes))

/** A handler that notes what it was given. */
function noting(runs: DueWorkRecord[], then: WorkHandler = async () => ({ done: true })): WorkHandler {
  return (work) => {
    runs.push(work)
    return then(work)
  }
}

describe('due work', () => {
  it('is run when it is due, not before, and then it is gone', async () => {
    const runs: DueWorkRecord[] = []
    const worker = workerWith({ 'mail.send': noting(runs) })
    await scheduled('one', at(10))
    await worker.runDue(minute(9))
    expect(runs).toEqual([])
    await worker.runDue(minute(10))
    expect(runs).toMatchObject([{ id: 'one', subjectId: 'mal_one', attempts: 0 }])
    expect(await store.read.dueWork.find('one')).toBeUndefined()
    await worker.runDue(minute(99))
    expect(runs).toHaveLength(1)
  })

  it('is kept once for each id; scheduling it again moves it, cancelling ends it', async () => {
    const runs: DueWorkRecord[] = []
    const worker = workerWith({ 'mail.send': noting(runs) })
    await scheduled('one', at(10))
    await scheduled('one', at(20))
    await scheduled('two', at(10))
    await store.commit((tx) => cancel(tx, 'two'))
    await store.commit((tx) => cancel(tx, 'never scheduled'))
    await worker.runDue(minute(19))
    expect(runs).toEqual([])
    await worker.runDue(minute(20))
    expect(runs.map(({ id }) => id)).toEqual(['one'])
  })

  it('is put again for the time its handler says, with the reason', async () => {
    const runs: DueWorkRecord[] = []
    const again = async () => ({ againAt: at(30), why: 'the mail server said 451' })
    const worker = workerWith({ 'mail.send': noting(runs, again) })
    await scheduled('one', at(10))
    await worker.runDue(minute(10))
    expect(await store.read.dueWork.find('one')).toMatchObject({
      dueAt: at(30),
      attempts: 1,
      leaseUntil: null,
      lastError: 'the mail server said 451',
    })
    await worker.runDue(minute(29))
    expect(runs).toHaveLength(1)
    await worker.runDue(minute(30))
    expect(runs.map(({ attempts }) => attempts)).toEqual([0, 1])
  })

  it('never spins, even if its handler asks for a time that has passed', async () => {
    const runs: DueWorkRecord[] = []
    const worker = workerWith({ 'mail.send': noting(runs, async () => ({ againAt: at(0), why: 'a bug' })) })
    await scheduled('one', at(10))
    await worker.runDue(minute(10))
    expect(runs).toHaveLength(1)
  })

  it('whose handler throws is logged as a bug and tried again, later each time, at last every 15 minutes', async () => {
    const worker = workerWith({
      'mail.send': async () => {
        throw new Error('undefined is not a function')
      },
    })
    await scheduled('one', at(0))
    const waits: number[] = []
    let now = minute(0)
    for (let round = 0; round < 12; round++) {
      await worker.runDue(now)
      const next = new Date((await store.read.dueWork.find('one'))?.dueAt ?? 0)
      waits.push((next.getTime() - now.getTime()) / 1_000)
      now = next
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900, 900])
    expect(log.complaints()).toHaveLength(12)
    expect(log.lines[0]).toMatchObject({ facts: { id: 'one', kind: 'mail.send' } })
    expect((await store.read.dueWork.find('one'))?.lastError).toContain('undefined is not a function')
  })

  it('of a kind that nobody handles waits for a server that does, and is said', async () => {
    await scheduled('one', at(0))
    await workerWith({}).runDue(minute(0))
    expect(log.complaints()).toEqual([expect.stringContaining('no handler')])
    const runs: DueWorkRecord[] = []
    await workerWith({ 'mail.send': noting(runs) }).runDue(minute(1))
    expect(runs).toHaveLength(1)
  })

  it('that its handler makes due is run too', async () => {
    const runs: DueWorkRecord[] = []
    const worker = workerWith({
      'merge.execute': async () => {
        await scheduled('follows', at(5))
        return { done: true }
      },
      'mail.send': noting(runs),
    })
    await store.commit((tx) =>
      schedule(tx, { id: 'first', kind: 'merge.execute', subjectId: 'mrg_1', dueAt: at(5) }),
    )
    await worker.runDue(minute(5))
    expect(runs.map(({ id }) => id)).toEqual(['follows'])
  })
})

describe('work that changes while it runs', () => {
  /** A handler that waits in the middle. */
  function halting() {
    const runs: DueWorkRecord[] = []
    let begun = () => {}
    let goOn = () => {}
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve
    })
    const mayGoOn = new Promise<void>((resolve) => {
      goOn = resolve
    })
    const handler = noting(runs, async () => {
      begun()
      await mayGoOn
      return { done: true }
    })
    return { runs, handler, hasBegun, goOn }
  }

  it('runs once more when it was scheduled again meanwhile', async () => {
    const { runs, handler, hasBegun, goOn } = halting()
    const worker = workerWith({ 'mail.send': handler })
    await scheduled('one', at(10))
    const running = worker.runDue(minute(10))
    await hasBegun
    await scheduled('one', at(10))
    goOn()
    await running
    expect(runs).toHaveLength(2)
    expect(await store.read.dueWork.find('one')).toBeUndefined()
  })

  it('stays with who claimed it anew, in the same millisecond too', async () => {
    const { handler, hasBegun, goOn } = halting()
    const first = workerWith({ 'mail.send': handler })
    await scheduled('one', at(10))
    const running = first.runDue(minute(10))
    await hasBegun
    await scheduled('one', at(9))
    let left: DueWorkRecord | undefined
    const second = workerWith({
      'mail.send': async () => {
        goOn()
        await running
        left = await store.read.dueWork.find('one')
        return { done: true }
      },
    })
    await second.runDue(minute(10))
    expect(left).toMatchObject({ dueAt: at(9) })
  })

  it('stays cancelled when it was cancelled meanwhile', async () => {
    const { handler, hasBegun, goOn } = halting()
    const worker = workerWith({
      'mail.send': async (work) => {
        await handler(work)
        return { againAt: at(20), why: 'try again' }
      },
    })
    await scheduled('one', at(10))
    const running = worker.runDue(minute(10))
    await hasBegun
    await store.commit((tx) => cancel(tx, 'one'))
    goOn()
    await running
    expect(await store.read.dueWork.find('one')).toBeUndefined()
  })

  it('is run by nobody else before its lease is over, and by somebody after a crash', async () => {
    const { handler, hasBegun, goOn } = halting()
    await scheduled('one', at(10))
    const running = workerWith({ 'mail.send': handler }).runDue(minute(10))
    await hasBegun
    const image = await crashImage(dir, join(await newFolder(), 'data'))
    const afterCrash = await openLowdbStore({ dir: image, log: readableLog() })
    const runs: DueWorkRecord[] = []
    const worker = workerWith({ 'mail.send': noting(runs) }, undefined, afterCrash)
    await worker.runDue(new Date(minute(10).getTime() + LEASE_MS - 1))
    expect(runs).toEqual([])
    await worker.runDue(new Date(minute(10).getTime() + LEASE_MS))
    expect(runs.map(({ id }) => id)).toEqual(['one'])
    await afterCrash.close()
    goOn()
    await running
  })

  it('is shared by two workers, each of it done once', async () => {
    const runs: DueWorkRecord[] = []
    const [first, second] = [0, 1].map(() => workerWith({ 'mail.send': noting(runs) }))
    await Promise.all(Array.from({ length: 30 }, (_, n) => scheduled(`work-${n}`, at(n % 7))))
    await Promise.all([first?.runDue(minute(10)), second?.runDue(minute(10))])
    expect(runs.map(({ id }) => id).sort()).toEqual(Array.from({ length: 30 }, (_, n) => `work-${n}`).sort())
  })

  it('runs again when its end could not be kept', async () => {
    const runs: DueWorkRecord[] = []
    const worker = workerWith({
      'mail.send': noting(runs, async () => {
        disk.failingSyncs = 1
        return { done: true }
      }),
    })
    await scheduled('one', at(10))
    await worker.runDue(minute(10))
    expect(log.complaints()).toEqual([expect.stringContaining('it runs again')])
    disk.failingSyncs = 0
    await workerWith({ 'mail.send': noting(runs) }).runDue(minute(12))
    expect(runs.map(({ id }) => id)).toEqual(['one', 'one'])
  })
})

describe('a worker that was started', () => {
  it('sleeps until the next work is due, and wakes at once when it is poked', async () => {
    let ran: (id: string) => void = () => {}
    const nextRun = () =>
      new Promise<string>((resolve) => {
        ran = resolve
      })
    const worker = workerWith({
      'mail.send': async ({ id }) => {
        ran(id)
        return { done: true }
      },
    })
    const first = nextRun()
    await scheduled('soon', new Date(Date.now() + 60).toISOString())
    worker.start()
    expect(await first).toBe('soon')

    const second = nextRun()
    const began = performance.now()
    await scheduled('now', new Date().toISOString())
    worker.poke()
    expect(await second).toBe('now')
    // Well below the longest sleep: it was the poke.
    expect(performance.now() - began).toBeLessThan(4_500)
  })

  it('runs several at once, no more than eight, and each of many', async () => {
    let atOnce = 0
    let most = 0
    let left = 30
    await Promise.all(Array.from({ length: 30 }, (_, n) => scheduled(`work-${n}`, at(0))))
    await new Promise<void>((allRan) => {
      const worker = workerWith({
        'mail.send': async () => {
          most = Math.max(most, ++atOnce)
          await new Promise((resolve) => setImmediate(resolve))
          atOnce--
          if (--left === 0) allRan()
          return { done: true }
        },
      })
      worker.start()
    })
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(8)
  })

  it('lets what has just become due past a backlog, and goes on with that beside it', async () => {
    const begun: string[] = []
    let tell = () => {}
    const goOn: (() => void)[] = []
    let isOver = false
    const worker = workerWith({
      'mail.send': async ({ id }) => {
        begun.push(id)
        tell()
        if (id !== 'code' && !isOver) await new Promise<void>((resolve) => goOn.push(resolve))
        return { done: true }
      },
    })
    const hasBegun = (is: () => boolean) =>
      new Promise<void>((resolve) => {
        tell = () => is() && resolve()
        tell()
      })
    await Promise.all(Array.from({ length: 30 }, (_, n) => scheduled(`backlog-${n}`, at(n))))
    worker.start()
    await hasBegun(() => begun.length === 8)
    expect(begun.filter((id) => /-[0-5]$/.test(id)).toSorted(), 'six of the oldest').toHaveLength(6)

    await scheduled('code', new Date().toISOString())
    // One letter of the newest goes out: its place is the code's.
    for (const id of ['backlog-29', 'backlog-28']) goOn[begun.indexOf(id)]?.()
    worker.poke()
    await hasBegun(() => begun.includes('code'))
    expect(begun, 'the premise').not.toContain('backlog-20')
    isOver = true
    for (const go of goOn) go()
  })

  it('waits for its handlers when it is stopped, and begins no more', async () => {
    let finished = false
    let goOn = () => {}
    const begun = new Promise<void>((hasBegun) => {
      const worker = workerWith({
        'mail.send': async () => {
          hasBegun()
          await new Promise<void>((resolve) => {
            goOn = resolve
          })
          finished = true
          return { done: true }
        },
      })
      worker.start()
    })
    await scheduled('one', at(0))
    workers[0]?.poke()
    await begun
    const stopped = workers[0]?.stop()
    await scheduled('two', at(0))
    workers[0]?.poke()
    expect(finished).toBe(false)
    goOn()
    await stopped
    expect(finished).toBe(true)
    expect(await store.read.dueWork.find('one')).toBeUndefined()
    expect(await store.read.dueWork.find('two')).toBeDefined()
  })

  it('says when it cannot claim, and goes on when it can', async () => {
    let ran = () => {}
    const hasRun = new Promise<void>((resolve) => {
      ran = resolve
    })
    const worker = workerWith({
      'mail.send': async () => {
        ran()
        return { done: true }
      },
    })
    await scheduled('one', at(0))
    disk.failingSyncs = 1
    worker.start()
    // Poked until it has seen the disk fail: the claim is the only one that writes.
    while (log.complaints().length === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(log.complaints()).toEqual([expect.stringContaining('could not be claimed')])
    worker.poke()
    await hasRun
  })
})
