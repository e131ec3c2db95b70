// Two tickets of one contact become one: nothing moves, both say where it goes on, and what is written into the one that closed
// lands in the other, once.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Contact, Entry } from '../../protocol/entities.ts'
import { sendWithActions } from '../../server/macros/acting.ts'
import type { AgentRecord, TicketRecord } from '../../server/store/records.ts'
import { changeRules } from '../../server/tickets/changes.ts'
import { mergeTickets } from '../../server/tickets/merge.ts'
import { rate } from '../../server/tickets/ratings.ts'
import { snooze } from '../../server/tickets/snooze.ts'
import { attach, track } from '../../server/tickets/trackers.ts'
import { beginUpdate } from '../../server/tickets/updates.ts'
import { contactTicket } from '../../server/tickets/views.ts'
import { mergeScene } from '../account-merge/merges.ts'
import { dataFolders } from '../faults/folders.ts'
import { newClientId } from '../stage/cast.ts'
import { MINUTE_MS, openRules, type Rules } from '../stage/rules.ts'

const newFolder = dataFolders()
let rules: Rules
let maya: Contact
let leo: Contact
let omar: AgentRecord
let from: TicketRecord
let into: TicketRecord

beforeEach(async () => {
  rules = await openRules(await newFolder())
  maya = await rules.contact('maya', 'maya@northfield.edu')
  leo = await rules.contact('leo', 'leo@mail.example')
  omar = await rules.agent('Omar')
  from = await opens(maya, 'Where is my rotation?')
  rules.passes(MINUTE_MS)
  into = await opens(maya, 'I cannot see my rotation')
})
afterEach(() => rules?.close())

const opens = async (contact: Contact, text: string) => (await rules.opens(contact, text)).ticket
const record = ({ id }: { id: string }) => rules.ticket(id)
const merges = (one = from, other = into, upTo = 99) =>
  rules.commit((tx) => mergeTickets(tx, rules, omar, { ticketId: one.id, intoId: other.id, upTo }))
const mayaSays = (text: string, ticket = from, more: object = {}) =>
  rules.commit((tx) =>
    rules.tickets.sendAsContact(tx, maya, { clientId: newClientId(), ticketId: ticket.id, text, ...more }),
  )
const omarSays = (text: string, ticket = from) =>
  rules.commit((tx) =>
    sendWithActions(tx, rules, omar, { clientId: newClientId(), ticketId: ticket.id, text }),
  )
const solves = (ticket: TicketRecord) =>
  rules.commit(async (tx) => rules.tickets.solve(tx, await record(ticket), { name: 'Omar', side: 'agent' }))
const threadOf = async ({ id }: { id: string }) => rules.store.read.entries.after(id, 0, 100)
const inWords = (entries: Entry[]) =>
  entries.map((entry) =>
    entry.kind === 'message'
      ? entry.text
      : entry.kind === 'activity'
        ? `${entry.code} ${entry.details.name}`
        : 'revision',
  )
const code = (refused: string) => expect.objectContaining({ code: refused })

