// A mail server of our own, for INBOUND_SMTP_PORT: the school's hands on to it what is for us. It says "taken" only when what became of the
// mail is kept, and "later" where that could not be, so that whoever hands it over has it until we do. It takes nothing for others and sends
// nothing on. It stands behind a mail server, not in the world: no passwords, no encryption.

import type { AddressInfo, Socket } from 'node:net'
import type { SMTPServerDataStream } from 'smtp-server'
import { CannotStart } from '../../errors.ts'
import type { Log } from '../../log.ts'
import { type Door, LETTER_MAX_BYTES } from './door.ts'
import type { Received } from './receive.ts'

/** As many as Postfix opens to one place. */
const AT_ONCE = 20
/** Of mails in memory, all together, until it is known what becomes of them: two of the largest, and small ones beside them. */
const HELD_MAX_BYTES = 64 * 1024 * 1024
const SILENCE_MAX_MS = 60_000
/** However it drips: longer than any mail takes that is really handed over. */
const CONNECTED_MAX_MS = 10 * 60_000
/** What was begun when the server is to end may still be answered. */
const GOODBYE_WITHIN_MS = 5_000

/** RFC 5321: for ever, and worth another try. */
const NO_SUCH_MAILBOX = 550
const TOO_LARGE = 552
const NO_LETTER = 554
const LATER = 451
const NO_ROOM = 452

export async function openSmtpDoor(parts: {
  host: string
  port: number
  door: Door
  log: Log
  heldMaxBytes?: number
  connectedMaxMs?: number
}): Promise<{ port: number; close(): Promise<void> }> {
  const { host, port, door, log, heldMaxBytes = HELD_MAX_BYTES, connectedMaxMs = CONNECTED_MAX_MS } = parts
  const room = roomFor(heldMaxBytes)
  const { smtpServer } = await import('./mail-programs.ts')
  const server = smtpServer({
    banner: 'Helpdock',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: LETTER_MAX_BYTES,
    maxClients: AT_ONCE,
    socketTimeout: SILENCE_MAX_MS,
    closeTimeout: GOODBYE_WITHIN_MS,
    onRcptTo({ address }, _session, done) {
      done(door.isOurs(address) ? null : said(NO_SUCH_MAILBOX, `${address.slice(0, 100)} is no mailbox here`))
    },
    onData(stream, session, done) {
      const { mailFrom, rcptTo } = session.envelope
      const from = mailFrom ? mailFrom.address : ''
      const envelope = { from, to: rcptTo.map(({ address }) => address) }
      const sender = { ip: session.remoteAddress, helo: session.hostNameAppearsAs, sender: from }
      const held = room.taken()
      wholeOf(stream, held)
        .then(async (raw) => (typeof raw === 'string' ? raw : door.receive(raw, envelope, sender)))
        .then(
          (received) => done(answerTo(received)),
          (err) => {
            log.warn({ err }, 'a mail could not be kept; whoever handed it over tries again')
            done(said(LATER, 'It could not be kept; try again later'))
          },
        )
        .finally(held.release)
    },
  })
  server.on('error', (err) => log.info({ err: err.message }, 'a mail was broken off'))
  server.server.on('connection', (socket: Socket) => {
    const tooLong = setTimeout(() => socket.destroy(), connectedMaxMs)
    socket.once('close', () => clearTimeout(tooLong))
  })
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, host, resolve)
  }).catch((cause: Error) => {
    throw new CannotStart(
      `Nothing can take mail on port ${port} of ${host} (INBOUND_SMTP_PORT): ${cause.message}`,
      { cause },
    )
  })
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function answerTo(received: Received | NotWhole): Error | null {
  if (received === 'too large') return said(TOO_LARGE, `At most ${LETTER_MAX_BYTES} bytes`)
  if (received === 'no room') return said(NO_ROOM, 'Too many mails at once; try again later')
  // A program's letter is taken, too: told of a fault, it would write about that.
  if (received.is !== 'left' || received.why === 'automatic') return null
  const isFromNobody = received.why === 'from nobody'
  const why = isFromNobody
    ? 'It must say in one From line, with one address, who it is from'
    : 'It cannot be read'
  return said(NO_LETTER, why)
}

const said = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode })

type NotWhole = 'too large' | 'no room'

/** All of it is read in any case, or the other side would not hear why it is not taken. */
async function wholeOf(stream: SMTPServerDataStream, held: Held): Promise<Buffer | NotWhole> {
  let pieces: Buffer[] = []
  let not: NotWhole | undefined
  for await (const piece of stream as AsyncIterable<Buffer>) {
    if (stream.sizeExceeded) not = 'too large'
    else if (!not && !held.more(piece.length)) not = 'no room'
    if (!not) {
      pieces.push(piece)
      continue
    }
    pieces = []
    held.release()
  }
  return not ?? (stream.sizeExceeded ? 'too large' : Buffer.concat(pieces))
}

type Held = ReturnType<ReturnType<typeof roomFor>['taken']>

/** Memory for all mails together. */
function roomFor(maxBytes: number) {
  let all = 0
  return {
    taken() {
      let bytes = 0
      return {
        /** @returns whether there was room for them */
        more(count: number): boolean {
          if (all + count > maxBytes) return false
          all += count
          bytes += count
          return true
        },
        release() {
          all -= bytes
          bytes = 0
        },
      }
    },
  }
}
