// Two versions side by side, as at an upgrade: copies of the first version on the tables of this one, this one on what they
// wrote, and their clients with our answers. What they say was written down by themselves (versions/record.ts);
// `npm run bench -- cluster` lets such copies run beside each other. Partner: store/copies.test.ts, how a newer copy brings the tables further.

import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openPostgresStore } from '../../server/store/postgres/store.ts'
import { putEverything, readEverything } from '../faults/everything.ts'
import { readableLog } from '../faults/folders.ts'
import { message } from '../faults/records.ts'
import { emptyDatabase, newDatabase } from '../stage/postgres.ts'
import { makeWorld } from '../stage/world.ts'
import { conversation, type Forms } from './conversation.ts'

interface Recorded {
  told: Forms
  writes: { text: string; values: unknown[] }[]
  everything: Record<string, unknown>
  reads: { text: string; values: unknown[]; records: object[] }[]
}

let older: Recorded
beforeAll(async () => {
  older = JSON.parse(await readFile('test/versions/first.json', 'utf8'))
})

describe('a copy of the first version on the tables of this one', () => {
  const log = readableLog()
  let database: Awaited<ReturnType<typeof newDatabase>>
  /** The older copy's connection. */
  let client: pg.Client
  beforeAll(async () => {
    database = await newDatabase()
    client = new pg.Client({ connectionString: database.url })
    await client.connect()
  })
  afterAll(async () => {
    await client?.end()
    await database?.drop()
  })
  beforeEach(() => emptyDatabase(database.url))
  const open = () => openPostgresStore({ url: database.url, log })

  test('writes as ever, and this one reads all of it and goes on with the thread', async () => {
    expect(older.writes.length, 'the premise').toBeGreaterThan(5)
    for (const { text, values } of older.writes) await client.query({ text, values })
    const store = await open()
    const read = JSON.parse(JSON.stringify(await readEverything(store)))
    expect(read).toMatchObject(older.everything)
    await store.commit(async (tx) => {
      const ticket = await tx.tickets.find('tkt_1')
      if (!ticket) throw new Error('the ticket is gone')
      await tx.entries.append(message('tkt_1', ticket.newestSequence + 1))
      await tx.tickets.put({ ...ticket, newestSequence: ticket.newestSequence + 1 })
    })
    const entries = await store.read.entries.after('tkt_1', 0, 10)
    expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3])
    await store.close()
  })

  test('finds what this one wrote by its own questions, with everything that it knows of', async () => {
    const store = await open()
    await putEverything(store)
    await store.close()
    expect(older.reads.length, 'the premise').toBeGreaterThan(15)
    for (const { text, values, records } of older.reads) {
      const { rows } = await client.query({ text, values })
      expect(
        rows.map(({ record }) => JSON.parse(record)),
        text,
      ).toMatchObject(records)
    }
  })
})

test('clients of the first version are taken as ever, and told everything that they know in its form', async () => {
  const world = await makeWorld({}, undefined, { articles: false })
  try {
    const told = await conversation(world.url)
    const missing: string[] = []
    for (const [kind, paths] of Object.entries(older.told))
      for (const [path, types] of Object.entries(paths)) {
        const now = told[kind]?.[path] ?? []
        if (!now.some((type) => types.includes(type)) || now.some((type) => !fits(type, types)))
          missing.push(`${kind} ${path}: ${types} then, ${now} now`)
      }
    expect(Object.keys(older.told).length, 'the premise').toBeGreaterThan(20)
    expect(missing).toEqual([])
  } finally {
    await world.end()
  }
})

/** What was nothing so far may be something now. */
const fits = (type: string, types: string[]) => types.includes(type) || types.join() === 'null'
