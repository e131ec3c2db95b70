// The way to the server: few connections, bounded waits, and patience while it is away for a moment. It tells errors of
// the way from errors of a statement: the former are waited out, the latter are bugs.

import pg from 'pg'
import { Refusal } from '../../errors.ts'
import type { Log } from '../../log.ts'

/** Of one copy of the server. Waiting questions share a statement, so more would only wait for the same processors. */
const CONNECTIONS_MAX = 12
/** A server that restarts is back in two or three; what waits longer is told to try again. */
export const PATIENCE_MS = 10_000
const CONNECT_WITHIN_MS = 3_000
/** A new session reads the catalog and plans each statement anew, while a message waits for it: the next crowd finds those of the last. */
const IDLE_FOR_MS = 10 * 60_000
/** The slowest question reads a page by an index; what takes this long is on a wrong way, or the disk is. */
const STATEMENT_WITHIN_MS = 8_000
/** Another copy holds rows for a commit's few milliseconds. */
const LOCK_WITHIN_MS = 4_000
/** The server lets go what a copy that stopped in the middle of a commit holds. */
const IDLE_IN_TRANSACTION_MS = 5_000
/** No answer at all, as from a machine that went away without a word. */
const ANSWER_WITHIN_MS = 9_000
/** Of that patience; an outage that has lasted longer is no restart, and whoever can ask another copy of the server better does. */
const OF_A_RESTART = 1 / 2
/** An outage is waited out once, not anew by each question: later on one has this long, as long as a connection that broke unnoticed takes. */
const IN_A_LONG_OUTAGE_MS = 1_000
/** Between two tries: short at first, for most outages are a restart. */
const TRY_AGAIN_MS = [20, 50, 100, 200, 400]

export type Connection = pg.PoolClient
export type Row = Record<string, string | null>

/**
 * Each form of a statement is planned once: looking anew at all parts of a table takes longer than asking it.
 * That plan may be made while a table is small, and must do when it is not: every question has its index. What has none
 * is short, and costs a number by that setting for which a plan would be compiled each time: some 80 ms.
 * Two neighbours that were swapped in a word of five letters leave two of ten triples as they were: see search/.
 */
export const SETTINGS = [
  'plan_cache_mode=force_generic_plan',
  'enable_seqscan=off',
  'jit=off',
  'pg_trgm.similarity_threshold=0.1',
]
  .map((setting) => `-c ${setting}`)
  .join(' ')

/** What asks in one turn of the event loop, and for how many an answer is awaited. */
interface Turn {
  connection: Promise<Connection>
  asked: number
  isBroken: boolean
}

export class Database {
  readonly #pool: pg.Pool
  readonly #log: Log
  #awaySince: number | null = null
  #turn: Turn | null = null
  #closed = false
  /** Of each cluster that was the primary, the newest timeline: a standby begins another one as it is promoted. */
  readonly #timelines = new Map<string, number>()

