// Several copies of the server on one database: what each promises alone holds between them. Each copy here is a store with
// connections and a memory of its own, as a process would have.

import pg, { type QueryConfig } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { timeDigits } from '../../server/parts.ts'
import { type Name, names } from '../../server/store/postgres/collections.ts'
import { Database } from '../../server/store/postgres/database.ts'
import { Gather, statementOf } from '../../server/store/postgres/gather.ts'
import { migrations } from '../../server/store/postgres/migrations/migrations.ts'
import { makeParts } from '../../server/store/postgres/parts-of-entries.ts'
import type { Question } from '../../server/store/postgres/question.ts'
import { openPostgresStore } from '../../server/store/postgres/store.ts'
import { contactsBy } from '../../server/store/postgres/tables/contacts.ts'
import { soonestWork } from '../../server/store/postgres/tables/due-work.ts'
import { mergesBy } from '../../server/store/postgres/tables/merges.ts'
import { entriesAfter } from '../../server/store/postgres/tables/threads.ts'
import { ticketsOf } from '../../server/store/postgres/tables/tickets.ts'
import { ticketsIn } from '../../server/store/postgres/tables/tickets-by-time.ts'
import type { Store, Tables } from '../../server/store/store.ts'
import { readableLog } from '../faults/folders.ts'
import { at, clientId, leo, maya, merge, message, rating, session, ticket, work } from '../faults/records.ts'
import { emptyDatabase, newDatabase, onServer } from '../stage/postgres.ts'
import { eventually } from '../stage/world.ts'

const COPIES = 3

let database: Awaited<ReturnType<typeof newDatabase>>
let copies: Store[] = []
const log = readableLog()
beforeAll(async () => {
  database = await newDatabase()
  copies = await Promise.all(
    Array.from({ length: COPIES }, () => openPostgresStore({ url: database.url, log })),
  )
})
afterAll(async () => {
  await Promise.all(copies.map((copy) => copy.close()))
  await database?.drop()
  expect(log.complaints()).toEqual([])
})
beforeEach(() => emptyDatabase(database.url))

const copy = (number: number): Store => {
  const store = copies[number % COPIES]
  if (!store) throw new Error(`no copy ${number}`)
  return store
}
const onEach = <T>(times: number, work: (tx: Tables, n: number) => Promise<T>) =>
  Promise.all(Array.from({ length: times }, (_, n) => copy(n).commit((tx) => work(tx, n))))

/** As the rules do. */
async function says(tx: Tables, ticketId: string, text: string): Promise<number> {
  const now = await tx.tickets.find(ticketId)
  if (!now) throw new Error('the ticket is gone')
  const sequence = now.newestSequence + 1
  await tx.entries.append(message(ticketId, sequence, text))
  await tx.tickets.put({ ...now, newestSequence: sequence, updatedAt: at(sequence) })
  return sequence
}

