// A mailbox whose server lies, floods, stops in the middle or forgets: each mail is read once, those behind it are reached, nobody at the
// desk waits meanwhile, and admins read what is wrong. Partner: lying-imap.ts.

import type { Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { floods, type Lies, lyingImap } from './lying-imap.ts'
import { mailDesk, US } from './mail-desk.ts'

const desk = mailDesk()
const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

const mails = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    [
      `From: Noor <noor${index}@school.example>`,
      ...[`To: ${US}`, `Subject: ${index}`, `Message-ID: <${index}@school.example>`],
      ...['', 'Where is my rotation?', ''],
    ].join('\r\n'),
  )

async function mailbox(count: number, lies: Lies = {}) {
  const imap = await lyingImap(mails(count), lies)
  ends.push(imap.end)
  const received: string[] = []
  const { door } = desk.rules
  const counting: typeof door = {
    ...door,
    async receive(raw, envelope) {
      received.push(/Subject: (.*)/.exec(raw.toString())?.[1] ?? '')
      return door.receive(raw, envelope)
    },
  }
  return { imap, received, looks: desk.looks(imap.url, { door: counting, lookWithinMs: 5_000 }) }
}
const inMs = (againAt: string) => Date.parse(againAt) - desk.rules.now().getTime()
type Again = { againAt: string; why: string }

// ---- what admins read

const readOnly: Lies = {
  answers: { SELECT: ({ tag, honest }) => honest().replace(`${tag} OK`, `${tag} OK [READ-ONLY]`) },
}
test.each<[string, Lies, RegExp]>([
  ['hangs up', { greets: (socket) => void socket.destroy() }, /Unexpected close/],
  ['greets without an end', { greets: (socket) => floods(socket, Buffer.alloc(65_536, 'x')) }, /Line length/],
  ['says nothing', { greets: () => {} }, /longer than 5 seconds/],
  ['stops in the middle', { answers: { SELECT: () => '* 2 EXI' } }, /longer than 5 seconds/],
  ['may only be read', readOnly, /only be read/],
  ['does not search', { answers: { 'UID SEARCH': ({ tag }) => `${tag} NO\r\n` } }, /cannot be searched/],
  ['does not mark', { answers: { 'UID STORE': ({ tag }) => `${tag} NO\r\n` } }, /be marked as read/],
])('a mailbox that %s: tried again in half a minute, and admins read why', async (_, lies, why) => {
  const { looks } = await mailbox(2, lies)
  const said = (await looks()) as Again
  expect(said.why).toMatch(why)
  expect(inMs(said.againAt)).toBe(30_000)
})

test('one that refuses the password is not asked so often that it locks us out', async () => {
  const refuses: Lies = { answers: { LOGIN: ({ tag }) => `${tag} NO [AUTHENTICATIONFAILED] No.\r\n` } }
  const said = (await (await mailbox(1, refuses)).looks()) as Again
  expect(said.why).toBe('No.')
  expect(inMs(said.againAt)).toBe(600_000)
})

test('where encryption is not offered, a server out in the world does not get the password', async () => {
  const { imap } = await mailbox(1)
  expect(await desk.looks(imap.url)()).toMatchObject({ why: '' })
  const before = imap.asked.length
  // No address as it is written, so it may be anywhere.
  const away = imap.url.replace('127.0.0.1', '127.1')
  expect(await desk.looks(away)()).toMatchObject({ why: expect.stringMatching(/STARTTLS/) })
  expect(imap.asked.slice(before).filter((asked) => /LOGIN|AUTHENTICATE/.test(asked))).toEqual([])
})

// ---- each mail once

test('a mailbox that forgets what was read: each is read once, all are reached, and admins are told', async () => {
  const { received, looks } = await mailbox(60, { answers: { 'UID STORE': ({ tag }) => `${tag} OK\r\n` } })
  const why: string[] = []
  for (let times = 0; times < 4; times++) {
    const said = (await looks()) as Again
    why.push(said.why)
    // The first one cannot know.
    if (times > 0) expect(inMs(said.againAt)).toBe(30_000)
  }
  expect(received).toHaveLength(60)
  expect(new Set(received).size).toBe(60)
  expect(why).toEqual(['', '', expect.stringMatching(/forgets/), expect.stringMatching(/forgets/)])
})

test('numbers that all change at each log-in: nothing is a ticket twice, and there is no rush', async () => {
  let validity = 7
  const { looks, imap } = await mailbox(30, {
    answers: {
      SELECT: ({ honest }) => honest().replace('UIDVALIDITY 7', `UIDVALIDITY ${validity++}`),
      'UID STORE': ({ tag }) => `${tag} OK\r\n`,
    },
  })
  await looks()
  const waits = [(await looks()) as Again, (await looks()) as Again]
  expect(waits.map(({ againAt }) => inMs(againAt))).toEqual([30_000, 30_000])
  expect(waits[1]?.why).toMatch(/new numbers/)
  expect(await desk.subjects()).toHaveLength(25)
  expect(imap.connections()).toBe(3)
})

test('numbers that repeat and go backwards name each mail once', async () => {
  const { received, looks } = await mailbox(3, {
    answers: { 'UID SEARCH': ({ tag }) => `* SEARCH 3 2 2 1\r\n* SEARCH 3 1\r\n${tag} OK\r\n` },
  })
  await looks()
  expect(received.sort()).toEqual(['0', '1', '2'])
})

test.each<[string, (socket: Socket) => string | undefined]>([
  ['is announced and never sent', () => '* 1 FETCH (UID 1 BODY[] {20000000}\r\nFrom: '],
  ['is larger than was said', () => '* 1 FETCH (UID 1 BODY[] {2000000000}\r\nFrom: '],
  [
    'ends the line',
    (socket) => {
      socket.destroy()
      return undefined
    },
  ],
])('a mail that %s keeps nobody waiting that stands behind it', async (_, sends) => {
  const { received, looks } = await mailbox(3, {
    answers: {
      'UID FETCH': ({ rest, honest, socket }) =>
        rest.startsWith('1 ') && rest.includes('BODY') ? sends(socket) : honest(),
    },
  })
  expect(((await looks()) as Again).why).not.toBe('')
  // Once may be chance.
  expect(((await looks()) as Again).why).not.toBe('')
  expect(await looks()).toMatchObject({ why: '' })
  expect(received).toEqual(['1', '2'])
})

// ---- nobody waits

const EACH_TURN_MS = 10
/** Short lines are what a program that reads IMAP is slowest with. */
const small = Buffer.from('* 5 EXISTS\r\n'.repeat(5_000))
/** Ten million numbers of mails, in ten answers. */
const numbers = Buffer.from(`* SEARCH${' 1234567'.repeat(1_000_000)}\r\n`)

test.each<[string, Lies]>([
  ['answers without an end', { answers: { SELECT: ({ socket }) => floods(socket, small) } }],
  [
    'ten million mails',
    {
      answers: {
        'UID SEARCH': ({ socket, tag }) => {
          for (let times = 0; times < 10; times++) socket.write(numbers)
          return `${tag} OK\r\n`
        },
      },
    },
  ],
])('%s hold up nothing else', async (_, lies) => {
  const { looks } = await mailbox(1, lies)
  let turns = 0
  const turning = setInterval(() => turns++, EACH_TURN_MS)
  const begun = performance.now()
  await looks()
  clearInterval(turning)
  // On a machine with better things to do, a tenth of them is what is left.
  expect(turns).toBeGreaterThan((performance.now() - begun) / EACH_TURN_MS / 10)
})
