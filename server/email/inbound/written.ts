// What of an answer is new: mail programs put what is answered under it, and that stands in the ticket already. Cut only where it is plain,
// and only at the end: what stands between quoted lines is an answer to each.

import EmailReplyParser from 'email-reply-parser'

/**
 * Past either it is left as it is: the patterns by which quotes are known take the square of a line's length, and of a text's. Mail programs
 * break lines after 998 at the latest, most after 78.
 */
const LINE_MAX_CHARS = 900
export const LOOKED_AT_CHARS = 50_000
/** The last line, alone, of a program that praises itself. A name that stands under an answer stays: it says who wrote. */
const SENT_FROM =
  /\n\s*\n(?:Sent from|Get Outlook|Von meinem|Gesendet (?:von|mit)|Envoyé (?:de|depuis)|Enviado (?:desde|do)|أُ?رسلت من|تم الإرسال من) [^\n]{0,60}$/u
const DEVICES = /iPhone|iPad|iOS|Android|Galaxy|Samsung|Huawei|Pixel|Outlook|Yahoo|Proton/
/** The parser takes what it finds for a pattern of its own, in which “$&” and its like mean something; this is no character at all. */
const [DOLLAR, NO_DOLLAR] = ['$', '\ufdd0']

export function newIn(whole: string): string {
  const text = withoutGaps(whole)
  const isCut =
    text.length < LOOKED_AT_CHARS && text.split('\n').every(({ length }) => length <= LINE_MAX_CHARS)
  if (!isCut) return whole.trim()
  const fragments = new EmailReplyParser().read(text.replaceAll(DOLLAR, NO_DOLLAR)).getFragments()
  const last = fragments.findLastIndex((one) => !one.isQuoted() && one.getContent().trim() !== '')
  const kept = fragments.slice(0, last + 1).map((one) => one.getContent())
  const own = kept.join('\n').replaceAll(NO_DOLLAR, DOLLAR).trim()
  const [praise = ''] = SENT_FROM.exec(own) ?? []
  return (DEVICES.test(praise) ? own.slice(0, -praise.length).trim() : own) || whole.trim()
}

/** At most one empty line at a time. */
function withoutGaps(text: string): string {
  const lines = text.split(/\r?\n/).map((line) => (line.trim() === '' ? '' : line))
  return lines.filter((line, at) => line !== '' || lines[at - 1] !== '').join('\n')
}
