// The school's own log-in against a real OpenID provider: who comes back with what it vouches for is let in, and nobody with anything
// that was not meant for this very log-in.

import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage, Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { AGENT_COOKIE } from '../../server/caller.ts'
import { type App, openApp } from '../stage/app.ts'
import { freePort } from '../stage/world.ts'

const BACK = 'http://help.example/api/console/elsewhere/back'
const SECRET = 'the secret that the school gave us'
/** Of the school; `sub` is how the provider knows them. */
const people: Record<string, { email?: string; email_verified?: boolean; name?: string }> = {
  noor: { email: 'noor@school.example', email_verified: true, name: 'Noor Haddad' },
  sam: { email: 'sam@school.example', email_verified: true, name: 'Sam' },
  pat: { email: 'pat@school.example', email_verified: false },
  guest: { email: 'guest@elsewhere.example', email_verified: true },
  impostor: { email: 'noor@school.example', email_verified: true },
}

let dir: string
let issuer: string
let school: Server
let desk: App

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'helpdock-school-'))
  // It warns of what is right for a test: a store in memory, keys of its own.
  vi.spyOn(console, 'info').mockImplementation(() => {})
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const port = await freePort()
  issuer = `http://127.0.0.1:${port}`
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'helpdock', client_secret: SECRET, redirect_uris: [BACK] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    cookies: { keys: ['of a test'] },
    findAccount: (_context: unknown, sub: string) => ({
      accountId: sub,
      claims: () => ({ sub, ...people[sub] }),
    }),
  })
  school = provider.listen(port, '127.0.0.1')
  await once(school, 'listening')
  desk = await openApp(dir, 'articles', undefined, undefined, { environment: environment({}) })
  // The provider's tokens are of now.
  desk.rules.passes(Date.now() - desk.rules.now().getTime())
})
afterAll(async () => {
  await desk?.close()
  school?.closeAllConnections()
  school?.close()
  await rm(dir, { recursive: true, force: true })
  vi.restoreAllMocks()
})

test('an agent whom the school vouches for is in, and is the same agent when the address changes there', async () => {
  const invited = await desk.agents.add({
    ...{ name: 'Noor', email: 'noor@school.example', password: 'a long phrase', roles: ['agent', 'editor'] },
    passwordCost: { N: 2 ** 10, r: 8, p: 1 },
  })
  // As many a provider has it.
  people.noor = { ...people.noor, email: 'Noor@School.example' }
  const first = await comes('noor')
  expect(first.headers.location).toBe('/console')
  expect(await whoIs(first)).toMatchObject({ id: invited.id, roles: ['agent', 'editor'] })
  people.noor = { ...people.noor, email: 'noor.haddad@school.example' }
  expect(await whoIs(await comes('noor'))).toMatchObject({ id: invited.id })
  people.noor = { ...people.noor, email: 'noor@school.example' }

  expect((await comes('impostor')).headers.location, 'the address has its person').toBe(
    '/console?elsewhere=other',
  )
  await desk.rules.commit((tx) => desk.agents.disableAt(tx, 'noor@school.example'))
  expect((await comes('noor')).headers.location).toBe('/console?elsewhere=closed')
})

test('without an address that it vouches for, of a domain that may come, nobody is let in', async () => {
  expect((await comes('pat')).headers.location).toBe('/console?elsewhere=unverified')
  expect((await comes('guest')).headers.location).toBe('/console?elsewhere=domain')
  expect((await comes('sam')).headers.location, 'and no agent is made').toBe('/console?elsewhere=unknown')
  expect(await desk.rules.store.read.agents.findByEmail('sam@school.example')).toBeUndefined()
})

test('where the operator wants it, who comes becomes an agent, without a password that opens anything', async () => {
  const folder = join(dir, 'other')
  const open = await openApp(folder, 'articles', undefined, undefined, {
    environment: environment({ OIDC_CREATE_AGENTS: 'on' }),
  })
  open.rules.passes(Date.now() - open.rules.now().getTime())
  expect(await whoIs(await comes('sam', open), open)).toMatchObject({ name: 'Sam', roles: ['agent'] })
  const logIn = { email: 'sam@school.example', password: '' }
  const answer = await open.app.inject({ method: 'POST', url: '/api/console/sessions', payload: logIn })
  expect(answer.json()).toMatchObject({ code: 'login.wrong' })
  await open.close()
})

test('a connection that the school closes just as it is asked costs nobody the log-in', async () => {
  const open = await openApp(join(dir, 'closing'), 'articles', undefined, undefined, {
    environment: environment({}),
  })
  let [closes, asked] = [0, 0]
  const close = ({ socket }: IncomingMessage) => {
    asked++
    if (closes-- > 0) socket.resetAndDestroy()
  }
  school.prependListener('request', close)
  closes = 2
  const { headers } = await open.app.inject('/api/console/elsewhere')
  expect(headers.location, 'one that does so again does not answer').toBe('/console?elsewhere=away')
  expect(open.logged()).toMatch(/openid-configuration did not answer as expected: .+ \([A-Z_]+\)/)
  closes = 1
  asked = 0
  await leaves(open)
  expect(asked).toBe(2)
  closes = 2
  const left = await open.app.inject('/api/console/elsewhere')
  expect(left.headers.location, 'known or not: nobody is sent to a school that is away').toBe(
    '/console?elsewhere=away',
  )
  school.off('request', close)
  await open.close()
})

