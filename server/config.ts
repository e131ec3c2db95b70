// The only reader of the environment. Everything that is wrong with it is said in one message.
// `.env.example` lists the same settings; a test compares the two.

import { isIP } from 'node:net'
import Type, { type Static } from 'typebox'
import type { BucketSettings } from './attachments/bucket.ts'
import type { TraceSettings } from './tracing.ts'

/** Thirty days: past it nobody remembers what they asked for. */
const LONGEST_WAIT_MS = 30 * 24 * 60 * 60_000
/** A year: past it nothing of a merge can be told apart. */
const UNDO_MAX_DAYS = 366
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const

/** Every setting: its sentence and its default. The order is that of `.env.example`. */
export const Settings = Type.Object({
  HOST: Type.String({ default: '127.0.0.1', description: 'The address to listen on; 0.0.0.0 for all.' }),
  PORT: Type.String({ default: '3000', description: 'The port to listen on.' }),
  PUBLIC_URL: Type.String({
    default: '',
    description: 'Where people reach this server; default http://HOST:PORT.',
  }),
  HOST_URL: Type.String({
    default: '',
    description:
      'The page of the host that carries the widget: mails about replies link to it; default PUBLIC_URL.',
  }),
  DATA_DIR: Type.String({ default: './data', description: 'Where the embedded store keeps everything.' }),
  ARTICLES_DIR: Type.String({ default: './articles', description: 'The folder of markdown articles.' }),
  DATABASE_URL: Type.String({ default: '', description: 'postgres://… instead of the embedded store.' }),
  REDIS_URL: Type.String({ default: '', description: 'redis://… to run more than one copy.' }),
  TRUSTED_PROXIES: Type.String({
    default: 'loopback',
    description:
      'Whose word on who their client is counts: addresses, networks, loopback or uniquelocal, separated by commas.',
  }),
  IDENTITY_SECRET: Type.String({
    default: '',
    description: 'The key with which the host signs identity tokens (HS256), at least 32 bytes.',
  }),
  IDENTITY_JWKS_URL: Type.String({
    default: '',
    description: "Instead of IDENTITY_SECRET: the address of the host's public keys.",
  }),
  HOST_API_KEY: Type.String({ default: '', description: "The key of the host's own calls to /api/host/…" }),
  WEBHOOK_URL: Type.String({
    default: '',
    description: "The host's endpoint for merge previews and merges.",
  }),
  WEBHOOK_SECRET: Type.String({ default: '', description: 'The signing secret of webhooks, whsec_…' }),
  SMTP_URL: Type.String({ default: '', description: 'smtp://… to send mail; without it mails are files.' }),
  MAIL_FROM: Type.String({ default: 'Helpdock <help@localhost>', description: 'The sender of every mail.' }),
  IMAP_URL: Type.String({ default: '', description: 'imap://… to take replies by mail. Not read yet.' }),
  INBOUND_SMTP_PORT: Type.String({
    default: '',
    description: 'A port to take replies by mail. Not read yet.',
  }),
  ALLOWED_ORIGINS: Type.String({
    default: '',
    description: 'Origins of host pages that may carry the widget, separated by commas.',
  }),
  MERGE_COOLING_OFF_MINUTES: Type.String({
    default: '1440',
    description: 'How long an approved merge can still be stopped from either address.',
  }),
  MERGE_SECOND_APPROVAL: Type.String({
    default: 'elevated',
    description:
      'always: two agents approve every merge; elevated: only those of accounts that may do more, or of two organisations.',
  }),
  MERGE_UNDO_DAYS: Type.String({
    default: '30',
    description: 'How long a merge can be taken back, where the host can; 0 for never.',
  }),
  HOST_LOOK_UPS: Type.String({
    default: 'off',
    description:
      'on: forms ask WEBHOOK_URL which things of a contact there are, and whether another account may hold what is missing.',
  }),
  UNSEEN_MAIL_AFTER_MINUTES: Type.String({
    default: '3',
    description: 'Replies that a contact has not seen for this long go out by mail.',
  }),
  SEARCH_MEANING: Type.String({
    default: 'off',
    description:
      'on: search weighs what words mean, in English; the words of a search that the device is unsure of then leave it.',
  }),
  ATTACHMENTS_BUCKET_URL: Type.String({
    default: '',
    description:
      'The address of an S3-compatible bucket for attachments, https://s3.example.com/our-files; default: DATA_DIR.',
  }),
  ATTACHMENTS_BUCKET_REGION: Type.String({
    default: '',
    description: "The bucket's region, where its address does not tell it.",
  }),
  ATTACHMENTS_BUCKET_KEY_ID: Type.String({ default: '', description: 'The id of a key of that bucket …' }),
  ATTACHMENTS_BUCKET_SECRET: Type.String({ default: '', description: '… and its secret.' }),
  OIDC_ISSUER: Type.String({
    default: '',
    description: "The school's own log-in for agents (OpenID Connect): its issuer, https://login.school.edu",
  }),
  OIDC_CLIENT_ID: Type.String({ default: '', description: 'What it calls this server …' }),
  OIDC_CLIENT_SECRET: Type.String({ default: '', description: '… and the secret that it gave it.' }),
  OIDC_NAME: Type.String({ default: 'your school', description: 'How people call it: “Log in with …”.' }),
  OIDC_ALLOWED_DOMAINS: Type.String({
    default: '',
    description:
      'Domains of addresses that may come so, separated by commas; without them any that it vouches for.',
  }),
  OIDC_CREATE_AGENTS: Type.String({
    default: 'off',
    description: 'on: whoever comes so and is no agent yet becomes one, with the role agent.',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: Type.String({
    default: '',
    description: 'A collector of OpenTelemetry traces, http://collector:4318; without it there are none.',
  }),
  OTEL_EXPORTER_OTLP_HEADERS: Type.String({
    default: '',
    description: 'What the collector wants to be told: name=value, separated by commas.',
  }),
  OTEL_SERVICE_NAME: Type.String({
    default: 'helpdock',
    description: 'The name that traces are found under.',
  }),
  OTEL_TRACES_SAMPLER_ARG: Type.String({
    default: '1',
    description: 'The share of traces that is kept, 0 to 1.',
  }),
  LOG_LEVEL: Type.String({ default: 'info', description: `One of ${LOG_LEVELS.join(', ')}.` }),
})
type Raw = Static<typeof Settings>

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
  identity: { secret: string } | { jwksUrl: string } | null
  hostApiKey: string | null
  webhook: { url: string; secret: string } | null
  smtpUrl: string | null
  mailFrom: string
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
  check(
    raw.PUBLIC_URL === '' || isUrl(publicUrl, 'http:', 'https:'),
    `PUBLIC_URL must be an http address; it is “${raw.PUBLIC_URL}”.`,
  )
  check(
    raw.PUBLIC_URL !== '' || isUrl(`http://${raw.HOST}`, 'http:'),
    `HOST “${raw.HOST}” makes no address to show to people; set PUBLIC_URL.`,
  )
  check(
    raw.HOST_URL === '' || isUrl(raw.HOST_URL, 'http:', 'https:'),
    `HOST_URL must be an http address; it is “${raw.HOST_URL}”.`,
  )
  check(
    raw.DATABASE_URL === '' || isUrl(raw.DATABASE_URL, 'postgres:', 'postgresql:'),
    'DATABASE_URL must be postgres://user:password@host:port/database; without it everything is embedded.',
  )
  check(
    raw.REDIS_URL === '' || isUrl(raw.REDIS_URL, 'redis:', 'rediss:'),
    'REDIS_URL must begin with redis:// or rediss://.',
  )
  check(
    raw.REDIS_URL === '' || raw.DATABASE_URL !== '',
    'REDIS_URL is set without DATABASE_URL: the embedded store is for one copy, which needs no Redis. Set both or none.',
  )
  const trustedProxies = raw.TRUSTED_PROXIES.split(',').map((one) => one.trim())
  for (const one of trustedProxies) {
    check(
      isNetwork(one),
      `TRUSTED_PROXIES: “${one}” is no address, no network such as 10.0.0.0/8, and no name of one.`,
    )
  }
  check(
    raw.IDENTITY_SECRET === '' || Buffer.byteLength(raw.IDENTITY_SECRET) >= 32,
    `IDENTITY_SECRET must have at least 32 bytes; it has ${Buffer.byteLength(raw.IDENTITY_SECRET)}.`,
  )
  check(
    !(raw.IDENTITY_SECRET && raw.IDENTITY_JWKS_URL),
    'IDENTITY_SECRET and IDENTITY_JWKS_URL are both set; keep the one that the host uses.',
  )
  check(
    raw.IDENTITY_JWKS_URL === '' || isUrl(raw.IDENTITY_JWKS_URL, 'https:', 'http:'),
    `IDENTITY_JWKS_URL must be an http address; it is “${raw.IDENTITY_JWKS_URL}”.`,
  )
  check(
    raw.WEBHOOK_URL === '' || isUrl(raw.WEBHOOK_URL, 'https:', 'http:'),
    `WEBHOOK_URL must be an http address; it is “${raw.WEBHOOK_URL}”.`,
  )
  check(
    raw.WEBHOOK_URL === '' || /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(raw.WEBHOOK_SECRET),
    'WEBHOOK_SECRET must be whsec_ and base64 of 24 bytes or more when WEBHOOK_URL is set.',
  )
  check(
    raw.SMTP_URL === '' || isUrl(raw.SMTP_URL, 'smtp:', 'smtps:'),
    'SMTP_URL must begin with smtp:// or smtps://.',
  )
  const allowedOrigins = raw.ALLOWED_ORIGINS.split(',')
    .map((origin) => origin.trim())
    .filter(Boolean)
  for (const origin of allowedOrigins) {
    check(
      isUrl(origin, 'http:', 'https:') && new URL(origin).origin === origin,
      `ALLOWED_ORIGINS: “${origin}” is not an origin such as https://portal.school.edu.`,
    )
  }
  const minutes = (name: 'MERGE_COOLING_OFF_MINUTES' | 'UNSEEN_MAIL_AFTER_MINUTES') =>
    Number(raw[name]) * 60_000
  for (const name of ['MERGE_COOLING_OFF_MINUTES', 'UNSEEN_MAIL_AFTER_MINUTES'] as const) {
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
    ['on', 'off'].includes(raw.SEARCH_MEANING),
    `SEARCH_MEANING must be on or off; it is “${raw.SEARCH_MEANING}”.`,
  )
  check(
    ['on', 'off'].includes(raw.HOST_LOOK_UPS),
    `HOST_LOOK_UPS must be on or off; it is “${raw.HOST_LOOK_UPS}”.`,
  )
  check(
    raw.HOST_LOOK_UPS !== 'on' || raw.WEBHOOK_URL !== '',
    'HOST_LOOK_UPS is on, but no WEBHOOK_URL says where the host is asked; set it, or switch look-ups off.',
  )
  const bucket = {
    url: raw.ATTACHMENTS_BUCKET_URL,
    region: raw.ATTACHMENTS_BUCKET_REGION || null,
    keyId: raw.ATTACHMENTS_BUCKET_KEY_ID,
    secret: raw.ATTACHMENTS_BUCKET_SECRET,
  }
  check(
    bucket.url === '' || isUrl(bucket.url, 'https:', 'http:'),
    `ATTACHMENTS_BUCKET_URL must be an http address; it is “${bucket.url}”.`,
  )
  check(
    bucket.url ? !!(bucket.keyId && bucket.secret) : !(bucket.keyId || bucket.secret || bucket.region),
    'ATTACHMENTS_BUCKET_URL, ATTACHMENTS_BUCKET_KEY_ID and ATTACHMENTS_BUCKET_SECRET belong together: set all or none.',
  )
  check(
    raw.OTEL_EXPORTER_OTLP_ENDPOINT === '' || isUrl(raw.OTEL_EXPORTER_OTLP_ENDPOINT, 'https:', 'http:'),
    `OTEL_EXPORTER_OTLP_ENDPOINT must be an http address; it is “${raw.OTEL_EXPORTER_OTLP_ENDPOINT}”.`,
  )
  const traceHeaders = raw.OTEL_EXPORTER_OTLP_HEADERS.split(',')
    .map((one) => one.trim())
    .filter(Boolean)
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
    OIDC_ISSUER === '' || isUrl(OIDC_ISSUER, 'https:', 'http:'),
    `OIDC_ISSUER must be an http address; it is “${OIDC_ISSUER}”.`,
  )
  check(
    OIDC_ISSUER ? !!(OIDC_CLIENT_ID && OIDC_CLIENT_SECRET) : !(OIDC_CLIENT_ID || OIDC_CLIENT_SECRET),
    'OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together: set all or none.',
  )
  check(
    ['on', 'off'].includes(raw.OIDC_CREATE_AGENTS),
    `OIDC_CREATE_AGENTS must be on or off; it is “${raw.OIDC_CREATE_AGENTS}”.`,
  )
  const oidcDomains = raw.OIDC_ALLOWED_DOMAINS.toLowerCase()
    .split(',')
    .map((domain) => domain.trim())
    .filter(Boolean)
  check(
    raw.OIDC_CREATE_AGENTS !== 'on' || oidcDomains.length > 0,
    'OIDC_CREATE_AGENTS is on, but OIDC_ALLOWED_DOMAINS names no domain: everybody with an account there would answer tickets. Name the domains.',
  )
  for (const domain of oidcDomains)
    check(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain), `OIDC_ALLOWED_DOMAINS: “${domain}” is no domain.`)
  const logLevel = LOG_LEVELS.find((level) => level === raw.LOG_LEVEL)
  check(
    logLevel !== undefined,
    `LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}; it is “${raw.LOG_LEVEL}”.`,
  )

  if (wrong.length > 0 || !logLevel || !mergeSecondApproval) {
    throw new ConfigError(`The environment is not right:\n${wrong.map((line) => `  - ${line}`).join('\n')}`)
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
      ? { secret: raw.IDENTITY_SECRET }
      : raw.IDENTITY_JWKS_URL
        ? { jwksUrl: raw.IDENTITY_JWKS_URL }
        : null,
    hostApiKey: raw.HOST_API_KEY || null,
    webhook: raw.WEBHOOK_URL ? { url: raw.WEBHOOK_URL, secret: raw.WEBHOOK_SECRET } : null,
    smtpUrl: raw.SMTP_URL || null,
    mailFrom: raw.MAIL_FROM,
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
