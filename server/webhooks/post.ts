// One signed request to a host and its answer, as a value. The other side is hostile ground: no redirects, a limit
// on time and on bytes, and the address that was checked is the address we connect to.
// Partner: deliveries.ts, which tries again.

import { lookup as resolve } from 'node:dns'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { context, propagation } from '@opentelemetry/api'
import { Webhook } from 'standardwebhooks'
import type { Attempt } from '../../protocol/account-merge.ts'
import { carried } from '../carried.ts'
import { isPrivateAddress } from './private-addresses.ts'

/** Bytes of an answer: the largest preview that protocol/webhooks.ts allows is far below. */
export const ANSWER_MAX_BYTES = 256 * 1024

interface SignedPost {
  url: string
  /** Standard Webhooks: whsec_… */
  secret: string
  /** The one from before, while hosts change over: then there are two signatures, and either will do. */
  oldSecret?: string
  /** webhook-id: the same on each attempt, so that the host knows a repeat. */
  id: string
  body: string
  now: Date
  timeoutMs: number
  /**
   * For WEBHOOK_URL: the operator named it, and it may well be the machine next door. An endpoint that is typed into
   * a form must not become a way into our own network.
   */
  allowPrivateAddresses: boolean
}

interface PostAnswer {
  outcome: Attempt['outcome']
  status: number | null
  tookMs: number
  /** The JSON of a 2xx answer; null where it was empty, undefined where there is none. */
  answer: unknown
}

export async function postSigned(post: SignedPost): Promise<PostAnswer> {
  const begun = performance.now()
  const said = await exchange(post)
  return { ...said, tookMs: Math.round(performance.now() - begun) }
}

type Said = Omit<PostAnswer, 'tookMs'>

function exchange(post: SignedPost): Promise<Said> {
  return new Promise((done) => {
    const url = new URL(post.url)
    const literal = url.hostname.replace(/^\[|\]$/g, '')
    // An address that is written out is never looked up, so it is checked here.
    if (!post.allowPrivateAddresses && isIP(literal) && isPrivateAddress(literal))
      return done(said('unreachable'))

    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method: 'POST',
      headers: headersOf(post),
      agent: false,
      lookup: post.allowPrivateAddresses ? undefined : lookupPublic,
    })
    // One limit over everything: name, connection, waiting and a dripping answer.
    const clock = setTimeout(() => end(said('timeout')), post.timeoutMs)
    const end = (result: Said) => {
      clearTimeout(clock)
      done(result)
      request.destroy()
    }
    request.on('error', () => end(said('unreachable')))
    request.on('response', (response) => void read(response).then(end))
    request.end(post.body)
  })
}

function headersOf({ id, secret, oldSecret, body, now }: SignedPost): Record<string, string | number> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    accept: 'application/json',
    'user-agent': 'Helpdock',
    'webhook-id': id,
    'webhook-timestamp': Math.floor(now.getTime() / 1000),
    'webhook-signature': [secret, ...(oldSecret ? [oldSecret] : [])]
      .map((one) => new Webhook(one).sign(id, now, body))
      .join(' '),
  }
  // Where there are traces, the host can go on with ours (tracing.ts).
  propagation.inject(context.active(), headers)
  return headers
}

async function read(response: IncomingMessage): Promise<Said> {
  const status = response.statusCode ?? 0
  if (status >= 300 && status < 400) return said('redirected', status)
  if (status < 200 || status >= 300) return said('refused', status)
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > ANSWER_MAX_BYTES) return said('too_large', status)
      chunks.push(chunk)
    }
  } catch {
    return said('unreachable', status)
  }
  const text = Buffer.concat(chunks).toString('utf8').trim()
  try {
    return { outcome: 'delivered', status, answer: text === '' ? null : carried(JSON.parse(text)) }
  } catch {
    return said('invalid_answer', status)
  }
}

const said = (outcome: Attempt['outcome'], status: number | null = null): Said => ({
  outcome,
  status,
  answer: undefined,
})

/** DNS that knows public addresses only. The socket connects to what this returns: no second question. */
const lookupPublic: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (cause, addresses) => {
    if (cause) return callback(cause, '', 0)
    const [first] = addresses
    // One private address among public ones is how a name is turned against us.
    if (!first || addresses.some(({ address }) => isPrivateAddress(address))) {
      return callback(new Error(`${hostname} is not a public address`), '', 0)
    }
    if (options.all) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}
