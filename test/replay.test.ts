// Live equals replay: the events of an action, applied to the snapshot before it, give the snapshot after it. Held
// for both clients' real state, against the real server, and for every type of event there is.

import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as desk from '../console/state.ts'
import { contactEvents, deskEvents } from '../protocol/socket.ts'
import * as widget from '../widget/state.ts'
import {
  agentConnects,
  codeIn,
  demoSub,
  newClientId,
  type Person,
  sessionOf,
  switchesARuleOn,
} from './stage/cast.ts'
import { type Client, connect } from './stage/client.ts'
import { makeWorld, type World } from './stage/world.ts'

const asker: Person = { sub: '', email: 'leo.okafor@mail.example', name: 'Leo Okafor' }
/** Leo's other account at the demo host. */
const otherAddress = 'l.okafor@northfield.edu'

let world: World
beforeAll(async () => {
  world = await makeWorld()
  asker.sub = await demoSub(world.url, asker.email)
})
afterAll(() => world?.end())

test('a story with every event: both clients end where a fresh one begins', async () => {
  const session = await sessionOf(world.url, asker)
  const student = await connect(world.url, '/api/chat', { session })
  const ines = await agentConnects(world.url, 'Ines')
  widget.load(student.welcome)
  desk.load(ines.welcome)

  const ticketId = await theStory(student, ines)

  const heard = { student: eventsOf(student), ines: eventsOf(ines) }
  expect(new Set(heard.student.map(({ name }) => name))).toEqual(ofTheStory(contactEvents))
  expect(new Set(heard.ines.map(({ name }) => name))).toEqual(ofTheStory(deskEvents))

  // The desk holds a thread from the first: its entries, notes, contact and merge must follow too.
  const beginning = {
    ...(await ines.command('thread.read', { ticketId })).result,
    entries: [],
    notes: [],
    merge: null,
  }
  desk.keepThread(ticketId, { ...beginning, more: false })
  for (const event of heard.student) widget.apply(event as Parameters<typeof widget.apply>[0])
  for (const event of heard.ines) desk.apply(event as Parameters<typeof desk.apply>[0])

  const fresh = await connect(world.url, '/api/chat', { session, marks: { [ticketId]: 0 } })
  const { tickets, merges, articlesVersion } = fresh.welcome
  // Not `from`: an hour may have begun meanwhile.
  const { openings, waitsMs } = fresh.welcome.availability
  expect(openings, 'the premise').toHaveLength(12)
  const availability = { openings, waitsMs }
  expect(tickets.at(-1)?.answers, 'the premise').toHaveLength(3)
  expect(widget.snapshot()).toMatchObject({ tickets, merges, articlesVersion, availability })
  expect(widget.snapshot().missed.filter((entry) => entry.ticketId === ticketId)).toEqual(
    fresh.welcome.missed,
  )

  const freshDesk = await agentConnects(world.url, 'Ines')
  expect(desk.snapshot()).toMatchObject({
    tickets: freshDesk.welcome.tickets,
    agents: freshDesk.welcome.agents,
    articlesVersion: freshDesk.welcome.articlesVersion,
    hoursVersion: freshDesk.welcome.hoursVersion,
    availability,
  })
  const read = (await freshDesk.command('thread.read', { ticketId })).result
  const held = desk.threads.value.get(ticketId)
  expect(held?.entries).toEqual(read.entries)
  expect(held?.notes).toEqual(read.notes)
  expect(held?.contact).toEqual(read.contact)
  for (const client of [student, ines, fresh, freshDesk]) client.close()
})

