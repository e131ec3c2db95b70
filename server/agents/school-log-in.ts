// The school's own log-in (OpenID Connect): authorization code with PKCE, nonce and state; keys and addresses from its discovery
// document. It says who somebody is; whether they are an agent here is ours to say. Partner: school-routes.ts.

import { createHash, randomBytes } from 'node:crypto'
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose'
import type { SchoolLogInSettings } from '../config.ts'
import { parseAddress } from '../contacts/address.ts'
import { nameIn } from '../contacts/names.ts'

const SCOPES = 'openid email profile'
/** Longer than any of them should think; an agent waits. */
const ANSWER_MS = 10_000
/** What it says of itself changes when its operator moves it. */
const KNOWN_FOR_MS = 60 * 60_000
const CLOCK_TOLERANCE_SECONDS = 30

/** What the browser keeps between leaving and coming back; ours compares it. */
export interface Leaving {
  state: string
  nonce: string
  verifier: string
}

export interface SchoolIdentity {
  issuer: string
  sub: string
  /** null where it did not vouch for one. */
  email: string | null
  name: string
}

interface Discovered {
  issuer: string
  authorization_endpoint: string
  token_endpoint: string
  token_endpoint_auth_methods_supported?: string[]
  authorization_response_iss_parameter_supported?: boolean
  userinfo_endpoint?: string
  jwks_uri: string
}

/** It did not answer, not as it should, or its person went no further; the message is for the log. */
export class SchoolFailed extends Error {
  override name = 'SchoolFailed'
  readonly why: 'away' | 'failed' | 'cancelled'

  constructor(message: string, why: SchoolFailed['why'] = 'failed') {
    super(message)
    this.why = why
  }
}

export function schoolLogIn({
  issuer,
  clientId,
  clientSecret,
  returnUrl,
  now,
}: {
  returnUrl: string
  now: () => Date
} & Pick<SchoolLogInSettings, 'issuer' | 'clientId' | 'clientSecret'>) {
  let known: { at: number; what: Discovered; keys: ReturnType<typeof createRemoteJWKSet> } | undefined

  async function discovered() {
    return known && now().getTime() - known.at < KNOWN_FOR_MS ? known : discover()
  }

  async function discover() {
    const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
    const what = (await asked(address, {})) as Discovered
    if (what.issuer !== issuer)
      throw new SchoolFailed(`${address} is of the issuer ${what.issuer}, not of ${issuer}.`)
    for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const)
      if (!URL.canParse(what[name])) throw new SchoolFailed(`${address} names no ${name}.`)
    const keys = createRemoteJWKSet(new URL(what.jwks_uri), { timeoutDuration: ANSWER_MS })
    known = { at: now().getTime(), what, keys }
    return known
  }

  return {
    /** @param asAnother whoever is logged in there is asked again who they are. @throws SchoolFailed */
    async leave({ asAnother }: { asAnother: boolean }): Promise<{ url: string; leaving: Leaving }> {
      // Asked anew: whoever would be sent to a school that is away sees a page of their browser's, with no way back.
      const { what } = await discover()
      const chance = () => randomBytes(32).toString('base64url')
      const leaving = { state: chance(), nonce: chance(), verifier: chance() }
      const url = new URL(what.authorization_endpoint)
      const asks = {
        ...{ response_type: 'code', client_id: clientId, redirect_uri: returnUrl, scope: SCOPES },
        ...{ state: leaving.state, nonce: leaving.nonce, code_challenge_method: 'S256' },
        code_challenge: createHash('sha256').update(leaving.verifier).digest('base64url'),
        ...(asAnother && { prompt: 'login' }),
      }
      for (const [name, value] of Object.entries(asks)) url.searchParams.set(name, value)
      return { url: url.href, leaving }
    },

    /** @param query as the browser came back. @throws SchoolFailed */
    async comeBack(query: Record<string, string | undefined>, leaving: Leaving): Promise<SchoolIdentity> {
      if (query.state !== leaving.state)
        throw new SchoolFailed('It came back with another state than it left with.')
      const { what, keys } = await discovered()
      // RFC 9207: an answer of one issuer does not pass for another's.
      const mustName = what.authorization_response_iss_parameter_supported
      if (query.iss !== undefined ? query.iss !== issuer : mustName)
        throw new SchoolFailed(`The answer is of the issuer ${query.iss}.`)
      if (query.error)
        throw new SchoolFailed(
          `It answered ${query.error}.`,
          query.error === 'access_denied' ? 'cancelled' : 'failed',
        )
      const { id_token: token, access_token: access } = await exchanged(
        what,
        query.code ?? '',
        leaving.verifier,
      )
      const { payload } = await jwtVerify(token, keys, {
        ...{ issuer, audience: clientId, currentDate: now(), clockTolerance: CLOCK_TOLERANCE_SECONDS },
        requiredClaims: ['sub', 'exp', 'iat', 'nonce'],
      }).catch((cause: Error) => {
        throw new SchoolFailed(`Its ID token does not hold: ${cause.message}`)
      })
      if (payload.nonce !== leaving.nonce) throw new SchoolFailed('The ID token is of another log-in.')
      if (payload.azp !== undefined && payload.azp !== clientId)
        throw new SchoolFailed('The ID token is of another client.')
      // Some say in the ID token only who it is, and the rest where it is asked for.
      const isWhole = payload.email !== undefined || !what.userinfo_endpoint || !access
      return identityOf(isWhole ? payload : await told(what.userinfo_endpoint, access, payload), issuer)
    },
  }

  async function exchanged(what: Discovered, code: string, verifier: string) {
    const methods = what.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const isBasic = methods.includes('client_secret_basic')
    const form = new URLSearchParams({
      ...{ grant_type: 'authorization_code', code, redirect_uri: returnUrl, code_verifier: verifier },
      ...(!isBasic && { client_id: clientId, client_secret: clientSecret }),
    })
    const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)
    const answer = (await asked(what.token_endpoint, {
      method: 'POST',
      body: form,
      headers: isBasic ? { authorization: `Basic ${basic.toString('base64')}` } : {},
    })) as { id_token?: string; access_token?: string }
    if (typeof answer.id_token !== 'string') throw new SchoolFailed('It gave no ID token.')
    return { id_token: answer.id_token, access_token: answer.access_token }
  }
}

