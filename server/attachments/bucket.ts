// Objects in an S3-compatible bucket. Every request is signed, what is put has its hash in the signature, and what failed
// for a passing reason is tried again. It knows nothing of attachments. Partner: bucket-files.ts.

import { createHash } from 'node:crypto'
import { AwsClient } from 'aws4fetch'

export interface BucketSettings {
  /** Of the bucket itself: https://s3.example.com/our-files, or https://our-files.s3.example.com. */
  url: string
  region: string | null
  keyId: string
  secret: string
}

/** The bucket's own no: its status, and the code that S3 names for it. */
export class BucketRefusal extends Error {
  readonly status: number
  readonly code: string
  constructor(what: string, status: number, code: string) {
    super(`${what}: ${status} ${code}`)
    this.status = status
    this.code = code
  }
}

export type Bucket = ReturnType<typeof openBucket>

/** Until an answer begins; ten megabytes on their way to it are part of that. */
const ANSWER_WITHIN_MS = 20_000
const TRIES = 3
/** Before the second try, then twice as long. */
const PAUSE_MS = 200

/** @param patience shorter in tests */
export function openBucket(
  settings: BucketSettings,
  patience = { answerMs: ANSWER_WITHIN_MS, pauseMs: PAUSE_MS },
) {
  const { region } = settings
  const client = new AwsClient({
    accessKeyId: settings.keyId,
    secretAccessKey: settings.secret,
    service: 's3',
    ...(region && { region }),
  })
  const root = settings.url.replace(/\/+$/, '')

  return {
    /** Durable when it resolves. */
    put: async (key: string, bytes: Uint8Array) => void (await send('PUT', `/${key}`, bytes)),

    /** The body comes as it is read; where the line to the bucket breaks, it ends with an error. */
    get: (key: string) => send('GET', `/${key}`),

    remove: async (key: string) => void (await send('DELETE', `/${key}`)),

    /** In the order of their keys. */
    async list(prefix: string): Promise<{ key: string; size: number }[]> {
      const found: { key: string; size: number }[] = []
      for (let token = ''; ; ) {
        const query = new URLSearchParams({ 'list-type': '2', prefix })
        if (token) query.set('continuation-token', token)
        const page = await (await send('GET', `/?${query}`)).text()
        for (const [, object = ''] of page.matchAll(/<Contents>(.*?)<\/Contents>/gs))
          found.push({ key: textOf(object, 'Key'), size: Number(textOf(object, 'Size')) })
        token = textOf(page, 'NextContinuationToken')
        if (textOf(page, 'IsTruncated') !== 'true') return found
      }
    },
  }

  async function send(method: string, path: string, body?: Uint8Array): Promise<Response> {
    for (let tries = 1, pauseMs = patience.pauseMs; ; tries++, pauseMs *= 2) {
      try {
        return await once(method, path, body)
      } catch (cause) {
        const isFinal = cause instanceof BucketRefusal && cause.status < 500 && cause.status !== 429
        if (isFinal || tries === TRIES) throw cause
        await new Promise((resolve) => setTimeout(resolve, pauseMs))
      }
    }
  }

  async function once(method: string, path: string, body?: Uint8Array): Promise<Response> {
    const signed = await client.sign(root + path, {
      method,
      headers: { 'x-amz-content-sha256': sha256(body ?? '') },
      ...(body && { body: body as Uint8Array<ArrayBuffer> }),
    })
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(new Error('The bucket is late')), patience.answerMs)
    try {
      // Nobody's files go where somebody else points to.
      const answer = await fetch(signed, { signal: late.signal, redirect: 'manual' })
      if (answer.ok) return answer
      throw new BucketRefusal(`${method} ${path}`, answer.status, textOf(await answer.text(), 'Code'))
    } finally {
      clearTimeout(timer)
    }
  }
}

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

/** Keys are ours, of letters that XML does not escape; so are the few names that are read here. */
const textOf = (xml: string, name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? ''
