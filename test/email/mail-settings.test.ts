// How letters go out, as admins set it: through the app, up to a real mail server. The address they come from, and the way of what
// proves and merges, are nobody's to move here.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Contact } from '../../protocol/entities.ts'
import { LETTERS, type Letter, OPTIONAL_LETTERS } from '../../protocol/letters.ts'
import type { WrittenLetters } from '../../protocol/settings/mail-settings.ts'
import { serverAt } from '../../server/email/desk-routes.ts'
import { ENGLISH } from '../../server/email/language.ts'
import { smtpMailer } from '../../server/email/mailer.ts'
import { mailSender } from '../../server/email/outgoing.ts'
import { senderIn } from '../../server/email/sender.ts'
import { guestCodeMail } from '../../server/email/texts.ts'
import { settingsInForce } from '../../server/settings/in-force.ts'
import { isOff, senderOf } from '../../server/settings/mail.ts'
import type { AgentRecord, MailRecord } from '../../server/store/records.ts'
import { mailTranscript } from '../../server/tickets/transcript.ts'
import { type App, openApp } from '../stage/app.ts'
import { newClientId } from '../stage/cast.ts'
import { quickFiles } from '../stage/quick-files.ts'
import { UNSEEN_AFTER_MS } from '../stage/rules.ts'
import { mailServer } from './mail-server.ts'

const FROM = { name: 'Wardway support', address: 'help@wardway.example' }
const PLAIN = { name: null, replyTo: null, off: [] }

let dir: string
let post: Awaited<ReturnType<typeof mailServer>>
let desk: App
let cookie: string
let maya: Contact
let omar: AgentRecord
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'helpdock-mail-'))
  post = await mailServer()
  const environment = { SMTP_URL: post.url, MAIL_FROM: `${FROM.name} <${FROM.address}>` }
  desk = await openApp(dir, undefined, undefined, quickFiles, { environment })
  const ines = { name: 'Ines', email: 'ines@desk.example', password: 'a long enough password' }
  await desk.agents.add({ ...ines, roles: ['admin'] })
  const payload = { email: ines.email, password: ines.password }
  const { cookies } = await desk.app.inject({ method: 'POST', url: '/api/console/sessions', payload })
  cookie = `${cookies[0]?.name}=${cookies[0]?.value}`
  maya = await desk.rules.contact('maya', 'maya@northfield.edu')
  omar = await desk.rules.agent('Omar')
})
beforeEach(async () => {
  expect((await sets({})).status).toBe(200)
  post.taken.length = 0
})
afterAll(async () => {
  await desk?.close()
  await post?.close()
  await rm(dir, { recursive: true, force: true })
})

const ask = async (method: 'GET' | 'PUT' | 'POST', path = '', payload?: object) => {
  const url = `/api/console/mail${path}`
  const answer = await desk.app.inject({ method, url, headers: { cookie }, payload })
  return { status: answer.statusCode, ...answer.json() }
}
const sets = async (change: object, version?: number) =>
  ask('PUT', '', { version: version ?? (await ask('GET')).version, ...PLAIN, ...change })

/** Omar answers, Maya does not look, and the time for it is over. */
async function unseen(): Promise<MailRecord | undefined> {
  const { rules } = desk
  const { ticket } = await rules.opens(maya)
  const body = { clientId: newClientId(), ticketId: ticket.id, text: 'Under “Profile”.' }
  const { message } = await rules.commit((tx) => rules.tickets.sendAsAgent(tx, omar, body))
  rules.passes(UNSEEN_AFTER_MS)
  await rules.dueWork()
  return rules.store.read.mails.find(`mal_${message?.id}`)
}
/** What is due goes out, as the server sends it. */
async function sends(mail: MailRecord): Promise<void> {
  const { rules } = desk
  const letterhead = { sender: () => senderOf(FROM, desk.settings.mail()), brand: desk.settings.brand }
  const mailer = smtpMailer({ url: post.url, ...letterhead })
  const off = (letter: Letter) => isOff(desk.settings.mail(), letter)
  const send = mailSender({ store: rules.store, mailer, now: rules.now, isOff: off })
  const work = { attempts: 0, leaseUntil: null, lastError: null, dueAt: mail.createdAt, kind: 'mail.send' }
  expect(await send({ ...work, id: `mail.send-${mail.id}`, subjectId: mail.id })).toEqual({ done: true })
  await mailer.close()
}
const promised = async () =>
  (await desk.app.inject('/api/help/home')).json().availability as { unmailed?: string[] }

