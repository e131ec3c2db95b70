// Both buses keep the contract; and with Redis, copies of the server hear of each other, and go on when it is lost, slow,
// paused or started anew. Partner: copies.test.ts, where whole servers do.

import { Redis } from 'ioredis'
import { afterAll, describe, expect, inject, test } from 'vitest'
import type { Bus, BusEvent } from '../../server/bus/bus.ts'
import { inProcessBus } from '../../server/bus/in-process.ts'
import { openRedisBus } from '../../server/bus/redis.ts'
import { readableLog } from '../faults/folders.ts'
import { type FaultProxy, faultProxy } from '../faults/proxy.ts'
import { type RedisServer, startRedis } from '../stage/redis-server.ts'
import { eventually } from '../stage/world.ts'
import { busContract, said } from './contract.ts'

const SHARED = inject('redis')
let made = 0
const newPrefix = () => `helpdock-test:${process.pid}:${Date.now()}:${++made}`
const copies: Bus[] = []
const copyOf = async (prefix: string, url = SHARED, log = readableLog()): Promise<Bus> => {
  const bus = await openRedisBus({ url, prefix, copy: `cpy_${++made}`, log })
  copies.push(bus)
  return bus
}
afterAll(async () => {
  await Promise.all(copies.map((bus) => bus.close()))
})

busContract('the bus of one copy', async () => inProcessBus())
busContract('the bus on Redis', () => copyOf(newPrefix()))

/** Resolves with the first events that come to a topic, as soon as there are so many. */
function hears(bus: Bus, topic: string) {
  const heard: BusEvent[] = []
  let look = () => {}
  bus.subscribe(topic, (event) => {
    heard.push(event)
    look()
  })
  const first = (count: number) =>
    new Promise<unknown[]>((resolve) => {
      look = () => void (heard.length >= count && resolve(heard.slice(0, count).map(({ body }) => body)))
      look()
    })
  return { heard, first }
}

const isConnected = (bus: Bus, isSo = true) =>
  eventually(isSo ? 'Redis' : 'Redis to be missed', async () => bus.state().isConnected === isSo)

describe('two copies', () => {
  test('hear of each other, each event once and in its order, over all topics', async () => {
    const prefix = newPrefix()
    const [here, there] = await Promise.all([copyOf(prefix), copyOf(prefix)])
    const [own, others, ofMaya] = [hears(here, 'desk'), hears(there, 'desk'), hears(there, 'contact:maya')]
    await there.heard()
    for (let n = 0; n < 50; n++) {
      here.publish('desk', said({ n, text: 'naïve “quotes”\n' }))
      here.publish('contact:maya', said(n))
    }
    here.publish('desk', said('not for others'), 'here')
    here.publish('desk', said('the last'), 'elsewhere')
    expect((await others.first(51)).at(-1)).toBe('the last')
    expect(others.heard.slice(0, 50).map(({ body }) => (body as { n: number }).n)).toEqual(
      Array.from({ length: 50 }, (_, n) => n),
    )
    expect(others.heard[0]).toEqual(own.heard[0])
    expect(await ofMaya.first(50)).toHaveLength(50)
    // What was said there comes back behind it: nothing of our own came a second time.
    there.publish('desk', said('done'))
    await own.first(52)
    expect(own.heard).toHaveLength(52)
    expect(here.state()).toMatchObject({ sent: 101, received: 1, dropped: 0 })
  })

  test('know of each other, and of a goodbye', async () => {
    const prefix = newPrefix()
    const [here, there] = await Promise.all([copyOf(prefix), copyOf(prefix)])
    await eventually('both to know of the other', async () =>
      [here, there].every((bus) => bus.state().copies === 2),
    )
    await there.close()
    await eventually('the goodbye', async () => here.state().copies === 1)
    expect(here.state().isWhole).toBe(true)
  })

  test('ask Redis for a topic as long as somebody listens, and for nobody else’s', async () => {
    const prefix = newPrefix()
    const redis = new Redis(SHARED)
    try {
      const [here, stranger] = await Promise.all([copyOf(prefix), copyOf(newPrefix())])
      const strange = hears(stranger, 'contact:maya')
      await stranger.heard()
      const asked = async () => Number((await redis.pubsub('NUMSUB', `${prefix}:contact:maya`))[1])
      expect(await asked()).toBe(0)
      const stops = [1, 2].map(() => here.subscribe('contact:maya', () => {}))
      await here.heard()
      expect(await asked()).toBe(1)
      stops[0]?.()
      here.publish('contact:maya', said(1))
      stops[1]?.()
      await eventually('Redis to be asked no more', async () => (await asked()) === 0)
      expect(strange.heard).toEqual([])
    } finally {
      redis.disconnect()
    }
  })

  test('go on where somebody else writes into their channels', async () => {
    const prefix = newPrefix()
    const redis = new Redis(SHARED)
    try {
      const bus = await copyOf(prefix)
      const desk = hears(bus, 'desk')
      await bus.heard()
      await redis.publish(`${prefix}:desk`, 'no event at all')
      await redis.publish(`${prefix}:desk`, `stranger ${JSON.stringify([said(1)])}`)
      expect(await desk.first(1)).toEqual([1])
    } finally {
      redis.disconnect()
    }
  })
})

