// Mail that comes in: an answer finds its ticket, a question opens one, and nobody gains anything by saying who they are.

import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Contact, Message } from '../../protocol/entities.ts'
import { newIn } from '../../server/email/inbound/written.ts'
import type { AgentRecord, MailRecord } from '../../server/store/records.ts'
import { dataFolders } from '../faults/folders.ts'
import { newClientId } from '../stage/cast.ts'
import { openRules, type Rules, UNSEEN_AFTER_MS } from '../stage/rules.ts'

const US = 'help@northfield.edu'
const MAYA = 'maya@school.example'

const newFolder = dataFolders()
let rules: Rules
let maya: Contact
let omar: AgentRecord

beforeEach(async () => {
  rules = await openRules(await newFolder(), undefined, { writtenAt: US })
  maya = await rules.contact('maya', MAYA)
  omar = await rules.agent('Omar')
})
afterEach(() => rules?.close())

let count = 0
interface Sent {
  from?: string
  to?: string
  subject?: string
  text?: string
  id?: string
  headers?: string[]
  body?: string
}
const mail = ({
  from = MAYA,
  to = US,
  subject = 'Hello',
  text = 'It is there now.',
  id,
  headers = [],
  body,
}: Sent) =>
  Buffer.from(
    [
      `From: ${from}`,
      `To: ${to}`,
      `Subject: ${subject}`,
      `Message-ID: ${id ?? `<${++count}@school.example>`}`,
      ...headers,
      ...(body === undefined ? ['Content-Type: text/plain; charset=utf-8', '', text] : [body]),
    ].join('\r\n'),
  )
const receives = (sent: Sent, envelope: { from?: string; to?: string[] } = {}) =>
  rules.door.receive(mail(sent), { to: [], ...envelope })

/** What the contact reads of a ticket. */
const thread = async (ticketId: string): Promise<Message[]> =>
  (await rules.store.read.entries.after(ticketId, 0, 100)).filter(
    (entry): entry is Message => entry.kind === 'message',
  )
const notes = async (ticketId: string) =>
  (await rules.store.read.notes.after(ticketId, 0, 100)).map(({ text }) => text)
const answers = async (ticketId: string, text: string) => {
  const body = { clientId: newClientId(), ticketId, text }
  const { message } = await rules.commit((tx) => rules.tickets.sendAsAgent(tx, omar, body))
  rules.passes(UNSEEN_AFTER_MS)
  await rules.dueWork()
  return rules.store.read.mails.find(`mal_${message.id}`)
}
/** Maya asks in the chat, and Omar's answer has gone out by mail. */
async function mailed(): Promise<{
  ticketId: string
  letter: MailRecord & { replyTo: string; mark: string }
}> {
  const ticketId = (await rules.opens(maya)).ticket.id
  const letter = await answers(ticketId, 'Under “Profile”.')
  if (!letter?.replyTo || !letter.mark) throw new Error('the premise: a letter that can be answered')
  return { ticketId, letter: { ...letter, replyTo: letter.replyTo, mark: letter.mark } }
}
const ticketsOf = (contactId: string) => rules.store.read.tickets.listForContact(contactId, 100)

test('an answer comes into the ticket, without what it answers, and opens it again', async () => {
  const { ticketId, letter } = await mailed()
  expect(letter.text).toContain('answer this mail')
  await rules.commit(async (tx) =>
    rules.tickets.solve(tx, await rules.ticket(ticketId), { name: 'Omar', side: 'agent' }),
  )
  const text =
    'I looked there.\n\nIt is empty.\n\nOn Tue, 24 Nov 2026, Support wrote:\n> Under “Profile”.\n> Or answer this mail'
  expect(await receives({ to: letter.replyTo, text })).toEqual({ is: 'message', ticketId })
  const said = (await thread(ticketId)).at(-1)
  expect(said).toMatchObject({
    author: { kind: 'contact', id: maya.id },
    text: 'I looked there.\n\nIt is empty.',
    byMail: 'not_shown',
  })
  expect((await rules.ticket(ticketId)).state).toBe('open')

  // The next letter stands under it in their mail program.
  const next = await answers(ticketId, 'Then I look.')
  expect(next?.answers).toMatch(/@school\.example>$/)
})

