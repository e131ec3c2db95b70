// Bad input: each gets a clear refusal, nothing else is disturbed, nothing is lost.

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contactCommands } from '../protocol/socket.ts'
import { nameIn } from '../server/contacts/names.ts'
import { demoLogins } from '../server/demo/cast.ts'
import {
  agentConnects,
  agentCookie,
  contactConnects,
  identityToken,
  maya,
  newClientId,
  post,
  sessionOf,
} from './stage/cast.ts'
import { connect, open } from './stage/client.ts'
import { IDENTITY_SECRET, makeWorld, ON_POSTGRES, type World } from './stage/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({}, undefined, { articles: false })
})
afterAll(() => world?.end())

test('tokens that the host did not sign, or no longer stands by, give no session', async () => {
  const now = Math.floor(Date.now() / 1000)
  const none = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ sub: 'x', exp: now + 60 }))}.`
  const refused = {
    'identity.invalid': [
      'not a token',
      none,
      await identityToken(maya, {}, 'another-secret-that-is-also-32-bytes-long'),
      await identityToken(maya, { exp: undefined }),
      await identityToken(maya, { exp: now + 25 * 3600 }),
      await identityToken(maya, { sub: undefined }),
      await identityToken(maya, { sub: 'x'.repeat(201) }),
      await identityToken(maya, { sub: 42 }),
      // In microseconds, as some libraries count.
      await identityToken(maya, { iat: now * 1e6 }),
      await identityToken(maya, { email: 'a@b.edu, c@d.edu' }),
    ],
    'identity.expired': [await identityToken(maya, { iat: now - 7200, exp: now - 3600 })],
  }
  for (const [code, tokens] of Object.entries(refused)) {
    for (const token of tokens) {
      const answer = await post(world.url, '/api/session', { identityToken: token })
      expect(answer.status, token).toBe(401)
      expect(answer.body.code, token).toBe(code)
    }
  }
  // The premise: a right one is taken.
  expect((await post(world.url, '/api/session', { identityToken: await identityToken(maya) })).status).toBe(
    200,
  )
})

test('what a host in another language writes otherwise is taken, or said by its name', async () => {
  const noAddress = await identityToken(maya, {
    sub: 'no-address',
    email: null,
    name: null,
    attributes: null,
    merge: null,
  })
  const taken = await post(world.url, '/api/session', { identityToken: noAddress })
  expect(taken.body.snapshot?.contact, JSON.stringify(taken.body)).toMatchObject({
    externalId: 'no-address',
    email: null,
    emailVerified: false,
  })
  const numbered = await post(world.url, '/api/session', {
    identityToken: await identityToken(maya, { sub: 42 }),
  })
  expect(numbered.body.detail).toBe('The token was refused: sub is a number; write it as a string.')
})

test('a name is one line that can be read, and turns nothing that stands beside it', async () => {
  const asked = { email: 'rlo@home.example', name: '\u202edeifirev\u202c (\u2066Om\u200bar\n\u0007\u00ad)' }
  const { proofId } = (await post(world.url, '/api/address-proofs', asked)).body
  const { text } = await world.mailTo(asked.email)
  const code = /^ {4}(\S+)$/m.exec(text)?.[1]
  const entered = await fetch(`${world.url}/api/address-proofs/${proofId}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  })
  expect((await entered.json()).snapshot.contact.name).toBe('deifirev (Omar )')
  const identity = await identityToken(maya, { name: '\u202eMaya\u0000 Lindqvist' })
  const { snapshot } = (await post(world.url, '/api/session', { identityToken: identity })).body
  expect(snapshot.contact.name).toBe('Maya Lindqvist')
  const unseen = await post(world.url, '/api/address-proofs', { ...asked, name: '\u2066\u200b\u3164' })
  expect(unseen.body).toMatchObject({ code: 'request.malformed', field: '/name' })
  // Who comes back says no name, and keeps theirs.
  const back = (await post(world.url, '/api/address-proofs', { email: asked.email })).body
  const isNext = ({ text }: { text: string }) => text.includes('to see what was written')
  const code2 = /^ {4}(\S+)$/m.exec((await world.mailTo(asked.email, isNext)).text)?.[1]
  const again = await fetch(`${world.url}/api/address-proofs/${back.proofId}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: code2 }),
  })
  expect((await again.json()).snapshot.contact.name).toBe('deifirev (Omar )')
  // What joins letters in some scripts is part of the name.
  expect(nameIn('\u0646\u200c\u0646 👩\u200d⚕\ufe0f')).toBe('\u0646\u200c\u0646 👩\u200d⚕\ufe0f')
})

test('HTTP that is malformed is refused as a problem document', async () => {
  const cases: [unknown, Record<string, string>, number, string][] = [
    ['{"identityToken":', {}, 400, 'request.malformed'],
    [{ identityToken: ['a'] }, {}, 400, 'request.malformed'],
    [{ identityToken: { $ne: null } }, {}, 400, 'request.malformed'],
    [{ identityToken: 'a', extra: 1 }, {}, 400, 'request.malformed'],
    [JSON.stringify({ identityToken: 'x'.repeat(70_000) }), {}, 413, 'request.too_large'],
    ['identityToken=a', { 'content-type': 'text/plain' }, 415, 'request.unsupported_type'],
  ]
  for (const [body, headers, status, code] of cases) {
    const answer = await post(world.url, '/api/session', body, headers)
    expect([answer.status, answer.body?.code], String(body).slice(0, 40)).toEqual([status, code])
    expect(answer.body.type).toBe(`urn:helpdock:problem:${code}`)
  }
})

test('what does not fit is named by its field, with the values that may stand there, over both transports', async () => {
  const omar = await agentConnects(world.url, 'Omar')
  const change = { changeId: newClientId(), tickets: [{ ticketId: 'tkt_x', upTo: 1 }] }
  const commands: [string, Record<string, unknown>, field: string, says: string][] = [
    ['presence.tell', { ticketId: 'tkt_x', doing: 'dancing' }, '/doing', 'one of looking, writing, gone'],
    ['merge.decide', { mergeId: 'mrg_x', verdict: 'maybe' }, '/verdict', 'one of approve, reject'],
    ['ticket.assign', { ticketId: 'tkt_x', agentId: 7 }, '/agentId', 'string or null'],
    // Of the variants of a change it is the one that was meant, and not the first.
    [
      'tickets.change',
      { ...change, change: { kind: 'paint' } },
      '/change/kind',
      'one of assign, team, solve',
    ],
    [
      'tickets.change',
      { ...change, change: { kind: 'priority', priority: 'huge' } },
      '/change/priority',
      'one of low, normal, high, urgent',
    ],
  ]
  for (const [name, body, field, says] of commands) {
    const { problem } = await omar.command(name, body)
    expect(problem).toMatchObject({ code: 'request.malformed', field })
    expect(problem?.detail).toContain(`${name}: ${field} must be ${says}`)
  }
  omar.close()

  const answer = await post(world.url, '/api/session', { identityToken: 'a', extra: 1 })
  expect(answer.body).toMatchObject({ field: '/extra', detail: 'body/extra is no field of this' })
  const cookie = await agentCookie(world.url, 'Omar')
  const report = await fetch(`${world.url}/api/console/reports?from=2026-11-01`, { headers: { cookie } })
  expect(await report.json()).toMatchObject({ detail: expect.stringContaining('querystring') })
})

test.each(Object.keys(contactCommands))(
  '%s with a field that it has not is refused, by both ways',
  async (name) => {
    const session = await sessionOf(world.url, maya)
    const student = await connect(world.url, '/api/chat', { session })
    const body = { bogus: 1 }
    expect((await student.command(name, body)).problem?.code).toBe('request.malformed')
    const frame = { kind: 'command', id: 'c1', name, body }
    const answer = await post(world.url, '/api/chat/send', frame, { authorization: `Bearer ${session}` })
    expect(answer.body).toMatchObject({ kind: 'refusal', id: 'c1', problem: { code: 'request.malformed' } })
    student.close()
  },
)

test('unknown slugs, routes and hosts’ ids are not found', async () => {
  for (const path of [
    '/api/help/articles/no-such-article',
    '/api/no-such-route',
    '/assets/../../package.json',
  ]) {
    const answer = await fetch(world.url + path)
    expect(answer.status, path).toBe(404)
  }
  expect((await fetch(`${world.url}/help/signing-in/no-such-article`)).status).toBe(404)
})

test('frames that do not fit are refused, and the connection lives on', async () => {
  const student = await contactConnects(world.url, maya)
  const refusedWith = async (text: string, code: string) => {
    const before = student.frames.length
    student.sendRaw(text)
    const refusal = await student.frame(
      (frame) => student.frames.indexOf(frame) >= before && frame.kind === 'refusal',
    )
    expect(refusal.problem, text.slice(0, 60)).toMatchObject({ code })
  }
  await refusedWith('not json', 'request.malformed')
  await refusedWith('[]', 'request.malformed')
  await refusedWith('{"kind":"command"}', 'request.malformed')
  const command = (name: string, body: unknown) => student.command(name, body as Record<string, unknown>)
  for (const name of ['no.such', '__proto__', 'constructor', 'merge.decide']) {
    expect((await command(name, {})).problem?.code, name).toBe('command.unknown')
  }
  const bodies: [string, unknown][] = [
    ['message.send', {}],
    ['message.send', { clientId: newClientId(), ticketId: 'tkt_x', text: '' }],
    ['message.send', { clientId: newClientId(), ticketId: 'tkt_x', text: 'x'.repeat(10_001) }],
    ['message.send', { clientId: newClientId(), ticketId: { $gt: '' }, text: 'x' }],
    ['ticket.open', { clientId: newClientId(), type: 'question', text: 'x', answers: { a: 1 } }],
    ['ticket.open', { clientId: newClientId(), type: '', text: 'x' }],
    ['ticket.open', { clientId: newClientId(), type: 'question', text: 'x', state: 'solved' }],
    ['ticket.open', { clientId: 'short', type: 'question', text: 'x' }],
    ['ticket.open', { clientId: newClientId(), type: 'question', text: ' \n\u0000 ' }],
    // Written by somebody, and nobody would see anything.
    ['ticket.open', { clientId: newClientId(), type: 'question', text: '\u200b \u2060\n\u00ad\ufeff' }],
    ['ticket.open', { clientId: newClientId(), type: 'question', text: '\u3164\u200d' }],
    ['thread.see', { ticketId: 'tkt_x', sequence: -1 }],
    ['thread.read', { ticketId: 'tkt_x', after: 2 ** 60 }],
    ['message.send', { clientId: newClientId(), ticketId: 'tkt_x', text: 'x', quotes: 1e300 }],
  ]
  for (const [name, body] of bodies) {
    expect((await command(name, body)).problem?.code, JSON.stringify(body).slice(0, 80)).toBe(
      'request.malformed',
    )
  }
  const answer = await command('ticket.open', {
    clientId: newClientId(),
    type: 'question',
    text: 'Still here',
  })
  expect(answer.kind).toBe('acknowledgement')
  student.close()
})

test('sockets that break the protocol are closed with the code that says why', async () => {
  const session = await sessionOf(world.url, maya)
  const tooBig = await connect(world.url, '/api/chat', { session })
  tooBig.sendRaw('x'.repeat(70_000))
  expect((await tooBig.closed).code).toBe(1009)

  const rude = await open(world.url, '/api/chat', null)
  rude.sendRaw('{"kind":"beat"}')
  expect((await rude.closed).code).toBe(4000)

  const forgetful = await open(world.url, '/api/chat', null)
  forgetful.sendRaw(JSON.stringify({ kind: 'hello', protocol: 1, session }))
  expect((await forgetful.frame(({ kind }) => kind === 'refusal')).problem).toMatchObject({
    code: 'request.malformed',
    detail: expect.stringMatching(/hello: .*\bmarks\b/),
  })
  expect((await forgetful.closed).code).toBe(4000)

  const future = await open(world.url, '/api/chat', null)
  future.sendRaw(JSON.stringify({ kind: 'hello', protocol: 2, session, marks: {} }))
  expect((await future.closed).code).toBe(4003)

  const stranger = await open(world.url, '/api/chat', { session: 'no-such-session' })
  expect((await stranger.closed).code).toBe(4001)

  const foreign = await open(world.url, '/api/chat', { session, origin: 'https://evil.example' })
  expect((await foreign.closed).code).toBe(1008)
})

test('log-in says the same for an unknown address and a wrong password, and stops a guesser', async () => {
  const login = (email: string, password: string) =>
    post(world.url, '/api/console/sessions', { email, password })
  const wrong = await login('omar@wardway.example', 'not the password')
  const unknown = await login('nobody@wardway.example', 'not the password')
  expect(wrong).toEqual(unknown)
  expect(wrong.body.code).toBe('login.wrong')
  const guesses = await Promise.all(Array.from({ length: 12 }, () => login('ines@wardway.example', 'guess')))
  const stopped = guesses.filter(({ status }) => status === 429)
  expect(stopped.length).toBeGreaterThanOrEqual(2)
  expect(stopped[0]?.body.retryAfterMs).toBeGreaterThan(0)
})

test('a copy of .env.example leaves the demo what it makes up', async () => {
  const lines = (await readFile('.env.example', 'utf8')).matchAll(/^([A-Z_]+)=$/gm)
  const left = Object.fromEntries([...lines].map(([, name = '']) => [name, '']))
  expect(left, 'the premise').toMatchObject({ IDENTITY_SECRET: '', WEBHOOK_SECRET: '', HOST_API_KEY: '' })
  const copied = await makeWorld(left, undefined, { articles: false })
  try {
    const [{ email, password } = { email: '', password: '' }] = demoLogins
    const loggedIn = await fetch(`${copied.url}/demo/login`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: copied.url },
      body: new URLSearchParams({ email, password }),
    })
    const cookie = String(loggedIn.headers.get('set-cookie')).split(';')[0] ?? ''
    const token = await (await fetch(`${copied.url}/demo/identity-token`, { headers: { cookie } })).text()
    expect(await post(copied.url, '/api/session', { identityToken: token })).toMatchObject({ status: 200 })
  } finally {
    await copied.end()
  }
})

/** Starts a second server, which must give up. @returns all that it said, line by line */
async function refusedStart(more: Record<string, string>): Promise<string[]> {
  const { code, said } = await helpdock(['serve', '--demo'], more)
  expect(code, said).toBe(1)
  return said.trimEnd().split('\n')
}

/** Until it ends by itself. */
async function helpdock(
  words: string[],
  more: Record<string, string>,
): Promise<{ code: number; said: string }> {
  const run = spawn(process.execPath, ['dist/server/cli.js', ...words], {
    env: { ...environment(), ...more },
  })
  let said = ''
  for (const stream of [run.stdout, run.stderr]) {
    stream.on('data', (data) => {
      said += data
    })
  }
  const [code] = await once(run, 'close')
  return { code, said }
}

const environment = () => ({
  PATH: process.env.PATH ?? '',
  ARTICLES_DIR: world.articlesDir,
  LOG_LEVEL: 'warn',
})

test.skipIf(ON_POSTGRES)(
  'a second server on the same data folder or port says so in one line, and the first goes on',
  async () => {
    const dir = await mkdtemp(join(tmpdir(), 'helpdock-second-'))
    const port = new URL(world.url).port
    const [locked, taken] = await Promise.all([
      refusedStart({ PORT: '0', DATA_DIR: world.dataDir }),
      refusedStart({ PORT: port, DATA_DIR: dir }),
    ])
    expect(locked).toEqual([expect.stringContaining(`The data folder ${world.dataDir} is in use by process`)])
    // Who only wants to read is told how, and it is so.
    const copy = join(dir, 'copy')
    expect(locked[0]).toContain('`helpdock backup FOLDER`, then DATA_DIR=FOLDER.')
    const asks = (DATA_DIR: string) => helpdock(['articles', 'questions'], { DATA_DIR })
    expect(await asks(world.dataDir)).toEqual({ code: 1, said: `${locked[0]}\n` })
    expect(await helpdock(['backup', copy], { DATA_DIR: world.dataDir })).toMatchObject({ code: 0 })
    const nothing = 'No article has phrasings of readers that it lacks.\n'
    expect(await asks(copy)).toEqual({ code: 0, said: nothing })
    const sentence = `Port ${port} of 127.0.0.1 is taken by another program. Stop that one, or set PORT to a free one.`
    expect(taken).toEqual([sentence])
    // It let its folder go: the next one has nobody to take it over from.
    await writeFile(join(dir, 'demo.json'), '{"accounts": [')
    const damaged = await refusedStart({ PORT: '0', DATA_DIR: dir })
    expect(damaged).toEqual([expect.stringMatching(/demo\.json is damaged .* Move it away/)])
    expect((await fetch(`${world.url}/readyz`)).status).toBe(200)
    await rm(dir, { recursive: true })
  },
)

test.skipIf(ON_POSTGRES)(
  'a folder that cannot be made is named in one line, whoever should make it',
  async () => {
    const inAFile = join(world.dataDir, 'meta.json', 'data')
    const nowhere = await Promise.all(
      ['/proc/helpdock', inAFile].map((DATA_DIR) => refusedStart({ PORT: '0', DATA_DIR })),
    )
    for (const said of nowhere)
      expect(said).toEqual([
        expect.stringMatching(
          /^The data folder \S+ cannot be used: .* Set DATA_DIR to a folder that this account can/,
        ),
      ])
    const exported = await helpdock(['export', '--static', inAFile], { DATA_DIR: world.dataDir })
    expect(exported.code).toBe(1)
    expect(exported.said).toMatch(/^The help center cannot be written to \S+: ENOTDIR.* Name a folder .*\n$/)
  },
)

test.skipIf(ON_POSTGRES)(
  'articles that cannot be read are named in one line, with what to do; one file among them takes nothing else with it',
  async ({ skip }) => {
    const dir = await mkdtemp(join(tmpdir(), 'helpdock-locked-'))
    await chmod(dir, 0o777)
    const run = (words: string[], who: object, ARTICLES_DIR = dir) =>
      spawnSync(process.execPath, ['dist/server/cli.js', ...words], {
        env: { ...environment(), PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: join(dir, 'data'), ARTICLES_DIR },
        encoding: 'utf8',
        ...who,
      })
    const sentence = (what: string) =>
      `The articles cannot be read: ${what}. ARTICLES_DIR must name their folder, and this account must be able to read all that is in it.\n`
    // Nothing is locked for root: as somebody else, where that one may run the program.
    const who = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {}
    skip(run(['--version'], who).status !== 0)

    const articles = join(dir, 'articles')
    await writeFile(articles, '')
    const started = () => run(['serve'], who, articles)
    expect(started()).toMatchObject({
      ...{ status: 1, stderr: sentence(`ENOTDIR: not a directory, scandir '${articles}'`) },
    })
    await rm(articles)
    await mkdir(join(articles, 'en/basics'), { recursive: true })
    await writeFile(join(articles, 'en/basics/collection.yaml'), 'title: Basics')
    await chmod(join(articles, 'en/basics/collection.yaml'), 0o000)
    const check = run(['articles', 'check', articles], who)
    expect(check.stdout).toContain(
      'en/basics/collection.yaml:1: The server’s account may not read the file; let it.\n',
    )
    await chmod(join(articles, 'en/basics'), 0o000)
    expect(started().stderr).toBe(
      sentence(`EACCES: permission denied, scandir '${join(articles, 'en/basics')}'`),
    )
    await chmod(join(articles, 'en/basics'), 0o700)
    await rm(dir, { recursive: true })
  },
)

test('the program that npm links is run by its first line', async () => {
  const { bin } = JSON.parse(await readFile('package.json', 'utf8'))
  const { stdout, error } = spawnSync(bin.helpdock, ['--version'], { encoding: 'utf8' })
  expect([error, stdout]).toEqual([undefined, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)])
})

test('a Node that is too old is told so in one line, before it reads what it cannot', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8'))
  const on = (version: string) => {
    const older = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`
    const words = [
      `--import=data:text/javascript,${encodeURIComponent(older)}`,
      'dist/server/cli.js',
      '--version',
    ]
    return spawnSync(process.execPath, words, { encoding: 'utf8' })
  }
  const least = engines.node.replace('>=', '')
  expect(on(`${least}.0`)).toMatchObject({ status: 0, stderr: '' })
  for (const version of ['18.20.8', '20.18.3'])
    expect(on(version)).toMatchObject({
      status: 1,
      stderr: `Helpdock needs Node ${least} or newer; this is ${version} (${process.execPath}).\n`,
    })
})

