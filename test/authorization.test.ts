// Who may do what: every route that the server has and every command of the desk, for each kind of caller, one row each. The
// table is written by hand and knows nothing of server/gate.ts: a route that is new fails until somebody has said here who may.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify, { type HTTPMethods } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Contact, Role } from '../protocol/entities.ts'
import { deskCommands } from '../protocol/socket.ts'
import { AGENT_COOKIE } from '../server/caller.ts'
import { standAtTheGate } from '../server/gate.ts'
import { sha256 } from '../server/hashes.ts'
import { type App, openApp } from './stage/app.ts'
import { connect } from './stage/client.ts'
import { HOST_API_KEY } from './stage/world.ts'

/** Of each caller a letter: allowed where it stands in a row. What is allowed may still be malformed, or not there. */
const CALLERS = {
  n: 'nobody',
  g: 'a guest',
  c: 'the contact whose it is',
  o: 'another contact',
  a: 'an agent',
  e: 'an editor',
  A: 'an admin',
  d: 'an agent who was disabled',
  h: 'the host with its key',
}
type Caller = keyof typeof CALLERS
const EVERYBODY = 'ngcoaeAdh'

/** “=”: where it is not theirs it answers as if it were not there. */
const TABLE: Record<string, string> = {
  'GET /': EVERYBODY,
  'GET /help': EVERYBODY,
  'GET /help/search': EVERYBODY,
  'GET /help/feed.xml': EVERYBODY,
  'GET /help/style.css': EVERYBODY,
  'GET /help/brand.css': EVERYBODY,
  'GET /brand/logo': EVERYBODY,
  'GET /help/:first': EVERYBODY,
  'GET /help/:first/:second': EVERYBODY,
  'GET /help/:locale/:collection/:slug': EVERYBODY,
  'GET /help/*': EVERYBODY,
  'GET /help/files/:hash/:name': EVERYBODY,
  'POST /help/:collection/:slug/feedback': EVERYBODY,
  'POST /help/:locale/:collection/:slug/feedback': EVERYBODY,
  'GET /sitemap.xml': EVERYBODY,
  'GET /robots.txt': EVERYBODY,
  'GET /widget.js': EVERYBODY,
  'GET /assets/*': EVERYBODY,
  // A session that is no contact's is refused, where nobody's is not: the host's key is none.
  'GET /api/help/home': 'ngcoaeAd',
  'GET /api/help/index': 'ngcoaeAd',
  'GET /api/help/search': 'ngcoaeAd',
  'GET /api/help/news': EVERYBODY,
  'GET /api/help/articles/:slug': 'ngcoaeAd',
  'POST /api/help/articles/:slug/feedback': EVERYBODY,
  'GET /api/help/articles/:slug/feedback': 'aeAh',
  'POST /api/help/gaps': EVERYBODY,
  'GET /api/ticket-types': 'ngcoaeAd',

  'POST /api/session': EVERYBODY,
  'DELETE /api/session': 'gco',
  'POST /api/address-proofs': EVERYBODY,
  'PUT /api/address-proofs/:proofId': EVERYBODY,
  'GET /api/chat': EVERYBODY,
  'POST /api/chat/send': 'gco',
  'GET /api/chat/poll': 'gco',
  'GET /api/chat/transcripts/:ticketId': 'g=c o=',
  'POST /api/attachments': 'gcoaA',
  'GET /api/attachments/:id': 'g=c o=a=A=',
  'PUT /api/attachments/:id': 'gcoaA',
  'DELETE /api/attachments/:id': 'gcoaA',
  'GET /api/attachments/:id/address': 'g=c o=a=A=',
  'GET /api/attachments/:id/file': EVERYBODY,
  'POST /api/merges/stop': EVERYBODY,
  'GET /merges/stop': EVERYBODY,
  'GET /merges/stop.js': EVERYBODY,
  'GET /merges/stop.css': EVERYBODY,

  'POST /api/host/merge-results': 'h',
  'POST /api/host/account-changes': 'h',

  'GET /console': EVERYBODY,
  'GET /console/*': EVERYBODY,
  'GET /console/preview': 'aeA',
  'GET /console/preview/:slug': 'aeA',
  'GET /console/preview/files/:hash/:name': 'aeA',
  'GET /console/preview/style.css': EVERYBODY,
  'GET /console/preview/articles/edit': 'eA',
  'GET /console/preview/articles/new': 'eA',
  'POST /api/console/articles/tries': 'eA',
  'PUT /api/console/articles': 'eA',
  'GET /api/console/log-in': EVERYBODY,
  'POST /api/console/sessions': EVERYBODY,
  'PUT /api/console/sessions/current/code': EVERYBODY,
  // What is asked for here is a log-in that came half-way; nobody in this table has one.
  'POST /api/console/sessions/current/second-factor': '',
  'PUT /api/console/sessions/current/second-factor': EVERYBODY,
  'GET /api/console/elsewhere': EVERYBODY,
  'GET /api/console/elsewhere/back': EVERYBODY,
  'POST /api/console/invitations': EVERYBODY,
  'PUT /api/console/invitations': EVERYBODY,
  'DELETE /api/console/sessions/current': EVERYBODY,
  'GET /api/console/me': 'aeA',
  'PUT /api/console/me/picture': 'aeA',
  'DELETE /api/console/me/picture': 'aeA',
  'GET /api/console/me/access': 'aeA',
  'PUT /api/console/me/password': 'aeA',
  'POST /api/console/me/second-factor': 'aeA',
  'PUT /api/console/me/second-factor': 'aeA',
  'DELETE /api/console/me/second-factor': 'aeA',
  'POST /api/console/me/recovery-codes': 'aeA',
  'DELETE /api/console/me/sessions/:id': 'aeA',
  'DELETE /api/console/me/sessions': 'aeA',
  'GET /api/console/agents': 'A',
  'POST /api/console/agents': 'A',
  'PUT /api/console/agents/:id': 'A',
  'POST /api/console/agents/:id/password-links': 'A',
  'DELETE /api/console/agents/:id/invitation': 'A',
  'DELETE /api/console/agents/:id/second-factor': 'A',
  'GET /api/console/agents/:id/sessions': 'A',
  'DELETE /api/console/agents/:id/sessions': 'A',
  'DELETE /api/console/agents/:id/sessions/:sessionId': 'A',
  'PUT /api/console/access-settings': 'A',
  'GET /api/console/access-log': 'A',
  'GET /api/console/deliveries': 'A',
  'POST /api/console/deliveries/:id/repeats': 'A',
  'GET /api/console/endpoints': 'A',
  'POST /api/console/endpoints': 'A',
  'PUT /api/console/endpoints/:id': 'A',
  'DELETE /api/console/endpoints/:id': 'A',
  'POST /api/console/endpoints/:id/secrets': 'A',
  'POST /api/console/endpoints/:id/tests': 'A',
  'POST /api/console/endpoints/:id/returns': 'A',
  'GET /api/console/origins': 'A',
  'PUT /api/console/origins': 'A',
  'GET /api/console/ticket-types': 'A',
  'PUT /api/console/ticket-types': 'A',
  'DELETE /api/console/ticket-types': 'A',
  'GET /api/console/mail': 'A',
  'GET /api/console/mail/letters': 'A',
  'GET /api/console/mail/letters/:letter/:version': 'A',
  'PUT /api/console/mail': 'A',
  'POST /api/console/mail/looks': 'A',
  'POST /api/console/mail/tests': 'A',
  'GET /api/console/sla': 'A',
  'PUT /api/console/sla': 'A',
  'DELETE /api/console/sla': 'A',
  'POST /api/console/sla/previews': 'A',
  'GET /api/console/retention': 'A',
  'PUT /api/console/retention': 'A',
  'POST /api/console/retention/previews': 'A',
  'GET /api/console/contacts': 'aA',
  'GET /api/console/contacts/:id': 'aA',
  'DELETE /api/console/contacts/:id': 'A',
  'GET /api/console/brand': 'A',
  'PUT /api/console/brand': 'A',
  'PUT /api/console/brand/logo': 'A',
  'DELETE /api/console/brand/logo': 'A',
  'GET /api/agents/:id/picture': EVERYBODY,
  'GET /api/console': EVERYBODY,
  'POST /api/console/send': 'aA',
  'GET /api/console/poll': 'aA',
  'GET /api/console/merges/:mergeId/trail': 'aA',
  'GET /api/console/reports': 'aA',
  'GET /api/console/reports/deflection': 'aeA',

  'GET /healthz': EVERYBODY,
  'GET /readyz': EVERYBODY,
  'GET /metrics': EVERYBODY,
  'GET /openapi.json': EVERYBODY,
}

