// Tokens that the host signs with keys of its own, fetched from a real server: keys come and go, and the server is away.

import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { identityVerifier } from '../../server/contacts/identity.ts'
import { Refusal } from '../../server/errors.ts'
import { readableLog } from '../faults/folders.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

interface Key {
  jwk: object
  /** A token of Maya's. */
  signs(claims?: object, kid?: string): Promise<string>
}

async function newKey(kid: string, alg: 'RS256' | 'ES256' | 'EdDSA'): Promise<Key> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  return {
    jwk: { ...(await exportJWK(publicKey)), kid, alg },
    signs(claims, named = kid) {
      const now = Math.floor(Date.now() / 1000)
      const token = new SignJWT({ sub: 'maya', iat: now, exp: now + 600, ...claims })
      return token.setProtectedHeader({ alg, kid: named }).sign(privateKey)
    },
  }
}

let host: Server
let url: string
let keys: object[]
/** What the host answers instead. */
let broken: { status: number; text: string } | null
let first: Key
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  first = await newKey('first', 'RS256')
  keys = [first.jwk]
  broken = null
  host = createServer((_request, response) => {
    response.statusCode = broken?.status ?? 200
    response.end(broken?.text ?? JSON.stringify({ keys }))
  }).listen(0, '127.0.0.1')
  await once(host, 'listening')
  url = `http://127.0.0.1:${(host.address() as AddressInfo).port}/keys`
})
afterEach(() => {
  vi.useRealTimers()
  host.close()
  host.closeAllConnections()
})

/** What becomes of a token: who it is of, or the code with which it is refused. */
function desk(audience?: string) {
  const log = readableLog()
  const heard: string[] = []
  const verify = identityVerifier(
    { jwksUrl: url, ...(audience && { audience }) },
    () => new Date(),
    log,
    (...what) => void heard.push(what.join(' ')),
  )
  const said = async (token: string | Promise<string>) =>
    verify(await token).then(
      ({ sub }) => sub,
      (cause: unknown) => (cause instanceof Refusal ? cause.code : cause),
    )
  return { said, log, heard }
}
const later = (ms: number) => vi.setSystemTime(Date.now() + ms)
const seconds = (ms: number) => Math.floor(Date.now() / 1000) + ms

test('a key that the host begins to sign with is fetched, and one that it withdrew ends', async () => {
  const { said } = desk()
  expect(await said(first.signs())).toBe('maya')
  const second = await newKey('second', 'ES256')
  keys = [second.jwk]
  later(MINUTE_MS)
  expect(await said(second.signs())).toBe('maya')
  expect(await said(first.signs())).toBe('identity.invalid')
  expect(await said(second.signs({}, 'first')), 'under the name of another').toBe('identity.invalid')
})

test('keys that sign for other programs, too: what was made for those opens nothing here', async () => {
  const [strict, lax] = [desk('helpdock'), desk()]
  expect(await strict.said(first.signs({ aud: 'helpdock' }))).toBe('maya')
  expect(await strict.said(first.signs({ aud: ['grades', 'helpdock'] }))).toBe('maya')
  expect(await strict.said(first.signs({ aud: 'grades' }))).toBe('identity.invalid')
  expect(await strict.said(first.signs()), 'made for nobody').toBe('identity.invalid')
  expect(await lax.said(first.signs({ aud: 'grades' })), 'where nothing is demanded').toBe('maya')
})

test('clocks may differ by half a minute, and no more', async () => {
  const { said } = desk()
  expect(await said(first.signs({ nbf: seconds(20) }))).toBe('maya')
  expect(await said(first.signs({ nbf: seconds(60) }))).toBe('identity.invalid')
  expect(await said(first.signs({ exp: seconds(-20) }))).toBe('maya')
  expect(await said(first.signs({ exp: seconds(-60) }))).toBe('identity.expired')
})

test.each([
  ['an error', { status: 500, text: 'sorry' }, 'It answered 500'],
  ['a page', { status: 200, text: '<html>' }, /JSON/],
  ['something else', { status: 200, text: '{}' }, /JSON Web Key Set/],
] as const)(
  'where the host answers with %s, its keys stand in for a day; without any a token is not called a bad one',
  async (_, answer, why) => {
    const { said, log, heard } = desk()
    expect(await said(first.signs())).toBe('maya')
    expect(new Set(heard.splice(0))).toEqual(new Set(['keys taken']))
    broken = answer
    later(HOUR_MS)
    expect(await said(first.signs())).toBe('maya')
    later(22 * HOUR_MS)
    expect(await said(first.signs())).toBe('maya')
    expect(
      log.lines.map(({ level }) => level),
      'once, however often it is asked',
    ).toEqual(['warn'])
    expect(heard.splice(0), 'counted each time').toEqual(['keys failed', 'keys failed'])
    expect(log.lines[0]?.facts).toEqual({ err: typeof why === 'string' ? why : expect.stringMatching(why) })
    later(2 * HOUR_MS)
    expect(await said(first.signs())).toBe('host.unreachable')
    expect(await desk().said(first.signs()), 'after a restart').toBe('host.unreachable')

    broken = null
    expect(await said(first.signs())).toBe('maya')
    expect(log.lines.map(({ level }) => level)).toEqual(['warn', 'info'])
  },
)

test('a host that nobody can reach is told of at the start', async () => {
  host.close()
  const { log } = desk()
  await vi.waitFor(() => expect(log.complaints()).toHaveLength(1))
  expect(log.lines[0]?.facts).toEqual({ err: expect.stringContaining('ECONNREFUSED') })
})
