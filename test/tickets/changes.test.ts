// What agents do to many tickets at once is done to each or said of each, and taken back exactly; tags and priority are theirs.

import { afterEach, beforeEach, expect, test } from 'vitest'
import { tagsLike } from '../../console/verbs/tags.ts'
import type { TicketChange } from '../../protocol/desk/changes.ts'
import { tagFrom } from '../../protocol/desk/tag-text.ts'
import type { Contact } from '../../protocol/entities.ts'
import { TAKE_BACK_WITHIN_MS } from '../../protocol/limits.ts'
import { ticketHandlers } from '../../server/chat/commands/tickets.ts'
import type { AgentRecord, TicketRecord } from '../../server/store/records.ts'
import { type Changes, changeRules } from '../../server/tickets/changes.ts'
import { rate } from '../../server/tickets/ratings.ts'
import { getTicket } from '../../server/tickets/tickets.ts'
import { contactTicket, deskTicket } from '../../server/tickets/views.ts'
import { dataFolders } from '../faults/folders.ts'
import { HOUR_MS, MINUTE_MS, openRules, type Rules } from '../stage/rules.ts'

const newFolder = dataFolders()
let rules: Rules
let changes: Changes
let maya: Contact
let [omar, ines]: AgentRecord[] = []
let ticketId = ''
let named = 0
const newId = () => `change-${++named}`

beforeEach(async () => {
  rules = await openRules(await newFolder())
  changes = changeRules(rules)
  maya = await rules.contact('maya', 'maya@northfield.edu')
  omar = await rules.agent('Omar')
  ines = await rules.agent('Ines')
  ticketId = (await rules.opens(maya)).ticket.id
})
afterEach(() => rules?.close())

const agent = (one: AgentRecord | undefined) => one ?? ({} as AgentRecord)
const change = (what: TicketChange, { id = newId(), upTo = 99, by = omar } = {}) =>
  rules.commit((tx) => changes.change(tx, agent(by), id, { ticketId, upTo }, what))
const takeBack = (id: string, by = omar) =>
  rules.commit((tx) => changes.takeBack(tx, agent(by), id, ticketId))
const record = () => rules.ticket(ticketId)
const lines = async () =>
  (await rules.store.read.notes.after(ticketId, 0, 1_000)).map(
    ({ line }) => line && [line.code, ...Object.values(line.details)].join(' '),
  )
const mayaWrites = () =>
  rules.commit((tx) => rules.tickets.sendAsContact(tx, maya, { clientId: newId(), ticketId, text: 'Hello?' }))
const tags = (add: string[], remove: string[] = []): TicketChange => ({ kind: 'tags', add, remove })
const inMs = (ms: number) => new Date(rules.now().getTime() + ms).toISOString()

test('nobody solves what they have not read, unless they ask for that', async () => {
  const { ofDesks } = ticketHandlers({
    ...rules,
    read: rules.store.read,
    reading: { begins: async () => {} },
  })
  const caller = { kind: 'agent', agent: agent(omar), sessionId: 'ags_1' } as const
  const solves = (upTo?: number) =>
    ofDesks['ticket.solve'](caller, { ticketId, ...(upTo !== undefined && { upTo }) })
  await mayaWrites()
  await expect(solves(1)).rejects.toMatchObject({ code: 'ticket.answered_meanwhile' })
  expect((await record()).state).toBe('open')
  expect((await solves(2)).ticket.state).toBe('solved')
  expect((await solves(1)).ticket.state, 'solving twice is solving once').toBe('solved')
  await mayaWrites()
  expect((await solves()).ticket.state, 'a client that does not say what it has seen').toBe('solved')
})

test('who has it can answer: nothing is given to a colleague whose log-in was taken away', async () => {
  const { id, ...rest } = agent(ines)
  await rules.commit((tx) => tx.agents.put({ ...rest, id, disabledAt: rules.now().toISOString() }))
  await expect(change({ kind: 'assign', agentId: id })).rejects.toMatchObject({ code: 'not_found' })
  expect((await record()).assigneeId).toBeNull()
  await rules.commit((tx) => tx.agents.put({ ...rest, id }))
  expect((await change({ kind: 'assign', agentId: id })).assigneeId, 'the premise').toBe(id)
})

test('tags and priority are kept, sorted and once, with a line for agents; the contact sees and hears nothing', async () => {
  const heard = rules.heardBy(maya.id)
  const before = await contactTicket(await record(), rules.store.read)
  await change(tags(['  Visa ', 'lab', 'LAB', 'late   arrival']))
  await change(tags(['visa', 'clinic'], ['lab', 'never there']))
  await change({ kind: 'priority', priority: 'urgent' })
  expect(await deskTicket(await record(), rules.store.read)).toMatchObject({
    tags: ['clinic', 'late arrival', 'visa'],
    priority: 'urgent',
  })
  expect(await lines()).toEqual([
    'tags.changed visa, lab, late arrival',
    'tags.changed clinic lab',
    'priority.changed urgent',
  ])
  expect((await rules.store.read.tags.list(9)).map(({ id }) => id)).toEqual([
    'clinic',
    'lab',
    'late arrival',
    'visa',
  ])
  expect(await contactTicket(await record(), rules.store.read)).toEqual(before)
  expect(heard).toEqual([])
  // What changes nothing is no change.
  const once = await record()
  await change(tags(['clinic'], ['lab']))
  await change({ kind: 'priority', priority: 'urgent' })
  expect(await record()).toEqual(once)
})

