// Attachments in an S3-compatible bucket that checks what it is told: pieces from any copy of the server, trouble that
// passes and trouble that does not, and what an operator reads where the settings are wrong.

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ATTACHMENT_LOOSE_MS, ATTACHMENT_PIECE_BYTES } from '../../protocol/limits.ts'
import { openBucket } from '../../server/attachments/bucket.ts'
import { attachmentBucket, checkBucket } from '../../server/attachments/bucket-files.ts'
import { sweepAttachments } from '../../server/attachments/sweep.ts'
import { uploads } from '../../server/attachments/uploads.ts'
import { readConfig } from '../../server/config.ts'
import { readableLog } from '../faults/folders.ts'
import { openRules, type Rules } from '../stage/rules.ts'
import { type FakeBucket, fakeBucket, KEY, signatureOf } from './fake-bucket.ts'

/** One scene waits so long for nothing; what does answer may take as long on a crowded machine. */
const HURRIED = { answerMs: 1_500, pauseMs: 5 }

let bucket: FakeBucket
let folder: string
let rules: Rules
let maya: { kind: 'contact'; id: string }
const log = readableLog()
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helpdock-bucket-'))
  rules = await openRules(join(folder, 'data'))
  bucket = await fakeBucket()
  maya = { kind: 'contact', id: (await rules.contact('maya', 'maya@northfield.edu')).id }
})
afterAll(async () => {
  await bucket?.close()
  await rules?.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => {
  bucket.fails = []
  bucket.cutsAfter = Number.POSITIVE_INFINITY
})

const settings = (changed = {}) => ({ url: bucket.url, ...KEY, ...changed })
const filesOf = (copy: string) => attachmentBucket(openBucket(settings(), HURRIED), join(folder, copy))
/** A copy of the server. */
const copyOf = (name: string) =>
  uploads({ ...rules, read: rules.store.read, attachmentFiles: filesOf(name), log })

async function upload(bytes: Buffer, name = 'what I tried.txt') {
  const copies = [copyOf('one'), copyOf('two')] as const
  const { record } = await copies[0].begin(maya, { name, size: bytes.length })
  let at = await copies[1].progress(maya, record.id)
  for (let turn = 0; !at.record.type; turn++) {
    const piece = bytes.subarray(at.received, at.received + ATTACHMENT_PIECE_BYTES)
    at = await (turn % 2 ? copies[1] : copies[0]).takePiece(maya, record.id, at.received, piece)
  }
  return record.id
}

test('a bucket that points elsewhere is refused with what it said, and nothing goes there', async () => {
  const heard: string[] = []
  const server = createServer(({ method, url }, response) => {
    heard.push(`${method} ${url}`)
    response.writeHead(307, { location: '/elsewhere' }).end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const pointing = openBucket(settings({ url: `http://127.0.0.1:${port}/bucket` }), HURRIED)
  await expect(pointing.put('a-file', Buffer.from('bytes'))).rejects.toThrow(/: 307/)
  expect(heard).toEqual(['PUT /bucket/a-file'])
  server.close()
})

test('the bucket of these tests works signatures out as S3 does', () => {
  // The example of S3’s own description of signatures, "GET object".
  const signature = signatureOf({
    method: 'GET',
    url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'),
    headers: {
      host: 'examplebucket.s3.amazonaws.com',
      range: 'bytes=0-9',
      'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'x-amz-date': '20130524T000000Z',
    },
    region: 'us-east-1',
    secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  })
  expect(signature).toBe('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41')
})

test('a file whose pieces came to two copies of the server is whole, and nothing else is left of it', async () => {
  const bytes = Buffer.from('All that I tried.\n'.repeat(70_000))
  const id = await upload(bytes)
  expect(bytes.length, 'the premise: more pieces than a page of the list').toBeGreaterThan(
    4 * ATTACHMENT_PIECE_BYTES,
  )
  expect([...bucket.objects.keys()]).toEqual([`attachments/${id}`])
  const { size, stream } = await filesOf('three').read(id)
  expect(size).toBe(bytes.length)
  expect((await buffer(stream)).equals(bytes)).toBe(true)
  expect(
    (await Promise.all(['one', 'two'].map((copy) => readdir(join(folder, copy)).catch(() => [])))).flat(),
  ).toEqual([])
})

test('images are made anew on their way into it', async () => {
  const shot = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#3355aa' } })
    .jpeg()
    .withExif({ IFD0: { Make: 'canary-camera' } })
    .toBuffer()
  const id = await upload(shot, 'shot.jpg')
  const kept = bucket.objects.get(`attachments/${id}`) ?? Buffer.alloc(0)
  expect(await sharp(kept).metadata()).toMatchObject({ width: 60, height: 40, format: 'jpeg' })
  expect(kept.toString('latin1')).not.toContain('canary')
})

test('what the bucket answers only at the second try is no trouble to anybody', async () => {
  bucket.fails = [503, 'silence']
  const id = await upload(Buffer.from('It works in the end'))
  expect(bucket.objects.get(`attachments/${id}`)?.toString()).toBe('It works in the end')
  expect(log.complaints()).toEqual([])
})

test('a bucket that stays away asks to wait, and the upload goes on where it was', async () => {
  const bytes = Buffer.concat([Buffer.alloc(ATTACHMENT_PIECE_BYTES, 'a'), Buffer.from('the end')])
  const server = copyOf('one')
  const { record } = await server.begin(maya, { name: 'a.txt', size: bytes.length })
  await server.takePiece(maya, record.id, 0, bytes.subarray(0, ATTACHMENT_PIECE_BYTES))
  const rest = () =>
    server.takePiece(maya, record.id, ATTACHMENT_PIECE_BYTES, bytes.subarray(ATTACHMENT_PIECE_BYTES))
  bucket.fails = [503, 503, 503]
  await expect(rest()).rejects.toMatchObject({
    code: 'store.failed',
    facts: { retryAfterMs: expect.any(Number) },
  })
  expect(log.complaints().length).toBe(1)
  expect((await server.progress(maya, record.id)).received).toBe(ATTACHMENT_PIECE_BYTES)
  expect((await rest()).record.type).toBe('text/plain')
})

test('a file that breaks off on its way out ends with an error, not as a shorter file', async () => {
  const id = await upload(Buffer.from(`${randomBytes(40_000).toString('base64')}`))
  bucket.cutsAfter = 10_000
  const { stream } = await filesOf('one').read(id)
  await expect(buffer(stream)).rejects.toThrow()
})

test('what nobody sent is let go, in the bucket too', async () => {
  const loose = await upload(Buffer.from('loose'))
  const begun = await copyOf('one').begin(maya, { name: 'begun.txt', size: 9 })
  await copyOf('one').takePiece(maya, begun.record.id, 0, Buffer.from('half'))
  const lying = () =>
    [...bucket.objects.keys()].filter((key) => key.includes(loose) || key.includes(begun.record.id))
  expect(lying()).toHaveLength(2)
  rules.passes(ATTACHMENT_LOOSE_MS + 1)
  const sweep = sweepAttachments({ ...rules, attachmentFiles: filesOf('one') })
  await sweep({ id: '', kind: '', subjectId: '', dueAt: '', attempts: 0, leaseUntil: null } as never)
  expect(lying()).toEqual([])
})

test.each([
  ['another key', { keyId: 'AKIDNOBODY' }, /InvalidAccessKeyId.*ATTACHMENTS_BUCKET_KEY_ID/],
  ['a wrong secret', { secret: 'not the secret' }, /SignatureDoesNotMatch.*ATTACHMENTS_BUCKET_SECRET/],
  ['another region', { region: 'us-east-1' }, /AuthorizationHeaderMalformed.*ATTACHMENTS_BUCKET_REGION/],
  ['no such bucket', { path: '/nobodys-files' }, /NoSuchBucket.*ATTACHMENTS_BUCKET_URL/],
])(
  'at a start with %s the operator reads what it is',
  async (_what, { path, ...wrong }: Record<string, string>, says) => {
    const at = settings({ ...wrong, ...(path && { url: new URL(path, bucket.url).href }) })
    await expect(checkBucket(openBucket(at, HURRIED), at, log)).rejects.toThrow(says)
  },
)

test('a start goes on without a bucket that does not answer, and says so; all is well with the right settings', async () => {
  const warned: object[] = []
  const quiet = { warn: (facts: object) => void warned.push(facts) }
  bucket.fails = [503, 503, 503]
  await checkBucket(openBucket(settings(), HURRIED), settings(), quiet)
  expect(warned).toHaveLength(1)
  await checkBucket(openBucket(settings(), HURRIED), settings(), quiet)
  expect(warned).toHaveLength(1)
  expect(bucket.objects.has('helpdock/check')).toBe(false)
})

test('the settings of a bucket are set together or not at all', () => {
  const all = {
    ATTACHMENTS_BUCKET_URL: 'https://s3.example/files',
    ATTACHMENTS_BUCKET_KEY_ID: 'a',
    ATTACHMENTS_BUCKET_SECRET: 'b',
  }
  expect(readConfig(all).attachmentsBucket).toEqual({
    url: 'https://s3.example/files',
    region: null,
    keyId: 'a',
    secret: 'b',
  })
  expect(readConfig({}).attachmentsBucket).toBeNull()
  for (const name of Object.keys(all))
    expect(() => readConfig({ ...all, [name]: '' })).toThrow(/belong together/)
  expect(() => readConfig({ ...all, ATTACHMENTS_BUCKET_URL: 'our-files' })).toThrow(
    /must be an http or https URL/,
  )
})
