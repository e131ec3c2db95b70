// Two copies of the server, each a process of its own, on one database and one Redis: what an admin switches at one holds at the
// other, and what both find out at once happens once. In this process, and for all else: copies.test.ts.

import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OFF_AFTER_DAYS } from '../../protocol/settings/endpoint-rules.ts'
import { openPostgresStore } from '../../server/store/postgres/store.ts'
import { readableLog } from '../faults/folders.ts'
import { agentConnects, agentCookie, contactConnects, leo, maya, newClientId } from '../stage/cast.ts'
import type { Client, Json } from '../stage/client.ts'
import { newDatabase } from '../stage/postgres.ts'
import { type RedisServer, startRedis } from '../stage/redis-server.ts'
import { eventually, makeWorld, type World } from '../stage/world.ts'

const HOUR_MS = 60 * 60_000

let redis: RedisServer
let database: Awaited<ReturnType<typeof newDatabase>>
let one: World
let other: World
const cookies = new Map<World, string>()
beforeAll(async () => {
  ;[redis, database] = await Promise.all([startRedis(), newDatabase()])
  const environment = { DATABASE_URL: database.url, REDIS_URL: redis.url }
  const start = () => makeWorld(environment, undefined, { articles: false })
  // One after the other: the first adds the agents of the demo.
  one = await start()
  other = await start()
  for (const copy of [one, other]) cookies.set(copy, await agentCookie(copy.url, 'Ines'))
})
afterAll(async () => {
  for (const copy of [one, other]) await copy?.end()
  await database?.drop()
  await redis?.kill()
})

