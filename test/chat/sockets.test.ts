// What docs/protocol.md promises of a connection where no client can easily show it: hearts that beat, readers that
// are slow, marks of every kind, and a server that ends.

import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { connect as connectTcp } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Activity, Contact, ContactTicket, Message } from '../../protocol/entities.ts'
import { CLOSE, HELLO_MARKS, TICKET_PAGE_ROWS, WELCOME_MISSED_ENTRIES } from '../../protocol/limits.ts'
import { topics } from '../../server/chat/audience.ts'
import { contactSnapshot, newestOfContact, newestOfDesk } from '../../server/chat/snapshots.ts'
import { contactIsHere } from '../../server/contacts/last-seen.ts'
import { Refusal } from '../../server/errors.ts'
import type { AgentRecord } from '../../server/store/records.ts'
import { dataFolders, readableLog } from '../faults/folders.ts'
import { type App, openApp } from '../stage/app.ts'
import { identityToken, leo, maya } from '../stage/cast.ts'
import { type Client, connect, open } from '../stage/client.ts'

const newFolder = dataFolders()
let server: App
let url: string
beforeEach(async () => {
  const folder = await newFolder()
  // Articles have no part in this.
  await mkdir(join(folder, 'articles'))
  server = await openApp(folder, join(folder, 'articles'))
  url = await server.listen()
})
afterEach(() => server?.close())

let named = 0
const newClientId = () => `client-${++named}`

async function sessionOf(person: typeof maya): Promise<{ session: string; contact: Contact }> {
  const payload = { identityToken: await identityToken(person, clockOfTheScene()) }
  const answer = (await server.app.inject({ method: 'POST', url: '/api/session', payload })).json()
  return { session: answer.session, contact: answer.snapshot.contact }
}
/** The rules' clock is set by hand, so the host signs by it. */
const clockOfTheScene = () => {
  const seconds = Math.floor(server.rules.now().getTime() / 1000)
  return { iat: seconds, exp: seconds + 600 }
}

async function ticketOf(contact: Contact, text = 'Where is my rotation?') {
  const body = { clientId: newClientId(), type: 'question' as const, text }
  return (await server.rules.commit((tx) => server.rules.tickets.open(tx, contact, body))).ticket
}
const says = (contact: Contact, ticketId: string, text: string) =>
  server.rules.commit((tx) =>
    server.rules.tickets.sendAsContact(tx, contact, { clientId: newClientId(), ticketId, text }),
  )
const answers = (agent: AgentRecord, ticketId: string, text: string) =>
  server.rules.commit((tx) =>
    server.rules.tickets.sendAsAgent(tx, agent, { clientId: newClientId(), ticketId, text }),
  )

const snapshotOf = (contact: Contact, marks: Record<string, number>) =>
  contactSnapshot(
    {
      read: server.rules.store.read,
      now: server.rules.now,
      history: 'one',
      articlesVersion: () => 'v',
      hours: async () => ({ version: 0, availability: { from: '', openings: null, waitsMs: [] } }),
    },
    contact,
    marks,
  )

