// Who may hear what. A canary note is planted: it must appear in nothing that a contact can receive, and it must
// appear where agents look, or the test proves nothing.

import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  agentConnects,
  agentCookie,
  contactConnects,
  leo,
  maya,
  newClientId,
  sessionOf,
  switchesARuleOn,
} from './stage/cast.ts'
import { connect, open } from './stage/client.ts'
import { eventually, makeWorld, type World } from './stage/world.ts'

const CANARY = 'canary-7f3a: this student was rude on the phone'

let world: World
beforeAll(async () => {
  world = await makeWorld({ UNSEEN_MAIL_AFTER_MINUTES: '0.005' }, undefined, { articles: false })
})
afterAll(() => world?.end())

test('a note reaches agents, and nothing that a contact can receive', async () => {
  const session = await sessionOf(world.url, maya)
  const student = await connect(world.url, '/api/chat', { session })
  const outsider = await contactConnects(world.url, leo)
  const [omar, ines] = await Promise.all([agentConnects(world.url, 'Omar'), agentConnects(world.url, 'Ines')])
  const { ticket } = (
    await student.command('ticket.open', { clientId: newClientId(), type: 'question', text: 'Hello' })
  ).result

  // A note with which an agent opens a ticket is one, too.
  const contactId = student.welcome.contact.id
  const opening = { clientId: newClientId(), contactId, type: 'question', begin: 'note', text: CANARY }
  await omar.command('ticket.open', opening)
  await ines.event('note.created', ({ note }) => (note as { text: string }).text === CANARY)
  await student.event('activity.created')

  const before = (await student.command('thread.read', { ticketId: ticket.id })).result
  await omar.command('note.write', { clientId: newClientId(), ticketId: ticket.id, text: CANARY })
  // The premise: the note exists, and an agent who did not write it has it live and in the thread.
  await ines.event('note.created', ({ note }) => (note as { ticketId: string }).ticketId === ticket.id)
  expect(JSON.stringify((await ines.command('thread.read', { ticketId: ticket.id })).result)).toContain(
    CANARY,
  )
  // Put aside and taken back: the line of it stands among the notes.
  await omar.command('ticket.snooze', { ticketId: ticket.id, until: null, upTo: 1 })
  await ines.event('ticket.changed', ({ ticket }) => (ticket as { state: string }).state === 'snoozed')
  await omar.command('ticket.wake', { ticketId: ticket.id })
  const tagged = { kind: 'tags', add: ['canary-tag'], remove: [] }
  const changing = { changeId: newClientId(), tickets: [{ ticketId: ticket.id, upTo: 1 }] }
  await omar.command('tickets.change', { ...changing, change: tagged })
  await ines.event('ticket.changed', ({ ticket }) => JSON.stringify(ticket).includes('canary-tag'))
  const urgent = { kind: 'priority', priority: 'urgent' }
  await omar.command('tickets.change', { ...changing, changeId: newClientId(), change: urgent })
  // What it is linked with is another contact's ticket.
  const others = await outsider.command('ticket.open', {
    clientId: newClientId(),
    type: 'question',
    text: 'My badge is lost.',
  })
  const two = { ticketId: ticket.id, otherId: others.result.ticket.id }
  await omar.command('ticket.link', two)
  await ines.event('ticket.changed', ({ ticket }) => JSON.stringify(ticket).includes(two.otherId))
  // A tracker, and what goes to all that it gathers: each reads a reply, and nothing of the others.
  const cause = (
    await outsider.command('ticket.open', { clientId: newClientId(), type: 'question', text: 'No map here.' })
  ).result.ticket
  await omar.command('tickets.attach', {
    tickets: [{ ticketId: ticket.id, upTo: 1 }],
    trackerId: cause.id,
  })
  const update = { clientId: newClientId(), ticketId: cause.id, text: 'The map is back.', solves: false }
  await omar.command('tracker.update', { ...update, own: true })
  await ines.event('note.created', ({ note }) => JSON.stringify(note).includes('update.sent'))
  await student.event('message.created', ({ message }) => JSON.stringify(message).includes('The map is back'))
  // Who is named in a note has the ticket in a view of theirs.
  const naming = { clientId: newClientId(), ticketId: ticket.id, text: '@Ines Moreau, canary-7f3b: look' }
  const { note: named } = (await omar.command('note.write', naming)).result
  expect(named.mentions).toEqual([ines.welcome.agent.id])
  const listed = (await ines.command('ticket.list', { view: 'mentions' })).result.tickets
  expect(listed.map(({ id }: { id: string }) => id)).toEqual([ticket.id])
  // Who looks at it is the agents' affair.
  await omar.command('presence.tell', { ticketId: ticket.id, doing: 'writing' })
  await ines.event('presence.changed', ({ doing }) => doing === 'writing')
  // A macro, with what it does: of those, a contact reads the words that an agent sends and nothing else.
  const macro = { as: 'note', text: CANARY, actions: [], types: [], teams: [], isOwn: false, name: CANARY }
  const saved = (await ines.command('macro.save', { macro })).result.macro
  await omar.event('macro.changed', ({ macro }) => (macro as { id: string }).id === saved.id)
  await omar.command('message.send', {
    clientId: newClientId(),
    ticketId: ticket.id,
    text: 'After the note',
    macros: [saved.id],
    actions: [{ do: 'priority', to: 'urgent' }],
  })
  expect((await ines.command('macro.list', {})).result.uses[saved.id], 'the premise').toBe(1)
  // What an agent has not sent is theirs: not the contact's, and no colleague's either.
  const draft = { ticketId: ticket.id, as: 'reply', text: 'canary-draft', answers: 1, version: null }
  await omar.command('draft.save', draft)
  expect((await omar.command('draft.list', {})).result.drafts, 'the premise').toHaveLength(1)
  expect((await ines.command('draft.list', {})).result.drafts).toEqual([])
  // It is found by agents, and there is no way to ask for one who is none: over neither wire.
  const search = { query: 'canary-7f3a' }
  const found = await eventually('the note among what agents search', async () => {
    const { results } = (await ines.command('ticket.search', search)).result
    return results.length > 0 && results
  })
  expect(new Set(found.map((one: { stretch: { in: string } }) => one.stretch.in))).toEqual(new Set(['note']))
  expect((await student.command('ticket.search', search)).problem?.code).toBe('command.unknown')
  const frame = { kind: 'command', id: 'search', name: 'ticket.search', body: search }
  for (const wire of ['chat', 'console']) {
    const asked = await fetch(`${world.url}/api/${wire}/send`, {
      method: 'POST',
      headers: { authorization: `Bearer ${session}`, 'content-type': 'application/json' },
      body: JSON.stringify(frame),
    })
    expect(await asked.text()).not.toContain('noteSequence')
  }
  // Whatever number an agent quotes: there is none of a note.
  const quoting = { ticketId: ticket.id, text: 'Quoting' }
  for (const quotes of [1, 2, 3, 4])
    await omar.command('message.send', { ...quoting, clientId: newClientId(), quotes })
  await student.event(
    'message.created',
    ({ message }) => (message as { quotes?: { sequence: number } }).quotes?.sequence === 4,
  )

  // A rule: what it writes to the contact is all that they read of it; what it is is heard by admins alone.
  const actions = [
    { do: 'note', text: CANARY },
    { do: 'tag', add: 'canary-7f3a' },
    { do: 'reply', text: 'By itself' },
  ]
  const acting = { name: CANARY, when: { on: 'contact_wrote' }, conditions: { filter: {} }, actions }
  await switchesARuleOn(ines, acting)
  await ines.event('rule.changed', ({ rule }) => (rule as { isOn: boolean }).isOn)
  const last = { clientId: newClientId(), ticketId: ticket.id, text: 'Still there?' }
  await student.command('message.send', last)
  await omar.event('note.created', ({ note }) => (note as { author: { rule?: true } }).author.rule === true)
  await student.event('message.created', ({ message }) => (message as { text: string }).text === 'By itself')
  expect(JSON.stringify(omar.frames)).not.toContain('rule.changed')

  const headers = { authorization: `Bearer ${session}` }
  const poll = await fetch(`${world.url}/api/chat/poll?marks=${encodeURIComponent(`{"${ticket.id}":0}`)}`, {
    headers,
  })
  const back = await connect(world.url, '/api/chat', { session, marks: { [ticket.id]: 0 } })
  const after = (await student.command('thread.read', { ticketId: ticket.id })).result
  const mail = await world.mailTo(maya.email)
  const transcript = await transcriptOf(session, ticket.id)
  await student.command('transcript.mail', { ticketId: ticket.id })
  const mailedTranscript = await world.mailTo(maya.email, ({ subject }) => subject.startsWith('Transcript'))
  // The premise: both say what was said.
  for (const text of [transcript, mailedTranscript.text]) expect(text).toContain('After the note')
  for (const [what, heard] of Object.entries({
    frames: student.frames,
    welcome: back.frames,
    outsider: outsider.frames,
    thread: after,
    poll: await poll.json(),
    mail,
    transcript,
    mailedTranscript,
  })) {
    expect(JSON.stringify(heard), what).not.toContain('canary-7f3a')
    expect(JSON.stringify(heard), what).not.toContain('noteSequence')
    expect(JSON.stringify(heard), what).not.toContain('newestNote')
    expect(JSON.stringify(heard), what).not.toMatch(/presence|mention|canary-7f3b/)
    expect(JSON.stringify(heard), what).not.toContain('canary-draft')
    for (const word of ['snooze', 'canary-tag', 'urgent', 'changeId', 'macro', 'link.added', 'update.sent'])
      expect(JSON.stringify(heard), what).not.toContain(word)
  }
  for (const id of [two.otherId, cause.id]) expect(JSON.stringify(student.frames)).not.toContain(id)
  expect(JSON.stringify(outsider.frames)).not.toContain(ticket.id)
  for (const heard of [student.frames, outsider.frames])
    expect(JSON.stringify(heard)).not.toMatch(/"(links|cause|tracker)"|upd_/)
  expect(JSON.stringify(ines.frames)).not.toContain('canary-draft')
  // No trace either: the numbers have no hole, and the note moved nothing.
  expect(after.entries.map(({ sequence }: { sequence: number }) => sequence)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9,
  ])
  expect(before.ticket.updatedAt).toBe(ticket.updatedAt)
  for (const client of [student, outsider, omar, ines, back]) client.close()
})

