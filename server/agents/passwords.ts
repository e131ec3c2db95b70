// Passwords of agents: scrypt with a salt of its own for each; the cost is written beside the hash, so that it
// can be raised later.

import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

export interface Cost {
  N: number
  r: number
  p: number
}

const derive = promisify<string, Buffer, number, Cost & { maxmem: number }, Buffer>(scrypt)

/** OWASP's first choice for scrypt: 128 MiB and some 300 ms on one core. */
const COST: Cost = { N: 2 ** 17, r: 8, p: 1 }
const KEY_BYTES = 32

/** Fits no password and costs as much as any: for addresses that nobody logs in with. */
export const NOBODYS_HASH = written(COST, Buffer.alloc(16), Buffer.alloc(KEY_BYTES))

export async function hashPassword(password: string, cost = COST): Promise<string> {
  const salt = randomBytes(16)
  const key = await keyOf(password, salt, cost)
  return written(cost, salt, key)
}

export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [, N, r, p, salt, key] = stored.split('$')
  if (!salt || !key) return false
  const expected = Buffer.from(key, 'base64')
  const given = await keyOf(password, Buffer.from(salt, 'base64'), {
    N: Number(N),
    r: Number(r),
    p: Number(p),
  })
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function written({ N, r, p }: Cost, salt: Buffer, key: Buffer): string {
  return `scrypt$${N}$${r}$${p}$${salt.toString('base64')}$${key.toString('base64')}`
}

function keyOf(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  return derive(password.normalize('NFKC'), salt, KEY_BYTES, { ...cost, maxmem: 256 * cost.N * cost.r })
}
