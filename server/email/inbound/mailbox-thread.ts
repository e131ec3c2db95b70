// The thread that speaks with a mailbox's server. Whatever that says, what it costs of time and memory is taken from nobody, and a line that
// does not end is ended with the thread. Built into a file of its own (build.mjs). Partner: mailbox-line.ts, which asks it.

import { isIP } from 'node:net'
import { parentPort } from 'node:worker_threads'
import { ImapFlow } from 'imapflow'
import { isThisMachine } from '../../../protocol/settings/endpoint-rules.ts'
import { isPrivateAddress } from '../../webhooks/private-addresses.ts'
import { LETTER_MAX_BYTES } from './door.ts'
import type { Asked, Told, Unread } from './mailbox-line.ts'
import { placeOf } from './place.ts'

/** A mailbox that says nothing for this long is tried again later. */
const SILENCE_TIMEOUT_MS = 20_000
/** A server may say that a mail is smaller than it is. */
const LITERAL_MAX_BYTES = 2 * LETTER_MAX_BYTES
/** The numbers of a million unread mails are in one line. */
const LINE_MAX_BYTES = 16 * 1024 * 1024

let client: ImapFlow | undefined
/** What broke the line says more than that it is broken. */
let broken: Error | undefined

const tell = (told: Told) => parentPort?.postMessage(told)

tell({ is: 'ready' })

parentPort?.on('message', async (asked: Asked) => {
  try {
    tell({ is: 'answer', answer: await answerTo(asked) })
  } catch (cause) {
    const error = cause as Error & { responseText?: unknown; authenticationFailed?: boolean }
    client?.close()
    tell({ is: 'failed', why: wordsOf(broken ?? error), isRefused: error.authenticationFailed === true })
  }
})

async function answerTo(asked: Asked): Promise<unknown> {
  if (asked.what === 'open') return open(asked)
  const line = client
  if (!line) throw new Error('No mailbox is open.')
  if (asked.what === 'close') return line.logout()
  const uid = asked.uids.join(',')
  const byUid = { uid: true }
  if (asked.what === 'mark') return line.messageFlagsAdd(uid, asked.flags, byUid)
  const found = await line.fetchOne(uid, asked.what === 'size' ? { size: true } : { source: true }, byUid)
  if (!found) return undefined
  return asked.what === 'size' ? (found.size ?? 0) : found.source
}

async function open({ url, known, most }: Extract<Asked, { what: 'open' }>): Promise<Unread> {
  broken = undefined
  client = clientFor(url)
  client.on('error', (cause: Error) => {
    broken ??= cause
  })
  await client.connect()
  const { uidValidity, readOnly } = await client.mailboxOpen(placeOf(url).folder)
  if (readOnly) throw new Error('It may only be read, so no mail can be marked as read')
  const found = await client.search({ seen: false }, { uid: true })
  if (!found) throw new Error('It cannot be searched for unread mails')
  const validity = String(uidValidity)
  const unread: Unread = { validity, uids: [], known: [] }
  const isKnown = new Set(known)
  for (const uid of found) {
    const are = isKnown.has(`${validity}/${uid}`) ? unread.known : unread.uids
    if (are.length < most) are.push(uid)
    if (unread.uids.length === most) break
  }
  return unread
}

function clientFor(url: string): ImapFlow {
  const { hostname, port, protocol, username, password } = new URL(url)
  const secure = protocol === 'imaps:'
  return new ImapFlow({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (secure ? 993 : 143),
    secure,
    // Whoever stands between us and the server takes its offer of encryption out of the line, and has the password.
    ...(!secure && !isNear(hostname) && { doSTARTTLS: true }),
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    connectionTimeout: SILENCE_TIMEOUT_MS,
    greetingTimeout: SILENCE_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    maxLiteralSize: LITERAL_MAX_BYTES,
    maxLineLength: LINE_MAX_BYTES,
    maxResponseSize: LITERAL_MAX_BYTES + LINE_MAX_BYTES,
    logger: false,
  })
}

/** This machine, the operator's own network, and what is beside us in containers. */
function isNear(hostname: string): boolean {
  const literal = hostname.replace(/^\[|\]$/g, '')
  if (isThisMachine(hostname)) return true
  return isIP(literal) ? isPrivateAddress(literal) : !hostname.includes('.')
}

/** The other side's own words where it has some: “wrong password” helps, “command failed” does not. */
function wordsOf(error: Error & { responseText?: unknown }): string {
  return String(error.responseText || error.message).slice(0, 300)
}
