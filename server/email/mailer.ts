// Hands one mail to the world. Whether the world took it is a value; only bugs throw.
// Partners: outgoing.ts (when, and how often again), file-mailer.ts (without SMTP_URL).

import { domainToASCII, domainToUnicode } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { createTransport, type MailMessage } from 'nodemailer'
import { parseAddress } from '../contacts/address.ts'
import type { Brand } from '../settings/brand.ts'
import type { MailRecord } from '../store/records.ts'
import { type Ground, htmlOf } from './html.ts'
import { domainOf, type Sender } from './sender.ts'

export interface Mailer {
  send(mail: MailRecord): Promise<MailOutcome>
  /** Why no mail could be sent now, in the other side's own words; '' where it could. */
  trouble(): Promise<string>
  close(): Promise<void>
}

export interface MailOutcome {
  /** `refused` is for ever; `unreachable` is worth another try. */
  outcome: 'sent' | 'refused' | 'unreachable'
  /** For the operator: the other side's own words, or what kept us from it. Empty when sent. */
  detail: string
  /** What can be logged of it: the library's name for the failure, and the number of the answer. */
  code?: string
  /** Of `unreachable`: nobody answered, so no other mail would hear more. */
  isSilence?: boolean
}

/** A mail server that says nothing for this long is tried again later. */
const CONNECT_TIMEOUT_MS = 10_000
const SILENCE_TIMEOUT_MS = 30_000
/** However it drips: before the lease on the work ends and the mail is sent a second time beside the first. */
const SEND_TIMEOUT_MS = 45_000

/** Who it comes from and how it looks: asked for each mail, so that a queued one goes out as the desk is called by then. */
export interface Letterhead {
  sender: () => Sender
  brand: () => Pick<Brand, 'name' | 'accent'>
}

/** Through the mail server at `url`: smtp://name:password@host:port. */
export function smtpMailer({
  url,
  timeoutMs = SEND_TIMEOUT_MS,
  ...head
}: Letterhead & { url: string; timeoutMs?: number }): Mailer {
  const transport = createTransport({
    url,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
  })
  transport.use('stream', refuseOtherRecipients)
  return {
    async send(mail) {
      try {
        await transport.sendMail({ ...message(mail, head), signal: AbortSignal.timeout(timeoutMs) })
        return { outcome: 'sent', detail: '' }
      } catch (cause) {
        return outcomeOf(cause)
      }
    },
    async trouble() {
      return transport.verify().then(
        () => '',
        (cause: Error) => cause.message,
      )
    },
    async close() {
      transport.close()
    },
  }
}

/** What nodemailer is given: one recipient, nothing that it may read from files or addresses. */
export function message(mail: MailRecord, head: Letterhead) {
  const from = head.sender()
  const { locale } = mail
  const html = drawnMail(mail, head)
  return {
    // In parts: whatever a name is, it never becomes an address.
    from,
    to: { name: '', address: mail.to },
    ...(mail.replyTo && { replyTo: { name: '', address: mail.replyTo } }),
    subject: mail.subject,
    text: mail.text,
    ...(html !== undefined && { html }),
    // Sent twice because we crashed in between, it is the same mail: programs show it once.
    messageId: messageIdOf(mail, from),
    ...(mail.answers && { inReplyTo: mail.answers, references: mail.answers }),
    date: new Date(mail.createdAt),
    // RFC 3834: no holiday answers, so no loops.
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...(locale && { 'Content-Language': locale }),
    },
    maxRecipients: 1,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** As programs show it that show more than text; undefined: an old one, which has no such face. */
export function drawnMail(
  { subject, locale, body }: Pick<MailRecord, 'subject' | 'locale' | 'body'>,
  { sender, brand }: Letterhead,
  ground?: Ground,
): string | undefined {
  const { name, accent } = brand()
  return (
    body && htmlOf({ subject, locale: locale ?? 'en', body }, { name: name ?? sender().name, accent }, ground)
  )
}

/** The last look before it leaves: exactly the one stored address, whatever a library made of it. */
export function refuseOtherRecipients<T>(mail: MailMessage<T>, done: (cause?: Error | null) => void): void {
  const { to } = mail.data
  const wanted = typeof to === 'object' && 'address' in to ? to.address : undefined
  const recipients = mail.message?.getEnvelope().to
  const isOne = wanted !== undefined && parseAddress(wanted) === wanted
  const asWanted = isOne && isDeepStrictEqual(recipients, [onTheWire(wanted)])
  done(asWanted ? null : new WrongRecipients(`The mailer would write to ${JSON.stringify(recipients)}.`))
}

class WrongRecipients extends Error {
  override name = 'WrongRecipients'
}

/** An address with letters beyond ASCII before the @ travels by SMTPUTF8, its domain too. */
function onTheWire(address: string): string {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  return /[^\p{ASCII}]/u.test(local) ? `${local}@${domainToUnicode(address.slice(at + 1))}` : address
}

const messageIdOf = ({ id, mark }: MailRecord, { address }: Sender) =>
  `<${[id, mark].filter(Boolean).join('.')}@${domainToASCII(domainOf(address))}>`

/** Codes of nodemailer where the server has spoken of this very mail: its recipient, or its content. */
const ABOUT_THE_MAIL = ['EENVELOPE', 'EMESSAGE']
/** RFC 4954, 6: some say so only where the letter begins. */
const NEEDS_LOGIN = [530, 534, 535]

function outcomeOf(cause: unknown): MailOutcome {
  if (!(cause instanceof Error) || cause instanceof WrongRecipients) throw cause
  const { code, responseCode, command } = cause as Error &
    Record<'code' | 'responseCode' | 'command', unknown>
  if (typeof code !== 'string') throw cause
  // A wrong password, a sender that is not taken or a dead server is the operator's to mend, and the mail is still good then.
  const isAboutUs = command === 'MAIL FROM' || NEEDS_LOGIN.includes(Number(responseCode))
  const permanent =
    ABOUT_THE_MAIL.includes(code) && !isAboutUs && typeof responseCode === 'number' && responseCode >= 500
  const answered = typeof responseCode === 'number' ? ` ${responseCode}` : ''
  return {
    outcome: permanent ? 'refused' : 'unreachable',
    detail: cause.message,
    code: `${code}${answered}`,
    isSilence: !answered,
  }
}
