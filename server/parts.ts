// What the rules are handed instead of taking it from the world: time, names and chance. Tests hand in their own.

import { randomBytes } from 'node:crypto'
import { CODE_ALPHABET, CODE_CHARS } from '../protocol/limits.ts'

export interface Parts {
  now(): Date
  /** A name that sorts by time and cannot be guessed: prefix, 48 bits of time, 80 bits of chance. */
  newId(prefix: string): string
  /** 256 bits for bearer tokens and links; only their hash is kept. */
  newToken(): string
  /** A code that people copy from a mail: 40 bits. */
  newCode(): string
}

/** A name that `newId` may have made. */
export const OUR_NAME = /^[a-z]{3}_[0-9a-z]{26}$/

/** Names are made often, and a call for each one's chance costs more than all of it. Secrets take theirs apart. */
const NAMES_AT_ONCE = 256
const NAME_CHANCE_DIGITS = 16

export function realParts(now: () => Date = () => new Date()): Parts {
  let chance = ''
  let used = 0
  const nameChance = () => {
    if (used === chance.length) {
      chance = digits(randomBytes(NAMES_AT_ONCE * NAME_CHANCE_DIGITS))
      used = 0
    }
    const from = used
    used += NAME_CHANCE_DIGITS
    return chance.slice(from, used)
  }
  return {
    now,
    newId: (prefix) => `${prefix}_${timeDigits(now())}${nameChance()}`.toLowerCase(),
    newToken: () => randomBytes(32).toString('base64url'),
    newCode: () => digits(randomBytes(CODE_CHARS)),
  }
}

/** A code as it was made, from what people type: small letters, gaps, and the letters that Crockford's alphabet leaves out. */
export function codeIn(typed: string): string {
  const plain = typed.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1')
  return [...plain].filter((digit) => CODE_ALPHABET.includes(digit)).join('')
}

/** Ten base-32 digits: sorts like the instant until the year 10889. */
export function timeDigits(at: Date): string {
  let rest = at.getTime()
  let digits = ''
  for (let place = 0; place < 10; place++) {
    digits = CODE_ALPHABET.charAt(rest % 32) + digits
    rest = Math.floor(rest / 32)
  }
  return digits
}

/** 256 is a multiple of 32, so every digit is equally likely. */
function digits(chance: Uint8Array): string {
  let text = ''
  for (const byte of chance) text += CODE_ALPHABET.charAt(byte % 32)
  return text
}