test.each([
  ['Yes.\n\nSent from my iPhone\n\nOn Tue, 24 Nov 2026, Support wrote:\n> Where?', 'Yes.'],
  ['Ja.\n\nVon meinem iPad gesendet', 'Ja.'],
  ['Oui.\n\nEnvoyé de mon iPhone', 'Oui.'],
  ['Sí.\n\nGet Outlook for Android', 'Sí.'],
  // What says something stays: a name, a letter's way, and what is all that there is.
  ['Yes.\n\nMaya\nNorthfield', 'Yes.\n\nMaya\nNorthfield'],
  ['It came.\n\nSent from my school on Monday', 'It came.\n\nSent from my school on Monday'],
  ['Sent from my iPhone', 'Sent from my iPhone'],
])('%j says %j, and not from which device', (text, said) => {
  expect(newIn(text)).toBe(said)
})

test('the same mail, handed over again or by two at once, is one message, or one note', async () => {
  const { ticketId, letter } = await mailed()
  const sent = { to: letter.replyTo, id: '<once@school.example>' }
  await receives(sent)
  await Promise.all([receives(sent), receives(sent), receives({ ...sent, text: 'Another text.' })])
  expect((await thread(ticketId)).filter(({ byMail }) => byMail)).toHaveLength(1)
  const note = { to: letter.replyTo, from: 'eve@else.example', id: '<note@school.example>' }
  const all = await Promise.all([receives(note), receives(note)])
  expect([...all, await receives(note)]).toEqual(Array(3).fill({ is: 'note', ticketId }))
  expect(await notes(ticketId)).toHaveLength(1)
})

test('whoever the mark did not go to is read by agents alone', async () => {
  const { ticketId, letter } = await mailed()
  const before = await thread(ticketId)
  const heard = rules.heardBy(maya.id)
  rules.shown.add('eve@else.example')
  expect(await receives({ from: 'eve@else.example', to: letter.replyTo, text: 'I am Maya.' })).toEqual({
    is: 'note',
    ticketId,
  })
  expect(await thread(ticketId)).toEqual(before)
  expect((await notes(ticketId)).join()).toMatch(/eve@else\.example[\s\S]*I am Maya\./)
  // It waits for somebody to read it; that is all that the contact sees of it.
  expect((await rules.ticket(ticketId)).state).toBe('open')
  expect(heard.map(({ name }) => name)).toEqual(['ticket.changed'])
  expect(JSON.stringify(heard)).not.toMatch(/eve|I am Maya/)

  await rules.commit(async (tx) =>
    rules.tickets.solve(tx, await rules.ticket(ticketId), { name: 'Omar', side: 'agent' }),
  )
  await receives({ from: 'eve@else.example', to: letter.replyTo, text: 'Once more.' })
  expect((await rules.ticket(ticketId)).state).toBe('open')
})

test('of made-up senders no more open tickets than a desk can read; the others come again', async () => {
  const from = (n: number) => `nobody-${n}@made-up.example`
  for (let n = 0; n < 300; n++) await receives({ from: from(n) })
  await expect(receives({ from: from(300) })).rejects.toMatchObject({ code: 'request.too_many' })
  // Who has a ticket goes on in it.
  const { letter, ticketId } = await mailed()
  expect(await receives({ to: letter.replyTo })).toEqual({ is: 'message', ticketId })
  rules.passes(60 * 60_000)
  expect((await receives({ from: from(300) })).is).toBe('ticket')
})

test('the mark in what is answered is worth a message of a shown sender only', async () => {
  const { ticketId, letter } = await mailed()
  const headers = [`In-Reply-To: <${letter.id}.${letter.mark}@northfield.edu>`]
  expect((await receives({ headers })).is).toBe('note')
  rules.shown.add(MAYA)
  expect(await receives({ headers })).toEqual({ is: 'message', ticketId })
  expect((await thread(ticketId)).at(-1)?.byMail).toBe('shown')
})

test('a mark for another ticket, or a changed one, is none', async () => {
  const { ticketId, letter } = await mailed()
  const other = (await rules.opens(maya, 'And another thing.')).ticket
  const [before, othersBefore] = [await thread(ticketId), await thread(other.id)]
  const [, digits = ''] = /\+t([0-9a-z]{26})/.exec(letter.replyTo) ?? []
  const forOther = letter.replyTo.replace(digits, other.id.slice('tkt_'.length))
  await fc.assert(
    fc.asyncProperty(
      fc.nat(51),
      fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'),
      async (at, letterThere) => {
        const from = letter.replyTo.indexOf('+t') + 2 + at
        const made = letter.replyTo.slice(0, from) + letterThere + letter.replyTo.slice(from + 1)
        fc.pre(made !== letter.replyTo)
        expect(await receives({ to: made })).not.toMatchObject({ ticketId })
      },
    ),
    { numRuns: 30 },
  )
  expect(await receives({ to: forOther })).not.toMatchObject({ ticketId: other.id })
  expect([await thread(ticketId), await thread(other.id)]).toEqual([before, othersBefore])
  expect(await notes(ticketId)).toEqual([])
})

