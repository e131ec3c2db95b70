// PostgreSQL is killed, is silent, or breaks the line at the worst moment, while people and a store write: acknowledged is
// kept, once; a short outage is waited out, and a long one is said in words that a sender can act on.

import dns from 'node:dns'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createConnection, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { Refusal } from '../../server/errors.ts'
import { openPostgresStore } from '../../server/store/postgres/store.ts'
import type { Store, Tables } from '../../server/store/store.ts'
import { articlesFolder, type Folder } from '../stage/articles-folder.ts'
import { onServer } from '../stage/postgres.ts'
import { type PostgresServer, throwAwayServer } from '../stage/postgres-server.ts'
import { eventually, makeWorld, type World } from '../stage/world.ts'
import { readableLog } from './folders.ts'
import { faultProxy } from './proxy.ts'
import { clientId, message, ticket } from './records.ts'
import { type Crowd, crowd, inWords, NOTHING_WRONG } from './storm.ts'

const STUDENTS = 3
const EACH = 6
/** A server that recovers on a machine that is busy takes seconds. */
const SLOW = { timeout: 90_000 }

/** Of one scene, which may fail. */
const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0)) await step()
})

let server: PostgresServer
beforeAll(async () => {
  server = await throwAwayServer()
})
afterAll(() => server?.end())

test('a server that answers, but lets nobody in or lacks the database, is not asked whether it runs', async () => {
  const log = readableLog()
  const sentence = async (change: (url: URL) => void) => {
    const url = new URL(server.url)
    change(url)
    return String(await openPostgresStore({ url: String(url), log }).catch((cause: Error) => cause.message))
  }
  expect(
    await sentence((url) => {
      url.pathname = '/nowhere'
    }),
  ).toMatch(
    /: database "nowhere" does not exist\. Create that database, or correct its name in DATABASE_URL\.$/,
  )
  expect(
    await sentence((url) => {
      url.username = 'nobody-there'
    }),
  ).toMatch(/: role "nobody-there" does not exist\. Look at the name in DATABASE_URL, and whom /)
})

describe('people who write through a server on PostgreSQL', () => {
  let articles: Folder
  let world: World
  let people: Crowd
  let line: Awaited<ReturnType<typeof lineTo>>
  beforeAll(async () => {
    // Articles have no part in this: no start need read them.
    articles = await articlesFolder({})
    line = await lineTo(server.url)
    world = await makeWorld({ ARTICLES_DIR: articles.dir, DATABASE_URL: line.url })
    expect(world.output(), 'the premise').toContain('in the database')
    people = await crowd(world.url, world.url, STUDENTS)
  })
  afterAll(async () => {
    people?.leaves()
    await world?.end()
    await line?.close()
    await articles?.remove()
  })

  test('lose nothing when the server is killed with -9, and when PostgreSQL is', SLOW, async () => {
    const before = people.acknowledged()
    const kills = [() => server.kill().then(server.start), () => world.kill().then(world.start)]
    for (const [round, kill] of kills.entries()) {
      people.write(EACH)
      await people.whenAcknowledged(people.acknowledged() + 2 + 5 * round)
      await kill()
      await people.settled()
    }
    const verdict = await people.verdict()
    console.log(inWords(kills.length, verdict))
    expect(verdict, world.output()).toMatchObject(NOTHING_WRONG)
    expect(verdict.acknowledged - before, 'everything that was written').toBe(
      kills.length * EACH * STUDENTS * 1.5,
    )
  })

  test(
    'lose nothing, and read no error, when the address leads to a standby, and that is promoted later',
    SLOW,
    async () => {
      const before = people.acknowledged()
      const standby = await server.standby()
      people.write(EACH)
      await people.whenAcknowledged(before + 5)
      line.leadsTo(standby.url)
      line.breaks()
      // Connections are made to one that only reads, and are no good.
      await eventually('its word', async () => world.output().includes('is a standby, which only reads'))
      await server.end()
      server = standby
      await onServer(server.url, 'SELECT pg_promote()')
      await people.settled()
      const verdict = await people.verdict()
      console.log(inWords(1, verdict))
      expect(verdict, world.output()).toMatchObject(NOTHING_WRONG)
      expect(verdict.acknowledged - before, 'everything that was written').toBe(EACH * STUDENTS * 1.5)
      expect(world.output()).not.toContain('which is a bug')
    },
  )
})

