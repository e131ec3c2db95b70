// A message begins a ticket of its own: it stays where it was, stands in the new one as its contact reads it, and is news to nobody.

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Contact, Message } from '../../protocol/entities.ts'
import { readable } from '../../server/attachments/attachments.ts'
import type { AgentRecord, TicketRecord } from '../../server/store/records.ts'
import { revise } from '../../server/tickets/revisions.ts'
import { contactTicket } from '../../server/tickets/views.ts'
import { dataFolders } from '../faults/folders.ts'
import { newClientId } from '../stage/cast.ts'
import { HOUR_MS, MINUTE_MS, openRules, type Rules, UNSEEN_AFTER_MS } from '../stage/rules.ts'

const newFolder = dataFolders()
let rules: Rules
let maya: Contact
let omar: AgentRecord
let ticket: TicketRecord

beforeEach(async () => {
  rules = await openRules(await newFolder())
  maya = await rules.contact('maya', 'maya@northfield.edu')
  omar = await rules.agent('Omar')
  ticket = (await rules.opens(maya)).ticket
})
afterEach(() => rules?.close())

const record = (id = ticket.id) => rules.ticket(id)
const mayaSays = (text: string, more: object = {}) =>
  rules.commit((tx) =>
    rules.tickets.sendAsContact(tx, maya, { clientId: newClientId(), ticketId: ticket.id, text, ...more }),
  )
const omarSays = (text: string, more: object = {}) =>
  rules.commit((tx) =>
    rules.tickets.sendAsAgent(tx, omar, { clientId: newClientId(), ticketId: ticket.id, text, ...more }),
  )
const splits = (from: number, upTo = from, more: object = {}) =>
  rules.commit((tx) =>
    rules.tickets.splitOff(tx, omar, {
      ...{ clientId: newClientId(), ticketId: ticket.id, from, upTo, type: 'problem', subject: 'My badge' },
      ...more,
    }),
  )
const threadOf = (id: string) => rules.store.read.entries.after(id, 0, 100)
const messagesIn = async (id: string) =>
  (await threadOf(id)).filter((entry): entry is Message => entry.kind === 'message')
const code = (refused: string) => expect.objectContaining({ code: refused })

test('it opens once, of the same contact, and both tickets say where the other is', async () => {
  rules.passes(MINUTE_MS)
  const said = (await mayaSays('And my badge does not open the door.')).message
  const before = await messagesIn(ticket.id)
  const clientId = newClientId()
  rules.passes(HOUR_MS)
  const [, begun] = await splits(2, 2, { clientId })
  expect((await splits(2, 2, { clientId }))[1].id).toBe(begun.id)
  expect(await rules.store.read.tickets.listForContact(maya.id, 9)).toHaveLength(2)
  expect(begun).toMatchObject({
    ...{ type: 'problem', subject: 'My badge', contactId: maya.id, state: 'open', assigneeId: omar.id },
    waitingSince: said.createdAt,
  })
  const [line, copy] = await threadOf(begun.id)
  expect(line).toMatchObject({ code: 'ticket.continues', details: { name: `#${ticket.number}` } })
  expect(copy).toMatchObject({ sequence: 2, text: said.text, createdAt: said.createdAt, author: said.author })
  expect(await messagesIn(ticket.id), 'it stays where it was').toEqual(before)
  expect((await threadOf(ticket.id)).at(-1)).toMatchObject({
    code: 'ticket.continued',
    details: { name: `#${begun.number}`, ticketId: begun.id, by: 'Omar', of: '2', upTo: '2' },
  })
})