test('any other mail opens a ticket of somebody known by nothing but that address, whoever has it', async () => {
  rules.shown.add(MAYA)
  await rules.opens(maya)
  const received = await receives({
    from: `"Maya L." <${MAYA}>`,
    subject: 'My rotation',
    text: 'Where is it?',
  })
  if (received.is !== 'ticket') throw new Error(received.is)
  const { contactId, subject } = await rules.ticket(received.ticketId)
  expect(contactId).not.toBe(maya.id)
  expect(subject).toBe('My rotation')
  const stranger = await rules.store.read.contacts.find(contactId)
  expect(stranger).toMatchObject({ identity: 'guest', emailVerified: false, name: 'Maya L.', email: MAYA })
  expect(await ticketsOf(maya.id)).toHaveLength(1)

  // Whoever proves the address later is somebody else, and sees none of it.
  const guest = await rules.commit((tx) => rules.contacts.enterGuest(tx, { email: MAYA, name: 'Maya' }))
  expect(guest.id).not.toBe(contactId)
})

test('who asked by mail is answered by mail, under what they wrote, and goes on there', async () => {
  const received = await receives({
    from: 'noor@school.example',
    subject: 'Re: Costs',
    id: '<first@school.example>',
  })
  if (received.is !== 'ticket') throw new Error(received.is)
  // Before we did.
  const headers = ['References: <first@school.example>']
  expect(await receives({ from: 'noor@school.example', headers, text: 'One more thing.' })).toEqual({
    is: 'message',
    ticketId: received.ticketId,
  })
  const letter = await answers(received.ticketId, 'It is free.')
  expect(letter).toMatchObject({ to: 'noor@school.example', subject: 'Re: Costs' })
  expect(letter?.text).toContain('It is free.')
  expect(letter?.text).not.toContain('portal.example')
  expect((await receives({ from: 'noor@school.example', to: letter?.replyTo ?? '' })).is).toBe('message')
  expect(await thread(received.ticketId)).toHaveLength(4)
})

test('only a shown sender is told that it arrived, once a day, without a word of theirs', async () => {
  const told = async (address: string) => {
    const received = await receives({ from: address, subject: 'Buy gold', text: 'Buy gold now.' })
    if (received.is !== 'ticket') throw new Error(received.is)
    return received.ticketId
  }
  rules.shown.add('noor@school.example')
  await told('victim@else.example')
  await told('noor@school.example')
  await told('noor@school.example')
  const queued: MailRecord[] = []
  for (const work of await dueMails()) {
    const found = await rules.store.read.mails.find(work)
    if (found) queued.push(found)
  }
  expect(queued.map(({ to, letter }) => [to, letter])).toEqual([['noor@school.example', 'received']])
  expect(queued[0]?.text).not.toContain('gold')
})

test('programs are not answered and open nothing', async () => {
  const { ticketId, letter } = await mailed()
  const before = await thread(ticketId)
  const to = letter.replyTo
  for (const headers of [
    ['Auto-Submitted: auto-replied'],
    ['Precedence: bulk'],
    ['List-Id: <students.school.example>'],
    ['X-Autoreply: yes'],
    ['Return-Path: <>'],
  ])
    expect(await receives({ to, headers }), headers[0]).toEqual({ is: 'left', why: 'automatic' })
  expect(await receives({ to }, { from: '' })).toEqual({ is: 'left', why: 'automatic' })
  // Ourselves: the beginning of a loop.
  expect(await receives({ from: US, to })).toEqual({ is: 'left', why: 'automatic' })
  expect((await receives({ to, headers: ['Auto-Submitted: no'] })).is, 'the premise').toBe('message')
  expect(await thread(ticketId)).toHaveLength(before.length + 1)
})

