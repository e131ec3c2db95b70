// Which pages of the host may carry the widget, as far as it is set in the console: on top of what the environment names, which
// nobody at a desk can take away. Partners: protocol/settings/origins.ts, which reads one; server/http/origins.ts, which holds pages to them.

import { type OriginFault, originOf } from '../../protocol/settings/origins.ts'
import { Refusal } from '../errors.ts'

/** As browsers send them, each once. @throws Refusal('origin.invalid') with the place of the first that is none */
export function checkedOrigins(written: readonly string[]): string[] {
  const origins = written.map((text, place) => {
    const read = originOf(text)
    if ('origin' in read) return read.origin
    throw new Refusal('origin.invalid', { field: `/added/${place}`, detail: SENTENCES[read.fault] })
  })
  return [...new Set(origins)]
}

const SENTENCES: Record<OriginFault, string> = {
  empty: 'There is nothing here; write https:// and the name of the site.',
  no_scheme: 'Write it with https:// in front.',
  scheme: 'Pages come by https; this is another scheme.',
  wildcard: 'Each site is named; there is no * for all of a kind.',
  more: 'Only scheme, name and port: leave out what follows, and any user.',
  insecure: 'Pages by http can be changed on their way, the widget with them; http is for this machine only.',
  unreadable: 'This is no address of a site.',
}