describe('the sender', () => {
  test('has the name that an admin gave it; the address stays the operator’s, and the mail server gets both', async () => {
    expect(await ask('POST', '/tests')).toMatchObject({ to: 'ines@desk.example', outcome: 'sent' })
    expect(post.taken[0]?.data, 'the premise').toMatch(/^From: Wardway support <help@wardway\.example>$/m)
    expect(await sets({ name: ' Ward desk ' })).toMatchObject({
      ...{ status: 200, name: 'Ward desk', from: FROM, changedBy: 'Ines' },
    })
    await ask('POST', '/tests')
    expect(post.taken[1]).toMatchObject({ sender: FROM.address, recipients: ['ines@desk.example'] })
    expect(post.taken[1]?.data).toMatch(/^From: Ward desk <help@wardway\.example>$/m)
    // A queued letter has the name that holds when it goes, whatever it is about.
    const mail = await unseen()
    if (!mail) throw new Error('no mail was written')
    await sets({ name: 'Ward desk at night' })
    await sends(mail)
    expect(post.taken[2]?.data).toMatch(/^From: Ward desk at night <help@wardway\.example>$/m)
  })

  test.each([
    ['Support <evil@evil.example>', '/name'],
    ['evil@evil.example', '/name'],
    ['Support"', '/name'],
    ['Support\r\nBcc: evil@evil.example', '/name'],
    ['Support\u202eelpmaxe', '/name'],
    ['Sup\u200bport', '/name'],
  ])('is not called %j, and nothing is changed then', async (name, field) => {
    const before = await ask('GET')
    expect(await sets({ name })).toMatchObject({ status: 422, code: 'mail.invalid', field })
    expect(await ask('GET')).toEqual(before)
  })

  test('is nobody’s to set over what somebody else has set meanwhile; each change leaves a line in the log', async () => {
    const { version } = await sets({ name: 'Ward desk', off: ['transcript'] })
    expect(await sets({}, version - 1)).toMatchObject({ status: 409, code: 'setting.changed' })
    const log = await desk.rules.store.read.accessLog.list({ limit: 20 })
    const line = { what: 'mail.changed', by: { name: 'Ines' }, detail: '“Ward desk”, no transcript' }
    expect(log).toContainEqual(expect.objectContaining({ ...line, by: expect.objectContaining(line.by) }))
  })

  test.each([
    ['Help <help@school.edu>', { name: 'Help', address: 'help@school.edu' }],
    ['"Help, school" <help@school.edu>', { name: 'Help, school', address: 'help@school.edu' }],
    ['<help@school.edu>', { name: '', address: 'help@school.edu' }],
    ['help@localhost', { name: '', address: 'help@localhost' }],
    ['Help', undefined],
    ['Help <a@school.edu>, <b@school.edu>', undefined],
  ])('is read from MAIL_FROM=%s', (written, sender) => {
    expect(senderIn(written)).toEqual(sender)
  })
})

describe('answers', () => {
  const replyTo = 'desk@wardway.example'

  test('to letters about a conversation go where an admin says, and the letter says so', async () => {
    const before = await unseen()
    expect(before).not.toHaveProperty('replyTo')
    expect(before?.text).toContain('answers to it do not reach us')
    await sets({ replyTo })
    const mail = await unseen()
    expect(mail?.text).toContain(`Answers to this mail go to ${replyTo}.`)
    if (mail) await sends(mail)
    expect(post.taken[0]?.data).toMatch(/^Reply-To: desk@wardway\.example$/m)
  })

  test('to what proves, merges or lets in go nowhere else, whatever an admin sets', async () => {
    await sets({ replyTo })
    const { letters } = (await ask('GET', '/letters')) as WrittenLetters
    const answered = letters.filter(({ versions }) => versions.some((one) => one.replyTo !== null))
    expect(answered.map(({ letter }) => letter)).toEqual([...OPTIONAL_LETTERS, 'test'])
    const { proofs, commit, store } = desk.rules
    const wanted = { purpose: 'guest', boundTo: null, email: 'leo@mail.example', name: 'Leo' } as const
    const proof = await commit((tx) => proofs.send(tx, wanted, (code) => guestCodeMail(ENGLISH, { code })))
    const mail = await store.read.mails.find(`mal_${proof.id}`)
    expect(mail).toMatchObject({ letter: 'guest_code' })
    if (mail) await sends(mail)
    expect(post.taken[0]?.data).toContain('type this code')
    expect(post.taken[0]?.data).not.toMatch(/^Reply-To:/im)
  })

  test.each([
    'desk@evil.example',
    'desk@wardway.example.evil.example',
    'desk@sub.wardway.example',
    'desk@wardway.example, evil@evil.example',
    'Desk <desk@wardway.example>',
    'evil@evil.example@wardway.example',
    'desk＠wardway.example',
    'wardway.example',
  ])('do not go to %s', async (address) => {
    expect(await sets({ replyTo: address })).toMatchObject({
      ...{ status: 422, code: 'mail.invalid', field: '/replyTo' },
    })
  })
})

