// Log-ins of agents, as anybody's client sees them: sessions that can be ended, a second factor, invitations, and what admins may do
// with the others. The clock is set by hand. Who may call which of these routes: test/authorization.test.ts.

import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Role } from '../../protocol/entities.ts'
import { COMMAND_RATES, READING_RATES } from '../../protocol/limits.ts'
import { deviceOf } from '../../server/agents/device.ts'
import { hashPassword, isPassword } from '../../server/agents/passwords.ts'
import { base32, codeAt } from '../../server/agents/totp.ts'
import { inProcessBus } from '../../server/bus/in-process.ts'
import { AGENT_COOKIE, type AgentCaller } from '../../server/caller.ts'
import { topics } from '../../server/chat/audience.ts'
import { catchUp } from '../../server/chat/catch-up.ts'
import { makeGateway } from '../../server/chat/gateway.ts'
import { commandLimits } from '../../server/chat/limits.ts'
import type { Unit } from '../../server/events.ts'
import { deskHours } from '../../server/tickets/availability.ts'
import { repeatDelivery } from '../../server/webhooks/repeating.ts'
import { type App, openApp } from '../stage/app.ts'
import { connect } from '../stage/client.ts'
import { ON_POSTGRES } from '../stage/world.ts'

const QUICK = { N: 2 ** 10, r: 8, p: 1 }
const STEP_MS = 30_000
const PASSWORD = 'a long phrase of mine'
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

let dir: string
let desk: App
let url: string
let people = 0

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'helpdock-access-'))
  desk = await openApp(dir)
  url = await desk.listen()
})
afterAll(async () => {
  await desk?.close()
  await rm(dir, { recursive: true, force: true })
})

test('codes are those of RFC 6238', () => {
  const secret = base32(Buffer.from('12345678901234567890'))
  const at = (seconds: number) => codeAt(secret, new Date(seconds * 1_000), 8)
  expect([59, 1111111109, 1111111111, 1234567890, 2000000000, 20000000000].map(at)).toEqual([
    ...['94287082', '07081804', '14050471', '89005924', '69279037', '65353130'],
  ])
})

test('a session says which device and network it is, and ends its sockets with it, no other', async () => {
  const { email } = await agent(['agent'])
  const [here, there] = [await logsIn(email, { 'user-agent': FIREFOX }), await logsIn(email)]
  const [atHere, atThere] = [await sits(here), await sits(there)]
  const { sessions } = (await here.get('/api/console/me/access')).json()
  expect(sessions).toMatchObject([
    { device: 'Firefox on Linux', network: '127.0.0.•', isThis: true },
    { device: 'Unknown device', isThis: false },
  ])
  const [, other] = sessions
  const stranger = await logsIn((await agent(['agent', 'editor'])).email)
  expect((await stranger.delete(`/api/console/me/sessions/${other.id}`)).statusCode).toBe(404)
  expect((await here.delete(`/api/console/me/sessions/${other.id}`)).statusCode).toBe(204)
  expect(await atThere.closed).toMatchObject({ reason: 'session ended' })
  expect((await there.get('/api/console/me')).statusCode).toBe(401)
  expect((await atHere.command('ticket.list', { view: 'open' })).kind).toBe('acknowledgement')
  atHere.close()
})

test('a new password needs the old one, and leaves nobody in but who chose it', async () => {
  const { email } = await agent(['agent'])
  const [here, there] = [await logsIn(email), await logsIn(email)]
  const atThere = await sits(there)
  const change = (current: string, next = 'another long phrase') =>
    here.put('/api/console/me/password', { current, next })
  expect((await change('not the old one')).json()).toMatchObject({ code: 'password.wrong' })
  expect((await change(PASSWORD, 'short')).json()).toMatchObject({ code: 'request.malformed' })
  expect((await there.get('/api/console/me')).statusCode, 'nothing has happened yet').toBe(200)
  expect((await change(PASSWORD)).statusCode).toBe(204)
  expect(await atThere.closed).toMatchObject({ reason: 'session ended' })
  expect((await here.get('/api/console/me')).statusCode).toBe(200)
  expect((await step(email, PASSWORD)).json()).toMatchObject({ code: 'login.wrong' })
  expect((await step(email, 'another long phrase')).statusCode).toBe(200)
})

