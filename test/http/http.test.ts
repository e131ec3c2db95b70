// What every answer over HTTP promises: one form of refusal whoever refuses, a page where a person asked, nothing
// private in any cache, and only the pages that the operator named.

import { readFileSync } from 'node:fs'
import { mkdtemp, rename, rm, statfs } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { CODE_TTL_MS, CODE_WINDOW_MS } from '../../protocol/limits.ts'
import { contactCommands } from '../../protocol/socket.ts'
import { newsRoutes } from '../../server/articles/news.ts'
import { inProcessBus } from '../../server/bus/in-process.ts'
import { dataFolders } from '../faults/folders.ts'
import { type App, HOST_PAGE, openApp } from '../stage/app.ts'
import { identityToken, leo, maya } from '../stage/cast.ts'
import { HOST_API_KEY } from '../stage/world.ts'

const newFolder = dataFolders()
let server: App
let url: string
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helpdock-http-'))
  server = await openApp(folder)
  url = await server.listen()
})
afterAll(async () => {
  await server?.close()
  await rm(folder, { recursive: true, force: true })
})

const openSession = async () => {
  // By the server's clock, which is set by hand.
  const iat = Math.floor(server.rules.now().getTime() / 1000)
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/session',
    payload: { identityToken: await identityToken(maya, { iat, exp: iat + 600 }) },
  })
  expect(answer.statusCode, answer.payload).toBe(200)
  return answer.json().session as string
}

