// Writes down what this version says to PostgreSQL and to its clients, for the versions after it: versions.test.ts. Once a
// release, from its own tree and after a build: `node --import tsx test/versions/record.ts > test/versions/NAME.json`.

import pg from 'pg'
import { openPostgresStore } from '../../server/store/postgres/store.ts'
import { putEverything, readEverything } from '../faults/everything.ts'
import { readableLog } from '../faults/folders.ts'
import { throwAwayServer } from '../stage/postgres-server.ts'
import { makeWorld } from '../stage/world.ts'
import { conversation } from './conversation.ts'

interface Statement {
  text: string
  values: unknown[]
}

const world = await makeWorld({}, undefined, { articles: false })
const told = await conversation(world.url)
await world.end()

const server = await throwAwayServer()
const log = readableLog()
const open = () => openPostgresStore({ url: server.url, log })
await (await open()).close()
const said = listen()
const writer = await open()
const begun = said.length
await putEverything(writer)
const writes = said.slice(begun)
await writer.close()

// Another copy, which knows nothing yet.
const reader = await open()
const asking = said.length
const everything = await readEverything(reader)
const asked = new Map(said.slice(asking).map((one) => [JSON.stringify(one), one]))
await reader.close()

const client = new pg.Client({ connectionString: server.url })
await client.connect()
const reads: (Statement & { records: unknown[] })[] = []
for (const { text, values } of asked.values()) {
  const { rows } = await client.query({ text, values })
  const records = rows.flatMap(({ record }) => (record ? [JSON.parse(record)] : []))
  if (records.length > 0) reads.push({ text, values, records })
}
await client.end()
await server.end()
process.stdout.write(`${JSON.stringify({ told, writes, everything, reads })}\n`)

/** To all that is said to the database from now on. */
function listen(): Statement[] {
  const heard: Statement[] = []
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [statement] = given as [string | { text: string; values?: unknown[] }]
    const { text, values = [] } = typeof statement === 'string' ? { text: statement } : statement
    heard.push({ text, values })
    return (query as (...all: unknown[]) => unknown).apply(this, given)
  } as typeof query
  return heard
}