/** What only some of those at a desk may. */
const COMMANDS_OF_ADMINS = [
  ...['hours.set', 'merge.hurry', 'team.save'],
  ...['rule.list', 'rule.save', 'rule.switch', 'rule.move', 'rule.remove', 'rule.try'],
]

let dir: string
let desk: App
const cookies = new Map<Caller, string>()
const tokens = new Map<Caller, string>()
/** Of the contact `c`. */
let ticketId = ''
let attachmentId = ''

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'helpdock-gate-'))
  desk = await openApp(dir)
  const { rules } = desk
  const owner = await rules.contact('owner', 'owner@school.example')
  await enters(owner)
  const opened = await rules.commit((tx) =>
    rules.tickets.open(tx, owner, { clientId: 'first', type: 'question', text: 'Mine.' }, null),
  )
  ticketId = opened.ticket.id
  attachmentId = (await asks('c', 'POST', '/api/attachments', { name: 'mine.txt', size: 4 })).json()
    .attachmentId
})
afterAll(async () => {
  await desk?.close()
  await rm(dir, { recursive: true, force: true })
})

test('every route has a row, and every row a route', () => {
  const seen = (desk.app as unknown as { routesAtTheGate: Set<string> }).routesAtTheGate
  expect([...seen].filter((route) => !route.startsWith('HEAD ')).sort()).toEqual(Object.keys(TABLE).sort())
})