test('hearing everything twice, and late, changes nothing', () => {
  // The premise: there is a state to disturb.
  expect(widget.snapshot().tickets.length).toBeGreaterThan(0)
  const before = structuredClone(widget.snapshot())
  for (const ticket of before.tickets) widget.apply({ name: 'ticket.changed', body: { ticket } })
  for (const entry of before.missed) {
    if (entry.kind === 'message') widget.apply({ name: 'message.created', body: { message: entry } })
    else if (entry.kind === 'revision') widget.apply({ name: 'message.revised', body: { revision: entry } })
    else widget.apply({ name: 'activity.created', body: { activity: entry } })
  }
  expect(widget.snapshot()).toEqual(before)
})

/** Every kind of thing that happens, once. Returns the ticket of the conversation. */
async function theStory(student: Client, ines: Client): Promise<string> {
  const opening = {
    ...{ clientId: newClientId(), type: 'missing_rotation', text: 'Where is my rotation?', locale: 'es' },
    answers: { second_account: 'maybe', site: 'Lakeshore' },
  }
  const ticketId = (await student.command('ticket.open', opening)).result.ticket.id
  await student.command('typing.start', { ticketId })
  await ines.command('typing.start', { ticketId })
  await ines.command('tickets.receive', { upTo: { [ticketId]: 1 } })
  await ines.command('thread.see', { ticketId, sequence: 1 })
  await ines.command('note.write', { clientId: newClientId(), ticketId, text: 'A note' })
  await ines.command('message.send', { clientId: newClientId(), ticketId, text: 'An answer' })
  await student.command('thread.see', { ticketId, sequence: 3 })
  // What she wrote is changed, then taken back; what she adds stays changed.
  const change = (sequence: number, text: string | null) =>
    student.command('message.revise', { clientId: newClientId(), ticketId, sequence, text })
  await change(1, 'Where is my rotation in May?')
  await change(1, null)
  const { message } = (
    await student.command('message.send', { clientId: newClientId(), ticketId, text: 'I see ti' })
  ).result
  await change(message.sequence, 'I see it')
  // Each quotes what the other then changes.
  const quoting = { clientId: newClientId(), ticketId, text: 'This one?', quotes: 3 }
  const question = (await student.command('message.send', quoting)).result.message
  await ines.command('message.send', { ...quoting, clientId: newClientId(), quotes: question.sequence })
  await ines.command('message.revise', { clientId: newClientId(), ticketId, sequence: 3, text: 'The answer' })
  await change(question.sequence, null)
  await ines.command('ticket.answer', { ticketId, answers: { site: 'Elmgate', begins: '2027-03-01' } })
  await ines.command('ticket.solve', { ticketId })
  await student.command('ticket.rate', { ticketId, score: 4 })
  const { version } = (await ines.command('hours.read', {})).result.hours
  const week = Array.from({ length: 7 }, () => [{ from: '09:00', to: '17:00' }])
  await ines.command('hours.set', { version, hours: { zone: 'Europe/Madrid', week, holidays: [] } })
  await ines.command('presence.tell', { ticketId, doing: 'looking' })
  const saved = { name: 'Hello', as: 'reply', text: 'Hello', actions: [], types: [], teams: [], isOwn: false }
  const macroId = (await ines.command('macro.save', { macro: saved })).result.macro.id
  await ines.command('macro.remove', { macroId })
  const actions = [
    { do: 'tag', add: 'more' },
    { do: 'note', text: 'By itself' },
    { do: 'reply', text: 'We saw it' },
  ]
  const acting = { name: 'More', when: { on: 'contact_wrote' }, conditions: { filter: {} }, actions }
  const ruleId = await switchesARuleOn(ines, acting)
  const another = { clientId: newClientId(), ticketId, text: 'One more thing' }
  const { sequence: from } = (await student.command('message.send', another)).result.message
  await student.event('message.created', ({ message }) => (message as { text: string }).text === 'We saw it')
  await ines.command('rule.remove', { ruleId })
  await ines.command('ticket.assign', { ticketId, agentId: null })
  const late = { name: 'Late', filter: { waitsLongerThanMinutes: 60 }, sort: 'longest_wait', isOwn: false }
  const { view } = (await ines.command('view.save', { view: late })).result
  await ines.command('view.save', { view: { ...late, name: 'Own', isOwn: true } })
  await ines.command('view.remove', { viewId: view.id })
  const begun = { ticketId, as: 'note', text: 'For agents', answers: 1, version: null }
  const { draft } = (await ines.command('draft.save', begun)).result
  await ines.command('draft.save', { ...begun, text: '', version: draft.version })
  const rotations = { name: 'Rotations', members: [], byTurns: false, limit: null, takeBackMinutes: 60 }
  await ines.command('team.save', { version: 0, team: rotations })
  await ines.command('away.set', { isAway: true })
  // For agents alone.
  for (const change of [
    { kind: 'tags', add: ['rotation'], remove: [] },
    { kind: 'priority', priority: 'high' },
  ])
    await ines.command('tickets.change', {
      changeId: newClientId(),
      tickets: [{ ticketId, upTo: 100 }],
      change,
    })
  await ines.command('ticket.snooze', { ticketId, until: null, upTo: 100 })

  // Omar opens two for the same contact, one with a note; the merge goes on in the one that invites to it.
  const omar = await agentConnects(world.url, 'Omar')
  const opens = { contactId: student.welcome.contact.id, text: 'You called us' }
  const aside = { ...opens, clientId: newClientId(), type: 'problem', begin: 'note' }
  const asideId = (await omar.command('ticket.open', aside)).result.ticket.id
  // What was one more thing becomes a ticket, and another goes on in that one; so does what she writes into it.
  const splitting = { clientId: newClientId(), ticketId, from, upTo: from, type: 'question' }
  const { tickets } = (await ines.command('ticket.split', { ...splitting, subject: 'More' })).result
  await ines.command('ticket.merge', { ticketId: asideId, intoId: tickets[1].id, upTo: 100 })
  const led = { clientId: newClientId(), ticketId: asideId, text: 'Into the other one' }
  expect((await student.command('message.send', led)).result.ticket.id).toBe(tickets[1].id)
  const inviting = { ...opens, clientId: newClientId(), type: 'account_merge', begin: 'message' }
  const invitation = (await omar.command('ticket.open', inviting)).result.ticket
  omar.close()

  const { merge } = (
    await student.command('merge.start', { clientId: newClientId(), fromEmail: otherAddress })
  ).result
  const { text } = await world.mailTo(otherAddress)
  const proved = await student.command('merge.prove', { mergeId: merge.id, code: codeIn(text) })
  expect(proved.result.ticket.id, 'the premise').toBe(invitation.id)
  const { previewHash } = (await ines.command('merge.preview', { mergeId: merge.id })).result
  await ines.command('merge.decide', { mergeId: merge.id, verdict: 'approve', previewHash })
  await student.event('merge.changed', ({ merge }) => (merge as { state: string }).state === 'merged')

  // The same contact comes again, and an editor saves.
  const known = ines.frames.length
  await sessionOf(world.url, asker)
  await ines.frame((frame) => ines.frames.indexOf(frame) >= known && frame.name === 'contact.changed')
  const file = `${world.articlesDir}/en/profile/cost-free.md`
  await writeFile(file, `${await readFile(file, 'utf8')}\nStill free.\n`)
  await Promise.all([student.event('articles.changed'), ines.event('articles.changed')])
  return ticketId
}

/** All but what a night does to tickets that were solved long ago, and what an admin sets by HTTP: replay-console and replay-widget have both. */
const ofTheStory = (events: object) =>
  new Set(
    Object.keys(events).filter(
      (name) =>
        !['ticket.removed', 'ticket_types.changed', 'endpoints.off', 'mailbox.changed'].includes(name),
    ),
  )

const eventsOf = (client: Client) =>
  client.frames
    .filter(({ kind }) => kind === 'event')
    .map(({ name, body }) => ({ name: String(name), body: structuredClone(body) }))
