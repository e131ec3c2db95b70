// Uploads that want to do harm, or come as no client of ours sends them: slow, many, overlapping, longer than they said, from two windows and
// through two copies, finished twice, never finished. What they take is bounded and given back, and what was acknowledged is what was sent.
// Partners: attachments.test.ts, bucket.test.ts.

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Contact } from '../../protocol/entities.ts'
import { ATTACHMENT_LOOSE_MS, ATTACHMENT_PIECE_BYTES, ATTACHMENTS_A_DAY } from '../../protocol/limits.ts'
import { openBucket } from '../../server/attachments/bucket.ts'
import { attachmentBucket } from '../../server/attachments/bucket-files.ts'
import { roomForPieces } from '../../server/attachments/room.ts'
import { uploads } from '../../server/attachments/uploads.ts'
import { Refusal } from '../../server/errors.ts'
import { readableLog } from '../faults/folders.ts'
import { type App, openApp } from '../stage/app.ts'
import { codeOf } from '../stage/rules.ts'
import { fakeBucket, KEY } from './fake-bucket.ts'

let server: App
let folder: string
let url: URL
const sockets: Socket[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helpdock-uploads-'))
  server = await openApp(folder)
  url = new URL(await server.listen())
})
afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  await server?.close()
  await rm(folder, { recursive: true, force: true })
})

let people = 0
async function somebody() {
  const name = `uploader-${++people}`
  const contact: Contact = await server.rules.contact(name, `${name}@northfield.edu`)
  const { token } = await server.rules.commit((tx) => server.rules.contacts.openSession(tx, contact))
  return { id: contact.id, headers: { authorization: `Bearer ${token}` } }
}
type Person = Awaited<ReturnType<typeof somebody>>

const announce = ({ headers }: Person, size: number, name = 'notes.txt') =>
  server.app.inject({ method: 'POST', url: '/api/attachments', headers, payload: { name, size } })
const begun = async (person: Person, size: number): Promise<string> =>
  (await announce(person, size)).json().id
const piece = ({ headers }: Person, id: string, from: number, payload: Buffer | string) =>
  server.app.inject({
    ...{ method: 'PUT', url: `/api/attachments/${id}?from=${from}`, payload },
    headers: { ...headers, 'content-type': 'application/octet-stream' },
  })
const lying = () => readdir(join(folder, 'data', 'attachments')).catch(() => [])

/** All but the last byte of a piece, which does not come. @returns what is heard */
async function holdsBack({ headers }: Person, id: string, size: number) {
  const socket = connect(Number(url.port), url.hostname)
  sockets.push(socket)
  const said: Buffer[] = []
  socket.on('error', () => {}).on('data', (bytes) => said.push(bytes))
  await once(socket, 'connect')
  socket.write(
    [
      `PUT /api/attachments/${id}?from=0 HTTP/1.1`,
      ...[`host: ${url.host}`, `authorization: ${headers.authorization}`, `content-length: ${size}`],
      ...['content-type: application/octet-stream', '', ''],
    ].join('\r\n'),
  )
  socket.write('x'.repeat(size - 1))
  return { socket, said: () => Buffer.concat(said).toString() }
}

test('pieces that never end are counted before their first byte, for each uploader and for all; who breaks off gives the room back', async () => {
  const slow = await somebody()
  const id = await begun(slow, ATTACHMENT_PIECE_BYTES)
  const first = await Promise.all(
    Array.from({ length: 10 }, () => holdsBack(slow, id, ATTACHMENT_PIECE_BYTES)),
  )
  const eleventh = await holdsBack(slow, id, ATTACHMENT_PIECE_BYTES)
  await once(eleventh.socket, 'data')
  expect(eleventh.said()).toMatch(/^HTTP\/1.1 429/)
  expect(eleventh.said()).toContain('"retryAfterMs"')
  // Nobody else waits for theirs.
  const other = await somebody()
  expect((await piece(other, await begun(other, 5), 0, 'hello')).statusCode).toBe(200)

  first[0]?.socket.destroy()
  const whole = async () => (await piece(slow, id, 0, 'x')).statusCode
  await expect.poll(whole, { timeout: 30_000 }).not.toBe(429)
  for (const { socket } of first) socket.destroy()
})

test('500 pieces on their way have 64 MB of room, and who leaves makes some, once', () => {
  const room = roomForPieces()
  const leaves: (() => void)[] = []
  const enters = (uploader: string) => {
    try {
      leaves.push(room.enter(uploader))
      return true
    } catch (cause) {
      if (cause instanceof Refusal && cause.code === 'request.too_many') return false
      throw cause
    }
  }
  const entered = Array.from({ length: 500 }, (_, index) => enters(`contact:${index % 100}`))
  expect(entered.filter(Boolean)).toHaveLength((64 * 1024 * 1024) / ATTACHMENT_PIECE_BYTES)
  leaves[0]?.()
  leaves[0]?.()
  expect([enters('contact:late'), enters('contact:later')]).toEqual([true, false])
})

test('whoever has no session sends no byte', async () => {
  const nobody = { id: '', headers: { authorization: 'Bearer nobody' } }
  const { socket, said } = await holdsBack(nobody, 'att_1', ATTACHMENT_PIECE_BYTES)
  await once(socket, 'data')
  expect(said()).toMatch(/^HTTP\/1.1 401/)
})