/** Whoever there is, each with a session of their own. */
async function enters(owner?: Contact): Promise<void> {
  const { rules } = desk
  const roles: [Caller, Role[]][] = [
    ['a', ['agent']],
    ['e', ['editor']],
    ['A', ['admin']],
    ['d', ['agent', 'editor', 'admin']],
  ]
  for (const [caller, of] of roles) {
    const agent = await rules.agent(`Somebody ${caller} ${rules.newId('x')}`)
    const disabledAt = caller === 'd' ? rules.now().toISOString() : null
    await rules.store.commit((tx) => tx.agents.put({ ...agent, roles: of, disabledAt }))
    cookies.set(caller, await opens(agent.id))
  }
  const other = await rules.contact('other', 'other@school.example')
  const guest = await rules.commit((tx) =>
    rules.contacts.enterGuest(tx, { email: 'guest@mail.example', name: 'G' }),
  )
  const mine = owner ?? (await rules.contact('owner', 'owner@school.example'))
  for (const [caller, of] of [
    ['c', mine],
    ['o', other],
    ['g', guest],
  ] as const)
    tokens.set(caller, (await rules.commit((tx) => rules.contacts.openSession(tx, of))).token)
}

test.for(Object.entries(TABLE))('%s: %s', async ([route, allowed]) => {
  const [method, pattern] = route.split(' ') as [HTTPMethods, string]
  const may = new Map([...allowed.matchAll(/(\w)(=?)/g)].map(([, caller, mark]) => [caller, mark]))
  for (const caller of Object.keys(CALLERS) as Caller[]) {
    const { statusCode } = await asks(caller, method, addressOf(pattern), BODIES[route], {
      // The news go on and on.
      payloadAsStream: true,
    })
    const who = `${CALLERS[caller]} (${caller})`
    const mark = may.get(caller)
    if (mark === undefined) expect([401, 403], who).toContain(statusCode)
    else if (mark === '=') expect(statusCode, who).toBe(404)
    else expect([401, 403, 500], `${who} is let in`).not.toContain(statusCode)
  }
  if (ENDS.includes(route)) await enters()
})