/** Ines, at the settings of a copy. */
const ask = async (
  copy: World,
  method: 'GET' | 'PUT' | 'POST',
  path: string,
  body?: object,
): Promise<Json> => {
  const headers = { cookie: cookies.get(copy) ?? '', 'content-type': 'application/json' }
  const answer = await fetch(`${copy.url}/api/console/${path}`, {
    ...{ method, headers },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, ...(await answer.json()) }
}
const opens = async (student: Client, text: string): Promise<string> => {
  const body = { clientId: newClientId(), type: 'question', text }
  return (await student.command('ticket.open', body)).result.ticket.id
}

test('letters that are switched off at one copy are promised by none and refused at the other, until they are on again', async () => {
  const sets = async (copy: World, off: string[]) => {
    const { version } = await ask(copy, 'GET', 'mail')
    expect(await ask(copy, 'PUT', 'mail', { version, name: null, replyTo: null, off })).toMatchObject({
      ...{ status: 200, off },
    })
  }
  const student = await contactConnects(other.url, maya)
  const ticketId = await opens(student, 'May I have it by mail?')
  const isUnmailed = (letters?: string[]) => (body: Json) =>
    JSON.stringify((body.availability as Json).unmailed) === JSON.stringify(letters)
  const promised = async () => (await (await fetch(`${other.url}/api/help/home`)).json()).availability
  const mails = async () => (await student.command('transcript.mail', { ticketId })).problem?.code

  await sets(one, ['replies', 'transcript'])
  await student.event('hours.changed', isUnmailed(['replies', 'transcript']))
  expect(await promised()).toMatchObject({ unmailed: ['replies', 'transcript'] })
  expect(await mails()).toBe('letter.off')
  expect(await ask(other, 'GET', 'mail')).toMatchObject({ off: ['replies', 'transcript'] })

  await sets(other, [])
  const beside = await contactConnects(one.url, maya)
  await student.event('hours.changed', isUnmailed())
  await eventually('one copy to promise them again', async () => {
    const { availability } = await (await fetch(`${one.url}/api/help/home`)).json()
    return availability && !availability.unmailed
  })
  expect(await mails()).toBeUndefined()
  for (const client of [student, beside]) client.close()
})

test('an endpoint that took nothing for five days is switched off once, though both copies fail at it at once, and seen at both', async () => {
  // It answers when both deliveries have come: neither is kept before the other is under way.
  const waiting: (() => void)[] = []
  const host = createServer((request, response) => {
    request.resume().on('end', () => {
      waiting.push(() => response.writeHead(503).end('{}'))
      if (waiting.length === 2) for (const answer of waiting) answer()
    })
  })
  host.listen(0, '127.0.0.1')
  await once(host, 'listening')
  const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}/hook`
  const { version } = await ask(one, 'GET', 'endpoints')
  const { id } = await ask(one, 'POST', 'endpoints', { version, url, events: ['ticket.opened'] })
  const store = await openPostgresStore({ url: database.url, log: readableLog() })
  const ago = (ms: number) => new Date(Date.now() - ms).toISOString()
  const failing = { since: ago((OFF_AFTER_DAYS * 24 + 1) * HOUR_MS), lastAt: ago(20 * HOUR_MS) }
  await store.commit(async (tx) => {
    const kept = await tx.settings.find('endpoints')
    if (!kept) throw new Error('the premise: there is one')
    await tx.settings.put({ ...kept, value: kept.value.map((each) => ({ ...each, failing })) })
  })
  const shown = async (copy: World) =>
    ((await ask(copy, 'GET', 'endpoints')).endpoints as Json[]).find((each) => each.id === id)
  expect((await shown(other))?.off, 'not before').toBeUndefined()

  const admins = await Promise.all([one, other].map(({ url }) => agentConnects(url, 'Ines')))
  const students = [await contactConnects(one.url, maya), await contactConnects(other.url, leo)] as const
  await Promise.all([opens(students[0], 'Told or not?'), opens(students[1], 'Told or not?')])
  for (const admin of admins) await admin.event('endpoints.off', ({ count }) => count === 1)
  expect(waiting, 'the premise: two at once').toHaveLength(2)
  const seen = await Promise.all([one, other].map(shown))
  expect(seen[0]).toMatchObject({ off: { since: failing.since, status: 503 } })
  expect(seen[1]).toEqual(seen[0])
  const tried = async () => {
    const ofIt = (await store.read.deliveries.list({ limit: 10 })).filter(
      ({ endpointId }) => endpointId === id,
    )
    return ofIt.map(({ attempts }) => attempts.length)
  }
  await eventually('both attempts to be kept', async () => `${await tried()}` === '1,1')
  const letters = async () => {
    const mails = (await Promise.all([one.mails(), other.mails()])).flat()
    return mails.filter(({ subject }) => subject === 'A webhook was switched off').map(({ to }) => to)
  }
  await eventually('the letter', async () => (await letters()).length > 0)
  expect(await letters()).toEqual(['ines@wardway.example'])
  const log = await store.read.accessLog.list({ limit: 50 })
  expect(log.filter(({ what }) => what === 'endpoint.switched_off')).toHaveLength(1)
  expect(admins.map(({ frames }) => frames.filter(({ name }) => name === 'endpoints.off').length)).toEqual([
    1, 1,
  ])
  for (const client of [...admins, ...students]) client.close()
  await store.close()
  host.close()
})

test('both tell one name of the store’s history, and another one once it was put back to an earlier state', async () => {
  const told = async () => {
    const clients = await Promise.all(
      [one, other].flatMap(({ url }) => [contactConnects(url, maya), agentConnects(url, 'Ines')]),
    )
    for (const client of clients) client.close()
    return new Set(clients.map(({ welcome }) => welcome.history))
  }
  const before = await told()
  expect(before.size).toBe(1)
  for (const copy of [one, other]) await copy.stop()
  const env = { PATH: process.env.PATH ?? '', DATABASE_URL: database.url }
  await promisify(execFile)(process.execPath, ['dist/server/cli.js', 'restored'], { env })
  for (const copy of [one, other]) await copy.start()
  const after = await told()
  expect(after.size).toBe(1)
  expect(after).not.toEqual(before)
})