test('an answer opens once, in the browser that left, and only as it was given', async () => {
  const left = await leaves()
  const { code, state, iss } = await atSchool('guest', left.url)
  const back = (query: Query, cookie = left.cookie) => comesBack({ code, state, iss, ...query }, cookie)
  const another = await leaves()
  for (const [what, answer] of [
    ['without the cookie', await back({}, '')],
    ['in another browser', await back({}, another.cookie)],
    ['with another state', await back({ state: another.state })],
    ['of another issuer', await back({ iss: 'https://login.evil.example' })],
    ['with another code', await back({ code: 'guessed' })],
  ] as const)
    expect(answer.headers.location, what).toBe('/console?elsewhere=failed')
  // The premise: it would have been an answer.
  expect((await back({})).headers.location).toBe('/console?elsewhere=domain')
  expect((await back({})).headers.location, 'a second time').toBe('/console?elsewhere=failed')
  expect(desk.logged()).not.toContain(SECRET)
})

test('who wanted a place of the console comes back to it, let in or not; to no other place of the world', async () => {
  const ticket = '/console/mine/tkt_1?q=lab'
  const to = async (place: string, who: string) => {
    const left = await leaves(desk, { to: place })
    return (await comesBack(await atSchool(who, left.url), left.cookie)).headers.location
  }
  expect(await to(ticket, 'guest')).toBe(`${ticket}&elsewhere=domain`)
  people.lee = { email: 'lee@school.example', email_verified: true }
  await desk.agents.add({
    ...{ name: 'Lee', email: 'lee@school.example', password: 'a long phrase', roles: ['agent'] },
    passwordCost: { N: 2 ** 10, r: 8, p: 1 },
  })
  expect(await to(ticket, 'lee')).toBe(ticket)
  for (const place of [
    ...['https://evil.example/console', '//evil.example/console', '/\\evil.example/console', '/consoles'],
    ...['/console/../api/console/me', 'javascript:alert(1)', `/console/${'a'.repeat(1_000)}`, ''],
  ])
    expect(await to(place, 'lee'), place).toBe('/console')
})

test('a no that is its person’s own is no failure, and who wants to be somebody else is asked there', async () => {
  const left = await leaves()
  const answer = await comesBack({ error: 'access_denied', state: left.state, iss: issuer }, left.cookie)
  expect(answer.headers.location).toBe('/console?elsewhere=cancelled')
  expect(new URL(left.url).searchParams.get('prompt')).toBeNull()
  expect(new URL((await leaves(desk, { as: 'another' })).url).searchParams.get('prompt')).toBe('login')
})

test('the log-in offers it by its name', async () => {
  const { body } = await desk.app.inject('/api/console/log-in')
  expect(JSON.parse(body)).toEqual({ elsewhere: 'Northfield' })
})

function environment(more: Record<string, string>) {
  return {
    ...{
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: 'helpdock',
      OIDC_CLIENT_SECRET: SECRET,
      OIDC_NAME: 'Northfield',
    },
    ...{ OIDC_ALLOWED_DOMAINS: 'school.example', ...more },
  }
}

type Query = Record<string, string>
type Answer = Awaited<ReturnType<typeof comesBack>>

/** All of it: away, logged in there, back. */
async function comes(who: string, at = desk): Promise<Answer> {
  const { url, cookie } = await leaves(at)
  return comesBack(await atSchool(who, url), cookie, at)
}

async function leaves(at = desk, query: Query = {}) {
  const answer = await at.app.inject({ url: '/api/console/elsewhere', query })
  const url = answer.headers.location ?? ''
  expect(url, at.logged()).toContain(issuer)
  return { url, cookie: answer.cookies[0]?.value ?? '', state: new URL(url).searchParams.get('state') ?? '' }
}

function comesBack(query: Query, cookie: string, at = desk) {
  return at.app.inject({ url: new URL(BACK).pathname, query, cookies: { helpdock_elsewhere: cookie } })
}

async function whoIs(answer: Answer, at = desk) {
  const cookie = answer.cookies.find(({ name }) => name === AGENT_COOKIE)?.value ?? ''
  return (await at.app.inject({ url: '/api/console/me', cookies: { [AGENT_COOKIE]: cookie } })).json().agent
}

/** What a browser does there: each form that it is shown, until it is sent back. */
async function atSchool(who: string, url: string): Promise<{ code: string; state: string; iss: string }> {
  const jar = new Map<string, string>()
  let [next, form] = [url, undefined as URLSearchParams | undefined]
  for (let steps = 0; steps < 12; steps++) {
    const answer = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: form }),
    })
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      jar.set(name, value)
    }
    const to = answer.headers.get('location')
    if (to?.startsWith(BACK)) {
      const { code = '', state = '', iss = '' } = Object.fromEntries(new URL(to).searchParams)
      return { code, state, iss }
    }
    form = undefined
    if (to) {
      next = new URL(to, next).href
      continue
    }
    const page = await answer.text()
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1]
    if (!prompt) throw new Error(`The provider shows ${answer.status}: ${page.slice(0, 500)}`)
    form = new URLSearchParams({ prompt, ...(prompt === 'login' && { login: who, password: 'any' }) })
  }
  throw new Error('The provider never sent the browser back.')
}