test('what was deleted reaches no contact afterwards, and agents where they look', async () => {
  const session = await sessionOf(world.url, maya)
  const student = await connect(world.url, '/api/chat', { session })
  const omar = await agentConnects(world.url, 'Omar')
  const { ticket } = (
    await student.command('ticket.open', {
      clientId: newClientId(),
      type: 'question',
      text: 'canary-asked about my visa',
    })
  ).result
  const ticketId = ticket.id
  const said = { clientId: newClientId(), ticketId, text: 'canary-said: that is Leo’s visa' }
  const { message } = (await omar.command('message.send', said)).result
  const first = { clientId: newClientId(), ticketId, sequence: message.sequence, text: 'canary-mended' }
  await omar.command('message.revise', first)
  await omar.command('message.revise', { ...first, clientId: newClientId(), text: null })
  await student.command('message.revise', { clientId: newClientId(), ticketId, sequence: 1, text: null })

  // The premise: it was there, and the trace is.
  const ofAgents = JSON.stringify((await omar.command('thread.read', { ticketId })).result)
  for (const text of ['canary-asked', 'canary-said', 'canary-mended']) expect(ofAgents).toContain(text)
  const back = await connect(world.url, '/api/chat', { session, marks: { [ticketId]: 0 } })
  const marks = encodeURIComponent(`{"${ticketId}":0}`)
  const poll = await fetch(`${world.url}/api/chat/poll?marks=${marks}`, {
    headers: { authorization: `Bearer ${session}` },
  })
  for (const [what, heard] of Object.entries({
    welcome: back.welcome,
    poll: await poll.json(),
    thread: (await back.command('thread.read', { ticketId })).result,
    older: (await back.command('thread.read', { ticketId, before: 4 })).result,
    transcript: `${ticketId} ${await transcriptOf(session, ticketId)}`,
  })) {
    expect(JSON.stringify(heard), what).toContain(ticketId)
    expect(JSON.stringify(heard), what).not.toContain('canary')
  }
  for (const client of [student, omar, back]) client.close()
})

