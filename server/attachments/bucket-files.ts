// Attachments in a bucket: pieces as objects of their own, so that any copy of the server takes the next one, then the
// whole file under its id. To be looked at and made anew it lies in a folder here for a moment. Partner: files.ts.

import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { CannotStart } from '../errors.ts'
import { makeFolder } from '../folder.ts'
import type { Log } from '../log.ts'
import { type Bucket, BucketRefusal, type BucketSettings } from './bucket.ts'
import { type AttachmentFiles, lookInto } from './files.ts'

const WHOLE = 'attachments/'
const PIECES = 'uploads/'
/** Digits of a piece's place, so that keys sort by it. */
const PLACE_DIGITS = 10

/** @param dir for files that are looked at; what is left in it after a crash is looked at anew */
export function attachmentBucket(bucket: Bucket, dir: string): AttachmentFiles {
  const whole = (id: string) => WHOLE + id
  const pieces = (id: string) => `${PIECES}${id}/`
  const here = (id: string) => join(dir, id)
  const made = (id: string) => join(dir, `${id}.made`)

  return {
    received: async (id) => (await inOrder(id)).end,
    async append(id, from, piece) {
      await bucket.put(pieces(id) + String(from).padStart(PLACE_DIGITS, '0'), piece)
    },
    async look(id, size, work) {
      await gather(id, size)
      return lookInto(here(id), work)
    },
    async keep(id, size, make) {
      await gather(id, size)
      if (make) await make(here(id), made(id))
      await bucket.put(whole(id), await readFile(make ? made(id) : here(id)))
      await clear(id)
    },
    async read(id) {
      const { headers, body } = await bucket.get(whole(id))
      return {
        size: Number(headers.get('content-length')),
        stream: Readable.fromWeb(body as ReadableStream<Uint8Array>),
      }
    },
    async remove(id) {
      await bucket.remove(whole(id))
      await clear(id)
    },
    async list() {
      const [files, parts] = await Promise.all([bucket.list(WHOLE), bucket.list(PIECES)])
      return [...new Set([...files, ...parts].map(({ key }) => key.split('/')[1] ?? ''))]
    },
  }

  /** Pieces that follow one another from the beginning. */
  async function inOrder(id: string): Promise<{ keys: string[]; end: number }> {
    const keys: string[] = []
    let end = 0
    for (const { key, size } of await bucket.list(pieces(id))) {
      if (Number(key.slice(pieces(id).length)) !== end) continue
      keys.push(key)
      end += size
    }
    return { keys, end }
  }

  async function gather(id: string, size: number): Promise<void> {
    const { keys, end } = await inOrder(id)
    // Kept by another copy, which was sent the last piece, too: nothing that is missing here may take its place.
    if (end !== size) throw new Error(`${end} of ${size} bytes lie in the bucket`)
    const parts = await Promise.all(keys.map(async (key) => (await bucket.get(key)).arrayBuffer()))
    await makeFolder(dir, 0o700)
    await writeFile(here(id), Buffer.concat(parts.map((part) => Buffer.from(part))), { mode: 0o600 })
  }

  async function clear(id: string): Promise<void> {
    const parts = await bucket.list(pieces(id))
    await Promise.all(parts.map(({ key }) => bucket.remove(key)))
    await Promise.all([here(id), made(id)].map((path) => rm(path, { force: true })))
  }
}

/** What the operator can do about it, by S3's codes. */
const WHAT_TO_DO: Record<string, string> = {
  InvalidAccessKeyId: 'It knows no such key: look at ATTACHMENTS_BUCKET_KEY_ID.',
  SignatureDoesNotMatch:
    'The signature is wrong: look at ATTACHMENTS_BUCKET_SECRET and ATTACHMENTS_BUCKET_REGION.',
  AuthorizationHeaderMalformed: 'The bucket is of another region: set ATTACHMENTS_BUCKET_REGION.',
  PermanentRedirect: 'The bucket is of another region: set ATTACHMENTS_BUCKET_REGION, and its address.',
  AccessDenied: 'The key may not do this: it needs to put, get, list and delete objects there.',
  NoSuchBucket: 'There is no such bucket at that address: make it, or look at ATTACHMENTS_BUCKET_URL.',
  RequestTimeTooSkewed: "This machine's clock is wrong: set it.",
}

/**
 * Tries all that files need. A bucket that does not answer now may do so later: that is logged, and uploads wait.
 * @throws CannotStart where it says no
 */
export async function checkBucket(
  bucket: Bucket,
  { url }: BucketSettings,
  log: Pick<Log, 'warn'>,
): Promise<void> {
  const key = 'helpdock/check'
  try {
    await bucket.put(key, Buffer.from('Helpdock looks whether it can keep attachments here.'))
    await (await bucket.get(key)).arrayBuffer()
    await bucket.list(key)
    await bucket.remove(key)
  } catch (cause) {
    if (cause instanceof BucketRefusal && cause.status < 500) {
      const todo = WHAT_TO_DO[cause.code] ?? 'Look at the ATTACHMENTS_BUCKET_… settings.'
      throw new CannotStart(`The bucket ${url} said no (${cause.message}). ${todo}`, { cause })
    }
    log.warn({ err: cause, url }, 'the bucket does not answer; attachments wait until it does')
  }
}