test('with a second factor the password opens nothing; a code opens once, a step early or late', async () => {
  const { email, id } = await agent(['agent'])
  const here = await logsIn(email)
  const secret = await setsUp(here)
  const codes = new Map<number, string>()
  const codeIn = (steps: number) => {
    const known = codes.get(steps) ?? codeAt(secret, new Date(desk.rules.now().getTime() + steps * STEP_MS))
    codes.set(steps, known)
    return known
  }
  desk.rules.passes(10 * STEP_MS)
  const waiting = await logsIn(email)
  expect(waiting.answer).toEqual({ next: 'code' })
  expect((await waiting.get('/api/console/me')).json()).toMatchObject({ code: 'session.missing' })
  await expect(sits(waiting)).rejects.toThrow(/session\.missing/)
  const types = (client: Caller, code: string) => client.put('/api/console/sessions/current/code', { code })
  expect((await types(waiting, codeIn(2))).json()).toMatchObject({ code: 'code.wrong', triesLeft: 4 })
  expect((await types(waiting, codeIn(-2))).json()).toMatchObject({ code: 'code.wrong', triesLeft: 3 })
  const early = await types(waiting, codeIn(-1).replace(/^.../, '$& '))
  expect(early.json()).toMatchObject({ agent: { id } })
  expect(cookieOf(early), 'who knew the first cookie knows nothing').not.toBe(waiting.cookie)
  expect((await types(waiting, codeIn(1))).statusCode).toBe(401)

  const again = await logsIn(email)
  expect((await types(again, codeIn(-1))).json(), 'a replay').toMatchObject({ code: 'code.wrong' })
  expect((await types(again, codeIn(1))).statusCode).toBe(200)
  const late = await logsIn(email)
  expect((await types(late, codeIn(0))).json(), 'older than what was taken').toMatchObject({
    code: 'code.wrong',
  })
})

test('guesses come to an end: of one log-in, and of one account from whichever network', async () => {
  const { email } = await agent(['agent'])
  await setsUp(await logsIn(email))
  const guess = async (client: Caller) =>
    (await client.put('/api/console/sessions/current/code', { code: '000000' })).json().code
  const first = await logsIn(email)
  const answers: string[] = []
  for (let i = 0; i < 6; i++) answers.push(await guess(first))
  expect(answers).toEqual([...Array(4).fill('code.wrong'), 'code.ended', 'session.ended'])
  const second = await logsIn(email)
  const more: string[] = []
  for (let i = 0; i < 6; i++) more.push(await guess(second))
  expect(more).toContain('request.too_many')

  const tries: string[] = []
  const { email: another } = await agent(['agent'])
  for (let i = 0; i < 25; i++)
    tries.push((await step(another, 'guess', { from: `203.0.113.${i}` })).json().code)
  expect(tries.slice(0, 20)).toEqual(Array(20).fill('login.wrong'))
  expect(tries.slice(20)).toEqual(Array(5).fill('request.too_many'))
})

test('passwords that are looked at leave threads for files, and who would wait too long is told to come again', async () => {
  const hash = await hashPassword('a long phrase', QUICK)
  let looked = 0
  const looks = Array.from({ length: 80 }, () =>
    isPassword('a guess', hash).then(
      () => void looked++,
      (refusal) => refusal.code,
    ),
  )
  await stat('package.json')
  expect(looked, 'before a file').toBeLessThan(40)
  const answers = await Promise.all(looks)
  expect(answers.filter((code) => code === 'request.too_many')).toHaveLength(18)
  expect(await isPassword('a long phrase', hash), 'and on it goes').toBe(true)
})

test('what somebody began who had the password first is no factor of who comes later', async () => {
  const { email, id } = await agent(['agent'])
  const [thief, owner] = [await logsIn(email), await logsIn(email)]
  const begins = async (client: Caller) =>
    (await client.post('/api/console/me/second-factor', { password: PASSWORD })).json().secret
  const stolen = await begins(thief)
  const secret = await begins(owner)
  expect(secret).not.toBe(stolen)
  expect(await begins(owner), 'a reload').toBe(secret)
  const code = codeAt(secret.replaceAll(' ', ''), desk.rules.now())
  expect((await owner.put('/api/console/me/second-factor', { code })).statusCode).toBe(200)
  expect((await desk.rules.store.read.agents.find(id))?.secondFactor?.confirmedAt).not.toBeNull()
})