describe('a refusal', () => {
  test.each([
    ['an address that cannot be decoded', 'GET', '/help/%E0%A4%A', 400],
    ['a part of an address that is too long', 'PUT', `/api/address-proofs/${'x'.repeat(300)}`, 400],
    ['a path that is not there', 'GET', '/api/nothing', 404],
    ['a method that the path does not have', 'PATCH', '/api/session', 404],
    ['a socket’s address without a socket', 'GET', '/api/chat', 400],
    ['the agents’ socket without a socket', 'GET', '/api/console', 400],
    ['a poll without a session', 'GET', '/api/chat/poll', 401],
    ['a search with a number that is none', 'GET', '/api/help/search?q=a&limit=soon', 400],
  ] as const)('of %s is a problem document', async (_what, method, path, status) => {
    const answer = await server.app.inject({ method, url: path })
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(answer.json()).toMatchObject({ status, type: expect.stringMatching(/^urn:helpdock:problem:/) })
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  test.each([
    ['no JSON', 'application/json', '{"a":', 400],
    ['nothing at all', 'application/json', '', 400],
    ['JSON with a prototype', 'application/json', '{"__proto__":{"a":1}}', 400],
    ['another type', 'text/plain', 'a', 415],
    ['a type with something behind it', 'application/json garbage', '{}', 415],
    ['a form', 'application/x-www-form-urlencoded', 'identityToken=a', 415],
  ])('of a body that is %s is one too', async (_what, type, payload, status) => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { 'content-type': type },
      payload,
    })
    expect(answer.statusCode).toBe(status)
    expect(answer.json().status).toBe(status)
  })

  test('of a length that is not the body’s is one too, and the server lives', async () => {
    const said = await raw(
      'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: abc\r\n\r\n{}',
    )
    expect(said).toMatch(/^HTTP\/1\.1 400/)
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  })

  test('has a HEAD without a body', async () => {
    const answer = await server.app.inject({ method: 'HEAD', url: '/api/nothing' })
    expect([answer.statusCode, answer.body]).toEqual([404, ''])
  })

  test.each([
    ['/no/such/page', 404],
    ['/api/nothing', 404],
    ['/help/%E0%A4%A', 400],
  ])('is a page with a way to the help center where a person opened %s', async (path, status) => {
    const answer = await server.app.inject({ url: path, headers: { accept: 'text/html,*/*;q=0.8' } })
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toMatch(/^text\/html/)
    expect(answer.body).toContain('href="/help"')
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  test('never repeats what stood in the address into a page', async () => {
    const answer = await server.app.inject({
      url: '/<script>alert(1)</script>',
      headers: { accept: 'text/html' },
    })
    expect(answer.body).not.toContain('alert(1)')
  })
})

describe('nothing private is kept by a cache', () => {
  test('whoever asks, and whether it is refused or not', async () => {
    const session = await openSession()
    const authorization = `Bearer ${session}`
    const json = { 'content-type': 'application/json' }
    const asked = {
      session: { method: 'POST', url: '/api/session', payload: { identityToken: await identityToken(leo) } },
      send: {
        method: 'POST',
        url: '/api/chat/send',
        headers: { authorization },
        payload: { kind: 'command', id: '1', name: 'merge.cancel', body: { mergeId: 'mrg_x' } },
      },
      poll: { method: 'GET', url: '/api/chat/poll', headers: { authorization } },
      proof: { method: 'POST', url: '/api/address-proofs', payload: { email: 'g@mail.example', name: 'G' } },
      code: { method: 'PUT', url: '/api/address-proofs/prf_x', headers: json, payload: { code: '0' } },
      me: { method: 'GET', url: '/api/console/me' },
      'log-in': {
        method: 'POST',
        url: '/api/console/sessions',
        payload: { email: 'a@b.example', password: 'x' },
      },
      'log-out': { method: 'DELETE', url: '/api/console/sessions/current' },
      stop: { method: 'POST', url: '/api/merges/stop', payload: { token: 'x'.repeat(43) } },
      result: {
        method: 'POST',
        url: '/api/host/merge-results',
        headers: { authorization: `Bearer ${HOST_API_KEY}` },
        payload: { mergeId: 'mrg_x', status: 'completed' },
      },
    } as const
    for (const [what, request] of Object.entries(asked)) {
      const answer = await server.app.inject(request)
      expect(answer.headers['cache-control'], what).toBe('no-store')
    }
    // The premise: what is public says so itself.
    expect((await server.app.inject('/widget.js')).headers['cache-control']).toContain('public')
    expect((await server.app.inject('/api/help/home')).headers['cache-control']).toBe('no-cache')
  })
})

describe('the page of a host', () => {
  const from = (origin: string) => ({ origin })

  test.each([
    ['POST', '/api/session', 'content-type'],
    ['POST', '/api/chat/send', 'authorization,content-type'],
    ['GET', '/api/chat/poll', 'authorization'],
    ['PUT', '/api/address-proofs/prf_x', 'content-type'],
    ['DELETE', '/api/session', 'authorization'],
  ])('may %s %s after asking', async (method, path, headers) => {
    const ask = (origin: string) =>
      server.app.inject({
        method: 'OPTIONS',
        url: path,
        headers: {
          ...from(origin),
          'access-control-request-method': method,
          'access-control-request-headers': headers,
        },
      })
    const answer = await ask(HOST_PAGE)
    expect(answer.statusCode).toBe(204)
    expect(answer.headers['access-control-allow-origin']).toBe(HOST_PAGE)
    expect(answer.headers['access-control-allow-methods']).toContain(method)
    expect(answer.headers['access-control-allow-headers']).toBe(headers)
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined()

    expect((await ask('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined()
    expect((await ask('null')).headers['access-control-allow-origin']).toBeUndefined()
  })

  test('reads the programs, the answers and the refusals', async () => {
    for (const path of [
      '/widget.js',
      '/assets/panel.js',
      '/api/help/home',
      '/api/chat/poll',
      '/api/nothing',
    ]) {
      const own = await server.app.inject({ url: path, headers: from(HOST_PAGE) })
      expect(own.headers['access-control-allow-origin'], path).toBe(HOST_PAGE)
      expect(String(own.headers.vary).toLowerCase(), path).toContain('origin')
      const foreign = await server.app.inject({ url: path, headers: from('https://evil.example') })
      expect(foreign.headers['access-control-allow-origin'], path).toBeUndefined()
    }
  })
})

test('a bug is logged by its route, without what was searched for, and told to nobody', async () => {
  const broken = await openApp(await newFolder())
  try {
    const findByTokenHash = async () => {
      throw new Error('the disk is on fire')
    }
    Object.defineProperty(broken.rules.store.read, 'sessions', { value: { findByTokenHash } })
    const answer = await broken.app.inject({
      url: '/api/chat/poll?marks=%7B%22secret-words%22%3A1%7D',
      headers: { authorization: 'Bearer a-very-secret-token' },
    })
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toContain('fire')
    expect(broken.logged()).toContain('the disk is on fire')
    expect(broken.logged()).toContain('/api/chat/poll')
    expect(broken.logged()).not.toContain('secret')
  } finally {
    await broken.close()
  }
})

test('of an address that leads nowhere only as much is looked for as a question may have', async () => {
  const page = (url: string) => server.app.inject({ url, headers: { accept: 'text/html' } })
  const near = async (url: string) => (await page(url)).body.includes('Perhaps you meant')
  expect(await near('/reset-pasword')).toBe(true)
  expect(await near(`/${'-'.repeat(280)}reset-pasword`)).toBe(true)
  expect(await near(`/${'-'.repeat(300)}reset-pasword`)).toBe(false)
})

test('a header that names languages is read in one pass, whatever stands between them', {
  timeout: 10_000,
}, async () => {
  const language = async (header: string) => {
    const page = await server.app.inject({ url: '/merges/stop', headers: { 'accept-language': header } })
    return /<html lang="(\w+)"/.exec(page.body)?.[1]
  }
  expect(await language('nl, fr ; q=0.5, de;q=0.9, es; q=0')).toBe('de')
  // As much as a request's head may have. The square of it is a minute, and of this server's whole attention.
  for (let times = 0; times < 30; times++)
    expect(await language(`x${' '.repeat(15_000)}x, es;q=0.5`)).toBe('es')
})

test('limits count the client behind a proxy on this machine, and believe no other', async () => {
  const ask = (remoteAddress: string, client: string) =>
    server.app.inject({
      method: 'POST',
      url: '/api/address-proofs',
      remoteAddress,
      headers: { 'x-forwarded-for': client },
      payload: { email: 'nobody', name: 'Guest' },
    })
  for (let one = 0; one < 20; one++) await ask('127.0.0.1', '203.0.113.7')
  expect((await ask('127.0.0.1', '203.0.113.7')).statusCode).toBe(429)
  expect((await ask('127.0.0.1', '203.0.113.8')).statusCode).toBe(422)
  // A stranger who writes the header himself is counted as himself.
  for (let one = 0; one < 20; one++) await ask('198.51.100.1', `203.0.113.${one + 20}`)
  const limited = await ask('198.51.100.1', '203.0.113.99')
  expect(limited.statusCode).toBe(429)
  expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0)
})

test('a code whose answer was lost is answered again, to who typed it, within its time and tries, and to nobody else', async () => {
  const { app, rules } = server
  const mails = async (email: string) => {
    const asked = await app.inject({
      method: 'POST',
      url: '/api/address-proofs',
      remoteAddress: '198.51.100.20',
      payload: { email, name: 'Gil' },
    })
    const { proofId } = asked.json()
    const { text = '' } = (await rules.store.read.mails.find(`mal_${proofId}`)) ?? {}
    return { proofId: proofId as string, code: /^ {4}(\w{8})$/m.exec(text)?.[1] ?? '' }
  }
  const types = async ({ proofId, code }: { proofId: string; code: string }, key?: string) => {
    const answer = await app.inject({
      method: 'PUT',
      url: `/api/address-proofs/${proofId}`,
      headers: key ? { 'idempotency-key': key } : {},
      payload: { code },
    })
    return answer.json()
  }
  const asks = await app.inject({
    method: 'OPTIONS',
    url: '/api/address-proofs/prf_x',
    headers: {
      origin: HOST_PAGE,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type,idempotency-key',
    },
  })
  expect(asks.headers['access-control-allow-headers'], 'pages of hosts may').toContain('idempotency-key')
  const key = 'a secret of this page'
  const gil = await mails('gil@mail.example')
  const first = await types(gil, key)
  const again = await types(gil, key)
  expect(again.snapshot.contact).toEqual({ ...first.snapshot.contact, lastSeenAt: expect.anything() })
  expect(again.session).not.toBe(first.session)
  for (const other of [undefined, 'a secret of that page'])
    expect(await types(gil, other), other).toMatchObject({ code: 'code.ended' })
  expect(await types({ ...gil, code: '00000000' }, key), 'no more guesses').toMatchObject({
    code: 'code.ended',
  })
  for (const _more of [2, 3]) expect(await types(gil, key)).toHaveProperty('session')
  expect(await types(gil, key)).toMatchObject({ code: 'code.ended' })
  expect(JSON.stringify(await rules.store.read.addressProofs.find(gil.proofId))).not.toContain(key)

  // Taken by who had no secret: nobody can claim that it was them.
  const ida = await mails('ida@mail.example')
  expect(await types(ida)).toHaveProperty('session')
  expect(await types(ida, key)).toMatchObject({ code: 'code.ended' })
  // The code of another mail, with the right secret, and its own when its time is over.
  const eve = await mails('eve@mail.example')
  expect(await types(eve, key)).toHaveProperty('session')
  expect(await types({ ...eve, code: gil.code }, key)).toMatchObject({ code: 'code.ended' })
  rules.passes(CODE_TTL_MS)
  expect(await types(eve, key)).toMatchObject({ code: 'code.ended' })
})

describe('a stranger who asks for codes in somebody’s place', () => {
  let asked = 0
  const asks = async (email: string) => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/address-proofs',
      // From ever another network: what one may ask for is not what this is about.
      remoteAddress: `198.51.101.${++asked}`,
      payload: { email, name: 'Nadia' },
    })
    return answer.json() as { proofId: string; isOverLimit?: true }
  }
  const codeOf = async ({ proofId }: { proofId: string }) => {
    const { text = '' } = (await server.rules.store.read.mails.find(`mal_${proofId}`)) ?? {}
    return /^ {4}(\w{8})$/m.exec(text)?.[1]
  }
  const types = async ({ proofId }: { proofId: string }, code = '') => {
    const url = `/api/address-proofs/${proofId}`
    return (await server.app.inject({ method: 'PUT', url, payload: { code } })).json()
  }
  const inTurn = async (...emails: string[]) => {
    const proofs = []
    for (const email of emails) {
      proofs.push(await asks(email))
      server.rules.passes(1_000)
    }
    return proofs
  }

  test('keeps them from none: the newest that was mailed is theirs, once, whatever he guesses, and the mailbox is not flooded', async () => {
    const email = 'nadia@mail.example'
    const his = await inTurn(email, email, email)
    const codes = await Promise.all(his.map(codeOf))
    expect(codes.filter(Boolean), 'the premise: he has used up what there is').toHaveLength(3)
    const [newest = expect.fail()] = his.slice(-1)
    for (const _try of [1, 2, 3]) await types(newest, '00000000')
    server.rules.passes(60_000)
    const hers = await asks(email)
    expect(hers).toMatchObject({ isOverLimit: true })
    expect(await codeOf(hers), 'no fourth mail').toBeUndefined()
    expect(await types(hers, codes[0])).toMatchObject({ code: 'code.wrong' })
    const other = await asks(email)
    expect(await types(hers, codes[2])).toHaveProperty('session')
    for (const one of [other, hers, newest])
      expect(await types(one, codes[2]), 'it was good once').toMatchObject({ code: 'code.ended' })

    // He goes on for hours: one more whenever the one before has run out, as many in half an hour as ever.
    const fatima = 'fatima@mail.example'
    let mailed: string[] = []
    for (let minute = 0; minute < 120; minute++) {
      mailed = mailed.concat((await codeOf(await asks(fatima))) ?? [])
      server.rules.passes(60_000)
    }
    expect(mailed).toHaveLength(3 + 11)
    expect(await types(await asks(fatima), mailed.at(-1))).toHaveProperty('session')
  })

  test('in other spellings: they prove no other address, a guest who is known has a code all the same, and nobody is told who is', async () => {
    const known = await asks('gil.known@mail.example')
    expect(await types(known, await codeOf(known))).toHaveProperty('session')
    server.rules.passes(CODE_WINDOW_MS + 60_000)
    const answers = []
    for (const name of ['known', 'new']) {
      const his = await inTurn(...['+1@', '+2@', '+3@'].map((tag) => `gil.${name}${tag}mail.example`))
      const codes = await Promise.all(his.map(codeOf))
      expect(codes.filter(Boolean), 'the premise: it is one mailbox').toHaveLength(3)
      server.rules.passes(60_000)
      const own = await asks(`gil.${name}@mail.example`)
      answers.push(Object.keys(own))
      expect(await types(own, codes[2])).toMatchObject({ code: 'code.wrong' })
      const mailed = await codeOf(own)
      if (name === 'known') expect(await types(own, mailed)).toHaveProperty('session')
      else expect(mailed, 'none that a stranger could have had mailed').toBeUndefined()
    }
    expect(answers[0]).toEqual(answers[1])
  })
})

