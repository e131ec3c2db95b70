// The only reader of the environment. Everything that is wrong with it is said in one message. Partner: environment.ts, which
// lists the settings.

import { isIP } from 'node:net'
import type { Static } from 'typebox'
import type { BucketSettings } from './attachments/bucket.ts'
import { type Sender, senderIn } from './email/sender.ts'
import { LOG_LEVELS, Settings } from './environment.ts'
import type { TraceSettings } from './tracing.ts'

/** Thirty days: past it nobody remembers what they asked for. */
const LONGEST_WAIT_MS = 30 * 24 * 60 * 60_000
/** A year: past it nothing of a merge can be told apart. */
const UNDO_MAX_DAYS = 366

type Raw = Static<typeof Settings>
const ADDRESSES = [
  ...(['PUBLIC_URL', 'HOST_URL', 'IDENTITY_JWKS_URL', 'WEBHOOK_URL', 'ATTACHMENTS_BUCKET_URL'] as const),
  ...(['OIDC_ISSUER', 'OTEL_EXPORTER_OTLP_ENDPOINT'] as const),
]
const SWITCHES = ['SEARCH_MEANING', 'HOST_LOOK_UPS', 'OIDC_CREATE_AGENTS'] as const
const IN_MINUTES = ['MERGE_COOLING_OFF_MINUTES', 'UNSEEN_MAIL_AFTER_MINUTES'] as const

/** How agents log in elsewhere. */
export interface SchoolLogInSettings {
  issuer: string
  clientId: string
  clientSecret: string
  name: string
  /** In small letters; none: any. */
  allowedDomains: string[]
  createsAgents: boolean
}

export interface Config {
  /** null: with passwords only. */
  schoolLogIn: SchoolLogInSettings | null
  host: string
  port: number
  publicUrl: string
  /** Where people open the chat. */
  hostUrl: string
  dataDir: string
  /** null: the embedded store. */
  databaseUrl: string | null
  articlesDir: string
  /** What carries events between copies of the server; null: there is one. */
  redisUrl: string | null
  trustedProxies: string[]
  /** `audience`: what a token must name as `aud`; empty for any. */
  identity: (({ secret: string } | { jwksUrl: string }) & { audience?: string }) | null
  hostApiKey: string | null
  webhook: { url: string; secret: string } | null
  smtpUrl: string | null
  mailFrom: Sender
  /** Ways in of mail; null: it has none of that kind. */
  inbound: { port: number | null; mailboxUrl: string | null }
  allowedOrigins: string[]
  mergeCoolingOffMs: number
  mergeSecondApproval: 'elevated' | 'always'
  mergeUndoMs: number
  /** Do forms ask the host? */
  hostLookUps: boolean
  /** After this time without being seen, replies go out by mail. */
  unseenMailAfterMs: number
  /** Where attachments lie; null: in DATA_DIR. */
  attachmentsBucket: BucketSettings | null
  /** Does search weigh what words mean, on the server? */
  searchMeaning: boolean
  /** Where traces go; null: there are none. */
  traces: TraceSettings | null
  logLevel: (typeof LOG_LEVELS)[number]
}