test('what the school’s own group hands on is read, whatever stands above it; what a list hands on that somebody has joined is not', async () => {
  const group = ['Precedence: list', 'List-ID: <help.northfield.edu>', `List-Post: <mailto:${US}>`]
  expect(await receives({ headers: group })).toMatchObject({ is: 'ticket' })
  const bounces = { from: 'help+bounces@northfield.edu' }
  const rewritten = {
    from: `'Ivy' via Help <${US}>`,
    headers: [...group, 'Reply-To: Ivy Lo <ivy@school.example>'],
  }
  const received = await receives(rewritten, bounces)
  if (received.is !== 'ticket') throw new Error(`It was ${received.is}.`)
  const { contactId } = await rules.ticket(received.ticketId)
  expect(await rules.store.read.contacts.find(contactId)).toMatchObject({
    ...{ name: 'Ivy Lo', email: 'ivy@school.example', identity: 'guest', emailVerified: false },
  })
  const [message] = await thread(received.ticketId)
  expect(message?.byMail, 'nothing shows it').toBe('not_shown')
  const left: [from: string, headers: string[]][] = [
    [MAYA, [...group, 'Auto-Submitted: auto-replied']],
    [MAYA, ['List-ID: <help.northfield.edu>']],
    [MAYA, [...group.slice(0, 2), 'List-Post: <mailto:students@school.example>']],
    // It does not say who wrote, or no list of ours hands it on.
    [US, [...group, `Reply-To: ${US}`]],
    [US, ['Reply-To: ivy@school.example']],
  ]
  for (const [from, headers] of left)
    expect(await receives({ from, headers }), headers.join()).toEqual({ is: 'left', why: 'automatic' })
})

test('two senders are none', async () => {
  const { letter } = await mailed()
  for (const sent of [
    { headers: [`From: eve@else.example`] },
    { from: `${MAYA}, eve@else.example` },
    { from: 'nobody' },
  ])
    expect(await receives({ to: letter.replyTo, ...sent })).toEqual({ is: 'left', why: 'from nobody' })
})

test('files come along as those of the chat do: judged by what is in them, and what is not taken is named', async () => {
  const { ticketId, letter } = await mailed()
  const part = (name: string, content: Buffer | string) =>
    [
      '--b',
      `Content-Disposition: attachment; filename="${name}"`,
      'Content-Type: image/png',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(content).toString('base64'),
      '',
    ].join('\r\n')
  const body = [
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b\r\nContent-Type: text/html\r\n\r\n<p>Here <b>it</b> is.</p><script>alert(1)</script>\r\n',
    part('notes.txt', 'What I saw.'),
    part('virus.png', 'MZ\x90\x00\x03'),
    '--b--',
  ].join('\r\n')
  await receives({ to: letter.replyTo, body })
  const said = (await thread(ticketId)).at(-1)
  expect(said?.text).toBe('Here it is.\n[virus.png: not taken]')
  expect(said?.attachments?.map(({ name, type }) => [name, type])).toEqual([['notes.txt', 'text/plain']])
})

test('a long mail is whole: its beginning in the thread, all of it as a file', async () => {
  const { ticketId, letter } = await mailed()
  const text = `${'A line that somebody wrote.\r\n'.repeat(1_000)}The end.`
  await receives({ to: letter.replyTo, text })
  const said = (await thread(ticketId)).at(-1)
  expect(said?.text.length).toBeLessThanOrEqual(10_000)
  const [file] = said?.attachments ?? []
  expect(file?.name).toBe('mail.txt')
  const { stream } = await rules.attachmentFiles.read(file?.id ?? '')
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece)
  expect(Buffer.concat(pieces).toString()).toMatch(/^A line[\s\S]*The end\.$/)
})

test('a flood from one address is ten tickets, and goes on in the newest', async () => {
  for (let n = 0; n < 25; n++) await receives({ from: 'noor@school.example', text: `Number ${n}` })
  const { contactId } = await rules.ticket((await lastReceived('noor@school.example')).ticketId)
  expect(await ticketsOf(contactId)).toHaveLength(10)
})

test('after a mail, its address can be written to, but it opens nothing to read', async () => {
  const received = await receives({ from: 'noor@school.example' })
  if (received.is !== 'ticket') throw new Error(received.is)
  const { contactId } = await rules.ticket(received.ticketId)
  expect(await rules.store.read.sessions.listForContact(contactId)).toEqual([])
})

const lastReceived = async (from: string) => {
  const received = await receives({ from })
  if (received.is === 'left') throw new Error(received.why)
  return received
}

/** Ids of mails that wait to go out. */
async function dueMails(): Promise<string[]> {
  const claimed = await rules.store.commit((tx) =>
    tx.dueWork.claim({
      now: new Date(rules.now().getTime() + 1).toISOString(),
      leaseUntil: new Date(rules.now().getTime() + 60_000).toISOString(),
      limit: 100,
    }),
  )
  return claimed.filter(({ kind }) => kind === 'mail.send').map(({ subjectId }) => subjectId)
}
