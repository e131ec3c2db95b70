// The host vouches for a contact with a JWT. The key in the configuration fixes the algorithm, never the token.
// Nothing that a page says is taken for identity.

import { createLocalJWKSet, createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from 'jose'
import type { Contact } from '../../protocol/entities.ts'
import { NAME_MAX_CHARS } from '../../protocol/limits.ts'
import { carried, cutTo, isCarried } from '../carried.ts'
import type { Config } from '../config.ts'
import { localeIn } from '../email/language.ts'
import { Refusal } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Heard } from '../outside.ts'
import { parseAddress } from './address.ts'
import { nameIn } from './names.ts'

export interface IdentityClaims {
  sub: string
  email: string | null
  emailVerified: boolean
  name: string
  locale: string | null
  attributes: Contact['attributes']
  signedAt: string | null
  /** The merge for which the host signed it, after a log-in to this account for that alone; such a token opens nothing. */
  merge?: string | null
}

/** A token that is good for longer was not made for one visit. */
const MAX_AHEAD_MS = 24 * 60 * 60_000
/** Clocks of host and server may differ by this much. */
const CLOCK_TOLERANCE_S = 30
/** Of the host's id, which is in an index of the store. */
const MAX_SUB_CHARS = 200
/** The last second that a date can name. */
const LAST_SECOND = 8_640_000_000_000
const MAX_ATTRIBUTES = 30
const MAX_ATTRIBUTE_NAME_CHARS = 60
const MAX_ATTRIBUTE_CHARS = 300

/** @returns a function that throws Refusal('identity.invalid' | 'identity.expired' | 'host.unreachable') */
export function identityVerifier(
  identity: Config['identity'],
  now: () => Date,
  log: Log,
  heard: Heard = () => {},
) {
  const verify = signatureCheck(identity, now, { log, heard })
  return async (token: string): Promise<IdentityClaims> => {
    const payload = await verify(token, now()).catch((cause: unknown) => {
      if (cause instanceof Refusal) throw cause
      if (cause instanceof errors.JWTExpired) throw new Refusal('identity.expired')
      throw new Refusal('identity.invalid', { detail: reasonOf(cause) })
    })
    if (payload.exp === undefined) throw invalid('it has no exp')
    if (payload.exp * 1000 > now().getTime() + MAX_AHEAD_MS + CLOCK_TOLERANCE_S * 1000) {
      throw invalid('exp is more than 24 hours ahead')
    }
    // Ids that are numbers are written as numbers by most libraries.
    if (typeof payload.sub === 'number') throw invalid('sub is a number; write it as a string')
    if (typeof payload.sub !== 'string' || !payload.sub) throw invalid('it has no sub')
    if (payload.sub.length > MAX_SUB_CHARS) throw invalid(`sub has more than ${MAX_SUB_CHARS} characters`)
    if (Math.abs(payload.iat ?? 0) > LAST_SECOND) throw invalid('iat is no time; write seconds since 1970')
    if (!isCarried(payload.sub))
      throw invalid('sub holds U+0000 or half of a letter, which no store can keep')
    const email = typeof payload.email === 'string' ? parseAddress(payload.email) : undefined
    // Other languages write null for what somebody does not have.
    if (payload.email != null && !email) throw invalid('email is not an address')
    return {
      sub: payload.sub,
      email: email ?? null,
      emailVerified: email !== undefined && payload.email_verified === true,
      name: nameOf(payload, email),
      locale: localeIn(payload.locale),
      attributes: attributesOf(payload.attributes),
      signedAt: payload.iat === undefined ? null : new Date(payload.iat * 1000).toISOString(),
      ...(payload.merge != null && { merge: carried(String(payload.merge)) }),
    }
  }
}

function signatureCheck(identity: Config['identity'], clock: () => Date, to: { log: Log; heard: Heard }) {
  const options = (now: Date) => ({
    clockTolerance: CLOCK_TOLERANCE_S,
    currentDate: now,
    ...(identity?.audience && { audience: identity.audience }),
  })
  if (identity === null) {
    return async (): Promise<JWTPayload> => {
      throw new Error('this server has no IDENTITY_SECRET, so it cannot check tokens')
    }
  }
  if ('secret' in identity) {
    const key = new TextEncoder().encode(identity.secret)
    return async (token: string, now: Date) =>
      (await jwtVerify(token, key, { ...options(now), algorithms: ['HS256'] })).payload
  }
  const keys = keysOfHost(identity.jwksUrl, clock, to)
  // Who named it wrong hears of it at the start, not from the first who logs in.
  keys.reload().catch(() => {})
  return async (token: string, now: Date) =>
    (await jwtVerify(token, keys, { ...options(now), algorithms: ['RS256', 'ES256', 'EdDSA'] })).payload
}

/**
 * Where they cannot be fetched, those of the last time stand in for as long as a token may last: an outage of the host is none of the
 * desk. Without any, the token is not called a bad one: a widget signs out for that, and for this it comes back.
 */
function keysOfHost(url: string, now: () => Date, { log, heard }: { log: Log; heard: Heard }) {
  let last: { text: string; atMs: number } | undefined
  let isAway = false
  async function fetched(...asked: Parameters<typeof fetch>): Promise<Response> {
    try {
      const response = await fetch(...asked)
      if (response.status !== 200) throw new Error(`It answered ${response.status}`)
      const text = await response.text()
      createLocalJWKSet(JSON.parse(text))
      last = { text, atMs: now().getTime() }
      heard('keys', 'taken')
      if (isAway) log.info({}, 'the keys of IDENTITY_JWKS_URL can be fetched again')
      isAway = false
    } catch (cause) {
      heard('keys', 'failed')
      const { message, cause: why } = cause as Error
      const err = why instanceof Error ? why.message || message : message
      if (!isAway)
        log.warn(
          { err },
          'the keys of IDENTITY_JWKS_URL cannot be fetched; earlier ones hold for a day, and without any nobody can log in',
        )
      isAway = true
      if (!last || now().getTime() - last.atMs > MAX_AHEAD_MS)
        throw new Refusal('host.unreachable', {
          detail: 'The keys with which the host signs its tokens cannot be fetched just now.',
        })
    }
    return new Response(last.text)
  }
  return createRemoteJWKSet(new URL(url), { [customFetch]: fetched })
}

function nameOf(payload: JWTPayload, email: string | undefined): string {
  const name = typeof payload.name === 'string' ? nameIn(payload.name) : ''
  return cutTo(name || email?.split('@')[0] || 'Somebody', NAME_MAX_CHARS)
}

/** Flat facts only; what is nested or too much is left out rather than refused: it is a courtesy to agents. */
function attributesOf(claimed: unknown): Contact['attributes'] {
  if (typeof claimed !== 'object' || claimed === null || Array.isArray(claimed)) return {}
  const flat = Object.entries(claimed).flatMap(([name, value]): [string, string | number | boolean][] => {
    const kept = cutTo(carried(name), MAX_ATTRIBUTE_NAME_CHARS)
    if (typeof value === 'string') return [[kept, cutTo(carried(value), MAX_ATTRIBUTE_CHARS)]]
    return typeof value === 'number' || typeof value === 'boolean' ? [[kept, value]] : []
  })
  return Object.fromEntries(flat.slice(0, MAX_ATTRIBUTES))
}

const invalid = (reason: string) =>
  new Refusal('identity.invalid', { detail: `The token was refused: ${reason}.` })

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? `The token was refused: ${cause.message}.` : 'The token was refused.'
}
