// Webhooks: signed as Standard Webhooks says, into hostile ground, the same bytes until somebody has taken them.

import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it } from 'vitest'
import type { Attempt } from '../../protocol/account-merge.ts'
import type { DeliveryRecord, DueWorkRecord } from '../../server/store/records.ts'
import type { Tables } from '../../server/store/store.ts'
import { DELIVERY_RETRY_MS, deliverySender, queueDelivery } from '../../server/webhooks/deliveries.ts'
import { ANSWER_MAX_BYTES, postSigned } from '../../server/webhooks/post.ts'
import { isPrivateAddress } from '../../server/webhooks/private-addresses.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const NOW = '2026-11-24T09:00:00.000Z'

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

describe('postSigned', () => {
  it('signs the known vector of Standard Webhooks', async () => {
    const host = await hostServer((_, response) => response.end('{"fine":true}'))
    const said = await postSigned({
      ...post(host.url),
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      body: '{"test": 2432232314}',
      now: new Date(1_614_265_330_000),
    })
    expect(said).toMatchObject({ outcome: 'delivered', status: 200, answer: { fine: true } })
    expect(said.tookMs).toBeGreaterThanOrEqual(0)
    expect(host.heard).toHaveLength(1)
    expect(host.heard[0]?.body).toBe('{"test": 2432232314}')
    expect(host.heard[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })

  it.each([
    ['an empty 2xx', 204, '', { outcome: 'delivered', status: 204, answer: null }],
    ['a page instead of JSON', 200, '<html>', { outcome: 'invalid_answer', status: 200, answer: undefined }],
    ['a no', 422, '{"no":1}', { outcome: 'refused', status: 422, answer: undefined }],
    ['a failure', 503, '', { outcome: 'refused', status: 503, answer: undefined }],
  ])('takes %s as what it is', async (_, status, body, expected) => {
    const host = await hostServer((_, response) => response.writeHead(status).end(body))
    expect(await postSigned(post(host.url))).toMatchObject(expected)
  })

  it.each([301, 302, 307, 308])('follows no redirect (%i)', async (status) => {
    const elsewhere = await hostServer((_, response) => response.end('{}'))
    const host = await hostServer((_, response) =>
      response.writeHead(status, { location: elsewhere.url }).end(),
    )
    expect(await postSigned(post(host.url))).toMatchObject({ outcome: 'redirected', status })
    expect(host.heard).toHaveLength(1)
    expect(elsewhere.heard).toEqual([])
  })

  it('reads an answer up to its limit and not one byte more', async () => {
    const answer = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`
    let bytes = ANSWER_MAX_BYTES
    const host = await hostServer((_, response) => response.end(answer(bytes)))
    expect((await postSigned(post(host.url))).outcome).toBe('delivered')
    bytes++
    expect(await postSigned(post(host.url))).toMatchObject({
      outcome: 'too_large',
      status: 200,
      answer: undefined,
    })
  })

  it('stops reading an answer that never ends', async () => {
    const host = await hostServer((_, response) => {
      const chunk = 'x'.repeat(64 * 1024)
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      }
      response.on('drain', more)
      more()
    })
    expect((await postSigned(post(host.url))).outcome).toBe('too_large')
  })

  it.each([
    ['says nothing', () => {}],
    [
      'drips',
      (_, response) => {
        response.write('"')
        const drip = setInterval(() => response.write('x'), 10)
        response.on('close', () => clearInterval(drip))
      },
    ],
  ] as [string, RequestListener][])('gives up on a host that %s', async (_, listener) => {
    const host = await hostServer(listener)
    const said = await postSigned({ ...post(host.url), timeoutMs: 150 })
    expect(said).toMatchObject({ outcome: 'timeout', status: null, answer: undefined })
    expect(said.tookMs).toBeGreaterThanOrEqual(149)
    expect(said.tookMs).toBeLessThan(5_000)
  })

  it('says unreachable when nobody listens, or the line is cut', async () => {
    const host = await hostServer((request) => request.socket.destroy())
    expect(await postSigned(post(host.url))).toMatchObject({ outcome: 'unreachable', status: null })
    await host.close()
    expect(await postSigned(post(host.url))).toMatchObject({ outcome: 'unreachable', status: null })
  })

  it('reaches the machine next door only where the operator has named it', async () => {
    const host = await hostServer((_, response) => response.end('{}'))
    const { port } = new URL(host.url)
    expect((await postSigned(post(`http://localhost:${port}`))).outcome).toBe('delivered')
    expect(host.heard).toHaveLength(1)
    for (const name of [
      'localhost',
      '127.0.0.1',
      '127.1',
      '0x7f.0.0.1',
      '2130706433',
      '0.0.0.0',
      '[::1]',
      '[::ffff:127.0.0.1]',
    ]) {
      const said = await postSigned({ ...post(`http://${name}:${port}`), allowPrivateAddresses: false })
      expect([name, said.outcome]).toEqual([name, 'unreachable'])
    }
    expect(host.heard).toHaveLength(1)
    expect(host.connections()).toBe(1)
  })
})

describe('isPrivateAddress', () => {
  it.each(['93.184.216.34', '8.8.8.8', '172.15.255.255', '172.32.0.1', '2606:2800:220:1::1', '2a00:1450::1'])(
    'lets %s pass',
    (address) => expect(isPrivateAddress(address)).toBe(false),
  )
  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.255', '169.254.169.254', '172.16.0.1'],
    ...[
      '172.31.255.255',
      '192.168.1.1',
      '198.18.0.1',
      '224.0.0.1',
      '255.255.255.255',
      '::',
      '::1',
      'fe80::1',
    ],
    ...[
      'fc00::1',
      'fd12::1',
      'ff02::1',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::127.0.0.1',
      '64:ff9b::7f00:1',
    ],
    ...['2002:7f00:1::', '2001::1', '2001:db8::1', 'fe80::1%lo', 'nonsense'],
  ])('knows %s', (address) => expect(isPrivateAddress(address)).toBe(true))
})

