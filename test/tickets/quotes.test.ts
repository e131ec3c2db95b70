// A message quotes another one: as that one is now, for both sides, and never what it was before.

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Contact, Message } from '../../protocol/entities.ts'
import { withQuotes, withRevisions } from '../../protocol/revisions.ts'
import type { AgentRecord } from '../../server/store/records.ts'
import { withQuotesNow } from '../../server/tickets/quotes.ts'
import { asContactSees } from '../../server/tickets/revisions.ts'
import { asFile, transcriptOf } from '../../server/tickets/transcript.ts'
import { dataFolders } from '../faults/folders.ts'
import { newClientId } from '../stage/cast.ts'
import { openRules, type Rules, UNSEEN_AFTER_MS } from '../stage/rules.ts'

const newFolder = dataFolders()
let rules: Rules
let maya: Contact
let omar: AgentRecord
let ticketId = ''

beforeEach(async () => {
  rules = await openRules(await newFolder())
  maya = await rules.contact('maya', 'maya@northfield.edu')
  omar = await rules.agent('Omar')
  ticketId = (await rules.opens(maya, 'canary-first: where is it?')).ticket.id
})
afterEach(() => rules?.close())

const answers = (quotes?: number, clientId = newClientId(), text = 'Under “Profile”.') =>
  rules.commit((tx) =>
    rules.tickets.sendAsAgent(tx, omar, { clientId, ticketId, text, ...(quotes && { quotes }) }),
  )
const changes = (sequence: number, text: string | null) =>
  rules.commit((tx) =>
    rules.tickets.reviseAsContact(tx, maya, { clientId: newClientId(), ticketId, sequence, text }),
  )
const entries = () => rules.store.read.entries.after(ticketId, 0, 100)
const quoteIn = (list: { kind: string }[]) => (list as Message[]).find(({ quotes }) => quotes)?.quotes

test('it carries who said it and how it begins, in one line', async () => {
  const long = `Two\n\nlines ${'and more '.repeat(60)}👩🏽‍⚕️`
  const { message: told } = await answers(undefined, newClientId(), long)
  const { message } = await answers(told.sequence)
  expect(message.quotes).toMatchObject({ sequence: told.sequence, author: { kind: 'agent', name: 'Omar' } })
  expect(message.quotes?.snippet).toMatch(/^Two lines and more and .{100,130}$/)
})

test('changed, and taken back: both sides read it so, and the contact nothing else', async () => {
  const { message } = await answers(1)
  expect(message.quotes?.snippet, 'the premise').toBe('canary-first: where is it?')
  await changes(1, 'canary-second: where is my rotation?')
  for (const read of [asContactSees, withQuotesNow])
    expect(quoteIn(await read(rules.store.read, await entries()))).toMatchObject({
      snippet: 'canary-second: where is my rotation?',
    })
  await changes(1, null)
  for (const read of [asContactSees, withQuotesNow])
    expect(quoteIn(await read(rules.store.read, await entries()))).toMatchObject({
      snippet: '',
      deleted: true,
    })
  expect(JSON.stringify(await asContactSees(rules.store.read, await entries()))).not.toContain('canary')
  // What is kept is not rewritten, and a late copy of the message works in what came since.
  expect(quoteIn(await entries())?.snippet).toBe('canary-first: where is it?')
  for (const fold of [withRevisions, withQuotes])
    expect(JSON.stringify(fold(await entries()).filter((one) => quoteIn([one])))).not.toContain('canary')
})

test('an older revision of which only the number is left takes nothing away', async () => {
  await changes(1, 'Second')
  await changes(1, 'Third')
  await answers(1)
  const seen = await asContactSees(rules.store.read, await entries())
  // A page that ends before the newest revision.
  const page = seen.filter((entry) => entry.sequence !== 3)
  expect(quoteIn(withRevisions(page))).toMatchObject({ snippet: 'Third' })
})

test('what was taken back while somebody answered it is quoted as that, and no answer is lost', async () => {
  await changes(1, null)
  expect((await answers(1)).message.quotes).toMatchObject({ snippet: '', deleted: true })
})

test('only a message of the same ticket: no line of the system, no revision, no number that is not there', async () => {
  await answers()
  await changes(1, 'Changed')
  const kinds = (await entries()).map(({ kind }) => kind)
  expect(kinds, 'the premise').toEqual(['message', 'activity', 'message', 'revision'])
  for (const quotes of [2, 4, 99]) await expect(answers(quotes)).rejects.toMatchObject({ code: 'not_found' })
  await answers(3)
})

test('sent twice it is one message; the same name with another quote is refused', async () => {
  const clientId = newClientId()
  const once = await answers(1, clientId)
  expect((await answers(1, clientId)).message).toEqual(once.message)
  await expect(answers(undefined, clientId)).rejects.toMatchObject({ code: 'client_id.reused' })
})

test('a message that quotes and is taken back leaves no quote', async () => {
  const body = { clientId: newClientId(), ticketId, text: 'This one', quotes: 1 }
  const { message } = await rules.commit((tx) => rules.tickets.sendAsContact(tx, maya, body))
  await changes(message.sequence, null)
  expect(quoteIn(await asContactSees(rules.store.read, await entries()))).toBeUndefined()
})

test('the mail about it and the transcript say what it answers, as that is now', async () => {
  const { message } = await answers(1)
  await changes(1, 'canary-second: where is my rotation?')
  rules.passes(UNSEEN_AFTER_MS)
  await rules.dueWork()
  const mail = await rules.store.read.mails.find(`mal_${message.id}`)
  const ticket = await rules.store.read.tickets.find(ticketId)
  let transcript = ''
  if (ticket)
    for await (const piece of asFile(await transcriptOf(rules.store.read, rules, maya, ticket)))
      transcript += piece
  for (const text of [mail?.text, transcript]) {
    expect(text).toMatch(/> .*: canary-second: where is my rotation\?\n +Under “Profile”/)
    expect(text).not.toContain('canary-first')
  }
})
