// The table of server/account-merge/transitions.ts against the rules: every step in every state by every caller. What the
// table allows happens; everything else is refused with its code and changes nothing. And the same table in the docs.

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MergeState, PassedMergeState } from '../../protocol/account-merge.ts'
import type { Contact } from '../../protocol/entities.ts'
import { CODE_SENDS } from '../../protocol/limits.ts'
import type { MergeResult } from '../../protocol/webhooks.ts'
import { faultOf } from '../../server/account-merge/trail.ts'
import { type OnTheWay, TABLE, TRANSITIONS, type Who } from '../../server/account-merge/transitions.ts'
import { type AgentCaller, contactCaller, requireHost } from '../../server/caller.ts'
import { makeGateway } from '../../server/chat/gateway.ts'
import { orThrow } from '../../server/errors.ts'
import type { AgentRecord, MergeRecord } from '../../server/store/records.ts'
import { quickFiles } from '../stage/quick-files.ts'
import { COOLING_OFF_MS, codeOf, HOUR_MS, hashOfPreview, openRules, type Rules } from '../stage/rules.ts'
import { mergeScene, type Scene, SITUATIONS, type Situation, stateOf } from './merges.ts'

const HOST_KEY = 'the-key-of-the-host'

/** One store for all scenes: each names its accounts anew. */
let folder: string
let rules: Rules
let ines: AgentRecord
let omar: AgentRecord
let admin: AgentRecord
let editor: AgentRecord
let irma: AgentRecord
let maya: Contact
let guest: Contact

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helpdock-merges-'))
  rules = await openRules(folder, quickFiles)
  ines = await rules.agent('Ines')
  omar = await rules.agent('Omar')
  admin = { ...(await rules.agent('Ada')), roles: ['admin'] }
  irma = await rules.agent('Irma')
  editor = { ...(await rules.agent('Edda')), roles: ['editor'] }
  maya = await rules.contact('maya', 'maya@mail.example')
  guest = await rules.commit((tx) =>
    rules.contacts.enterGuest(tx, { email: 'guest@mail.example', name: 'Guest' }),
  )
})
afterAll(async () => {
  await rules?.close()
  await rm(folder, { recursive: true, force: true })
})

// ---- who asks

const CALLERS = [
  'into',
  'from',
  'another contact',
  'guest',
  'agent',
  'second agent',
  'agent whose account it is',
  'agent who invited',
  'editor',
  'admin',
  'host',
  'nobody',
] as const
type Caller = (typeof CALLERS)[number]

/** Through a gateway, as on a socket: roles and bodies are checked there. */
const gateways = new WeakMap<Scene, ReturnType<typeof makeGateway>>()

function gatewayOf(scene: Scene) {
  const gateway =
    gateways.get(scene) ??
    makeGateway({
      ...rules,
      // The host describes what this scene's accounts are; a token here is what the host would have signed.
      askPreview: async () => {
        const preview = scene.described()
        return { preview, hash: hashOfPreview(preview) }
      },
      verifyIdentity: async (token) => JSON.parse(token),
      log: rules.log,
    })
  gateways.set(scene, gateway)
  return gateway
}

async function commands(scene: Scene, caller: Caller) {
  const gateway = gatewayOf(scene)
  const contact: Partial<Record<Caller, Contact>> = {
    into: scene.leo,
    from: { ...scene.leo, id: 'con_from', externalId: scene.from.sub, email: scene.from.email },
    'another contact': maya,
    guest,
  }
  const own = { ...omar, id: 'agt_own', email: scene.from.email.toUpperCase() }
  await rules.store.commit((tx) => tx.agents.put(own))
  const agent: Partial<Record<Caller, AgentRecord>> = {
    agent: ines,
    'second agent': omar,
    'agent whose account it is': own,
    'agent who invited': irma,
    editor,
    admin,
  }
  return async (name: string, body: object): Promise<string> => {
    const frame = { kind: 'command' as const, id: '1', name, body }
    const [asContact, asAgent] = [contact[caller], agent[caller]]
    const vouchedAt = rules.now().toISOString()
    if (!asContact && !asAgent)
      return codeOf(contactCaller(rules.store.read, caller === 'host' ? HOST_KEY : '', rules.now()))
    const answer = asContact
      ? await gateway.contactCommand(
          { kind: 'contact', contact: asContact, contactId: asContact.id, sessionId: 's', vouchedAt },
          frame,
          '198.51.100.7',
        )
      : await gateway.deskCommand(
          { kind: 'agent', agent: asAgent ?? ines, sessionId: 's' } satisfies AgentCaller,
          frame,
          '198.51.100.8',
        )
    return answer.kind === 'refusal' ? answer.problem.code : 'done'
  }
}

