// Replies that the contact has not seen go out by mail: each once, none forgotten, and to nobody else.

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Contact } from '../../protocol/entities.ts'
import type { AgentRecord, MailRecord } from '../../server/store/records.ts'
import { contactTicket, deskTicket } from '../../server/tickets/views.ts'
import { dataFolders } from '../faults/folders.ts'
import { newClientId } from '../stage/cast.ts'
import { openRules, type Rules, UNSEEN_AFTER_MS } from '../stage/rules.ts'

const newFolder = dataFolders()
let rules: Rules
let maya: Contact
let omar: AgentRecord

beforeEach(async () => {
  rules = await openRules(await newFolder())
  maya = await rules.contact('maya', 'maya@northfield.edu')
  omar = await rules.agent('Omar')
})
afterEach(() => rules?.close())

const asks = async (contact: Contact) => (await rules.opens(contact)).ticket.id
const answers = async (ticketId: string, text: string) => {
  const body = { clientId: newClientId(), ticketId, text }
  return (await rules.commit((tx) => rules.tickets.sendAsAgent(tx, omar, body))).message
}
/** The mail that tells of replies up to this one, if it was written. */
const mailUpTo = (messageId: string): Promise<MailRecord | undefined> =>
  rules.store.read.mails.find(`mal_${messageId}`)
async function aWhileLater() {
  rules.passes(UNSEEN_AFTER_MS)
  await rules.dueWork()
}

test('all in one mail, and never twice', async () => {
  const ticketId = await asks(maya)
  const first = await answers(ticketId, 'Under “Profile”.')
  const second = await answers(ticketId, 'Then “Rotations”.')
  await aWhileLater()
  expect(await mailUpTo(first.id)).toBeUndefined()
  const mail = await mailUpTo(second.id)
  expect(mail?.to).toBe('maya@northfield.edu')
  expect(mail?.text).toContain('Under “Profile”.')
  // It leads to where the chat is, not to the help desk's own address.
  expect(mail?.text).toContain('https://portal.example/home')

  const third = await answers(ticketId, 'Did you find it?')
  await aWhileLater()
  expect((await mailUpTo(third.id))?.text).not.toContain('Under “Profile”.')
})

test('a guest is told the way back to what was written, for another tab does not know them', async () => {
  const enters = () =>
    rules.commit((tx) => rules.contacts.enterGuest(tx, { email: 'noor@mail.example', name: 'Noor' }))
  const noor = await enters()
  const wayBack = 'write to us there with this address'
  for (const [contact, isTold] of [
    [noor, true],
    [maya, false],
  ] as const) {
    const reply = await answers(await asks(contact), 'Behind the clinic.')
    await aWhileLater()
    const { text = '' } = (await mailUpTo(reply.id)) ?? {}
    expect([text.includes('https://portal.example/home'), text.includes(wayBack)]).toEqual([true, isTold])
  }
  // It is the way: with the address proved once more, they are who they were.
  expect((await enters()).id).toBe(noor.id)
})

test('a ticket is called by plain words: in lists and letters, and where marks were kept with it before', async () => {
  const marked = '**Where** is my `rotation`?'
  const { ticket } = await rules.opens(maya, marked)
  expect([ticket.subject, ticket.lastEntry.snippet]).toEqual(Array(2).fill('Where is my rotation?'))
  const kept = { ...ticket, subject: marked, lastEntry: { ...ticket.lastEntry, snippet: marked } }
  await rules.commit((tx) => tx.tickets.put(kept))
  const shown = await rules.store.read.tickets.find(ticket.id)
  expect(shown?.subject, 'kept as it was').toBe(marked)
  for (const seen of [await deskTicket(kept, rules.store.read), await contactTicket(kept, rules.store.read)])
    expect([seen.subject, seen.lastEntry.snippet]).toEqual(Array(2).fill('Where is my rotation?'))
  const reply = await answers(ticket.id, 'Under “Profile”.')
  await aWhileLater()
  const mail = await mailUpTo(reply.id)
  expect(mail?.subject).toContain('Where is my rotation?')
  expect(mail?.text).toContain('“Where is my rotation?”')
})

test('a reply that comes while the mail is being written has a mail of its own', async () => {
  const ticketId = await asks(maya)
  const first = await answers(ticketId, 'Under “Profile”.')
  rules.passes(UNSEEN_AFTER_MS)
  const now = rules.now().toISOString()
  const leaseUntil = new Date(rules.now().getTime() + 60_000).toISOString()
  const [work] = await rules.store.commit((tx) => tx.dueWork.claim({ now, leaseUntil, limit: 1 }))
  if (!work) throw new Error('no mail was due')
  await rules.mailUnseen(work)
  expect(await mailUpTo(first.id)).toBeDefined()
  // The mail is written, its work not yet put away.
  const second = await answers(ticketId, 'Then “Rotations”.')
  await rules.store.commit(async (tx) => {
    const kept = await tx.dueWork.find(work.id)
    if (kept?.leaseUntil === leaseUntil) await tx.dueWork.remove(work.id)
  })
  await aWhileLater()
  expect(await mailUpTo(second.id)).toBeDefined()
})

test('a reply that was deleted is not mailed, and one that was changed as it is now', async () => {
  const ticketId = await asks(maya)
  const changes = async (sequence: number, text: string | null) => {
    const body = { clientId: newClientId(), ticketId, sequence, text }
    await rules.commit((tx) => rules.tickets.reviseAsAgent(tx, omar, body))
  }
  const wrong = await answers(ticketId, 'canary-other-student')
  const slip = await answers(ticketId, 'Under “canary-slip”.')
  await changes(wrong.sequence, null)
  await changes(slip.sequence, 'Under “Profile”.')
  await aWhileLater()
  const mail = await mailUpTo(slip.id)
  expect(mail?.text).toContain('Under “Profile”.')
  expect(mail?.text).not.toContain('canary')

  const alone = await answers(ticketId, 'canary-alone')
  await changes(alone.sequence, null)
  await aWhileLater()
  expect(await mailUpTo(alone.id)).toBeUndefined()
})

test('a reply behind many lines of the system’s is mailed', async () => {
  const ticketId = await asks(maya)
  // By turns, all weekend.
  for (let turn = 0; turn < 25; turn++)
    for (const agent of [omar, null]) await rules.commit((tx) => rules.tickets.assign(tx, ticketId, agent))
  const ticket = await rules.ticket(ticketId)
  expect(ticket.newestSequence - ticket.seenByContact, 'the premise').toBeGreaterThan(20)
  const reply = await answers(ticketId, 'Under “Profile”.')
  await aWhileLater()
  expect((await mailUpTo(reply.id))?.text).toContain('Under “Profile”.')
})

test('what she has seen is not mailed', async () => {
  const ticketId = await asks(maya)
  const reply = await answers(ticketId, 'Under “Profile”.')
  await rules.commit(async (tx) => {
    const ticket = await tx.tickets.find(ticketId)
    if (ticket) await rules.tickets.see(tx, ticket, 'contact', reply.sequence)
  })
  await aWhileLater()
  expect(await mailUpTo(reply.id)).toBeUndefined()
})

test('nobody’s replies go to an address that nobody has shown to be theirs', async () => {
  const unproved = await rules.contact('typo', 'maja@northfield.edu', false)
  const reply = await answers(await asks(unproved), 'About your visa …')
  await aWhileLater()
  expect(await mailUpTo(reply.id)).toBeUndefined()
})
