// A writer changes or deletes a message of theirs: shortly after it was sent, and nobody else ever.

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Contact, Message } from '../../protocol/entities.ts'
import { MESSAGE_MAX_CHARS, REVISE_WITHIN_MS, REVISED_OF_TICKET } from '../../protocol/limits.ts'
import type { AgentRecord, TicketRecord } from '../../server/store/records.ts'
import { asContactSees, revisionsBeyond } from '../../server/tickets/revisions.ts'
import { dataFolders } from '../faults/folders.ts'
import { newClientId } from '../stage/cast.ts'
import { openRules, type Rules } from '../stage/rules.ts'

const newFolder = dataFolders()
let rules: Rules
let maya: Contact
let omar: AgentRecord
let asked: { ticket: TicketRecord; message: Message }

beforeEach(async () => {
  rules = await openRules(await newFolder())
  maya = await rules.contact('maya', 'maya@northfield.edu')
  omar = await rules.agent('Omar')
  asked = await rules.opens(maya, 'Where is my rotatoin?')
})
afterEach(() => rules?.close())

const changes = (text: string | null, { who = maya, sequence = 1, clientId = newClientId() } = {}) => {
  const body = { clientId, ticketId: asked.ticket.id, sequence, text }
  return rules.commit((tx) => rules.tickets.reviseAsContact(tx, who, body))
}
const agentChanges = (who: AgentRecord, sequence: number, text: string | null) => {
  const body = { clientId: newClientId(), ticketId: asked.ticket.id, sequence, text }
  return rules.commit((tx) => rules.tickets.reviseAsAgent(tx, who, body))
}
const answers = async (text: string) => {
  const body = { clientId: newClientId(), ticketId: asked.ticket.id, text }
  return (await rules.commit((tx) => rules.tickets.sendAsAgent(tx, omar, body))).message
}
const entries = () => rules.store.read.entries.after(asked.ticket.id, 0, 100)
const ofMaya = async () => asContactSees(rules.store.read, await entries())

test('changed: the new text is read, its last words and the subject that it gave too', async () => {
  const { ticket } = await changes('Where is my rotation?')
  expect((await ofMaya())[0]).toMatchObject({ text: 'Where is my rotation?', revised: 2 })
  expect(ticket.subject).toBe('Where is my rotation?')
  expect(ticket.lastEntry).toMatchObject({ sequence: 1, snippet: 'Where is my rotation?' })
  // Nothing that is kept is rewritten.
  expect((await entries())[0]).toEqual(asked.message)
})

test('deleted: nothing of it is left for her, neither in lists', async () => {
  await changes('canary-once')
  const { ticket } = await changes(null)
  const [message, first] = await ofMaya()
  expect(message).toMatchObject({ text: '', deleted: true })
  expect(first).toMatchObject({ kind: 'revision', text: null })
  expect(JSON.stringify([ticket, await ofMaya()])).not.toMatch(/rotatoin|canary-once/)
  expect(JSON.stringify(await entries())).toMatch(/rotatoin.*canary-once/)
  await expect(changes('Back again'), 'gone is gone').rejects.toMatchObject({ code: 'not_found' })
})

test('five minutes, to the millisecond', async () => {
  rules.passes(REVISE_WITHIN_MS)
  await changes('Just in time')
  rules.passes(1)
  await expect(changes('Too late')).rejects.toMatchObject({ code: 'message.too_late' })
  await expect(changes(null)).rejects.toMatchObject({ code: 'message.too_late' })
})

test('one’s own only: not an agent’s, not a colleague’s, not of another ticket, not a line of the system', async () => {
  const { sequence } = await answers('Under “Profile”.')
  await expect(changes('Not mine', { sequence })).rejects.toMatchObject({ code: 'not_found' })
  await expect(agentChanges(omar, 1, 'Not mine')).rejects.toMatchObject({ code: 'not_found' })
  await expect(agentChanges(await rules.agent('Ines'), sequence, 'Not mine')).rejects.toMatchObject({
    code: 'not_found',
  })
  const leo = await rules.contact('leo', 'leo@mail.example')
  await expect(changes('Not mine', { who: leo })).rejects.toMatchObject({ code: 'not_found' })
  const activity = (await entries()).find(({ kind }) => kind === 'activity')
  expect(activity, 'the premise').toBeDefined()
  await expect(agentChanges(omar, activity?.sequence ?? 0, 'x')).rejects.toMatchObject({ code: 'not_found' })
  await expect(changes('x', { sequence: 99 })).rejects.toMatchObject({ code: 'not_found' })
  // The premise: the same with what is theirs.
  await agentChanges(omar, sequence, 'Under “Rotations”.')
})

test('sent twice it is one revision; the same name with another text is refused', async () => {
  const clientId = newClientId()
  const once = await changes('Where?', { clientId })
  expect((await changes('Where?', { clientId })).revision).toEqual(once.revision)
  expect(await entries()).toHaveLength(2)
  await expect(changes(null, { clientId })).rejects.toMatchObject({ code: 'client_id.reused' })
})

test('it is no news: who waits, who answered and what is unread stay', async () => {
  const reply = await answers('Under “Profile”.')
  const before = await rules.store.read.tickets.find(asked.ticket.id)
  const { ticket } = await agentChanges(omar, reply.sequence, 'Under “Rotations”.')
  const same = ({ state, waitingSince, seenByContact, firstReplyAt, lastEntry }: TicketRecord) => ({
    ...{ state, waitingSince, seenByContact, firstReplyAt },
    lastEntry: { ...lastEntry, snippet: '' },
  })
  expect(same(ticket)).toEqual(before && same(before))
  expect(ticket.seenByAgent, 'their own doing is seen').toBe(ticket.newestSequence)
})

test('nothing, or too much, is refused', async () => {
  await expect(changes('  \n ')).rejects.toMatchObject({ code: 'request.malformed' })
  await changes('x'.repeat(MESSAGE_MAX_CHARS))
})

test('so many messages of a ticket, and no more; what was changed before can be changed again', async () => {
  const others = Array.from({ length: REVISED_OF_TICKET - 1 }, (_, place) => [place + 100, 1])
  await rules.commit((tx) => tx.tickets.put({ ...asked.ticket, revised: Object.fromEntries(others) }))
  const { sequence } = await answers('Under “Profile”.')
  await changes('Once')
  await changes('Twice')
  await expect(agentChanges(omar, sequence, 'One more')).rejects.toMatchObject({ code: 'request.too_many' })
})

test('emoji and combined scripts survive, changed or not', async () => {
  const texts = ['👩🏽‍⚕️🇳🇿 e\u0301', 'कृपया मदद', 'שָׁלוֹם مرحبا', 'ก็ ở 한글']
  for (const text of texts) {
    await changes(text)
    expect((await ofMaya())[0]).toMatchObject({ text })
    expect((await answers(text)).text).toBe(text)
  }
})

test('an agent whose page ends before a message was changed gets its newest text beside the page', async () => {
  await changes('Second')
  const { ticket, revision } = await changes('Third')
  const all = await entries()
  expect(await revisionsBeyond(rules.store.read, ticket, all.slice(0, 1))).toEqual([revision])
  expect(await revisionsBeyond(rules.store.read, ticket, all)).toEqual([])
})
