// The two ways in of mail, with real parts: a mail program that hands it over, a real mailbox that is looked into.

import { createTransport } from 'nodemailer'
import { expect, test } from 'vitest'
import { openSmtpDoor } from '../../server/email/inbound/smtp-door.ts'
import { Refusal } from '../../server/errors.ts'
import { launchChromium } from '../browser/chromium.ts'
import { atConsole } from '../browser/people.ts'
import { agentConnects, agentCookie } from '../stage/cast.ts'
import { freePort, makeWorld } from '../stage/world.ts'
import { mailDesk, realMailbox, US } from './mail-desk.ts'

const desk = mailDesk()
const imap = realMailbox()

const mail = (id: string, more: string[] = []) =>
  [
    `From: Noor Aziz <noor@school.example>`,
    `To: ${US}`,
    `Subject: ${id}`,
    `Message-ID: <${id}@school.example>`,
    ...more,
    '',
    'Where is my rotation?',
    '',
  ].join('\r\n')
// ---- handed over

async function door(receive = desk.rules.door.receive) {
  const { isOurs } = desk.rules.door
  const open = await openSmtpDoor({
    host: '127.0.0.1',
    port: 0,
    door: { receive, isOurs },
    log: desk.rules.log,
  })
  const sender = createTransport({ host: '127.0.0.1', port: open.port, secure: false, ignoreTLS: true })
  const hands = (raw: string, to = US) =>
    sender.sendMail({ envelope: { from: 'noor@school.example', to }, raw }).then(
      ({ response }) => response,
      (cause: Error & { responseCode?: number }) => String(cause.responseCode),
    )
  return { hands, close: () => open.close() }
}

test('a mail that was handed over is a ticket, once, and nothing is taken for others', async () => {
  const { hands, close } = await door()
  expect(await hands(mail('first'))).toMatch(/^250/)
  expect(await hands(mail('first'))).toMatch(/^250/)
  expect(await hands(mail('second'), 'help+anything@northfield.edu')).toMatch(/^250/)
  expect(await hands(mail('relayed'), 'somebody@else.example')).toBe('550')
  expect(await hands(mail('two', ['From: eve@else.example']))).toBe('554')
  expect(await desk.subjects()).toEqual(['first', 'second'])
  await close()
})

test('what could not be kept is said so, and comes again', async () => {
  let isAway = true
  const { hands, close } = await door(async (...given) => {
    if (isAway) throw new Refusal('store.failed')
    return desk.rules.door.receive(...given)
  })
  expect(await hands(mail('first'))).toBe('451')
  isAway = false
  expect(await hands(mail('first'))).toMatch(/^250/)
  expect(await desk.subjects()).toEqual(['first'])
  await close()
})

// ---- fetched

const trouble: boolean[] = []
const looks = (url: string, lastError: string | null = null) =>
  desk.looks(url, { onTrouble: (isIn) => trouble.push(isIn) })(lastError)
const MEGABYTES_26 = 26 * 1024 * 1024

test('what is unread is received and marked, and stays in the mailbox', async () => {
  await imap.deliver(mail('first'))
  await imap.deliver(mail('second'))
  await imap.deliver(mail('large', ['X-Fill: 1', '', 'x'.repeat(MEGABYTES_26)]))
  expect(await looks(imap.url())).toMatchObject({ why: '' })
  expect(await desk.subjects()).toEqual(['first', 'second'])
  expect((await imap.flags()).sort()).toEqual(['FS', 'S', 'S'])
  await looks(imap.url())
  expect(await desk.subjects()).toEqual(['first', 'second'])
})

test('a store that is away leaves it unread, and the mailbox that cannot be read is said to be so until it can', async () => {
  await imap.deliver(mail('third'))
  const { receive } = desk.rules.door
  desk.rules.door.receive = async () => {
    throw new Refusal('store.failed')
  }
  await looks(imap.url())
  desk.rules.door.receive = receive
  trouble.length = 0
  const failed = await looks(imap.url('wrong'))
  expect(failed).toMatchObject({ why: expect.stringMatching(/authentication/i) })
  await looks(imap.url('wrong'), 'Authentication failed.')
  expect(trouble).toEqual([true])
  await looks(imap.url(), 'Authentication failed.')
  expect(trouble).toEqual([true, false])
  expect(await desk.subjects()).toEqual(['third'])

  await imap.stop()
  expect(await looks(imap.url())).toMatchObject({ why: expect.stringMatching(/.+/) })
  await imap.start()
})

// ---- the whole of it

test('a server takes mail both ways, keeps what it has taken over kill -9, and tells its admins when it cannot look', async () => {
  await imap.deliver(mail('fetched'))
  const port = await freePort()
  const world = await makeWorld({
    ...{ IMAP_URL: imap.url(), INBOUND_SMTP_PORT: String(port), MAIL_FROM: `Support <${US}>` },
  })
  try {
    const ines = await agentConnects(world.url, 'Ines')
    type Named = { subject: string }
    const isThere = (ines.welcome.tickets as Named[]).some(({ subject }) => subject === 'fetched')
    if (!isThere) await ines.event('ticket.opened', ({ ticket }) => (ticket as Named).subject === 'fetched')
    const sender = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true })
    await sender.sendMail({ envelope: { from: 'noor@school.example', to: US }, raw: mail('handed') })
    await world.kill()
    await imap.stop()
    await world.start()
    const again = await agentConnects(world.url, 'Ines')
    expect(again.welcome.tickets.map(({ subject }: { subject: string }) => subject)).toEqual(
      expect.arrayContaining(['handed', 'fetched']),
    )
    const isTold = again.welcome.mailboxFails === true
    if (!isTold) await again.event('mailbox.changed', ({ isInTrouble }) => isInTrouble === true)

    const browser = await launchChromium()
    const page = await browser.newPage()
    const console = await atConsole(page, world.url)
    await console.logIn('Ines')
    await console.open(/handed/)
    await page.getByText('Where is my rotation? by mail, sender not proved').waitFor()
    await page.getByText('Only mails say that they are from this address').waitFor()
    await page.getByRole('link', { name: 'Mails are not read' }).click()
    await page.getByText(/The mailbox cannot be read.*ECONNREFUSED/).waitFor()
    await imap.start()
    // Another admin looks, and this page hears that it can be read.
    const looks = await fetch(`${world.url}/api/console/mail/looks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: await agentCookie(world.url, 'Ines') },
      body: '{}',
    })
    expect(looks.ok).toBe(true)
    await page.getByText('The mailbox cannot be read').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Look again' }).click()
    await page.getByText('The mailbox can be read').waitFor()
    await page.getByRole('link', { name: 'Back to the tickets' }).click()
    await page.getByRole('link', { name: 'Mails are not read' }).waitFor({ state: 'detached' })
    await browser.close()
  } finally {
    await world.end()
  }
})
