// A merge under everything that can happen to it, in any order by chance, against a host that has bad days: never done twice,
// never done without both proofs and the approvals it needs, never lost, and each one ends. And a server that dies between any
// two of its commits, and two servers that want the same thing at once.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { MergeState } from '../../protocol/account-merge.ts'
import { faultOf } from '../../server/account-merge/trail.ts'
import { type OnTheWay, TRANSITIONS } from '../../server/account-merge/transitions.ts'
import { deskMerge } from '../../server/account-merge/views.ts'
import { feedbackRules } from '../../server/articles/feedback.ts'
import { dueWorker } from '../../server/due-work.ts'
import { Refusal } from '../../server/errors.ts'
import type { AgentRecord, MergeRecord } from '../../server/store/records.ts'
import type { Store } from '../../server/store/store.ts'
import { crashImage } from '../faults/folders.ts'
import { copyDatabase } from '../stage/postgres.ts'
import { quickFiles } from '../stage/quick-files.ts'
import { COOLING_OFF_MS, codeOf, DAY_MS, HOUR_MS, openRules, type Rules } from '../stage/rules.ts'
import { ON_POSTGRES } from '../stage/world.ts'
import {
  approvesThroughHost,
  looksThroughHost,
  type MergeHost,
  MOODS,
  type Mood,
  mergeHost,
} from './merge-host.ts'
import { mergeScene, type Scene } from './merges.ts'

let host: MergeHost
let folder: string
let rules: Rules
let agents: [AgentRecord, AgentRecord]

beforeAll(async () => {
  host = await mergeHost()
})
afterAll(() => host?.close())
beforeEach(async () => {
  host.is('completes')
  folder = await mkdtemp(join(tmpdir(), 'helpdock-merges-'))
  rules = await openRules(join(folder, '0'), quickFiles, { webhook: host.webhook })
  host.livesAt(() => rules.now())
  agents = [await rules.agent('Ines'), await rules.agent('Omar')]
})
afterEach(async () => {
  await rules?.close()
  await rm(folder, { recursive: true, force: true })
})

let starts = 0
/** All data of a server that is no more. */
async function copyOf(dir: string): Promise<string> {
  const to = join(folder, String(++starts))
  if (ON_POSTGRES) await copyDatabase(dir, to)
  else await crashImage(dir, to)
  return to
}

/** What a crash at this moment leaves, at a new server: the clock of the wall goes on. */
async function restart(scene: Scene): Promise<void> {
  const at = rules.now().getTime()
  // A database outlives its clients.
  const image = ON_POSTGRES ? rules.dir : await copyOf(rules.dir)
  await rules.close().catch(() => {})
  rules = await openRules(image, quickFiles, { webhook: host.webhook })
  rules.passes(at - rules.now().getTime())
  scene.goesOnWith(rules)
}

async function begins({ elevated = false } = {}): Promise<Scene> {
  const scene = await mergeScene(rules, agents)
  await scene.starts()
  host.describes(scene.id(), scene.described(elevated ? { from: { elevated } } : {}))
  return scene
}

/** Days go by, everything due is done, and nobody does anything: until it stands still. */
async function waitsForTheEnd(): Promise<void> {
  for (let day = 0; day < 8; day++) {
    rules.passes(DAY_MS)
    await rules.dueWork()
  }
}

const resting: readonly MergeState[] = [
  'merged',
  'failed',
  'rejected',
  'cancelled',
  'expired',
  'undone',
  'undo_refused',
]

