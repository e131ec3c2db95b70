// What admins set for the whole desk: who may carry the widget, and how it and the help center are called and look. Through the
// app, as a browser and an admin meet it.

import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { minutesIn, spanInWords } from '../../console/durations.ts'
import { named, nameFrom, withWord, wordIn } from '../../console/screens/settings/type-words.ts'
import { colourOf, contrast, textOn } from '../../protocol/contrast.ts'
import type { Answers } from '../../protocol/entities.ts'
import { ENDPOINTS } from '../../protocol/limits.ts'
import type { DeliveryShown } from '../../protocol/settings/deliveries.ts'
import { type EndpointEvent, type EndpointFault, endpointOf } from '../../protocol/settings/endpoint-rules.ts'
import { type OriginFault, originOf } from '../../protocol/settings/origins.ts'
import type { FieldEntry, TypeEntry } from '../../protocol/settings/type-entries.ts'
import type { TicketForm } from '../../protocol/ticket-types.ts'
import { topics } from '../../server/chat/audience.ts'
import { deskSnapshot } from '../../server/chat/snapshots.ts'
import { settingsInForce } from '../../server/settings/in-force.ts'
import type { AgentRecord } from '../../server/store/records.ts'
import { deskHours } from '../../server/tickets/availability.ts'
import { deliverySender } from '../../server/webhooks/deliveries.ts'
import {
  addEndpoint,
  destinationOf,
  endpointFinder,
  endpointsIn,
  removeEndpoint,
} from '../../server/webhooks/endpoints.ts'
import { endpointWatch } from '../../server/webhooks/failing.ts'
import { type App, openApp } from '../stage/app.ts'
import { quickFiles } from '../stage/quick-files.ts'
import { codeOf } from '../stage/rules.ts'

const APP = 'https://app.school.edu'

let dir: string
let desk: App
let cookie: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'helpdock-settings-'))
  const articles = join(dir, 'articles')
  await cp('articles', articles, { recursive: true })
  await cp('test/stage/locales/es', join(articles, 'es'), { recursive: true })
  // A trial on one machine: its host may be there, too.
  const environment = { PUBLIC_URL: 'http://localhost:4711' }
  desk = await openApp(dir, articles, undefined, quickFiles, { environment })
  await desk.agents.add({ ...ADA, roles: ['admin'] })
  await logsIn()
})
afterAll(async () => {
  await desk?.close()
  await rm(dir, { recursive: true, force: true })
})

const ADA = { name: 'Ada', email: 'ada@desk.example', password: 'a long enough password' }
/** Again, where weeks have gone by. */
async function logsIn(): Promise<void> {
  const payload = { email: ADA.email, password: ADA.password }
  const { cookies } = await desk.app.inject({ method: 'POST', url: '/api/console/sessions', payload })
  cookie = `${cookies[0]?.name}=${cookies[0]?.value}`
}

const url = '/api/console/origins'
const read = async () => (await desk.app.inject({ url, headers: { cookie } })).json()
async function sets(added: string[], version?: number) {
  const payload = { version: version ?? (await read()).version, added }
  const answer = await desk.app.inject({ method: 'PUT', url, headers: { cookie }, payload })
  return { status: answer.statusCode, ...answer.json() }
}
/** What a browser asks before a page's script may read an answer. */
const mayRead = async (origin: string) =>
  (await desk.app.inject({ url: '/api/help/home', headers: { origin } })).headers[
    'access-control-allow-origin'
  ] === origin

describe('an origin', () => {
  test.each([
    ['https://app.school.edu', 'https://app.school.edu'],
    [' HTTPS://App.School.edu/ ', 'https://app.school.edu'],
    ['https://app.school.edu:443', 'https://app.school.edu'],
    ['https://app.school.edu:8443', 'https://app.school.edu:8443'],
    ['https://münchen.example', 'https://xn--mnchen-3ya.example'],
    ['http://localhost:5173', 'http://localhost:5173'],
    ['http://app.localhost', 'http://app.localhost'],
  ])('%j is %s', (written, origin) => {
    expect(originOf(written)).toEqual({ origin })
  })

  test.each<[string, OriginFault]>([
    [' ', 'empty'],
    ['app.school.edu', 'no_scheme'],
    ['//app.school.edu', 'no_scheme'],
    ['javascript:alert(1)', 'no_scheme'],
    ['file:///etc', 'scheme'],
    ['ws://app.school.edu', 'scheme'],
    ['https://*.school.edu', 'wildcard'],
    ['*', 'wildcard'],
    ['https://app.school.edu/portal', 'more'],
    ['https://app.school.edu/?x=1', 'more'],
    ['https://ada:secret@app.school.edu', 'more'],
    ['http://app.school.edu', 'insecure'],
    ['http://localhost.evil.example', 'insecure'],
    ['http://127.0.0.1.evil.example', 'insecure'],
    ['https://app school.edu', 'unreadable'],
    ['https://', 'unreadable'],
    ['https://app.school.edu:99999', 'unreadable'],
  ])('%j is none: %s', (written, fault) => {
    expect(originOf(written)).toEqual({ fault })
  })
})