describe('who comes back', () => {
  test('gets what was missed in a thread that is older than the hundred newest', async () => {
    const { contact } = await sessionOf(maya)
    const old = await ticketOf(contact)
    await says(contact, old.id, 'one more thing')
    for (let one = 0; one < TICKET_PAGE_ROWS; one++) {
      server.rules.passes(1)
      await ticketOf(contact, `number ${one}`)
    }
    const snapshot = await snapshotOf(contact, { [old.id]: 1 })
    expect(snapshot.tickets.map(({ id }) => id)).not.toContain(old.id)
    expect(snapshot.missed.map(({ sequence }) => sequence)).toEqual([2])
  })

  test('is told of a gap at one more than fits, and not before', async () => {
    const { contact } = await sessionOf(maya)
    const ticket = await ticketOf(contact)
    for (let one = 0; one < WELCOME_MISSED_ENTRIES; one++) await says(contact, ticket.id, `line ${one}`)
    const all = await snapshotOf(contact, { [ticket.id]: 1 })
    expect([all.missed.length, all.gaps]).toEqual([WELCOME_MISSED_ENTRIES, []])
    const tooMany = await snapshotOf(contact, { [ticket.id]: 0 })
    expect([tooMany.missed.length, tooMany.gaps]).toEqual([0, [ticket.id]])
  })

  test('with a mark beyond what there is holds what this server never kept: a gap, too', async () => {
    const { contact } = await sessionOf(maya)
    const ticket = await ticketOf(contact)
    expect((await snapshotOf(contact, { [ticket.id]: 7 })).gaps).toEqual([ticket.id])
  })

  test("learns nothing of another's ticket by naming it", async () => {
    const [{ contact }, other] = await Promise.all([sessionOf(maya), sessionOf(leo)])
    const ticket = await ticketOf(contact)
    const { missed, gaps } = await snapshotOf(other.contact, { [ticket.id]: 0 })
    expect([missed, gaps]).toEqual([[], []])
    // The premise: it is there to be found.
    expect((await snapshotOf(contact, { [ticket.id]: 0 })).missed).toHaveLength(1)
  })
})

describe('when a contact was last here', () => {
  const MINUTE_MS = 60_000
  const lastSeen = async (contact: Contact) =>
    (await server.rules.store.read.contacts.find(contact.id))?.lastSeenAt
  const now = () => server.rules.now().toISOString()
  const told = (desk: { name: string }[]) => desk.filter(({ name }) => name === 'contact.changed').length

  test('is when they wrote or saw something, not when they logged in; desks hear of it', async () => {
    const { contact } = await sessionOf(maya)
    const ticket = await ticketOf(contact)
    const loggedIn = now()
    expect(await lastSeen(contact)).toBe(loggedIn)
    const desk = server.rules.heardAtTheDesk()
    server.rules.passes(MINUTE_MS)
    await says(contact, ticket.id, 'I found it.')
    const wrote = now()
    expect([await lastSeen(contact), told(desk)]).toEqual([wrote, 1])
    // Seconds later nothing new would be read.
    server.rules.passes(10_000)
    await says(contact, ticket.id, 'Thank you!')
    expect([await lastSeen(contact), told(desk)]).toEqual([wrote, 1])
    // What an agent does says nothing of her.
    const omar = await server.rules.agent('Omar')
    server.rules.passes(MINUTE_MS)
    const { ticket: answered } = await answers(omar, ticket.id, 'You are welcome.')
    expect([await lastSeen(contact), told(desk)]).toEqual([wrote, 1])
    await server.rules.commit((tx) => server.rules.tickets.see(tx, answered, 'contact', 4))
    expect([await lastSeen(contact), told(desk)]).toEqual([now(), 2])
  })

  test('is now, while a line of theirs is open', async () => {
    const { session, contact } = await sessionOf(maya)
    server.rules.passes(MINUTE_MS)
    const line = await connect(url, '/api/chat', { session })
    await expect.poll(() => lastSeen(contact)).toBe(now())
    line.close()
    server.rules.passes(MINUTE_MS)
    const poll = { url: '/api/chat/poll', headers: { authorization: `Bearer ${session}` } }
    expect((await server.app.inject(poll)).statusCode).toBe(200)
    await expect.poll(() => lastSeen(contact)).toBe(now())
  })
})

test('who is here at the same moment is kept in one commit; desks hear of those who have a ticket', async () => {
  const [{ contact: one }, { contact: other }] = [await sessionOf(maya), await sessionOf(leo)]
  server.rules.passes(60_000)
  let commits = 0
  const isHere = contactIsHere({
    ...server.rules,
    commit: (work) => {
      commits++
      return server.rules.commit(work)
    },
    log: readableLog(),
  })
  const desk = server.rules.heardAtTheDesk()
  isHere(one, true)
  isHere(other, false)
  const now = server.rules.now().toISOString()
  const kept = () => Promise.all([one, other].map(({ id }) => server.rules.store.read.contacts.find(id)))
  await expect.poll(async () => (await kept()).map((contact) => contact?.lastSeenAt)).toEqual([now, now])
  expect(commits).toBe(1)
  expect(desk.filter(({ name }) => name === 'contact.changed')).toHaveLength(1)
})