const asHost = async (caller: Caller, work: () => Promise<unknown>) =>
  codeOf(
    (async () => {
      requireHost(caller === 'nobody' ? undefined : `Bearer ${caller === 'host' ? HOST_KEY : 'x'}`, HOST_KEY)
      await work()
    })(),
  )

// ---- what is asked

interface Asked {
  /** The row of the table that would allow it. */
  row(situation: Situation): string
  by: 'contact' | 'desk' | 'host'
  does(scene: Scene, caller: Caller): Promise<string>
}

const contactAsks = (row: string, name: string, body: (scene: Scene) => Promise<object> | object): Asked => ({
  row: () => row,
  by: 'contact',
  does: async (scene, caller) =>
    (await commands(scene, caller))(name, { mergeId: scene.id(), ...(await body(scene)) }),
})
const deskAsks = (row: Asked['row'], name: string, body: (scene: Scene) => object = () => ({})): Asked => ({
  row,
  by: 'desk',
  does: async (scene, caller) =>
    (await commands(scene, caller))(name, { mergeId: scene.id(), ...body(scene) }),
})
const hostSays = (status: MergeResult['status']): Asked => ({
  row: () => `merge-results ${status}`,
  by: 'host',
  does: (scene, caller) => asHost(caller, () => scene.hostSays(status)),
})

const ASKED: Record<string, Asked> = {
  'a new code': contactAsks('merge.send_code', 'merge.send_code', () => ({})),
  'the right code': contactAsks('merge.prove', 'merge.prove', async (scene) => ({
    code: (await scene.kept()).state === 'proof_sent' ? await scene.code() : '00000000',
  })),
  'a token of the other account': contactAsks('merge.prove', 'merge.prove', (scene) => ({
    identityToken: JSON.stringify({
      sub: scene.from.sub,
      email: scene.from.email,
      emailVerified: true,
      signedAt: rules.now().toISOString(),
      merge: scene.id(),
    }),
  })),
  cancel: contactAsks('merge.cancel', 'merge.cancel', () => ({})),
  look: deskAsks(() => 'merge.preview', 'merge.preview'),
  approve: deskAsks(
    (situation) =>
      situation === 'in_review, two needed'
        ? 'merge.decide approve, the first of two'
        : 'merge.decide approve',
    'merge.decide',
    (scene) => ({ verdict: 'approve', previewHash: hashOfPreview(scene.described()) }),
  ),
  reject: deskAsks(
    () => 'merge.decide reject',
    'merge.decide',
    () => ({ verdict: 'reject', reason: 'Another person' }),
  ),
  hurry: deskAsks(
    () => 'merge.hurry',
    'merge.hurry',
    () => ({ reason: 'She starts in an hour' }),
  ),
  retry: deskAsks(() => 'merge.retry', 'merge.retry'),
  'ask for an undo': deskAsks(
    () => 'merge.undo',
    'merge.undo',
    () => ({ step: 'ask', reason: 'Another student' }),
  ),
  'agree to the undo': deskAsks(
    () => 'merge.undo agree',
    'merge.undo',
    () => ({ step: 'agree' }),
  ),
  'decline the undo': deskAsks(
    () => 'merge.undo decline',
    'merge.undo',
    () => ({ step: 'decline', reason: 'It was right' }),
  ),
  'the host: completed': hostSays('completed'),
  'the host: failed': hostSays('failed'),
  'the host: undone': hostSays('undone'),
  'the host: undo refused': hostSays('undo_refused'),
  'the host: account changed': {
    row: () => 'account.changed',
    by: 'host',
    does: (scene, caller) =>
      asHost(caller, () =>
        rules.commit((tx) =>
          rules.merges.accountChanged(tx, { externalId: scene.into.sub, changed: 'password' }),
        ),
      ),
  },
}

