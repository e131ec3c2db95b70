// Before any test: a browser is there, a PostgreSQL and a Redis. Debian's are found, installed where that is allowed, or asked for.

import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import type { TestProject } from 'vitest/node'
import { openPostgresStore } from '../server/store/postgres/store.ts'
import { chromiumPath } from './browser/chromium.ts'
import { readableLog } from './faults/folders.ts'
import { databaseAt, onServer } from './postgres.ts'
import { throwAwayServer } from './postgres-server.ts'
import { startRedis } from './redis-server.ts'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  needChromium()
  const given = process.env.TEST_DATABASE_URL
  const own = given ? null : await throwAwayServer()
  const server = given ?? own?.url ?? ''
  const template = `helpdock_template_${randomBytes(6).toString('hex')}`
  await onServer(server, `CREATE DATABASE ${template}`)
  const store = await openPostgresStore({ url: databaseAt(server, template), log: readableLog() })
  await store.close()
  project.provide('postgres', { server, template })
  const givenRedis = process.env.TEST_REDIS_URL
  const redis = givenRedis ? null : await startRedis()
  project.provide('redis', givenRedis ?? redis?.url ?? '')
  return async () => {
    await redis?.kill()
    if (own) await own.end()
    else await onServer(server, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`)
  }
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