describe('merged', () => {
  test('the one closes, the other goes on, and both read where; again is no change', async () => {
    const heard = rules.heardBy(maya.id)
    await merges()
    const once = [await record(from), await record(into)]
    await merges()
    expect([await record(from), await record(into)]).toEqual(once)
    expect(inWords(await threadOf(from))).toEqual([
      'Where is my rotation?',
      `ticket.continued #${into.number}`,
    ])
    expect(inWords(await threadOf(into))).toEqual([
      'I cannot see my rotation',
      `ticket.continues #${from.number}`,
    ])
    expect(await contactTicket(await record(from), rules.store.read)).toMatchObject({
      state: 'solved',
      mergedInto: into.id,
      rating: null,
    })
    // The premise: it was her socket that heard it, in events that it knows.
    expect(new Set(heard.map(({ name }) => name))).toEqual(new Set(['activity.created', 'ticket.changed']))
  })

  test('whoever waited waits on, from when they began, and what was set holds where nothing was', async () => {
    await omarSays('Look under Rotations.', into)
    await rules.store.commit(async (tx) => {
      await tx.tickets.put({ ...(await record(from)), priority: 'high', tags: ['map'] })
      await tx.tickets.put({ ...(await record(into)), tags: ['rotation'] })
    })
    expect(await record(into), 'the premise').toMatchObject({
      state: 'waiting_on_contact',
      waitingSince: null,
    })
    await merges()
    expect(await record(into)).toMatchObject({
      ...{ state: 'open', waitingSince: from.waitingSince, assigneeId: omar.id },
      ...{ priority: 'high', tags: ['map', 'rotation'] },
    })
    // Nobody waits for what is closed, and no clock of it runs.
    expect(await record(from)).toMatchObject({ waitingSince: null, sla: { clocks: {} } })
  })

  test('a question that was put aside is asked in the one that goes on', async () => {
    await omarSays('Look under Rotations.', into)
    await rules.commit((tx) => snooze(tx, rules, omar, { ticketId: from.id, until: null, upTo: 99 }))
    expect(await record(from), 'the premise').toMatchObject({ state: 'snoozed', snooze: { before: 'open' } })
    await merges()
    expect(await record(into)).toMatchObject({ state: 'open', waitingSince: from.waitingSince })
  })

  test('what she writes into the closed one lands in the other, once, however late it is sent again', async () => {
    const clientId = newClientId()
    await merges()
    const closed = await record(from)
    const { ticket, message } = await mayaSays('It is there now!', from, { clientId, quotes: 1 })
    expect([ticket.id, message.ticketId, message.quotes]).toEqual([into.id, into.id, undefined])
    const again = await mayaSays('It is there now!', from, { clientId, quotes: 1 })
    expect(again.message).toEqual(message)
    expect(inWords(await threadOf(into)).filter((text) => text === 'It is there now!')).toHaveLength(1)
    expect(await record(from), 'nothing of it is touched').toEqual(closed)
    // Sent before, its answer lost, sent again after: it is where it was.
    const earlier = { clientId: newClientId() }
    const second = await opens(maya, 'And my badge?')
    const sent = await mayaSays('Mine is green.', second, earlier)
    await merges(second, into)
    expect((await mayaSays('Mine is green.', second, earlier)).message).toEqual(sent.message)
    // One that was merged into one that is merged.
    const last = await opens(maya, 'All of it')
    await merges(into, last)
    expect((await mayaSays('Still there?', from)).ticket.id).toBe(last.id)
    // Solved meanwhile, it opens there, as ever.
    await solves(last)
    expect(await mayaSays('No, gone again.', from)).toMatchObject({ ticket: { id: last.id, state: 'open' } })
  })

  test('an agent’s reply that was on its way lands there, too, with what its macro does', async () => {
    await merges()
    const body = { clientId: newClientId(), ticketId: from.id, text: 'Look under Rotations.' }
    const actions = [{ do: 'priority' as const, to: 'urgent' as const }]
    // What he has seen is of the other thread: its numbers say nothing here.
    await mayaSays('In the one that goes on', into)
    const { ticket } = await rules.commit((tx) =>
      sendWithActions(tx, rules, omar, { ...body, upTo: 1, actions }),
    )
    expect(ticket.id).toBe(into.id)
    expect([(await record(into)).priority, (await record(from)).priority]).toEqual(['urgent', undefined])
  })

  test('what was done to it before is taken back by nobody', async () => {
    const changes = changeRules(rules)
    const tags = { kind: 'tags' as const, add: ['visa'], remove: [] }
    await rules.commit((tx) => changes.change(tx, omar, 'change-1', { ticketId: from.id, upTo: 1 }, tags))
    await merges()
    const before = await record(from)
    expect(before.tags, 'the premise').toEqual(['visa'])
    const takesBack = rules.commit((tx) => changes.takeBack(tx, omar, 'change-1', from.id))
    await expect(takesBack).rejects.toEqual(code('ticket.changed_meanwhile'))
    expect(await record(from)).toEqual(before)
  })

  test('it is opened by nobody and rated by nobody', async () => {
    await merges()
    await expect(rules.commit((tx) => rules.tickets.reopen(tx, from.id, { name: 'Omar' }))).rejects.toEqual(
      code('ticket.wrong_state'),
    )
    await expect(
      rules.commit(async (tx) => rate(tx, rules, await record(from), { ticketId: from.id, score: 1 })),
    ).rejects.toEqual(code('ticket.wrong_state'))
  })

  test('where the accounts became two again, nobody’s words reach the other', async () => {
    await merges()
    await rules.commit(async (tx) => rules.tickets.change(tx, await record(into), { contactId: leo.id }))
    const { ticket } = await mayaSays('Only for you.')
    expect(ticket).toMatchObject({ id: from.id, state: 'open', contactId: maya.id })
    expect(ticket.mergedInto).toBeUndefined()
    expect(JSON.stringify(await threadOf(into))).not.toContain('Only for you')
  })

  test('an update of its cause reaches the other in its place, and nobody twice', async () => {
    const cause = await opens(leo, 'The map is empty')
    const both = [from, into].map(({ id }) => ({ ticketId: id, upTo: 1 }))
    const attaches = (tickets: typeof both) =>
      rules.commit((tx) => attach(tx, rules, omar, { tickets, trackerId: cause.id }))
    const attached = async () => (await record(cause)).tracker?.attached
    await attaches(both.slice(0, 1))
    await merges()
    expect([await attached(), (await record(into)).cause?.id]).toEqual([1, cause.id])
    const third = await opens(maya, 'No map, again')
    await attaches([{ ticketId: third.id, upTo: 1 }])
    expect(await attached()).toBe(2)
    await merges(third, into)
    expect(await attached()).toBe(1)
    await rules.commit((tx) =>
      beginUpdate(tx, rules, omar, {
        ...{ clientId: newClientId(), ticketId: cause.id, text: 'It is back.', solves: false, own: false },
      }),
    )
    await rules.dueWork()
    const told = await Promise.all([from, into, third].map(async (one) => inWords(await threadOf(one))))
    expect(told.flat().filter((text) => text === 'It is back.')).toHaveLength(1)
  })
})

