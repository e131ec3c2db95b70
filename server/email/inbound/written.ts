// What of an answer is new: mail programs put what is answered under it, and that stands in the ticket already. Cut only where it is plain,
// and only at the end: what stands between quoted lines is an answer to each.

import EmailReplyParser from 'email-reply-parser'

/**
 * Past either it is left as it is: the patterns by which quotes are known take the square of a line's length. So it is a tenth of a second at
 * worst. Mail programs break lines after 998 at the latest, most after 78.
 */
const LINE_MAX_CHARS = 900
const MAX_CHARS = 50_000

export function newIn(text: string): string {
  const isCut = text.length <= MAX_CHARS && text.split('\n').every(({ length }) => length <= LINE_MAX_CHARS)
  if (!isCut) return text.trim()
  const fragments = new EmailReplyParser().read(text).getFragments()
  const last = fragments.findLastIndex((one) => !one.isQuoted() && one.getContent().trim() !== '')
  const kept = fragments.slice(0, last + 1).map((one) => one.getContent())
  return kept.join('\n').trim() || text.trim()
}