test('pieces out of order, overlapping, again, and beyond what was announced change nothing of what was taken', async () => {
  const maya = await somebody()
  const id = await begun(maya, 12)
  const codes = []
  for (const [from, bytes] of [
    [4, 'late'],
    [0, 'Before '],
    [0, 'Before '],
    [3, 'ore after'],
    [7, 'after and more'],
    [1e15, 'x'],
    [7, 'after'],
    [7, 'after'],
    [12, 'x'],
  ] as const)
    codes.push((await piece(maya, id, from, bytes)).json().code ?? 'taken')
  expect(codes).toEqual([
    'attachment.wrong_place',
    'taken',
    'attachment.wrong_place',
    'attachment.wrong_place',
    'attachment.too_large',
    'attachment.wrong_place',
    'taken',
    // Whole: whoever sends on is told so.
    'taken',
    'taken',
  ])
  const { stream } = await server.rules.attachmentFiles.read(id)
  expect(Buffer.concat(await stream.toArray()).toString()).toBe('Before after')
})

test('two windows that send one file at once make one file, each byte of one of them', async () => {
  const maya = await somebody()
  const bytes = Buffer.from('All that I tried, line by line.\n'.repeat(20_000))
  const id = await begun(maya, bytes.length)
  async function sends() {
    for (let from = 0; ; ) {
      const answer = await piece(maya, id, from, bytes.subarray(from, from + ATTACHMENT_PIECE_BYTES))
      if (answer.json().attachment) return
      const asked = await server.app.inject({ url: `/api/attachments/${id}`, headers: maya.headers })
      if (asked.json().attachment) return
      from = asked.json().received
    }
  }
  await Promise.all([sends(), sends(), sends()])
  const { stream } = await server.rules.attachmentFiles.read(id)
  expect(Buffer.concat(await stream.toArray()).equals(bytes)).toBe(true)
})

test('a last piece that comes at two copies leaves the file whole, whichever keeps it first', async () => {
  const bucket = await fakeBucket()
  try {
    const maya = { kind: 'contact' as const, id: (await somebody()).id }
    const log = readableLog()
    const copyOf = (
      name: string,
      around: (append: () => Promise<void>) => Promise<void> = (append) => append(),
    ) => {
      const files = attachmentBucket(openBucket({ url: bucket.url, ...KEY }), join(folder, name))
      return uploads({
        ...{ ...server.rules, read: server.rules.store.read, log },
        attachmentFiles: { ...files, append: (...given) => around(() => files.append(...given)) },
      })
    }
    const bytes = Buffer.from(`${randomBytes(30_000).toString('base64')}\n`)
    // Both have seen that nothing is there yet; one of them keeps the file while the other has yet to look at it.
    const [seen, goesOn] = [signal(), signal()]
    const quick = copyOf('quick', async (append) => {
      seen.give()
      await goesOn.comes
      await append()
    })
    const { record } = await quick.begin(maya, { name: 'notes.txt', size: bytes.length })
    const kept = quick.takePiece(maya, record.id, 0, bytes)
    await seen.comes
    const slow = copyOf('slow', async (append) => {
      await append()
      goesOn.give()
      await kept
    })
    const said = await codeOf(slow.takePiece(maya, record.id, 0, bytes))
    expect(['done', 'store.failed']).toContain(said)
    // Asked again, it is there.
    expect((await slow.progress(maya, record.id)).record.type).toBe('text/plain')
    const files = attachmentBucket(openBucket({ url: bucket.url, ...KEY }), join(folder, 'third'))
    const { stream } = await files.read(record.id)
    expect(Buffer.concat(await stream.toArray()).equals(bytes)).toBe(true)
  } finally {
    await bucket.close()
  }
})

test('uploads that are never finished give their disk and their place in the day back', async () => {
  const maya = await somebody()
  for (let count = 0; count < ATTACHMENTS_A_DAY; count++) {
    const id = await begun(maya, 10)
    await piece(maya, id, 0, 'half')
  }
  expect((await announce(maya, 10)).json().code).toBe('attachment.day_full')
  const before = (await lying()).length
  expect(before).toBeGreaterThanOrEqual(ATTACHMENTS_A_DAY)
  server.rules.passes(ATTACHMENT_LOOSE_MS + 60_000)
  await server.rules.sweep()
  expect((await lying()).length).toBeLessThanOrEqual(before - ATTACHMENTS_A_DAY)
  expect((await announce(await sameAgain(maya), 10)).statusCode).toBe(200)
})

function signal() {
  let give = () => {}
  const comes = new Promise<void>((resolve) => {
    give = resolve
  })
  return { comes, give: () => give() }
}

/** With a session of today. */
async function sameAgain({ id }: Person): Promise<Person> {
  const contact = await server.rules.store.read.contacts.find(id)
  if (!contact) throw new Error('they are gone')
  const { token } = await server.rules.commit((tx) => server.rules.contacts.openSession(tx, contact))
  return { id, headers: { authorization: `Bearer ${token}` } }
}
