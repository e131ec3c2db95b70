// The packages by which a mail is read and checked, as they are used here: in the reading thread alone. Whoever writes a mail can have them
// take minutes and gigabytes, and there is no end of ways to.

import { htmlToText } from 'html-to-text'
import { authenticate } from 'mailauth'
import { type ParsedMail, simpleParser } from 'mailparser'

/** Elements within each other; mails are tables in tables in tables. */
const HTML_MAX_DEPTH = 100

/** What is longer than `htmlMaxChars` has no text; pictures stay outside the HTML. */
export const parsed = (raw: Buffer, htmlMaxChars: number): Promise<ParsedMail> =>
  simpleParser(raw, { skipTextToHtml: true, maxHtmlLengthToParse: htmlMaxChars, keepCidLinks: true })

/** @throws where it is no HTML that anybody could read */
export const textOfHtml = (html: string): string =>
  htmlToText(html, {
    limits: { maxDepth: HTML_MAX_DEPTH },
    // A picture is what it is said to be; where it lies is somebody's way to count readers.
    formatters: { alt: (element, _walk, text) => text.addInline(element.attribs.alt ?? '') },
    selectors: [
      { selector: 'img', format: 'alt' },
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
    ],
  })

interface Vouched {
  /** What DMARC says: `pass`, or anything else. */
  result: string
  /** Of whom it was asked, as they are written in the mail. */
  froms: string[]
  /** The signature leaves the end of the mail out, where anybody may have put something. */
  isInPart: boolean
}

export async function dmarcOf(
  raw: Buffer,
  from: { ip: string; helo: string; sender: string } | undefined,
  resolver: (name: string, type: string) => Promise<unknown>,
): Promise<Vouched> {
  const { dmarc, dkim } = await authenticate(raw, { ...from, resolver, disableArc: true, disableBimi: true })
  const { status, alignment } = dmarc || {}
  return {
    result: status?.result ?? 'none',
    froms: dkim?.headerFrom ?? [],
    isInPart: Boolean(alignment?.dkim?.underSized) && !alignment?.spf?.result,
  }
}
