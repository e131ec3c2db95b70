// The packages by which mail is taken, fetched, read and checked, as they are used here. Built into a file of its own (build.mjs), so it
// knows nothing of ours; whoever uses it waits for it: `await import('./mail-programs.ts')`.

import { htmlToText } from 'html-to-text'
import { ImapFlow, type ImapFlowOptions } from 'imapflow'
import { authenticate } from 'mailauth'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** Elements within each other; mails are tables in tables in tables. */
const HTML_MAX_DEPTH = 256

/** What is longer than `htmlMaxChars` has no text. */
export const parsed = (raw: Buffer, htmlMaxChars: number): Promise<ParsedMail> =>
  simpleParser(raw, { skipTextToHtml: true, maxHtmlLengthToParse: htmlMaxChars })

/** @throws where it is no HTML that anybody could read */
export const textOfHtml = (html: string): string => htmlToText(html, { limits: { maxDepth: HTML_MAX_DEPTH } })

/** What DMARC says: `pass`, or anything else. */
export async function dmarcOf(
  raw: Buffer,
  from: { ip: string; helo: string; sender: string } | undefined,
  resolver: (name: string, type: string) => Promise<unknown>,
): Promise<string> {
  const { dmarc } = await authenticate(raw, { ...from, resolver, disableArc: true, disableBimi: true })
  return (dmarc || null)?.status?.result ?? 'none'
}

export const smtpServer = (options: SMTPServerOptions): SMTPServer => new SMTPServer(options)

export const imapClient = (options: ImapFlowOptions): ImapFlow => new ImapFlow({ ...options, logger: false })