/** What must hold of any merge at any moment. */
function holds(merge: MergeRecord, needed: number): void {
  const effect = host.done.get(merge.id)
  const askings = merge.trail.filter(({ what }) => /^asked the host (to merge|again)/.test(what)).length
  const heard = host.heard.filter(
    ({ type, mergeId }) => type === 'account_merge.approved' && mergeId === merge.id,
  )
  // One delivery for each asking: an attempt that is repeated carries the id it had.
  expect(new Set(heard.map(({ id }) => id)).size).toBeLessThanOrEqual(askings)
  // Each asking follows from the one before by an agent's own wish, after the host failed.
  expect(merge.trail.filter(({ what }) => what === 'asked the host to merge').length).toBeLessThanOrEqual(1)
  if (heard.length > 0) {
    expect(merge.provedAt).not.toBeNull()
    expect(merge.vouchedAt).not.toBeNull()
    expect(merge.approvals?.length).toBeGreaterThanOrEqual(needed)
    expect(new Set(merge.approvals?.map(({ id }) => id)).size).toBeGreaterThanOrEqual(needed)
  }
  if (effect) expect(heard.length).toBeGreaterThan(0)
  if (merge.state === 'merged') expect(effect).toBeDefined()
  if (effect?.undone) expect([merge.undo?.by.name, merge.undo?.agreedBy?.name]).toEqual(['Ines', 'Omar'])
  if (merge.state === 'undone') expect(effect?.undone).toBe(true)
  expect(faultOf(merge)).toBeUndefined()
}

test('whatever happens in whatever order', async () => {
  let executed = 0
  let crashed = 0
  let undone = 0
  const steps: Record<string, (scene: Scene) => Promise<unknown>> = {
    'proves it': (scene) => scene.proves(),
    'types a wrong code': (scene) => scene.proves('00000000'),
    'asks for a new code': (scene) => rules.commit((tx) => rules.merges.sendCode(tx, scene.leo, scene.id())),
    cancels: (scene) => scene.cancels(),
    'clicks the link': (scene) => scene.stopsByLink(),
    'Ines looks': (scene) => looksThroughHost(rules, scene, agents[0]),
    'Ines approves': (scene) => approvesThroughHost(rules, scene, agents[0]),
    'Omar approves': (scene) => approvesThroughHost(rules, scene, agents[1]),
    'Omar rejects': (scene) => scene.rejects(agents[1]),
    'Ines asks the host again': (scene) => scene.retries(agents[0]),
    'Ines wants it back': (scene) => scene.asksUndo(agents[0]),
    'Ines agrees with herself': (scene) => scene.agreesToUndo(agents[0]),
    'Omar agrees': (scene) => scene.agreesToUndo(agents[1]),
    'the host says completed': async (scene) => host.done.has(scene.id()) && scene.hostSays('completed'),
    'the host says failed': async (scene) => !host.done.has(scene.id()) && scene.hostSays('failed'),
    'the account changes': (scene) =>
      rules.commit((tx) => rules.merges.accountChanged(tx, { externalId: scene.from.sub, changed: 'email' })),
    'an hour passes': async () => rules.passes(HOUR_MS),
    'the cooling-off passes, and all that is due': async () => {
      rules.passes(COOLING_OFF_MS)
      await rules.dueWork()
    },
    'everything due is done': () => rules.dueWork(),
    'the server dies': async (scene) => {
      crashed++
      await restart(scene)
    },
    ...Object.fromEntries(MOODS.map((mood: Mood) => [`the host ${mood}`, async () => host.is(mood)])),
  }
  const likely = [
    'Ines approves',
    'the cooling-off passes, and all that is due',
    'the host completes',
    'Ines wants it back',
    'Omar agrees',
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.constantFrom('asked', 'looked at', 'approved', 'merged'),
      fc.array(fc.constantFrom(...Object.keys(steps), ...likely, ...likely), { minLength: 4, maxLength: 22 }),
      async (elevated, begin, names) => {
        host.is('completes')
        const scene = await begins({ elevated })
        if (begin !== 'asked') {
          await scene.proves()
          await looksThroughHost(rules, scene, agents[0])
        }
        if (begin === 'approved' || begin === 'merged') {
          await approvesThroughHost(rules, scene, agents[0])
          if (elevated) await approvesThroughHost(rules, scene, agents[1])
        }
        if (begin === 'merged') {
          rules.passes(COOLING_OFF_MS)
          await rules.dueWork()
        }
        const needed = elevated ? 2 : 1
        let before = await scene.kept()
        for (const name of names) {
          await codeOf(steps[name]?.(scene) ?? Promise.resolve())
          const merge = await scene.kept()
          holds(merge, needed)
          expect(merge.trail.slice(0, before.trail.length), name).toEqual(before.trail)
          if (merge.state !== before.state) {
            const path = merge.trail.slice(before.trail.length).flatMap(({ state }) => state ?? [])
            // Each line tells the state after it; one step of the table lies between two that differ.
            let from: OnTheWay = before.state
            for (const to of path) {
              if (to !== from) expect(TRANSITIONS[from], name).toContain(to)
              from = to
            }
            expect(from).toBe(merge.state)
          }
          before = merge
        }
        await waitsForTheEnd()
        const merge = await scene.kept()
        holds(merge, needed)
        expect(resting).toContain(merge.state)
        // Never lost: what the host did and could say is known here, and where the two differ agents can read it.
        if (host.done.has(merge.id)) executed++
        if (host.done.get(merge.id)?.undone) undone++
      },
    ),
    { numRuns: 40, seed: 20 },
  )
  // The premise: among them were merges to look at, and servers that died.
  expect(executed).toBeGreaterThan(3)
  expect(crashed).toBeGreaterThan(3)
  expect(undone).toBeGreaterThan(0)
}, 60_000)

