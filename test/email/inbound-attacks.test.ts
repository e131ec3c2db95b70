// Mails that want to do harm: what one of them costs is bounded, the next one is read, and what is not taken is said.

import { connect } from 'node:net'
import { createTransport } from 'nodemailer'
import { expect, test } from 'vitest'
import { readLetter } from '../../server/email/inbound/letter.ts'
import { mailReader } from '../../server/email/inbound/reader.ts'
import { openSmtpDoor } from '../../server/email/inbound/smtp-door.ts'
import { newIn } from '../../server/email/inbound/written.ts'
import { Refusal } from '../../server/errors.ts'
import { readableLog } from '../faults/folders.ts'
import type { Rules } from '../stage/rules.ts'
import { mailDesk, realMailbox, US } from './mail-desk.ts'

const desk = mailDesk()
const imap = realMailbox()

let count = 0
/** @param content headers of the content, an empty line, the content */
const mail = (content = '\r\nWhere is my rotation?', from = 'Noor <noor@school.example>') =>
  [`From: ${from}`, `To: ${US}`, 'Subject: Hello', `Message-ID: <${++count}@school.example>`, content].join(
    '\r\n',
  )
const TOO_MANY_PARTS = `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nhi\r\n'.repeat(2_000)}--b--`
/** Each line stands in a hundred quotes: minutes, and gigabytes. */
const NEVER_ENDS = `Content-Type: text/html\r\n\r\n${'<blockquote>'.repeat(99)}${'a<br>'.repeat(90_000)}`

// ---- read

test('a mail that takes too long is given up, while everything else goes on; the next one is read', async () => {
  const log = readableLog()
  const reader = mailReader({ log, readWithinMs: 2_000 })
  let turns = 0
  const turning = setInterval(() => turns++, 10)
  const [hostile, good] = await Promise.all(
    [mail(NEVER_ENDS), mail()].map((raw) => reader.read(Buffer.from(raw), { to: [] })),
  )
  clearInterval(turning)
  expect(hostile).toEqual({ is: 'left', why: 'unreadable' })
  expect(good).toMatchObject({ is: 'read', letter: { text: 'Where is my rotation?', isShown: false } })
  expect(turns).toBeGreaterThan(20)
  expect(log.lines.map(({ sentence }) => sentence)).toContain('a mail could not be read')
  await reader.end()
})

test('what quotes are known by costs no more where lines are empty, and takes no text for a pattern', () => {
  expect(newIn(`a${'\n \t'.repeat(15_000)}\nb`)).toBe('a\n\nb')
  const text = "It is $5, or $& or $` or $'.\nThe rest."
  expect(newIn(`${text}\n\nOn Tue, 24 Nov 2026, $\` Support wrote:\n> Costs?`)).toBe(text)
})

test.each([
  ['nobody', '\r\nHi', ''],
  ['two of them', '\r\nHi', 'noor@school.example, eve@else.example'],
  ['two, in a group', '\r\nHi', 'us: noor@school.example, eve@else.example;'],
  ['two lines', 'From: eve@else.example\r\n\r\nHi', 'noor@school.example'],
  ['two lines, one in capitals', 'FROM : eve@else.example\r\n\r\nHi', 'noor@school.example'],
  ['full width', '\r\nHi', 'noor＠school.example'],
  ['a quoted one', '\r\nHi', '"noor@school.example, x"@else.example'],
])('from %s: nobody’s', async (_who, content, from) => {
  expect(await readLetter(Buffer.from(mail(content, from)), { to: [] })).toBeUndefined()
})

test.each([
  ['"noor@school.example" <eve@else.example>', 'eve@else.example'],
  ['noor@school.example <eve@else.example>', 'eve@else.example'],
  ['(noor@school.example) eve@else.example', 'eve@else.example'],
  ['=?utf-8?q?noor=40school.example_=3Cnoor=40school.example=3E?= <eve@else.example>', 'eve@else.example'],
  ['nооr <n\u043eor@school.example>', 'n\u043eor@school.example'],
  ['eve@xn--schol-jua.example', 'eve@xn--schol-jua.example'],
])('from %s: %s', async (from, address) => {
  const letter = await readLetter(Buffer.from(mail('Sender: noor@school.example\r\n\r\nHi', from)), {
    to: [],
  })
  expect(letter?.from).toBe(address)
})

