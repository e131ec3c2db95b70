// Several people, and the host, want something else of one merge in the same moment, at one server or at three copies of it: one of them
// has it, the others are told no, and the trail tells it as it was. Alone, and in any order: any-order.test.ts.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Contact } from '../../protocol/entities.ts'
import { faultOf } from '../../server/account-merge/trail.ts'
import { orThrow, Refusal } from '../../server/errors.ts'
import { openPostgresStore } from '../../server/store/postgres/store.ts'
import type { AgentRecord, MergeRecord } from '../../server/store/records.ts'
import { readableLog } from '../faults/folders.ts'
import { codeIn } from '../stage/cast.ts'
import { newDatabase } from '../stage/postgres.ts'
import { quickFiles } from '../stage/quick-files.ts'
import { COOLING_OFF_MS, codeOf, DAY_MS, hashOfPreview, openRules, type Rules } from '../stage/rules.ts'
import { mergeScene, type Scene } from './merges.ts'

const COPIES = 3
/** Each has another one first. */
const ROUNDS = 12

describe.each(['embedded', 'three copies on PostgreSQL'] as const)('%s', (kind) => {
  let folder: string
  let database: Awaited<ReturnType<typeof newDatabase>> | undefined
  let copies: Rules[]
  let ines: AgentRecord
  let omar: AgentRecord

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'helpdock-races-'))
    if (kind === 'embedded') copies = Array(COPIES).fill(await openRules(join(folder, '0'), quickFiles))
    else {
      database = await newDatabase()
      const { url } = database
      copies = await Promise.all(
        Array.from({ length: COPIES }, async (_, index) => {
          const store = await openPostgresStore({ url, log: readableLog() })
          return openRules(join(folder, String(index)), quickFiles, {
            wrap: (unused) => ({
              ...store,
              close: async () => void (await Promise.all([unused.close(), store.close()])),
            }),
          })
        }),
      )
    }
    ines = await at(0).agent('Ines')
    omar = await at(0).agent('Omar')
  })
  afterAll(async () => {
    await Promise.all([...new Set(copies ?? [])].map((copy) => copy.close()))
    await database?.drop()
    await rm(folder, { recursive: true, force: true })
  })

  const at = (number: number): Rules => {
    const copy = copies[number % COPIES]
    if (!copy) throw new Error(`no copy ${number}`)
    return copy
  }
  const passes = (ms: number) => {
    for (const copy of new Set(copies)) copy.passes(ms)
  }
  const kept = async (id: string): Promise<MergeRecord> => {
    const merge = await at(0).store.read.merges.find(id)
    if (!merge) throw new Error(`${id} is lost`)
    return merge
  }

  // ---- what each of them does, at a copy of the server

  const approve = (copy: number, agent: AgentRecord, scene: Scene, preview = scene.described()) => {
    const hash = hashOfPreview(preview)
    const shown = { hash, current: preview, currentHash: hash, choices: {} }
    return codeOf(at(copy).commit((tx) => at(copy).merges.approve(tx, agent, scene.id(), shown)))
  }
  const stopByLink = (copy: number, token: string) =>
    codeOf(at(copy).commit((tx) => at(copy).merges.cancelByLink(tx, token)))
  const execute = (copy: number, scene: Scene) =>
    codeOf(at(copy).commit((tx) => at(copy).merges.execute(tx, scene.id(), hashOfPreview(scene.described()))))
  const changed = (copy: number, externalId: string) =>
    codeOf(at(copy).commit((tx) => at(copy).merges.accountChanged(tx, { externalId, changed: 'email' })))
  const settle = (copy: number, mergeId: string, status: 'completed' | 'failed') =>
    codeOf(
      at(copy)
        .commit((tx) => at(copy).merges.settle(tx, { mergeId, status, reason: 'no', undoable: true }))
        .then(orThrow),
    )
  /** At once, another one first each time. */
  const race = async (round: number, works: (() => Promise<string>)[]): Promise<string[]> => {
    const order = works.map((_, index) => (index + round) % works.length)
    const done: string[] = []
    await Promise.all(
      order.map(async (index) => {
        done[index] = (await works[index]?.()) ?? ''
      }),
    )
    return done
  }

  async function reviewed(elevated = false): Promise<Scene> {
    passes(2 * DAY_MS)
    const scene = await mergeScene(at(0), [ines, omar])
    await scene.starts()
    await scene.proves()
    await scene.looks(ines, scene.described(elevated ? { from: { elevated } } : {}))
    return scene
  }
  async function approved(): Promise<Scene> {
    const scene = await reviewed()
    await scene.approves(ines)
    return scene
  }

  const prove = (copy: number, contact: Contact, id: string, code: string) =>
    codeOf(
      at(copy)
        .commit((tx) => at(copy).merges.prove(tx, contact, id, code))
        .then(orThrow),
    )
  async function asks(contact: Contact, fromEmail: string): Promise<{ id: string; code: string }> {
    const { merges, now, newId, store } = at(1)
    const body = { clientId: newId('cli'), fromEmail }
    const proof = { vouchedAt: now().toISOString(), network: null }
    const { id, proofId } = await at(1).commit((tx) => merges.start(tx, contact, body, proof))
    return { id, code: codeIn((await store.read.mails.find(`mal_${proofId}`))?.text ?? '') }
  }

  /** One truth: each change of state once, each line in its place, no hash that does not follow. */
  async function holds(scene: Scene, states: MergeRecord['state'][]): Promise<MergeRecord> {
    const merge = await kept(scene.id())
    const after = merge.trail.flatMap(({ state }) => state ?? [])
    const path = after.filter((state, index) => state !== after[index - 1])
    expect(path.slice(path.indexOf('in_review') + 1)).toEqual(states)
    expect(faultOf(merge)).toBeUndefined()
    return merge
  }

  // ---- the scenes

  test('two agents approve: one of them does, both addresses are told once', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const scene = await reviewed()
      const said = await race(round, [() => approve(1, ines, scene), () => approve(2, omar, scene)])
      expect(said.sort()).toEqual(['done', 'merge.wrong_state'])
      const merge = await holds(scene, ['approved'])
      expect(merge.approvals).toHaveLength(1)
      expect(merge.stopTokenHashes).toHaveLength(2)
    }
  })

  test('where two are needed, two agents at once are two, one agent at two windows is one', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const preview = (scene: Scene) => scene.described({ from: { elevated: true } })
      const both = await reviewed(true)
      await race(round, [
        () => approve(1, ines, both, preview(both)),
        () => approve(2, omar, both, preview(both)),
      ])
      expect((await holds(both, ['approved'])).approvals?.map(({ name }) => name).sort()).toEqual([
        'Ines',
        'Omar',
      ])
      const alone = await reviewed(true)
      await race(round, [
        () => approve(1, ines, alone, preview(alone)),
        () => approve(2, ines, alone, preview(alone)),
      ])
      expect((await holds(alone, [])).approvals).toHaveLength(1)
    }
  })

  test('approved, rejected, cancelled and the account changed, all at once: the merge is stopped', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const scene = await reviewed()
      const [, rejected, cancelled, hosts] = await race(round, [
        () => approve(0, ines, scene),
        () => codeOf(at(1).commit((tx) => at(1).merges.reject(tx, omar, scene.id(), 'Not the same'))),
        () => codeOf(at(2).commit((tx) => at(2).merges.cancel(tx, scene.leo, scene.id()))),
        () => changed(round, scene.from.sub),
      ])
      const merge = await kept(scene.id())
      expect(['rejected', 'cancelled']).toContain(merge.state)
      expect(hosts).toBe('done')
      if (merge.state === 'rejected') expect(rejected).toBe('done')
      else expect([rejected, cancelled]).toContain('done')
      const ends = merge.trail.filter(({ state }) => state === 'rejected' || state === 'cancelled')
      expect(ends).toHaveLength(1)
      expect(faultOf(merge)).toBeUndefined()
    }
  })

  test('stopped by both links, and done, in the moment that it is due: one of it', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const scene = await approved()
      const tokens = [(await scene.stopToken('from')) ?? '', (await scene.stopToken('into')) ?? '']
      passes(COOLING_OFF_MS)
      const [ofFrom, ofInto, twice] = await race(round, [
        () => stopByLink(1, tokens[0] ?? ''),
        () => stopByLink(2, tokens[1] ?? ''),
        () => execute(0, scene),
        () => execute(round, scene),
      ])
      expect(twice).toBe('done')
      expect(ofFrom).toBe(ofInto)
      const merge = await holds(scene, ['approved', ofFrom === 'done' ? 'cancelled' : 'executing'])
      expect(merge.deliveryIds ?? []).toHaveLength(ofFrom === 'done' ? 0 : 1)
      if (merge.deliveryId) expect(await at(0).store.read.deliveries.find(merge.deliveryId)).toBeDefined()
    }
  })

  test('the account changes while it is being done: what the host was asked stays asked, and stands in the trail', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const scene = await approved()
      passes(COOLING_OFF_MS)
      await race(round, [() => execute(0, scene), () => changed(1, scene.from.sub)])
      const merge = await kept(scene.id())
      const noted = merge.trail.some(
        ({ by, what }) => by === 'host' && what.includes('of an account changed'),
      )
      expect(noted).toBe(true)
      expect(merge.deliveryIds ?? []).toHaveLength(merge.state === 'executing' ? 1 : 0)
      await holds(scene, ['approved', merge.state])
    }
  })

  test('the same two accounts, in opposite directions: one of the requests is spoken for', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      passes(2 * DAY_MS)
      const scene = await mergeScene(at(0), [ines, omar])
      const other = await at(0).contact(scene.from.sub, scene.from.email)
      await scene.starts()
      const back = await asks(other, scene.into.email)
      const code = await scene.code()
      const said = await race(round, [
        () => prove(1, scene.leo, scene.id(), code),
        () => prove(2, other, back.id, back.code),
      ])
      expect(said.sort()).toEqual(['done', 'merge.already_open'])
      const states = [(await kept(scene.id())).state, (await kept(back.id)).state].sort()
      expect(states).toEqual(['in_review', 'proof_sent'])
    }
  })

  test('one account that two others want: one of them is approved', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      // Both name an address of the same account, as the host says.
      const [one, two] = [await reviewed(), await reviewed()]
      const shared = `shared-${round}`
      const of = (scene: Scene) => scene.described({ from: { externalId: shared } })
      for (const scene of [one, two]) await scene.looks(ines, of(scene)).catch(refusal)
      const said = await race(round, [
        () => approve(1, ines, one, of(one)),
        () => approve(2, omar, two, of(two)),
      ])
      expect(said.filter((code) => code === 'done').length).toBeLessThanOrEqual(1)
      const states = [await kept(one.id()), await kept(two.id())].map(({ state }) => state)
      expect(states.filter((state) => state === 'approved').length).toBe(
        said.filter((code) => code === 'done').length,
      )
    }
  })

  test('the host says completed and failed, to every copy: the first is taken, and the other stands there', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const scene = await approved()
      const ended = await at(0).contact(scene.from.sub, scene.from.email)
      const ticket = await at(0).opens(ended)
      passes(COOLING_OFF_MS)
      await execute(0, scene)
      const said = await race(round, [
        () => settle(0, scene.id(), 'completed'),
        () => settle(1, scene.id(), 'completed'),
        () => settle(2, scene.id(), 'failed'),
        () => settle(2, scene.id(), 'completed'),
      ])
      const merge = await kept(scene.id())
      const isMerged = merge.state === 'merged'
      expect(said).toEqual(
        isMerged
          ? ['done', 'done', 'merge.wrong_state', 'done']
          : ['merge.wrong_state', 'merge.wrong_state', 'done', 'merge.wrong_state'],
      )
      await holds(scene, ['approved', 'executing', merge.state])
      expect(merge.trail.filter(({ what }) => what.includes('not taken'))).toHaveLength(1)
      const { contactId } = await at(1).ticket(ticket.ticket.id)
      expect(contactId).toBe(isMerged ? scene.leo.id : ended.id)
    }
  })

  test('who has become part of another account gets no other one in', async () => {
    // A request of an account that ends meanwhile, whose code comes the moment after.
    passes(2 * DAY_MS)
    const scene = await mergeScene(at(0), [ines, omar])
    const third = await at(0).contact(`${scene.into.sub}-third`, 'third@mail.example')
    await scene.starts()
    const other = await asks(third, scene.into.email)
    expect(await prove(1, third, other.id, other.code)).toBe('done')
    const preview = scene.described({
      into: { externalId: `${scene.into.sub}-third`, email: 'third@mail.example' },
      from: { externalId: scene.into.sub, email: scene.into.email },
    })
    const hash = hashOfPreview(preview)
    const { merges } = at(0)
    await at(0).commit((tx) => merges.notePreview(tx, ines, other.id, preview, hash))
    const shown = { hash, current: preview, currentHash: hash, choices: {} }
    await at(0).commit((tx) => merges.approve(tx, ines, other.id, shown))
    passes(COOLING_OFF_MS)
    await at(0).commit((tx) => merges.execute(tx, other.id, hash))
    await at(0).commit((tx) => merges.sendCode(tx, scene.leo, scene.id()))
    const code = await scene.code()
    expect(await settle(2, other.id, 'completed')).toBe('done')
    expect(await prove(1, scene.leo, scene.id(), code)).toBe('merge.no_account')
    expect(await kept(scene.id())).toMatchObject({ state: 'proof_sent', ticketId: null })
  })
})

const refusal = (cause: unknown) => {
  if (!(cause instanceof Refusal)) throw cause
}
