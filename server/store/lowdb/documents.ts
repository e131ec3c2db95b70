// The documents: JSON files with the heads of some tickets each, or contacts with their sessions, and so on. A document
// that changes is written anew under a new name, so the files that a manifest names stay what they were.

import { dirname, join } from 'node:path'
import { Low } from 'lowdb'
import {
  Damaged,
  type DocumentRecords,
  parseDocument,
  printDocument,
  type Seal,
  sealOf,
} from './document-format.ts'
import { DurableFile, type Format } from './durable-file.ts'
import type { Files } from './files.ts'
import { type Home, isEmpty, type Memory } from './memory.ts'

/**
 * Homes in one document: a hundred thousand tickets are some sixteen hundred files, quickly read at a start; a change
 * of one ticket writes 50 KB at a checkpoint.
 */
const HOMES = 64
/** Documents written at once: more would keep the journal's sync waiting for a free thread. */
const WRITERS = 2

/** One file, which is never changed. */
interface DocumentFile extends Seal {
  name: string
  /** For the operator, should it be damaged: "64 tickets, 12 to 75". */
  holds: string
  /** The journal file that began with the checkpoint that wrote it. */
  from: number
}

/** As the manifest names it. */
export interface DocumentEntry {
  file: DocumentFile
  /** Its last content, or null where it is new: replaying the journal from `since` over that makes it anew. */
  before: DocumentFile | null
  /** null where the journal alone cannot. */
  since: number | null
}

export interface Document {
  readonly kind: string
  readonly number: number
  readonly homes: Set<Home>
  /** null until a checkpoint with it has ended. */
  entry: DocumentEntry | null
}

interface Checkpoint {
  number: number
  journalFrom: number
  /** The same of the checkpoint before; null where that was made by an older program. */
  previousFrom: number | null
  /** The oldest journal file that stays. */
  keptFrom: number
}

/** What a checkpoint wrote; nothing of it counts before `settle`, after the manifest. */
interface Written {
  entries: DocumentEntry[]
  /** @returns files that nothing names any more */
  settle(): string[]
}

export class Documents {
  readonly #folder: string
  readonly #files: Files
  readonly #memory: Memory
  readonly #documents: Set<Document>
  /** By kind: the newest, which takes new homes as long as it has room. */
  readonly #newest = new Map<string, Document>()
  /** Those whose files are behind, from checkpoints that failed too. */
  readonly #changed = new Set<Document>()

  constructor(at: { folder: string; files: Files; memory: Memory; documents: Iterable<Document> }) {
    this.#folder = at.folder
    this.#files = at.files
    this.#memory = at.memory
    this.#documents = new Set(at.documents)
    for (const document of this.#documents) {
      const newest = this.#newest.get(document.kind)
      if (!newest || newest.number < document.number) this.#newest.set(document.kind, document)
    }
  }

