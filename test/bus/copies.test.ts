// Two copies of the server, one store, one Redis: whoever is connected to one hears, is counted and loses their rights as
// if there were only one; and while Redis is away they find each other's work in the store. Partner: bus.test.ts.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Contact } from '../../protocol/entities.ts'
import { COMMAND_RATES } from '../../protocol/limits.ts'
import { demoAgents } from '../../server/demo/agents.ts'
import { removeTicket } from '../../server/retention/removing.ts'
import type { TicketRecord } from '../../server/store/records.ts'
import { LOOK_UP_RATES } from '../../server/ticket-types/look-ups.ts'
import { type MergeHost, mergeHost } from '../account-merge/merge-host.ts'
import { articlesFolder, type Folder } from '../stage/articles-folder.ts'
import {
  agentConnects,
  agentCookie,
  contactConnects,
  leo,
  maya,
  newClientId,
  post,
  sessionOf,
} from '../stage/cast.ts'
import { type Client, connect, type Json } from '../stage/client.ts'
import { type RedisServer, startRedis } from '../stage/redis-server.ts'
import { eventually } from '../stage/world.ts'
import { type Copy, openCopies } from './copies.ts'

let dir: string
let redis: RedisServer
let host: MergeHost
let articles: Folder
let opened: Awaited<ReturnType<typeof openCopies>>
let one: Copy
let other: Copy
const clients: Client[] = []
const here = (client: Client) => {
  clients.push(client)
  return client
}

beforeAll(async () => {
  ;[dir, redis, articles] = await Promise.all([
    mkdtemp(join(tmpdir(), 'helpdock-copies-')),
    startRedis(),
    articlesFolder({}),
  ])
  host = await mergeHost()
  opened = await openCopies(dir, articles.dir, [redis.url, redis.url], host.webhook)
  ;[one, other] = opened.copies as [Copy, Copy]
  for (const agent of demoAgents) await one.agents.add({ ...agent, passwordCost: { N: 1024, r: 8, p: 1 } })
})
afterAll(async () => {
  for (const client of clients) client.close()
  await opened?.close()
  await redis?.kill()
  await host?.close()
  await articles?.remove()
  await rm(dir, { recursive: true, force: true })
})

const says = async (student: Client, text: string): Promise<string> => {
  const answer = await student.command('ticket.open', { clientId: newClientId(), type: 'question', text })
  return answer.result.ticket.id
}
const textOf = (body: Record<string, unknown>) => (body.message as { text: string } | undefined)?.text

test('what happens at the desk goes to the copies where an agent is, and to no other', async () => {
  const asks = new Redis(redis.url)
  try {
    const listening = async () => {
      const [channel] = (await asks.pubsub('CHANNELS', '*:desk')) as string[]
      return channel ? Number((await asks.pubsub('NUMSUB', channel))[1]) : 0
    }
    expect(await listening()).toBe(0)
    const student = here(await contactConnects(one.url, leo))
    await says(student, 'Early.')
    await other.catching.look()
    const omar = await agentConnects(other.url, 'Omar')
    expect(await listening()).toBe(1)
    expect([one, other].map(({ bus }) => bus.isHeardHere('desk'))).toEqual([false, true])
    // What happened before they came stands in their welcome: the look into the store has no news for them.
    const isTold = () =>
      omar.frames.some(({ name, body }) => name === 'message.created' && textOf(body as Json) === 'Early.')
    await other.catching.look()
    await omar.command('ticket.list', {})
    expect(isTold()).toBe(false)
    omar.close()
    await eventually('nobody to listen', async () => (await listening()) === 0)
  } finally {
    asks.disconnect()
  }
})

test('a student at one copy and an agent at the other speak as if there were one', async () => {
  const student = here(await contactConnects(one.url, maya))
  const omar = here(await agentConnects(other.url, 'Omar'))
  const ticketId = await says(student, 'Where is my rotation?')
  await omar.event('message.created', (body) => textOf(body) === 'Where is my rotation?')
  await omar.command('typing.start', { ticketId })
  await student.event('typing.started')
  // And is seen at it by who is at the student's copy; how long, where theirs is killed: console/facts/presence.ts.
  const ines = here(await agentConnects(one.url, 'Ines'))
  await omar.command('presence.tell', { ticketId, doing: 'writing' })
  await ines.event('presence.changed', ({ agentId }) => agentId === omar.welcome.agent.id)
  await omar.command('message.send', { ticketId, clientId: newClientId(), text: 'On ward three.' })
  await student.event('message.created', (body) => textOf(body) === 'On ward three.')
  expect(student.frames.filter(({ name }) => name === 'note.created')).toEqual([])
})