describe('a server that dies', () => {
  /** Counts commits, and ends one of them by a crash: before anything is kept, or after all is. */
  const dying = (at: number, when: 'before' | 'after') => {
    let commits = 0
    return {
      count: () => commits,
      wrap: (store: Store): Store => ({
        ...store,
        read: store.read,
        close: () => store.close(),
        async commit(work) {
          commits++
          if (commits < at) return store.commit(work)
          if (commits === at && when === 'after') await store.commit(work)
          throw new Refusal('store.failed', { detail: 'the server is dead' })
        },
      }),
    }
  }

  /** From the form to the receipt, as people and time bring it on; what was done before is not done again. */
  async function goOn(scene: Scene): Promise<void> {
    const state = async () => (await scene.kept()).state
    if ((await state()) === 'proof_sent') await scene.proves()
    if ((await state()) === 'in_review') {
      await looksThroughHost(rules, scene, agents[0])
      await approvesThroughHost(rules, scene, agents[0])
    }
    if ((await state()) === 'approved') rules.passes(COOLING_OFF_MS)
    await untilNo(scene, ['approved', 'executing'])
  }

  /** And back again. */
  async function goBack(scene: Scene): Promise<void> {
    if ((await scene.kept()).state === 'merged') await scene.asksUndo(agents[0])
    const { state, undo } = await scene.kept()
    if (state === 'undo_requested' && !undo?.agreedBy) await scene.agreesToUndo(agents[1])
    await untilNo(scene, ['undo_requested'])
  }

  async function untilNo(scene: Scene, underWay: MergeState[]): Promise<void> {
    await rules.dueWork()
    // A lease of the dead server has to end first, and then an attempt that was under way is repeated.
    for (let minutes = 0; minutes < 4 && underWay.includes((await scene.kept()).state); minutes++) {
      rules.passes(2 * 60_000)
      await rules.dueWork()
    }
  }

  /** What was said of an article in a session of the account that ends; it goes where the account goes. */
  const VOTE = {
    ...{ slug: 'reset-password', locale: 'en', version: 'v1', readerId: 'a-device-of-leo' },
    ...{ answer: 'no' as const, comment: undefined },
  }

  /** A server that holds the request, and dies from here on. */
  interface Begun {
    scene: Scene
    endedId: string
    image: string
    at: number
  }
  async function holding(scene: Scene, endedId: string): Promise<Begun> {
    const image = ON_POSTGRES ? rules.dir : await copyOf(rules.dir)
    const at = rules.now().getTime()
    await rules.close()
    return { scene, endedId, image, at }
  }

  async function diesOn(
    way: typeof goOn,
    { scene, endedId, image, at }: Begun,
    death: ReturnType<typeof dying>,
  ): Promise<MergeRecord> {
    const dir = await copyOf(image)
    rules = await openRules(dir, quickFiles, { webhook: host.webhook, wrap: death.wrap })
    rules.passes(at - rules.now().getTime())
    scene.goesOnWith(rules)
    await way(scene).catch((cause: unknown) => {
      // The end of its commit is the end of the server; what it says about it is its own log.
      if (!(cause instanceof Error)) throw cause
    })
    await restart(scene)
    await areOneOrTwo(scene, endedId)
    await way(scene)
    await areOneOrTwo(scene, endedId)
    const merge = await scene.kept()
    expect(faultOf(merge)).toBeUndefined()
    expect(merge.trail.filter(({ what }) => what === 'merged the accounts')).toHaveLength(1)
    for (const side of ['into', 'from'])
      expect(await rules.store.read.mails.find(`mal_${merge.id}_merged_${side}`), side).toBeDefined()
    return merge
  }

  /** Whatever the crash left: account and vote are in one place. */
  async function areOneOrTwo(scene: Scene, endedId: string): Promise<void> {
    const { state } = await scene.kept()
    const isOne = ['merged', 'undo_requested'].includes(state)
    const account = await rules.store.read.contacts.find(endedId)
    expect(account?.mergedInto ?? null, state).toBe(isOne ? scene.leo.id : null)
    const owner = isOne ? scene.leo.id : endedId
    expect(await rules.store.read.feedback.listForContact(owner, 2), state).toHaveLength(1)
  }

  const ALIVE = () => dying(Number.POSITIVE_INFINITY, 'before')

  test('between any two of its commits brings the merge to its end once, with one receipt each', async () => {
    const empty = rules.dir
    await rules.close()
    const run = async (death: ReturnType<typeof dying>) => {
      const dir = await copyOf(empty)
      rules = await openRules(dir, quickFiles, { webhook: host.webhook })
      const scene = await begins()
      const ended = await rules.contact(scene.from.sub, scene.from.email)
      await feedbackRules(rules).answer({ ...VOTE, contactId: ended.id })
      const merge = await diesOn(goOn, await holding(scene, ended.id), death)
      expect(merge.state).toBe('merged')
      expect(host.done.get(merge.id)?.deliveries.size).toBe(1)
      await rules.close()
    }
    const alive = ALIVE()
    await run(alive)
    expect(alive.count()).toBeGreaterThan(10)
    for (let at = 1; at <= alive.count(); at++)
      for (const when of ['before', 'after'] as const) await run(dying(at, when))
  }, 60_000)

  test('between any two commits of an undo takes the merge back once, with one receipt each', async () => {
    const scene = await begins()
    const ended = await rules.contact(scene.from.sub, scene.from.email)
    await feedbackRules(rules).answer({ ...VOTE, contactId: ended.id })
    await goOn(scene)
    const merged = await holding(scene, ended.id)
    const run = async (death: ReturnType<typeof dying>) => {
      const done = host.done.get(scene.id())
      delete done?.undone
      const merge = await diesOn(goBack, merged, death)
      expect(merge.state).toBe('undone')
      expect(done).toMatchObject({ undone: true, deliveries: { size: 1 } })
      expect(merge.trail.filter(({ what }) => what === 'took the merge back')).toHaveLength(1)
      for (const side of ['into', 'from'])
        expect(await rules.store.read.mails.find(`mal_${merge.id}_undone_${side}`), side).toBeDefined()
      await rules.close()
    }
    const alive = ALIVE()
    await run(alive)
    expect(alive.count()).toBeGreaterThan(4)
    // All that the commit before has set off has happened by then: the host may have done what nobody here knows of.
    for (let at = 1; at <= alive.count(); at++) await run(dying(at, 'before'))
  }, 60_000)
})

