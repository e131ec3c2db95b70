// Arrays that the one statement is given: the server reads of them what it would have read of their text.

import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { arrayOf } from '../../server/store/postgres/arrays.ts'
import { newDatabase } from '../stage/postgres.ts'

let database: Awaited<ReturnType<typeof newDatabase>>
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

const said = '“It said: {"a", b\\c}, NULL” – 50 % 👩‍⚕️\nMüller'
const ofType: Record<string, unknown[]> = {
  text: [said, '', 'NULL', null],
  json: [JSON.stringify({ text: said })],
  jsonb: [null, JSON.stringify(['agt_1', said])],
  integer: [1, 2_147_483_647, null],
  bigint: [7, '9007199254740993'],
  boolean: [true, null, false],
  xid: ['3', '4294967295'],
  timestamptz: ['2026-11-26T19:00:00.123Z', null],
}

test.each(Object.entries(ofType))('%s', async (type, values) => {
  const asText = values.map((value) => (value === null ? null : String(value)))
  expect(arrayOf(type, values), 'the premise: it is not left to the driver').not.toBe(values)
  const { rows } = await client.query(
    `SELECT ($1::${type}[])::text AS ours, ($2::text[]::${type}[])::text AS theirs, array_length($1::${type}[], 1) AS length`,
    [arrayOf(type, values), asText],
  )
  expect(rows[0]).toEqual({ ours: rows[0].theirs, theirs: rows[0].theirs, length: values.length })
})
