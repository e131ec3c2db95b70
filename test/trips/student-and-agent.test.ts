// Trips 2 and 3 through the protocol: a student writes, an agent answers, and what was missed arrives.

import { once } from 'node:events'
import { createConnection } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agentConnects, contactConnects, leo, maya, newClientId, sessionOf } from '../stage/cast.ts'
import { connect } from '../stage/client.ts'
import { makeWorld, type World } from '../stage/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({ UNSEEN_MAIL_AFTER_MINUTES: '0.005' }, undefined, { articles: false })
})
afterAll(() => world?.end())

const opening = (text: string) => ({ clientId: newClientId(), type: 'question', text })

describe('a student and an agent', () => {
  test('Maya writes, Omar sees who she is and what she read, and answers; Maya has it without asking', async () => {
    const [student, omar] = await Promise.all([
      contactConnects(world.url, maya),
      agentConnects(world.url, 'Omar'),
    ])
    const handover = {
      reads: [{ slug: 'user-already-exists', title: 'User already exists', helped: 'no' }],
      searches: ['alredy exists'],
      page: '/demo',
    }
    const opened = await student.command('ticket.open', { ...opening('I cannot see my rotation'), handover })
    expect(opened.kind).toBe('acknowledgement')
    expect(opened.result.message.sequence).toBe(1)

    const { ticket } = (await omar.event('ticket.opened')) as { ticket: { id: string } }
    const thread = await omar.command('thread.read', { ticketId: ticket.id })
    expect(thread.result.contact).toMatchObject({
      identity: 'verified',
      email: maya.email,
      emailVerified: true,
      attributes: { school: 'Northfield' },
    })
    expect(thread.result.ticket.handover).toEqual(handover)

    await omar.command('typing.start', { ticketId: ticket.id })
    await student.event('typing.started', (body) => body.name === 'Omar Haddad')
    await omar.command('message.send', {
      clientId: newClientId(),
      ticketId: ticket.id,
      text: 'I look at it now.',
    })
    const { message } = (await student.event(
      'message.created',
      ({ message }) => (message as { author: { kind: string } }).author.kind === 'agent',
    )) as { message: { text: string; sequence: number } }
    expect(message.text).toBe('I look at it now.')
    // 1 the question, 2 "Omar took it", 3 the answer.
    expect(message.sequence).toBe(3)
    const changed = student.frames.filter(({ name }) => name === 'ticket.changed').at(-1)
    expect(changed).toMatchObject({
      body: { ticket: { state: 'waiting_on_contact', assignee: { name: 'Omar Haddad' } } },
    })
    student.close()
    omar.close()
  })

  test('a message sent twice is one message, and both sends get the same answer', async () => {
    const student = await contactConnects(world.url, maya)
    const body = opening('Sent from a lift')
    const [first, again] = await Promise.all([
      student.command('ticket.open', body),
      student.command('ticket.open', body),
    ])
    expect(again.result.message).toEqual(first.result.message)
    const thread = await student.command('thread.read', { ticketId: first.result.ticket.id })
    expect(thread.result.entries).toHaveLength(1)

    const other = await student.command('ticket.open', { ...body, text: 'Another text under the same name' })
    expect(other.problem?.code).toBe('client_id.reused')
    student.close()
  })

  test('who was away gets exactly what was missed, and the state of every ticket', async () => {
    const session = await sessionOf(world.url, maya)
    const student = await connect(world.url, '/api/chat', { session })
    const { ticket } = (await student.command('ticket.open', opening('I go on the ward now'))).result
    student.close()

    const omar = await agentConnects(world.url, 'Omar')
    for (const text of ['one', 'two', 'three']) {
      await omar.command('message.send', { clientId: newClientId(), ticketId: ticket.id, text })
    }
    await omar.command('ticket.solve', { ticketId: ticket.id })
    omar.close()

    const back = await connect(world.url, '/api/chat', { session, marks: { [ticket.id]: 1 } })
    const missed = back.welcome.missed.filter((entry: { ticketId: string }) => entry.ticketId === ticket.id)
    expect(missed.map((entry: { sequence: number }) => entry.sequence)).toEqual([2, 3, 4, 5, 6])
    expect(back.welcome.tickets.find(({ id }: { id: string }) => id === ticket.id).state).toBe('solved')
    back.close()
  })

  test('a solved ticket opens again when its contact writes, and says so', async () => {
    const [student, omar] = await Promise.all([
      contactConnects(world.url, maya),
      agentConnects(world.url, 'Omar'),
    ])
    const { ticket } = (await student.command('ticket.open', opening('Is it free?'))).result
    await omar.command('ticket.solve', { ticketId: ticket.id })
    const body = { clientId: newClientId(), ticketId: ticket.id, text: 'One more thing' }
    const answer = await student.command('message.send', body)
    expect(answer.result.ticket.state).toBe('open')
    const thread = await student.command('thread.read', { ticketId: ticket.id })
    expect(
      thread.result.entries.map((entry: { code?: string; text?: string }) => entry.code ?? entry.text),
    ).toEqual(['Is it free?', 'ticket.solved', 'One more thing', 'ticket.reopened'])
    student.close()
    omar.close()
  })

  test('a reply of an agent opens a solved ticket again, and says so', async () => {
    const [student, omar] = await Promise.all([
      contactConnects(world.url, maya),
      agentConnects(world.url, 'Omar'),
    ])
    const { ticket } = (await student.command('ticket.open', opening('Thank you'))).result
    await omar.command('ticket.solve', { ticketId: ticket.id })
    const body = { clientId: newClientId(), ticketId: ticket.id, text: 'I forgot to say' }
    await omar.command('message.send', body)
    const { entries } = (await student.command('thread.read', { ticketId: ticket.id })).result
    expect(entries.map((entry: { code?: string; text?: string }) => entry.code ?? entry.text)).toEqual([
      'Thank you',
      'ticket.solved',
      'ticket.reopened',
      'ticket.assigned',
      'I forgot to say',
    ])
    student.close()
    omar.close()
  })

  test('replies that she has not seen reach her by mail, once, all in one', async () => {
    const student = await contactConnects(world.url, { ...maya, sub: 'away', email: 'away@northfield.edu' })
    const { ticket } = (await student.command('ticket.open', opening('I have to go'))).result
    student.close()
    const omar = await agentConnects(world.url, 'Omar')
    for (const text of ['First answer', 'Second answer']) {
      await omar.command('message.send', { clientId: newClientId(), ticketId: ticket.id, text })
    }
    const mail = await world.mailTo('away@northfield.edu')
    expect(mail.text).toContain('First answer')
    expect(mail.text).toContain('Second answer')
    omar.close()
  })

  test('where sockets are blocked, the same command over HTTP has the same answer, and a poll brings the reply', async () => {
    const session = await sessionOf(world.url, leo)
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${session}` }
    const frame = { kind: 'command', id: 'h1', name: 'ticket.open', body: opening('No sockets here') }
    const send = () =>
      fetch(`${world.url}/api/chat/send`, { method: 'POST', headers, body: JSON.stringify(frame) }).then(
        (answer) => answer.json(),
      )
    const first = await send()
    expect(first.kind).toBe('acknowledgement')
    expect((await send()).result.message).toEqual(first.result.message)

    const { ticket } = first.result
    const marks = encodeURIComponent(JSON.stringify({ [ticket.id]: 1 }))
    const poll = fetch(`${world.url}/api/chat/poll?marks=${marks}&wait=20000`, { headers })
    const omar = await agentConnects(world.url, 'Omar')
    await omar.command('message.send', { clientId: newClientId(), ticketId: ticket.id, text: 'Here I am' })
    const news = await (await poll).json()
    expect(news.missed.map((entry: { text?: string }) => entry.text)).toContain('Here I am')
    omar.close()
  })

  test('delivered is what a console has, and never more than there is', async () => {
    const student = await contactConnects(world.url, maya)
    const omar = await agentConnects(world.url, 'Omar')
    const { ticket } = (await student.command('ticket.open', opening('Has anybody got this?'))).result
    expect(ticket.deliveredToAgent).toBe(0)
    const { kind } = await omar.command('tickets.receive', { upTo: { [ticket.id]: 99, tkt_none: 1 } })
    expect(kind).toBe('acknowledgement')
    const told = await student.event('thread.delivered', (body) => body.ticketId === ticket.id)
    expect(told).toMatchObject({ to: 'agent', sequence: 1 })
    const again = await contactConnects(world.url, maya)
    const known = again.welcome.tickets.find(({ id }: { id: string }) => id === ticket.id)
    expect(known).toMatchObject({ deliveredToAgent: 1, seenByAgent: 0 })
    const byStudent = await student.command('tickets.receive', { upTo: { [ticket.id]: 1 } })
    expect(byStudent.problem?.code, 'contacts have no such command').toBe('command.unknown')
    for (const client of [student, omar, again]) client.close()
  })

  test("Leo can neither read nor write in Maya's ticket; it answers as if it were not there", async () => {
    const [student, other] = await Promise.all([
      contactConnects(world.url, maya),
      contactConnects(world.url, leo),
    ])
    const { ticket } = (await student.command('ticket.open', opening('Private'))).result
    const tries = [
      other.command('thread.read', { ticketId: ticket.id }),
      other.command('message.send', { clientId: newClientId(), ticketId: ticket.id, text: 'hello' }),
      other.command('ticket.solve', { ticketId: ticket.id }),
      other.command('thread.see', { ticketId: ticket.id, sequence: 1 }),
      other.command('typing.start', { ticketId: ticket.id }),
      other.command('thread.read', { ticketId: 'tkt_none' }),
    ]
    for (const answer of await Promise.all(tries)) expect(answer.problem?.code).toBe('not_found')
    student.close()
    other.close()
  })
})

test('a waiting poll, an idle connection and a line that is dead do not hold up a restart', async () => {
  const session = await sessionOf(world.url, maya)
  const { port, hostname } = new URL(world.url)
  const rawLine = async (request: string) => {
    const line = createConnection(Number(port), hostname).on('error', () => {})
    line.write(request)
    await once(line, 'data')
    return line
  }
  const upgrade =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='
  await rawLine(`GET /api/chat HTTP/1.1\r\nHost: x\r\n${upgrade}\r\n\r\n`)
  const waiting = await rawLine('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
  await rawLine('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
  const answered = once(waiting, 'data')
  waiting.write(
    `GET /api/chat/poll?wait=25000 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${session}\r\n\r\n`,
  )
  // The premise: the poll is being waited on, for what was sent after it on another line is answered.
  await fetch(`${world.url}/api/chat/poll?wait=100`, { headers: { authorization: `Bearer ${session}` } })

  const begun = performance.now()
  expect(await world.stop()).toBe(0)
  expect(performance.now() - begun).toBeLessThan(4_500)
  expect(String((await answered)[0])).toMatch(/^HTTP\/1\.1 200/)
  await world.start()
})

test('a restart says goodbye first, and the ticket is there afterwards', async () => {
  const session = await sessionOf(world.url, maya)
  const student = await connect(world.url, '/api/chat', { session })
  const { ticket } = (await student.command('ticket.open', opening('Before the restart'))).result
  const code = world.stop()
  const goodbye = await student.frame(({ kind }) => kind === 'goodbye')
  expect(goodbye.retryAfterMs).toBeTypeOf('number')
  expect((await student.closed).code).toBe(1012)
  expect(await code).toBe(0)
  await world.start()
  const back = await connect(world.url, '/api/chat', { session })
  expect(back.welcome.tickets.map(({ id }: { id: string }) => id)).toContain(ticket.id)
  back.close()
})