test('a site that an admin adds may carry the widget at once, and no more once it is taken away', async () => {
  expect(await mayRead(APP), 'the premise').toBe(false)
  expect(await sets(['https://App.school.edu/', APP])).toMatchObject({
    status: 200,
    added: [APP],
    changedBy: 'Ada',
  })
  expect(await mayRead(APP)).toBe(true)
  expect(await mayRead('https://app.school.edu.evil.example')).toBe(false)
  // It carries the widget; the console is our own pages' alone.
  const forged = await desk.app.inject({ url, headers: { cookie, origin: APP } })
  expect(forged.statusCode).toBe(403)
  expect(await sets([])).toMatchObject({ status: 200, added: [] })
  expect(await mayRead(APP)).toBe(false)
})

test('what the operator has set stands beside it and cannot be taken away', async () => {
  const { fixed } = await read()
  expect(fixed.length, 'the premise').toBeGreaterThan(0)
  await sets([])
  expect((await read()).fixed).toEqual(fixed)
  expect(await mayRead(fixed[0])).toBe(true)
})

test('one that is none is refused with its place and why, and nothing is changed', async () => {
  const before = await read()
  expect(await sets([APP, 'app.school.edu'])).toMatchObject({
    ...{ status: 422, code: 'origin.invalid', field: '/added/1' },
    detail: 'Write it with https:// in front.',
  })
  expect((await sets(Array.from({ length: 51 }, (_, at) => `https://a${at}.example`))).status).toBe(400)
  expect(await read()).toEqual(before)
})

test('who knows an older list is told so, and theirs is not kept', async () => {
  const { version } = await read()
  await sets([APP])
  expect(await sets([], version)).toMatchObject({ status: 409, code: 'setting.changed' })
  expect((await read()).added).toEqual([APP])
})

test('another copy of the server hears of it, and finds it by itself where it did not', async () => {
  const handlers = new Set<() => void>()
  const bus = {
    publish: () => handlers.forEach((handler) => void handler()),
    subscribe: (_topic: string, handler: (event: never) => void) => {
      const heard = () => handler({ name: '', body: {} } as never)
      handlers.add(heard)
      return () => handlers.delete(heard)
    },
  }
  await sets([APP])
  const parts = { read: desk.rules.store.read, bus, log: { warn() {} } }
  const [one, other] = [await settingsInForce(parts), await settingsInForce(parts)]
  expect(other.origins()).toEqual([APP])
  await sets(['https://two.example'])
  await one.changed()
  await expect.poll(() => other.origins()).toEqual(['https://two.example'])
  one.close()
  other.close()
  expect(handlers.size).toBe(0)
})

// ---- endpoints for webhooks

