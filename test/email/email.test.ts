// Mails: what they say, that they go to one address only, and what becomes of one that the world does not take.

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { fileMailer } from '../../server/email/file-mailer.ts'
import { ENGLISH } from '../../server/email/language.ts'
import { type MailOutcome, smtpMailer } from '../../server/email/mailer.ts'
import { MAIL_RETRY_MS, mailSender, queueMail } from '../../server/email/outgoing.ts'
import {
  guestCodeMail,
  mergeApprovedMail,
  mergeCodeMail,
  mergeCompletedMail,
  unseenRepliesMail,
} from '../../server/email/texts.ts'
import { PLAIN } from '../../server/settings/brand.ts'
import { AS_OPERATOR, isOff } from '../../server/settings/mail.ts'
import type { DueWorkRecord, MailRecord } from '../../server/store/records.ts'
import { readableLog } from '../faults/folders.ts'
import { mailServer } from './mail-server.ts'

const NOW = '2026-11-24T09:00:00.000Z'
const FROM = { name: 'Wardway support', address: 'help@wardway.example' }
const head = { sender: () => FROM, brand: () => PLAIN }
const mail = (changes: Partial<MailRecord> = {}): MailRecord => ({
  id: 'mal_1',
  to: 'maya.lindqvist@northfield.edu',
  letter: 'replies',
  subject: 'Grüße: an answer',
  text: 'Hello Maya,\n\n.a line that begins with a dot\n',
  state: 'queued',
  attempts: [],
  createdAt: NOW,
  ...changes,
})

const nothing = () => false

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

