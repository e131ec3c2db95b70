// Before any test: browsers are there, a PostgreSQL and a Redis. Debian's are found, installed where that is allowed, or asked for.

import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import type { TestProject } from 'vitest/node'
import { openPostgresStore } from '../server/store/postgres/store.ts'
import { chromiumPath } from './browser/chromium.ts'
import { needWebKit } from './browser/webkit.ts'
import { readableLog } from './faults/folders.ts'
import { databaseAt, onServer } from './stage/postgres.ts'
import { throwAwayServer } from './stage/postgres-server.ts'
import { startRedis } from './stage/redis-server.ts'

interface Servers {
  postgres: { server: string; template: string }
  redis: string
  end(): Promise<void>
}

/** Each project of vitest calls this, with modules of its own: the first starts what all of them use. */
const shared = globalThis as { helpdockServers?: Promise<Servers> }

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.helpdockServers ??= startServers()
  const { postgres, redis, end } = await shared.helpdockServers
  project.provide('postgres', postgres)
  project.provide('redis', redis)
  // All tests of all projects have run when the first of these is called.
  return end
}

async function startServers(): Promise<Servers> {
  needChromium()
  try {
    needWebKit()
  } catch {
    // Only its own file needs it, and says so; it is installed here because two installations at a time cannot be.
  }
  const [postgres, redis] = await Promise.all([startPostgres(), startRedisServer()])
  let ended: Promise<unknown> | undefined
  return {
    postgres: { server: postgres.server, template: postgres.template },
    redis: redis.url,
    async end() {
      ended ??= Promise.all([postgres.end(), redis.end()])
      await ended
    },
  }
}

async function startPostgres() {
  const given = process.env.TEST_DATABASE_URL
  const own = given ? null : await throwAwayServer()
  const server = given ?? own?.url ?? ''
  const template = `helpdock_template_${randomBytes(6).toString('hex')}`
  await onServer(server, `CREATE DATABASE ${template}`)
  const store = await openPostgresStore({ url: databaseAt(server, template), log: readableLog() })
  await store.close()
  const end = () => (own ? own.end() : onServer(server, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`))
  return { server, template, end }
}

async function startRedisServer() {
  const given = process.env.TEST_REDIS_URL
  if (given) return { url: given, end: async () => {} }
  const redis = await startRedis()
  return { url: redis.url, end: () => redis.kill() }
}

function needChromium(): void {
  if (chromiumPath()) return
  if (process.getuid?.() === 0) {
    try {
      const quietly = { stdio: 'ignore' as const, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
      execFileSync('apt-get', ['update', '-qq'], quietly)
      execFileSync('apt-get', ['install', '-y', '-qq', 'chromium'], quietly)
    } catch {
      // falls through to the sentence
    }
  }
  if (chromiumPath()) return
  throw new Error(
    'The tests need Chromium: run `sudo apt-get install chromium`, or set CHROMIUM_PATH to a Chrome or Chromium.',
  )
}