describe('a heartbeat', () => {
  test('names solved tickets, too: that it was solved may be what an agent missed', async () => {
    const { contact } = await sessionOf(maya)
    const omar = await server.rules.agent('Omar')
    const ticket = await ticketOf(contact)
    await server.rules.commit((tx) => server.rules.tickets.solve(tx, ticket, { name: 'Omar', side: 'agent' }))
    expect(await newestOfDesk(server.rules.store.read, omar)).toEqual({ [ticket.id]: 2 })
    expect(await newestOfContact(server.rules.store.read, contact)).toEqual({ [ticket.id]: 2 })
  })
})

test('a reader who stops reading is closed as behind, not kept in memory, and resumes with nothing lost or twice', async () => {
  const { session, contact } = await sessionOf(maya)
  const omar = await server.rules.agent('Omar')
  const { id } = await ticketOf(contact)
  const slow = await connect(url, '/api/chat', { session, marks: { [id]: 1 } })
  await answers(omar, id, 'before')
  await slow.event('message.created')
  slow.pause()
  await answers(omar, id, 'while she does not read')
  // More than the system's own buffers take: nothing of this is stored.
  const filler = { name: 'typing.started', body: { ticketId: id, name: 'x'.repeat(64 * 1024) } }
  for (let n = 0; n < 500; n++) server.rules.bus.publish(topics.contact(contact.id), filler)
  await answers(omar, id, 'after she was given up')
  slow.resume()
  expect((await slow.closed).code).toBe(CLOSE.behind)
  const offered = slow.frames.filter(({ name }) => name === filler.name).length
  expect(offered, 'the premise: most of it was never kept for her').toBeLessThan(400)

  const heard = slow.frames.flatMap(({ body }) => (body as { message?: Message } | undefined)?.message ?? [])
  const mark = Math.max(...heard.map(({ sequence }) => sequence))
  const back = await connect(url, '/api/chat', { session, marks: { [id]: mark } })
  const texts = [...heard, ...back.welcome.missed].flatMap(({ text }) => text ?? [])
  expect(texts).toEqual(['before', 'while she does not read', 'after she was given up'])
  back.close()
})

// ---- polls

describe('a socket that is told once', () => {
  const toldIn = ({ frames }: Client) =>
    frames
      .filter(({ kind }) => kind !== 'welcome' && kind !== 'heartbeat')
      .map(({ kind, name, body }) => {
        const { message, activity, ticket } = (body ?? {}) as Told
        return [name ?? kind, message?.text ?? activity?.code ?? ticket?.state].filter(Boolean).join(': ')
      })
  interface Told {
    message?: Message
    activity?: Activity
    ticket?: ContactTicket
  }
  /** The last of what an agent's message brings. */
  const answerIn = (line: Client, { newestSequence }: { newestSequence: number }) =>
    line.event('ticket.changed', ({ ticket }) => (ticket as ContactTicket).newestSequence === newestSequence)

  test('has in its answer what others hear as events: a ticket, a message, and who was here', async () => {
    const { session } = await sessionOf(maya)
    const omar = await server.rules.agent('Omar')
    const [line, other] = await Promise.all(
      [true, false].map((isOnce) => connect(url, '/api/chat', { session, once: isOnce })),
    )
    if (!line || !other) throw new Error('no lines')
    const opening = { clientId: newClientId(), type: 'question', text: 'Where is it?' }
    const { ticket } = (await line.command('ticket.open', opening)).result
    // Past a minute she is “last seen” anew, of which agents hear.
    server.rules.passes(60_000)
    const desk = server.rules.heardAtTheDesk()
    const said = { clientId: newClientId(), ticketId: ticket.id, text: 'Here?' }
    const answer = await line.command('message.send', said)
    expect(desk.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['contact.changed', 'message.created']),
    )
    const { ticket: now } = await answers(omar, ticket.id, 'There.')
    await Promise.all([answerIn(line, now), answerIn(other, now)])

    const agents = [
      'activity.created: ticket.assigned',
      'message.created: There.',
      'ticket.changed: waiting_on_contact',
    ]
    expect(toldIn(line)).toEqual(['acknowledgement', 'acknowledgement', ...agents])
    expect(toldIn(other)).toEqual([
      'ticket.opened: open',
      'message.created: Where is it?',
      'ticket.changed: open',
      'message.created: Here?',
      'ticket.changed: open',
      ...agents,
    ])
    // Nothing is missing for it: the answer is what the other one heard.
    const heard = await other.event('message.created', ({ message }) => (message as Message).text === 'Here?')
    expect(answer.result.message).toEqual(heard.message)
    // And by another way it hears all.
    await says((await sessionOf(maya)).contact, ticket.id, 'Thanks, from my phone.')
    await line.event('message.created', ({ message }) => (message as Message).text.startsWith('Thanks'))
    for (const one of [line, other]) one.close()
  })

  test('hears as events what its answer does not say: that a solved ticket is open again', async () => {
    const { session, contact } = await sessionOf(maya)
    const open = await ticketOf(contact)
    await server.rules.commit((tx) => server.rules.tickets.solve(tx, open, { name: 'Omar', side: 'agent' }))
    const line = await connect(url, '/api/chat', { session, once: true })
    await line.command('message.send', { clientId: newClientId(), ticketId: open.id, text: 'Not yet.' })
    expect(toldIn(line)).toEqual([
      'message.created: Not yet.',
      'activity.created: ticket.reopened',
      'ticket.changed: open',
      'acknowledgement',
    ])
    line.close()
  })
})