test('each attempt to reach the host is kept and stands on the ticket, with one id, and tells it identifiers only', async () => {
  const scene = await begins()
  await scene.proves()
  await looksThroughHost(rules, scene, agents[0])
  await approvesThroughHost(rules, scene, agents[0])
  rules.passes(COOLING_OFF_MS)
  // Described once more; then the host goes away before it hears of the merge, twice.
  host.is('loses')
  await rules.dueWork()
  rules.passes(HOUR_MS)
  await rules.dueWork()
  host.is('completes')
  rules.passes(HOUR_MS)
  await rules.dueWork()
  const merge = await scene.kept()
  expect(merge.state).toBe('merged')
  const { attempts } = await deskMerge(merge, rules.store.read)
  expect(attempts.map(({ outcome }) => outcome)).toEqual(['unreachable', 'unreachable', 'delivered'])
  const heard = host.heard.filter(
    ({ type, mergeId }) => type === 'account_merge.approved' && mergeId === merge.id,
  )
  expect(heard).toHaveLength(3)
  expect(new Set(heard.map(({ id }) => id))).toEqual(new Set([merge.deliveryId]))
  const delivery = await rules.store.read.deliveries.find(merge.deliveryId ?? '')
  // No name, no address, nothing that anybody wrote.
  expect(JSON.parse(delivery?.body ?? '').data).toEqual({
    mergeId: merge.id,
    into: { externalId: scene.into.sub },
    from: { externalId: scene.from.sub },
  })
})