describe('copies that start', () => {
  const connected = async (url: string) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    return client
  }
  const applied = async (url: string) => {
    const client = await connected(url)
    const { rows } = await client.query('SELECT number FROM migrations ORDER BY applied_at, number')
    await client.end()
    return rows.map(({ number }) => number)
  }
  const numbers = migrations.map(({ number }) => number)

  test('all at once on an empty database bring it to this version once, step after step', async () => {
    expect(numbers, 'the premise').toEqual(numbers.map((_, index) => index + 1))
    const empty = await newDatabase('template0')
    const stores = await Promise.all(
      Array.from({ length: COPIES }, () => openPostgresStore({ url: empty.url, log })),
    )
    expect(await applied(empty.url)).toEqual(numbers)
    await Promise.all(stores.map((store) => store.close()))
    await empty.drop()
  })

  test('find tables of an older version in use, and keep nobody waiting who writes there', async () => {
    const older = await newDatabase('template0')
    const [first] = migrations
    await onServer(
      older.url,
      `${first?.sql}; CREATE TABLE migrations (number integer PRIMARY KEY, name text, applied_at timestamptz DEFAULT now());
       INSERT INTO migrations VALUES (1, '${first?.name}')`,
    )
    // Copies of that version: one that holds the tickets for long, and one that writes, and waits as long as copies do.
    const [holder, writer, watch] = await Promise.all([1, 2, 3].map(() => connected(older.url)))
    let written = 0
    const writes = (client = writer) =>
      client?.query(
        `INSERT INTO tickets (id, number, contact_id, state, created_at, updated_at, record)
         VALUES ('tkt_${++written}', ${written}, 'ctc_1', 'open', now(), now(), '{}')`,
      )
    await writer?.query(`SET lock_timeout = '4s'`)
    const isWaitedFor = (what: string) =>
      eventually(`“${what}” to wait`, async () => {
        const { rows } = (await watch?.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%${what}%'`,
        )) ?? { rows: [] }
        return rows.length > 0
      })
    const starts = () => openPostgresStore({ url: older.url, log })

    await holder?.query('BEGIN')
    await writes(holder)
    const starting = starts()
    await isWaitedFor('ALTER TABLE tickets')
    await writes()
    await holder?.query('COMMIT')
    await (await starting).close()
    expect(await applied(older.url)).toEqual(numbers)

    // An index is made beside them; one that was interrupted is made anew.
    await writer?.query('DROP INDEX tickets_touched')
    await holder?.query('BEGIN')
    await writes(holder)
    const interrupted = expect(starts()).rejects.toThrow(/while its indexes were made/)
    await isWaitedFor('CREATE INDEX CONCURRENTLY tickets_touched')
    await writes()
    await watch?.query(
      `SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONCURRENTLY tickets_touched%'`,
    )
    await interrupted
    await holder?.query('COMMIT')
    const isValid = async () =>
      (
        await watch?.query(
          `SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('tickets_touched')`,
        )
      )?.rows[0]?.indisvalid
    expect(await isValid(), 'the premise').toBe(false)
    await (await starts()).close()
    expect(await isValid()).toBe(true)

    for (const client of [holder, writer, watch]) await client?.end()
    await older.drop()
  })

  test('say what holds of all rows that were there some at a time, and keep nobody waiting whose row is one of them', async () => {
    const older = await newDatabase('template0')
    const [holder, writer] = await Promise.all([1, 2].map(() => connected(older.url)))
    const asked = async (sql: string) => (await writer?.query(sql))?.rows ?? []
    await asked(
      'CREATE TABLE migrations (number integer PRIMARY KEY, name text, applied_at timestamptz DEFAULT now())',
    )
    // As far as names have a table, and with more contacts than are named at a time, who were there before it.
    for (const { number, name, sql } of migrations.filter(({ number }) => number < 22))
      await asked(`${sql}; INSERT INTO migrations VALUES (${number}, '${name}')`)
    await asked(`SET session_replication_role = replica; INSERT INTO contacts (id, created_at, record)
      SELECT 'con_' || lpad(n::text, 4, '0'), now(), json_build_object('name', 'Student ' || n) FROM generate_series(1, 2500) AS n;
      SET session_replication_role = origin; SET lock_timeout = '4s'`)

    // Another copy names somebody who would be among the last.
    await holder?.query(`BEGIN; INSERT INTO contact_names VALUES ('con_2400', ' theirs ')`)
    const starting = openPostgresStore({ url: older.url, log })
    await eventually(
      'the first to be named',
      async () => (await asked('SELECT FROM contact_names')).length > 0,
    )
    await asked(`UPDATE contacts SET record = '{"name":"Maya"}' WHERE id = 'con_0001'`)
    await asked(`DELETE FROM contacts WHERE id = 'con_0002'`)
    expect(await asked(`SELECT FROM migrations WHERE number = 22`), 'the premise: it goes on').toEqual([])
    await holder?.query('COMMIT')
    await (await starting).close()
    const names = await asked('SELECT contact_id, names FROM contact_names ORDER BY contact_id')
    expect(names).toHaveLength(2_499)
    expect(names.slice(0, 2)).toEqual([
      { contact_id: 'con_0001', names: ' maya ' },
      { contact_id: 'con_0003', names: ' student 3 ' },
    ])
    expect(await applied(older.url)).toEqual(numbers)
    for (const client of [holder, writer]) await client?.end()
    await older.drop()
  })

  test('go on over what older versions kept and the database can make no text of', async () => {
    const older = await newDatabase('template0')
    const client = await connected(older.url)
    const asked = async (sql: string) => (await client.query(sql)).rows
    await asked(
      'CREATE TABLE migrations (number integer PRIMARY KEY, name text, applied_at timestamptz DEFAULT now())',
    )
    // Until contacts were found by their names, such a name was kept.
    for (const { number, name, sql } of migrations.filter(({ number }) => number < 19))
      await asked(`${sql}; INSERT INTO migrations VALUES (${number}, '${name}')`)
    const uncarried = String.raw`Le\u0000o \\u0000 \ud83d`
    const kept = { ...maya, name: '%' }
    const texts = [kept, ticket('tkt_1', { subject: '%' }), message('tkt_1', 1, '%')].map((record) =>
      JSON.stringify(record).replace('%', uncarried),
    )
    await asked(`INSERT INTO contacts (id, created_at, record) VALUES ('${maya.id}', now(), '${texts[0]}');
      INSERT INTO tickets (id, number, contact_id, state, created_at, updated_at, record)
        VALUES ('tkt_1', 1, '${maya.id}', 'open', now(), now(), '${texts[1]}');
      INSERT INTO entries (ticket_id, sequence, record, created_at) VALUES ('tkt_1', 1, '${texts[2]}', now())`)
    await expect(asked(`SELECT record->>'name' FROM contacts`), 'the premise').rejects.toThrow(/Unicode/)

    const { read, commit, close } = await openPostgresStore({ url: older.url, log })
    const carried = String.raw`Leo \u0000 `
    expect((await read.contacts.find(maya.id))?.name).toBe(carried)
    expect((await read.tickets.find('tkt_1'))?.subject).toBe(carried)
    expect(await read.entries.after('tkt_1', 0, 10)).toEqual([message('tkt_1', 1, carried)])
    await commit((tx) => tx.tickets.remove('tkt_1'))
    expect(await read.entries.after('tkt_1', 0, 10)).toEqual([])
    await close()
    await client.end()
    await older.drop()
  })

  test('make the parts of the quarters to come, and nothing that waits after them waits as little', async () => {
    const client = await connected(database.url)
    const partsOf = async () =>
      (
        await client.query(
          `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'entries'::regclass`,
        )
      ).rows
        .map(({ name }) => name)
        .sort()
    const made = await partsOf()
    const quarter = (at: Date) => `entries_${at.getUTCFullYear()}_q${Math.floor(at.getUTCMonth() / 3) + 1}`
    const now = new Date()
    const inAYear = new Date(Date.UTC(now.getUTCFullYear() + 1, now.getUTCMonth(), 1))
    expect(made).toContain(quarter(inAYear))

    // A new one is made beside whoever holds the parts for a moment too long, or is left to the next start.
    await client.query(`DROP TABLE ${quarter(inAYear)}`)
    await makeParts(client as unknown as pg.PoolClient, log)
    expect(await partsOf()).toEqual(made)
    expect((await client.query('SHOW lock_timeout')).rows, 'of the index that is made next').toEqual([
      { lock_timeout: '0' },
    ])

    // What is said today lies in this quarter’s, what is said in a ticket of long ago in the part for all others.
    const [today, longAgo] = [now, new Date('2019-05-01')].map(
      (at) => `tkt_${timeDigits(at).toLowerCase()}`,
    ) as [string, string]
    await copy(0).commit(async (tx) => {
      for (const id of [today, longAgo]) {
        await tx.tickets.put(ticket(id))
        await says(tx, id, 'Hello')
      }
    })
    const { rows } = await client.query('SELECT ticket_id, tableoid::regclass::text AS part FROM entries')
    expect(Object.fromEntries(rows.map(({ ticket_id, part }) => [ticket_id, part]))).toEqual({
      [today]: quarter(now),
      [longAgo]: 'entries_of_other_tickets',
    })
    for (const id of [today, longAgo]) expect(await copy(1).read.entries.after(id, 0, 9)).toHaveLength(1)
    await client.end()
  })

  test('on a database that a newer version has brought further run on it; on another program’s they refuse', async () => {
    const newer = await newDatabase()
    await onServer(newer.url, `INSERT INTO migrations (number, name) VALUES (999, 'of a newer version')`)
    await (await openPostgresStore({ url: newer.url, log })).close()
    await onServer(newer.url, `UPDATE migrations SET name = 'theirs' WHERE number = 1`)
    await expect(openPostgresStore({ url: newer.url, log })).rejects.toThrow(/set up by another program/)
    await newer.drop()
  })

  test('on a database that cannot keep every letter refuse; on one that cannot tell capitals they say so', async () => {
    const ascii = await newDatabase(`template0 ENCODING 'SQL_ASCII' LOCALE 'C'`)
    await expect(openPostgresStore({ url: ascii.url, log })).rejects.toThrow(
      /is in SQL_ASCII.* CREATE DATABASE/,
    )
    await ascii.drop()
    const english = await newDatabase(`template0 LOCALE 'C'`)
    const heard = readableLog()
    await (await openPostgresStore({ url: english.url, log: heard })).close()
    expect(heard.complaints()).toEqual([expect.stringContaining('knows only the letters of English')])
    await english.drop()
  })
})

