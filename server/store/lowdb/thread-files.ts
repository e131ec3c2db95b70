// The threads on disk: each checkpoint adds what was written since the last one, and what is there is never written
// again, however long a thread grows. Partners: thread-format.ts (form), runs.ts (where each piece lies).

import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { Added } from './added.ts'
import type { ThreadName } from './collections.ts'
import type { Files, OpenFile } from './files.ts'
import type { AddedName, Home, Memory } from './memory.ts'
import { NO_FILE, NO_RUN, type Run } from './runs.ts'
import {
  isWholeRun,
  parseRunHead,
  printRemoval,
  printRunHead,
  type RunRecords,
  recordsOf,
  type Saved,
  sealRun,
  type ThreadFile,
  threadPath,
} from './thread-format.ts'
import { damagedAt, piecesIn, runsIn, type ThreadPiece } from './thread-pieces.ts'
import { withoutDead } from './thread-rewriting.ts'
import { LOST } from './view.ts'

/** A file is read as one piece at a start, and copied as one by a backup. */
const FILE_BYTES = 64 * 1024 * 1024
/** Written at once: making these bytes keeps everybody waiting for some two milliseconds. */
const PIECE_BYTES = 512 * 1024
/** Text of threads that is kept in memory after it was read: some thousand threads of usual length. */
const CACHE_CHARS = 32 * 1024 * 1024
/** Runs read at once: more would keep the journal's sync waiting for a free thread. */
const READERS = 2

interface NewRun {
  home: Home
  /** Another one by now where its ticket was removed meanwhile. */
  added: Home['added']
  at: { file: number; startsAt: number; bytes: number }
  /** null for a line that says that its ticket was removed. */
  saved: Saved | null
}

export class ThreadFiles {
  readonly #folder: string
  readonly #files: Files
  readonly #memory: Memory
  #written: ThreadFile[]
  /** The number of the next file: never one that was there before. */
  #next: number
  /** The file that is added to; null where none may be, as one whose end was given up. */
  #tail: number | null
  readonly #open = new Map<number, Promise<FileHandle>>()
  /** The least recently used first. */
  readonly #cache = new Map<number, { records: RunRecords; chars: number }>()
  #cachedChars = 0
  #walkers = 0

  constructor(at: {
    folder: string
    files: Files
    memory: Memory
    written: ThreadFile[]
    next: number
    tail: number | null
  }) {
    this.#folder = at.folder
    this.#files = at.files
    this.#memory = at.memory
    this.#written = at.written
    this.#next = at.next
    this.#tail = at.tail
  }

  get written(): readonly ThreadFile[] {
    return this.#written
  }