test('a code of recovery opens once; new ones make the old ones void', async () => {
  const { email } = await agent(['agent'])
  const here = await logsIn(email)
  const codes = await setsUp(here, 'codes')
  expect(codes).toHaveLength(10)
  let left: number | undefined
  const opensWith = async (code: string) => {
    const client = await logsIn(email)
    const answer = await client.put('/api/console/sessions/current/code', { code })
    left = answer.json().recoveryCodesLeft
    return answer.statusCode
  }
  const [first = '', second = ''] = codes
  expect(await opensWith(first.toLowerCase().replace('-', ' '))).toBe(200)
  expect(left, 'whoever uses one is told').toBe(9)
  expect(await opensWith(first)).toBe(422)
  expect((await here.get('/api/console/me/access')).json().secondFactor.recoveryCodesLeft).toBe(9)
  const renewed = (await here.post('/api/console/me/recovery-codes', { password: PASSWORD })).json()
  expect(await opensWith(second)).toBe(422)
  expect(await opensWith(renewed.recoveryCodes[0])).toBe(200)
  const kept = JSON.stringify(await desk.rules.store.read.agents.findByEmail(email))
  expect(kept).not.toContain(renewed.recoveryCodes[1].replace('-', ''))
})

test('asked of everybody: who has none sets one up before anything else, and nobody switches it off', async () => {
  const admin = await logsIn((await agent(['admin'])).email)
  const { email, id } = await agent(['agent'])
  const isRequired = (requiresSecondFactor: boolean) =>
    admin.put('/api/console/access-settings', { requiresSecondFactor })
  expect((await isRequired(true)).json().settings.requiresSecondFactor).toBe(true)
  const client = await logsIn(email)
  expect(client.answer).toEqual({ next: 'set_up' })
  expect((await client.get('/api/console/me')).statusCode).toBe(401)
  const offer = (await client.post('/api/console/sessions/current/second-factor')).json()
  expect(offer.uri).toMatch(/^otpauth:\/\/totp\/Helpdock:.*secret=[A-Z2-7]{32}/)
  const code = codeAt(offer.secret.replaceAll(' ', ''), desk.rules.now())
  const done = await client.put('/api/console/sessions/current/second-factor', { code })
  expect(done.json()).toMatchObject({ agent: { id }, recoveryCodes: expect.any(Array) })
  const inside = caller(cookieOf(done))
  const again = await (await logsIn(email)).put('/api/console/sessions/current/code', { code })
  expect(again.json(), 'nor does the code that set it up open once more').toMatchObject({
    code: 'code.wrong',
  })
  const off = await inside.delete('/api/console/me/second-factor', { password: PASSWORD })
  expect(off.json()).toMatchObject({ code: 'second_factor.is_required' })
  await isRequired(false)
  expect((await inside.delete('/api/console/me/second-factor', { password: PASSWORD })).statusCode).toBe(204)
  expect((await logsIn(email)).answer).toMatchObject({ agent: { id } })
})

test('an admin takes a lost second factor away, which ends that agent’s sessions and stands in the log', async () => {
  const [admin, { email, id }] = [await logsIn((await agent(['admin'])).email), await agent(['agent'])]
  const theirs = await logsIn(email)
  await setsUp(theirs)
  const open = await sits(theirs)
  const { log } = (await admin.delete(`/api/console/agents/${id}/second-factor`)).json()
  expect(log[0]).toMatchObject({ what: 'second_factor.reset', of: { id } })
  expect(await open.closed).toMatchObject({ reason: 'session ended' })
  expect((await logsIn(email)).answer).toMatchObject({ agent: { id } })
})

test('what the operator takes from an agent at the command line, second factor or password, ends their sessions', async () => {
  const { email } = await agent(['agent'])
  const hash = await hashPassword('another long phrase', QUICK)
  const takes = [
    (tx: Unit) => desk.agents.resetSecondFactor(tx, email),
    (tx: Unit) => desk.agents.resetPassword(tx, email, hash),
  ]
  for (const take of takes) {
    const theirs = await logsIn(email)
    await setsUp(theirs)
    const open = await sits(theirs)
    await desk.rules.commit(take)
    expect(await open.closed).toMatchObject({ reason: 'session ended' })
    expect((await theirs.get('/api/console/me')).statusCode).toBe(401)
  }
})