describe('an endpoint', () => {
  const place = '/api/console/endpoints'
  const ask = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path = '', payload?: object) => {
    const answer = await desk.app.inject({ method, url: place + path, headers: { cookie }, payload })
    return { status: answer.statusCode, ...answer.json() }
  }
  const version = async () => (await ask('GET')).version
  const adds = async (url: string, events: EndpointEvent[] = ['ticket.opened', 'message.created']) =>
    ask('POST', '', { version: await version(), url, events })
  /** What it is told of, each sent once as it would be by now. */
  async function sends(type: string) {
    const { rules } = desk
    const { read } = rules.store
    const parts = { read, now: rules.now, mayBeHere: true }
    const send = deliverySender({
      ...{ store: rules.store, now: rules.now, secret: '', allowPrivateAddresses: false },
      findEndpoint: endpointFinder(parts),
      watch: endpointWatch({ ...rules, publicUrl: 'https://help.example' }),
      onSwitchedOff: desk.settings.changed,
      onAnswer: async () => {},
    })
    for (const delivery of await read.deliveries.list({ limit: 50 })) {
      const work = await read.dueWork.find(`webhook.deliver-${delivery.id}`)
      if (delivery.type === type && delivery.state === 'waiting' && work) await send(work)
    }
  }
  const opens = async (text: string) => {
    const { rules } = desk
    const maya = await rules.contact('maya', 'maya@northfield.edu')
    const body = { clientId: rules.newId('c'), type: 'question', text }
    return (await rules.commit((tx) => rules.tickets.open(tx, maya, body))).ticket
  }
  let answers = 200
  interface Heard {
    body: string
    headers: Record<string, string>
  }
  const heard: Heard[] = []
  function isSigned(one: Heard | undefined, secret: string): boolean {
    const { 'webhook-id': id = '', 'webhook-timestamp': at, 'webhook-signature': signed } = one?.headers ?? {}
    const signature = new Webhook(secret).sign(id, new Date(Number(at) * 1_000), one?.body ?? '')
    return signed?.split(' ').includes(signature) ?? false
  }
  const host = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    heard.push({ body, headers: request.headers as Heard['headers'] })
    response.writeHead(answers).end('{}')
  })
  let address = ''
  beforeAll(async () => {
    await new Promise<void>((done) => host.listen(0, '127.0.0.1', done))
    address = `http://127.0.0.1:${(host.address() as AddressInfo).port}/hook`
  })
  afterAll(() => host.close())

  test.each<[string, EndpointFault]>([
    ['', 'empty'],
    ['hooks.school.edu', 'no_scheme'],
    ['ftp://hooks.school.edu', 'scheme'],
    ['http://hooks.school.edu', 'insecure'],
    ['http://127.0.0.1.evil.example', 'insecure'],
    ['https://ada:secret@hooks.school.edu', 'user'],
    ['https://hooks.school.edu/#a', 'user'],
    ['https://', 'unreadable'],
  ])('is not %j: %s', async (url, fault) => {
    expect(endpointOf(url)).toEqual({ fault })
    expect(await adds(url)).toMatchObject({ status: 422, code: 'endpoint.invalid', field: '/url' })
  })

  test('stands there once, and there are so many and no more', async () => {
    const { rules } = desk
    const [ada] = await rules.store.read.agents.list()
    const elsewhere = { ...rules, mayBeHere: false }
    let answers: string[] = []
    const work = rules.commit(async (tx) => {
      answers = []
      const adding = async (url: string) => {
        const { version } = await endpointsIn(tx)
        const given = { version, url, events: ['ticket.opened' as const] }
        answers.push(await codeOf(addEndpoint(tx, elsewhere, ada as AgentRecord, given)))
      }
      for (let n = 1; n <= ENDPOINTS; n++) await adding(`https://hooks.school.edu/${n}`)
      await adding('https://hooks.school.edu/one-more')
      const { version, value } = await endpointsIn(tx)
      await removeEndpoint(tx, elsewhere, ada as AgentRecord, value[0]?.id ?? '', version)
      await adding('https://hooks.school.edu/2')
      await adding('https://hooks.school.edu/1')
      throw new Error('nothing of it is kept')
    })
    await expect(work).rejects.toThrow('nothing of it is kept')
    expect(answers.slice(0, ENDPOINTS)).toEqual(Array(ENDPOINTS).fill('done'))
    expect(answers.slice(ENDPOINTS)).toEqual(['endpoint.invalid', 'endpoint.invalid', 'done'])
  })

  test('leads into no network of ours, nor to this machine where that is no trial', async () => {
    for (const url of ['https://10.0.0.7/x', 'https://[fd00::1]/', 'https://169.254.169.254/latest'])
      expect(await adds(url)).toMatchObject({ status: 422, code: 'endpoint.invalid' })
    const { rules } = desk
    const [ada] = await rules.store.read.agents.list()
    const given = { version: await version(), url: address, events: ['ticket.opened' as const] }
    const elsewhere = { ...rules, mayBeHere: false }
    await expect(
      rules.commit((tx) => addEndpoint(tx, elsewhere, ada as AgentRecord, given)),
    ).rejects.toMatchObject({ code: 'endpoint.invalid' })
    // A name that leads here is found out when it is asked.
    const kept = { ...given, id: 'ept_1', isPaused: false, createdBy: 'Ada', createdAt: '', secret: 'whsec_' }
    expect(destinationOf({ ...kept, url: 'https://intern.example/' }, elsewhere).allowPrivateAddresses).toBe(
      false,
    )
    expect(destinationOf(kept, elsewhere).allowPrivateAddresses).toBe(false)
  })

  test('is told what happens from then on, without what people wrote, signed with a secret that is said once', async () => {
    await opens('before')
    expect((await ask('GET')).endpoints, 'the premise').toEqual([])
    const added = await adds(address)
    expect(added).toMatchObject({ status: 200, secret: expect.stringMatching(/^whsec_.{44}$/) })
    expect(JSON.stringify(await ask('GET'))).not.toContain('whsec_')
    const { id: ticketId, number } = await opens('canary-words of Maya')
    await sends('ticket.opened')
    await sends('message.created')
    expect(heard.every((one) => isSigned(one, added.secret))).toBe(true)
    const told = heard.map(({ body }) => JSON.parse(body))
    const about = { ticketId, number, type: 'question', contact: { externalId: 'maya' } }
    expect(told).toMatchObject([
      { type: 'ticket.opened', data: about },
      { type: 'message.created', data: { ...about, message: { sequence: 1, author: 'contact' } } },
    ])
    expect(JSON.stringify(heard)).not.toContain('canary-words')
    const { deliveries } = (
      await desk.app.inject({ url: '/api/console/deliveries', headers: { cookie } })
    ).json()
    expect(deliveries[0]).toMatchObject({ endpointId: added.id, state: 'delivered', mayBeRepeated: true })
  })

  test('has a new secret beside the old one for a day, and a test that says what the host answered', async () => {
    const { endpoints } = await ask('GET')
    const { id } = endpoints[0]
    const first = await ask('POST', `/${id}/secrets`, { version: await version() })
    const second = await ask('POST', `/${id}/secrets`, { version: await version() })
    expect(second.endpoints[0].oldSecretUntil > desk.rules.now().toISOString()).toBe(true)
    heard.length = 0
    expect(await ask('POST', `/${id}/tests`, {})).toMatchObject({ outcome: 'delivered', status: 200 })
    answers = 500
    expect(await ask('POST', `/${id}/tests`, {})).toMatchObject({ outcome: 'refused', status: 500 })
    answers = 200
    for (const { secret } of [first, second]) expect(isSigned(heard.at(-1), secret)).toBe(true)
    desk.rules.passes(25 * 60 * 60_000)
    await opens('a day later')
    await sends('ticket.opened')
    expect([first, second].map(({ secret }) => isSigned(heard.at(-1), secret))).toEqual([false, true])
  })

  test('is told nothing while it is paused, nor what was under way; removed, its deliveries stay as they are', async () => {
    const { endpoints } = await ask('GET')
    const { id, url, events } = endpoints[0]
    await opens('under way')
    const waiting = async () =>
      (await desk.rules.store.read.deliveries.list({ limit: 50 })).filter(({ state }) => state === 'waiting')
        .length
    const before = await waiting()
    expect(before, 'the premise').toBeGreaterThan(0)
    const paused = await ask('PUT', `/${id}`, { version: await version(), url, events, isPaused: true })
    expect(paused.endpoints).toMatchObject([{ isPaused: true }])
    await opens('while it is paused')
    expect(await waiting()).toBe(before)
    heard.length = 0
    await sends('ticket.opened')
    await sends('message.created')
    expect([heard.length, await waiting()]).toEqual([0, 0])
    expect(await ask('DELETE', `/${id}?version=0`)).toMatchObject({ status: 409, code: 'setting.changed' })
    expect((await ask('DELETE', `/${id}?version=${await version()}`)).endpoints).toEqual([])
    const { deliveries } = (
      await desk.app.inject({ url: '/api/console/deliveries', headers: { cookie } })
    ).json()
    expect(deliveries.some((one: DeliveryShown) => one.endpointId === id && !one.mayBeRepeated)).toBe(true)
    const log = (await desk.rules.store.read.accessLog.list({ limit: 10 })).map(({ what }) => what)
    expect(log.filter((what) => what.startsWith('endpoint.')).sort()).toEqual([
      ...['endpoint.added', 'endpoint.changed', 'endpoint.removed'],
      ...['endpoint.secret_renewed', 'endpoint.secret_renewed'],
    ])
  })

  describe('that takes nothing', () => {
    const DAY_MS = 24 * 60 * 60_000
    const told: number[] = []
    let id = ''
    const shown = async () => (await ask('GET')).endpoints[0]
    const ofIt = async () =>
      (await desk.rules.store.read.deliveries.list({ limit: 100 })).filter(
        ({ endpointId }) => endpointId === id,
      )
    /** What waits is tried each day; where nothing waits, something happens. */
    async function fails(days: number) {
      for (let day = 0; day < days; day++) {
        if (!(await ofIt()).some(({ state }) => state === 'waiting')) await opens('told or not')
        await sends('ticket.opened')
        desk.rules.passes(DAY_MS)
      }
      await logsIn()
    }
    beforeAll(async () => {
      id = (await adds(address, ['ticket.opened'])).id
      desk.rules.bus.subscribe(topics.deskAdmins, ({ name, body }) => {
        if (name === 'endpoints.off') told.push((body as { count: number }).count)
      })
      answers = 503
    })

    test('for five days is switched off: its page says since when and why, consoles and mailboxes of admins hear of it', async () => {
      await fails(1)
      const { failing } = await shown()
      expect(failing.since).toBe(failing.lastAt)
      await fails(4)
      expect(await shown()).toMatchObject({ failing: { since: failing.since } })
      expect((await shown()).off, 'not before').toBeUndefined()
      const { rules } = desk
      const [ada, ...others] = await rules.store.read.agents.list()
      expect(others, 'one admin').toEqual([])
      // Nobody who left reads of it, nor who has not come yet.
      const invitation = { tokenHash: '', expiresAt: '2099-01-01T00:00:00.000Z', invitedBy: 'Ada' }
      await rules.store.commit(async (tx) => {
        const like = (name: string) => ({ ...(ada as AgentRecord), id: name, email: `${name}@desk.example` })
        await tx.agents.put({ ...like('left'), disabledAt: rules.now().toISOString() })
        await tx.agents.put({ ...like('invited'), invitation })
      })
      await fails(1)
      const { off, failing: over } = await shown()
      expect(off).toMatchObject({ since: failing.since, outcome: 'refused', status: 503 })
      expect([over, Date.parse(off.at) - Date.parse(off.since) >= 5 * DAY_MS]).toEqual([undefined, true])
      expect(told).toEqual([1])
      const welcome = await deskSnapshot(
        {
          ...rules,
          read: rules.store.read,
          ...rules.settings,
          history: 'one',
          articlesVersion: () => '',
          hours: () => deskHours(rules.store.read, rules.now()),
        },
        ada as AgentRecord,
      )
      expect(welcome.endpointsOff).toBe(1)
      const now = rules.now().toISOString()
      const due = await rules.store.commit((tx) => tx.dueWork.claim({ now, leaseUntil: now, limit: 100 }))
      const mails = due.filter(({ kind }) => kind === 'mail.send').map(({ subjectId }) => subjectId)
      const letters = await Promise.all(mails.map((mail) => rules.store.read.mails.find(mail)))
      const about = letters.filter((letter) => letter?.subject === 'A webhook was switched off')
      expect(about).toMatchObject([{ to: 'ada@desk.example', text: expect.stringContaining(address) }])
      expect((await rules.store.read.accessLog.list({ limit: 1 }))[0]).toMatchObject({
        ...{ what: 'endpoint.switched_off', by: null, detail: address },
      })
    })

    test('is told nothing any more; what waits for it waits until it is due, and is given up then without an attempt', async () => {
      const before = await ofIt()
      const waits = before.filter(({ state }) => state === 'waiting')
      expect(waits.length, 'the premise').toBeGreaterThan(0)
      await opens('while it is off')
      expect(await ofIt()).toEqual(before)
      heard.length = 0
      await sends('ticket.opened')
      expect(heard).toEqual([])
      const after = new Map((await ofIt()).map((one) => [one.id, one]))
      for (const one of waits) expect(after.get(one.id)).toEqual({ ...one, state: 'given_up' })
    })

    test('is switched on again by hand, over nobody else’s change, and tried at once; then its days are counted anew', async () => {
      const current = await version()
      expect(await ask('POST', `/${id}/returns`, { version: current - 1 })).toMatchObject({ status: 409 })
      heard.length = 0
      expect(await ask('POST', `/${id}/returns`, { version: current })).toMatchObject({
        ...{ status: 200, test: { outcome: 'refused', status: 503 } },
      })
      expect(heard).toHaveLength(1)
      expect(await shown()).not.toHaveProperty('off')
      expect(told).toEqual([1, 0])
      await fails(5)
      expect(await shown()).toHaveProperty('failing')
      answers = 200
      await fails(1)
      expect(await shown()).not.toHaveProperty('failing')
    })

    test('goes on where it took one thing in between, or where nothing was tried for long, or at another address', async () => {
      answers = 503
      await fails(4)
      answers = 200
      await fails(1)
      answers = 503
      await fails(4)
      expect(await shown()).toHaveProperty('failing')
      desk.rules.passes(2 * DAY_MS)
      await fails(1)
      const { failing, url, events } = await shown()
      expect(failing.since).toBe(failing.lastAt)
      const elsewhere = { version: await version(), url: `${url}/2`, events, isPaused: false }
      expect((await ask('PUT', `/${id}`, elsewhere)).endpoints[0]).not.toHaveProperty('failing')
      answers = 200
      await ask('DELETE', `/${id}?version=${await version()}`)
    })
  })
})