// ---- what the table says

const ROLES: Record<Caller, readonly Who[]> = {
  into: ['into'],
  from: [],
  'another contact': [],
  guest: [],
  agent: ['agent'],
  'second agent': ['agent', 'second agent'],
  'agent whose account it is': [],
  'agent who invited': [],
  editor: [],
  admin: ['agent', 'second agent', 'admin'],
  host: ['host'],
  nobody: [],
}

/** The states to which it leads, or undefined where the table does not have it. */
function allowed(asked: string, caller: Caller, situation: Situation): readonly MergeState[] | undefined {
  const name = ASKED[asked]?.row(situation)
  const row = TABLE.find(({ step }) => step === name)
  if (!row) throw new Error(`The table has no row for ${asked}: ${name}`)
  if (!row.from.includes(stateOf(situation)) || !ROLES[caller].includes(row.who)) return undefined
  // Two states have more to them than a name.
  const isAgreed = situation === 'undo_requested, agreed'
  if (name?.startsWith('merge.undo ') && isAgreed) return undefined
  if (/^merge-results undo/.test(name ?? '') && !isAgreed) return undefined
  // Who gave the first approval cannot give the second.
  if (situation === 'in_review, the first of two approved' && asked === 'approve' && caller === 'agent')
    return undefined
  return row.to.length > 0 ? row.to.flatMap(restsIn) : [stateOf(situation)]
}

/** What is only gone through leads on within the same commit. */
const restsIn = (state: OnTheWay): readonly MergeState[] =>
  isPassed(state) ? TRANSITIONS[state].flatMap(restsIn) : [state]
const isPassed = (state: OnTheWay): state is PassedMergeState =>
  PassedMergeState.enum.some((passed) => passed === state)

/** Said again: answered as the first time, and nothing changes. */
const REPEATS: Record<string, readonly MergeState[]> = {
  cancel: ['cancelled'],
  'the host: completed': ['merged', 'undo_requested', 'undone', 'undo_refused'],
  'the host: failed': ['failed'],
  'the host: undone': ['undone'],
  'the host: undo refused': ['undo_refused'],
  // Nothing runs that names the account; the host need not know.
  'the host: account changed': ['merged', 'rejected', 'cancelled', 'expired', 'undone', 'undo_refused'],
}
/** The host contradicts itself, or speaks of what is under way: not taken, but agents read that it came. */
const isNoted = (asked: string, state: MergeState, wasAsked: boolean) =>
  asked.startsWith('the host') &&
  (asked.endsWith('account changed') ? ['executing', 'undo_requested'].includes(state) : wasAsked)

function refusalOf(asked: string, caller: Caller, situation: Situation, wasAsked: boolean): string {
  const state = stateOf(situation)
  const { by } = ASKED[asked] ?? {}
  if (by === 'host') {
    if (caller !== 'host') return 'session.missing'
    if (
      REPEATS[asked]?.includes(state) ||
      (asked.endsWith('account changed') && isNoted(asked, state, wasAsked))
    )
      return 'done'
    return 'merge.wrong_state'
  }
  if (caller === 'nobody') return 'session.missing'
  if (caller === 'host') return 'session.ended'
  const isContact = ['into', 'from', 'another contact', 'guest'].includes(caller)
  if (caller === 'editor') return 'caller.forbidden'
  if (isContact !== (by === 'contact')) return 'command.unknown'
  if (isContact && caller !== 'into') return 'not_found'
  if (isContact) return REPEATS[asked]?.includes(state) ? 'done' : 'merge.wrong_state'
  if (asked === 'hurry' && caller !== 'admin') return 'caller.forbidden'
  const row = TABLE.find(({ step }) => step === ASKED[asked]?.row(situation))
  const isRightState = row?.from.includes(state) && !situation.endsWith(', agreed')
  // A look at one's own accounts is no decision about them.
  if (isRightState) return asked === 'look' ? 'done' : 'caller.forbidden'
  // Who is party is told so first where the state is not looked at before.
  const isInvited = !['proof_sent', 'expired', 'cancelled'].includes(state)
  const isParty = caller === 'agent whose account it is' || (caller === 'agent who invited' && isInvited)
  if (asked === 'reject' && isParty) return 'caller.forbidden'
  return 'merge.wrong_state'
}