test('who forgot the password gets a link from an admin: it opens once, within a day, and the second factor is asked all the same', async () => {
  const admin = await logsIn((await agent(['admin'])).email)
  const { email, id } = await agent(['agent'])
  const here = await logsIn(email)
  await setsUp(here)
  const links: string[] = []
  const sendsLink = async () => {
    expect((await admin.post(`/api/console/agents/${id}/password-links`)).statusCode).toBe(200)
    links.push(await linkTo(email, ...links))
    return links.at(-1) ?? ''
  }
  const comes = (token: string) =>
    caller('').put('/api/console/invitations', { token, password: 'another long phrase' })
  const ended = { code: 'invitation.ended' }

  const first = await sendsLink()
  const token = await sendsLink()
  expect((await comes(first)).json(), 'the first ended with the second').toMatchObject(ended)
  expect((await caller('').post('/api/console/invitations', { token })).json()).toMatchObject({
    ...{ email, isNewPassword: true },
  })
  expect((await step(email, PASSWORD)).statusCode, 'the old one opens until then').toBe(200)
  expect((await comes(token)).json()).toEqual({ next: 'code' })
  expect((await here.get('/api/console/me')).statusCode).toBe(401)
  expect((await step(email, PASSWORD)).json()).toMatchObject({ code: 'login.wrong' })
  expect((await step(email, 'another long phrase')).json()).toEqual({ next: 'code' })
  expect((await comes(token)).json()).toMatchObject(ended)

  const late = await sendsLink()
  desk.rules.passes(24 * 60 * 60_000)
  expect((await comes(late)).json()).toMatchObject(ended)
  const lost = await sendsLink()
  for (const disabled of [true, false]) {
    await admin.put(`/api/console/agents/${id}`, { disabled })
    expect((await comes(lost)).json()).toMatchObject(ended)
  }
})

test('an invitation comes by mail, opens one log-in once, for a week', async () => {
  const admin = await logsIn((await agent(['admin'])).email)
  const invite = (email: string) =>
    admin.post('/api/console/agents', { name: ' Noor  Haddad ', email, roles: ['editor', 'agent'] })
  const rows = (await invite('noor@desk.example')).json().agents
  const noor = rows.find((row: { email: string }) => row.email === 'noor@desk.example')
  expect(noor).toMatchObject({ name: 'Noor Haddad', state: 'invited', roles: ['agent', 'editor'] })
  expect((await step('noor@desk.example', '')).statusCode, 'no password opens it').toBe(401)
  const old = await linkTo('noor@desk.example')
  await invite('noor@desk.example')
  const token = await linkTo('noor@desk.example', old)
  const comes = (token: string, password = PASSWORD) =>
    caller('').put('/api/console/invitations', { token, password })
  expect((await comes(old)).json(), 'the first link ended with the second').toMatchObject({
    code: 'invitation.ended',
  })
  expect((await caller('').post('/api/console/invitations', { token })).json()).toEqual({
    ...{ name: 'Noor Haddad', email: 'noor@desk.example' },
  })
  const joined = await comes(token)
  expect(joined.json()).toMatchObject({ agent: { name: 'Noor Haddad', roles: ['agent', 'editor'] } })
  expect((await caller(cookieOf(joined)).get('/api/console/me')).statusCode).toBe(200)
  expect((await comes(token)).json()).toMatchObject({ code: 'invitation.ended' })
  expect((await invite('noor@desk.example')).json()).toMatchObject({ code: 'agent.exists' })

  await invite('late@desk.example')
  const late = await linkTo('late@desk.example')
  desk.rules.passes(7 * 24 * 60 * 60_000)
  expect((await comes(late)).json()).toMatchObject({ code: 'invitation.ended' })
})

