// An S3-compatible bucket as strict as a real one: it works out each signature for itself, holds what is put against the
// hash that was signed, lists in pages, and says no in S3's words. It shares no code with the server. A test can make it
// fail, be slow, or break off in the middle of an answer.

import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Small, so that every list of a test has several. */
const PAGE_KEYS = 3
const SKEW_MS = 15 * 60_000

export interface FakeBucket {
  url: string
  objects: Map<string, Buffer>
  /** The next requests get this status, one each, or no answer at all. */
  fails: (number | 'silence')[]
  /** Answers of objects end after so many bytes. */
  cutsAfter: number
  close(): Promise<void>
}

export const KEY = {
  keyId: 'AKIDEXAMPLE',
  secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'eu-test-1',
}

export async function fakeBucket(): Promise<FakeBucket> {
  const objects = new Map<string, Buffer>()
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bucket: FakeBucket = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/our-files`,
    objects,
    fails: [],
    cutsAfter: Number.POSITIVE_INFINITY,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return bucket

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const body = Buffer.concat(parts)
    const failure = bucket.fails.shift()
    if (failure === 'silence') return
    const url = new URL(request.url ?? '/', 'http://bucket')
    const [, name, ...rest] = decodeURIComponent(url.pathname).split('/')
    const no = failure ? ([failure, 'SlowDown'] as const) : refusalOf(request, url, body)
    if (no) return say(response, no[0], no[1])
    if (name !== 'our-files') return say(response, 404, 'NoSuchBucket')
    const key = rest.join('/')
    if (!key) return list(url, response)
    if (request.method === 'PUT') {
      objects.set(key, body)
      response.end()
    } else if (request.method === 'DELETE') {
      objects.delete(key)
      response.writeHead(204).end()
    } else {
      const object = objects.get(key)
      if (!object) return say(response, 404, 'NoSuchKey')
      response.writeHead(200, { 'content-length': object.length })
      if (object.length <= bucket.cutsAfter) return void response.end(object)
      response.write(object.subarray(0, bucket.cutsAfter), () => response.destroy())
    }
  }

  function list(url: URL, response: ServerResponse): void {
    const after = url.searchParams.get('continuation-token') ?? ''
    const keys = [...objects.keys()]
      .filter((key) => key.startsWith(url.searchParams.get('prefix') ?? '') && key > after)
      .sort()
    const page = keys.slice(0, PAGE_KEYS)
    const contents = page.map(
      (key) => `<Contents><Key>${key}</Key><Size>${objects.get(key)?.length}</Size></Contents>`,
    )
    const isTruncated = keys.length > page.length
    const next = isTruncated ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ''
    response.end(
      `<ListBucketResult><IsTruncated>${isTruncated}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`,
    )
  }
}

function say(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' })
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>No.</Message></Error>`)
}

function refusalOf({ method = '', headers }: IncomingMessage, url: URL, body: Buffer) {
  const parts = /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
    headers.authorization ?? '',
  )
  if (!parts) return [403, 'AccessDenied'] as const
  const [, credential = '', signed = '', signature] = parts
  const [keyId, day, region] = credential.split('/')
  const at = String(headers['x-amz-date'])
  if (keyId !== KEY.keyId) return [403, 'InvalidAccessKeyId'] as const
  if (region !== KEY.region) return [400, 'AuthorizationHeaderMalformed'] as const
  const asked = Date.parse(at.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (!(Math.abs(Date.now() - asked) < SKEW_MS) || !at.startsWith(String(day)))
    return [403, 'RequestTimeTooSkewed'] as const
  for (const name of ['host', 'x-amz-date', 'x-amz-content-sha256'])
    if (!signed.split(';').includes(name)) return [403, 'AccessDenied'] as const
  const named = Object.fromEntries(signed.split(';').map((name) => [name, String(headers[name] ?? '')]))
  if (signatureOf({ method, url, headers: named, region, secret: KEY.secret }) !== signature)
    return [403, 'SignatureDoesNotMatch'] as const
  if (headers['x-amz-content-sha256'] !== sha256(body)) return [400, 'XAmzContentSHA256Mismatch'] as const
  return undefined
}

/** Signature version 4, from its description alone. */
export function signatureOf(request: {
  method: string
  url: URL
  headers: Record<string, string>
  region: string
  secret: string
}): string {
  const { method, url, headers, region, secret } = request
  const encoded = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (of) => `%${of.charCodeAt(0).toString(16).toUpperCase()}`)
  const names = Object.keys(headers).sort()
  const at = headers['x-amz-date'] ?? ''
  const day = at.slice(0, 8)
  const canonical = [
    method,
    url.pathname
      .split('/')
      .map((part) => encoded(decodeURIComponent(part)))
      .join('/'),
    [...url.searchParams]
      .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
      .sort()
      .join('&'),
    ...names.map((name) => `${name}:${headers[name]?.trim().replace(/\s+/g, ' ')}`),
    '',
    names.join(';'),
    headers['x-amz-content-sha256'],
  ].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', at, `${day}/${region}/s3/aws4_request`, sha256(canonical)].join('\n')
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`)
  return hmac(key, toSign).toString('hex')
}

const sha256 = (what: string | Buffer) => createHash('sha256').update(what).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
