// Passwords of agents: scrypt with a salt of its own for each; the cost is written beside the hash, so that it
// can be raised later. Whoever floods the log-in waits among themselves: files and names need the same threads.

import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Refusal } from '../errors.ts'

export interface Cost {
  N: number
  r: number
  p: number
}

const derive = promisify<string, Buffer, number, Cost & { maxmem: number }, Buffer>(scrypt)

/** OWASP's first choice for scrypt: 128 MiB and some 300 ms on one core. */
const COST: Cost = { N: 2 ** 17, r: 8, p: 1 }
const KEY_BYTES = 32
/** Of the four threads that a process has for all that takes long. */
const AT_ONCE = 2
/** Some ten seconds of work at that cost; who would wait longer comes again. */
const WAITING_MAX = 60
const AGAIN_MS = 10_000

/** Fits no password and costs as much as any: for addresses that nobody logs in with. */
export const NOBODYS_HASH = written(COST, Buffer.alloc(16), Buffer.alloc(KEY_BYTES))

/** @throws Refusal('request.too_many') where too many wait */
export async function hashPassword(password: string, cost = COST): Promise<string> {
  const salt = randomBytes(16)
  const key = await keyOf(password, salt, cost)
  return written(cost, salt, key)
}

/** @throws Refusal('request.too_many') where too many wait */
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

async function keyOf(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  await turn()
  try {
    const options = { ...cost, maxmem: 256 * cost.N * cost.r }
    return await derive(password.normalize('NFKC'), salt, KEY_BYTES, options)
  } finally {
    const next = waiting.shift()
    // The place goes on to who has waited longest.
    if (next) next()
    else underWay--
  }
}

let underWay = 0
const waiting: (() => void)[] = []

function turn(): Promise<void> | undefined {
  if (underWay < AT_ONCE) {
    underWay++
    return undefined
  }
  if (waiting.length >= WAITING_MAX) throw new Refusal('request.too_many', { retryAfterMs: AGAIN_MS })
  return new Promise((resolve) => waiting.push(resolve))
}
