// A mail server of our own, for INBOUND_SMTP_PORT: the school's hands on to it what is for us. It says "taken" only when what became of the
// mail is kept, and "later" where that could not be, so that whoever hands it over has it until we do. It takes nothing for others and sends
// nothing on. It stands behind a mail server, not in the world: no passwords, no encryption.

import type { AddressInfo } from 'node:net'
import type { SMTPServerDataStream } from 'smtp-server'
import { CannotStart } from '../../errors.ts'
import type { Log } from '../../log.ts'
import { type Door, LETTER_MAX_BYTES } from './door.ts'
import type { Received } from './receive.ts'

/** Each may hold a whole mail in memory. */
const AT_ONCE = 8
const SILENCE_MAX_MS = 60_000
/** What was begun when the server is to end may still be answered. */
const GOODBYE_WITHIN_MS = 5_000

/** RFC 5321: for ever, and worth another try. */
const NO_SUCH_MAILBOX = 550
const TOO_LARGE = 552
const FROM_NOBODY = 554
const LATER = 451

export async function openSmtpDoor(parts: {
  host: string
  port: number
  door: Door
  log: Log
}): Promise<{ port: number; close(): Promise<void> }> {
  const { host, port, door, log } = parts
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
      wholeOf(stream)
        .then(async (raw) => (raw ? door.receive(raw, envelope, sender) : TOO_LONG))
        .then(
          (received) => done(answerTo(received)),
          (err) => {
            log.warn({ err }, 'a mail could not be kept; whoever handed it over tries again')
            done(said(LATER, 'It could not be kept; try again later'))
          },
        )
    },
  })
  server.on('error', (err) => log.info({ err: err.message }, 'a mail was broken off'))
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

const TOO_LONG = { is: 'too large' } as const

function answerTo(received: Received | typeof TOO_LONG): Error | null {
  if (received.is === 'too large') return said(TOO_LARGE, `At most ${LETTER_MAX_BYTES} bytes`)
  if (received.is === 'left' && received.why === 'from nobody')
    return said(FROM_NOBODY, 'It must say in one From line, with one address, who it is from')
  // A program's letter is taken, too: told of a fault, it would write about that.
  return null
}

const said = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode })

/** null: longer than is taken. All of it is read in any case, or the other side would not hear why. */
async function wholeOf(stream: SMTPServerDataStream): Promise<Buffer | null> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of stream as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes <= LETTER_MAX_BYTES) pieces.push(piece)
  }
  return stream.sizeExceeded || bytes > LETTER_MAX_BYTES ? null : Buffer.concat(pieces)
}
