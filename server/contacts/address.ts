// What counts as one e-mail address, decided before any mailer sees it. Nothing here guesses that two addresses
// are one person's: agents are warned, never told. Mail goes only to what parseAddress returned.

import { domainToASCII, domainToUnicode } from 'node:url'
import { ADDRESS_MAX_CHARS } from '../../protocol/limits.ts'
import { lookLikeEachOther, scriptsOf } from './look-alikes.ts'

/** Bytes before the @: RFC 5321. */
const LOCAL_MAX_BYTES = 64
/** Labels of a domain in lower case and punycode; the last one begins with a letter, so it is no IP address. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const LAST_LABEL = /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/
/**
 * What may stand before the @, between dots. Less than RFC 5322 knows: no quotes and comments, and none of
 * % ! | ` which old mail routers and shells read as another address or a command.
 */
const LOCAL_PART = /^(?![.\p{M}])(?:[\p{L}\p{M}\p{N}#$&'*+/=?^_{}~-]|\.(?![.\p{M}]|$))+$/u
/** What may stand in a domain before punycode. No %: domainToASCII would decode it. */
const DOMAIN = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}.-]*$/u
/** Invisible in every font: soft hyphen, joiners, fillers. Two addresses must not look the same on screen. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u

/**
 * One address: the part before the @ as written, in Unicode NFC, the domain in lower case and punycode.
 * @returns undefined for anything else: lists, names with brackets, quotes, control characters, and what a
 * later Unicode normalisation would turn into another address.
 */
export function parseAddress(text: string): string | undefined {
  const typed = text.trim()
  if (typed.length > ADDRESS_MAX_CHARS || INVISIBLE.test(typed)) return undefined
  // Full-width @, Kelvin sign, long s: whoever normalises later would read another address.
  if ([...typed].some((letter) => letter !== letter.normalize('NFKC'))) return undefined
  // An accent behind its letter, as some keyboards and files have it, is the same writing.
  const written = typed.normalize('NFC')
  if (written !== written.normalize('NFKC')) return undefined
  const [local, domain, ...more] = written.split('@')
  if (!local || !domain || more.length > 0) return undefined
  if (!LOCAL_PART.test(local) || Buffer.byteLength(local) > LOCAL_MAX_BYTES) return undefined
  const ascii = asciiDomain(domain)
  if (!ascii) return undefined
  const address = `${local}@${ascii}`
  return Buffer.byteLength(address) <= ADDRESS_MAX_CHARS ? address : undefined
}

/** The very same address. Upper and lower case before the @ differ: only its own server knows if they mean one. */
export function sameAddress(one: string, other: string): boolean {
  const [a, b] = [halves(one), halves(other)]
  return a.local.normalize('NFC') === b.local.normalize('NFC') && a.domain === b.domain
}

/** Sentences for the agent who decides whether two accounts are one person's. Empty: nothing stands out. */
export function addressWarnings(one: string, other: string): string[] {
  const [a, b] = [halves(one), halves(other)]
  const warnings = [one, other].flatMap(warningsAbout)
  if (sameAddress(one, other)) return warnings
  const plain = { one: plainLocal(a.local), other: plainLocal(b.local) }
  if (a.domain === b.domain && a.local.toLowerCase() === b.local.toLowerCase()) {
    warnings.push('The two addresses differ only in upper and lower case; they may be two mailboxes.')
  } else if (a.domain === b.domain && withoutDots(a.local) === withoutDots(b.local)) {
    warnings.push('The two addresses differ only in dots; with some mail providers they are two mailboxes.')
  } else if (a.domain === b.domain && plain.one === plain.other) {
    warnings.push('The two addresses differ only in what follows a “+” and in dots or case.')
  } else if (lookLikeEachOther(shown(a), shown(b))) {
    warnings.push('The two addresses look alike but are not the same: compare them letter by letter.')
  }
  return warnings
}

/**
 * Under which mails to one person are counted: what differs in case, in dots or behind a “+” lies in one mailbox with many providers.
 * Never for who somebody is.
 */
export function mailboxOf(address: string): string {
  const { local, domain } = halves(address)
  return `${plainLocal(local)}@${domain}`
}

/** For somebody who may know the address already, and must not learn it otherwise. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@')
  if (at < 1) return '•••'
  const [first] = address
  return `${first}•••${address.slice(at)}`
}

function asciiDomain(domain: string): string | undefined {
  if (!DOMAIN.test(domain)) return undefined
  const ascii = domainToASCII(domain)
  const labels = ascii.split('.')
  const last = labels.pop()
  // Unicode knows other full stops; a domain must not gain labels on the way.
  const sameShape = labels.length >= 1 && labels.length + 1 === domain.split('.').length
  const valid = sameShape && last && LAST_LABEL.test(last) && labels.every((label) => LABEL.test(label))
  return valid ? ascii : undefined
}

function warningsAbout(address: string): string[] {
  const { local, domain } = halves(address)
  const warnings: string[] = []
  if (local.includes('+')) {
    warnings.push(
      `${address} has a tag after the “+”: mail for it usually lands in another address's mailbox.`,
    )
  }
  if (domain.split('.').some((label) => label.startsWith('xn--'))) {
    warnings.push(`The domain of ${address} is written with letters beyond a–z: ${domainToUnicode(domain)}.`)
  }
  const mixed = [local, ...domainToUnicode(domain).split('.')].some((part) => scriptsOf(part).length > 1)
  if (mixed)
    warnings.push(`${address} mixes letters of different alphabets, which is how look-alikes are made.`)
  else if (/[^\p{ASCII}]/u.test(local)) {
    warnings.push(`${address} has letters beyond a–z before the @; they can look like others.`)
  }
  return warnings
}

function halves(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  return { local: address.slice(0, at), domain: asciiDomain(domain) ?? domain.toLowerCase() }
}

const withoutDots = (local: string) => local.toLowerCase().replaceAll('.', '')
const plainLocal = (local: string) => withoutDots(local.replace(/\+.*$/, ''))
const shown = ({ local, domain }: { local: string; domain: string }) => `${local}@${domainToUnicode(domain)}`