test.skipIf(ON_POSTGRES)(
  'the first admin is made on the command line, which the log says; a mistake there is said in a sentence',
  async () => {
    const home = join(dir, 'new')
    const agents = (...words: string[]) =>
      spawnSync(process.execPath, ['dist/server/cli.js', 'agents', ...words], {
        encoding: 'utf8',
        env: {
          ...process.env,
          DATA_DIR: join(home, 'data'),
          DATABASE_URL: '',
          IDENTITY_SECRET: PASSWORD.repeat(2),
          LOG_LEVEL: 'warn',
        },
      })
    const add = (...words: string[]) => agents('add', '--name', 'Ada', ...words)
    const nobody = agents('disable', '--email', 'ada@school.example')
    expect([nobody.status, nobody.stderr, existsSync(home)], 'in a folder that is not meant').toEqual([
      1,
      expect.stringContaining(`There is no data of Helpdock in ${join(home, 'data')}.`),
      false,
    ])
    const noAdmin = add('--email', 'ada@school.example')
    const noAddress = add('--email', 'ada', '--roles', 'admin')
    expect([noAdmin.stderr, noAddress.stderr, existsSync(home)], 'nor by a slip').toEqual([
      expect.stringContaining('The first agent of a new one must be an admin.'),
      expect.stringContaining('This is not an e-mail address'),
      false,
    ])
    add('--email', 'ada@school.example', '--roles', 'admin, admin')
    const { stdout } = agents('reset-password', '--email', 'ada@school.example')
    const password = /^New password, shown this once: (\S+)$/m.exec(stdout)?.[1]
    for (const [words, why] of [
      [['--email', 'ada@school.example'], 'There is an agent with the address ada@school.example already.'],
      [['--email', 'Ada@School.example'], 'There is an agent with the address ada@school.example already.'],
      [['--email', 'eve@school.example', '--name', ' \u200b '], 'The name has no letters.'],
      [['--email', 'bob@school.example', '--roles', 'boss'], 'There is no role “boss”'],
      [['--email', 'bob@school.example', '--password', 'short'], 'A password needs 10 characters or more.'],
    ] as const) {
      const { status, stderr } = add(...words)
      expect([status, stderr]).toEqual([1, expect.stringContaining(why)])
    }
    const first = await openApp(home)
    // As a phone writes it.
    const payload = { email: 'Ada@school.example', password }
    const answer = await first.app.inject({ method: 'POST', url: '/api/console/sessions', payload })
    expect(answer.json()).toMatchObject({ agent: { name: 'Ada', roles: ['admin'] } })
    expect(await first.rules.store.read.accessLog.list({ limit: 9 })).toMatchObject([
      { what: 'password.reset', by: null, of: { name: 'Ada' } },
      { what: 'agent.added', by: null, of: { name: 'Ada' }, detail: 'admin' },
    ])
    await first.close()
  },
)

test('roles and being disabled count at once, and somebody stays an admin', async () => {
  const [first, second, { email, id }] = [
    await agent(['admin']),
    await agent(['admin']),
    await agent(['agent']),
  ]
  const others = (await desk.rules.store.read.agents.list()).filter(
    (one) => one.roles.includes('admin') && one.id !== first.id && one.id !== second.id,
  )
  await desk.rules.store.commit(async (tx) => {
    for (const other of others) await tx.agents.put({ ...other, roles: ['agent'] })
  })
  const [admin, theirs] = [await logsIn(first.email), await logsIn(email)]
  // Who has not come is none: the link may never be opened.
  await admin.post('/api/console/agents', { name: 'Iman', email: 'iman@desk.example', roles: ['admin'] })
  const change = (of: string, to: object) => {
    desk.rules.passes(1_000)
    return admin.put(`/api/console/agents/${of}`, to)
  }

  const open = await sits(theirs)
  await change(id, { roles: ['editor'] })
  expect(await open.closed).toMatchObject({ reason: 'behind' })
  await expect(sits(theirs)).rejects.toThrow(/caller\.forbidden/)
  await change(id, { roles: ['agent'] })
  const again = await sits(theirs)
  await change(id, { disabled: true })
  expect(await again.closed).toMatchObject({ reason: 'session ended' })
  expect((await step(email, PASSWORD)).json()).toMatchObject({ code: 'login.disabled' })
  expect((await step(email, 'a guess')).json(), 'told to nobody else').toMatchObject({ code: 'login.wrong' })
  await change(id, { disabled: false })
  expect((await theirs.get('/api/console/me')).statusCode, 'what ended stays ended').toBe(401)
  expect((await step(email, PASSWORD)).statusCode).toBe(200)

  expect((await change(second.id, { disabled: true })).statusCode, 'there is another one').toBe(200)
  for (const last of [{ roles: ['agent'] }, { disabled: true }])
    expect((await change(first.id, last)).json()).toMatchObject({ code: 'agent.last_admin' })
  const { agents, log } = (await admin.get('/api/console/agents')).json()
  expect(log.slice(0, 3).map(({ what }: { what: string }) => what)).toEqual([
    ...['agent.disabled', 'agent.enabled', 'agent.disabled'],
  ])
  expect(JSON.stringify(agents)).not.toMatch(/hash|scrypt|secret/i)
})