test("a contact's events go to nobody else among the contacts", async () => {
  const [student, outsider] = await Promise.all([
    contactConnects(world.url, maya),
    contactConnects(world.url, leo),
  ])
  const own = await outsider.command('ticket.open', {
    clientId: newClientId(),
    type: 'question',
    text: 'I am here',
  })
  await outsider.event('ticket.opened')
  await student.command('ticket.open', { clientId: newClientId(), type: 'question', text: 'only-for-maya' })
  await student.event('ticket.opened')
  // The outsider's next own event comes after anything that could have leaked before it.
  await outsider.command('message.send', {
    clientId: newClientId(),
    ticketId: own.result.ticket.id,
    text: 'later',
  })
  await outsider.event('message.created', ({ message }) => (message as { text: string }).text === 'later')
  expect(JSON.stringify(outsider.frames)).not.toContain('only-for-maya')
  student.close()
  outsider.close()
})

test('a transcript is its contact’s alone', async () => {
  const [session, another] = await Promise.all([sessionOf(world.url, maya), sessionOf(world.url, leo)])
  const student = await connect(world.url, '/api/chat', { session })
  const opening = { clientId: newClientId(), type: 'question', text: 'only-for-maya' }
  const ticketId = (await student.command('ticket.open', opening)).result.ticket.id
  expect(await transcriptOf(session, ticketId), 'the premise').toContain('only-for-maya')
  expect(await transcriptOf(another, ticketId)).toContain('not_found')
  expect(await transcriptOf('nobody', ticketId)).toContain('session.ended')
  const outsider = await connect(world.url, '/api/chat', { session: another })
  const mailed = await outsider.command('transcript.mail', { ticketId })
  expect(mailed.problem).toMatchObject({ code: 'not_found' })
  for (const client of [student, outsider]) client.close()
})