// ---- what is promised

describe('promised times', () => {
  const place = '/api/console/sla'
  const ask = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path = '', payload?: object) => {
    const answer = await desk.app.inject({ method, url: place + path, headers: { cookie }, payload })
    return { status: answer.statusCode, ...answer.json() }
  }
  async function sets(times: object, known?: number) {
    const version = known ?? (await ask('GET')).version
    const answer = await ask('PUT', '', { version, forAll: times, types: [] })
    if (answer.status === 200) await desk.rules.dueWork()
    return answer
  }
  async function opens() {
    const { rules } = desk
    const leo = await rules.contact('leo', 'leo@northfield.edu')
    const body = { clientId: rules.newId('c'), type: 'question', text: 'Where is my rotation?' }
    const { id } = (await rules.commit((tx) => rules.tickets.open(tx, leo, body))).ticket
    return async () => (await rules.store.read.tickets.find(id))?.sla?.clocks
  }
  const minutes = (count: number) => count * 60_000

  test('are the file’s until they are set, then theirs alone, for tickets under way, too, and the file’s again', async () => {
    const inFile = await ask('GET')
    expect(inFile, 'the premise').toMatchObject({ isSetHere: false, forAll: { first_reply_minutes: 240 } })
    expect(inFile.types.length).toBeGreaterThan(0)
    desk.rules.passes(minutes(30))
    const clocks = await opens()
    const before = await clocks()
    expect(before).toMatchObject({ first_reply: { withinMs: minutes(240) }, solution: {} })
    desk.rules.passes(minutes(10))

    const times = { hours: 'calendar', first_reply_minutes: 60, next_reply_minutes: 5 }
    const late = async (first_reply_minutes: number) =>
      (await ask('POST', '/previews', { forAll: { ...times, first_reply_minutes }, types: [] })).newlyLate
    // Others have waited longer.
    expect((await late(10)) - (await late(11))).toBe(1)
    expect(await clocks(), 'nothing was changed').toEqual(before)
    expect(await sets(times)).toMatchObject({ isSetHere: true, hasFile: true, changedBy: 'Ada', types: [] })
    // What it has waited counts; what is not promised any more has no clock.
    const dueAt = new Date(desk.rules.now().getTime() + minutes(50)).toISOString()
    expect(await clocks()).toMatchObject({ first_reply: { withinMs: minutes(60), dueAt } })
    expect(await clocks()).not.toHaveProperty('solution')

    expect(await ask('DELETE', `?version=${(await ask('GET')).version}`)).toMatchObject({
      ...{ isSetHere: false, forAll: inFile.forAll, types: inFile.types },
    })
    await desk.rules.dueWork()
    expect(await clocks()).toMatchObject({ first_reply: { withinMs: minutes(240) }, solution: {} })
  })

  test('that are late at once are told like others, as the preview said; nothing promised leaves no clock', async () => {
    const clocks = await opens()
    desk.rules.passes(minutes(30))
    const tight = { hours: 'calendar', first_reply_minutes: 20 }
    const { newlyLate, lateNow } = await ask('POST', '/previews', { forAll: tight, types: [] })
    expect(newlyLate).toBeGreaterThan(0)
    await sets(tight)
    expect(await clocks()).toMatchObject({ first_reply: { late: true } })
    const after = await ask('POST', '/previews', { forAll: tight, types: [] })
    expect(after).toMatchObject({ newlyLate: 0, lateNow: lateNow + newlyLate, changed: 0 })
    const calm = await opens()
    expect(await calm(), 'the premise').toHaveProperty('first_reply')
    await sets({})
    expect(await calm()).toEqual({})
  })

  test('of a type that is none, or over what somebody else set, are refused', async () => {
    const { version } = await ask('GET')
    const types = [{ type: 'nonsense', sla: { first_reply_minutes: 5 } }]
    expect(await ask('PUT', '', { version, forAll: {}, types })).toMatchObject({
      ...{ status: 422, code: 'sla.invalid', field: '/types/0/type' },
    })
    expect(await sets({}, version - 1)).toMatchObject({ status: 409, code: 'setting.changed' })
    expect((await ask('PUT', '', { version, forAll: { first_reply_minutes: 0 }, types: [] })).status).toBe(
      400,
    )
    expect(await ask('DELETE', `?version=${version}`)).toMatchObject({ isSetHere: false })
  })

  test.each([
    ['30 min', 30],
    ['4h', 240],
    [' 1 h 30 ', 90],
    ['1,5 h', 90],
    ['', null],
    ['90', undefined],
    ['0 min', undefined],
    ['2 d', undefined],
    ['soon', undefined],
  ])('%j is written for %s minutes', (text, count) => {
    expect(minutesIn(text)).toBe(count)
    if (count) expect(minutesIn(spanInWords(count))).toBe(count)
  })
})