describe('refused', () => {
  test('across contacts, with itself, into what is solved, and what was merged before', async () => {
    const other = await opens(leo, 'Mine is gone, too')
    await expect(merges(from, other)).rejects.toEqual(code('ticket.other_contact'))
    await expect(merges(from, from)).rejects.toEqual(code('ticket.wrong_state'))
    const solved = await opens(maya, 'Done with')
    await solves(solved)
    await expect(merges(from, solved)).rejects.toEqual(code('ticket.wrong_state'))
    await merges()
    const third = await opens(maya, 'One more')
    await expect(merges(from, third)).rejects.toEqual(code('ticket.wrong_state'))
    await expect(merges(third, from)).rejects.toEqual(code('ticket.wrong_state'))
    // The premise: what is solved may close into what is open.
    await merges(solved, third)
    expect((await record(third)).state).toBe('open')
  })

  test('unread words, a tracker, a request to merge accounts and an invitation to one', async () => {
    await expect(merges(from, into, 0)).rejects.toEqual(code('ticket.answered_meanwhile'))
    await rules.commit((tx) => track(tx, rules, omar, { ticketId: from.id, on: true }))
    await expect(merges()).rejects.toEqual(code('ticket.wrong_state'))

    const scene = await mergeScene(rules, [await rules.agent('Ines'), omar], omar)
    const [invitation] = await rules.store.read.tickets.listForContact(scene.leo.id, 1)
    const plain = await opens(scene.leo, 'A question beside it')
    if (!invitation) throw new Error('nobody was invited')
    await expect(merges(invitation, plain)).rejects.toEqual(code('ticket.account_merge'))
    await scene.starts()
    await scene.proves()
    expect((await record(invitation)).mergeId, 'the premise').not.toBeNull()
    await expect(merges(invitation, plain)).rejects.toEqual(code('ticket.account_merge'))
    await expect(merges(plain, invitation)).rejects.toEqual(code('ticket.account_merge'))
  })
})
