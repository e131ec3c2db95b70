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

export function realParts(now: () => Date = () => new Date()): Parts {
  return {
    now,
    newId: (prefix) => `${prefix}_${timeDigits(now())}${chanceDigits(16)}`.toLowerCase(),
    newToken: () => randomBytes(32).toString('base64url'),
    newCode: () => chanceDigits(CODE_CHARS),
  }
}

/** Ten base-32 digits: sorts like the instant until the year 10889. */
function timeDigits(at: Date): string {
  let rest = at.getTime()
  let digits = ''
  for (let place = 0; place < 10; place++) {
    digits = CODE_ALPHABET.charAt(rest % 32) + digits
    rest = Math.floor(rest / 32)
  }
  return digits
}

/** 256 is a multiple of 32, so every digit is equally likely. */
function chanceDigits(count: number): string {
  return Array.from(randomBytes(count), (byte) => CODE_ALPHABET.charAt(byte % 32)).join('')
}