// ---- types of tickets

describe('types of tickets', () => {
  const place = '/api/console/ticket-types'
  const ask = async (method: 'GET' | 'PUT' | 'DELETE', path = '', payload?: object) => {
    const answer = await desk.app.inject({ method, url: place + path, headers: { cookie }, payload })
    return { status: answer.statusCode, ...answer.json() }
  }
  const sets = async (types: TypeEntry[]) => ask('PUT', '', { version: (await ask('GET')).version, types })
  const offered = async (): Promise<TicketForm[]> => (await desk.app.inject('/api/ticket-types')).json().types
  const find = async (name: string) => (await offered()).find((one) => one.name === name)
  const opens = async (type: string, answers: Answers) => {
    const { rules } = desk
    const leo = await rules.contact('leo', 'leo@northfield.edu')
    const body = { clientId: rules.newId('c'), type, text: 'It is gone.', answers }
    return rules.commit((tx) => rules.tickets.open(tx, leo, body))
  }
  const BADGE: TypeEntry = {
    name: 'lost_badge',
    icon: 'person',
    label: 'My badge is lost',
    fields: [{ name: 'site', kind: 'text', label: 'Where?', required: true }],
  }
  let inFile: TypeEntry[] = []

  test('are the file’s until they are set; one that is added is offered at once, with its form, and consoles hear of it', async () => {
    const before = await ask('GET')
    inFile = before.types
    expect(before).toMatchObject({ isSetHere: false, version: 0, locale: 'en' })
    expect(inFile.map(({ name }) => name)).toContain('account_merge')
    expect(await find('lost_badge'), 'the premise').toBeUndefined()
    const heard = desk.rules.heardAtTheDesk()
    expect(await sets([...inFile, BADGE])).toMatchObject({ status: 200, isSetHere: true, changedBy: 'Ada' })
    expect(await find('lost_badge')).toMatchObject({ label: 'My badge is lost', fields: BADGE.fields })
    expect(heard.map(({ name }) => name)).toEqual(['ticket_types.changed'])
    await expect(opens('lost_badge', {})).rejects.toMatchObject({ code: 'answers.invalid' })
    const { ticket } = await opens('lost_badge', { site: 'Ward 7' })
    expect(ticket).toMatchObject({ type: 'lost_badge', answers: [{ label: 'Where?', text: 'Ward 7' }] })
    // What is promised is set apart, and stays the file's.
    expect((await desk.app.inject({ url: '/api/console/sla', headers: { cookie } })).json()).toMatchObject({
      isSetHere: false,
    })
  })

  test('that are archived are offered to nobody; their tickets go on and keep their name', async () => {
    await sets([...inFile, { ...BADGE, archived: true }])
    expect(await find('lost_badge')).toBeUndefined()
    await expect(opens('lost_badge', { site: 'Ward 7' })).rejects.toMatchObject({
      code: 'ticket_type.unknown',
    })
    const { types } = desk.rules
    const kept = types.find('lost_badge')
    expect(kept && types.deskForm(kept)).toMatchObject({
      label: 'My badge is lost',
      archived: true,
      mayOpen: [],
    })
  })

  test.each<[string, (types: TypeEntry[]) => TypeEntry[], string]>([
    ['take one away', (types) => types.filter(({ name }) => name !== 'lost_badge'), '/types'],
    [
      'take the merge of accounts away',
      (types) => types.filter(({ name }) => name !== 'account_merge'),
      '/types',
    ],
    [
      'archive the merge of accounts',
      (types) => types.map((type) => (type.name === 'account_merge' ? { ...type, archived: true } : type)),
      '/types/AT/archived',
    ],
    [
      'give the merge of accounts questions',
      (types) =>
        types.map((type) => (type.name === 'account_merge' ? { ...type, fields: BADGE.fields ?? [] } : type)),
      '/types/AT/fields',
    ],
    [
      'ask before a plain message',
      (types) =>
        types.map((type) => (type.name === 'question' ? { ...type, fields: BADGE.fields ?? [] } : type)),
      '/types/0/fields',
    ],
  ])('nobody can %s', async (_, change, field) => {
    const before = await ask('GET')
    const at = before.types.findIndex(({ name }: TypeEntry) => name === 'account_merge')
    expect(await sets(change(before.types))).toMatchObject({
      ...{ status: 422, code: 'ticket_types.invalid', field: field.replace('AT', String(at)) },
    })
    expect(await ask('GET')).toEqual(before)
  })

  test('are the file’s again where somebody goes back to it, over nobody else’s change', async () => {
    const { version } = await ask('GET')
    expect(await ask('DELETE', `?version=${version - 1}`)).toMatchObject({ code: 'setting.changed' })
    expect(await ask('DELETE', `?version=${version}`)).toMatchObject({ isSetHere: false, types: inFile })
    expect(await find('lost_badge')).toBeUndefined()
  })

  test('get names from their words that stay, and words in each language', () => {
    expect(nameFrom('My rotation is missing!', [], 'type')).toBe('my_rotation_is_missing')
    expect(nameFrom('¿Qué?', ['que'], 'type')).toBe('que_2')
    expect(nameFrom('你好 7', [], 'type')).toBe('type')
    const made = named(
      { name: '', icon: 'chat', label: 'Badge', fields: [{ ...BADGE.fields?.[0], name: '' } as FieldEntry] },
      ['badge'],
      'en',
    )
    expect([made.name, made.fields?.[0]?.name]).toEqual(['badge_2', 'where'])
    const both = withWord('Badge', { locale: 'es', source: 'en', text: 'Tarjeta' })
    expect(both).toEqual({ en: 'Badge', es: 'Tarjeta' })
    expect(withWord(both, { locale: 'es', source: 'en', text: '' })).toBe('Badge')
    expect(wordIn('Badge', 'es', 'en')).toBe('')
  })
})

