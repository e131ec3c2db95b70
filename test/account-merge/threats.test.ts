// Each test plays an attacker. The table in docs/account-merge.md names them row by row; the last test here checks that
// every test that it names is there.

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CODE_TTL_MS, MERGE_TOKEN_MAX_AGE_MS } from '../../protocol/limits.ts'
import { contactCommands, deskCommands } from '../../protocol/socket.ts'
import { auditCommands, trailFaults } from '../../server/account-merge/audit.ts'
import { faultOf } from '../../server/account-merge/trail.ts'
import { contactCaller } from '../../server/caller.ts'
import { makeGateway } from '../../server/chat/gateway.ts'
import { commandLimits } from '../../server/chat/limits.ts'
import { networkOf } from '../../server/contacts/network.ts'
import { ENGLISH } from '../../server/email/language.ts'
import { guestCodeMail } from '../../server/email/texts.ts'
import type { AgentRecord, MergeRecord } from '../../server/store/records.ts'
import type { Merges } from '../../server/store/store.ts'
import { type App, openApp } from '../stage/app.ts'
import { quickFiles } from '../stage/quick-files.ts'
import {
  COOLING_OFF_MS,
  codeOf,
  HOUR_MS,
  hashOfPreview,
  MINUTE_MS,
  openRules,
  type Rules,
  UNDO_MS,
} from '../stage/rules.ts'
import { mergeScene, type Scene } from './merges.ts'

let folder: string
let rules: Rules
let ines: AgentRecord
let omar: AgentRecord
let leo: Scene

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helpdock-threats-'))
  rules = await openRules(join(folder, 'data'), quickFiles)
  ines = await rules.agent('Ines')
  omar = await rules.agent('Omar')
})
afterAll(async () => {
  await rules?.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  leo = await mergeScene(rules, [ines, omar])
  // Days lie between two scenes, so that no limit of one is felt in the next.
  rules.passes(48 * HOUR_MS)
})

const agoMs = (ms: number) => new Date(rules.now().getTime() - ms).toISOString()
const from = (vouchedAt: string | null) => ({ vouchedAt, network: null })
const claimsOf = (scene: Scene, changes = {}) => ({
  sub: scene.from.sub,
  email: scene.from.email,
  emailVerified: true,
  signedAt: rules.now().toISOString(),
  ...changes,
})
const provesByToken = (scene: Scene, claims: object) =>
  codeOf(
    rules
      .commit((tx) =>
        rules.merges.proveByToken(
          tx,
          scene.leo,
          scene.id(),
          claimsOf(scene, { merge: scene.id(), ...claims }),
        ),
      )
      .then((result) => {
        if (result instanceof Error) throw result
      }),
  )

