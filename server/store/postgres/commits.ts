// Commits. Each work runs at once, reading what is known or asking; then it waits, and those that wait are kept together, by
// one statement (at-once.ts) or, where more must be looked at, in a transaction (keep.ts); several of these are under way where
// they touch different things (lanes.ts). Until then other works of this process read what it put, and depend on it. What turns out
// not to hold runs again: first behind others of its kind; where another copy was in the way, or it lost often, under locks
// taken beforehand, so that it cannot lose for ever.

import { randomBytes } from 'node:crypto'
import { Refusal } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Tables } from '../store.ts'
import { keepAtOnce, keptAfterAll, type Place, wantedBy } from './at-once.ts'
import { Attempt, type Held, idOf, NeedsTransaction, ReadTooEarly } from './attempt.ts'
import { type Collection, collections, type Name, names, partsOf } from './collections.ts'
import { type Connection, type Database, isOfTheMoment, isOfTheWay, onlyReads } from './database.ts'
import { foundIn, type Gather, selected } from './gather.ts'
import {
  begin,
  beginAndJudge,
  holdAtOnce,
  judge,
  type Mark,
  namesToHold,
  type Transaction,
  wasKept,
  write,
} from './keep.ts'
import { isWorthKnowing, type Known, type State, stateOf } from './known.ts'
import { type Claims, nextBatch } from './lanes.ts'
import { tablesOver } from './tables.ts'

/** In one transaction: past this the statement grows and saves nothing more. */
const COMMITS_AT_ONCE = 128
/** At once, of this copy: the others of the pool's connections read. */
const TRANSACTIONS_AT_ONCE = 6
/** Of these the ones in which many are kept together. */
const LANES = 4
/**
 * The next lane is opened where the one before takes so many times as long as they do: a disk that stops for a moment does
 * not stop those who come meanwhile. Opened at once, it would only take from the first those who could share its sync.
 */
const SLOW = 2
/** How much the newest counts in how long they take, and what it is before there is any. */
const NEWEST_COUNTS = 0.1
const USUAL_MS = 5
/**
 * Who lost so often to others of this copy takes the rows first: behind those of its kind a second run holds nearly always, so it is one
 * that asks longer than others need to change what it read.
 */
const LOST_MOST = 5
/** Before a transaction is tried again that another one was in the way of. */
const MOMENT_MS = 10
/** The same, where the server takes nothing: it is asked no more often than one that is away. */
const ONLY_READS_MS = 400

interface Commit {
  work: (tx: Tables) => Promise<unknown>
  resolve(result: unknown): void
  reject(error: unknown): void
  /** Milliseconds since 1970: past this it is refused. */
  until: number
  /** Runs that did not hold. */
  lost: number
  attempt: Attempt
  outcome: { result: unknown } | { error: unknown }
  states: Map<string, State>
  changedLists: Set<string>
  /** Kept, or not: nobody needs to wait for it any longer. */
  isDone: Promise<void>
  done(): void
}

/** What a transaction goes through: a connection, and the place of its mark. */
interface Way {
  connection: Connection
  place: Place
}

const placesOf = (copy: string) =>
  Array.from({ length: TRANSACTIONS_AT_ONCE }, (_, at): Place => ({ name: `${copy} ${at}`, mark: null }))

export class Commits {
  readonly #database: Database
  readonly #gather: Gather
  readonly #known: Known
  readonly #log: Log
  readonly #waiting: Commit[] = []
  readonly #lanes = new Map<Claims, Promise<void>>()
  #isPlanned = false
  #usualMs = USUAL_MS
  #lastBeganAt = 0
  #late: NodeJS.Timeout | null = null
  /** Works that run again, one at a time: the next one sees what the one before put. */
  #again: Promise<unknown> = Promise.resolve()
  readonly #open = new Set<Promise<unknown>>()
  /** List → commits under way that change it. */
  readonly #changing = new Map<string, Set<Commit>>()
  /** Nobody else's: in the names of its places, and in its marks. */
  readonly #copy = randomBytes(9).toString('base64url')
  #marks = 0
  /** Free ones for a transaction, and who waits for one. */
  readonly #places = placesOf(this.#copy)
  readonly #queue: ((place: Place) => void)[] = []
  #closed = false

  constructor(parts: { database: Database; gather: Gather; known: Known; log: Log }) {
    this.#database = parts.database
    this.#gather = parts.gather
    this.#known = parts.known
    this.#log = parts.log
  }