test('what was begun before somebody was put out is not done: a body that comes slowly, the rest of a list', async () => {
  const [admin, gone, stays] = [await agent(['admin']), await agent(['admin']), await agent(['admin'])]
  const here = await logsIn(admin.email)
  const held = [gone, stays].map(async ({ email }) =>
    half(await logsIn(email), '/api/console/agents', {
      ...{ name: 'A friend', email: `friend-of-${email}`, roles: ['admin'] },
    }),
  )
  const [ofGone, ofStays] = await Promise.all(held)
  await here.put(`/api/console/agents/${gone.id}`, { disabled: true })
  expect([await ofGone?.(), await ofStays?.()]).toEqual([401, 200])
  const { agents } = (await here.get('/api/console/agents')).json()
  const friends = agents.filter(({ name }: { name: string }) => name === 'A friend')
  expect(friends).toMatchObject([{ email: `friend-of-${stays.email}` }])

  const { rules } = desk
  const lister = await agent(['agent'])
  const theirs = await logsIn(lister.email)
  const { ticket } = await rules.opens(await rules.contact('maya', 'maya@school.example'))
  const notes = Array.from({ length: 50 }, (_, n) => ({
    ...{ kind: 'command', id: `${n}`, name: 'note.write' },
    body: { clientId: `one-of-a-list-${n}`, ticketId: ticket.id, text: `${n}` },
  }))
  const stop = rules.bus.subscribe(topics.deskNotes, () => {
    stop()
    rules.commit((tx) => desk.agents.disableAt(tx, lister.email))
  })
  expect((await theirs.post('/api/console/send', notes)).statusCode).toBe(401)
  const { newestNote } = await rules.ticket(ticket.id)
  expect(newestNote).toBeGreaterThan(0)
  expect(newestNote).toBeLessThan(notes.length)
})

test('admins read what went to the host, attempt by attempt, and never what it said', async () => {
  const admin = await logsIn((await agent(['admin'])).email)
  const at = desk.rules.now().toISOString()
  await desk.rules.store.commit((tx) =>
    tx.deliveries.put({
      ...{ id: 'dlv_1', type: 'account_merge.approved', url: 'https://host.example/hook', mergeId: null },
      ...{ body: '{"email":"leo@mail.example"}', state: 'given_up', createdAt: at },
      attempts: [{ at, outcome: 'timeout', status: null, tookMs: 10_000 }],
    }),
  )
  const answer = await admin.get('/api/console/deliveries')
  const [shown] = answer.json().deliveries
  expect(shown).toMatchObject({ id: 'dlv_1', state: 'given_up', attempts: [{ outcome: 'timeout' }] })
  expect(answer.body).not.toContain('leo@')
})

test('admins read both logs to their end, page by page: each line once', async () => {
  const admin = await logsIn((await agent(['admin'])).email)
  const at = new Date(desk.rules.now().getTime() - 60_000).toISOString()
  const LINES = 230
  await desk.rules.store.commit(async (tx) => {
    for (let n = 0; n < LINES; n++) {
      const ofLog = { at, what: 'agent.enabled' as const, by: null, of: null, detail: null }
      await tx.accessLog.put({ id: `acl_line${n}`, ...ofLog })
      await tx.deliveries.put({
        ...{ id: `dlv_line${n}`, type: 'ticket.opened', url: 'https://host.example/', mergeId: null },
        ...{ body: '{}', state: 'delivered', attempts: [], createdAt: at },
      })
    }
  })
  for (const [path, name] of [
    ['access-log', 'log'],
    ['deliveries', 'deliveries'],
  ] as const) {
    const ids: string[] = []
    const pages: number[] = []
    for (let next: string | null = ''; next !== null; ) {
      const page: Record<string, { id: string }[]> & { next: string | null } = (
        await admin.get(`/api/console/${path}?before=${encodeURIComponent(next)}`)
      ).json()
      ids.push(...(page[name] ?? []).map(({ id }) => id))
      pages.push(page[name]?.length ?? 0)
      next = page.next
    }
    expect(pages.length, 'more than a page').toBeGreaterThan(1)
    expect(Math.max(...pages)).toBeLessThan(LINES)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => id.includes('_line'))).toHaveLength(LINES)
  }
  const { log, logNext } = (await admin.get('/api/console/agents')).json()
  const first = (await admin.get('/api/console/access-log')).json()
  expect({ log, next: logNext }).toEqual(first)
})