  async write(homes: Iterable<Home>, at: Checkpoint): Promise<Written> {
    for (const home of homes) {
      const document = this.#documentOf(home)
      if (document) this.#changed.add(document)
    }
    const files = new Map<Document, DocumentFile | null>()
    const folders = new Set<string>()
    const queue = [...this.#changed].values()
    const writeAll = async () => {
      for (const document of queue) {
        const file = document.homes.size > 0 ? await this.#writeFile(document, at) : null
        files.set(document, file)
        if (file) folders.add(dirname(documentPath(this.#folder, file.name)))
      }
    }
    const writers = await Promise.allSettled(Array.from({ length: WRITERS }, writeAll))
    // All must have ended before anything is tried again.
    for (const { reason } of writers.filter(isRejected)) throw reason
    for (const folder of folders) await this.#files.syncFolder(folder)
    return this.#written(files, at)
  }

  #written(files: Map<Document, DocumentFile | null>, at: Checkpoint): Written {
    const next = new Map<Document, DocumentEntry | null>()
    for (const document of this.#documents) {
      const file = files.get(document)
      if (file === undefined) next.set(document, withoutUseless(document.entry, at.keptFrom))
      else next.set(document, file && withoutUseless(entryOf(document, file, at), at.keptFrom))
    }
    return {
      entries: [...next.values()].filter((entry) => entry !== null),
      settle: () => {
        const gone: string[] = []
        for (const [document, entry] of next) {
          const names = new Set([entry?.file.name, entry?.before?.name])
          for (const file of [document.entry?.file, document.entry?.before])
            if (file && !names.has(file.name)) gone.push(documentPath(this.#folder, file.name))
          document.entry = entry
          if (files.has(document)) this.#changed.delete(document)
          // Somebody may have come into it meanwhile: then its home is dirty, and the next checkpoint writes it.
          if (entry === null && document.homes.size === 0) this.#documents.delete(document)
        }
        return gone
      },
    }
  }

  /** @returns null where nothing of it is in a document, nor was */
  #documentOf(home: Home): Document | null {
    const { document } = home
    if (home.rows.length === 0) {
      document?.homes.delete(home)
      home.document = null
      if (isEmpty(home) && this.#memory.homes.get(home.name) === home) this.#memory.homes.delete(home.name)
      return document
    }
    if (document) return document
    const kind = home.name.slice(0, home.name.indexOf('/'))
    let newest = this.#newest.get(kind)
    if (!newest || newest.homes.size >= HOMES || !this.#documents.has(newest)) {
      newest = { kind, number: (newest?.number ?? 0) + 1, homes: new Set(), entry: null }
      this.#newest.set(kind, newest)
      this.#documents.add(newest)
    }
    newest.homes.add(home)
    home.document = newest
    return newest
  }

  async #writeFile(document: Document, { number, journalFrom }: Checkpoint): Promise<DocumentFile> {
    const name = `${document.kind}/${String(document.number).padStart(8, '0')}-${number}.json`
    const records: DocumentRecords = {}
    for (const home of document.homes)
      for (const { collection, text } of home.rows) {
        const texts = records[collection] ?? []
        texts.push(text)
        records[collection] = texts
      }
    let seal: Seal = { bytes: 0, checksum: '' }
    const path = documentPath(this.#folder, name)
    const file = lowDocument(this.#files, path, { name }, (text) => {
      seal = sealOf(text)
    })
    file.data = records
    await file.write()
    return { name, ...seal, holds: holdsOf(document.kind, document.homes.size, records), from: journalFrom }
  }
}

export function documentPath(folder: string, name: string): string {
  return join(folder, name)
}

/** Reading it throws `Damaged` where it is not exactly the file that `expected` was written as. */
export function lowDocument(
  files: Files,
  path: string,
  expected: { name: string } & Partial<Seal>,
  onPrint: (text: string) => void = () => undefined,
): Low<DocumentRecords | null> {
  const format: Format<DocumentRecords | null> = {
    parse: (bytes) => {
      const { name, records, checksum } = parseDocument(bytes)
      const isThat =
        name === expected.name && checksum === expected.checksum && bytes.length === expected.bytes
      if (!isThat) throw new Damaged(`it is whole, but another file than was written: ${name}, ${checksum}`)
      return records
    },
    print: (records) => {
      const text = printDocument(expected.name, records ?? {})
      onPrint(text)
      return text
    },
  }
  return new Low<DocumentRecords | null>(new DurableFile(files, path, format), null)
}

/** @returns kind and number of a document of that name */
export function parseDocumentName(name: string): { kind: string; number: number } {
  const slash = name.indexOf('/')
  return { kind: name.slice(0, slash), number: Number.parseInt(name.slice(slash + 1), 10) }
}

function entryOf({ entry }: Document, file: DocumentFile, { previousFrom }: Checkpoint): DocumentEntry {
  return entry
    ? { file, before: entry.file, since: entry.file.from }
    : { file, before: null, since: previousFrom }
}

/** Without what only journal files that go now could make use of. */
function withoutUseless(entry: DocumentEntry | null, keptFrom: number): DocumentEntry | null {
  if (!entry || entry.since === null || entry.since >= keptFrom) return entry
  return { file: entry.file, before: null, since: null }
}

function holdsOf(kind: string, homes: number, { tickets = [] }: DocumentRecords): string {
  const numbers = tickets.map((text) => Number(/"number":(\d+)/.exec(text)?.[1] ?? 0))
  if (numbers.length === 0) return `${homes} of ${kind}`
  return numbers.length === 1
    ? `ticket ${numbers[0]}`
    : `${numbers.length} tickets, ${Math.min(...numbers)} to ${Math.max(...numbers)}`
}

function isRejected(result: PromiseSettledResult<void>): result is PromiseRejectedResult {
  return result.status === 'rejected'
}