describe('texts', () => {
  const facts = {
    reader: 'from',
    intoEmail: 'leo.okafor@mail.example',
    fromEmail: 'l.okafor@northfield.edu',
  } as const

  it('put a code on a line of its own and never into the subject', () => {
    for (const { subject, text } of [
      guestCodeMail(ENGLISH, { code: '7K3MQ9TX' }),
      mergeCodeMail(ENGLISH, { code: '7K3MQ9TX', asker: 'l•••@mail.example' }),
    ]) {
      expect(text).toMatch(/^ {4}7K3MQ9TX$/m)
      expect(text).toContain('10 minutes')
      expect(subject).not.toContain('7K3MQ9TX')
    }
  })

  it('tell the other account who asks, masked, and that ignoring it changes nothing', () => {
    const { text } = mergeCodeMail(ENGLISH, { code: '7K3MQ9TX', asker: 'l•••@mail.example' })
    expect(text).toContain('logged in as l•••@mail.example')
    expect(text).toContain('Ignoring this mail changes nothing')
  })

  it('tell both sides of an approved merge when it happens and how to stop it', () => {
    const stopUrl = 'https://help.example/merges/stop#token'
    const both = (['into', 'from'] as const).map(
      (reader) =>
        mergeApprovedMail(ENGLISH, { ...facts, reader, executeAt: '2026-11-25T14:05:00.000Z', stopUrl }).text,
    )
    for (const text of both) {
      expect(text).toContain('Wednesday, 25 November 2026 at 14:05 UTC')
      expect(text).toMatch(/^ {4}https:\/\/help\.example\/merges\/stop#token$/m)
    }
    expect(both[0]).not.toBe(both[1])
    expect(mergeCompletedMail(ENGLISH, facts).text).toContain('log in as leo.okafor@mail.example')
  })

  it('gather unseen replies, and keep a subject to one line whatever it was', () => {
    const { subject, text } = unseenRepliesMail(ENGLISH, {
      number: 12,
      subject: `Rotation\r\nBcc: everybody@school.edu ${'x'.repeat(300)}`,
      contactName: 'Maya Lindqvist',
      replies: [
        { from: 'Omar', text: 'First.\nSecond line.', at: NOW },
        { from: 'Ines', text: 'And one more thing.', at: NOW },
      ],
      url: 'https://help.example/demo',
      isGuest: false,
      replyTo: null,
      isRead: false,
    })
    expect(subject).not.toMatch(/[\r\n]/)
    expect(subject.length).toBeLessThanOrEqual(180)
    expect(text).toContain('There are 2 answers in your ticket 12')
    expect(text).toMatch(
      /Omar wrote on Tuesday, 24 November 2026, 09:00 UTC:\n\n {4}First\.\n {4}Second line\./,
    )
    expect(text).toContain('    And one more thing.')
  })
})

describe('smtpMailer', () => {
  it('writes to the one stored address, with a Message-ID that a repeat shares', async () => {
    const server = await opens()
    const mailer = smtpMailer({ url: server.url, ...head })
    expect(await mailer.send(mail())).toEqual({ outcome: 'sent', detail: '' })
    expect(await mailer.send(mail())).toEqual({ outcome: 'sent', detail: '' })
    expect(server.taken).toHaveLength(2)
    for (const { recipients, data } of server.taken) {
      expect(recipients).toEqual(['maya.lindqvist@northfield.edu'])
      expect(data).toContain('Message-ID: <mal_1@wardway.example>')
      expect(data).toContain('To: maya.lindqvist@northfield.edu')
      expect(data).toContain('Auto-Submitted: auto-generated')
    }
  })

  it('comes from the name that is set now, whatever stands in it, and from the operator’s address', async () => {
    const server = await opens()
    let name = 'Wardway'
    const mailer = smtpMailer({ url: server.url, ...head, sender: () => ({ ...FROM, name }) })
    await mailer.send(mail())
    name = 'Grüße, "Us" <evil@evil.example>\r\nBcc: evil@evil.example'
    await mailer.send(mail({ replyTo: 'desk@wardway.example' }))
    expect(server.taken.map(({ sender }) => sender)).toEqual([FROM.address, FROM.address])
    const [plain = '', odd = ''] = server.taken.map(({ data }) => data)
    expect(plain).toMatch(/^From: Wardway <help@wardway\.example>$/m)
    expect(plain).not.toMatch(/^Reply-To:/im)
    expect(odd).toMatch(/<help@wardway\.example>$/m)
    expect(odd).toMatch(/^Reply-To: desk@wardway\.example$/m)
    expect(odd).not.toMatch(/<evil@|^Bcc:/m)
  })

  it.each([
    'a@school.edu, b@evil.com',
    'a@school.edu\r\nBcc: b@evil.com',
    'victim@school.edu＠evil.com',
    '"a@school.edu, b"@evil.com',
    'Maya <a@school.edu>',
    'a@münchen.example',
  ])('sends nothing at all to what is not one address: %j', async (to) => {
    const server = await opens()
    await expect(smtpMailer({ url: server.url, ...head }).send(mail({ to }))).rejects.toThrow(
      'would write to',
    )
    expect(server.taken).toEqual([])
  })

  it('takes an address with letters beyond ASCII as it is', async () => {
    const server = await opens()
    const to = 'josé@xn--mnchen-3ya.example'
    expect(await smtpMailer({ url: server.url, ...head }).send(mail({ to }))).toMatchObject({
      outcome: 'sent',
    })
    expect(server.taken[0]?.recipients).toEqual(['josé@münchen.example'])
  })

  it.each([
    ['RCPT', '550 5.1.1 no such mailbox', 'refused'],
    ['DATA', '554 5.7.1 we do not want this', 'refused'],
    ['RCPT', '451 4.7.1 greylisted, come back later', 'unreachable'],
    ['MAIL', '452 4.3.1 disk full', 'unreachable'],
    ['EHLO', '421 4.3.2 going down', 'unreachable'],
  ] as const)('after %s answered by “%s” says %s', async (command, answer, outcome) => {
    const server = await opens({ [command]: answer })
    const said = await smtpMailer({ url: server.url, ...head }).send(mail())
    expect(said.outcome).toBe(outcome)
    expect(said.detail).not.toBe('')
  })

  it('waits for a server that says nothing only so long', async () => {
    const server = await opens({ DATA: null })
    const said = await smtpMailer({ url: server.url, ...head, timeoutMs: 200 }).send(mail())
    expect(said.outcome).toBe('unreachable')
    expect(server.taken).toEqual([])
  })

  it('says unreachable when nobody listens', async () => {
    const server = await opens()
    await server.close()
    const said = await smtpMailer({ url: server.url, ...head }).send(mail())
    expect(said).toMatchObject({ outcome: 'unreachable', isSilence: true })
  })

  it.each([
    ['a log-in', { MAIL: '530 5.7.0 log in first' }],
    ['a log-in, said late', { RCPT: '530 5.7.0 log in first' }],
    ['another sender', { MAIL: '550 5.7.1 help@wardway.example is not yours' }],
  ])('keeps what is the operator’s to mend for another try: the server wants %s', async (_, answers) => {
    const { url } = await opens(answers)
    const said = await smtpMailer({ url, ...head }).send(mail())
    expect(said).toMatchObject({ outcome: 'unreachable', isSilence: false })
    const recipient = await opens({ RCPT: '550 5.1.1 nobody there' })
    expect((await smtpMailer({ url: recipient.url, ...head }).send(mail())).outcome).toBe('refused')
  })

  it('knows before the first mail whether any could be sent, and why not', async () => {
    const server = await opens()
    expect(await smtpMailer({ url: server.url, ...head }).trouble()).toBe('')
    const away = await opens({ EHLO: '421 4.3.2 going down' })
    expect(await smtpMailer({ url: away.url, ...head }).trouble()).toContain('421 4.3.2 going down')
    expect(server.taken).toEqual([])
  })
})

describe('fileMailer', () => {
  it('keeps one file a mail, however often it is sent', async () => {
    const dir = join(await folder(), 'mailbox')
    const mailer = fileMailer({ dir, ...head })
    await mailer.send(mail())
    expect(await mailer.send(mail())).toEqual({ outcome: 'sent', detail: '' })
    await mailer.send(mail({ id: 'mal_2' }))
    expect((await readdir(dir)).sort()).toEqual(['mal_1.json', 'mal_2.json'])
    const { id, to, subject, text } = mail()
    expect(JSON.parse(await readFile(join(dir, 'mal_1.json'), 'utf8'))).toEqual({
      id,
      at: NOW,
      from: 'Wardway support <help@wardway.example>',
      to,
      subject,
      text,
    })
  })

  it('writes nothing when the library would write to another address', async () => {
    const dir = await folder()
    const sending = fileMailer({ dir, ...head }).send(mail({ to: 'a@school.edu, b@evil.com' }))
    await expect(sending).rejects.toThrow('would write to')
    expect(await readdir(dir)).toEqual([])
  })

  it('is worth another try when the folder cannot be written', async () => {
    const dir = join(await folder(), 'mal')
    await fileMailer({ dir, ...head }).send(mail({ id: 'x' }))
    const blocked = join(dir, 'x.json')
    expect((await fileMailer({ dir: blocked, ...head }).send(mail())).outcome).toBe('unreachable')
  })
})

describe('queueMail and mailSender', () => {
  it('queue one mail for one id, due at once, and only to an address', async () => {
    const { tables, mails, works } = memory()
    const { id, to } = mail()
    const written = guestCodeMail(ENGLISH, { code: '7K3MQ9TX' })
    await queueMail(tables, { id, to, ...written, now: new Date(NOW) })
    await queueMail(tables, { id, to, ...written, text: 'changed', now: new Date(NOW) })
    expect(mails.get(id)).toEqual(mail(written))
    expect([...works.values()]).toMatchObject([{ kind: 'mail.send', subjectId: id, dueAt: NOW }])
    const two = { id: 'x', to: 'a@b.edu, c@d.edu', ...written, now: new Date(NOW) }
    const list = queueMail(tables, two)
    await expect(list).rejects.toThrow('not one address')
  })

  it('try again on the written schedule, then give up', async () => {
    const { store, mails } = memory(mail())
    let at = Date.parse(NOW)
    const send = mailSender({ store, mailer: saying('unreachable'), now: () => new Date(at), isOff: nothing })
    const waits: number[] = []
    for (;;) {
      const next = await send(work)
      if ('done' in next) break
      waits.push(Date.parse(next.againAt) - at)
      expect(next.why).toBe('unreachable: because')
      at = Date.parse(next.againAt)
    }
    expect(waits).toEqual(MAIL_RETRY_MS)
    expect(mails.get('mal_1')).toMatchObject({ state: 'failed' })
    expect(mails.get('mal_1')?.attempts).toHaveLength(MAIL_RETRY_MS.length + 1)
  })

  it('while the mail server says nothing let one mail try, and all go out soon after it is back', async () => {
    const names = Array.from({ length: 20 }, (_, n) => `mal_${n}`)
    const late = mail({ id: 'mal_late', createdAt: '2026-11-21T09:00:00.000Z' })
    const { store, mails } = memory(late, ...names.map((id) => mail({ id })))
    let at = Date.parse(NOW)
    let isSilent = true
    let answers: (() => void)[] = []
    const tried: string[] = []
    const mailer = {
      async send({ id }: MailRecord): Promise<MailOutcome> {
        tried.push(id)
        if (!isSilent) return { outcome: 'sent', detail: '' }
        await new Promise<void>((resolve) => answers.push(resolve))
        return { outcome: 'unreachable', detail: 'because', isSilence: true }
      },
    }
    const send = mailSender({ store, mailer, now: () => new Date(at), isOff: nothing })
    const triedFor = async (ids: string[], attempts: number) => {
      tried.length = 0
      const all = ids.map((id) => send({ ...work, subjectId: id, attempts }))
      for (let count = 0; count < ids.length; count++) await Promise.resolve()
      for (const say of answers) say()
      answers = []
      const ends = await Promise.all(all)
      return ends.map((end) => ('done' in end ? 0 : (Date.parse(end.againAt) - at) / 1_000))
    }
    const [first = '', second = '', third = '', ...others] = names
    await triedFor([first], 0)
    // The next one asks, and nobody else beside it; then none does that has waited before, for a while.
    await triedFor([second, ...others], 0)
    expect(tried).toEqual([second])
    expect(await triedFor(others, 1)).toEqual(others.map(() => 10))
    expect(tried).toEqual([])
    at += 20 * 60_000
    const waits = await triedFor(others, 2)
    expect(tried, 'one asks again').toEqual(others.slice(0, 1))
    expect(waits.slice(1)).toEqual(others.slice(1).map(() => 120))
    expect(mails.get(others[1] ?? '')?.attempts, 'all of its own tries are left').toEqual([])
    await triedFor(['mal_late'], 9)
    expect(tried, 'what has waited for two days waits for no other').toEqual(['mal_late'])

    isSilent = false
    await triedFor([third], 0)
    expect(await triedFor(others, 3)).toEqual(others.map(() => 0))
    expect(others.filter((id) => mails.get(id)?.state !== 'sent')).toEqual([])
  })

  it.each([
    ['sent', 'sent'],
    ['refused', 'failed'],
  ] as const)('end with what the world said: %s', async (outcome, state) => {
    const { store, mails } = memory(mail())
    const send = mailSender({ store, mailer: saying(outcome), now: () => new Date(NOW), isOff: nothing })
    expect(await send(work)).toEqual({ done: true })
    expect(mails.get('mal_1')).toMatchObject({ state, attempts: [{ at: NOW }] })
  })

  it.each(['sent', 'refused', 'unreachable'] as const)(
    'keep no word of what has ended: %s',
    async (outcome) => {
      const attempts = MAIL_RETRY_MS.map(() => ({ at: NOW, outcome: 'unreachable' }))
      const { store, mails } = memory(mail({ ...guestCodeMail(ENGLISH, { code: '7K3MQ9TX' }), attempts }))
      const send = mailSender({ store, mailer: saying(outcome), now: () => new Date(NOW), isOff: nothing })
      expect(await send(work)).toEqual({ done: true })
      const { id, to, createdAt } = mail()
      expect(mails.get('mal_1')).toEqual({
        ...{ id, to, letter: 'guest_code', subject: '', text: '', createdAt },
        ...{ state: outcome === 'sent' ? 'sent' : 'failed', attempts: expect.any(Array) },
      })
    },
  )

  it('do not send what was switched off since it was queued, and say so; what proves and merges goes on', async () => {
    const { store, mails } = memory(mail(), mail({ id: 'mal_2', letter: 'merge_code' }))
    const refuses = { store, mailer: saying(new Error('must not be called')), now: () => new Date(NOW) }
    const off = { ...AS_OPERATOR, off: ['replies' as const] }
    const send = mailSender({ ...refuses, isOff: (letter) => isOff(off, letter) })
    expect(await send(work)).toEqual({ done: true })
    expect(mails.get('mal_1')).toMatchObject({
      state: 'failed',
      attempts: [{ outcome: 'refused: letters of this kind are switched off' }],
    })
    await expect(send({ ...work, subjectId: 'mal_2' })).rejects.toThrow('must not be called')
  })

  it.each([
    ['nothing', undefined, 'taken', []],
    ['no log-in of ours', { MAIL: '530 5.7.0 log in first' }, 'failed', ['EENVELOPE 530']],
    ['no sender of ours', { MAIL: '550 5.7.1 help@wardway.example: not yours' }, 'failed', ['EENVELOPE 550']],
    ['no log-in, said late', { RCPT: '530 5.7.0 log in first' }, 'failed', ['EENVELOPE 530']],
    ['not now', { RCPT: '451 4.7.1 maya.lindqvist@northfield.edu: later' }, 'failed', ['EENVELOPE 451']],
    ['nobody there', { RCPT: '550 5.1.1 maya.lindqvist@northfield.edu: who?' }, 'refused', ['EENVELOPE 550']],
  ] as const)(
    'tell the operator what the mail server said, and never of whom: %s',
    async (_, answers, outcome, codes) => {
      const { url } = await opens(answers)
      const mailer = smtpMailer({ url, ...head })
      undo.push(() => mailer.close())
      const log = readableLog()
      const heard: unknown[] = []
      await mailSender({
        ...{ store: memory(mail()).store, mailer, now: () => new Date(NOW), isOff: nothing, log },
        heard: (...what) => heard.push(what),
      })(work)
      expect(heard).toEqual([['mail', outcome]])
      expect(log.lines.map(({ level, facts }) => [level, facts])).toEqual(
        codes.map((code) => ['warn', expect.objectContaining({ id: 'mal_1', attempts: 1, code })]),
      )
      expect(JSON.stringify(log.lines)).not.toMatch(/northfield|@/)
    },
  )

  it('do not send what was sent', async () => {
    const { store } = memory(mail({ state: 'sent' }))
    const send = mailSender({
      store,
      mailer: saying(new Error('must not be called')),
      now: () => new Date(NOW),
      isOff: nothing,
    })
    expect(await send(work)).toEqual({ done: true })
    expect(await send({ ...work, subjectId: 'mal_unknown' })).toEqual({ done: true })
  })
})

// ---- the world outside

async function opens(answers?: Parameters<typeof mailServer>[0]) {
  const server = await mailServer(answers)
  undo.push(server.close)
  return server
}

const work: DueWorkRecord = {
  id: 'mail.send-mal_1',
  kind: 'mail.send',
  subjectId: 'mal_1',
  dueAt: NOW,
  attempts: 0,
  leaseUntil: null,
  lastError: null,
}

function saying(outcome: MailOutcome['outcome'] | Error) {
  return {
    async send(): Promise<MailOutcome> {
      if (outcome instanceof Error) throw outcome
      return { outcome, detail: 'because' }
    },
    async close() {},
  }
}

function memory(...known: MailRecord[]) {
  const mails = new Map(known.map((mail) => [mail.id, mail]))
  const works = new Map<string, DueWorkRecord>()
  const tables = {
    mails: {
      find: async (id: string) => mails.get(id),
      put: async (mail: MailRecord) => void mails.set(mail.id, mail),
      remove: async (id: string) => void mails.delete(id),
      removeOld: async () => [],
    },
    dueWork: {
      find: async (id: string) => works.get(id),
      put: async (work: DueWorkRecord) => void works.set(work.id, work),
      remove: async (id: string) => void works.delete(id),
      claim: async () => [],
      nextDueAt: async () => undefined,
    },
  }
  const commit = <T>(work: (tx: typeof tables) => Promise<T>) => work(tables)
  return { tables, mails, works, store: { read: tables, commit } }
}

async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'helpdock-email-'))
  undo.push(() => rm(dir, { recursive: true, force: true }))
  return dir
}
