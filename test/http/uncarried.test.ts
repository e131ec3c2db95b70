// U+0000 and half of a pair of surrogates: JSON can say both, PostgreSQL keeps neither. Whoever sends them is heard all the
// same, without them. On PostgreSQL, for the embedded store would take anything.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { carried } from '../../server/carried.ts'
import {
  agentConnects,
  agentCookie,
  contactConnects,
  identityToken,
  maya,
  newClientId,
  post,
} from '../stage/cast.ts'
import { newDatabase } from '../stage/postgres.ts'
import { makeWorld, type World } from '../stage/world.ts'

const NUL = '\0'
const HALF = '\ud83d'

let database: Awaited<ReturnType<typeof newDatabase>>
let world: World
beforeAll(async () => {
  database = await newDatabase()
  world = await makeWorld({ DATABASE_URL: database.url })
})
afterAll(async () => {
  await world?.end()
  await database?.drop()
})

test('a contact says it in every part of a ticket, and an agent reads the rest', async () => {
  const omar = await agentConnects(world.url, 'Omar')
  const student = await contactConnects(world.url, maya)
  const opened = await student.command('ticket.open', {
    clientId: newClientId(),
    type: 'question',
    subject: `My${NUL} rotation${HALF}`,
    text: `Where${NUL} is it${HALF}?`,
    handover: {
      searches: [`rota${NUL}tion${HALF}`],
      reads: [],
      page: `https://host.example/${NUL}`,
    },
  })
  expect(opened.problem).toBeUndefined()
  const { ticket, message } = opened.result as {
    ticket: { id: string; subject: string }
    message: { text: string }
  }
  expect([ticket.subject, message.text]).toEqual(['My rotation\ufffd', 'Where is it\ufffd?'])
  const said = await student.command('message.send', {
    clientId: newClientId(),
    ticketId: ticket.id,
    text: `Once${NUL} more${HALF}`,
  })
  expect(said.result).toMatchObject({ message: { text: 'Once more\ufffd' } })
  const found = await omar.command('ticket.search', { query: `rota${NUL}tion` })
  expect(found.problem).toBeUndefined()
  student.close()
  omar.close()
})

test('what a list shortens ends with no half of a letter', async () => {
  const student = await contactConnects(world.url, maya)
  const text = `${'x'.repeat(138)}🙂 and more`
  const opened = await student.command('ticket.open', { clientId: newClientId(), type: 'question', text })
  const { ticket } = opened.result as { ticket: { subject: string; lastEntry: { snippet: string } } }
  const shown = `${'x'.repeat(138)}…`
  expect([ticket.subject, ticket.lastEntry.snippet]).toEqual([shown, shown])
  student.close()
})

test('over HTTP it is taken out of bodies, questions and addresses', async () => {
  const version = `v${NUL}1${HALF}`
  const voted = await post(world.url, '/api/help/articles/cost-free/feedback', {
    answer: 'yes',
    readerId: 'reader-0123456789abcdef',
    version,
    comment: `It${NUL} helped${HALF}`,
  })
  expect([voted.status, voted.body]).toEqual([200, { yes: 1, partly: 0, no: 0 }])
  const cookie = await agentCookie(world.url, 'Omar')
  for (const path of [
    '/api/help/search?q=rota%00tion',
    '/api/help/articles/%00',
    '/help/%00',
    '/help/a/b%00',
  ]) {
    const answer = await fetch(world.url + path, { headers: { cookie } })
    expect(answer.status, path).toBeLessThan(500)
  }
})

test('a host that names people so is told what is wrong with the name', async () => {
  for (const sub of [`maya${NUL}`, `maya${HALF}`]) {
    const answer = await post(world.url, '/api/session', {
      identityToken: await identityToken({ ...maya, sub }),
    })
    expect([answer.status, answer.body.code]).toEqual([401, 'identity.invalid'])
    expect(answer.body.detail).toContain('U+0000')
  }
  // A courtesy that cannot be kept whole is kept without it, also where its end fell into the middle of a letter.
  const attributes = { [`gr${NUL}oup`]: `A${NUL}${HALF}`, long: `${'x'.repeat(299)}🙂` }
  const taken = await post(world.url, '/api/session', {
    identityToken: await identityToken(maya, { attributes }),
  })
  expect(taken.status).toBe(200)
  expect(taken.body.snapshot.contact.attributes).toEqual({ group: 'A\ufffd', long: 'x'.repeat(299) })
})

test('what is nested deeper than a function can call itself is gone through all the same', () => {
  const depth = 100_000
  const nested = JSON.parse(`${'['.repeat(depth)}"a\\u0000b"${']'.repeat(depth)}`)
  let inner: unknown = carried(nested)
  while (Array.isArray(inner)) [inner] = inner
  expect(inner).toBe('ab')
  expect(carried({ a: [`${HALF}x`, { b: NUL }], c: 1 })).toEqual({ a: ['\ufffdx', { b: '' }], c: 1 })
})