test('what is planned while little is kept reads no whole table, for the plan is kept when much is', async () => {
  await copy(0).commit(async (tx) => {
    await tx.tickets.put(ticket('tkt_1'))
    for (let n = 0; n < 300; n++) await tx.clientIds.put(clientId('ctc_1', `client-${n}`))
  })
  const asked: QueryConfig[] = [
    ticketsIn('unsolved', '', undefined, 50),
    ticketsOf('ctc_1', 50),
    entriesAfter('tkt_1', 6, 100),
    contactsBy.externalId('host-7'),
    mergesBy.openEmail('leo@home.example'),
    soonestWork,
  ].map((question) => statementOf(question as Question<Name>))
  const listening = { queryInTurn: async (statement: QueryConfig) => asked.push(statement) && [] }
  const gather = new Gather(listening as unknown as Database)
  await Promise.all(names.map((name) => gather.find(name, ['one', 2, 3, 4, 5].join('\u0001'))))
  expect(asked.length, 'the premise').toBe(names.length + 6)

  const asServersDo = new Database(database.url, log, 10_000)
  const connection = await asServersDo.connect(Date.now() + 10_000)
  for (const [n, { text, values = [] }] of asked.entries()) {
    await connection.query(`PREPARE asked_${n} AS ${text}`)
    const any = values.length > 0 ? `(${values.map(() => 'NULL').join(', ')})` : ''
    const { rows: plan } = await connection.query(`EXPLAIN EXECUTE asked_${n} ${any}`)
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).not.toContain('Seq Scan')
  }
  asServersDo.release(connection)
  await asServersDo.close()
})