/** @throws SchoolFailed where it tells of somebody else. */
async function told(url = '', access = '', payload: JWTPayload): Promise<JWTPayload> {
  const more = (await asked(url, { headers: { authorization: `Bearer ${access}` } })) as JWTPayload
  if (more.sub !== payload.sub) throw new SchoolFailed(`${url} tells of somebody else.`)
  return { ...payload, ...more }
}

/** @throws SchoolFailed. What it says in an error is its own; a secret of ours is never in it. */
async function asked(url: string, options: RequestInit): Promise<unknown> {
  let status = 0
  try {
    const answer = await fetched(url, {
      ...options,
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    status = answer.status
    if (!answer.ok) throw new Error(String(status))
    return await answer.json()
  } catch (cause) {
    const code = codeIn(cause)
    throw new SchoolFailed(
      `${url} did not answer as expected: ${cause instanceof Error ? cause.message : cause}${code ? ` (${code})` : ''}`,
      // Of a server that is there, whatever it says.
      status > 0 && status < 500 ? 'failed' : 'away',
    )
  }
}

/** A kept connection may be closed over there just as it is used again, which costs nobody the log-in: it is asked once more. */
async function fetched(url: string, options: RequestInit): Promise<Response> {
  try {
    return await fetch(url, options)
  } catch (cause) {
    if (!CUT_OFF.includes(codeIn(cause))) throw cause
    return fetch(url, options)
  }
}

const CUT_OFF = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']

/** What the system called it, where the network was in the way. */
function codeIn(cause: unknown): string {
  const inner = cause instanceof Error ? cause.cause : undefined
  return inner instanceof Error && 'code' in inner ? String(inner.code) : ''
}

function identityOf(claims: JWTPayload, issuer: string): SchoolIdentity {
  const email = typeof claims.email === 'string' ? parseAddress(claims.email) : undefined
  const name = typeof claims.name === 'string' ? nameIn(claims.name) : ''
  return {
    issuer,
    sub: String(claims.sub),
    // Only true: some say "true", some say nothing, and an address that nobody checked is anybody's.
    email: claims.email_verified === true && email ? email : null,
    name: name || email?.split('@')[0] || String(claims.sub),
  }
}
