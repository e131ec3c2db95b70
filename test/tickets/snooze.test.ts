// Tickets that are put aside come back when they should, once, and their contact never learns of it.

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Contact } from '../../protocol/entities.ts'
import { schedule } from '../../server/due-work.ts'
import type { AgentRecord } from '../../server/store/records.ts'
import { SNOOZE_ENDS, snooze, wake } from '../../server/tickets/snooze.ts'
import { contactTicket, deskTicket } from '../../server/tickets/views.ts'
import { dataFolders } from '../faults/folders.ts'
import { newClientId } from '../stage/cast.ts'
import { HOUR_MS, MINUTE_MS, openRules, type Rules } from '../stage/rules.ts'

const newFolder = dataFolders()
let rules: Rules
let maya: Contact
let omar: AgentRecord
let ticketId = ''

beforeEach(async () => {
  rules = await openRules(await newFolder())
  maya = await rules.contact('maya', 'maya@northfield.edu')
  omar = await rules.agent('Omar')
  ticketId = (await rules.opens(maya)).ticket.id
})
afterEach(() => rules?.close())

const record = () => rules.ticket(ticketId)
const asMayaSees = async () => contactTicket(await record(), rules.store.read)
const atTheDesk = async () => deskTicket(await record(), rules.store.read)
const inMs = (ms: number) => new Date(rules.now().getTime() + ms).toISOString()
const putAside = (until: string | null, upTo = 99) =>
  rules.commit((tx) => snooze(tx, rules, omar, { ticketId, until, upTo }))
const mayaWrites = () =>
  rules.commit((tx) =>
    rules.tickets.sendAsContact(tx, maya, { clientId: newClientId(), ticketId, text: 'Anybody?' }),
  )
const omarAnswers = () =>
  rules.commit((tx) =>
    rules.tickets.sendAsAgent(tx, omar, { clientId: newClientId(), ticketId, text: 'I ask the site.' }),
  )
const lines = async () =>
  (await rules.store.read.notes.after(ticketId, 0, 1_000)).map(
    ({ line }) => line && `${line.code} ${line.details.why ?? ''}`,
  )

test('until a time: it comes back by itself, once, and on top', async () => {
  await putAside(inMs(2 * HOUR_MS))
  expect(await atTheDesk()).toMatchObject({ state: 'snoozed', snooze: { by: { name: 'Omar' } } })
  rules.passes(HOUR_MS)
  await rules.dueWork()
  expect((await atTheDesk()).state, 'not before its time').toBe('snoozed')
  // The end of an earlier time was on its way when it was put aside anew.
  const now = rules.now().toISOString()
  await rules.commit((tx) => schedule(tx, { id: 'old', kind: SNOOZE_ENDS, subjectId: ticketId, dueAt: now }))
  await rules.dueWork()
  expect((await atTheDesk()).state, 'nor by an earlier one').toBe('snoozed')
  rules.passes(HOUR_MS)
  await rules.dueWork()
  expect(await atTheDesk()).toMatchObject({ state: 'open', updatedAt: rules.now().toISOString() })
  expect((await atTheDesk()).snooze).toBeUndefined()

  // Its end was not kept, so it runs once more.
  const once = await record()
  const dueAt = rules.now().toISOString()
  await rules.commit((tx) => schedule(tx, { id: 'again', kind: SNOOZE_ENDS, subjectId: ticketId, dueAt }))
  await rules.dueWork()
  expect(await record()).toEqual(once)
  expect(await lines()).toEqual(['snooze.set ', 'snooze.ended time'])
})

test('the contact hears nothing and sees nothing of it, from its beginning to its end', async () => {
  const heard = rules.heardBy(maya.id)
  const desk = rules.heardAtTheDesk()
  rules.passes(MINUTE_MS)
  const before = await asMayaSees()
  await putAside(inMs(HOUR_MS))
  expect(await asMayaSees()).toEqual(before)
  rules.passes(HOUR_MS)
  await rules.dueWork()
  expect(await asMayaSees()).toEqual(before)
  expect(heard).toEqual([])
  // The premise: at the desk both were told.
  expect(desk.map(({ name }) => name)).toEqual(['ticket.changed', 'ticket.changed'])
  // Taken back, too.
  await putAside(null)
  await rules.commit((tx) => wake(tx, rules, omar, ticketId))
  expect(await asMayaSees()).toEqual(before)
  expect(heard).toEqual([])
})

test('answered and put aside: for the contact it waits for them until it is with the agents again', async () => {
  await omarAnswers()
  await putAside(inMs(HOUR_MS))
  expect((await asMayaSees()).state).toBe('waiting_on_contact')
  await rules.commit((tx) => wake(tx, rules, omar, ticketId))
  expect((await atTheDesk()).state, 'taken back, it is what it was').toBe('waiting_on_contact')
  await putAside(inMs(HOUR_MS))
  rules.passes(HOUR_MS)
  await rules.dueWork()
  expect([(await atTheDesk()).state, (await asMayaSees()).state]).toEqual(['open', 'open'])
})

test('a message of the contact brings it back at once; the time that comes later finds nothing to do', async () => {
  await putAside(inMs(HOUR_MS))
  await mayaWrites()
  expect((await atTheDesk()).state).toBe('open')
  const awake = await record()
  expect(awake.snooze).toBeUndefined()
  rules.passes(2 * HOUR_MS)
  await rules.dueWork()
  expect(await record()).toEqual(awake)
})

test('another time takes the place of the first; no time waits for the contact alone', async () => {
  await putAside(inMs(HOUR_MS))
  await putAside(inMs(3 * HOUR_MS))
  rules.passes(2 * HOUR_MS)
  await rules.dueWork()
  expect((await atTheDesk()).state).toBe('snoozed')
  await putAside(null)
  rules.passes(30 * 24 * HOUR_MS)
  await rules.dueWork()
  expect((await atTheDesk()).snooze).toMatchObject({ until: null })
  // The same once more is no news.
  const once = await record()
  await putAside(null)
  expect(await record()).toEqual(once)
})

test.each(['solved', 'answered'])('%s, it is not snoozed any more, and was never to be', async (how) => {
  await putAside(inMs(HOUR_MS))
  const by = { name: 'Omar', side: 'agent' } as const
  if (how === 'solved') await rules.commit(async (tx) => rules.tickets.solve(tx, await record(), by))
  else await omarAnswers()
  expect((await atTheDesk()).snooze).toBeUndefined()
  expect(await record()).not.toHaveProperty('snooze')
})

test('refused: a time that has passed, a far one, none at all, what is solved, what nobody has read', async () => {
  const code = (refused: string) => expect.objectContaining({ code: refused })
  for (const until of [inMs(-1), inMs(0), inMs(400 * 24 * HOUR_MS), 'tomorrow'])
    await expect(putAside(until), until).rejects.toEqual(code('snooze.time'))
  await omarAnswers()
  const upTo = (await record()).newestSequence
  await putAside(null, upTo)
  await mayaWrites()
  await expect(putAside(null, upTo)).rejects.toEqual(code('ticket.answered_meanwhile'))
  await putAside(null, upTo + 1)
  await rules.commit(async (tx) => rules.tickets.solve(tx, await record(), { name: 'Omar', side: 'agent' }))
  await expect(putAside(null)).rejects.toEqual(code('ticket.wrong_state'))
})