test('hold twelve connections each at most, and the server ends what takes too long', async () => {
  const crowded = new Database(database.url, log, 10_000)
  const text = `SELECT pg_backend_pid()::text AS pid, current_setting('statement_timeout') AS statement,
    current_setting('lock_timeout') AS lock, current_setting('idle_in_transaction_session_timeout') AS idle FROM pg_sleep(0.03)`
  const rows = (await Promise.all(Array.from({ length: 60 }, () => crowded.query({ text })))).flat()
  expect(rows, 'the premise: all were answered').toHaveLength(60)
  expect(new Set(rows.map(({ pid }) => pid)).size).toBe(12)
  for (const row of rows) expect(row).toMatchObject({ statement: '8s', lock: '4s', idle: '5s' })
  await crowded.close()
})

test('who needs a row that somebody holds waits for it, and nobody else does', async () => {
  await copy(0).commit(async (tx) => {
    for (const n of [1, 2]) await tx.tickets.put(ticket(`tkt_${n}`))
  })
  // What is going on stands still for who looks from within a transaction.
  const [holder, watch] = [1, 2].map(() => new pg.Client({ connectionString: database.url })) as [
    pg.Client,
    pg.Client,
  ]
  for (const client of [holder, watch]) await client.connect()
  await holder.query(`BEGIN; SELECT FROM tickets WHERE id = 'tkt_1' FOR UPDATE`)
  const order: string[] = []
  const say = (ticketId: string, text: string) =>
    copy(0)
      .commit((tx) => says(tx, ticketId, text))
      .then(() => order.push(text))
  const isWaitedFor = () =>
    eventually('somebody to wait for the row', async () => {
      const { rows } = await watch.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      )
      return rows.length > 0
    })
  const held = [say('tkt_1', 'first')]
  await isWaitedFor()
  held.push(say('tkt_1', 'second, on what the first put'))
  await say('tkt_2', 'elsewhere')
  expect(order, 'the premise: it is still held').toEqual(['elsewhere'])
  held.push(say('tkt_1', 'third'))
  await holder.query('COMMIT')
  await Promise.all(held)
  expect(order).toEqual(['elsewhere', 'first', 'second, on what the first put', 'third'])

  // Whoever holds it changes it: what was built on the first is built anew, too.
  await holder.query(`BEGIN; UPDATE tickets SET record = record WHERE id = 'tkt_1'`)
  const anew = [say('tkt_1', 'fourth')]
  await isWaitedFor()
  anew.push(say('tkt_1', 'fifth'))
  await holder.query('COMMIT')
  await Promise.all(anew)
  const entries = await copy(1).read.entries.after('tkt_1', 0, 10)
  expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5])
  for (const client of [holder, watch]) await client.end()
})