test('who polls at one copy hears at once of what happens at the other', async () => {
  const session = await sessionOf(one.url, leo)
  const student = here(await connect(other.url, '/api/chat', { session }))
  const ticketId = await says(student, 'Is anybody there?')
  const marks = encodeURIComponent(JSON.stringify({ [ticketId]: 1 }))
  const beganAt = performance.now()
  const asked = fetch(`${one.url}/api/chat/poll?wait=20000&marks=${marks}`, {
    headers: { authorization: `Bearer ${session}` },
  }).then((answer) => answer.json())
  await eventually('the poll to listen', async () =>
    one.bus.isHeardHere(`contact:${student.welcome.contact.id}`),
  )
  await student.command('message.send', { ticketId, clientId: newClientId(), text: 'Hello?' })
  expect((await asked).missed.map(({ text }: { text: string }) => text)).toEqual(['Hello?'])
  expect(performance.now() - beganAt, 'no waiting for the end of the poll').toBeLessThan(15_000)
})

/** Resolves when the other copy was told of so many, of what fits: what it then refuses it refuses for those. */
function isTold(
  topic: 'counts.commands' | 'counts.requests' | 'counts.look_ups',
  fits: (key: string) => boolean,
  times: number,
) {
  return new Promise<void>((resolve) => {
    let told = 0
    other.bus.subscribe(topic, ({ body }) => {
      for (const [key, count] of body as [string, number][]) if (fits(key)) told += count
      if (told >= times) resolve()
    })
  })
}

test('a flood is counted over both copies', async () => {
  const flooder = { sub: 'flooder', email: 'flood@northfield.edu', name: 'Flo Oder' }
  const [first, second] = [
    here(await contactConnects(one.url, flooder)),
    here(await contactConnects(other.url, flooder)),
  ]
  const { burst } = COMMAND_RATES.contact.open
  const opens = async (client: Client) =>
    (await client.command('ticket.open', { clientId: newClientId(), type: 'question', text: 'Me again.' }))
      .problem?.code
  const told = isTold('counts.commands', (key) => key.startsWith(first.welcome.contact.id), burst)
  const answers = await Promise.all(Array.from({ length: burst }, () => opens(first)))
  expect(answers, 'the premise').toEqual(Array(burst).fill(undefined))
  await told
  // Nothing was drawn at the other copy. What fills meanwhile fills slowly: one in five seconds.
  const there = await Promise.all(Array.from({ length: burst / 2 }, () => opens(second)))
  expect(there).toContain('request.too_many')
})

test('requests of an address are counted over both copies', async () => {
  let asked = 0
  const asksForCode = async (url: string) => {
    const body = { email: `somebody-${++asked}@mail.example`, name: 'Some Body' }
    return (await post(url, '/api/address-proofs', body)).status
  }
  const told = isTold('counts.requests', (key) => key.includes('/api/address-proofs'), 20)
  for (let n = 0; n < 20; n++) expect(await asksForCode(one.url)).toBe(202)
  await told
  expect(await asksForCode(other.url), 'the very first at the other copy').toBe(429)
})

test('look-ups of the host are counted over both copies', async () => {
  const asker = { sub: 'asker', email: 'asker@northfield.edu', name: 'As Ker' }
  const asks = (copy: Copy, id: string) =>
    copy.rules.lookUps.account({ ...askedAs, id, externalId: id }, 'a school')
  const askedAs = here(await contactConnects(one.url, asker)).welcome.contact as Contact
  const { burst } = LOOK_UP_RATES.address
  const told = isTold('counts.look_ups', (key) => key.startsWith('address '), burst)
  // One address in accounts of its own: neither copy would stop any of them alone.
  for (let n = 0; n < burst; n++) expect(await asks(one, `asker-${n}`), 'the premise').not.toBeNull()
  await told
  const asked = host.heard.length
  expect(await asks(other, 'asker-at-the-other-copy'), 'the very first at the other copy').toBeNull()
  expect(host.heard).toHaveLength(asked)
})