describe('who asks', () => {
  test('with an old session cannot start one: the host must have vouched in the last ten minutes', async () => {
    expect(await codeOf(leo.starts(from(agoMs(MERGE_TOKEN_MAX_AGE_MS + 1_000))))).toBe('identity.not_fresh')
    expect(await codeOf(leo.starts(from(null)))).toBe('identity.not_fresh')
    // A token from the future would be fresh for longer.
    expect(await codeOf(leo.starts(from(agoMs(-5 * MINUTE_MS))))).toBe('identity.not_fresh')
    expect(await codeOf(leo.starts(from(agoMs(MERGE_TOKEN_MAX_AGE_MS - 1_000))))).toBe('done')
  })

  test('with a fresh token of somebody else gets nowhere; with their own they do', async () => {
    const gateway = makeGateway({
      ...rules,
      verifyIdentity: async (token) => ({
        ...JSON.parse(token),
        name: 'Leo',
        locale: null,
        attributes: {},
      }),
      log: rules.log,
    })
    const old = {
      kind: 'contact' as const,
      contact: leo.leo,
      contactId: leo.leo.id,
      sessionId: 's',
      vouchedAt: agoMs(HOUR_MS),
    }
    const asks = async (identityToken?: object) => {
      const body = {
        clientId: rules.newId('cli'),
        fromEmail: leo.from.email,
        ...(identityToken && { identityToken: JSON.stringify(identityToken) }),
      }
      const frame = { kind: 'command' as const, id: '1', name: 'merge.start', body }
      const answer = await gateway.contactCommand(old, frame, '198.51.100.9')
      return answer.kind === 'refusal' ? answer.problem.code : 'done'
    }
    const mine = { ...claimsOf(leo), sub: leo.into.sub, email: leo.into.email }
    expect(await asks()).toBe('identity.not_fresh')
    expect(await asks(claimsOf(leo))).toBe('identity.invalid')
    expect(await asks({ ...mine, signedAt: agoMs(HOUR_MS) })).toBe('identity.not_fresh')
    expect(await asks({ ...mine, emailVerified: false })).toBe('merge.needs_verified')
    expect(await asks(mine)).toBe('done')
  })

  test('with an address that the host never confirmed cannot start one', async () => {
    const unconfirmed = await rules.contact('mallory', leo.into.email, false)
    expect(await codeOf(leo.starts(undefined, unconfirmed))).toBe('merge.needs_verified')
  })

  test('names their own account, in whatever letters, and is refused', async () => {
    const { leo: contact, into } = leo
    const start = (fromEmail: string) =>
      codeOf(
        rules.commit((tx) =>
          rules.merges.start(tx, contact, { clientId: rules.newId('cli'), fromEmail }, from(agoMs(0))),
        ),
      )
    expect(await start(into.email)).toBe('merge.same_account')
    expect(await start(into.email.replace('mail.example', 'MAIL.Example'))).toBe('merge.same_account')
    // Letters before the @ are never folded: another mailbox for all we know, so a code goes there and nowhere else.
    expect(await start(into.email.toUpperCase())).toBe('done')
  })

  test('asks of a whole machine’s addresses and is slowed down by network', () => {
    let at = 0
    const limits = commandLimits(() => at)
    const asks = (person: number, address: string) => {
      try {
        limits.take({ kind: 'contact', contactId: `con_${person}`, sessionId: 's' }, 'merge.start', address)
        return 'done'
      } catch {
        return 'too many'
      }
    }
    const answers = Array.from({ length: 100 }, (_, person) => asks(person, '198.51.100.9'))
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(40)
    expect(asks(200, '203.0.113.9')).toBe('done')
    at += 2 * MINUTE_MS
    expect(asks(201, '198.51.100.9')).toBe('done')
    expect(asks(202, '198.51.100.9')).toBe('too many')
  })

  test('mails a stranger no more than six codes a day, whoever asks and however patiently', async () => {
    const victim = leo.from.email
    let mailed = 0
    for (let round = 0; round < 20; round++) {
      const attacker = await rules.contact(`attacker-${round}`, `attacker-${round}@mail.example`)
      mailed += (await codeOf(leo.starts(undefined, attacker))) === 'done' ? 1 : 0
      rules.passes(31 * MINUTE_MS)
    }
    expect(mailed).toBe(6)
    expect(victim).toContain('@school.example')
  })

  test('cannot be kept from a code by somebody who asks for those of guests at the same address', async () => {
    for (const _code of [1, 2, 3, 4])
      await rules.commit((tx) =>
        rules.proofs.send(tx, { purpose: 'guest', boundTo: null, email: leo.from.email, name: 'X' }, (code) =>
          guestCodeMail(ENGLISH, { code }),
        ),
      )
    await leo.starts()
    expect(await codeOf(leo.proves())).toBe('done')
  })

  test('mails them no more where each request writes the address in another way', async () => {
    const [local = '', domain] = leo.from.email.split('@')
    const ways = [local.toUpperCase(), `${local}+one`, `${local}+two`, `${local[0]}.${local.slice(1)}`]
    let mailed = 0
    for (const [round, way] of [...ways, ...ways, ...ways].entries()) {
      const attacker = await rules.contact(`writer-${round}`, `writer-${round}@mail.example`)
      const body = { clientId: rules.newId('cli'), fromEmail: `${way}@${domain}` }
      const starts = rules.commit((tx) => rules.merges.start(tx, attacker, body, from(agoMs(0))))
      mailed += (await codeOf(starts)) === 'done' ? 1 : 0
      rules.passes(31 * MINUTE_MS)
    }
    expect(mailed).toBe(6)
  })

  test('asks the host nothing about an address before it is proved: there is no answer to compare or to time', async () => {
    let asked = 0
    const gateway = makeGateway({
      ...rules,
      askPreview: async (merge) => {
        asked++
        return rules.askPreview(merge)
      },
      verifyIdentity: async () => {
        throw new Error('no token is sent')
      },
      log: rules.log,
    })
    const caller = {
      kind: 'contact' as const,
      contact: leo.leo,
      contactId: leo.leo.id,
      sessionId: 's',
      vouchedAt: agoMs(0),
    }
    const says = (name: string, body: object) =>
      gateway.contactCommand(caller, { kind: 'command', id: '1', name, body }, '198.51.100.9')
    const started = await says('merge.start', { clientId: rules.newId('cli'), fromEmail: leo.from.email })
    const { id } = (started as { result: { merge: MergeRecord } }).result.merge
    await says('merge.send_code', { mergeId: id })
    await says('merge.prove', { mergeId: id, code: '00000000' })
    const look = { kind: 'command' as const, id: '1', name: 'merge.preview', body: { mergeId: id } }
    const agent = { kind: 'agent' as const, agent: ines, sessionId: 's' }
    expect(await gateway.deskCommand(agent, look, '')).toMatchObject({
      problem: { code: 'merge.wrong_state' },
    })
    expect(asked).toBe(0)
  })

  test('finds no other way in: no command and no route starts a merge but merge.start of a session', async () => {
    const { app, close }: App = await openApp(join(folder, 'app'), 'articles', undefined, quickFiles)
    const routes = Object.keys(
      (await app.inject('/openapi.json')).json<{ paths: Record<string, unknown> }>().paths,
    )
    const page = await app.inject('/merges/stop')
    await close()
    expect(routes.filter((path) => path.includes('merge')).sort()).toEqual([
      '/api/host/merge-results',
      '/api/merges/stop',
    ])
    expect(Object.keys(contactCommands).filter((name) => name.startsWith('merge.'))).toEqual([
      'merge.start',
      'merge.send_code',
      'merge.prove',
      'merge.cancel',
    ])
    expect(Object.keys(deskCommands).filter((name) => name.startsWith('merge.'))).toEqual([
      'merge.preview',
      'merge.decide',
      'merge.hurry',
      'merge.undo',
      'merge.retry',
    ])
    // And the one page of it is in no frame, loads nothing from elsewhere, and tells nobody its address.
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(page.headers['content-security-policy']).toContain("default-src 'self'")
    expect(page.headers['referrer-policy']).toBe('no-referrer')
    expect(page.body).not.toMatch(/https?:\/\//)
  })
})

describe('who proves', () => {
  test('cannot use a code twice, an older one, or one that is ten minutes old', async () => {
    await leo.starts()
    const first = await leo.code()
    await rules.commit((tx) => rules.merges.sendCode(tx, leo.leo, leo.id()))
    expect(await codeOf(leo.proves(first))).toBe('code.wrong')
    rules.passes(CODE_TTL_MS)
    expect(await codeOf(leo.proves())).toBe('code.ended')
    await rules.commit((tx) => rules.merges.sendCode(tx, leo.leo, leo.id()))
    const third = await leo.code()
    expect(await codeOf(leo.proves(third))).toBe('done')
    expect(await codeOf(leo.proves(third))).toBe('merge.wrong_state')
  })

  test('cannot bring the code of another request, nor that of a guest', async () => {
    const other = await mergeScene(rules, [ines, omar])
    await leo.starts()
    await other.starts()
    expect(await codeOf(leo.proves(await other.code()))).toBe('code.wrong')
    const guest = await rules.commit((tx) =>
      rules.proofs.send(tx, { purpose: 'guest', boundTo: null, email: leo.from.email, name: 'Leo' }, (code) =>
        guestCodeMail(ENGLISH, { code }),
      ),
    )
    const code = await leo.mailed(`mal_${guest.id}`)
    expect(await codeOf(leo.proves(code))).toBe('code.wrong')
    // And the other way round: the code of a merge makes nobody a guest.
    const { proofId } = await other.kept()
    const typed = await other.code()
    const taken = await rules.commit((tx) => rules.proofs.take(tx, proofId ?? '', 'guest', typed))
    expect(taken).toMatchObject({ code: 'not_found' })
  })

  test('guesses: three tries a code and six codes a request, of a million million', async () => {
    await leo.starts()
    let guesses = 0
    for (let code = 0; code < 10; code++) {
      for (let attempt = 0; attempt < 5; attempt++) {
        // The third wrong one ends the code, and says so instead.
        if ((await codeOf(leo.proves('ZZZZZZZZ'))) === 'code.wrong') guesses++
      }
      rules.passes(31 * MINUTE_MS)
      await codeOf(rules.commit((tx) => rules.merges.sendCode(tx, leo.leo, leo.id())))
    }
    expect(guesses).toBe(6 * 2)
    expect((await leo.kept()).state).toBe('proof_sent')
    expect(
      JSON.stringify(await rules.store.read.addressProofs.find((await leo.kept()).proofId ?? '')),
    ).not.toContain(await leo.code())
  })

  test('with a token: only a fresh one, of that very account, whose address the host confirmed', async () => {
    await leo.starts()
    // Whoever came by a token that was made for a session, or for another request, has nothing.
    const other = await mergeScene(rules, [ines, omar])
    await other.starts()
    for (const merge of [undefined, null, '', other.id()])
      expect(await provesByToken(leo, { merge }), String(merge)).toBe('identity.invalid')
    expect(await provesByToken(leo, { signedAt: agoMs(MERGE_TOKEN_MAX_AGE_MS + 1_000) })).toBe(
      'identity.not_fresh',
    )
    expect(await provesByToken(leo, { sub: leo.into.sub })).toBe('merge.same_account')
    expect(await provesByToken(leo, { email: leo.from.email.toUpperCase() })).toBe('identity.invalid')
    expect(await provesByToken(leo, { emailVerified: false })).toBe('identity.invalid')
    expect(await provesByToken(leo, { email: null })).toBe('identity.invalid')
    expect(await provesByToken(leo, {})).toBe('done')
    // The account that the token named is the one that ends, whatever has its address by now.
    const renamed = leo.described({ from: { externalId: 'somebody-else' } })
    await leo.looks(ines, renamed)
    expect(await codeOf(leo.approves(ines, renamed))).toBe('merge.no_account')
  })
})

describe('who decides', () => {
  test('needs a second agent for an account that may do more, of another organisation, or never confirmed', async () => {
    for (const changes of [
      { from: { elevated: true } },
      { into: { elevated: true } },
      { from: { organisation: 'Mercy' }, into: { organisation: 'Northfield' } },
      { from: { emailVerified: false } },
    ]) {
      const scene = await mergeScene(rules, [ines, omar])
      await scene.starts()
      await scene.proves()
      const preview = scene.described(changes)
      await scene.looks(ines, preview)
      expect((await scene.kept()).secondNeeded?.length, JSON.stringify(changes)).toBeGreaterThan(0)
      await scene.approves(ines, preview)
      expect((await scene.kept()).state).toBe('in_review')
      expect(await codeOf(scene.approves(ines, preview))).toBe('caller.forbidden')
      await scene.approves(omar, preview)
      expect((await scene.kept()).state).toBe('approved')
      expect((await scene.kept()).approvals?.map(({ name }) => name)).toEqual(['Ines', 'Omar'])
    }
  })

  test('needs a second agent for every merge where the operator says so', async () => {
    const dir = join(folder, 'always')
    const strict = await openRules(dir, quickFiles, { merges: { secondApproval: 'always' } })
    const pair = [await strict.agent('Ines'), await strict.agent('Omar')] as const
    const scene = await mergeScene(strict, pair)
    await scene.starts()
    await scene.proves()
    await scene.looks(pair[0])
    await scene.approves(pair[0])
    expect((await scene.kept()).state).toBe('in_review')
    await scene.approves(pair[1])
    expect((await scene.kept()).state).toBe('approved')
    await strict.close()
  })

  test('decides each conflict, and the second agent the same, or it begins anew', async () => {
    await leo.bringTo('in_review, two needed')
    const conflicts = [{ field: 'school', label: 'School', into: 'Northfield', from: 'Mercy' }]
    const preview = leo.described({ conflicts })
    await leo.looks(ines, preview)
    expect(await codeOf(leo.approves(ines, preview))).toBe('merge.undecided')
    await leo.approves(ines, preview, { school: 'from', hidden: 'from' })
    await leo.approves(omar, preview, { school: 'into' })
    expect((await leo.kept()).state).toBe('in_review')
    expect((await leo.kept()).approvals?.map(({ name }) => name)).toEqual(['Omar'])
    await leo.approves(ines, preview, { school: 'into' })
    expect(await leo.kept()).toMatchObject({ state: 'approved', choices: { school: 'into' } })
    rules.passes(COOLING_OFF_MS)
    await rules.dueWork()
    const delivery = await rules.store.read.deliveries.find((await leo.kept()).deliveryId ?? '')
    // Identifiers and sides only: nothing that anybody typed goes to the host through us.
    expect(JSON.parse(delivery?.body ?? '').data).toEqual({
      mergeId: leo.id(),
      into: { externalId: leo.into.sub },
      from: { externalId: leo.from.sub },
      keep: { school: 'into' },
    })
  })

  test('approved something that changed since: it goes back to review, the old links still stop it', async () => {
    await leo.bringTo('approved')
    rules.passes(COOLING_OFF_MS)
    rules.host.describes = leo.described({ from: { elevated: true } })
    await rules.dueWork()
    rules.host.describes = null
    const back = await leo.kept()
    expect(back).toMatchObject({
      state: 'in_review',
      approvals: [],
      decision: null,
      executeAt: null,
      deliveryId: null,
    })
    const ticket = await rules.store.read.tickets.find(back.ticketId ?? '')
    expect(ticket?.state).toBe('open')
    for (const side of ['into', 'from'])
      expect(await leo.mailed(`mal_${leo.id()}_returned_1_${side}`)).toContain('looks at both accounts again')
    const token = await leo.stopToken('from')
    await leo.looks(ines)
    await leo.approves(ines)
    expect(await leo.stopToken('from', 'approved_2')).not.toBe(token)
    await leo.stopsByLink('from')
    expect((await leo.kept()).state).toBe('cancelled')
  })

  test('was put out while the host was asked, and approves nothing', async () => {
    await leo.bringTo('in_review')
    const preview = leo.described()
    let putOut = async (_eve: AgentRecord): Promise<unknown> => undefined
    const eve = await rules.agent('Eve')
    const gateway = makeGateway({
      ...rules,
      askPreview: async () => {
        await putOut(eve)
        return { preview, hash: hashOfPreview(preview) }
      },
      verifyIdentity: () => Promise.reject(new Error('nobody comes')),
    })
    const approves = async () => {
      const body = { mergeId: leo.id(), verdict: 'approve', previewHash: hashOfPreview(preview) }
      const frame = { kind: 'command' as const, id: '1', name: 'merge.decide', body }
      const answer = await gateway.deskCommand({ kind: 'agent', agent: eve, sessionId: 's' }, frame, '')
      return answer.kind === 'refusal' ? answer.problem.code : answer.result
    }
    const put = (changes: Partial<AgentRecord>) => (agent: AgentRecord) =>
      rules.store.commit((tx) => tx.agents.put({ ...agent, ...changes }))
    putOut = put({ disabledAt: rules.now().toISOString() })
    expect(await approves()).toBe('session.ended')
    putOut = put({ roles: ['editor'] })
    expect(await approves()).toBe('caller.forbidden')
    expect((await leo.kept()).state).toBe('in_review')
    putOut = put({})
    expect(await approves(), 'the premise').toMatchObject({ merge: { state: 'approved' } })
  })

  test('cannot cut the cooling-off short as an agent; an admin can, with a reason, and both addresses hear it', async () => {
    await leo.bringTo('approved')
    const hurries = (agent: AgentRecord, reason: string) =>
      codeOf(rules.commit((tx) => rules.merges.hurry(tx, agent, leo.id(), reason)))
    const ada: AgentRecord = { ...omar, name: 'Ada', roles: ['admin'] }
    expect(await hurries(omar, 'in a hurry')).toBe('caller.forbidden')
    expect(await hurries({ ...ada, email: leo.into.email }, 'it is mine')).toBe('caller.forbidden')
    expect(await hurries(ada, ' ')).toBe('request.malformed')
    expect(await hurries(ada, 'Her shift begins')).toBe('done')
    await rules.dueWork()
    const merge = await leo.kept()
    expect(merge.state).toBe('executing')
    expect(merge.trail.some(({ by, what }) => by === 'agent:Ada' && what.includes('Her shift begins'))).toBe(
      true,
    )
    for (const side of ['into', 'from'])
      expect(await leo.mailed(`mal_${leo.id()}_hurried_1_${side}`)).not.toBe('')
  })

  test('is no second one where the facts changed since the first approved: that approval is void', async () => {
    await leo.bringTo('in_review, the first of two approved')
    const changed = leo.described({ from: { name: 'Leo, who moved' } })
    await leo.looks(omar, changed)
    await leo.approves(omar, changed)
    expect(await leo.kept()).toMatchObject({ state: 'in_review', approvals: [{ id: omar.id }] })
    await leo.approves(ines, changed)
    expect((await leo.kept()).state, 'the premise').toBe('approved')
  })

  test('cannot merge an account that became part of another, nor into itself', async () => {
    await leo.bringTo('merged')
    const maya = await mergeScene(rules, [ines, omar])
    await maya.starts()
    await maya.proves()
    const chained = maya.described({ from: { externalId: leo.from.sub } })
    await maya.looks(ines, chained)
    expect(await codeOf(maya.approves(ines, chained))).toBe('merge.no_account')
  })
})

describe('the host', () => {
  test('says that an account changed, and what runs is stopped, on either side and by its old address', async () => {
    for (const data of [
      { externalId: 'into', changed: 'password' as const },
      { externalId: 'from', changed: 'email' as const },
      { externalId: 'unknown', email: 'from', changed: 'email' as const },
    ]) {
      const scene = await mergeScene(rules, [ines, omar])
      await scene.bringTo('approved')
      const { id } = scene.leo
      const { token } = await rules.commit((tx) => rules.contacts.openSession(tx, scene.leo))
      const sub = { into: scene.into.sub, from: scene.from.sub }[data.externalId] ?? data.externalId
      const told = { ...data, externalId: sub, ...(data.email && { email: scene.from.email }) }
      expect(await rules.commit((tx) => rules.merges.accountChanged(tx, told))).toBe(1)
      expect((await scene.kept()).state).toBe('cancelled')
      expect(await scene.mailed(`mal_${scene.id()}_stopped_from`)).not.toBe('')
      const session = await codeOf(contactCaller(rules.store.read, token, rules.now()))
      expect(session, id).toBe(data.externalId === 'into' ? 'session.ended' : 'done')
    }
  })

  test('answers twice, then differently: the first counts, agents read the second, the ticket comes back', async () => {
    await leo.bringTo('merged')
    await leo.hostSays('completed')
    const before = await leo.kept()
    for (let time = 0; time < 3; time++)
      expect(await codeOf(leo.hostSays('failed'))).toBe('merge.wrong_state')
    const after = await leo.kept()
    expect(after.state).toBe('merged')
    expect(after.trail).toHaveLength(before.trail.length + 1)
    expect(after.trail.at(-1)?.what).toContain('“failed” after “merged”')
    expect((await rules.store.read.tickets.find(after.ticketId ?? ''))?.state).toBe('open')
  })

  test('merged it: the ended account’s sessions and token open nothing, its tickets are the other’s', async () => {
    const claims = { ...claimsOf(leo), name: 'Leo', locale: null, attributes: {} }
    const ended = await rules.commit((tx) => rules.contacts.enterVerified(tx, claims))
    const { token } = await rules.commit((tx) => rules.contacts.openSession(tx, ended))
    const { ticket } = await rules.commit((tx) =>
      rules.tickets.open(tx, ended, { clientId: rules.newId('cli'), type: 'question', text: 'Hello' }),
    )
    const caller = await contactCaller(rules.store.read, token, rules.now())
    await leo.bringTo('merged')
    expect(await codeOf(contactCaller(rules.store.read, token, rules.now()))).toBe('session.ended')
    // On its way when it ended: a ticket of nobody who could read the answer.
    const body = { clientId: rules.newId('cli'), type: 'question', text: 'One more' }
    const frame = { kind: 'command' as const, id: '1', name: 'ticket.open', body }
    const gateway = makeGateway({ ...rules, verifyIdentity: () => Promise.reject(new Error('nobody comes')) })
    expect(await gateway.contactCommand(caller, frame, '198.51.100.9')).toMatchObject({
      problem: { code: 'session.ended' },
    })
    expect(await codeOf(rules.commit((tx) => rules.contacts.enterVerified(tx, claims)))).toBe(
      'identity.merged_away',
    )
    expect((await rules.store.read.tickets.find(ticket.id))?.contactId).toBe(leo.leo.id)
    // One that we never met is as dead: there is no first visit after its end.
    const never = await mergeScene(rules, [ines, omar])
    await never.bringTo('merged')
    const first = { ...claimsOf(never), name: 'Leo', locale: null, attributes: {} }
    expect(await codeOf(rules.commit((tx) => rules.contacts.enterVerified(tx, first)))).toBe(
      'identity.merged_away',
    )
  })

  test('gives the accounts of an equal address to nobody: they meet by the host’s ids alone', async () => {
    const guest = await rules.commit((tx) =>
      rules.contacts.enterGuest(tx, { email: leo.from.email, name: 'Leo as a guest' }),
    )
    const { ticket } = await rules.commit((tx) =>
      rules.tickets.open(tx, guest, { clientId: rules.newId('cli'), type: 'question', text: 'Mine' }),
    )
    await leo.bringTo('merged')
    expect((await rules.store.read.tickets.find(ticket.id))?.contactId).toBe(guest.id)
  })
})

describe('an undo', () => {
  test('takes two agents and the host, gives back what moved and nothing else, and has its time', async () => {
    const claims = { ...claimsOf(leo), name: 'Leo', locale: null, attributes: {} }
    const ended = await rules.commit((tx) => rules.contacts.enterVerified(tx, claims))
    const opens = (contact: typeof ended, text: string) =>
      rules.commit((tx) =>
        rules.tickets.open(tx, contact, { clientId: rules.newId('cli'), type: 'question', text }),
      )
    const theirs = await opens(ended, 'Of the account that ends')
    const own = await opens(leo.leo, 'Of the account that stays')
    await leo.bringTo('merged')
    const later = await opens(leo.leo, 'After the merge')
    await leo.asksUndo(ines)
    expect(await codeOf(leo.agreesToUndo(ines))).toBe('caller.forbidden')
    await leo.agreesToUndo(omar)
    const [atHome, back] = [rules.heardBy(leo.leo.id), rules.heardBy(ended.id)]
    const delivery = await rules.store.read.deliveries.find((await leo.kept()).undo?.deliveryId ?? '')
    expect(delivery?.type).toBe('account_merge.undo')
    await leo.hostSays('undone')
    const ownerOf = async (id: string) => (await rules.store.read.tickets.find(id))?.contactId
    expect(await ownerOf(theirs.ticket.id)).toBe(ended.id)
    expect(await ownerOf(own.ticket.id)).toBe(leo.leo.id)
    expect(await ownerOf(later.ticket.id)).toBe(leo.leo.id)
    // An open window of who stays forgets it, and hears no more of it.
    const about = (heard: typeof atHome) =>
      heard.filter(({ body }) => JSON.stringify(body).includes(theirs.ticket.id))
    expect(about(atHome)).toEqual([{ name: 'ticket.removed', body: { ticketId: theirs.ticket.id } }])
    expect(about(back).map(({ name }) => name)).toEqual(['ticket.changed'])
    expect((await rules.commit((tx) => rules.contacts.enterVerified(tx, claims))).id).toBe(ended.id)
    for (const side of ['into', 'from'])
      expect(await leo.mailed(`mal_${leo.id()}_undone_${side}`)).not.toBe('')

    const late = await mergeScene(rules, [ines, omar])
    await late.bringTo('merged')
    rules.passes(UNDO_MS)
    expect(await codeOf(late.asksUndo(ines))).toBe('merge.no_undo')
  })

  test('is nobody’s whose own accounts they are: to ask for, to agree to, or to decline', async () => {
    const own = { ...omar, email: leo.from.email.toUpperCase() }
    const declines = (agent: AgentRecord) =>
      rules.commit((tx) => rules.merges.declineUndo(tx, agent, leo.id(), 'It should stay'))
    await leo.bringTo('merged')
    expect(await codeOf(leo.asksUndo(own))).toBe('caller.forbidden')
    await leo.asksUndo(ines)
    expect(await codeOf(leo.agreesToUndo(own))).toBe('caller.forbidden')
    expect(await codeOf(declines(own))).toBe('caller.forbidden')
    expect((await declines(omar)).state, 'the premise').toBe('undo_refused')
  })

  test('is not offered where the host never said that it can', async () => {
    await leo.bringTo('executing')
    await rules.commit((tx) => rules.merges.settle(tx, { mergeId: leo.id(), status: 'completed' }))
    expect((await leo.kept()).state).toBe('merged')
    expect(await codeOf(leo.asksUndo(ines))).toBe('merge.no_undo')
  })
})

describe('the trail', () => {
  test('shows who changed a line, took one out, cut its end, or set another state', async () => {
    await leo.bringTo('undone')
    const merge = await leo.kept()
    expect(merge.trail.length).toBeGreaterThan(8)
    expect(faultOf(merge)).toBeUndefined()
    for (const index of merge.trail.keys()) {
      const forged = merge.trail.map((line, at) => (at === index ? { ...line, by: 'agent:Omar Ames' } : line))
      expect(faultOf({ ...merge, trail: forged })).toContain(`line ${index + 1} `)
      const without = merge.trail.filter((_, at) => at !== index)
      expect(faultOf({ ...merge, trail: without }), `without line ${index + 1}`).toBeDefined()
    }
    expect(faultOf({ ...merge, trail: merge.trail.slice(0, -2) })).toContain('something is missing')
    expect(faultOf({ ...merge, trail: [] })).toBeDefined()
    expect(faultOf({ ...merge, state: 'merged' })).toContain('its last line says undone')
    expect(faultOf({ ...merge, trail: merge.trail.map(({ hash: _, ...line }) => line) })).toContain(
      'lost their hashes',
    )

    const whole = await trailFaults(rules.store.read)
    expect(whole.faults).toEqual([])
    await rules.store.commit((tx) => tx.merges.put({ ...merge, trail: merge.trail.slice(0, 3) }))
    expect((await trailFaults(rules.store.read)).faults).toEqual([expect.stringContaining(leo.id())])
    // Page by page, to the oldest.
    const all = [merge, { ...merge, id: 'mrg_next' }, { ...merge, id: 'mrg_oldest', trail: [] }]
    const list = async ({ before, limit }: Parameters<Merges['list']>[0]) =>
      all.slice(all.findIndex(({ id }) => id === before?.id) + 1).slice(0, limit)
    const paged = await trailFaults({ merges: { list } }, 1)
    expect(paged.merges).toBe(3)
    expect(paged.faults.at(-1)).toContain('mrg_oldest')
    await rules.store.commit((tx) => tx.merges.put(merge))
  })

  test('is looked through by `helpdock audit verify`, at home and in a file that was taken along', async () => {
    await (await mergeScene(rules, [ines, omar])).bringTo('merged')
    await leo.bringTo('merged')
    const whole = await audit('verify')
    expect(whole).toMatchObject({
      failed: false,
      said: expect.stringMatching(/^\d+ trails looked at: whole/),
    })
    const taken = (await audit('export', '--merge', leo.id())).said
    expect(await audit('verify', taken)).toMatchObject({ failed: false, said: '1 trail looked at: whole.\n' })
    const forged = taken.replace('agent:Ines', 'agent:Omar')
    expect(forged).not.toBe(taken)
    const found = await audit('verify', forged)
    expect(found.failed).toBe(true)
    expect(found.said).toContain(`${leo.id()}: line `)
    expect(taken).not.toMatch(/stopTokenHash|codeHash/)
    for (const other of ['root:x:0:0', 'null', '{"mergeId":"mrg_1"}', '[]'])
      await expect(audit('verify', other)).rejects.toThrow('is not what “helpdock audit export” prints')
  })

  /** What the command says; a file is its own text here. */
  async function audit(...words: string[]) {
    const result = { said: '', failed: false }
    const program = new Command().exitOverride()
    auditCommands(program, {
      openStore: async () => ({ ...rules.store, read: rules.store.read, close: async () => {} }),
      readText: async (text) => text,
      say: (text) => {
        result.said += text
      },
      fail: () => {
        result.failed = true
      },
    })
    await program.parseAsync(['audit', ...words], { from: 'user' })
    return result
  }

  test('says from which network, and never the whole address', () => {
    expect(networkOf('203.0.113.77')).toBe('203.0.113.•')
    expect(networkOf('::ffff:203.0.113.77')).toBe('203.0.113.•')
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:•')
    expect(networkOf('2001:db8::6')).toBe('2001:db8:•')
    expect(networkOf('::1')).toBe('::1')
    expect(networkOf('nonsense')).toBe('unknown')
  })
})

test('nobody is asked for a picture of a passport, a password, or the code by anybody', async () => {
  const texts = [
    await readFile('widget/strings/en/proofs.ts', 'utf8'),
    await readFile('server/email/words/en.ts', 'utf8'),
  ].join('\n')
  expect(texts).not.toMatch(/passport|identity card|driver|photo of/i)
  expect(texts).toContain('Nobody at support ever asks you for this code')
})

test('every test that the threat table names is there', async () => {
  const docs = await readFile('docs/account-merge.md', 'utf8')
  const rows = docs.split('\n').filter((line) => /^\| [MN]\d+ /.test(line))
  const files = (await readdir('test', { recursive: true })).filter((name) => name.endsWith('.test.ts'))
  const sources = new Map(
    await Promise.all(files.map(async (name) => [name, await readFile(join('test', name), 'utf8')] as const)),
  )
  // All 28 attacks of the threat model, and ours.
  expect(rows.filter((row) => row.startsWith('| M'))).toHaveLength(28)
  const missing = rows.flatMap((row) => {
    const cell = row.split(' | ').at(-1)?.replace(/ \|$/, '') ?? ''
    const named = [...cell.matchAll(/`([^`]+)`: “([^”]+)”/g)]
    const holds = named.every(([, file = '', name = '']) => sources.get(file)?.includes(name))
    // A row without a test says why there is none.
    return (named.length > 0 && holds) || cell.startsWith('none: ') ? [] : [row.slice(0, 120)]
  })
  expect(missing).toEqual([])
})