// ---- kept

const received = async (raw: string) => {
  const found = await desk.rules.door.receive(Buffer.from(raw), { to: [] })
  if (found.is === 'left') throw new Error(found.why)
  const ticket = await desk.rules.ticket(found.ticketId)
  const [message] = (await desk.rules.store.read.entries.after(ticket.id, 0, 10)).filter(
    (entry) => entry.kind === 'message',
  )
  const contact = await desk.rules.store.read.contacts.find(ticket.contactId)
  return { ticket, message, contact }
}

test.each([
  ['nothing that can be seen', '\r\n\u200b\u200d\u00ad'],
  ['no text at all', '\r\n'],
  ['U+0000', 'Content-Type: text/plain; charset=utf-8\r\n\r\n\0a\0'],
  ['half letters', 'Content-Type: text/html\r\n\r\n&#xd83d; &#0; &#x110000;'],
  ['an unknown charset', 'Content-Type: text/plain; charset=x-none\r\n\r\nHi'],
  [
    'bytes that are no text',
    'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n/////w==',
  ],
  ['an unknown encoding', 'Content-Transfer-Encoding: x-none\r\n\r\nHi'],
  [
    'a sealed letter',
    'Content-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\nMIIB',
  ],
  ['an invitation', 'Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR'],
  ['a closed multipart', 'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b--'],
  ['a multipart without a boundary', 'Content-Type: multipart/mixed\r\n\r\nHi'],
])('%s is a ticket like any other', async (_what, content) => {
  const { ticket, message } = await received(mail(content))
  expect(ticket.subject).toBe('Hello')
  expect(message).toBeDefined()
})

test('a name as long as a header is kept as names are', async () => {
  const { contact } = await received(mail('\r\nHi', `${'Noor '.repeat(5_000)} <noor@school.example>`))
  expect(contact?.name.length).toBeLessThanOrEqual(120)
})

const part = (headers: string[], content: Buffer | string) =>
  [
    '--b',
    ...headers,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(content).toString('base64'),
    '',
  ].join('\r\n')
const parts = (kind: string, ...all: string[]) =>
  `Content-Type: multipart/${kind}; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>See:</p>\r\n${all.join('')}--b--`

test('a file that is shown in the letter is a file, and a pasted picture; a logo is not', async () => {
  const pdf = part(
    ['Content-Type: application/pdf', 'Content-Disposition: inline; filename=plan.pdf'],
    '%PDF-1.4\n%%EOF\n',
  )
  const inline = await received(mail(parts('mixed', pdf)))
  expect(inline.message?.attachments?.map(({ name }) => name)).toEqual(['plan.pdf'])

  const picture = (bytes: number) =>
    part(
      ['Content-Type: application/pdf', 'Content-ID: <1@x>', 'Content-Disposition: inline'],
      `%PDF-1.4\n${'x'.repeat(bytes)}\n%%EOF\n`,
    )
  const related = await received(mail(parts('related', picture(20_000), picture(2_000))))
  expect(related.message?.attachments?.map(({ size }) => size > 20_000)).toEqual([true])
})

test('what HTML hides behind it is not read: scripts, styles, the places of pictures', async () => {
  const html = (fill: string) =>
    `Content-Type: text/html\r\n\r\n<html><head><style>p{}</style><script>evil()</script></head>${fill}<p>Here <img alt="it" src="https://evil.example/1"> is.</p>`
  expect((await received(mail(html('')))).message?.text).toBe('Here it is.')
  const long = await received(mail(html(`<p>${'<b></b>'.repeat(100_000)}</p>`)))
  expect(long.message?.text).toBe('Here is.')
})

test('names of files are names alone', async () => {
  const named = (name: string, content: string) =>
    part(
      [
        'Content-Type: text/plain',
        `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name)}`,
      ],
      content,
    )
  const all = [named('../../../etc/passwd', 'words'), named('cv\u202egpj.exe', 'MZ\x90\0\x03')]
  const { message } = await received(mail(parts('mixed', ...all)))
  expect(message?.attachments?.map(({ name }) => name)).toEqual(['passwd.txt'])
  expect(message?.text).toBe('See:\n[cvgpj.exe: not taken]')
})