describe('a letter that is switched off', () => {
  test('is not written, is promised to nobody, and open pages hear of it; switched on again it goes', async () => {
    expect(await unseen(), 'the premise').toMatchObject({ to: 'maya@northfield.edu', letter: 'replies' })
    expect(await promised()).not.toHaveProperty('unmailed')
    const heard = desk.rules.heardByEverybody()
    await sets({ off: ['replies'] })
    await expect
      .poll(() => heard)
      .toMatchObject([
        { name: 'hours.changed', body: { version: 0, availability: { unmailed: ['replies'] } } },
      ])
    expect(await promised()).toMatchObject({ unmailed: ['replies'] })
    expect(await unseen()).toBeUndefined()
    await sets({})
    expect(await promised()).not.toHaveProperty('unmailed')
    expect(await unseen()).toMatchObject({ to: 'maya@northfield.edu' })
  })

  test('does not go out where it was queued before', async () => {
    const mail = await unseen()
    if (!mail) throw new Error('no mail was written')
    await sets({ off: ['replies'] })
    await sends(mail)
    expect(post.taken).toEqual([])
    expect(await desk.rules.store.read.mails.find(mail.id)).toMatchObject({
      ...{ state: 'failed', attempts: [{ outcome: 'refused: letters of this kind are switched off' }] },
    })
  })

  test('is refused to who asks for it', async () => {
    const { rules } = desk
    const { ticket } = await rules.opens(maya)
    const mails = async () =>
      rules.commit(async (tx) => mailTranscript(tx, rules, maya, await rules.ticket(ticket.id)))
    expect(await mails()).toBe('m•••@northfield.edu')
    await sets({ off: ['transcript'] })
    await expect(mails()).rejects.toMatchObject({ code: 'letter.off' })
  })

  test('is none of those that prove, merge or let in', async () => {
    for (const letter of Object.keys(LETTERS).filter(
      (one) => !OPTIONAL_LETTERS.some((other) => other === one),
    ))
      expect((await sets({ off: [letter] })).status, letter).toBe(400)
  })
})

test('every letter can be looked at, each with a subject of its own and a text', async () => {
  const { letters } = (await ask('GET', '/letters')) as WrittenLetters
  expect(letters.map(({ letter }) => letter).sort()).toEqual(Object.keys(LETTERS).sort())
  const subjects = new Set(letters.map(({ versions }) => versions[0]?.subject))
  expect(subjects.size).toBe(letters.length)
  for (const { letter, versions } of letters)
    for (const { text } of versions) {
      expect(text, letter).toMatch(/^Hello/)
      expect(text, letter).not.toMatch(/undefined|null|\[object|Invalid/)
    }
})

test('another copy of the server sends from the new name as soon as it has heard of it', async () => {
  const { bus, store } = desk.rules
  const other = await settingsInForce({ read: store.read, bus, log: { warn() {} } })
  expect(senderOf(FROM, other.mail())).toEqual(FROM)
  await sets({ name: 'Ward desk' })
  // Without the bus, chat/catch-up.ts has it look.
  await other.readAnew()
  expect(senderOf(FROM, other.mail())).toEqual({ ...FROM, name: 'Ward desk' })
  other.close()
})

test('the mail server is named without who logs in there and how', async () => {
  const shown = serverAt('smtps://desk:canary-secret@mail.school.edu:465')
  expect(shown).toEqual({ host: 'mail.school.edu', port: '465', isSecure: true, logsIn: true })
  expect(await ask('GET')).toMatchObject({ server: { host: '127.0.0.1' }, replyDomain: 'wardway.example' })
})
