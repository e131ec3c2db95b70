// The start: documents first, then the journal's tail over them. All is read and judged before anything is
// changed; a start that cannot be whole says why and leaves every file as it was.

import { readdirSync, readFileSync } from 'node:fs'
import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CannotStart } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { ClientIdRecord } from '../records.ts'
import {
  type CollectionName,
  isResident,
  type RemovableName,
  type ResidentName,
  type Residents,
  type Threads,
} from './collections.ts'
import { documentPath } from './documents.ts'
import { UNFINISHED } from './durable-file.ts'
import { type Files, isMissing } from './files.ts'
import { journalNumbers } from './journal.ts'
import {
  type JournalCommit,
  type JournalEnd,
  type JournalWrite,
  readJournal,
  type TornLine,
} from './journal-reader.ts'
import { Memory } from './memory.ts'
import { Damaged, parsePage } from './page.ts'
import { LOST } from './view.ts'
import { clientIdWriteOf, removalOf, threadWriteOf, type Write, writeOf } from './writes.ts'

export interface Recovered {
  memory: Memory
  end: JournalEnd
  /** Documents that were damaged and came back from the journal; the next checkpoint replaces their files. */
  repaired: string[]
}

interface Scan {
  damaged: { path: string; why: string }[]
  unfinished: string[]
}

export async function recover(at: {
  documents: string
  journal: string
  journalFrom: number
  files: Files
  log: Log
}): Promise<Recovered> {
  const memory = new Memory()
  const scan = readDocuments(at.documents, memory)
  const repaired = repair(at.documents, at.journal, scan.damaged, memory)
  const lost = new Map<string, number>()
  const end = readJournal(at.journal, at.journalFrom, (commit, where) => {
    for (const entry of commit.writes) replay(entry, where)
  })

  // From here on files are changed.
  for (const path of scan.unfinished) await at.files.remove(path)
  if (end.torn) await cut(end.torn, at.files, at.log)
  for (const path of repaired) {
    await copyFile(path, `${path}.damaged`)
    at.log.warn(
      { path },
      'a document was damaged and was made anew from the journal; the damaged one is kept beside it',
    )
  }
  for (const [home, count] of lost) {
    at.log.error(
      { path: documentPath(at.documents, home), lost: count },
      'a document is missing: the journal has what came after it, what was in it is lost',
    )
  }
  return { memory, end, repaired }

  function replay(entry: JournalWrite, where: string): void {
    const write = writeFromJournal(entry, where)
    for (const filler of missingBefore(write, memory, at.documents, where)) {
      memory.replay(filler)
      lost.set(filler.home, (lost.get(filler.home) ?? 0) + 1)
    }
    memory.replay(write)
  }
}

function readDocuments(folder: string, memory: Memory): Scan {
  const scan: Scan = { damaged: [], unfinished: [] }
  for (const kind of namesIn(folder)) {
    for (const shard of namesIn(join(folder, kind))) {
      for (const name of namesIn(join(folder, kind, shard))) {
        const path = join(folder, kind, shard, name)
        if (name.endsWith(UNFINISHED)) scan.unfinished.push(path)
        if (!name.endsWith('.json')) continue
        try {
          loadDocument(path, memory)
        } catch (error) {
          if (!(error instanceof Damaged)) throw error
          scan.damaged.push({ path, why: error.message })
        }
      }
    }
  }
  return scan
}

function loadDocument(path: string, memory: Memory): void {
  const { home, page } = parsePage(readFileSync(path, 'utf8'))
  for (const [name, texts] of Object.entries(page)) {
    if (name === 'entries' || name === 'notes') memory.loadCount(home, name, texts.length)
    else if (name === 'clientIds') {
      for (const text of texts) memory.load(home, clientIdWriteOf(JSON.parse(text), text))
      memory.loadCount(home, name, texts.length)
    } else if (isResident(name)) {
      // Printed anew: a piece of the file's text would keep the whole file's text in memory.
      for (const text of texts) memory.load(home, writeOf<ResidentName>(name, JSON.parse(text)))
    } else throw new Damaged(`it has records of an unknown kind, "${name}"`)
  }
}