/** Each way: the next beat leaves before one is back, and it is still back in time. */
const SLOW_MS = 350

/** Together: most of their time is that of a beat that does not come. */
describe.concurrent('a Redis that fails', () => {
  const servers: RedisServer[] = []
  const start = async (...flags: string[]) => {
    const server = await startRedis(...flags)
    servers.push(server)
    return server
  }
  afterAll(() => Promise.all(servers.map((server) => server.kill())))

  test.for(['paused', 'killed'] as const)(
    '%s: each copy goes on by itself and says so; all hear of each other again when it is back',
    async (how, { expect }) => {
      const prefix = newPrefix()
      const server = await start()
      const log = readableLog()
      const [here, there] = await Promise.all([copyOf(prefix, server.url, log), copyOf(prefix, server.url)])
      const [own, others] = [hears(here, 'desk'), hears(there, 'desk')]
      await there.heard()

      if (how === 'paused') server.pause()
      else await server.kill()
      here.publish('desk', said('while it is away'))
      expect(own.heard, 'at once').toHaveLength(1)
      await Promise.all([here, there].map((bus) => isConnected(bus, false)))
      await here.heard()
      here.publish('desk', said('and once more'))
      expect(own.heard).toHaveLength(2)
      expect(here.state()).toMatchObject({ isConnected: false, isWhole: false })
      expect(log.complaints().some((line) => line.startsWith('Redis is away'))).toBe(true)

      // Somebody comes meanwhile: their topic is asked for later.
      const late = hears(there, 'contact:leo')
      if (how === 'paused') server.goOn()
      else await server.start()
      await Promise.all([here, there].map((bus) => isConnected(bus)))
      here.publish('desk', said('again'))
      here.publish('contact:leo', said('you too'))
      expect(await late.first(1)).toEqual(['you too'])
      await eventually('the desk', async () => others.heard.some(({ body }) => body === 'again'))
    },
  )

  test('and a copy that only cannot reach it is missed by the others, until it can', async ({ expect }) => {
    const prefix = newPrefix()
    const server = await start()
    const proxy: FaultProxy = await faultProxy(server.url)
    try {
      const cut = proxy.url.replace('http:', 'redis:')
      const [here, there] = await Promise.all([copyOf(prefix, server.url), copyOf(prefix, cut)])
      await eventually('both', async () => here.state().copies === 2)
      proxy.faults(() => ({ kind: 'cut', afterBytes: 0 }))
      proxy.cutAll()
      await isConnected(there, false)
      await eventually('the other to be missed', async () => !here.state().isWhole)
      expect(here.state().isConnected).toBe(true)
      proxy.faults(() => ({ kind: 'none' }))
      await isConnected(there)
      await eventually('it to be back', async () => here.state().isWhole && here.state().copies === 2)
    } finally {
      await proxy.close()
    }
  })

  test('slow: what is said comes late, and how late is measured', async ({ expect }) => {
    const prefix = newPrefix()
    const server = await start()
    const proxy: FaultProxy = await faultProxy(server.url)
    try {
      proxy.faults(() => ({ kind: 'delay', ms: SLOW_MS }))
      const late = await copyOf(prefix, proxy.url.replace('http:', 'redis:'))
      const here = await copyOf(prefix, server.url)
      const heard = hears(late, 'desk')
      await eventually('it to come', async () => {
        here.publish('desk', said(1))
        return heard.heard.length > 0
      })
      await eventually('a beat that came round late', async () => late.state().roundTripMs >= 2 * SLOW_MS)
      expect(late.state()).toMatchObject({ isConnected: true, isWhole: true })
    } finally {
      await proxy.close()
    }
  })

  test('that is not there at a start is no reason not to start', async ({ expect }) => {
    const bus = await copyOf(newPrefix(), 'redis://127.0.0.1:1')
    const desk = hears(bus, 'desk')
    bus.publish('desk', said(1))
    expect(desk.heard).toHaveLength(1)
    expect(bus.state().isConnected).toBe(false)
  })

  test('that says no at a start is one, with what to look at', async ({ expect }) => {
    const locked = await start('--requirepass', 'open-sesame')
    await expect(copyOf(newPrefix(), locked.url)).rejects.toThrow('password in REDIS_URL')
    const withPassword = await copyOf(newPrefix(), locked.url.replace('//', '//:open-sesame@'))
    expect(withPassword.state().isConnected).toBe(true)
  })
})