describe('queueDelivery and deliverySender', () => {
  it('queue one delivery for one id, due at once', async () => {
    const { tables, deliveries, works } = memory()
    const wanted = {
      id: 'dlv_1',
      type: 'account_merge.approved',
      url: 'http://h',
      mergeId: 'mrg_1',
      now: new Date(NOW),
    }
    await queueDelivery(tables, { ...wanted, data: { mergeId: 'mrg_1' } })
    await queueDelivery(tables, { ...wanted, data: { mergeId: 'mrg_2' } })
    expect(JSON.parse(deliveries.get('dlv_1')?.body ?? '')).toEqual({
      type: 'account_merge.approved',
      timestamp: NOW,
      data: { mergeId: 'mrg_1' },
    })
    expect([...works.values()]).toMatchObject([{ kind: 'webhook.deliver', subjectId: 'dlv_1', dueAt: NOW }])
  })

  it('send the same id and the same bytes on the written schedule, then give up', async () => {
    const host = await hostServer((_, response) => response.writeHead(500).end())
    const scene = sending(host.url)
    const waits: number[] = []
    for (;;) {
      const next = await scene.send()
      if ('done' in next) break
      expect(next.why).toBe('refused (500)')
      expect(scene.answers).toEqual([])
      waits.push(Date.parse(next.againAt) - scene.at)
      scene.at = Date.parse(next.againAt)
    }
    expect(waits).toEqual(DELIVERY_RETRY_MS)
    expect(scene.answers).toEqual([{ outcome: 'given_up' }])
    expect(scene.delivery()?.state).toBe('given_up')
    expect(host.heard).toHaveLength(DELIVERY_RETRY_MS.length + 1)
    expect(new Set(host.heard.map(({ body }) => body)).size).toBe(1)
    expect(new Set(host.heard.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(['dlv_1']))
    const stamps = host.heard.map(({ headers }) => Number(headers['webhook-timestamp']))
    expect(stamps.at(-1)).toBe(Math.floor(scene.at / 1000))
    for (const { body, headers } of host.heard) {
      const at = new Date(Number(headers['webhook-timestamp']) * 1000)
      expect(headers['webhook-signature']).toBe(new Webhook(SECRET).sign('dlv_1', at, body))
    }
    expect(scene.delivery()?.attempts).toHaveLength(host.heard.length)
    expect(scene.attempts).toEqual(scene.delivery()?.attempts)
  })

  it('hand over the answer once the host takes it', async () => {
    let failures = 2
    const host = await hostServer((_, response) => {
      if (failures-- > 0) response.writeHead(503).end()
      else response.end('{"mergeId":"mrg_1","status":"completed"}')
    })
    const scene = sending(host.url)
    await scene.send()
    await scene.send()
    expect(await scene.send()).toEqual({ done: true })
    expect(scene.answers).toEqual([
      { outcome: 'answered', answer: { mergeId: 'mrg_1', status: 'completed' } },
    ])
    expect(scene.delivery()?.state).toBe('delivered')
    expect(scene.delivery()?.attempts.map(({ outcome }) => outcome)).toEqual([
      'refused',
      'refused',
      'delivered',
    ])
    expect(scene.heard).toEqual(['webhook failed', 'webhook failed', 'webhook taken'])
    // due work that runs once more does nothing
    expect(await scene.send()).toEqual({ done: true })
    expect(host.heard).toHaveLength(3)
  })

  it('take a 2xx without JSON as taken: the reader of answers judges it', async () => {
    const host = await hostServer((_, response) => response.end('OK'))
    const scene = sending(host.url)
    expect(await scene.send()).toEqual({ done: true })
    expect(scene.answers).toEqual([{ outcome: 'answered', answer: undefined }])
    expect(scene.attempts).toMatchObject([{ outcome: 'invalid_answer', status: 200 }])
  })

  it('ask again when the answer was not kept, because nothing may be lost in between', async () => {
    const host = await hostServer((_, response) => response.end('{"again":true}'))
    const scene = sending(host.url)
    scene.failOnce(new Error('killed here'))
    await expect(scene.send()).rejects.toThrow('killed here')
    expect(scene.delivery()?.state).toBe('waiting')
    expect(await scene.send()).toEqual({ done: true })
    expect(host.heard).toHaveLength(2)
    expect(scene.answers).toEqual([{ outcome: 'answered', answer: { again: true } }])
  })

  it('let one delivery ask while an endpoint says nothing, others none the less, and all soon after it is back', async () => {
    let isSilent = true
    // Hanging up is as good as saying nothing, and is over at once.
    const hangs = await hostServer((request, response) =>
      isSilent ? request.socket.destroy() : response.end('{}'),
    )
    const answers = await hostServer((_, response) => response.end('{}'))
    const ids = Array.from({ length: 20 }, (_, n) => `dlv_${n}`)
    const beside = [delivery(answers.url, 'dlv_a'), delivery(answers.url, 'dlv_b')]
    const { store, deliveries } = memory(...ids.map((id) => delivery(hangs.url, id)), ...beside)
    let at = Date.parse(NOW)
    const send = sender(store, { now: () => new Date(at) })
    const waitsOf = (some: string[], attempts: number) =>
      Promise.all(
        some.map(async (subjectId) => {
          const end = await send({ ...work, subjectId, attempts })
          return 'done' in end ? 0 : (Date.parse(end.againAt) - at) / 1_000
        }),
      )
    const heardBy = ({ heard }: typeof hangs) => heard.splice(0).map(({ headers }) => headers['webhook-id'])
    const [first = '', second = '', ...others] = ids
    await waitsOf([first], 0)
    expect(heardBy(hangs)).toEqual([first])
    const waits = await waitsOf([second, ...others, 'dlv_a', 'dlv_b'], 0)
    expect(heardBy(hangs), 'one asks').toEqual([second])
    expect(heardBy(answers).sort()).toEqual(['dlv_a', 'dlv_b'])
    expect(waits).toEqual([...[second, ...others].map(() => 5), 0, 0])
    at += 20 * 60_000
    expect((await waitsOf(others, 2)).slice(1)).toEqual(others.slice(1).map(() => 120))
    expect(heardBy(hangs), 'one asks again').toEqual(others.slice(0, 1))
    expect(deliveries.get(others[1] ?? '')?.attempts, 'all of its own attempts are left').toEqual([])
    at += 3 * 24 * 60 * 60_000
    await waitsOf(others, 9)
    expect(heardBy(hangs), 'one asks, however long all have waited').toHaveLength(1)

    isSilent = false
    await waitsOf([second], 0)
    expect(await waitsOf(others, 10)).toEqual(others.map(() => 0))
    expect(others.filter((id) => deliveries.get(id)?.state !== 'delivered')).toEqual([])
  })
})

// ---- the world outside

const post = (url: string) => ({
  url,
  secret: SECRET,
  id: 'dlv_1',
  body: '{}',
  now: new Date(NOW),
  timeoutMs: 5_000,
  allowPrivateAddresses: true,
})

async function hostServer(listener: RequestListener) {
  const heard: { body: string; headers: IncomingHttpHeaders }[] = []
  let connections = 0
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    heard.push({ body: Buffer.concat(chunks).toString(), headers: request.headers })
    listener(request, response)
  })
  server.on('connection', () => connections++)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const close = async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
  undo.push(close)
  return { url: `http://127.0.0.1:${port}/hook`, heard, connections: () => connections, close }
}

