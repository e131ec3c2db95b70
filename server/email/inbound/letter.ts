// A mail as it came, read: who it says it is from, what was written, what answers nobody. Whatever stands in it is a stranger's. Partners:
// sender-proof.ts (is it from there?), written.ts (what of it is new), receive.ts (whose it is).

import type { AddressObject, Attachment, HeaderLines, ParsedMail } from 'mailparser'
import { NAME_MAX_CHARS } from '../../../protocol/limits.ts'
import { carried } from '../../carried.ts'
import { parseAddress } from '../../contacts/address.ts'
import { nameIn } from '../../contacts/names.ts'
import { sha256 } from '../../hashes.ts'
import { parsed, textOfHtml } from './letter-programs.ts'
import { LOOKED_AT_CHARS } from './written.ts'

export interface InboundLetter {
  /** The one address that it says it is from, as parseAddress has it. */
  from: string
  /** May be empty. */
  fromName: string
  /** Every address that it went to, as far as anything tells. */
  to: string[]
  subject: string
  /** At most as long as is looked at for what it answers. */
  text: string
  /** All of a longer one. */
  whole?: Buffer
  files: { name: string; bytes: Buffer }[]
  /** With its brackets; made from the whole mail where it has none. */
  messageId: string
  /** Message-IDs of what it answers, nearest first. */
  answers: string[]
  /** A program wrote it: a holiday note, a bounce. To answer such a one is how loops begin. */
  isAutomatic: boolean
  /** Of one that a mailing list handed on: the addresses at which the list is written to. Null for all others. */
  list: string[] | null
  /** Who is to be answered, where that is said of one. */
  replyTo: { address: string; name: string } | null
}

/** How it was handed over, where that is known. */
export interface Envelope {
  /** Empty: a bounce. */
  from?: string
  to: string[]
}

/** Characters of HTML that are made into text; what is longer is no letter that somebody typed. */
const HTML_MAX_CHARS = 512 * 1024
/** More than is kept; a header may have a megabyte. */
const SUBJECT_READ_CHARS = 2_000
/** RFC 5322 wraps a line at 998. */
const ID_MAX_CHARS = 998
const ANSWERS_MAX = 20
const LIST_READ_CHARS = 2_000
/** Whom it went to beside us is nobody's here; each may be looked up. */
const TO_MAX = 50
const PASTED_MIN_BYTES = 16 * 1024
/** Of a file's name, which a mail may have a megabyte of: its end says what it is. As many as an upload may have. */
const FILE_NAME_READ_CHARS = 1_000
/** For programs. */
const SIGNATURES = [
  'application/pkcs7-signature',
  'application/x-pkcs7-signature',
  'application/pgp-signature',
]
/** Headers in which mail servers note whom it was for. */
const ALSO_TO = ['delivered-to', 'x-original-to', 'envelope-to']

/** Undefined where it is not from exactly one address: then it is nobody's. */
export async function readLetter(raw: Buffer, envelope: Envelope): Promise<InboundLetter | undefined> {
  const mail = await parsed(raw, HTML_MAX_CHARS)
  const lines = mail.headerLines
  const [from, ...others] = addressesIn(mail.from)
  // Two headers, one for the eye and one for the check: SECURITY's oldest trick.
  const isOne = others.length === 0 && valuesOf(lines, 'from').length === 1
  const address = isOne && from ? parseAddress(from.address) : undefined
  if (!address) return undefined
  const text = carried(textOf(mail))
  const also = ALSO_TO.flatMap((name) => valuesOf(lines, name))
  return {
    from: address,
    fromName: nameIn((from?.name ?? '').slice(0, NAME_MAX_CHARS)),
    to: [
      ...envelope.to,
      ...[mail.to, mail.cc].flatMap((all) => addressesIn(all).map((one) => one.address)),
      ...also.map((value) => value.trim().replace(/^<|>$/g, '')),
    ].slice(0, TO_MAX),
    ...(text.length > LOOKED_AT_CHARS && { whole: Buffer.from(text) }),
    subject: carried((mail.subject ?? '').slice(0, SUBJECT_READ_CHARS)),
    text: text.slice(0, LOOKED_AT_CHARS),
    files: mail.attachments.filter(isSent).map(({ filename, content }) => ({
      name: carried((filename ?? '').slice(-FILE_NAME_READ_CHARS)),
      bytes: content,
    })),
    messageId: idsIn(mail.messageId)[0] ?? `<${sha256('mail', raw.toString('base64'))}@none>`,
    answers: [...new Set([...idsIn(mail.inReplyTo), ...idsIn(mail.references).toReversed()])].slice(
      0,
      ANSWERS_MAX,
    ),
    isAutomatic: isAutomatic(lines, envelope),
    list: listIn(lines),
    replyTo: oneIn(mail.replyTo),
  }
}