test('a file’s name of a megabyte is read no further than names are', async () => {
  const disposition = `Content-Disposition: attachment; filename="a${'.'.repeat(900_000)}a.txt"`
  const named = part(['Content-Type: text/plain', disposition], 'words')
  const raw = Buffer.from(mail(parts('mixed', named)))
  const [file] = (await readLetter(raw, { to: [] }))?.files ?? []
  expect(file?.name).toMatch(/^\.{990,}a\.txt$/)
  expect(file?.name.length).toBeLessThanOrEqual(1_000)
})

// ---- handed over

async function door(
  given: { heldMaxBytes?: number; connectedMaxMs?: number; receive?: Rules['door']['receive'] } = {},
) {
  const { receive = desk.rules.door.receive, ...limits } = given
  const { isOurs } = desk.rules.door
  const parts = { host: '127.0.0.1', port: 0, door: { receive, isOurs }, log: desk.rules.log }
  const open = await openSmtpDoor({ ...parts, ...limits })
  const sender = createTransport({ host: '127.0.0.1', port: open.port, secure: false, ignoreTLS: true })
  const hands = (raw: string) =>
    sender.sendMail({ envelope: { from: 'noor@school.example', to: US }, raw }).then(
      ({ response }) => response,
      (cause: Error & { responseCode?: number }) => String(cause.responseCode),
    )
  return { hands, port: open.port, close: () => open.close() }
}

test('what cannot be read is refused for good, so that its sender hears of it', async () => {
  const reader = mailReader({ log: readableLog() })
  const unreadable = await reader.read(Buffer.from(mail(TOO_MANY_PARTS)), { to: [] })
  await reader.end()
  if (unreadable.is === 'read') throw new Error('the premise: it cannot be read')
  const { hands, close } = await door({ receive: async () => unreadable })
  expect(await hands(mail(TOO_MANY_PARTS))).toBe('554')
  await close()
})

test('when all memory for mails is taken, others are told to come again, and are taken then', async () => {
  let keep = () => {}
  const isHeld = new Promise<void>((begun) => {
    keep = begun
  })
  let release = () => {}
  const until = new Promise<void>((resolve) => {
    release = resolve
  })
  const { hands, close } = await door({
    heldMaxBytes: 3_000,
    receive: async (...given) => {
      keep()
      await until
      return desk.rules.door.receive(...given)
    },
  })
  const large = `\r\n${'words '.repeat(300)}`
  const first = hands(mail(large))
  await isHeld
  expect(await hands(mail(large))).toBe('452')
  release()
  expect(await first).toMatch(/^250/)
  expect(await hands(mail(large))).toMatch(/^250/)
  await close()
})

test('whoever drips is not waited for', async () => {
  const { port, close } = await door({ connectedMaxMs: 300 })
  const socket = connect(port, '127.0.0.1')
  const dripping = setInterval(() => socket.write('N'), 20)
  await new Promise((resolve) => socket.on('error', () => {}).once('close', resolve))
  clearInterval(dripping)
  await close()
})

// ---- fetched

test('mails above what a desk reads do not keep those waiting that stand behind them', async () => {
  await imap.deliver(mail('\r\nspam'))
  await imap.deliver(mail(TOO_MANY_PARTS))
  await imap.deliver(mail('\r\nan answer'))
  const taken: string[] = []
  let isFull = true
  const door: Rules['door'] = {
    ...desk.rules.door,
    async receive(raw) {
      if (raw.includes('--b--')) return { is: 'left', why: 'unreadable' }
      if (isFull && raw.includes('spam')) throw new Refusal('request.too_many', { retryAfterMs: 60_000 })
      taken.push(/\r\n\r\n(.*)/.exec(raw.toString())?.[1] ?? '')
      return { is: 'message', ticketId: 'tkt_0' }
    },
  }
  const looks = desk.looks(imap.url(), { door })
  expect(await looks()).toMatchObject({ why: '' })
  expect(taken).toEqual(['an answer'])
  expect((await imap.flags()).sort()).toEqual(['', 'FS', 'S'])
  isFull = false
  desk.rules.passes(60_001)
  await looks()
  expect(taken).toEqual(['an answer', 'spam'])
})
