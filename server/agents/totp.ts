// Codes that an app on the phone shows: RFC 6238 over RFC 4226, SHA-1, six digits, thirty seconds: what every app speaks.
// Knows no clock and no store. Partner: second-factor.ts, which takes each code once.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const STEP_SECONDS = 30
const DIGITS = 6
/** 160 bits, as the RFC recommends for SHA-1. */
const SECRET_BYTES = 20
/** Codes of the step before and after are taken, for clocks that are apart and people who type slowly. */
const STEPS_APART = 1

export const newSecret = (): string => base32(randomBytes(SECRET_BYTES))

/** @returns the step whose code it is, newer than `after`; undefined where there is none */
export function stepOf(secret: string, code: string, at: Date, after: number): number | undefined {
  const current = Math.floor(at.getTime() / 1_000 / STEP_SECONDS)
  for (let apart = -STEPS_APART; apart <= STEPS_APART; apart++) {
    const step = current + apart
    if (step > after && isSame(codeOf(secret, step), code)) return step
  }
  return undefined
}

export function codeAt(secret: string, at: Date, digits = DIGITS): string {
  return codeOf(secret, Math.floor(at.getTime() / 1_000 / STEP_SECONDS), digits)
}

/** As apps read it from the picture. */
export function uriOf({
  secret,
  account,
  issuer,
}: {
  secret: string
  account: string
  issuer: string
}): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  const query = new URLSearchParams({ secret, issuer, algorithm: 'SHA1', digits: String(DIGITS) })
  return `otpauth://totp/${label}?${query}&period=${STEP_SECONDS}`
}

/** RFC 4226, 5.3. */
function codeOf(secret: string, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 0x0f
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits).padStart(digits, '0')
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648, without padding, which apps do not want. */
export function base32(bytes: Uint8Array): string {
  let [text, bits, held] = ['', 0, 0]
  for (const byte of bytes) {
    held = (held << 8) | byte
    for (bits += 8; bits >= 5; ) {
      bits -= 5
      text += ALPHABET[(held >> bits) & 31]
    }
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text
}

function fromBase32(text: string): Buffer {
  const bytes: number[] = []
  let [bits, held] = [0, 0]
  for (const letter of text) {
    held = (held << 5) | ALPHABET.indexOf(letter)
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((held >> bits) & 255)
      held &= (1 << bits) - 1
    }
  }
  return Buffer.from(bytes)
}