  commit<T>(work: (tx: Tables) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new Refusal('store.failed', { detail: 'The store is closed.' }))
    const answer = new Promise<T>((resolve, reject) => {
      const commit: Commit = {
        work,
        resolve: (result) => resolve(result as T),
        reject,
        until: Date.now() + this.#database.patienceMs,
        lost: 0,
        attempt: this.#attempt(null, null),
        outcome: { result: undefined },
        states: new Map(),
        changedLists: new Set(),
        isDone: Promise.resolve(),
        done() {},
      }
      void this.#run(commit)
    })
    const ended: Promise<unknown> = answer.then(
      () => this.#open.delete(ended),
      () => this.#open.delete(ended),
    )
    this.#open.add(ended)
    return answer
  }

  /** Takes no more commits; resolves when those that were asked for have ended. */
  async close(): Promise<void> {
    this.#closed = true
    while (this.#open.size > 0) await Promise.all(this.#open)
    await Promise.all(this.#lanes.values())
  }

  /** @param earlier a run of it that did not hold, by what this very process did meanwhile */
  async #run(commit: Commit, earlier: Attempt | null = null): Promise<void> {
    const why = await this.#try(commit, null, earlier)
    if (why === 'accepted') this.#wait(commit)
    else if (why === 'alone') void this.#keepHeld([commit], { takesRows: false })
    else if (why === 'again') this.#runAgain(commit, commit.attempt)
  }

  /** Behind all others that run again: each sees what those before it put. Who lost often goes before them. */
  #runAgain(commit: Commit, earlier: Attempt | null = null): void {
    if (Date.now() > commit.until) commit.reject(crowdedOut())
    else if (++commit.lost >= LOST_MOST) void this.#keepHeld([commit], { takesRows: true })
    else this.#again = this.#again.then(() => this.#run(commit, earlier))
  }

  /** Runs the work once. 'ended': it was refused, because the database is away. */
  async #try(
    commit: Commit,
    held: Held | null,
    earlier: Attempt | null = null,
  ): Promise<'accepted' | 'again' | 'alone' | 'ended'> {
    const attempt = this.#attempt(held, earlier)
    commit.attempt = attempt
    try {
      commit.outcome = { result: await commit.work(tablesOver(attempt)) }
    } catch (error) {
      if (error instanceof NeedsTransaction) return 'alone'
      if (error instanceof ReadTooEarly) return 'again'
      if (error instanceof Refusal && error.code === 'store.failed') {
        commit.reject(error)
        return 'ended'
      }
      // Not told before it is sure that what the work read was so.
      commit.outcome = { error }
      attempt.writes.clear()
      attempt.added.clear()
    } finally {
      attempt.end()
    }
    if (!attempt.holds()) return 'again'
    this.#accept(commit)
    return 'accepted'
  }

  /** From now on others read what it put. In the same step as the last look at what it read. */
  #accept(commit: Commit): void {
    const { attempt } = commit
    commit.isDone = new Promise((resolve) => {
      commit.done = resolve
    })
    commit.changedLists = attempt.changedLists()
    commit.states = new Map()
    for (const [id, { name, key, text, lists }] of attempt.writes) {
      const state: State = { text, version: undefined, by: commit, isDead: false, lists }
      if (name === 'tickets') {
        state.newest = attempt.newestIn(key)
        state.isTold = attempt.isMadeOfTold(id)
      }
      commit.states.set(id, state)
      this.#known.set(id, state)
      attempt.held?.states.set(id, state)
    }
    for (const list of commit.changedLists) {
      const changing = this.#changing.get(list)
      if (changing) changing.add(commit)
      else this.#changing.set(list, new Set([commit]))
    }
  }

  #wait(commit: Commit): void {
    const { reads, writes } = commit.attempt
    if (reads.size + writes.size === 0) {
      this.#settle(commit, null)
      return
    }
    this.#waiting.push(commit)
    this.#plan()
  }

  /** What this turn of the event loop still asks for comes along. */
  #plan(): void {
    if (this.#isPlanned || this.#waiting.length === 0) return
    this.#isPlanned = true
    setImmediate(() => {
      this.#isPlanned = false
      this.#begin()
    })
  }

  #begin(): void {
    if (this.#lanes.size >= LANES || this.#waiting.length === 0) return
    const beganAt = performance.now()
    const waitMs = this.#lanes.size === 0 ? 0 : this.#lastBeganAt + SLOW * this.#usualMs - beganAt
    if (waitMs > 0) {
      this.#late ??= setTimeout(() => {
        this.#late = null
        this.#begin()
      }, waitMs)
      return
    }
    const { batch, claims } = nextBatch(this.#waiting, this.#lanes.keys(), COMMITS_AT_ONCE)
    // All need what is under way; the next look is when that has ended.
    if (batch.length === 0) return
    this.#lastBeganAt = beganAt
    const ended = this.#keep(batch).then(() => {
      this.#lanes.delete(claims)
      this.#usualMs += NEWEST_COUNTS * (performance.now() - beganAt - this.#usualMs)
      this.#plan()
    })
    this.#lanes.set(claims, ended)
    this.#plan()
  }

  /** Keeps a batch, or says of each why not. Never throws. */
  async #keep(batch: Commit[]): Promise<void> {
    const until = Math.min(...batch.map((commit) => commit.until))
    try {
      const invalid = await this.#inTransaction(until, async (way) => {
        if (batch.every(({ attempt }) => attempt.writes.size === 0)) {
          const verdict = await judge(way.connection, batch, 'look')
          for (const commit of verdict.valid) this.#settle(commit, null)
          return verdict.invalid
        }
        return (await this.#keepAtOnce(way, batch)) ? [] : this.#keepOn(way, batch, null)
      })
      if (invalid.length > 0) void this.#keepHeld(invalid, { takesRows: true })
    } catch (error) {
      await this.#failed(batch, error)
    }
  }

  /** @returns whether it is kept; else it is as it was, and must be looked at */
  async #keepAtOnce({ connection, place }: Way, batch: Commit[]): Promise<boolean> {
    const wanted = place.mark === null ? null : wantedBy(batch)
    if (!wanted) return false
    const mark = this.#newMark()
    const follows = { ...place }
    const version = await keepAtOnce(connection, wanted, follows, mark).catch(async (error: unknown) => {
      if (isOfTheMoment(error)) throw error
      if (!isOfTheWay(error)) return null
      place.mark = null
      const kept = await keptAfterAll(this.#database, follows, mark)
      if (kept === null) throw error
      return kept
    })
    if (version === null) return false
    place.mark = mark
    for (const commit of batch) this.#settle(commit, { version })
    return true
  }

  /** @returns those that another copy was in the way of */
  async #keepOn({ connection, place }: Way, batch: Commit[], begun: Transaction | null): Promise<Commit[]> {
    const toHold = batch.flatMap(({ attempt, changedLists }) =>
      attempt.writes.size > 0 ? namesToHold(attempt, changedLists) : [],
    )
    if (begun && !(await holdAtOnce(connection, toHold))) {
      for (const commit of batch) this.#drop(commit)
      await connection.query('ROLLBACK')
      return batch
    }
    const { transaction, verdict } = begun
      ? { transaction: begun, verdict: await judge(connection, batch, 'at once') }
      : await beginAndJudge(connection, toHold, batch)
    const { valid, invalid, wrong } = verdict
    const writing = valid.filter(({ attempt }) => attempt.writes.size > 0)
    if (writing.length > 0) {
      const mark: Mark = { place: place.name, mark: this.#newMark() }
      place.mark = null
      await write(connection, writing, mark).catch(async (error: unknown) => {
        if (!isOfTheWay(error) || !(await wasKept(this.#database, transaction, mark))) throw error
      })
      place.mark = mark.mark
    } else await connection.query('ROLLBACK')
    for (const commit of valid) this.#settle(commit, transaction)
    for (const { commit, error } of wrong) {
      this.#drop(commit)
      commit.reject(error)
    }
    for (const commit of invalid) this.#drop(commit)
    return invalid
  }

  /**
   * Another copy was in the way: takes the rows first, runs the works on what they are then, and keeps them in the same
   * transaction. Works that need a transaction of their own come here, too.
   */
  async #keepHeld(commits: Commit[], { takesRows }: { takesRows: boolean }): Promise<void> {
    const left = new Set(commits)
    try {
      const until = Math.min(...commits.map((commit) => commit.until))
      await this.#inTransaction(until, async (way) => {
        const { connection } = way
        const toHold = commits.flatMap((commit) => namesToHold(commit.attempt, commit.changedLists))
        const transaction = await begin(connection, takesRows ? toHold : [])
        const held: Held = { connection, states: new Map() }
        if (takesRows) await this.#takeRows(held, commits)
        const accepted: Commit[] = []
        for (const commit of commits) {
          const why = await this.#try(commit, held)
          if (why === 'accepted') accepted.push(commit)
          if (why === 'ended') left.delete(commit)
        }
        const invalid = await this.#keepOn(way, accepted, transaction)
        for (const commit of accepted) if (!invalid.includes(commit)) left.delete(commit)
      })
      for (const commit of left) this.#runAgain(commit)
    } catch (error) {
      await this.#failed([...left], error)
    }
  }

  async #takeRows({ connection, states }: Held, commits: Commit[]): Promise<void> {
    const wanted = new Map<Name, Set<string>>()
    for (const { attempt } of commits)
      for (const { name, key } of [...attempt.reads.values(), ...attempt.writes.values()])
        wanted.set(name, (wanted.get(name) ?? new Set()).add(key))
    for (const name of names) {
      const keys = [...(wanted.get(name) ?? [])].sort()
      if (keys.length === 0) continue
      const { table, key } = collections[name] as Collection<never>
      const parts = keys.map(partsOf)
      const columns = key.map(([column]) => column)
      const { rows } = await connection.query({
        name: `take ${name}`,
        text: `SELECT ${selected(name)} FROM unnest(${key.map(([, type], at) => `$${at + 1}::${type}[]`).join(', ')})
          AS asked (${columns.join(', ')}) JOIN ${table} AS kept ON ${columns.map((column) => `kept.${column} = asked.${column}`).join(' AND ')}
          ORDER BY ${columns.map((column) => `kept.${column}`).join(', ')} FOR UPDATE OF kept`,
        values: key.map((_, at) => parts.map((one) => one[at])),
      })
      for (const each of keys) states.set(idOf(name, each), stateOf(undefined))
      for (const row of rows) {
        const found = foundIn(name, row)
        states.set(idOf(name, found.key), stateOf(found))
      }
    }
  }

  /** Durable, or nothing to keep: its asker is answered, and others may go on from what it put. */
  #settle(commit: Commit, transaction: Pick<Transaction, 'version'> | null): void {
    for (const [id, state] of commit.states) {
      state.version = state.text === null ? null : (transaction?.version ?? null)
      state.by = null
      if (!isWorthKnowing(id.slice(0, id.indexOf(' ')))) this.#known.forget(id, state)
    }
    this.#leave(commit)
    if ('error' in commit.outcome) commit.reject(commit.outcome.error)
    else commit.resolve(commit.outcome.result)
  }

  /** It is not kept as it was. */
  #drop(commit: Commit): void {
    for (const [id, state] of commit.states) {
      state.isDead = true
      state.by = null
      this.#known.forget(id, state)
    }
    // What it read may be what was wrong.
    for (const [id, { state }] of commit.attempt.reads)
      if (state.version !== undefined) this.#known.forget(id, state)
    commit.states = new Map()
    this.#leave(commit)
  }

  #leave(commit: Commit): void {
    for (const list of commit.changedLists) {
      const changing = this.#changing.get(list)
      changing?.delete(commit)
      if (changing?.size === 0) this.#changing.delete(list)
    }
    commit.changedLists = new Set()
    commit.done()
    // Some may have waited for it that was kept in no lane.
    this.#plan()
  }

  async #failed(batch: Commit[], error: unknown): Promise<void> {
    for (const commit of batch) this.#drop(commit)
    const isPassing = isOfTheWay(error) || isOfTheMoment(error)
    if (isPassing) {
      await new Promise((resolve) => setTimeout(resolve, onlyReads(error) ? ONLY_READS_MS : MOMENT_MS))
      for (const commit of batch) this.#runAgain(commit)
    } else if (batch.length === 1 || error instanceof Refusal) {
      for (const commit of batch) {
        if (error instanceof Refusal && commit.until > Date.now()) this.#runAgain(commit)
        else commit.reject(error)
      }
    } else {
      this.#log.error({ err: error, commits: batch.length }, 'commits failed together; each is tried alone')
      for (const commit of batch) void this.#keepHeld([commit], { takesRows: true })
    }
  }

  async #inTransaction<T>(until: number, run: (way: Way) => Promise<T>): Promise<T> {
    const place = this.#places.pop() ?? (await new Promise<Place>((resolve) => this.#queue.push(resolve)))
    try {
      const connection = await this.#database.connect(until)
      let isBroken = true
      try {
        const result = await run({ connection, place })
        isBroken = false
        return result
      } finally {
        // A connection in the middle of a transaction is let go with it.
        this.#database.release(connection, isBroken)
      }
    } finally {
      const next = this.#queue.shift()
      if (next) next(place)
      else this.#places.push(place)
    }
  }

  #newMark(): string {
    return `${this.#copy} ${++this.#marks}`
  }

  #attempt(held: Held | null, earlier: Attempt | null): Attempt {
    return new Attempt(
      {
        database: this.#database,
        gather: this.#gather,
        known: this.#known,
        untilKept: (list) => this.#untilKept(list),
        untilDone: (state) => (state.by as Commit | null)?.isDone ?? Promise.resolve(),
      },
      held,
      earlier,
    )
  }

  async #untilKept(list: string): Promise<void> {
    for (let changing = this.#changing.get(list); changing; changing = this.#changing.get(list))
      await Promise.all([...changing].map(({ isDone }) => isDone))
  }
}

function crowdedOut(): Refusal {
  return new Refusal('store.failed', {
    detail: 'Others changed the same for ten seconds without a pause. Try again in a moment.',
    retryAfterMs: 2_000,
  })
}
