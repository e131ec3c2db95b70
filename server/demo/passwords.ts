// Passwords of the pretend portal. It prints its own on the log-in page and still keeps only hashes.

import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify<string, Buffer, number, Buffer>(scrypt)
export const PASSWORD_MIN_CHARS = 10
export const PASSWORD_MAX_CHARS = 200

const HASH_BYTES = 32

export async function hashOf(password: string): Promise<string> {
  const salt = randomBytes(16)
  return `${salt.toString('base64')}:${(await derive(password, salt, HASH_BYTES)).toString('base64')}`
}

export async function isPassword(typed: string, hash: string | null): Promise<boolean> {
  const [salt, wanted] = (hash ?? '').split(':').map((part) => Buffer.from(part, 'base64'))
  if (!salt || wanted?.length !== HASH_BYTES) return false
  return timingSafeEqual(await derive(typed, salt, HASH_BYTES), wanted)
}