test('an address that used up its requests still gets the programs, opens the widget, and is told that this copy lives', async () => {
  const ask = async (url: string) =>
    (await server.app.inject({ url, remoteAddress: '198.51.100.9' })).statusCode
  const asked = Array.from({ length: 1_201 }, () => ask('/'))
  expect((await Promise.all(asked)).at(-1), 'the premise: it has none left').toBe(429)
  const paths = ['/widget.js', '/assets/panel.js', '/api/help/home', '/api/help/index']
  for (const path of [...paths, '/healthz', '/readyz', '/metrics'])
    expect([path, await ask(path)]).toEqual([path, 200])
})

test('who has no session hears what is for everybody and nothing else, from any allowed page, until the server ends', async () => {
  const one = await openApp(await newFolder())
  const address = await one.listen()
  const answer = await fetch(`${address}/api/help/news`, { headers: { origin: HOST_PAGE } })
  expect([answer.headers.get('content-type'), answer.headers.get('access-control-allow-origin')]).toEqual([
    'text/event-stream',
    HOST_PAGE,
  ])
  const version = one.library.version
  const [maya] = [await one.rules.contact('maya', 'maya@school.example')]
  await one.rules.commit((tx) =>
    one.rules.tickets.open(tx, maya, { clientId: 'a', type: 'question', text: 'A canary.' }, null),
  )
  one.rules.bus.publish('everyone', { name: 'articles.changed', body: { version: 'v2' } })
  await one.close()
  // It ends with the server; whoever was listening comes back in a time of their own.
  const said = await answer.text()
  expect(said.replace(/^retry: [1-9]\d{3,4}\n/, '').split('\n\n')).toEqual([
    `data: {"name":"articles.changed","body":{"version":"${version}"},"at":"${one.rules.now().toISOString()}"}`,
    'data: {"name":"articles.changed","body":{"version":"v2"}}',
    '',
  ])
})