/** RFC 2369. Those that somebody has joined name themselves only (RFC 2919). */
function listIn(lines: HeaderLines): string[] | null {
  const post = valuesOf(lines, 'list-post').join().slice(0, LIST_READ_CHARS)
  if (!post && valuesOf(lines, 'list-id').length === 0) return null
  return [...post.matchAll(/<mailto:([^<>?]+)/gi)].map(([, address = '']) => address)
}

function oneIn(found: AddressObject | undefined): InboundLetter['replyTo'] {
  const [one, ...others] = addressesIn(found)
  const address = one && others.length === 0 ? parseAddress(one.address) : undefined
  return address ? { address, name: nameIn((one?.name ?? '').slice(0, NAME_MAX_CHARS)) } : null
}

/** The reader of mails makes words of HTML that stands beside text, too; not of what is HTML alone, or too long for it. */
function textOf({ text = '', html, textConversionError, headerLines }: ParsedMail): string {
  const isHtmlAlone = /^text\/html\b/i.test(valuesOf(headerLines, 'content-type').join())
  const words = isHtmlAlone ? '' : text
  if (words.trim() && !textConversionError) return words
  return [words, textIn(html || '')].filter((one) => one.trim()).join('\n\n')
}

function textIn(html: string): string {
  if (html.length <= HTML_MAX_CHARS)
    try {
      return textOfHtml(html)
    } catch {
      // What breaks the reader is shown as it is, without its marks.
    }
  return html
    .replace(/<(head|style|script)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
}

function isAutomatic(lines: HeaderLines, { from }: Envelope): boolean {
  const said = (name: string) => valuesOf(lines, name).join(' ').trim().toLowerCase()
  return (
    from === '' ||
    said('return-path') === '<>' ||
    // RFC 3834; the rest is what programs say that do not know it.
    !['', 'no'].includes(said('auto-submitted').replace(/[;\s].*$/s, '')) ||
    /bulk|junk|auto/.test(said('precedence')) ||
    (said('precedence') === 'list' && listIn(lines) === null) ||
    ['x-autoreply', 'x-autorespond', 'x-loop'].some((name) => said(name) !== '') ||
    /^multipart\/report|delivery-status/.test(said('content-type'))
  )
}

const valuesOf = (lines: HeaderLines, name: string): string[] =>
  lines
    .filter(({ key }) => key === name)
    .map(({ line }) =>
      line
        .slice(line.indexOf(':') + 1)
        .replace(/\r?\n\s+/g, ' ')
        .trim(),
    )

function addressesIn(
  found: AddressObject | AddressObject[] | undefined,
): { address: string; name: string }[] {
  return [found ?? []]
    .flat()
    .flatMap(({ value }) => value)
    .flatMap((one) => one.group ?? [one])
    .map(({ address = '', name }) => ({ address, name }))
}

const idsIn = (found: string | string[] | undefined): string[] =>
  [found ?? []]
    .flat()
    .flatMap((text) => (text.match(/<[^<>\s]+>/g) ?? []).filter((id) => id.length <= ID_MAX_CHARS))

/** Not what belongs to how it looks: a logo under a signature is no file that somebody sends. A pasted picture of a screen is larger. */
const isSent = ({ related, content, contentType }: Attachment) =>
  related ? content.length >= PASTED_MIN_BYTES : !SIGNATURES.includes(contentType)