/** One delivery that waits, and a sender whose clock, attempts and answers the test can see. */
function sending(url: string) {
  const { store, deliveries } = memory(delivery(url, 'dlv_1'))
  const failures: Error[] = []
  const scene = {
    at: Date.parse(NOW),
    answers: [] as unknown[],
    attempts: [] as Attempt[],
    heard: [] as string[],
    delivery: () => deliveries.get('dlv_1'),
    failOnce: (failure: Error) => void failures.push(failure),
    send: () => send({ ...work, subjectId: 'dlv_1' }),
  }
  const send = sender(store, {
    now: () => new Date(scene.at),
    async onAnswer(_, result) {
      const failure = failures.shift()
      if (failure) throw failure
      scene.answers.push(result)
    },
    heard: (...what) => void scene.heard.push(what.join(' ')),
    async onAttempt(_, attempt) {
      scene.attempts.push(attempt)
    },
  })
  return scene
}

const delivery = (url: string, id: string): DeliveryRecord => ({
  id,
  type: 'account_merge.approved',
  url,
  body: '{"type":"account_merge.approved"}',
  mergeId: 'mrg_1',
  state: 'waiting',
  attempts: [],
  createdAt: NOW,
})

type Sender = Parameters<typeof deliverySender>[0]

const sender = (store: Sender['store'], more: Pick<Sender, 'now'> & Partial<Sender>) =>
  deliverySender({ secret: SECRET, allowPrivateAddresses: true, onAnswer: async () => {}, ...more, store })

const work: DueWorkRecord = {
  id: 'webhook.deliver-dlv_1',
  kind: 'webhook.deliver',
  subjectId: 'dlv_1',
  dueAt: NOW,
  attempts: 0,
  leaseUntil: null,
  lastError: null,
}

function memory(...known: DeliveryRecord[]) {
  const deliveries = new Map(known.map((delivery) => [delivery.id, delivery]))
  const works = new Map<string, DueWorkRecord>()
  const tables = {
    deliveries: {
      find: async (id: string) => deliveries.get(id),
      list: async () => [...deliveries.values()],
      put: async (delivery: DeliveryRecord) => void deliveries.set(delivery.id, delivery),
      removeOld: async () => [],
    },
    dueWork: {
      find: async (id: string) => works.get(id),
      put: async (work: DueWorkRecord) => void works.set(work.id, work),
      remove: async (id: string) => void works.delete(id),
      claim: async () => [],
      nextDueAt: async () => undefined,
    },
  }
  const commit = <T>(work: (tx: Tables) => Promise<T>) => work(tables as unknown as Tables)
  return { tables, deliveries, works, store: { read: tables, commit } }
}