describe.each(SITUATIONS)('a request that is %s', (situation) => {
  test('refuses everything that the table does not have, with its code, and is as it was', async () => {
    const scene = await mergeScene(rules, [ines, omar], irma)
    await scene.bringTo(situation)
    let tried = 0
    for (const asked of Object.keys(ASKED)) {
      for (const caller of CALLERS) {
        if (allowed(asked, caller, situation)) continue
        const before = await scene.kept()
        const heard = rules.heardBy(scene.leo.id)
        const code = await ASKED[asked]?.does(scene, caller)
        const what = `${asked} by ${caller}`
        const wasAsked = before.deliveryId !== null
        expect(code, what).toBe(refusalOf(asked, caller, situation, wasAsked))
        const after = await scene.kept()
        if (caller === 'host' && isNoted(asked, before.state, wasAsked)) {
          expect({ ...after, trail: [], trailHead: '' }, what).toEqual({
            ...before,
            trail: [],
            trailHead: '',
          })
        } else if (asked === 'look' && code === 'done') expect(after.state).toBe(before.state)
        else expect(after, what).toEqual(before)
        if (code !== 'done' && caller !== 'host') expect(heard, what).toEqual([])
        tried++
      }
    }
    expect(tried).toBeGreaterThan(100)
  })

  const moves = Object.keys(ASKED).flatMap((asked) =>
    CALLERS.flatMap((caller) => {
      const to = allowed(asked, caller, situation)
      return to ? [{ asked, caller, to }] : []
    }),
  )
  if (moves.length > 0)
    test.each(moves)('$asked, by $caller: $to', async ({ asked, caller, to }) => {
      const scene = await mergeScene(rules, [ines, omar], irma)
      await scene.bringTo(situation)
      const before = await scene.kept()
      expect(await ASKED[asked]?.does(scene, caller)).toBe('done')
      const after = await scene.kept()
      expect(to).toContain(after.state)
      expect(after.trail.slice(0, before.trail.length)).toEqual(before.trail)
      // Who has looked before does not look for the first time.
      if (asked !== 'look') expect(after.trail.length).toBeGreaterThan(before.trail.length)
      expect(faultOf(after)).toBeUndefined()
    })

  test('is not moved by due work that comes too early, too late or twice', async () => {
    const scene = await mergeScene(rules, [ines, omar], irma)
    await scene.bringTo(situation)
    const before = await scene.kept()
    await scene.executes()
    await scene.expires()
    expect(await scene.kept()).toEqual(before)
  })

  test('ends by itself where somebody is waited for, and stays where nobody is', async () => {
    const scene = await mergeScene(rules, [ines, omar], irma)
    await scene.bringTo(situation)
    const state = stateOf(situation)
    const after: Partial<Record<MergeState, MergeState>> = {
      proof_sent: 'expired',
      in_review: 'expired',
      executing: 'failed',
      undo_requested: 'undo_refused',
    }
    rules.passes(state === 'approved' ? COOLING_OFF_MS : 73 * HOUR_MS)
    await rules.dueWork()
    const expected = state === 'approved' ? 'executing' : (after[state] ?? state)
    expect((await scene.kept()).state).toBe(expected)
    if (expected !== state) {
      const row = TABLE.find(
        (row) => row.who === 'time' && row.from.includes(state) && row.to.includes(expected),
      )
      expect(row, 'a row of the table').toBeDefined()
    }
  })

  test('is stopped by the link in the mail where the table says so, and by nothing like it', async () => {
    const scene = await mergeScene(rules, [ines, omar], irma)
    await scene.bringTo(situation)
    const state = stateOf(situation)
    const wasMailed = (await scene.stopToken()) !== undefined
    const row = TABLE.find(({ who }) => who === 'mail link')
    const stops = wasMailed && (row?.from.includes(state) ?? false)
    expect(await codeOf(rules.commit((tx) => rules.merges.cancelByLink(tx, 'x'.repeat(43))))).toBe(
      'not_found',
    )
    expect(await codeOf(scene.stopsByLink())).toBe(
      stops ? 'done' : wasMailed ? 'merge.wrong_state' : 'not_found',
    )
    expect((await scene.kept()).state).toBe(stops ? 'cancelled' : state)
  })
})