test('a delivery is sent again as it was, by an admin, with a line in the log; never one of an account merge', async () => {
  const admin = await agent(['admin'])
  const { rules } = desk
  const at = rules.now().toISOString()
  const delivery = {
    ...{ id: 'dlv_2', type: 'sla.breached', url: 'https://old.example/hook', mergeId: null },
    ...{ body: '{"ticketId":"tkt_1"}', state: 'given_up' as const, attempts: [], createdAt: at },
  }
  await rules.store.commit(async (tx) => {
    await tx.deliveries.put(delivery)
    await tx.deliveries.put({ ...delivery, id: 'dlv_3', mergeId: 'mrg_1' })
  })
  const webhookUrl = 'https://host.example/hook'
  const repeat = (id: string, to: string | null = webhookUrl) =>
    rules.commit((tx) => repeatDelivery(tx, { ...rules, webhookUrl: to }, admin, id))
  const not = { code: 'delivery.not_repeated' }
  await expect(repeat('dlv_3')).rejects.toMatchObject(not)
  await expect(repeat('dlv_2', null)).rejects.toMatchObject(not)
  await repeat('dlv_2')
  const { read } = rules.store
  expect(await read.deliveries.find('dlv_2')).toEqual({ ...delivery, url: webhookUrl, state: 'waiting' })
  expect(await read.dueWork.find('webhook.deliver-dlv_2')).toMatchObject({ subjectId: 'dlv_2', dueAt: at })
  expect(await read.dueWork.find('webhook.deliver-dlv_3')).toBeUndefined()
  await expect(repeat('dlv_2'), 'on its way').rejects.toMatchObject(not)
  const log = await read.accessLog.list({ limit: 50 })
  expect(log.find(({ what }) => what === 'delivery.sent_again')).toMatchObject({
    by: { id: admin.id },
    detail: 'sla.breached dlv_2',
  })
})

test('a session that reads more than anybody can is slowed, and stands in the log once, whichever copies it asks', async () => {
  const { rules } = desk
  const [omar, ines] = [await agent(['agent']), await agent(['agent'])]
  let elapsedMs = 0
  const copy = () =>
    makeGateway({
      ...rules,
      limits: commandLimits(() => elapsedMs),
      askPreview: () => Promise.reject(new Error('nobody looks')),
      verifyIdentity: () => Promise.reject(new Error('nobody comes')),
    })
  const [one, other] = [copy(), copy()]
  const codeAt = async (at: typeof one, who: typeof omar, name = 'thread.read', body: object = nothing) => {
    const caller = { kind: 'agent', agent: who } as AgentCaller
    elapsedMs += 1_000 / COMMAND_RATES.agent.read.perSecond
    const answer = await at.deskCommand(caller, { kind: 'command', id: '1', name, body }, '203.0.113.7')
    return answer.kind === 'refusal' ? answer.problem.code : 'done'
  }
  const nothing = { ticketId: 'tkt_none' }
  const lines = async () =>
    (await rules.store.read.accessLog.list({ limit: 200 }))
      .filter(({ what }) => what === 'reading.slowed')
      .map(({ by, detail }) => [by?.id, detail])
  const readsOn = async (at: typeof one, who: typeof omar, name: string, body?: object) => {
    let taken = 0
    while ((await codeAt(at, who, name, body)) !== 'request.too_many') taken++
    return taken
  }

  expect(await readsOn(one, omar, 'thread.read')).toBeGreaterThanOrEqual(READING_RATES.threads.burst)
  expect(await lines()).toEqual([[omar.id, 'threads']])
  // What anybody's hands do goes on, and so does everybody else.
  expect(await codeAt(one, omar, 'ticket.list', {})).toBe('done')
  expect(await codeAt(one, ines)).toBe('not_found')
  for (let n = 0; n < 5; n++) await codeAt(one, omar)
  const next = { before: '2026-01-01T00:00:00.000Z tkt_1' }
  expect(await readsOn(other, omar, 'ticket.list', next)).toBeGreaterThanOrEqual(READING_RATES.lists.burst)
  expect(await lines()).toEqual([[omar.id, 'threads']])

  // An hour later it is news again; and of another agent at once.
  rules.passes(60 * 60_000 + 1)
  await readsOn(one, omar, 'thread.read')
  rules.passes(1)
  await readsOn(one, ines, 'ticket.search', { query: 'a', after: '9' })
  expect(await lines()).toEqual([
    [ines.id, 'lists'],
    [omar.id, 'threads'],
    [omar.id, 'threads'],
  ])
})