test('agents see the requests that came before, newest first', async () => {
  const scene = await begins()
  const before = scene.id()
  await scene.cancels()
  rules.passes(HOUR_MS)
  await scene.starts()
  const { earlier } = await deskMerge(await scene.kept(), rules.store.read)
  expect(earlier).toMatchObject([{ id: before, state: 'cancelled', fromEmail: scene.from.email }])
})

describe('two copies of the server on one store', () => {
  test('approve once, however many agents press at once', async () => {
    const scene = await begins()
    await scene.proves()
    await looksThroughHost(rules, scene, agents[0])
    const codes = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        codeOf(approvesThroughHost(rules, scene, agents[index % 2] ?? agents[0])),
      ),
    )
    expect(codes.filter((code) => code === 'done')).toHaveLength(1)
    expect((await scene.kept()).approvals).toHaveLength(1)
  })

  test('deliver once: the work is leased to one of them', async () => {
    const scene = await begins()
    await scene.proves()
    await looksThroughHost(rules, scene, agents[0])
    await approvesThroughHost(rules, scene, agents[0])
    rules.passes(COOLING_OFF_MS)
    const copies = Array.from({ length: 4 }, () => dueWorker({ ...rules, kinds: rules.kinds }))
    await Promise.all(copies.map((copy) => copy.runDue(rules.now())))
    await Promise.all(copies.map((copy) => copy.stop()))
    expect((await scene.kept()).state).toBe('merged')
    const approved = host.heard.filter(
      ({ type, mergeId }) => type === 'account_merge.approved' && mergeId === scene.id(),
    )
    expect(approved).toHaveLength(1)
  })

  test('stop it or merge it, never both', async () => {
    for (let round = 0; round < 5; round++) {
      const scene = await begins()
      await scene.proves()
      await looksThroughHost(rules, scene, agents[0])
      await approvesThroughHost(rules, scene, agents[0])
      rules.passes(COOLING_OFF_MS)
      const [stopped] = await Promise.all([codeOf(scene.stopsByLink()), rules.dueWork()])
      const { state } = await scene.kept()
      expect(state).toBe(stopped === 'done' ? 'cancelled' : 'merged')
      expect(host.done.has(scene.id())).toBe(stopped !== 'done')
    }
  })
})