test.each<[string, TicketChange]>([
  ['tags', tags(['lab'], ['visa'])],
  ['priority', { kind: 'priority', priority: 'low' }],
  ['snooze', { kind: 'snooze', until: '2026-11-24T20:00:00.000Z' }],
  ['solve', { kind: 'solve' }],
  ['assign', { kind: 'assign', agentId: null }],
])('%s, taken back: every field is what it was', async (_, what) => {
  await change({ kind: 'assign', agentId: agent(ines).id })
  await change(tags(['visa']))
  await change({ kind: 'priority', priority: 'high' })
  await change({ kind: 'snooze', until: inMs(5 * HOUR_MS) })
  const asItWas = pick(await record())
  rules.passes(MINUTE_MS / 2)
  const id = newId()
  await change(what, { id })
  expect(pick(await record()), 'the premise').not.toEqual(asItWas)
  await takeBack(id)
  expect(pick(await record())).toEqual(asItWas)
  // The snooze that it was in ends at its own time.
  rules.passes(4 * HOUR_MS + 59 * MINUTE_MS)
  await rules.dueWork()
  expect((await record()).state).toBe('snoozed')
  rules.passes(MINUTE_MS)
  await rules.dueWork()
  expect((await record()).state).toBe('open')
  // Twice is once too often.
  await expect(takeBack(id)).rejects.toMatchObject({ code: 'ticket.changed_meanwhile' })
})

const pick = ({ assigneeId, state, waitingSince, solvedSequence, snooze, tags, priority }: TicketRecord) => ({
  ...{ assigneeId, state, waitingSince, solvedSequence, snooze, tags, priority },
})

test('nothing is taken back that somebody has moved since, nor by another, nor too late', async () => {
  const code = { code: 'ticket.changed_meanwhile' }
  const solved = newId()
  await change({ kind: 'solve' }, { id: solved })
  await mayaWrites()
  await expect(takeBack(solved), 'she opened it again').rejects.toMatchObject(code)

  const assigned = newId()
  await change({ kind: 'assign', agentId: agent(omar).id }, { id: assigned })
  await mayaWrites()
  await expect(takeBack(assigned, ines)).rejects.toMatchObject(code)
  // A message moves no assignee.
  await takeBack(assigned)
  expect((await record()).assigneeId).toBeNull()

  const tagged = newId()
  await change(tags(['lab']), { id: tagged })
  rules.passes(TAKE_BACK_WITHIN_MS + 1)
  await expect(takeBack(tagged)).rejects.toMatchObject(code)
  expect((await record()).tags).toEqual(['lab'])
})

test('a solve that is taken back gives back what was said of the solution before', async () => {
  await change({ kind: 'solve' })
  // As it was when solutions had no number: its score alone says that there is something to read.
  await rules.commit(async (tx) => {
    const { solvedSequence: _nameless, ...solved } = await getTicket(tx, ticketId)
    await rate(tx, rules, solved, { ticketId, score: 2, comment: 'It broke again.' })
  })
  await mayaWrites()
  const before = await record()
  const said = async () => (await deskTicket(await record(), rules.store.read)).earlierRatings
  expect(await said(), 'the premise').toMatchObject([{ score: 2 }])

  rules.passes(MINUTE_MS)
  const id = newId()
  await change({ kind: 'solve' }, { id })
  // A rating of the solution that is taken back is one more of the earlier ones.
  await rules.commit(async (tx) =>
    rate(tx, rules, await getTicket(tx, ticketId), { ticketId, score: 5, comment: '' }),
  )
  await takeBack(id)
  expect(await record()).toMatchObject({ score: 2, solvedAt: before.solvedAt, state: 'open' })
  expect(await said()).toMatchObject([{ score: 2 }, { score: 5 }])
})

test('sent twice it is done once; solved or put aside is only what the agent has read', async () => {
  const id = newId()
  await change({ kind: 'solve' }, { id, upTo: 1 })
  const once = await record()
  await change({ kind: 'solve' }, { id, upTo: 1 })
  expect(await record()).toEqual(once)

  await mayaWrites()
  for (const what of [{ kind: 'solve' }, { kind: 'snooze', until: null }] as TicketChange[])
    await expect(change(what, { upTo: 2 })).rejects.toMatchObject({ code: 'ticket.answered_meanwhile' })
  const twenty = Array.from({ length: 20 }, (_, index) => `tag ${index}`)
  await change(tags(twenty))
  await expect(change(tags(['one more']))).rejects.toMatchObject({ code: 'tags.too_many' })
  await expect(change({ kind: 'assign', agentId: 'agt_nobody' })).rejects.toMatchObject({ code: 'not_found' })
})

test.each([
  ['  Late   Arrival ', 'late arrival'],
  ['#visa', 'visa'],
  ['a,b', 'a b'],
  ['E\u0301valuation', 'évaluation'],
  [' \u0000 ', ''],
  ['x'.repeat(31), ''],
])('“%s” is the tag “%s”', (text, tag) => {
  expect(tagFrom(text)).toBe(tag)
})

test('what begins as typed comes before what only has it in it', () => {
  expect(tagsLike('la', ['collab', 'lab', 'late', 'visa'])).toEqual(['lab', 'late', 'collab'])
})