describe('a store', () => {
  const log = readableLog()
  let store: Store
  const open = async (url: string, patienceMs?: number) => {
    store = await openPostgresStore({ url, log, ...(patienceMs && { patienceMs }) })
    return store
  }

  test('whose PostgreSQL is killed again and again keeps each acknowledged commit, once', SLOW, async () => {
    await open(server.url)
    await store.commit((tx) => tx.tickets.put(ticket('tkt_kill')))
    let acknowledged = 0
    let isOver = false
    const writer = async (name: string) => {
      for (let n = 0; !isOver; n++) {
        await store.commit((tx) => says(tx, 'tkt_kill', `${name} ${n}`))
        acknowledged++
      }
    }
    const writers = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(writer)
    for (let kill = 0; kill < 3; kill++) {
      const until = acknowledged + 30 + 17 * kill
      while (acknowledged < until) await new Promise((resolve) => setImmediate(resolve))
      await server.kill()
      await server.start()
    }
    isOver = true
    await Promise.all(writers)
    const entries = await store.read.entries.after('tkt_kill', 0, Number.MAX_SAFE_INTEGER)
    const texts = entries.map((entry) => (entry.kind === 'message' ? entry.text : ''))
    expect(new Set(texts).size, 'none twice').toBe(texts.length)
    expect(texts.length, 'none lost, none that nobody was told of').toBe(acknowledged)
    await store.close()
  })

  test('whose line breaks when a commit was sent and not answered asks what became of it', SLOW, async () => {
    const line = await lineTo(server.url)
    await open(line.url)
    await store.commit((tx) => tx.tickets.put(ticket('tkt_line')))
    line.breaksAfterCommits(3)
    await store.commit((tx) => says(tx, 'tkt_line', 'once'))
    await store.commit((tx) => says(tx, 'tkt_line', 'and once more'))
    // Who relies on a list is kept in a transaction of several statements.
    await store.commit(async (tx) => {
      await tx.sessions.listForContact('con_line')
      await says(tx, 'tkt_line', 'and after a look')
    })
    expect(line.broke(), 'the premise').toEqual(['SELECT 1', 'SELECT 1', 'COMMIT'])
    const entries = await store.read.entries.after('tkt_line', 0, 10)
    expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3])
    await store.close()
    await line.close()
  })

  test('whose line breaks while a commit waits for its row has it kept by whichever comes first, once', async () => {
    const line = await lineTo(server.url)
    await open(line.url)
    await store.commit((tx) => tx.tickets.put(ticket('tkt_held')))
    // What is going on stands still for who looks from within a transaction.
    const [other, watch] = [1, 2].map(() => new pg.Client({ connectionString: server.url })) as [
      pg.Client,
      pg.Client,
    ]
    for (const client of [other, watch]) await client.connect()
    await other.query(`BEGIN; SELECT FROM tickets WHERE id = 'tkt_held' FOR UPDATE`)
    const said = store.commit((tx) => says(tx, 'tkt_held', 'in the end'))
    const waiting = async (count: number) =>
      eventually(`${count} to wait`, async () => {
        const { rows } = await watch.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        )
        return rows.length === count
      })
    await waiting(1)
    line.breaks()
    // The first is still there, and nobody hears it.
    await waiting(2)
    await other.query('COMMIT')
    expect(await said).toBe(1)
    expect(await store.read.entries.after('tkt_held', 0, 10)).toHaveLength(1)
    // What it was to follow has been ended: it finds that out, and goes.
    await waiting(0)
    expect(await store.read.entries.after('tkt_held', 0, 10)).toHaveLength(1)
    for (const client of [other, watch]) await client.end()
    await store.close()
    await line.close()
  })

  test(
    'that is told nothing says so, in words that a sender can act on, and goes on when it is back',
    SLOW,
    async () => {
      await open(server.url, 300)
      await store.commit((tx) => tx.tickets.put(ticket('tkt_away')))
      await server.kill()
      const sends = () => store.commit((tx) => says(tx, 'tkt_away', 'are you there?'))
      const refusals = await Promise.all(
        [sends(), store.read.tickets.find('tkt_away')].map((one) => one.catch((no) => no)),
      )
      for (const no of refusals) {
        expect(no).toBeInstanceOf(Refusal)
        expect(no).toMatchObject({ code: 'store.failed', facts: { retryAfterMs: expect.any(Number) } })
      }
      expect(store.isAway?.(), 'whoever can ask another copy does').toBe(true)
      await server.start()
      expect(await sends()).toBe(1)
      expect(store.isAway?.()).toBe(false)
      await store.close()
    },
  )

  test(
    'whose PostgreSQL is closed for writing, or has no place left, waits as for one that is away',
    SLOW,
    async () => {
      await open(server.url)
      await store.commit((tx) => tx.tickets.put(ticket('tkt_closed')))
      const told = (words: string) => eventually(words, async () => JSON.stringify(log.lines).includes(words))
      const closes = async (how: 'on' | 'off') => {
        await onServer(server.url, `ALTER SYSTEM SET default_transaction_read_only = ${how}`)
        await onServer(server.url, 'SELECT pg_reload_conf()')
      }
      await closes('on')
      const written = store.commit((tx) => says(tx, 'tkt_closed', 'as soon as it may'))
      await told('in a read-only transaction').finally(() => closes('off'))
      expect(await written).toBe(1)
      await store.close()

      const others = Array.from({ length: 60 }, () => new pg.Client({ connectionString: server.url }))
      const places = others.map((client) => client.connect())
      const taken = (await Promise.allSettled(places)).filter(({ status }) => status === 'fulfilled')
      const opening = open(server.url)
      await told('too many clients').finally(() => others.map((client) => client.end()))
      expect(taken.length, 'the premise').toBeGreaterThan(50)
      await opening
      expect(await store.commit((tx) => says(tx, 'tkt_closed', 'once there is one'))).toBe(2)
      await store.close()
    },
  )
  test('whose name cannot be looked up for a moment waits as for one that is away', SLOW, async () => {
    const wire = await faultProxy(socketOf(server.url))
    let fails = false
    const asked = vi.spyOn(dns, 'lookup').mockImplementation(((_name, _options, done) => {
      // As the system says where its resolver does not answer.
      if (fails) done(Object.assign(new Error('getaddrinfo EAI_AGAIN'), { code: 'EAI_AGAIN' }), [])
      else done(null, [{ address: '127.0.0.1', family: 4 }])
    }) as LookUp as typeof dns.lookup)
    try {
      await open(`postgres://helpdock@database.test:${new URL(wire.url).port}/postgres`)
      await store.commit((tx) => tx.tickets.put(ticket('tkt_name')))
      fails = true
      wire.cutAll()
      const written = store.commit((tx) => says(tx, 'tkt_name', 'as soon as it is known'))
      await eventually('its word', async () => JSON.stringify(log.lines).includes('EAI_AGAIN'))
      fails = false
      expect(await written).toBe(1)
      await store.close()
    } finally {
      asked.mockRestore()
      await wire.close()
    }
  })

  test(
    'writes nothing to an old primary to which the address leads again, and waits for the one that took its place',
    SLOW,
    async () => {
      const old = await throwAwayServer()
      const standby = await old.standby()
      const line = await lineTo(old.url)
      undo.push(line.close, old.end, standby.end)
      await open(line.url)
      await store.commit((tx) => tx.tickets.put(ticket('tkt_two')))
      expect(await store.commit((tx) => says(tx, 'tkt_two', 'to both'))).toBe(1)
      // As where nobody demanded that the standby has it, too.
      await onServer(old.url, 'ALTER SYSTEM RESET synchronous_standby_names')
      await onServer(old.url, 'SELECT pg_reload_conf()')
      const moved = (other: PostgresServer) => {
        line.leadsTo(other.url)
        line.breaks()
      }
      await onServer(standby.url, 'SELECT pg_promote()')
      moved(standby)
      expect(await store.commit((tx) => says(tx, 'tkt_two', 'to the new one'))).toBe(2)
      moved(old)
      const written = store.commit((tx) => says(tx, 'tkt_two', 'to the new one, too'))
      await eventually('its word', async () =>
        JSON.stringify(log.lines).includes('before another one was promoted'),
      )
      moved(standby)
      expect(await written).toBe(3)
      expect(await store.read.entries.after('tkt_two', 0, 10)).toHaveLength(3)
      await store.close()
      await open(old.url)
      expect(
        await store.read.entries.after('tkt_two', 0, 10),
        'the premise: it would take more',
      ).toHaveLength(1)
      expect(await store.commit((tx) => says(tx, 'tkt_two', 'lost'))).toBe(2)
      await store.close()
    },
  )
})