  constructor(
    url: string,
    log: Log,
    readonly patienceMs: number,
    /** For migrations and moves: a statement may take hours. */
    { isForLongWork = false } = {},
  ) {
    this.#log = log
    this.#pool = new pg.Pool({
      connectionString: url,
      max: CONNECTIONS_MAX,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      idleTimeoutMillis: IDLE_FOR_MS,
      ...(!isForLongWork && {
        statement_timeout: STATEMENT_WITHIN_MS,
        lock_timeout: LOCK_WITHIN_MS,
        idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
        query_timeout: ANSWER_WITHIN_MS,
      }),
      keepAlive: true,
      application_name: 'helpdock',
      options: SETTINGS,
      // The end of a commit travels with its writes, not after them.
      pipeline: true,
      onConnect: (connection: pg.ClientBase) => this.#demandPrimary(connection),
    } as pg.PoolConfig)
    // A connection that breaks while nobody uses it: the pool makes another one when it is needed.
    this.#pool.on('error', () => {})
  }

  /** One statement on its own. Waits out an outage; may be run twice, so it must only read. */
  async query(statement: pg.QueryConfig, until = Date.now() + this.patienceMs): Promise<Row[]> {
    return this.patiently(until, async () => {
      const { rows } = await this.#pool.query(statement)
      return rows
    })
  }

  /**
   * The same for what is short. Those that are asked in one turn of the event loop go through one connection, so that one session
   * of the server wakes for all of them and answers one after the other.
   */
  queryInTurn(statement: pg.QueryConfig): Promise<Row[]> {
    return this.patiently(Date.now() + this.patienceMs, async () => {
      const turn = this.#turn ?? this.#newTurn()
      turn.asked++
      try {
        const { rows } = await (await turn.connection).query(statement)
        return rows
      } catch (error) {
        turn.isBroken = true
        throw error
      } finally {
        turn.asked--
        this.#endTurn(turn)
      }
    })
  }

  #newTurn(): Turn {
    const turn: Turn = { connection: this.#pool.connect(), asked: 0, isBroken: false }
    // Said to each who asks.
    turn.connection.then((connection) => connection.on('error', ignored), ignored)
    this.#turn = turn
    setImmediate(() => {
      this.#turn = null
      this.#endTurn(turn)
    })
    return turn
  }

  #endTurn(turn: Turn): void {
    if (turn === this.#turn || turn.asked > 0) return
    turn.connection.then((connection) => this.release(connection, turn.isBroken), ignored)
  }

  /** A connection for a transaction, as soon as there is one. Give it back with `release`, or `release(true)` if it broke. */
  connect(until: number): Promise<Connection> {
    return this.patiently(until, async () => {
      const connection = await this.#pool.connect()
      // What breaks it is told by the statement that runs.
      connection.on('error', ignored)
      return connection
    })
  }

  release(connection: Connection, isBroken = false): void {
    connection.removeListener('error', ignored)
    connection.release(isBroken)
  }

  /** For longer than a restart takes, whatever was asked. */
  isAway(): boolean {
    return this.#awaySince !== null && Date.now() - this.#awaySince > OF_A_RESTART * this.patienceMs
  }

  /**
   * @param until milliseconds since 1970: tries again till then, while the server is away
   * @throws Refusal('store.failed') when it stays away
   */
  async patiently<T>(until: number, ask: () => Promise<T>): Promise<T> {
    const inALongOutage = Date.now() + IN_A_LONG_OUTAGE_MS
    for (let tries = 0; ; tries++) {
      try {
        const answer = await ask()
        this.#isBack()
        return answer
      } catch (error) {
        if (!isOfTheWay(error)) throw error
        this.#wentAway(error)
        const waitMs = TRY_AGAIN_MS[Math.min(tries, TRY_AGAIN_MS.length - 1)] ?? 0
        const waitedOut = Math.max((this.#awaySince ?? until) + this.patienceMs, inALongOutage)
        if (this.#closed || Date.now() + waitMs >= Math.min(until, waitedOut)) throw away(error)
        await new Promise((resolve) => setTimeout(resolve, waitMs))
      }
    }
  }

  /** Again it does nothing. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#pool.end()
  }

  /**
   * While the database fails over, its address may lead to a standby: that one is behind, and is nobody to read from either. Or back to the
   * server that was the primary before: what that one takes, nobody else hears of.
   */
  async #demandPrimary(connection: pg.ClientBase): Promise<void> {
    const { rows } = await connection
      .query(WHICH_SERVER)
      .catch(() => connection.query(ONLY_WHETHER_IT_WRITES))
    const { only_reads, cluster, timeline } = rows[0] ?? {}
    if (only_reads) throw notThisOne('this server is a standby, which only reads')
    if (!cluster) return
    const newest = this.#timelines.get(cluster) ?? 0
    if (timeline < newest)
      throw notThisOne(
        'this server was the primary before another one was promoted, and knows nothing of what came since',
      )
    this.#timelines.set(cluster, timeline)
  }

  #wentAway(error: unknown): void {
    if (this.#awaySince === null)
      this.#log.error(
        { err: String(error) },
        'PostgreSQL is away; what is asked meanwhile waits, up to ten seconds',
      )
    this.#awaySince ??= Date.now()
  }

  #isBack(): void {
    if (this.#awaySince !== null) this.#log.info({}, 'PostgreSQL is back')
    this.#awaySince = null
  }
}

const ignored = () => {}

/** A dump that was put into another server has a cluster of its own, in which timelines are counted anew. */
const WHICH_SERVER = `
  SELECT pg_is_in_recovery() AS only_reads,
    (SELECT system_identifier::text FROM pg_control_system()) AS cluster,
    CASE WHEN NOT pg_is_in_recovery() THEN ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int END AS timeline`
/** Where a provider keeps the rest to itself. */
const ONLY_WHETHER_IT_WRITES = 'SELECT pg_is_in_recovery() AS only_reads'

const notThisOne = (message: string) => Object.assign(new Error(message), { code: ONLY_READS })

function away(cause?: unknown): Refusal {
  const refusal = new Refusal('store.failed', {
    detail: 'The database does not answer. Try again in a moment.',
    retryAfterMs: 2_000,
  })
  refusal.cause = cause
  return refusal
}

/** Classes of SQLSTATE that speak of the server or of the way to it: connection, resources, shutdown, system. */
const CLASSES_OF_THE_WAY = ['08', '53', '57', '58']
/** A standby, or a server that somebody has closed for writing: another one is about to take its place, or it is opened again. */
const ONLY_READS = '25006'
/** It ran and took too long, which trying again does not mend. */
const CANCELED = '57014'

/** Did the question not reach the server, or its answer not reach us? */
export function isOfTheWay(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof Refusal) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  // The driver's own words, "Connection terminated" and the like, have no code.
  if (code === null)
    return /connection|timeout|terminated|not queryable|client was closed/i.test(error.message)
  if (/^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E'))
    return (CLASSES_OF_THE_WAY.includes(code.slice(0, 2)) && code !== CANCELED) || code === ONLY_READS
  // EAI_AGAIN: nobody could be asked where its name leads.
  return /^E(AI_)?[A-Z]+$/.test(code)
}

export const onlyReads = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === ONLY_READS

/** Its time was over, or somebody ended it. */
export const tookTooLong = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === CANCELED

/** Two transactions waited for each other, or one for too long: the same work may well succeed now. */
export function isOfTheMoment(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['40001', '40P01', '55P03', CANCELED].includes(String(error.code))
  )
}