test('what follows comes along, in its order, with what it answers, as its contact reads it now', async () => {
  await mayaSays('My badge is red.')
  const { message: slip } = await mayaSays('canary-slip: my pin is 4711')
  await omarSays('Which door is it?', { quotes: 3 })
  await mayaSays('The one at the gate.', { quotes: 1 })
  await rules.commit(async (tx) =>
    revise(tx, rules, await record(), slip.author, {
      ...{ clientId: newClientId(), ticketId: ticket.id, sequence: slip.sequence, text: null },
    }),
  )
  const newest = (await record()).newestSequence
  const [, begun] = await splits(2, newest)
  const copies = await messagesIn(begun.id)
  expect(copies.map(({ text }) => text)).toEqual([
    'My badge is red.',
    'Which door is it?',
    'The one at the gate.',
  ])
  expect(copies.map(({ sequence }) => sequence)).toEqual([2, 3, 4])
  // What they answered did not come along.
  expect(copies.map(({ quotes }) => quotes)).toEqual([undefined, undefined, undefined])
  expect(JSON.stringify(await threadOf(begun.id))).not.toContain('canary')
  expect(begun).toMatchObject({ state: 'open', lastEntry: { sequence: 4, snippet: 'The one at the gate.' } })

  const { message: gate } = await mayaSays('And the gate of the garage.')
  await omarSays('That one, too.', { quotes: gate.sequence })
  const [, second] = await splits(gate.sequence, gate.sequence + 9)
  expect((await messagesIn(second.id)).at(-1)).toMatchObject({ quotes: { sequence: 2 } })
  expect(second).toMatchObject({ state: 'waiting_on_contact', waitingSince: null })
})

test('it is news to nobody: no mail, no mark, no new badge, and she was not here', async () => {
  await mayaSays('My badge is red.')
  await omarSays('I ask the porter.')
  await rules.commit(async (tx) => rules.tickets.see(tx, await record(), 'contact', 99))
  rules.passes(UNSEEN_AFTER_MS)
  await rules.dueWork()
  const seenAt = (await rules.store.read.contacts.find(maya.id))?.lastSeenAt
  const mails = rules.heardBy(maya.id)
  rules.passes(HOUR_MS)
  const [, begun] = await splits(2, 9)
  expect(
    mails.map(({ name }) => name),
    'the premise: her widget has it',
  ).toContain('message.created')
  rules.passes(2 * UNSEEN_AFTER_MS)
  await rules.dueWork()
  const [, reply] = await messagesIn(begun.id)
  expect(await rules.store.read.mails.find(`mal_${reply?.id}`)).toBeUndefined()
  expect(begun.seenByContact).toBe(begun.newestSequence)
  expect((await rules.store.read.contacts.find(maya.id))?.lastSeenAt).toBe(seenAt)
})

test('files are read at both, by whose they are', async () => {
  const leo = await rules.contact('leo', 'leo@mail.example')
  const file = await rules.store.commit(async (tx) => {
    const uploader = { kind: 'contact' as const, id: maya.id }
    const announced = await rules.attachments.announce(tx, uploader, { name: 'badge.txt', size: 4 })
    return rules.attachments.finish(tx, announced.id, { ...announced, type: 'text/plain' })
  })
  await mayaSays('My badge.', { attachments: [file.id] })
  const [, begun] = await splits(2)
  expect((await messagesIn(begun.id))[0]?.attachments?.map(({ id }) => id)).toEqual([file.id])
  const read = (kind: 'contact' | 'agent', id: string) => readable(rules.store.read, { kind, id }, file.id)
  expect([(await read('contact', maya.id)).id, (await read('agent', omar.id)).id]).toEqual([file.id, file.id])
  await expect(read('contact', leo.id)).rejects.toEqual(code('not_found'))
  expect(await contactTicket(begun, rules.store.read)).toMatchObject({ subject: 'My badge' })
})

test('refused: what is not the contact’s message, too much at once, and a merge of accounts', async () => {
  await omarSays('I look.')
  const newest = (await record()).newestSequence
  await expect(splits(newest)).rejects.toEqual(code('not_found'))
  await expect(splits(2), 'a line').rejects.toEqual(code('not_found'))
  await expect(splits(99)).rejects.toEqual(code('not_found'))
  await expect(splits(1, 0)).rejects.toEqual(code('request.malformed'))
  await expect(splits(1, 900)).rejects.toEqual(code('request.malformed'))
  for (const type of ['account_merge', 'no_such'])
    await expect(splits(1, 1, { type }), type).rejects.toBeInstanceOf(Error)
  await expect(splits(1, 1, { ticketId: 'tkt_none' })).rejects.toEqual(code('not_found'))
  expect(await rules.store.read.tickets.listForContact(maya.id, 9)).toHaveLength(1)
})