test('a copy that has no bus to other processes looks by itself who may stay', async () => {
  const { rules } = desk
  let looks = 0
  const at = rules.now().toISOString()
  const catching = catchUp({
    ...{ store: rules.store, bus: inProcessBus(), now: rules.now, log: rules.log },
    touched: {
      now: async () => ({
        at,
        lists: { macros: '', views: '', rules: '', teams: '', agents: '', settings: '' },
      }),
      tickets: async () => ({ tickets: [], next: null }),
      removedTickets: async () => [],
      told() {},
    },
    hours: () => deskHours(rules.store.read, rules.now()),
    checkCallers: async () => void looks++,
    readSettings: async () => {},
  })
  await catching.look()
  expect(looks).toBe(1)
})

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
  [undefined, 'Unknown device'],
])('%s is %s', (agent, device) => expect(deviceOf(agent)).toBe(device))

type Caller = ReturnType<typeof caller>

function caller(cookie: string, answer?: unknown) {
  const asks = (method: 'GET' | 'POST' | 'PUT' | 'DELETE') => (path: string, body?: object) =>
    desk.app.inject({
      method,
      url: path,
      ...(body && { payload: body }),
      headers: { cookie: `${AGENT_COOKIE}=${cookie}` },
    })
  return { cookie, answer, get: asks('GET'), post: asks('POST'), put: asks('PUT'), delete: asks('DELETE') }
}

async function agent(roles: Role[]) {
  const email = `somebody-${++people}@desk.example`
  const name = `Somebody ${people}`
  return desk.agents.add({ name, email, password: PASSWORD, roles, passwordCost: QUICK })
}

const step = (
  email: string,
  password: string,
  { from = '127.0.0.1', ...headers }: Record<string, string> = {},
) =>
  desk.app.inject({
    method: 'POST',
    url: '/api/console/sessions',
    payload: { email, password },
    remoteAddress: from,
    headers: { ...headers, 'user-agent': headers['user-agent'] ?? '' },
  })

async function logsIn(email: string, headers: Record<string, string> = {}): Promise<Caller> {
  const answer = await step(email, PASSWORD, headers)
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return caller(cookieOf(answer), answer.json())
}

const sits = ({ cookie }: Caller) => connect(url, '/api/console', { cookie: `${AGENT_COOKIE}=${cookie}` })

/** The first half of a request, of which the server knows. @returns what sends the other; the status of the answer */
async function half({ cookie }: Caller, path: string, body: object): Promise<() => Promise<number>> {
  const { host, hostname, port } = new URL(url)
  const text = JSON.stringify(body)
  const socket = connectTcp(Number(port), hostname)
  let said = ''
  socket.on('data', (data) => {
    said += data
  })
  const head = [`POST ${path} HTTP/1.1`, `host: ${host}`, `cookie: ${AGENT_COOKIE}=${cookie}`]
  head.push('content-type: application/json', `content-length: ${text.length}`, 'connection: close')
  // It is answered when the head has been read.
  head.push('expect: 100-continue', '', text.slice(0, 9))
  socket.write(head.join('\r\n'))
  await once(socket, 'data')
  return async () => {
    socket.write(text.slice(9))
    await once(socket, 'close')
    return Number(/HTTP\/1.1 ([^1]\d\d)/.exec(said)?.[1])
  }
}

async function setsUp(client: Caller): Promise<string>
async function setsUp(client: Caller, want: 'codes'): Promise<string[]>
async function setsUp(client: Caller, want?: 'codes'): Promise<string | string[]> {
  const offer = (await client.post('/api/console/me/second-factor', { password: PASSWORD })).json()
  const secret = offer.secret.replaceAll(' ', '')
  const code = codeAt(secret, desk.rules.now())
  const { recoveryCodes } = (await client.put('/api/console/me/second-factor', { code })).json()
  desk.rules.passes(2 * STEP_MS)
  return want ? recoveryCodes : secret
}

function cookieOf(answer: { cookies: { name: string; value: string }[] }): string {
  return answer.cookies.find(({ name }) => name === AGENT_COOKIE)?.value ?? ''
}

/** The token in the newest mail to this address. */
async function linkTo(address: string, ...but: string[]): Promise<string> {
  const { store } = desk.rules
  const works = await store.commit((tx) =>
    tx.dueWork.claim({ now: '2099-01-01T00:00:00.000Z', leaseUntil: '2000-01-01T00:00:00.000Z', limit: 100 }),
  )
  for (const { subjectId } of works.reverse()) {
    const mail = await store.read.mails.find(subjectId)
    const [, token] = /\/console\/invitation#(\S+)/.exec(mail?.to === address ? mail.text : '') ?? []
    if (token && !but.includes(token)) return token
  }
  throw new Error(`No invitation went to ${address}.`)
}
