// How many messages a second one way keeps, and what they take of the processors.

import { cpus, loadavg } from 'node:os'
import pg from 'pg'
import type { PostgresServer } from '../../test/stage/postgres-server.ts'
import { measure, type Rate } from './measure.ts'
import type { Way } from './on-postgres.ts'
import { cpuMsBelow } from './usage.ts'

const MEASURE_MS = 2_000
/** By many, whoever is measured: what a single one says in this time is too little for the engine to make its code quick. */
const WARM_UP_WRITERS = 64
const WARM_UP_MS = 2_000
/** In turn, and the best of them counts: the machine's other work only ever slows one down. */
const TIMES = 2

export interface Row {
  writers: number
  way: string
  rate: Rate
  /** Of a message, in microseconds of processor time. */
  serverUs: number
  databaseUs: number
}

/** @returns the address of a new one */
export async function database(server: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(`CREATE DATABASE ${name}`).finally(() => client.end())
  const url = new URL(server)
  url.pathname = `/${name}`
  return String(url)
}

export async function best(once: () => Promise<Row>): Promise<Row> {
  let found = await once()
  for (let time = 1; time < TIMES; time++) {
    const other = await once()
    if (other.rate.perSecond > found.rate.perSecond) found = other
  }
  return found
}

export async function rated(
  server: PostgresServer,
  url: string,
  { way, writers, open }: { way: string; writers: number; open: (url: string) => Promise<Way> },
): Promise<Row> {
  const kept = await open(url)
  await measure(WARM_UP_WRITERS, kept.message, WARM_UP_MS)
  const [own, theirs] = [process.cpuUsage(), cpuMsBelow(server.pid())]
  const rate = await measure(writers, kept.message, MEASURE_MS)
  const { user, system } = process.cpuUsage(own)
  const count = rate.perSecond * (MEASURE_MS / 1_000)
  // Before its sessions end, and their time with them.
  const databaseUs = (1_000 * (cpuMsBelow(server.pid()) - theirs)) / count
  await kept.close()
  return { writers, way, rate, serverUs: (user + system) / count, databaseUs }
}

export const whole = (number: number) => Math.round(number).toLocaleString('en')

/** It was not alone where the load is more than that. */
export const machine = () =>
  `${cpus().length} × ${cpus()[0]?.model ?? 'an unknown processor'}; load average at the end ${loadavg()[0]?.toFixed(1)}, of which this bench makes 2`

export const COLUMNS = `| writers | commits | a second | p50 ms | p99 ms | µs of the program | µs of PostgreSQL |
| --- | --- | --- | --- | --- | --- | --- |`

export const lineOf = ({ writers, way, rate, serverUs, databaseUs }: Row) =>
  `| ${writers} | ${way} | ${whole(rate.perSecond)} | ${rate.p50Ms.toFixed(1)} | ${rate.p99Ms.toFixed(1)} | ${whole(serverUs)} | ${whole(databaseUs)} |`