describe('a poll', () => {
  const poll = (session: string, wait: number, marks: object = {}) =>
    fetch(`${url}/api/chat/poll?wait=${wait}&marks=${encodeURIComponent(JSON.stringify(marks))}`, {
      headers: { authorization: `Bearer ${session}` },
    })

  test('waits as long as it was asked to where nothing happens, and is answered at once where something does', async () => {
    const { session, contact } = await sessionOf(maya)
    const ticket = await ticketOf(contact)
    const begun = performance.now()
    expect((await poll(session, 400, { [ticket.id]: 1 })).status).toBe(200)
    expect(performance.now() - begun).toBeGreaterThan(350)

    const omar = await server.rules.agent('Omar')
    const subscribed = nextSubscription(contact.id)
    const waiting = poll(session, 20_000, { [ticket.id]: 1 })
    await subscribed
    await answers(omar, ticket.id, 'Here it is')
    const { missed } = await (await waiting).json()
    expect(missed.map(({ text }: { text?: string }) => text)).toContain('Here it is')
    expect(performance.now() - begun).toBeLessThan(10_000)
  })

  test('of a session that ends meanwhile is refused at once', async () => {
    const { session, contact } = await sessionOf(maya)
    const subscribed = nextSubscription(contact.id)
    const waiting = poll(session, 20_000)
    await subscribed
    await server.rules.commit((tx) => server.rules.contacts.endSessions(tx, contact.id))
    const answer = await waiting
    expect([answer.status, (await answer.json()).code]).toEqual([401, 'session.ended'])
  })

  const MORE_THAN_A_HELLO = `{${Array.from({ length: HELLO_MARKS + 1 }, (_, n) => `"tkt_${n}":1`)}}`
  test.each([...['nonsense', '[1.5]', '{"tkt":"1"}', 'null', MORE_THAN_A_HELLO]])(
    'with the marks %.20s is refused',
    async (marks) => {
      const { session } = await sessionOf(maya)
      const answer = await fetch(`${url}/api/chat/poll?marks=${encodeURIComponent(marks)}`, {
        headers: { authorization: `Bearer ${session}` },
      })
      expect([answer.status, (await answer.json()).code]).toEqual([400, 'request.malformed'])
    },
  )

  /** When the server listens for this contact: from then on nothing is missed. */
  function nextSubscription(contactId: string): Promise<void> {
    const { bus } = server.rules
    const subscribe = bus.subscribe
    return new Promise((resolve) => {
      bus.subscribe = (topic, handler) => {
        if (topic === `contact:${contactId}`) resolve()
        return subscribe(topic, handler)
      }
    })
  }
})