/** Makes damaged documents anew where the journal still has all that was ever in them. */
function repair(folder: string, journal: string, damaged: Scan['damaged'], memory: Memory): string[] {
  if (damaged.length === 0) return []
  const paths = new Set(damaged.map(({ path }) => path))
  const lives = new Map<string, Write[]>()
  readKeptJournal(journal, (commit, where) => {
    for (const home of commit.born ?? []) if (paths.has(documentPath(folder, home))) lives.set(home, [])
    for (const entry of commit.writes) {
      const write = writeFromJournal(entry, where)
      lives.get(write.home)?.push(write)
    }
  })
  const repaired = new Set([...lives.keys()].map((home) => documentPath(folder, home)))
  const hopeless = damaged.filter(({ path }) => !repaired.has(path))
  if (hopeless.length > 0) throw new CannotStart(beyondRepair(hopeless))
  for (const writes of lives.values()) for (const write of writes) memory.replay(write)
  return [...repaired]
}

function readKeptJournal(folder: string, take: (commit: JournalCommit, where: string) => void): void {
  try {
    readJournal(folder, journalNumbers(folder)[0] ?? 1, take)
  } catch (error) {
    // The kept files only help. Whether the needed ones are whole is judged when they are read for themselves.
    if (!(error instanceof CannotStart)) throw error
  }
}

function writeFromJournal([name, record, key]: JournalWrite, where: string): Write {
  if (record === null) return removalOf(name as RemovableName, key)
  if (name === 'entries' || name === 'notes') return threadWriteOf(name, record as Threads[typeof name])
  if (name === 'clientIds') return clientIdWriteOf(record as ClientIdRecord)
  if (isResident(name)) return writeOf<ResidentName>(name, record as Residents[ResidentName])
  throw new CannotStart(`The journal has a record of an unknown kind, "${String(name)}", at ${where}.`)
}

/** Stands in for entries or notes that were only in a document that is no longer there. */
function missingBefore(write: Write, memory: Memory, documents: string, where: string): Write[] {
  if (!isThread(write.collection)) return []
  const count = memory.count(write.collection, write.home)
  if (write.position <= count + 1) return []
  if (count > 0) {
    throw new CannotStart(
      `${documentPath(documents, write.home)} is older than the journal: it ends at ${count} of its ${write.collection}, the journal goes on at ${write.position} (${where}). Restore the newer file, or move this one out of the folder to go on without what was in it.`,
    )
  }
  return Array.from({ length: write.position - 1 }, (_, index) => ({
    ...write,
    key: '',
    text: LOST,
    position: index + 1,
  }))
}

function isThread(name: CollectionName): name is 'entries' | 'notes' {
  return name === 'entries' || name === 'notes'
}

async function cut({ path, line, goodBytes, bytes }: TornLine, files: Files, log: Log): Promise<void> {
  const aside = `${path}.torn`
  await writeFile(aside, readFileSync(path).subarray(goodBytes), { mode: 0o600 })
  const file = await files.open(path, 'change')
  try {
    await file.truncate(goodBytes)
    await file.datasync()
  } finally {
    await file.close()
  }
  log.warn(
    { path, line, bytes, aside },
    'the last line of the journal is not whole and was cut off; its bytes are kept aside',
  )
}

function beyondRepair(damaged: Scan['damaged']): string {
  const list = damaged.map(({ path, why }) => `  ${path}: ${why}`).join('\n')
  return `Documents are damaged, and the journal no longer holds all that was in them:\n${list}\nRestore each from a backup, or move it out of the folder to go on without what was in it. Nothing was changed.`
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (isMissing(error) || (error instanceof Error && 'code' in error && error.code === 'ENOTDIR')) return []
    throw error
  }
}