test.for(Object.keys(deskCommands))('the command %s', async (name) => {
  const answerTo = async (caller: Caller) => {
    const answer = await asks(caller, 'POST', '/api/console/send', {
      kind: 'command',
      id: 'x',
      name,
      body: {},
    })
    return answer.statusCode === 200 ? (answer.json().problem?.code ?? 'done') : answer.json().code
  }
  expect(await answerTo('n')).toBe('session.missing')
  expect(await answerTo('d')).toBe('session.ended')
  expect(await answerTo('e')).toBe('caller.forbidden')
  expect(await answerTo('A')).not.toBe('caller.forbidden')
  const isForAdmins = COMMANDS_OF_ADMINS.includes(name)
  if (isForAdmins) expect(await answerTo('a')).toBe('caller.forbidden')
  else expect(await answerTo('a')).not.toBe('caller.forbidden')
})

test('an editor sits at no desk: its socket tells of tickets', async () => {
  const url = await desk.listen()
  const cookie = (caller: Caller) => ({ cookie: `${AGENT_COOKIE}=${cookies.get(caller)}` })
  await expect(connect(url, '/api/console', cookie('e'))).rejects.toThrow(/caller\.forbidden/)
  await expect(connect(url, '/api/console', cookie('d'))).rejects.toThrow(/session\.ended/)
  const agent = await connect(url, '/api/console', cookie('a'))
  expect(agent.welcome.tickets).toHaveLength(1)
  agent.close()
})

test('a route without a row stops the start', async () => {
  const app = fastify()
  standAtTheGate(app, {
    ...{ read: desk.rules.store.read, now: desk.rules.now, hostApiKey: null, mayComeFrom: () => true },
  })
  expect(() => app.get('/api/nobody-said-who', async () => 'anything')).toThrow(/GET \/api\/nobody-said-who/)
  await app.close()
})

/** After these nobody has a session any more. */
const ENDS = ['DELETE /api/session', 'DELETE /api/console/sessions/current']

/** With what it takes to find the very thing; elsewhere a body is missing, which only who is let in hears of. */
const BODIES: Record<string, object> = {
  'POST /api/attachments': { name: 'a.txt', size: 4 },
}

function asks(caller: Caller, method: HTTPMethods, url: string, body?: object, more: object = {}) {
  const token = caller === 'h' ? HOST_API_KEY : tokens.get(caller)
  const cookie = cookies.get(caller)
  return desk.app.inject({
    ...{ method, url, ...more },
    ...(body && { payload: body }),
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(cookie && { cookie: `${AGENT_COOKIE}=${cookie}` }),
    },
  })
}

function addressOf(pattern: string): string {
  return pattern
    .replace(':ticketId', ticketId)
    .replace('/attachments/:id', `/attachments/${attachmentId}`)
    .replace(/:\w+/g, 'nothing-of-this-name')
    .replace('*', 'nothing')
    .replace(/search$/, 'search?q=rotation')
}

async function opens(agentId: string): Promise<string> {
  const { store, newId, newToken, now } = desk.rules
  const token = newToken()
  await store.commit((tx) =>
    tx.agentSessions.put({
      ...{ id: newId('aks'), agentId, tokenHash: sha256('agent-session', token) },
      ...{ createdAt: now().toISOString(), expiresAt: '2099-01-01T00:00:00.000Z', endedAt: null },
    }),
  )
  return token
}