// ---- the end

test('a restart: goodbye, 1012, waiting polls answered, new requests told when to come back, all within 2 seconds', async () => {
  const { session, contact } = await sessionOf(maya)
  const polite = await connect(url, '/api/chat', { session })
  const dead = await deadSocket()
  const { bus } = server.rules
  const listening = new Promise<void>((resolve) => {
    const subscribe = bus.subscribe
    bus.subscribe = (topic, handler) => {
      if (topic === `contact:${contact.id}`) resolve()
      return subscribe(topic, handler)
    }
  })
  const poll = fetch(`${url}/api/chat/poll?wait=25000`, { headers: { authorization: `Bearer ${session}` } })
  await listening
  // A connection that is kept alive and has asked before, one that a browser opened in advance, and one that stopped in the middle.
  await (await fetch(`${url}/healthz`)).text()
  const silent = await openConnection()
  const stopped = await openConnection('GET /healthz HTTP/1.1\r\nHost: ')

  const begun = performance.now()
  const ended = Promise.all([server.hub.drain(), server.app.close()])
  const refused = await server.app.inject('/api/help/home').catch(() => null)
  if (refused) {
    expect(refused.statusCode).toBe(503)
    expect(refused.json()).toMatchObject({ code: 'server.draining', retryAfterMs: expect.any(Number) })
  }
  expect((await poll).status).toBe(200)
  expect((await polite.closed).code).toBe(1012)
  expect(polite.frames.at(-1)?.kind).toBe('goodbye')
  await ended
  expect(performance.now() - begun).toBeLessThan(4_500)
  for (const line of [dead, silent, stopped])
    await expect.poll(() => line.destroyed || line.readableEnded || line.closed).toBe(true)
})

test('while it drains, a request on a kept connection is told when to come back', async () => {
  server.hub.drain()
  const answer = await server.app.inject('/api/help/home')
  expect([answer.statusCode, answer.json().code]).toEqual([503, 'server.draining'])
  expect(answer.headers.connection).toBe('close')
  expect(answer.headers['retry-after']).toBe('3')
  expect((await server.app.inject('/readyz')).statusCode).toBe(503)
})

test('while its database stays away a copy refuses a socket before it opens, so that a balancer asks another one', async () => {
  const statuses = async () =>
    (await Promise.all(['/api/chat', '/api/console'].map((door) => server.app.inject(door)))).map(
      ({ statusCode }) => statusCode,
    )
  expect(await statuses(), 'the premise').toEqual([400, 400])
  server.rules.store.isAway = () => true
  expect(await statuses()).toEqual([503, 503])
})

test('while nobody can read who calls, commands are refused and nobody’s session has ended', async () => {
  const { session, contact } = await sessionOf(maya)
  const student = await connect(url, '/api/chat', { session })
  const { id: ticketId } = await ticketOf(contact)
  const { store } = server.rules
  const { read, commit } = store
  const { sessions } = read
  const find = async () => {
    throw new Refusal('store.failed', { retryAfterMs: 2_000 })
  }
  const value = { find, findByTokenHash: find }
  Object.defineProperty(read, 'sessions', { value, configurable: true })
  store.commit = (work) => commit((tx) => work(Object.defineProperty(tx, 'sessions', { value })))
  const said = { ticketId, clientId: newClientId(), text: 'Hello?' }
  const sends = () => student.command('message.send', said)
  const reads = () => student.command('thread.read', { ticketId })
  for (const asks of [sends, reads])
    expect((await asks()).problem).toMatchObject({ code: 'store.failed', retryAfterMs: 2_000 })
  const late = await open(url, '/api/chat', { session, marks: {} })
  expect((await late.closed).code, 'to come again').toBe(CLOSE.restart)
  expect(late.frames).toMatchObject([{ kind: 'goodbye', retryAfterMs: expect.any(Number) }])
  Object.defineProperty(read, 'sessions', { value: sessions })
  store.commit = commit
  expect(await sends(), 'on the same line').toMatchObject({ kind: 'acknowledgement' })
})