async function says(tx: Tables, ticketId: string, text: string): Promise<number> {
  const known = await tx.clientIds.find('writer', text)
  if (known) throw new Error(`“${text}” was kept, and its writer was not told`)
  const now = (await tx.tickets.find(ticketId)) ?? ticket(ticketId)
  const sequence = now.newestSequence + 1
  await tx.entries.append(message(ticketId, sequence, text))
  await tx.tickets.put({ ...now, newestSequence: sequence })
  await tx.clientIds.put(clientId('writer', text, { ticketId, sequence }))
  return sequence
}

type LookUp = (
  name: string,
  options: object,
  done: (error: Error | null, found: dns.LookupAddress[]) => void,
) => void

const socketOf = (url: string) => `${new URL(url).searchParams.get('host')}/.s.PGSQL.5432`

/** A line to the server that breaks in the moment when the server has committed and nobody knows yet. */
async function lineTo(url: string) {
  const folder = await mkdtemp(join(tmpdir(), 'helpdock-line-'))
  let behind = socketOf(url)
  const open = new Set<Socket>()
  const ours = new Set<Socket>()
  let toBreak = 0
  const broke: string[] = []
  const proxy = createServer((near) => {
    ours.add(near)
    const far = createConnection(behind)
    for (const socket of [near, far]) open.add(socket.on('error', () => {}))
    /** The server says what it did: it has done it. */
    let breaksAt: string | null = null
    near.on('data', (data) => {
      if (toBreak > 0 && (data.includes('COMMIT\0') || data.includes('at once '))) {
        toBreak--
        breaksAt = data.includes('COMMIT\0') ? 'COMMIT' : 'SELECT 1'
      }
      far.write(data)
    })
    far.on('data', (data) => {
      if (breaksAt === null) near.write(data)
      else if (data.includes(`${breaksAt}\0`)) {
        broke.push(breaksAt)
        near.destroy()
        far.destroy()
      }
    })
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  proxy.listen(join(folder, '.s.PGSQL.5432'))
  await once(proxy, 'listening')
  const through = new URL(url)
  through.searchParams.set('host', folder)
  return {
    url: String(through),
    broke: () => broke,
    /** From now on, as where a name or an address was given to another server. */
    leadsTo(other: string) {
      behind = socketOf(other)
    },
    /** All that is open, on this side only. */
    breaks() {
      for (const socket of ours) socket.destroy()
    },
    breaksAfterCommits(times: number) {
      toBreak = times
    },
    async close() {
      for (const socket of open) socket.destroy()
      proxy.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