test('merge.start makes room for itself where nothing was proved, and is refused where something runs', async () => {
  for (const situation of SITUATIONS) {
    const scene = await mergeScene(rules, [ines, omar], irma)
    await scene.bringTo(situation)
    const first = scene.id()
    const runs = ['in_review', 'approved', 'executing', 'failed', 'undo_requested'].includes(
      stateOf(situation),
    )
    expect(await codeOf(scene.starts()), situation).toBe(runs ? 'merge.already_open' : 'done')
    if (situation === 'proof_sent')
      expect((await rules.store.read.merges.find(first))?.state).toBe('cancelled')
  }
})

test('every row of the table is a step that the rules know, and every end is one', () => {
  const steps = new Set(Object.values(ASKED).flatMap((asked) => SITUATIONS.map((one) => asked.row(one))))
  const others = ['merge.start', 'merge.start again', 'the link in the mail']
  const unknown = TABLE.filter(
    ({ step, who }) => who !== 'time' && who !== 'same commit' && !steps.has(step) && !others.includes(step),
  )
  expect(unknown).toEqual([])
  const ends = Object.entries(TRANSITIONS).filter(([, next]) => next.length === 0)
  expect(ends.map(([state]) => state)).toEqual(['rejected', 'cancelled', 'expired', 'undone'])
  expect(orThrow(ends).length).toBeGreaterThan(0)
})

test('a request goes through draft and proved, each within one commit, and nobody finds it there', async () => {
  const scene = await mergeScene(rules, [ines, omar])
  const heard = [rules.heardBy(scene.leo.id), rules.heardAtTheDesk()]
  await scene.starts()
  await scene.proves()
  const states = heard.flat().flatMap(({ body }) => (body as { merge?: MergeRecord }).merge?.state ?? [])
  expect(new Set(states)).toEqual(new Set(['proof_sent', 'in_review']))
  const { trail } = await scene.kept()
  expect(trail.map(({ state }) => state)).toEqual(['draft', 'proof_sent', 'proved', 'in_review'])
  // Nothing but the rest of its own commit leads out of either.
  for (const state of PassedMergeState.enum) {
    const leaving = TABLE.filter(({ from }) => from.includes(state))
    expect(
      leaving.map(({ who }) => who),
      state,
    ).toEqual(['same commit'])
  }
  // Where no code can be mailed there is no draft either, and what was there before is as it was.
  const other = await mergeScene(rules, [ines, omar])
  for (let sent = 1; sent <= CODE_SENDS; sent++) await other.starts()
  const before = await rules.store.read.merges.list({ limit: 1_000 })
  expect(await codeOf(other.starts())).toBe('request.too_many')
  expect(await rules.store.read.merges.list({ limit: 1_000 })).toEqual(before)
})

test('the docs show this very table', async () => {
  const docs = await readFile('docs/account-merge.md', 'utf8')
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  const rows = TABLE.map(({ step, from, to, who, checked, told }) =>
    line([
      step,
      from.map((state) => state ?? '–').join(', '),
      to.join(', ') || 'the same',
      who,
      checked,
      told,
    ]),
  )
  for (const row of rows) expect(docs).toContain(row)
  expect(
    docs.match(
      /^\| (?!step |---)[^|]+ \| [^|]+ \| [^|]+ \| (into|mail link|agent|second agent|admin|host|time|same commit) \|/gm,
    ),
  ).toHaveLength(TABLE.length)
})