export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** @throws ConfigError with one line for each setting that is wrong. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const raw = withDefaults(environment)
  const wrong: string[] = []
  const check = (holds: boolean, sentence: string) => holds || wrong.push(sentence)

  const port = Number(raw.PORT)
  check(Number.isInteger(port) && port >= 0 && port < 65_536, `PORT must be 0 to 65535; it is “${raw.PORT}”.`)
  const publicUrl = (raw.PUBLIC_URL || `http://${raw.HOST}:${raw.PORT}`).replace(/\/+$/, '')
  for (const name of ADDRESSES)
    check(
      raw[name] === '' || isUrl(raw[name], 'http:', 'https:'),
      `${name} must be an http or https URL; it is “${raw[name]}”.`,
    )
  check(
    !isUrl(raw.PUBLIC_URL, 'http:', 'https:') ||
      new URL(raw.PUBLIC_URL).href === `${new URL(raw.PUBLIC_URL).origin}/`,
    `PUBLIC_URL must be an address without a path: help center, console and widget have theirs below it. It is “${raw.PUBLIC_URL}”.`,
  )
  for (const name of SWITCHES)
    check(['on', 'off'].includes(raw[name]), `${name} must be on or off; it is “${raw[name]}”.`)
  check(
    raw.PUBLIC_URL !== '' || isUrl(`http://${raw.HOST}`, 'http:'),
    `HOST “${raw.HOST}” makes no URL that people could open; set PUBLIC_URL.`,
  )
  check(
    raw.DATABASE_URL === '' ||
      (isUrl(raw.DATABASE_URL, 'postgres:', 'postgresql:') &&
        !new URL(raw.DATABASE_URL).hostname.includes(',')),
    'DATABASE_URL must be postgres://user:password@host:port/database, with one host: where there are several servers, an address that leads to the primary. Without it everything is embedded.',
  )
  check(
    raw.REDIS_URL === '' || isUrl(raw.REDIS_URL, 'redis:', 'rediss:'),
    'REDIS_URL must begin with redis:// or rediss://.',
  )
  check(
    raw.REDIS_URL === '' || raw.DATABASE_URL !== '',
    'REDIS_URL is set without DATABASE_URL: the embedded store serves one copy, which needs no Redis. Set both or neither.',
  )
  const trustedProxies = raw.TRUSTED_PROXIES.split(',').map((one) => one.trim())
  for (const one of trustedProxies) {
    check(
      isNetwork(one),
      `TRUSTED_PROXIES: “${one}” is not an address, a network such as 10.0.0.0/8, loopback, linklocal or uniquelocal.`,
    )
  }
  check(
    raw.IDENTITY_SECRET === '' || Buffer.byteLength(raw.IDENTITY_SECRET) >= 32,
    `IDENTITY_SECRET must have at least 32 bytes; it has ${Buffer.byteLength(raw.IDENTITY_SECRET)}.`,
  )
  check(
    !(raw.IDENTITY_SECRET && raw.IDENTITY_JWKS_URL),
    'IDENTITY_SECRET and IDENTITY_JWKS_URL are both set; keep the one the host uses.',
  )
  check(
    raw.IDENTITY_AUDIENCE === '' || raw.IDENTITY_SECRET !== '' || raw.IDENTITY_JWKS_URL !== '',
    'IDENTITY_AUDIENCE is set without IDENTITY_SECRET or IDENTITY_JWKS_URL: no token can be checked.',
  )
  check(
    raw.HOST_API_KEY === '' || Buffer.byteLength(raw.HOST_API_KEY) >= 16,
    `HOST_API_KEY must have at least 16 bytes; it has ${Buffer.byteLength(raw.HOST_API_KEY)}.`,
  )
  check(
    raw.WEBHOOK_URL === '' || /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(raw.WEBHOOK_SECRET),
    'WEBHOOK_SECRET must be whsec_ and base64 of 24 bytes or more when WEBHOOK_URL is set.',
  )
  check(
    raw.SMTP_URL === '' || isUrl(raw.SMTP_URL, 'smtp:', 'smtps:'),
    'SMTP_URL must begin with smtp:// or smtps://.',
  )
  check(
    raw.IMAP_URL === '' || (isUrl(raw.IMAP_URL, 'imap:', 'imaps:') && new URL(raw.IMAP_URL).username !== ''),
    // It holds a password: it is not said again.
    'IMAP_URL must be imaps://name:password@host/INBOX, with a name.',
  )
  const inboundPort = Number(raw.INBOUND_SMTP_PORT)
  check(
    Number.isInteger(inboundPort) && inboundPort >= 0 && inboundPort < 65_536,
    `INBOUND_SMTP_PORT must be 1 to 65535, or empty; it is “${raw.INBOUND_SMTP_PORT}”.`,
  )
  const mailFrom = senderIn(raw.MAIL_FROM)
  check(
    mailFrom !== undefined,
    `MAIL_FROM must be an address, or a name and <an address>: Help <help@school.edu>. It is “${raw.MAIL_FROM}”.`,
  )
  const allowedOrigins = listed(raw.ALLOWED_ORIGINS)
  for (const origin of allowedOrigins) {
    check(
      isUrl(origin, 'http:', 'https:') && new URL(origin).origin === origin,
      `ALLOWED_ORIGINS: “${origin}” is not an origin such as https://portal.school.edu.`,
    )
  }
  const minutes = (name: (typeof IN_MINUTES)[number]) => Number(raw[name]) * 60_000
  for (const name of IN_MINUTES) {
    // A longer wait is a slip of the keyboard, and Infinity is no date.
    check(
      minutes(name) >= 0 && minutes(name) <= LONGEST_WAIT_MS,
      `${name} must be a number of minutes, at most 43200; it is “${raw[name]}”.`,
    )
  }
  const mergeSecondApproval = (['elevated', 'always'] as const).find(
    (one) => one === raw.MERGE_SECOND_APPROVAL,
  )
  check(
    mergeSecondApproval !== undefined,
    `MERGE_SECOND_APPROVAL must be elevated or always; it is “${raw.MERGE_SECOND_APPROVAL}”.`,
  )
  const undoDays = Number(raw.MERGE_UNDO_DAYS)
  check(
    undoDays >= 0 && undoDays <= UNDO_MAX_DAYS,
    `MERGE_UNDO_DAYS must be a number of days, at most ${UNDO_MAX_DAYS}; it is “${raw.MERGE_UNDO_DAYS}”.`,
  )
  check(
    raw.HOST_LOOK_UPS !== 'on' || raw.WEBHOOK_URL !== '',
    'HOST_LOOK_UPS is on, but WEBHOOK_URL is not set; set it to the endpoint to ask, or switch look-ups off.',
  )
  const bucket = {
    url: raw.ATTACHMENTS_BUCKET_URL,
    region: raw.ATTACHMENTS_BUCKET_REGION || null,
    keyId: raw.ATTACHMENTS_BUCKET_KEY_ID,
    secret: raw.ATTACHMENTS_BUCKET_SECRET,
  }
  check(
    bucket.url ? !!(bucket.keyId && bucket.secret) : !(bucket.keyId || bucket.secret || bucket.region),
    'ATTACHMENTS_BUCKET_URL, ATTACHMENTS_BUCKET_KEY_ID and ATTACHMENTS_BUCKET_SECRET belong together: set all or none.',
  )
  const traceHeaders = listed(raw.OTEL_EXPORTER_OTLP_HEADERS)
  for (const one of traceHeaders) {
    // Such a line holds a key: it is not said again.
    check(/^[\w-]+=./.test(one), 'OTEL_EXPORTER_OTLP_HEADERS must be name=value, separated by commas.')
  }
  const traceRatio = Number(raw.OTEL_TRACES_SAMPLER_ARG)
  check(
    traceRatio >= 0 && traceRatio <= 1,
    `OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1; it is “${raw.OTEL_TRACES_SAMPLER_ARG}”.`,
  )
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = raw
  check(
    OIDC_ISSUER ? !!(OIDC_CLIENT_ID && OIDC_CLIENT_SECRET) : !(OIDC_CLIENT_ID || OIDC_CLIENT_SECRET),
    'OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together: set all or none.',
  )
  const oidcDomains = listed(raw.OIDC_ALLOWED_DOMAINS.toLowerCase())
  check(
    raw.OIDC_CREATE_AGENTS !== 'on' || oidcDomains.length > 0,
    'OIDC_CREATE_AGENTS is on, but OIDC_ALLOWED_DOMAINS is empty: everybody with an account there could answer tickets. Name the domains.',
  )
  for (const domain of oidcDomains)
    check(
      /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain),
      `OIDC_ALLOWED_DOMAINS: “${domain}” is not a domain such as school.edu.`,
    )
  const logLevel = LOG_LEVELS.find((level) => level === raw.LOG_LEVEL)
  check(
    logLevel !== undefined,
    `LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}; it is “${raw.LOG_LEVEL}”.`,
  )

  if (wrong.length > 0 || !logLevel || !mergeSecondApproval || !mailFrom) {
    throw new ConfigError(`Settings that are wrong:\n${wrong.map((line) => `  - ${line}`).join('\n')}`)
  }
  return {
    host: raw.HOST,
    port,
    publicUrl,
    hostUrl: raw.HOST_URL || publicUrl,
    dataDir: raw.DATA_DIR,
    databaseUrl: raw.DATABASE_URL || null,
    articlesDir: raw.ARTICLES_DIR,
    redisUrl: raw.REDIS_URL || null,
    trustedProxies,
    identity: raw.IDENTITY_SECRET
      ? { secret: raw.IDENTITY_SECRET, audience: raw.IDENTITY_AUDIENCE }
      : raw.IDENTITY_JWKS_URL
        ? { jwksUrl: raw.IDENTITY_JWKS_URL, audience: raw.IDENTITY_AUDIENCE }
        : null,
    hostApiKey: raw.HOST_API_KEY || null,
    webhook: raw.WEBHOOK_URL ? { url: raw.WEBHOOK_URL, secret: raw.WEBHOOK_SECRET } : null,
    smtpUrl: raw.SMTP_URL || null,
    mailFrom,
    inbound: { port: raw.INBOUND_SMTP_PORT ? inboundPort : null, mailboxUrl: raw.IMAP_URL || null },
    allowedOrigins,
    mergeCoolingOffMs: minutes('MERGE_COOLING_OFF_MINUTES'),
    mergeSecondApproval,
    mergeUndoMs: undoDays * 24 * 60 * 60_000,
    unseenMailAfterMs: minutes('UNSEEN_MAIL_AFTER_MINUTES'),
    attachmentsBucket: bucket.url ? bucket : null,
    hostLookUps: raw.HOST_LOOK_UPS === 'on',
    searchMeaning: raw.SEARCH_MEANING === 'on',
    traces: raw.OTEL_EXPORTER_OTLP_ENDPOINT
      ? {
          url: raw.OTEL_EXPORTER_OTLP_ENDPOINT,
          headers: Object.fromEntries(traceHeaders.map((one) => splitAt(one, '='))),
          service: raw.OTEL_SERVICE_NAME,
          ratio: traceRatio,
        }
      : null,
    logLevel,
    schoolLogIn: OIDC_ISSUER
      ? {
          issuer: OIDC_ISSUER,
          clientId: OIDC_CLIENT_ID,
          clientSecret: OIDC_CLIENT_SECRET,
          name: raw.OIDC_NAME,
          allowedDomains: oidcDomains,
          createsAgents: raw.OIDC_CREATE_AGENTS === 'on',
        }
      : null,
  }
}

function withDefaults(environment: Record<string, string | undefined>): Raw {
  const entries = Object.entries(Settings.properties).map(([name, schema]) => [
    name,
    environment[name]?.trim() || defaultOf(schema),
  ])
  return Object.fromEntries(entries) as Raw
}

function defaultOf(schema: object): string {
  return 'default' in schema ? String(schema.default) : ''
}

function listed(text: string): string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
}

function isUrl(text: string, ...protocols: string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol)
}

function splitAt(text: string, sign: string): [string, string] {
  const at = text.indexOf(sign)
  return [text.slice(0, at), text.slice(at + 1)]
}

/** As Fastify takes them. */
function isNetwork(text: string): boolean {
  const [address = '', bits] = text.split('/')
  const version = isIP(address)
  if (version === 0) return ['loopback', 'linklocal', 'uniquelocal'].includes(text)
  return bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}
