// The documents: one small file for each ticket with its thread, each contact with its sessions, and so on.
// Written behind, at checkpoints; read again only for threads. Partners: page.ts (form), memory.ts (heads).

import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { Low } from 'lowdb'
import { DurableFile, type Format } from './durable-file.ts'
import type { Files } from './files.ts'
import { type AddedName, type Home, isEmpty, type Memory } from './memory.ts'
import { checksumOf, Damaged, type Page, parsePage, printPage } from './page.ts'

/** Text of threads that is kept in memory after it was read: some thousand threads of usual length. */
const CACHE_CHARS = 32 * 1024 * 1024

const ADDED: readonly AddedName[] = ['entries', 'notes', 'clientIds']

export type AddedTexts = Partial<Record<AddedName, string[]>>

export class Documents {
  readonly #folder: string
  readonly #files: Files
  /** The least recently used first. */
  readonly #cache = new Map<Home, { texts: AddedTexts; chars: number }>()
  #cachedChars = 0
  readonly #reading = new Map<Home, Promise<AddedTexts>>()

  constructor(folder: string, files: Files) {
    this.#folder = folder
    this.#files = files
  }

  pathOf(home: string): string {
    return documentPath(this.#folder, home)
  }

  /** What is saved of the threads in that document; a moment later more may be. */
  read(home: Home): Promise<AddedTexts> {
    const cached = this.#cache.get(home)
    if (cached) {
      this.#cache.delete(home)
      this.#cache.set(home, cached)
      return Promise.resolve(cached.texts)
    }
    const going = this.#reading.get(home)
    if (going) return going
    const reading = this.#readFile(home).finally(() => this.#reading.delete(home))
    this.#reading.set(home, reading)
    return reading
  }

  /** Replaces the file by what is in memory now. @returns the folder that must be synced, if any. */
  async write(home: Home, memory: Memory): Promise<string | null> {
    const path = this.pathOf(home.name)
    // A document that was emptied, and then begun anew as another.
    if (memory.homes.get(home.name) !== home) return null
    if (isEmpty(home)) return this.#removeFile(home, path, memory)
    const texts: AddedTexts = {}
    const saved = ADDED.some((name) => (home.added[name]?.saved ?? 0) > 0) ? await this.read(home) : {}
    const counts: Partial<Record<AddedName, number>> = {}
    for (const name of ADDED) {
      const added = home.added[name]
      if (!added) continue
      texts[name] = (saved[name] ?? []).slice(0, added.saved).concat(added.tail)
      counts[name] = added.tail.length
    }
    const page: Page = { ...rowTexts(home), ...texts }
    const file = this.#low(home.name, path)
    file.data = page
    await file.write()
    for (const name of ADDED) {
      const added = home.added[name]
      if (!added) continue
      added.saved += counts[name] ?? 0
      added.tail.splice(0, counts[name])
    }
    home.onDisk = true
    this.#keep(home, texts)
    return dirname(path)
  }

  async #removeFile(home: Home, path: string, memory: Memory): Promise<string | null> {
    const wasOnDisk = home.onDisk
    if (wasOnDisk) await this.#files.remove(path)
    home.onDisk = false
    // Something may have been put there meanwhile: then it is dirty, and the next checkpoint writes it.
    if (isEmpty(home)) memory.homes.delete(home.name)
    this.#forget(home)
    return wasOnDisk ? dirname(path) : null
  }

  async #readFile(home: Home): Promise<AddedTexts> {
    const expected = ADDED.map((name) => home.added[name]?.saved ?? 0)
    const path = this.pathOf(home.name)
    const file = this.#low(home.name, path)
    await file.read()
    const texts: AddedTexts = {}
    for (const [index, name] of ADDED.entries()) {
      const saved = file.data[name] ?? []
      if (saved.length < (expected[index] ?? 0)) {
        throw new Damaged(`${path} has lost ${name} while the server was running; restore it from a backup`)
      }
      texts[name] = saved
    }
    // What was saved after this read began is not in it: the next reader takes the newer file.
    if (ADDED.every((name, index) => (home.added[name]?.saved ?? 0) === expected[index]))
      this.#keep(home, texts)
    return texts
  }

  #low(home: string, path: string): Low<Page> {
    const format: Format<Page> = {
      parse: (text) => parsePage(text).page,
      print: (page) => printPage(home, page),
    }
    return new Low<Page>(new DurableFile(this.#files, path, format), {})
  }

  #keep(home: Home, texts: AddedTexts): void {
    this.#forget(home)
    const chars = Object.values(texts).reduce((sum, list) => sum + charsOf(list), 0)
    this.#cache.set(home, { texts, chars })
    this.#cachedChars += chars
    for (const oldest of this.#cache.keys()) {
      if (this.#cachedChars <= CACHE_CHARS) return
      this.#forget(oldest)
    }
  }

  #forget(home: Home): void {
    this.#cachedChars -= this.#cache.get(home)?.chars ?? 0
    this.#cache.delete(home)
  }
}

/** 256 folders a kind: a hundred thousand tickets are four hundred files in each. */
export function documentPath(folder: string, home: string): string {
  const kind = home.slice(0, home.indexOf('/'))
  const id = home.slice(kind.length + 1)
  return join(folder, kind, checksumOf(id).slice(-2), fileName(id))
}

/** Ids of ours are file names already; others get a name that differs on every file system. */
function fileName(id: string): string {
  if (/^[a-z0-9][a-z0-9_-]{0,79}$/.test(id)) return `${id}.json`
  const readable = id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
  return `${readable}.${createHash('sha256').update(id).digest('hex').slice(0, 16)}.json`
}

function rowTexts(home: Home): Page {
  const page: Page = {}
  for (const row of home.rows) {
    const texts = page[row.collection] ?? []
    texts.push(row.text)
    page[row.collection] = texts
  }
  return page
}

function charsOf(texts: string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0)
}