// ---- the look

describe('a colour', () => {
  test.each([
    ['#0B6B5D', '#0b6b5d'],
    [' #abc ', '#aabbcc'],
    ['0b6b5d', null],
    ['#0b6b5', null],
    ['red', null],
    ['#0b6b5d;}body{display:none', null],
    ['url(https://evil.example)', null],
  ])('%j is kept as %s', (written, kept) => {
    expect(colourOf(written)).toBe(kept)
  })

  test('has text on it that can be read, whatever it is', () => {
    // The figures of WCAG's own examples.
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
    expect(contrast('#ffffff', '#777777')).toBe(contrast('#777777', '#ffffff'))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) => {
        const ground = `#${value.toString(16).padStart(6, '0')}`
        expect(contrast(textOn(ground), ground)).toBeGreaterThan(4.5)
      }),
    )
  })
})

describe('the look', () => {
  const brandUrl = '/api/console/brand'
  const NONE = { name: null, greeting: null, accent: null }
  const readBrand = async () => (await desk.app.inject({ url: brandUrl, headers: { cookie } })).json()
  async function looks(like: object, version?: number) {
    const payload = { version: version ?? (await readBrand()).version, ...NONE, ...like }
    const answer = await desk.app.inject({ method: 'PUT', url: brandUrl, headers: { cookie }, payload })
    return { status: answer.statusCode, ...answer.json() }
  }
  async function logo(bytes: Buffer) {
    const { version } = await readBrand()
    const headers = { cookie, 'content-type': 'application/octet-stream' }
    const place = `${brandUrl}/logo?version=${version}`
    return desk.app.inject({ method: 'PUT', url: place, headers, payload: bytes })
  }
  const page = async (url: string) => (await desk.app.inject(url)).body
  const home = async (locale = 'en') => desk.app.inject(`/api/help/home?locale=${locale}`)

  test('is what readers see from then on, in the help center and in the widget, and what open ones are told', async () => {
    const [plain, told] = [await page('/help'), desk.rules.heardByEverybody()]
    const before = await home()
    expect(plain, 'the premise').toContain('<span>Help center</span>')
    desk.settings.onBrand(() => told.push({ name: 'told', body: null }))
    expect(
      await looks({ name: ' Wardway  Help ', greeting: 'What can we do for you?', accent: '#C2185B' }),
    ).toMatchObject({ status: 200, name: 'Wardway Help', accent: '#c2185b', changedBy: 'Ada' })
    expect(told).toHaveLength(1)

    const branded = await page('/help')
    expect(branded).toContain('<span>Wardway Help</span>')
    expect(branded).toContain('<title>Wardway Help</title>')
    expect(branded).toContain('<h1>What can we do for you?</h1>')
    const [style = ''] = /\/help\/brand\.css\?v=\w+/.exec(branded) ?? []
    const sheet = await desk.app.inject(style)
    expect(sheet.headers['cache-control']).toContain('immutable')
    expect(sheet.body).toContain('--hd-accent: #c2185b;')
    // A greeting is in one language; a name is in all of them.
    const spanish = await page('/help/es')
    expect(spanish).toContain('<span>Wardway Help</span>')
    expect(spanish).not.toContain('What can we do for you?')

    const after = await home()
    expect([before.json().greeting, after.json().greeting]).toEqual([undefined, 'What can we do for you?'])
    expect(after.headers.etag).not.toBe(before.headers.etag)
    const elsewhere = (await home('es')).json()
    expect([elsewhere.locale, elsewhere.greeting]).toEqual(['es', undefined])
    // The launcher asks nobody before it is opened: its colour comes with its script.
    expect(await page('/widget.js')).toMatch(/^document\.currentScript.*"#c2185b".*\n\/\/ the loader/)

    await looks({})
    expect(await page('/help')).toBe(plain)
    expect(await page('/widget.js')).toBe('// the loader')
    expect((await desk.app.inject('/help/brand.css')).statusCode).toBe(404)
  })

  test('is refused where its colour is none, and where somebody else was quicker; nothing is changed then', async () => {
    await looks({ name: 'Wardway Help' })
    const before = await readBrand()
    expect(await looks({ accent: '#12345;}' })).toMatchObject({
      ...{ status: 422, code: 'brand.invalid', field: '/accent' },
    })
    expect(await looks({ name: 'Mine' }, before.version - 1)).toMatchObject({
      ...{ status: 409, code: 'setting.changed' },
    })
    expect((await looks({ name: 'x'.repeat(41) })).status).toBe(400)
    expect(await readBrand()).toEqual(before)
  })

  test('has a logo that is made anew and small, in the place of our sign; what is no picture is refused', async () => {
    const { default: sharp } = await import('sharp')
    const create = { width: 900, height: 90, channels: 4, background: '#0b6b5d80' } as const
    const picture = await sharp({ create }).png().toBuffer()
    for (const [bytes, code] of [
      [
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        'attachment.kind',
      ],
      [picture.subarray(0, 200), 'attachment.damaged'],
    ] as const)
      expect((await logo(bytes)).json().code).toBe(code)
    await looks({ name: 'Wardway Help' })
    const kept = (await logo(picture)).json()
    expect(kept).toMatchObject({ name: 'Wardway Help', logo: expect.stringMatching(/^\/brand\/logo\?v=/) })
    expect(await page('/help')).toContain(`<img class="logo" src="${kept.logo}" alt="">`)
    const served = await desk.app.inject(kept.logo)
    expect(served.headers['content-type']).toBe('image/webp')
    expect(await sharp(served.rawPayload).metadata()).toMatchObject({
      format: 'webp',
      width: 480,
      hasAlpha: true,
    })
    // Another name leaves it where it is.
    expect((await looks({ name: 'Help' })).logo).toBe(kept.logo)
    const { version } = await readBrand()
    await desk.app.inject({
      method: 'DELETE',
      url: `${brandUrl}/logo?version=${version}`,
      headers: { cookie },
    })
    expect((await readBrand()).logo).toBeNull()
    expect((await desk.app.inject(kept.logo)).statusCode).toBe(404)
  })
})