test('who asks for news and is gone before the answer holds no place any more', async () => {
  const held = new Set<symbol>()
  const app = fastify()
  // What is asked of the store before a handler's turn takes as long as it takes.
  app.addHook('onRequest', async ({ raw }) => {
    raw.socket.destroy()
    await new Promise((closed) => raw.socket.once('close', closed))
  })
  const place = () => {
    const one = Symbol()
    held.add(one)
    return () => void held.delete(one)
  }
  await app.register(
    newsRoutes({
      bus: inProcessBus(),
      hub: server.hub,
      socketLimits: { ofAddress: place, ofOne: place },
      articlesVersion: () => 'v1',
      now: () => new Date(),
    }),
  )
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  await expect(fetch(`${address}/api/help/news`)).rejects.toThrow()
  await app.close()
  expect(held.size).toBe(0)
})

function raw(request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port, hostname } = new URL(url)
    const socket = connect(Number(port), hostname, () => socket.write(request))
    let said = ''
    socket.on('data', (data) => {
      said += data
    })
    socket.on('close', () => resolve(said))
    socket.on('error', reject)
    setTimeout(() => socket.end(), 500).unref()
  })
}

describe('what operators see', () => {
  const says = async (session: string, name: string, body: object, id = 'c1') =>
    server.app.inject({
      method: 'POST',
      url: '/api/chat/send',
      headers: { authorization: `Bearer ${session}` },
      payload: { kind: 'command', id, name, body },
    })
  const CANARY = 'canary-that-nobody-may-log'
  const metrics = async () => (await server.app.inject('/metrics')).payload

  test('at the most talkative level has the names of requests, commands and tickets, and nothing that people wrote', async () => {
    const session = await openSession()
    const opening = { clientId: 'canary-1', type: 'question', text: `${CANARY} text` }
    const { ticket } = (await says(session, 'ticket.open', opening)).json().result
    const more = { clientId: 'canary-2', ticketId: ticket.id, text: `${CANARY} more` }
    expect((await says(session, 'message.send', more)).json().kind).toBe('acknowledgement')
    // Where a client's own words stand where names belong.
    await says(session, 'message.send', { ...more, ticketId: `${CANARY} ticket` }, `${CANARY} id`)
    await says(session, `${CANARY} command`, {})
    await server.app.inject({ method: 'GET', url: `/help/search?q=${CANARY}` })
    await server.app.inject({ method: 'GET', url: `/${CANARY}` })
    server.app.log.error(
      { err: Object.assign(new Error('no'), { detail: `(${CANARY})` }) },
      'a row was refused',
    )
    const failing = vi.spyOn(server.library, 'answer').mockImplementation(() => {
      throw new Error('no index')
    })
    expect((await server.app.inject({ method: 'GET', url: `/help/search?q=${CANARY}` })).statusCode).toBe(500)
    failing.mockRestore()

    const lines = server
      .logged()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toContainEqual(
      expect.objectContaining({ command: 'message.send', ticketId: ticket.id, request: 'c1', refused: null }),
    )
    expect(lines, 'the first message is found under its ticket, too').toContainEqual(
      expect.objectContaining({ command: 'ticket.open', ticketId: ticket.id, refused: null }),
    )
    expect(lines).toContainEqual(
      expect.objectContaining({ reqId: expect.any(String), route: '/api/chat/send', status: 200 }),
    )
    expect(server.logged()).not.toContain(CANARY)
    expect(server.logged()).not.toContain(session)
    expect(server.logged()).not.toContain(maya.email)
  })

  test('is by what name the log has a failure, which whoever met it is told', async () => {
    const session = await openSession()
    const named = (text: string) => /[0-9A-Z]{8}(?=[.<])/.exec(text)?.[0] ?? 'no name'
    const failing = vi.spyOn(server.library, 'answer').mockImplementation(() => {
      throw new Error('no index')
    })
    const page = await server.app.inject({ url: '/help/search?q=visa', headers: { accept: 'text/html' } })
    const problem = await server.app.inject('/api/help/search?q=visa')
    failing.mockRestore()
    vi.spyOn(server.rules.store, 'commit').mockRejectedValueOnce(new Error('no such table'))
    const command = await says(session, 'ticket.open', {
      clientId: 'failing-1',
      type: 'question',
      text: 'Visa?',
    })
    expect([page.statusCode, problem.statusCode, command.json().problem.status]).toEqual([500, 500, 500])
    expect(page.body).toContain(`tell support this: ${page.headers['x-request-id']}`)
    expect(problem.json().detail).toBe(`In the log it is ${problem.headers['x-request-id']}.`)
    const names = [page.body, problem.json().detail, command.json().problem.detail].map(named)
    expect(new Set(names).size).toBe(3)
    const lines = server.logged().split('\n')
    for (const name of names)
      expect(
        lines.filter((line) => line.includes(`"reqId":"${name}"`) && line.includes('is a bug')),
      ).toHaveLength(1)
  })

  test('is how much room there is on the disk of the data, where there is one', async () => {
    const room = async () => /^helpdock_data_free_bytes (.+)$/m.exec(await metrics())?.[1]
    const there = join(folder, 'data')
    const { blocks, bsize } = await statfs(there)
    expect(Number(await room())).toBeGreaterThan(0)
    expect(Number(await room())).toBeLessThanOrEqual(blocks * bsize)
    await rename(there, `${there}-away`)
    expect(await room()).toBe('Nan')
    await rename(`${there}-away`, there)
  })

  test('is a count of what went wrong, which is there before anything does', async () => {
    const count = async () => Number(/^helpdock_errors_logged_total (\d+)$/m.exec(await metrics())?.[1])
    const before = await count()
    expect(before).toBeGreaterThanOrEqual(0)
    server.app.log.child({}).error('of a request')
    server.app.log.warn('nobody has to look')
    expect(await count()).toBe(before + 1)
    expect(await metrics()).toMatch(/^helpdock_refusals_total\{code="store.failed"\} \d+$/m)
  })

  test('is whether the store answers, and what the world outside took, which is there before anything is asked of it', async () => {
    expect(await metrics()).toMatch(/^helpdock_store_answers 1$/m)
    for (const to of ['mail', 'webhook', 'endpoint', 'keys', 'mailbox'])
      expect(await metrics()).toContain(`helpdock_outside_total{to="${to}",outcome="failed"} 0\n`)
    const asked = vi.spyOn(Object.getPrototypeOf(server.rules.store.read.dueWork), 'nextDueAt')
    asked.mockRejectedValueOnce(new Error('away'))
    const away = await metrics()
    expect(away).toMatch(/^helpdock_store_answers 0$/m)
    expect(away).toMatch(/^helpdock_due_work_late_seconds 0$/m)
    expect(asked, 'once for both').toHaveBeenCalledOnce()
    asked.mockRestore()
    expect(await metrics()).toMatch(/^helpdock_store_answers 1$/m)
  })

  test('is measured by names of ours only, however many others are asked for', async () => {
    const session = await openSession()
    for (let n = 0; n < 20; n++) {
      await says(session, `command-${n}-${CANARY}`, {})
      await server.app.inject({ method: 'GET', url: `/help/nothing/${CANARY}-${n}` })
      await server.app.inject({ method: 'GET', url: `/${CANARY}/${n}` })
    }
    const said = await metrics()
    expect(said).toMatch(/helpdock_command_seconds_count\{command="unknown"\} \d\d/)
    expect(said).toMatch(/helpdock_refusals_total\{code="command.unknown"\} \d\d/)
    expect(said).not.toContain(CANARY)
    expect(said.split('\n').length, 'a scrape that fits on some pages').toBeLessThan(2_000)
  })

  test('has what the dashboard and the alerts of deploy/ ask for', async () => {
    const said = await metrics()
    const there = new Set([...said.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name))
    const there1 = (name: string) => there.has(name) || there.has(name.replace(/_(bucket|sum|count)$/, ''))
    for (const file of ['deploy/grafana.json', 'deploy/alerts.yaml']) {
      const asked = [...readFileSync(file, 'utf8').matchAll(/\b(?:helpdock|process|nodejs)_\w+/g)].map(
        ([name]) => name,
      )
      expect(asked.length, file).toBeGreaterThan(5)
      // Every Node process has these, and Prometheus itself: of other programs nobody is to be told as of us.
      const others = [
        ...readFileSync(file, 'utf8')
          .replaceAll('\\"', '"')
          .matchAll(/\b(?:process|nodejs)_\w+.{0,20}/g),
      ]
      expect(others.length, file).toBeGreaterThan(1)
      for (const [of] of others) expect(of).toContain('{job="helpdock"}')
      expect(
        asked.filter((name) => !there1(name)),
        file,
      ).toEqual([])
    }
    const { panels } = JSON.parse(readFileSync('deploy/grafana.json', 'utf8'))
    const shown = JSON.stringify(panels)
    const notShown = [...there].filter((name) => name?.startsWith('helpdock_') && !shown.includes(name))
    expect(notShown, 'what alerts alone look at').toEqual([
      'helpdock_bus_whole',
      'helpdock_errors_logged_total',
    ])
    const [, named = ''] = /command=~"(.*?)"/.exec(readFileSync('deploy/alerts.yaml', 'utf8')) ?? []
    expect(Object.keys(contactCommands)).toEqual(expect.arrayContaining(named.split('|')))
    const { groups } = parse(readFileSync('deploy/alerts.yaml', 'utf8'))
    const book = readFileSync('docs/operating.md', 'utf8')
    for (const { alert } of groups[0].rules) expect(book, 'what to do').toContain(`| \`${alert}\` | `)
    for (const file of ['alerts.yaml', 'compose.yaml', 'kubernetes.yaml'])
      for (const document of parseAllDocuments(readFileSync(`deploy/${file}`, 'utf8')))
        expect(document.errors, file).toEqual([])
  })
})