test('whose session ended without their line hearing of it can do nothing more there, and it ends', async () => {
  for (const asks of ['message.send', 'thread.see', 'thread.read']) {
    const { session, contact } = await sessionOf(maya)
    const { id: ticketId } = await ticketOf(contact)
    const student = await connect(url, '/api/chat', { session })
    const { store, now } = server.rules
    // As another copy ends it, whose word is lost.
    await store.commit(async (tx) => {
      for (const open of await tx.sessions.listForContact(contact.id))
        await tx.sessions.put({ ...open, endedAt: now().toISOString() })
    })
    const body = {
      'message.send': { ticketId, clientId: newClientId(), text: 'Still me?' },
      'thread.see': { ticketId, sequence: 1 },
      'thread.read': { ticketId },
    }[asks]
    const before = await store.read.tickets.find(ticketId)
    expect((await student.command(asks, body ?? {})).problem?.code, asks).toBe('session.ended')
    expect((await student.closed).code, asks).toBe(CLOSE.sessionEnded)
    expect(await store.read.tickets.find(ticketId), asks).toEqual(before)
  }
})

test('an agent who is disabled loses the open socket at once, and the log-in', async () => {
  const password = 'a password that is long enough'
  await server.agents.add({ name: 'Omar', email: 'omar@desk.example', password, roles: ['agent'] })
  const logIn = () =>
    server.app.inject({
      method: 'POST',
      url: '/api/console/sessions',
      payload: { email: 'omar@desk.example', password },
    })
  const cookie = String((await logIn()).headers['set-cookie']).split(';')[0] ?? ''
  const omar = await connect(url, '/api/console', { cookie })
  // The same by HTTP, from our own pages alone.
  const poll = (headers: Record<string, string>) => fetch(`${url}/api/console/poll`, { headers })
  expect((await poll({ cookie })).status).toBe(200)
  expect((await poll({ cookie, origin: 'https://evil.example' })).status).toBe(403)
  expect((await poll({})).status).toBe(401)
  await server.rules.commit((tx) => server.agents.disableAt(tx, 'omar@desk.example'))
  expect((await omar.closed).code).toBe(4001)
  expect((await poll({ cookie })).status).toBe(401)
  expect((await logIn()).json().code).toBe('login.disabled')
  await expect(connect(url, '/api/console', { cookie })).rejects.toThrow('session.ended')
})

test('a socket from a foreign page that also breaks the protocol disturbs nobody', async () => {
  const foreign = await open(url, '/api/chat', { session: 'x', origin: 'https://evil.example' })
  foreign.sendRaw('x'.repeat(100_000))
  expect([1008, 1009, 1006]).toContain((await foreign.closed).code)
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
})