  /** Everything of those homes that was in memory alone; durable, and read from disk from then on. */
  async append(homes: Iterable<Home>): Promise<void> {
    const runs: NewRun[] = []
    const written = [...this.#written]
    let tail = this.#tail
    let file: OpenFile | null = null
    try {
      for (const piece of piecesOf(homes, this.#memory.gone)) {
        let last = written.at(-1)
        if (!last || last.bytes >= FILE_BYTES || last.number !== tail) {
          await file?.datasync()
          await file?.close()
          file = null
          last = { number: this.#next, bytes: 0, checksum: 0 }
          file = await this.#files.open(threadPath(this.#folder, last.number), 'replace')
          tail = this.#next++
          await this.#files.syncFolder(this.#folder)
          written.push(last)
        }
        file ??= await this.#files.open(threadPath(this.#folder, last.number), 'change')
        await file.write(piece.bytes, last.bytes)
        for (const { home, added, startsAt, endsAt, saved } of piece.runs) {
          const at = { file: last.number, startsAt: last.bytes + startsAt, bytes: endsAt - startsAt }
          runs.push({ home, added, at, saved })
        }
        written[written.length - 1] = {
          number: last.number,
          bytes: last.bytes + piece.bytes.length,
          checksum: crc32(piece.bytes, last.checksum),
        }
      }
      await file?.datasync()
    } finally {
      await file?.close()
    }
    this.#written = written
    this.#tail = tail
    for (const run of runs) this.#moved(run)
  }

  /** Texts of entries or notes after place `from` up to and with `to`, which must be saved. */
  async read(home: Home, collection: ThreadName, from: number, to: number): Promise<string[]> {
    const { runs } = this.#memory
    const needed: { run: number; from: number; to: number }[] = []
    for (let run = home.newestRun; run !== NO_RUN; ) {
      const { before, [collection]: endsAt } = runs.get(run)
      const startsAt = before === NO_RUN ? 0 : runs.get(before)[collection]
      if (endsAt <= from) break
      if (startsAt < to && startsAt < endsAt) needed.push({ run, from: startsAt, to: endsAt })
      run = before
    }
    needed.reverse()
    const pieces: string[][] = needed.map(() => [])
    const queue = needed.entries()
    const readAll = async () => {
      for (const [index, one] of queue) {
        const texts = (await this.#read(home, one.run))[collection]
        pieces[index] = texts.slice(Math.max(0, from - one.from), to - one.from)
      }
    }
    await Promise.all(Array.from({ length: READERS }, readAll))
    return pieces.flat()
  }

  /** The records of its client ids, the newest first: who repeats something mostly does so soon. */
  async *clientIds(home: Home): AsyncGenerator<string> {
    for (let run = home.newestRun; run !== NO_RUN; run = this.#memory.runs.get(run).before) {
      yield* (await this.#read(home, run)).clientIds
    }
  }

  /** All that is saved by now, the newest first. While somebody goes through it, no file is written anew. */
  *newestFirst(): Generator<ThreadPiece> {
    this.#walkers++
    try {
      yield* piecesIn(this.#memory.runs)
    } finally {
      this.#walkers--
    }
  }

  /** There are bytes of removed tickets in some file. */
  get hasDead(): boolean {
    return this.#memory.runs.dead.size > 0
  }

  /**
   * The oldest file with bytes of removed tickets, written anew without them. Always the oldest: then what it says of removals
   * need not be kept, for no file before it has anything of those tickets.
   * @returns the number of the file that nothing reads any more; it may go once a manifest names the new one
   */
  async rewriteOldest(): Promise<number | null> {
    const { runs } = this.#memory
    const old = this.#written.find(({ number }) => runs.dead.has(number))
    if (!old || this.#walkers > 0) return null
    const number = this.#next++
    const anew = await withoutDead(this.#files, this.#folder, old, number, runs)
    // In one step: who reads meanwhile finds each run where it is.
    this.#written = this.#written.flatMap((file) =>
      file !== old ? file : anew.file.bytes > 0 ? anew.file : [],
    )
    runs.dead.delete(old.number)
    for (const { run, startsAt, bytes } of anew.runs) {
      if (runs.get(run).file === old.number) runs.move(run, number, startsAt)
      else runs.leave(number, bytes)
    }
    if (this.#tail === old.number) this.#tail = anew.file.bytes > 0 ? number : null
    return old.number
  }

  /** A file that nothing reads any more is let go. */
  async forget(number: number): Promise<void> {
    const file = this.#open.get(number)
    this.#open.delete(number)
    await file?.then((handle) => handle.close()).catch(() => undefined)
    await this.#files.remove(threadPath(this.#folder, number))
  }

  /** Its runs, the newest first, with the texts of their entries and notes. Nothing of it is kept in the cache. */
  async readPiece(piece: ThreadPiece): Promise<ReturnType<typeof runsIn>> {
    const read = Buffer.allocUnsafe(piece.bytes)
    const { bytesRead } = await (await this.#fileOf(piece.file)).read(read, 0, piece.bytes, piece.startsAt)
    return runsIn(piece, read.subarray(0, bytesRead), threadPath(this.#folder, piece.file))
  }

  async close(): Promise<void> {
    for (const file of this.#open.values()) await (await file).close()
    this.#open.clear()
  }

  #moved({ home, added, at, saved }: NewRun): void {
    if (saved === null) {
      this.#memory.gone.delete(home)
      return
    }
    if (home.added !== added) {
      this.#memory.runs.leave(at.file, at.bytes)
      this.#memory.gone.add(home)
      return
    }
    const counts: Record<AddedName, number> = { ...saved, clientIds: saved.clientIds.length }
    for (const name of ADDED) home.added[name]?.leave(counts[name])
    this.#memory.saved(home, at.file, at.startsAt, at.bytes, counts.entries, counts.notes, counts.clientIds)
  }

  async #read(home: Home, run: number): Promise<RunRecords> {
    const cached = this.#cache.get(run)
    if (cached) {
      this.#cache.delete(run)
      this.#cache.set(run, cached)
      return cached.records
    }
    const records = await this.#readRun(home, run)
    this.#keep(run, records)
    return records
  }

  async #readRun(home: Home, number: number): Promise<RunRecords> {
    const { runs } = this.#memory
    for (;;) {
      const run = runs.get(number)
      try {
        return await this.#readRunAt(home, run)
      } catch (error) {
        // Its file was written anew, and the old one is gone.
        if (runs.get(number).file === run.file) throw error
      }
    }
  }

  async #readRunAt(home: Home, run: Run): Promise<RunRecords> {
    const { runs } = this.#memory
    if (run.file === NO_FILE) {
      const before = run.before === NO_RUN ? { entries: 0, notes: 0 } : runs.get(run.before)
      const lost = (count: number) => Array.from({ length: count }, () => LOST)
      return {
        entries: lost(run.entries - before.entries),
        notes: lost(run.notes - before.notes),
        clientIds: [],
      }
    }
    const path = threadPath(this.#folder, run.file)
    const bytes = Buffer.allocUnsafe(run.bytes)
    const { bytesRead } = await (await this.#fileOf(run.file)).read(bytes, 0, run.bytes, run.startsAt)
    const head = bytesRead === run.bytes && isWholeRun(bytes, 0, run.bytes) ? parseRunHead(bytes, 0) : null
    if (head?.home !== home.name) throw damagedAt(path, run.startsAt, home.name)
    return recordsOf(bytes, head)
  }

  #fileOf(number: number): Promise<FileHandle> {
    const there = this.#open.get(number)
    if (there) return there
    const opening = open(threadPath(this.#folder, number), 'r')
    this.#open.set(number, opening)
    opening.catch(() => this.#open.delete(number))
    return opening
  }

  #keep(run: number, records: RunRecords): void {
    if (this.#cache.has(run)) return
    const chars = charsOf(records.entries) + charsOf(records.notes) + charsOf(records.clientIds)
    this.#cache.set(run, { records, chars })
    this.#cachedChars += chars
    for (const [oldest, { chars }] of this.#cache) {
      if (this.#cachedChars <= CACHE_CHARS) return
      this.#cachedChars -= chars
      this.#cache.delete(oldest)
    }
  }
}

const ADDED: readonly AddedName[] = ['entries', 'notes', 'clientIds']

/** Runs as they lie in the file. */
interface Piece {
  bytes: Buffer
  runs: (Pick<NewRun, 'home' | 'added' | 'saved'> & { startsAt: number; endsAt: number })[]
}

/**
 * Each is to be written before the next is asked for: they are printed over each other. While one is written others may come, or the
 * ticket go: so nothing that was counted before is used after.
 */
function* piecesOf(homes: Iterable<Home>, gone: ReadonlySet<Home>): Generator<Piece> {
  const print = Buffer.allocUnsafe(PIECE_BYTES)
  let runs: Piece['runs'] = []
  let end = 0
  for (const home of homes) {
    let run = runOf(home, gone)
    if (run && end > 0 && end + run.bytes > PIECE_BYTES) {
      yield { bytes: print.subarray(0, end), runs }
      runs = []
      end = 0
      run = runOf(home, gone)
    }
    if (!run) continue
    // A longer one is a piece by itself.
    const isLong = run.bytes > PIECE_BYTES
    const into = isLong ? Buffer.allocUnsafe(run.bytes) : print
    const { startsAt, endsAt } = printRun(into, end, run)
    const { added, saved } = run
    if (isLong) yield { bytes: into, runs: [{ home, added, saved, startsAt, endsAt }] }
    else {
      runs.push({ home, added, saved, startsAt, endsAt })
      end = endsAt
    }
  }
  if (end > 0) yield { bytes: print.subarray(0, end), runs }
}

interface RunToPrint extends Pick<NewRun, 'added' | 'saved'> {
  head: string
  waiting: (Added | undefined)[]
  /** Of head and records. */
  bytes: number
}

/** What is to be said of a home at this moment; null where nothing is. */
function runOf(home: Home, gone: ReadonlySet<Home>): RunToPrint | null {
  const { name, added } = home
  if (gone.has(home)) {
    const head = printRemoval(name)
    return { added, saved: null, head, waiting: [], bytes: Buffer.byteLength(head) }
  }
  const saved = savedWith(added)
  if (saved === NOTHING) return null
  const waiting = [added.entries, added.notes, added.clientIds]
  const recordBytes = waiting.reduce((sum, one) => sum + (one?.bytes ?? 0), 0)
  const before = { entries: added.entries?.saved ?? 0, notes: added.notes?.saved ?? 0 }
  const head = printRunHead(name, saved, before, recordBytes)
  return { added, saved, head, waiting, bytes: Buffer.byteLength(head) + recordBytes }
}

function printRun(into: Buffer, startsAt: number, { head, waiting, bytes }: RunToPrint) {
  let endsAt = startsAt + into.write(head, startsAt)
  for (const one of waiting) endsAt = one?.copyTo(into, endsAt) ?? endsAt
  if (endsAt !== startsAt + bytes) throw new Error('A run has another length than its head says.')
  sealRun(into, startsAt, endsAt)
  return { startsAt, endsAt }
}

const NOTHING: Saved = { entries: 0, notes: 0, clientIds: [] }

function savedWith({ entries, notes, clientIds }: Home['added']): Saved {
  // A list of its own: others may come while these are written.
  const numbers = clientIds?.numbers?.slice() ?? []
  const saved = { entries: entries?.waiting ?? 0, notes: notes?.waiting ?? 0, clientIds: numbers }
  return saved.entries + saved.notes + numbers.length > 0 ? saved : NOTHING
}

function charsOf(texts: string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0)
}