describe('three copies on one database', () => {
  test('that write to one ticket at once leave no hole, and each knows its own number', async () => {
    await copy(0).commit((tx) => tx.tickets.put(ticket('tkt_1')))
    const numbers = await onEach(120, (tx, n) => says(tx, 'tkt_1', `says ${n}`))
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, n) => n + 1))
    for (const { read } of copies) {
      const entries = await read.entries.after('tkt_1', 0, 200)
      expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 120 }, (_, n) => n + 1))
      for (const [n, number] of numbers.entries())
        expect(entries[number - 1]).toMatchObject({ text: `says ${n}` })
      expect((await read.tickets.find('tkt_1'))?.newestSequence).toBe(120)
    }
  })

  test('that open tickets at once number them without a hole or a double, though some change their mind', async () => {
    const opened = await Promise.allSettled(
      Array.from({ length: 90 }, (_, n) =>
        copy(n).commit(async (tx) => {
          const number = await tx.tickets.nextNumber()
          await tx.tickets.put(ticket(`tkt_${n}`, { number }))
          if (n % 9 === 4) throw new Error('not after all')
          return number
        }),
      ),
    )
    const numbers = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 80 }, (_, n) => n + 1))
  })

  test('that are sent the same message, each by its own way, keep it once', async () => {
    await copy(0).commit((tx) => tx.tickets.put(ticket('tkt_1')))
    const sequences = await onEach(12, async (tx) => {
      const known = await tx.clientIds.find(maya.id, 'client-1')
      if (known) return known.sequence
      const sequence = await says(tx, 'tkt_1', 'once')
      await tx.clientIds.put(clientId(maya.id, 'client-1', { ticketId: 'tkt_1', sequence }))
      return sequence
    })
    expect(sequences).toEqual(Array(12).fill(1))
    expect(await copy(1).read.entries.after('tkt_1', 0, 10)).toHaveLength(1)
  })

  test('let nobody write whose session another has ended, though both have known it open', async () => {
    await copy(0).commit(async (tx) => {
      await tx.tickets.put(ticket('tkt_1'))
      await tx.contacts.put(maya)
      await tx.sessions.put(session('ses_1', maya.id))
    })
    const writes = (by: number, text: string) =>
      copy(by).commit(async (tx) => {
        const open = await tx.sessions.find(maya.id, 'ses_1')
        return open?.endedAt === null ? says(tx, 'tkt_1', text) : 'ended'
      })
    expect([await writes(1, 'Before'), await writes(2, 'it ends')]).toEqual([1, 2])
    await copy(1).commit((tx) => tx.sessions.put(session('ses_1', maya.id, { endedAt: at(5) })))
    expect(await Promise.all([0, 1, 2].map((by) => writes(by, 'after')))).toEqual(Array(3).fill('ended'))
    expect(await copy(0).read.entries.after('tkt_1', 0, 10)).toHaveLength(2)
  })

  test('that meet one contact of the host for the first time know one contact', async () => {
    const ids = await onEach(9, async (tx, n) => {
      const known = await tx.contacts.findByExternalId('host-1')
      if (known) return known.id
      await tx.contacts.put({ ...maya, id: `con_${n}`, externalId: 'host-1' })
      return `con_${n}`
    })
    expect(new Set(ids).size).toBe(1)
  })

  test('that are asked for two merges of one account open one', async () => {
    const opened = await onEach(9, async (tx, n) => {
      if (await tx.merges.findOpenWith({ email: 'leo@home.example' })) return false
      await tx.merges.put(merge(`mrg_${n}`, { createdAt: at(n) }))
      return true
    })
    expect(opened.filter(Boolean)).toHaveLength(1)
    expect(await copy(2).read.merges.list({ limit: 9 })).toHaveLength(1)
  })

  test('never decide on what the other is just changing: of two who look at each other, one is second', async () => {
    await copy(0).commit(async (tx) => {
      await tx.contacts.put(maya)
      await tx.contacts.put(leo)
    })
    for (let round = 0; round < 10; round++) {
      await copy(0).commit(async (tx) => {
        await tx.contacts.put({ ...maya, mergedInto: null })
        await tx.contacts.put({ ...leo, mergedInto: null })
      })
      // Each becomes part of the other, unless that one is part of somebody already.
      const becomes = async (tx: Tables, own: string, other: string) => {
        const [one, into] = [await tx.contacts.find(own), await tx.contacts.find(other)]
        if (one && into && !into.mergedInto) await tx.contacts.put({ ...one, mergedInto: other })
      }
      await Promise.all([
        copy(1).commit((tx) => becomes(tx, maya.id, leo.id)),
        copy(2).commit((tx) => becomes(tx, leo.id, maya.id)),
      ])
      const merged = [await copy(0).read.contacts.find(maya.id), await copy(0).read.contacts.find(leo.id)]
      expect(merged.filter((one) => one?.mergedInto)).toHaveLength(1)
    }
  })

  test('let in who asks longer than others need to change what it read, however many these are', async () => {
    await copy(0).commit((tx) => tx.tickets.put(ticket('tkt_1')))
    const quick: Promise<number>[] = []
    /** Somebody of this copy is always quicker: by the time that the work has ended, they put the ticket. */
    const isOvertaken = () =>
      new Promise<void>((put) => {
        const says1 = async (tx: Tables) => {
          const sequence = await says(tx, 'tkt_1', 'quick')
          setImmediate(put)
          return sequence
        }
        quick.push(copy(0).commit(says1))
      })
    let runs = 0
    const slow = await copy(0).commit(async (tx) => {
      runs++
      const sequence = await says(tx, 'tkt_1', 'slow')
      await isOvertaken()
      return sequence
    })
    expect(runs, 'the premise').toBeGreaterThan(2)
    const numbers = await Promise.all(quick)
    expect([slow, ...numbers].sort((a, b) => a - b)).toEqual(
      Array.from({ length: runs + 1 }, (_, n) => n + 1),
    )
    const entries = await copy(1).read.entries.after('tkt_1', 0, 100)
    expect(entries.map((entry) => entry.sequence)).toEqual(entries.map((_, n) => n + 1))
    expect(entries.filter((entry) => entry.kind === 'message' && entry.text === 'slow')).toHaveLength(1)
  })

  test('do due work once: no two are given the same', async () => {
    await copy(0).commit(async (tx) => {
      for (let n = 0; n < 60; n++) await tx.dueWork.put(work(`mail-${n}`, at(n % 7)))
    })
    const claimed = await onEach(18, (tx) => tx.dueWork.claim({ now: at(10), leaseUntil: at(20), limit: 4 }))
    const ids = claimed.flat().map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const rest = await copy(1).commit((tx) =>
      tx.dueWork.claim({ now: at(10), leaseUntil: at(20), limit: 100 }),
    )
    expect(ids.length + rest.length).toBe(60)
    expect(
      await copy(2).commit((tx) => tx.dueWork.claim({ now: at(10), leaseUntil: at(20), limit: 100 })),
    ).toEqual([])
  })

  test('that add to a thread and read it in one commit see all of it or run again', async () => {
    await copy(0).commit((tx) => tx.tickets.put(ticket('tkt_1')))
    await onEach(30, async (tx, n) => {
      if (n % 2 === 0) return says(tx, 'tkt_1', `says ${n}`)
      const now = await tx.tickets.find('tkt_1')
      const entries = await tx.entries.after('tkt_1', 0, 100)
      // What was read is of one moment.
      if (entries.length !== now?.newestSequence) throw new Error('torn')
      await tx.ratings.put(rating('tkt_1', entries.length))
      return 0
    })
    const ratings = await copy(0).read.ratings.list('tkt_1')
    expect(ratings.length).toBeGreaterThan(0)
  })

  test('end all sessions of a contact, those that another opens at this moment too', async () => {
    await copy(0).commit((tx) => tx.contacts.put(maya))
    await onEach(12, async (tx, n) => {
      if (n === 6) {
        const contact = await tx.contacts.find(maya.id)
        if (contact) await tx.contacts.put({ ...contact, mergedInto: leo.id })
        for (const one of await tx.sessions.listForContact(maya.id))
          await tx.sessions.put({ ...one, endedAt: at(9) })
        return
      }
      const contact = await tx.contacts.find(maya.id)
      if (!contact?.mergedInto) await tx.sessions.put(session(`ses_${n}`, maya.id))
    })
    expect(await copy(1).read.sessions.listForContact(maya.id)).toEqual([])
  })

  test('find what any of them put lately, page by page, by one clock', async () => {
    const look = async (n: number, since: string) => {
      const found: string[] = []
      let after: string | undefined
      do {
        const page = await copy(n).touched?.tickets({ since, ...(after && { after }), limit: 2 })
        found.push(...(page?.tickets ?? []).map(({ id }) => id))
        after = page?.next ?? undefined
      } while (after)
      return found
    }
    const now = async (n: number) => (await copy(n).touched?.now())?.at ?? ''
    const begin = await now(0)
    for (const n of [1, 2, 3, 4]) await copy(n).commit((tx) => tx.tickets.put(ticket(`tkt_${n}`)))
    const between = await now(1)
    // A note, a mark: nothing that moves the ticket in any view.
    await copy(0).commit((tx) => tx.tickets.put(ticket('tkt_2', { newestNote: 1 })))
    expect(await look(2, begin)).toEqual(['tkt_1', 'tkt_3', 'tkt_4', 'tkt_2'])
    expect(await look(1, between)).toEqual(['tkt_2'])
    expect(await look(1, await now(2))).toEqual([])
    // What a copy made of what it was told of is left out; what another has changed meanwhile is not, nor what is made of that.
    const says1 = (n: number, ticketId: string) => copy(n).commit((tx) => says(tx, ticketId, `from ${n}`))
    await says1(0, 'tkt_2')
    const touched = copy(0).touched
    touched?.told((await touched.tickets({ since: begin, limit: 9 })).tickets)
    await says1(0, 'tkt_2')
    await says1(1, 'tkt_1')
    expect(await look(0, begin)).toEqual(['tkt_4', 'tkt_1'])
    await says1(0, 'tkt_1')
    expect(await look(0, begin)).toContain('tkt_1')
    expect(await look(2, begin)).toContain('tkt_2')
  })
})