test("the agents' socket needs an agent: a contact's session, no cookie and a foreign page get nothing", async () => {
  const session = await sessionOf(world.url, maya)
  await expect(connect(world.url, '/api/console', {})).rejects.toThrow('session.missing')
  await expect(connect(world.url, '/api/console', { cookie: `helpdock_agent=${session}` })).rejects.toThrow(
    'session.ended',
  )
  const cookie = await agentCookie(world.url, 'Omar')
  const foreign = await open(world.url, '/api/console', { cookie, origin: 'https://evil.example' })
  expect((await foreign.closed).code).toBe(1008)
  // The premise: the same cookie from our own page is let in.
  const own = await connect(world.url, '/api/console', { cookie, origin: world.url })
  expect(own.welcome.agent.name).toBe('Omar Haddad')
  own.close()
})

test('an agent who logs out loses the open socket at once', async () => {
  const cookie = await agentCookie(world.url, 'Ines')
  const ines = await connect(world.url, '/api/console', { cookie })
  await fetch(`${world.url}/api/console/sessions/current`, { method: 'DELETE', headers: { cookie } })
  expect((await ines.closed).code).toBe(4001)
  await expect(connect(world.url, '/api/console', { cookie })).rejects.toThrow('session.ended')
})

async function transcriptOf(session: string, ticketId: string): Promise<string> {
  const headers = { authorization: `Bearer ${session}` }
  const answer = await fetch(`${world.url}/api/chat/transcripts/${ticketId}`, { headers })
  return answer.text()
}