describe('bytes that no client of ours sends', () => {
  const TEXT = 0x81
  const CONTINUES = 0x00
  const kilobytes = (count: number) => 'x'.repeat(count * 1024)
  /** @param claimed the length that the header names, where it is not that of the payload */
  const frame = (first: number, payload: string | Buffer, claimed = BigInt(payload.length)) => {
    const header = Buffer.alloc(14)
    header[0] = first
    header[1] = 0x80 | 127
    header.writeBigUInt64BE(claimed, 2)
    // The mask is all zeros: it changes nothing.
    return Buffer.concat([header, Buffer.from(payload)])
  }
  const inPieces = (text: string, count: number) =>
    Array.from({ length: count }, (_, n) => {
      const piece = text.slice((n * text.length) / count, ((n + 1) * text.length) / count)
      const isLast = n === count - 1
      return frame((n === 0 ? 0x01 : CONTINUES) | (isLast ? 0x80 : 0), piece)
    })

  const ends: [string, number, Buffer[]][] = [
    ['a frame as large as may be that is no hello', 4000, [frame(TEXT, kilobytes(64))]],
    ['a frame that is one byte larger', 1009, [frame(TEXT, `${kilobytes(64)}x`)]],
    ['a header that claims 2^63 - 1 bytes', 1009, [frame(TEXT, '', 2n ** 63n - 1n)]],
    ['a header that claims a gigabyte', 1009, [frame(TEXT, '', 2n ** 30n)]],
    ['pieces that are too large together', 1009, inPieces(kilobytes(65), 65)],
    ['a message in more pieces than any network makes', 1008, inPieces(kilobytes(1), 300)],
    ['a piece of nothing', 1002, [frame(0x80, 'x')]],
    ['a kind of frame that does not exist', 1002, [frame(0x83, 'x')]],
    ['a compressed frame, though nobody agreed on that', 1002, [frame(TEXT | 0x40, 'x')]],
    ['text that is no UTF-8', 1007, [frame(TEXT, Buffer.from([0xff, 0xfe]))]],
    ['a frame without a mask', 1002, [Buffer.from([TEXT, 1, 0x78])]],
    ['bytes instead of text', 4000, [frame(0x82, '{"kind":"beat"}')]],
  ]

  test('close their socket with the code that says why, and nothing else', async () => {
    const codes = ends.map(async ([what, , bytes]) => [what, await closeCodeAfter(await deadSocket(), bytes)])
    expect(await Promise.all(codes)).toEqual(ends.map(([what, code]) => [what, code]))
    expect((await server.app.inject('/healthz')).statusCode, 'the server lives on').toBe(200)
  })

  test('a hello in two hundred pieces is a hello', async () => {
    const { session } = await sessionOf(maya)
    const hello = JSON.stringify({ kind: 'hello', protocol: 1, session, marks: {} })
    const socket = await deadSocket()
    const welcome = new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))))
    for (const piece of inPieces(hello.padEnd(400), 200)) socket.write(piece)
    expect(await welcome).toContain('"kind":"welcome"')
    socket.destroy()
  })

  test('twenty thousand frames of junk end their sender, and are held for nobody', async () => {
    const { session } = await sessionOf(leo)
    const honest = await connect(url, '/api/chat', { session })
    const junk = Buffer.concat(Array.from({ length: 20_000 }, (_, n) => frame(TEXT, `junk ${n}`)))
    const greeted = await connect(url, '/api/chat', { session: (await sessionOf(maya)).session })
    for (let n = 0; n < 20_000; n++) greeted.sendRaw(`{"kind":"${n}"}`)
    expect((await greeted.closed).code).toBe(CLOSE.tooMany)
    expect(await closeCodeAfter(await deadSocket(), [junk])).toBe(CLOSE.helloExpected)
    expect((await honest.command('thread.read', { ticketId: 'tkt_none' })).problem?.code).toBe('not_found')
    honest.close()
  })

  /** Reads what the server says until its close frame. */
  function closeCodeAfter(socket: Awaited<ReturnType<typeof deadSocket>>, bytes: Buffer[]): Promise<number> {
    return new Promise((resolve) => {
      let rest = Buffer.alloc(0)
      socket.on('data', (data) => {
        rest = Buffer.concat([rest, data])
        for (;;) {
          const short = (rest[1] ?? 0) & 0x7f
          const header = short === 126 ? 4 : 2
          const length = short === 126 && rest.length >= 4 ? rest.readUInt16BE(2) : short
          if (rest.length < header || rest.length < header + length) return
          if (rest[0] === 0x88) {
            resolve(rest.readUInt16BE(header))
            socket.destroy()
            return
          }
          rest = rest.subarray(header + length)
        }
      })
      for (const one of bytes) socket.write(one)
    })
  }
})

/** Upgrades and then neither reads nor answers, as a phone in a lift. */
async function deadSocket() {
  const socket = await openConnection(
    'GET /api/chat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  )
  await once(socket, 'data')
  return socket
}

/** The server has it when it is returned. */
async function openConnection(said = '') {
  const { port, hostname } = new URL(url)
  const accepted = once(server.app.server, 'connection')
  const socket = connectTcp(Number(port), hostname)
  socket.on('error', () => {})
  await accepted
  socket.write(said)
  return socket
}
