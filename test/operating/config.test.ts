// The operator's first minutes: what is set is taken, what is wrong is said, all at once.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from '../../server/config.ts'
import { Settings } from '../../server/environment.ts'
import { misspelt } from '../../server/misspelt.ts'

test('.env.example lists every setting with its default, and nothing else', () => {
  const listed = [...readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(
    ([, name, value]) => [name, value],
  )
  const settings = Object.entries(Settings.properties).map(([name, schema]) => [
    name,
    'default' in schema ? String(schema.default) : '',
  ])
  expect(listed).toEqual(settings)
})

test('.env.example says of every setting what the schema says', () => {
  const example = readFileSync('.env.example', 'utf8')
  for (const [name, schema] of Object.entries(Settings.properties)) {
    const sentence = 'description' in schema ? String(schema.description) : ''
    expect(sentence, name).not.toBe('')
    expect(example).toContain(`# ${sentence}\n${name}=`)
  }
})

test('an empty environment is a right one', () => {
  const config = readConfig({})
  expect(config.publicUrl).toBe('http://127.0.0.1:3000')
  expect(config.identity).toBeNull()
})

test('mails lead to the host’s page where it is named, else to this server', () => {
  const environment = { PUBLIC_URL: 'https://help.school.edu' }
  expect(readConfig(environment).hostUrl).toBe('https://help.school.edu')
  const named = { ...environment, HOST_URL: 'https://portal.school.edu/home?from=mail' }
  expect(readConfig(named).hostUrl).toBe('https://portal.school.edu/home?from=mail')
  expect(() => readConfig({ HOST_URL: 'portal.school.edu' })).toThrow('HOST_URL')
})

test('Redis is for copies on one database, and is not taken without one', () => {
  const REDIS_URL = 'redis://cache:6379'
  expect(() => readConfig({ REDIS_URL })).toThrow('REDIS_URL is set without DATABASE_URL')
  const DATABASE_URL = 'postgres://db/helpdock'
  expect(readConfig({ DATABASE_URL, REDIS_URL }).redisUrl).toBe(REDIS_URL)
  // As libpq has it; our driver would look for one host of that name.
  for (const hosts of ['one,two', 'one:5432,two:5432'])
    expect(() =>
      readConfig({ DATABASE_URL: `postgres://u@${hosts}/helpdock?target_session_attrs=read-write` }),
    ).toThrow('with one host')
  expect(() => readConfig({ DATABASE_URL, REDIS_URL: 'cache:6379' })).toThrow('redis:// or rediss://')
})

test('proxies are named by addresses, networks and names, and a slip is said', () => {
  expect(readConfig({}).trustedProxies).toEqual(['loopback'])
  const TRUSTED_PROXIES = 'loopback, 10.0.0.0/8,fd00::1'
  expect(readConfig({ TRUSTED_PROXIES }).trustedProxies).toEqual(['loopback', '10.0.0.0/8', 'fd00::1'])
  for (const slip of ['everybody', '10.0.0.0/33', '10.0.0', 'loopback,,'])
    expect(() => readConfig({ TRUSTED_PROXIES: slip }), slip).toThrow('TRUSTED_PROXIES')
})

test('what is nearly a setting is named with the one that was meant, and never with its value', () => {
  const said = (...names: string[]) =>
    misspelt(Object.fromEntries(names.map((name) => [name, 'a-secret-value'])))
  expect(said('SMPT_URL', 'PUBLIC_URl', 'IDENTITY_SECRETS', 'HSOT')).toEqual([
    ...['SMPT_URL is no setting and is not read. Was SMTP_URL meant, which is not set?'],
    ...['PUBLIC_URl is no setting and is not read. Was PUBLIC_URL meant, which is not set?'],
    ...['IDENTITY_SECRETS is no setting and is not read. Was IDENTITY_SECRET meant, which is not set?'],
    ...['HSOT is no setting and is not read. Was HOST meant, which is not set?'],
  ])
  // Of other programs: what shells, systemd, containers and Kubernetes set beside ours.
  const theirs = 'HOME HOSTNAME HOSTTYPE LOGNAME PATH PGHOST PGPORT HTTP_PROXY XDG_DATA_DIRS NODE_OPTIONS'
  const besides = 'STATE_DIRECTORY HELPDOCK_PORT REDIS_PORT SMTP_HOST POSTGRES_URL OTEL_TRACES_SAMPLER'
  expect(said(...`${theirs} ${besides}`.split(' '))).toEqual([])
  expect(said(...Object.keys(Settings.properties)), 'each other').toEqual([])
  expect(said('MAIL_FROM', 'EMAIL_FROM'), 'the one that was meant is there').toEqual([])
})

test('everything that is wrong is said in one message', () => {
  const wrong = {
    PORT: 'abc',
    IDENTITY_SECRET: 'short',
    WEBHOOK_URL: 'https://h.example',
    SEARCH_MEANING: 'yes',
    LOG_LEVEL: 'loud',
  }
  expect(() => readConfig(wrong)).toThrow(ConfigError)
  for (const name of [
    'PORT',
    'IDENTITY_SECRET',
    'WEBHOOK_SECRET',
    'SEARCH_MEANING must be on or off',
    'LOG_LEVEL',
  ]) {
    expect(() => readConfig(wrong), name).toThrow(name)
  }
})

test('who set a wrong PORT or HOST is not sent to a PUBLIC_URL that they never set', () => {
  expect(() => readConfig({ PORT: 'abc' })).toThrow(/:\n {2}- PORT must be 0 to 65535; it is “abc”\.$/)
  expect(() => readConfig({ HOST: '::' })).toThrow('HOST “::” makes no URL')
  expect(readConfig({ HOST: '::', PUBLIC_URL: 'https://help.school.edu' }).host).toBe('::')
})

test('an address below a path is refused: nothing of ours could be reached there', () => {
  expect(() => readConfig({ PUBLIC_URL: 'https://school.edu/help' })).toThrow('PUBLIC_URL must be an address')
  expect(() => readConfig({ PUBLIC_URL: 'https://school.edu/?a' })).toThrow('PUBLIC_URL')
  expect(readConfig({ PUBLIC_URL: 'https://help.school.edu/' }).publicUrl).toBe('https://help.school.edu')
})

test('a key that can be guessed is refused, whoever it lets in', () => {
  expect(() => readConfig({ HOST_API_KEY: 'change-me' })).toThrow(
    'HOST_API_KEY must have at least 16 bytes; it has 9.',
  )
})

test('an origin with a path is not an origin', () => {
  expect(() => readConfig({ ALLOWED_ORIGINS: 'https://portal.school.edu/login' })).toThrow('ALLOWED_ORIGINS')
  expect(readConfig({ ALLOWED_ORIGINS: 'https://portal.school.edu' }).allowedOrigins).toEqual([
    'https://portal.school.edu',
  ])
})

test('a wait that never ends, or a number that is none, is refused before it meets a date', () => {
  for (const minutes of ['Infinity', '1e9', '-1', 'soon']) {
    expect(() => readConfig({ MERGE_COOLING_OFF_MINUTES: minutes }), minutes).toThrow('MERGE_COOLING_OFF')
  }
  expect(readConfig({ MERGE_COOLING_OFF_MINUTES: '0.02' }).mergeCoolingOffMs).toBe(1_200)
  for (const days of ['-1', '367', 'soon'])
    expect(() => readConfig({ MERGE_UNDO_DAYS: days }), days).toThrow('MERGE_UNDO_DAYS')
  for (const part of ['-0.1', '1.1', 'all'])
    expect(() => readConfig({ OTEL_TRACES_SAMPLER_ARG: part }), part).toThrow('OTEL_TRACES_SAMPLER_ARG')
})

test('what lets in everybody, or asks nobody, is refused before anybody comes', () => {
  const school = { OIDC_ISSUER: 'https://id.school.edu', OIDC_CLIENT_ID: 'desk', OIDC_CLIENT_SECRET: 's' }
  const open = { ...school, OIDC_CREATE_AGENTS: 'on' }
  expect(() => readConfig(open)).toThrow('everybody with an account there could answer tickets')
  // As it stands in addresses, in small letters.
  const named = readConfig({ ...open, OIDC_ALLOWED_DOMAINS: 'School.edu' })
  expect(named.schoolLogIn).toMatchObject({ createsAgents: true, allowedDomains: ['school.edu'] })
  expect(() => readConfig({ HOST_LOOK_UPS: 'on' })).toThrow('HOST_LOOK_UPS is on, but WEBHOOK_URL is not set')
})
