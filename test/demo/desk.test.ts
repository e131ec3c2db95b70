// The desk that a newcomer finds after `npm start`: a day that is under way, with something of each kind to do.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { agentConnects, demoSub, identityToken, post } from '../stage/cast.ts'
import type { Client } from '../stage/client.ts'
import { eventually, makeWorld, type World } from '../stage/world.ts'

const MAYA = { name: 'Maya Lindqvist', email: 'maya.lindqvist@northfield.edu' }

let world: World
let omar: Client
beforeAll(async () => {
  world = await makeWorld({}, undefined, { tickets: true })
  omar = await agentConnects(world.url, 'Omar')
})
afterAll(() => world?.end())

test('has tickets of every type and in every state, and something in each view of Omar’s', async () => {
  const all = await listed({ view: 'unsolved' })
  const types = new Set(all.map(({ type }) => type))
  expect([...types].toSorted()).toEqual([
    'account_merge',
    'document_rejected',
    'invitation_missing',
    'missing_rotation',
    'problem',
    'question',
  ])
  const states = new Set(all.map(({ state }) => state))
  expect([...states].toSorted()).toEqual(['open', 'snoozed', 'waiting_on_contact'])
  for (const view of ['open', 'mine', 'mentions', 'unassigned', 'waiting_on_contact', 'snoozed', 'solved'])
    expect([view, (await listed({ view })).length > 0]).toEqual([view, true])
})

test('one of them broke its promise, and says so once', async () => {
  const late = async () => {
    const [rotation] = (await listed({ view: 'open' })).filter(({ type }) => type === 'missing_rotation')
    const { notes } = (await omar.command('thread.read', { ticketId: rotation?.id })).result
    return notes.filter(({ line }: { line?: { code: string } }) => line?.code === 'sla.breached')
  }
  expect(await eventually('the line', async () => (await late()).length > 0 && late())).toHaveLength(1)
})

test('a merge waits for a decision, and the host describes both accounts', async () => {
  const [asked] = (await listed({ view: 'open' })).filter(({ type }) => type === 'account_merge')
  const { preview } = (await omar.command('merge.preview', { mergeId: asked?.mergeId })).result
  expect(preview).toMatchObject({
    into: { email: 'elena.duarte@mail.example' },
    from: { email: 'e.duarte@calder.example' },
    conflicts: [{ field: 'year' }],
  })
  expect(preview.moves).toHaveLength(2)
})

test('Maya finds an answer that she has not read, and nobody else gets a mail but who must prove an address', async () => {
  const person = { ...MAYA, sub: await demoSub(world.url, MAYA.email) }
  const { body } = await post(world.url, '/api/session', { identityToken: await identityToken(person) })
  expect(body.snapshot.tickets).toHaveLength(1)
  const [{ newestSequence, seenByContact }] = body.snapshot.tickets
  expect(seenByContact).toBeLessThan(newestSequence)
  expect((await world.mails()).map(({ to }) => to)).toEqual(['e.duarte@calder.example'])
})

test('is told on the first day only', async () => {
  const before = (await listed({ view: 'unsolved' })).length
  await world.stop()
  await world.start()
  omar = await agentConnects(world.url, 'Omar')
  expect(await listed({ view: 'unsolved' })).toHaveLength(before)
})

type Listed = { id: string; type: string; state: string; mergeId: string | null }

async function listed(asked: { view: string }): Promise<Listed[]> {
  return (await omar.command('ticket.list', asked)).result.tickets
}