test('who logs out at one copy loses the socket at the other', async () => {
  const cookie = await agentCookie(one.url, 'Ines')
  const ines = here(await connect(other.url, '/api/console', { cookie }))
  await fetch(`${one.url}/api/console/sessions/current`, { method: 'DELETE', headers: { cookie } })
  expect((await ines.closed).code).toBe(4001)
})

describe('while Redis is paused', () => {
  let student: Client
  let ticketId: string
  let beside: Client
  let away: Client
  beforeAll(async () => {
    student = here(await contactConnects(one.url, maya))
    beside = here(await agentConnects(one.url, 'Omar'))
    away = here(await agentConnects(other.url, 'Ines'))
    ticketId = await says(student, 'Before.')
    await away.event('message.created', (body) => textOf(body) === 'Before.')
    redis.pause()
  })
  afterAll(() => redis.goOn())

  test('the chat of each copy goes on, and the other copy is there some seconds later, notes and marks too', async () => {
    await student.command('message.send', { ticketId, clientId: newClientId(), text: 'Meanwhile.' })
    await beside.event('message.created', (body) => textOf(body) === 'Meanwhile.')
    await beside.command('note.write', { ticketId, clientId: newClientId(), text: 'She waits.' })
    await beside.command('thread.see', { ticketId, sequence: 2 })
    await away.event('message.created', (body) => textOf(body) === 'Meanwhile.')
    await away.event('note.created', (body) => (body.note as { text: string }).text === 'She waits.')
    await away.event(
      'ticket.changed',
      ({ ticket }) => (ticket as { id: string; seenByAgent: number }).seenByAgent === 2,
    )
    await away.command('message.send', { ticketId, clientId: newClientId(), text: 'From afar.' })
    await student.event('message.created', (body) => textOf(body) === 'From afar.')
    expect(student.frames.some(({ name }) => name === 'note.created')).toBe(false)
    expect(one.caughtUp() + other.caughtUp()).toBeGreaterThan(0)
  })

  test('what desks hold in lists, what an admin sets and what is removed is there some seconds later, too', async () => {
    const [theirs, gone] = [
      here(await agentConnects(one.url, 'Ines')),
      here(
        await contactConnects(one.url, { sub: 'nobody', email: 'nobody@northfield.edu', name: 'No Body' }),
      ),
    ]
    const macro = { as: 'reply', text: 'A moment.', actions: [], types: [], teams: [] }
    const rule = {
      when: { on: 'ticket_opened' },
      conditions: { filter: {} },
      actions: [{ do: 'tag', add: 'new' }],
    }
    const view = { name: 'Late', filter: { waitsLongerThanMinutes: 60 }, sort: 'longest_wait', isOwn: false }
    const saves = async (noun: string, body: Json) =>
      (await away.command(`${noun}.save`, body)).result[noun] as { id: string }
    const made = {
      macro: await saves('macro', { macro: { ...macro, name: 'Wait', isOwn: false } }),
      view: await saves('view', { view }),
      rule: await saves('rule', { rule: { ...rule, name: 'New' } }),
    }
    const own = await saves('macro', { macro: { ...macro, name: 'Mine', isOwn: true } })
    const [{ version, changedBy: _by, changedAt: _at, ...team }] = (await away.command('team.list', {}))
      .result.teams
    await saves('team', { version, team: { ...team, limit: 7 } })
    await away.command('away.set', { isAway: true })
    const headers = { cookie: await agentCookie(other.url, 'Ines'), 'content-type': 'application/json' }
    const body = JSON.stringify({ version: 0, added: ['https://late.school.edu'] })
    await fetch(`${other.url}/api/console/origins`, { method: 'PUT', headers, body })

    const isOf =
      (noun: string, { id }: { id: string }) =>
      (body: Json) =>
        (body[noun] as Json).id === id
    for (const [noun, one] of Object.entries({ ...made, macro: own }))
      await theirs.event(`${noun}.changed`, isOf(noun, one))
    await beside.event('macro.changed', isOf('macro', made.macro))
    await beside.event('view.changed', isOf('view', made.view))
    await beside.event('team.changed', ({ team }) => (team as Json).limit === 7)
    await beside.event(
      'away.changed',
      ({ agentId, isAway }) => agentId === theirs.welcome.agent.id && !!isAway,
    )
    await eventually('the site', async () => one.settings.origins().includes('https://late.school.edu'))

    // And is gone as late, what was removed here: a view, and a ticket with all that is of it.
    await away.command('view.remove', { viewId: made.view.id })
    await beside.event('view.removed', ({ viewId }) => viewId === made.view.id)
    const forgotten = await says(gone, 'Forget this.')
    await away.event('message.created', (body) => textOf(body) === 'Forget this.')
    await other.rules.commit(async (tx) =>
      removeTicket(tx, (await tx.tickets.find(forgotten)) as TicketRecord),
    )
    for (const client of [beside, gone])
      await client.event('ticket.removed', ({ ticketId }) => ticketId === forgotten)

    // One's own is nobody else's, late either; and nothing of all this is a contact's.
    expect(JSON.stringify(beside.frames)).not.toContain(own.id)
    expect(JSON.stringify([student.frames, gone.frames])).not.toMatch(/"(macro|view|rule|team|away)\./)
  })

  test('somebody comes in, and nobody who opens a page waits for Redis', async () => {
    await eventually('it to be missed', async () => !one.bus.state().isConnected)
    const beganAt = performance.now()
    const late = here(await contactConnects(one.url, leo))
    expect(late.welcome.contact.email).toBe(leo.email)
    expect(performance.now() - beganAt).toBeLessThan(5_000)
  })

  test('it is said where operators look', async () => {
    const ready = await fetch(`${one.url}/readyz`)
    expect([ready.status, await ready.json()]).toMatchObject([200, { status: 'ready', bus: 'away' }])
    const metrics = await fetch(`${one.url}/metrics`).then((answer) => answer.text())
    expect(metrics).toMatch(/^helpdock_bus_connected 0$/m)
    expect(metrics).toMatch(/^helpdock_bus_whole 0$/m)
    expect(one.log.complaints().some((line) => line.startsWith('Redis is away'))).toBe(true)
  })

  test('an agent who is disabled at one copy loses the socket at the other', async () => {
    await one.rules.commit((tx) => one.agents.disableAt(tx, demoAgents[1]?.email ?? ''))
    const disabledAt = performance.now()
    expect((await away.closed).code).toBe(4001)
    expect(performance.now() - disabledAt, 'a second, and what a busy machine takes').toBeLessThan(5_000)
  })
})

test('afterwards they hear of each other again, and nobody missed anything', async () => {
  await eventually('both copies', async () =>
    [one, other].every(({ bus }) => bus.state().isConnected && bus.state().copies === 2),
  )
  const student = here(await contactConnects(one.url, leo))
  const omar = here(await agentConnects(other.url, 'Omar'))
  const ticketId = await says(student, 'And after.')
  await omar.event('message.created', (body) => textOf(body) === 'And after.')
  // What the bus told is told by no look once more. It is told when the draft is, which is nobody's to find in the store.
  const beside = here(await agentConnects(one.url, 'Omar'))
  const macro = { name: 'After', as: 'reply', text: 'Done.', actions: [], types: [], teams: [], isOwn: true }
  await beside.command('macro.save', { macro })
  await beside.command('draft.save', { ticketId, as: 'note', text: 'Done?', answers: 1, version: null })
  await omar.event('draft.changed')
  const timesTold = async () => {
    await omar.command('macro.list', {})
    return omar.frames.filter(({ name }) => name === 'macro.changed').length
  }
  const told = await timesTold()
  expect(told, 'the premise').toBeGreaterThan(0)
  await other.catching.look()
  expect(await timesTold()).toBe(told)
})

test('a copy whose clock is minutes from the database’s says so once, and when it is right again', async () => {
  const { rules, log, catching } = other
  const isAhead = (minutes: number) => rules.passes(Date.now() + minutes * 60_000 - rules.now().getTime())
  const saidOnceMore = async () => {
    const before = log.lines.length
    for (let look = 0; look < 2; look++) await catching.look()
    return log.lines.slice(before).filter(({ sentence }) => sentence.includes('clock of this machine'))
  }
  isAhead(0)
  await saidOnceMore()
  isAhead(10)
  expect(await saidOnceMore()).toMatchObject([{ level: 'error', facts: { aheadS: 600 } }])
  isAhead(0)
  expect(await saidOnceMore()).toMatchObject([{ level: 'info' }])
  isAhead(-10)
  expect(await saidOnceMore()).toMatchObject([{ level: 'error', facts: { aheadS: -600 } }])
  isAhead(0)
})