test('a file of settings that cannot be read is named in one line', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'helpdock-env-'))
  const run = () => spawnSync(resolve('dist/server/cli.js'), ['--version'], { cwd: dir, encoding: 'utf8' })
  expect(run().status, 'the premise').toBe(0)
  await mkdir(join(dir, '.env'))
  const said = `${join(dir, '.env')} cannot be read. Let this account read it, or move it away.\n`
  expect(run()).toMatchObject({ status: 1, stderr: said })
  await rm(dir, { recursive: true })
})

test('a misspelt setting is named at the start, also where the start fails for it', async () => {
  const meant = { WEBHOOK_URL: 'https://portal.example', WEBHOOK_SECRETS: 'whsec_x' }
  const { code, said } = await helpdock(['serve'], meant)
  const sentence =
    'WEBHOOK_SECRETS is no setting and is not read. Was WEBHOOK_SECRET meant, which is not set?'
  expect([code, said.split('\n').slice(0, 2)]).toEqual([1, [sentence, 'Settings that are wrong:']])
})

test('without a port of its own it takes a free one, and says which, and where it keeps what', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'helpdock-any-port-'))
  const keeps = async () => {
    const server = spawn(process.execPath, ['dist/server/cli.js', 'serve'], {
      env: { ...environment(), PORT: '0', DATA_DIR: dir, IDENTITY_SECRET },
    })
    let said = ''
    for await (const text of server.stdout) {
      said += text
      if (said.includes('/console')) break
    }
    const [, console] = /console +(\S+)/.exec(said) ?? []
    expect((await fetch(console ?? said)).status).toBe(200)
    server.kill()
    await once(server, 'close')
    return /^Helpdock is ready\. (.*)$/m.exec(said)?.[1]
  }
  // Who has named another folder than they meant reads it at the first start.
  expect(await keeps()).toBe(`Everything it keeps is in ${dir}, where there was no data before`)
  expect(await keeps()).toBe(`Everything it keeps is in ${dir}`)
  await rm(dir, { recursive: true })
})
