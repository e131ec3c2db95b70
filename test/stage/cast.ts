// The cast and what they do, through the protocol's client only. Maya and Leo are students; Leo has two accounts.
// Omar and Ines are agents.

import { SignJWT } from 'jose'
import { demoAgents } from '../../server/demo/agents.ts'
import { demoLogins } from '../../server/demo/cast.ts'
import { type Client, connect, type Hello } from './client.ts'
import { IDENTITY_SECRET } from './world.ts'

export interface Person {
  sub: string
  email: string
  name: string
}

export const maya: Person = { sub: 'student-maya', email: 'maya@northfield.edu', name: 'Maya Lindqvist' }
export const leo: Person = { sub: 'student-leo', email: 'leo@mail.example', name: 'Leo Okafor' }

/** What the host signs. `claims` overrides; undefined takes a claim out. */
export async function identityToken(
  person: Person,
  claims: Record<string, unknown> = {},
  secret = IDENTITY_SECRET,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const payload = {
    ...person,
    email_verified: true,
    attributes: { school: 'Northfield', discipline: 'Nursing' },
    iat: now,
    exp: now + 600,
    ...claims,
  }
  return new SignJWT(JSON.parse(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret))
}

export async function sessionOf(url: string, person: Person): Promise<string> {
  const answer = await post(url, '/api/session', { identityToken: await identityToken(person) })
  if (answer.status !== 200) throw new Error(`no session for ${person.name}: ${JSON.stringify(answer.body)}`)
  return answer.body.session
}

export async function contactConnects(url: string, person: Person, hello: Hello = {}): Promise<Client> {
  return connect(url, '/api/chat', { session: await sessionOf(url, person), ...hello })
}

export async function agentCookie(url: string, name: 'Omar' | 'Ines'): Promise<string> {
  const agent = demoAgents.find((agent) => agent.name.startsWith(name))
  const answer = await fetch(`${url}/api/console/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: agent?.email, password: agent?.password }),
  })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0]
  if (!cookie) throw new Error(`${name} could not log in: ${await answer.text()}`)
  return cookie
}

export async function agentConnects(url: string, name: 'Omar' | 'Ines'): Promise<Client> {
  return connect(url, '/api/console', { cookie: await agentCookie(url, name) })
}

/** An admin makes a rule, looks at what it would have done, and switches it on. @returns its id */
export async function switchesARuleOn(admin: Client, rule: object): Promise<string> {
  let { id: ruleId, version, trial } = (await admin.command('rule.save', { rule })).result.rule
  do {
    const body = { ruleId, version, ...(trial && { trialId: trial.id }) }
    trial = (await admin.command('rule.try', body)).result.rule.trial
  } while (trial.next !== null)
  await admin.command('rule.switch', { ruleId, version, isOn: true })
  return ruleId
}

export async function post(
  url: string,
  path: string,
  body: unknown,
  headers = {},
  // biome-ignore lint/suspicious/noExplicitAny: a stranger's view of JSON; each test says what it expects
): Promise<{ status: number; body: any }> {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: answer.status, body: await answer.json().catch(() => null) }
}

let made = 0
/** A name for a message, as clients make them. */
export const newClientId = () => `test-${process.pid}-${Date.now()}-${++made}`

/** The demo host's id of one of its accounts, read from the token that it signs. */
export async function demoSub(url: string, email: string): Promise<string> {
  const login = demoLogins.find((login) => login.email === email)
  const answer = await fetch(`${url}/demo/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: url },
    body: new URLSearchParams({ email, password: login?.password ?? '' }),
  })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0]
  if (!cookie) throw new Error(`${email} could not log in at the demo: ${answer.status}`)
  const token = await fetch(`${url}/demo/identity-token`, { headers: { cookie } }).then((got) => got.text())
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sub
}

/** The code in a mail, as it stands there. */
export function codeIn(text: string): string {
  const code = /\b[0-9A-HJKMNP-TV-Z]{4}[ -]?[0-9A-HJKMNP-TV-Z]{4}\b/.exec(text)?.[0]
  if (!code) throw new Error(`No code in: ${text}`)
  return code
}
