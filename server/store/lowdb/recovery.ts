// The start: what the manifest names, then the journal's tail over it. All is read and judged before anything is
// changed; a start that cannot be whole says why and leaves every file as it was. Partner: damage.ts.

import { existsSync, readFileSync } from 'node:fs'
import { copyFile, writeFile } from 'node:fs/promises'
import { CannotStart } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { ClientIdRecord } from '../records.ts'
import { readAcknowledged } from './acknowledged.ts'
import {
  type CollectionName,
  isResident,
  type RemovableName,
  type ResidentName,
  type Residents,
  type Threads,
  ticketHome,
} from './collections.ts'
import { agreedLosses, type Damages, type Plan, planAround } from './damage.ts'
import { Damaged } from './document-format.ts'
import {
  type Document,
  type DocumentEntry,
  documentPath,
  lowDocument,
  parseDocumentName,
} from './documents.ts'
import type { Files } from './files.ts'
import { journalPath } from './journal.ts'
import {
  type JournalEnd,
  type JournalWrite,
  type Reading,
  readJournal,
  type TornLine,
  waysOut,
} from './journal-reader.ts'
import type { Manifest, Version1 } from './manifest.ts'
import { Memory } from './memory.ts'
import { salvageDocument, salvageThreads } from './salvage.ts'
import { type ThreadFile, threadPath } from './thread-format.ts'
import { type DamagedThreads, readThreads } from './thread-reader.ts'
import { readVersion1 } from './version-1.ts'
import { LOST } from './view.ts'
import { clientIdWriteOf, removalOf, threadWriteOf, type Write, writeOf } from './writes.ts'

export interface Folders {
  documents: string
  threads: string
  journal: string
}

export interface Recovered {
  memory: Memory
  documents: Document[]
  plan: Plan
  end: JournalEnd
  /** The folder must be written anew before anything else: its manifest does not say what is in memory. */
  mustWrite: boolean
}

interface At {
  folders: Folders
  files: Files
  log: Log
}

/** Documents read at once: one is parsed while the next ones come. */
const READERS = 4

export async function recover(manifest: Manifest, at: At): Promise<Recovered> {
  let plan: Plan = { ...manifest, mended: [], givenUp: [] }
  let read = await readFiles(plan, at)
  const { damages, memory } = read
  if (damages.documents.length + damages.threads.length > 0) {
    const whole = await wholeOnes(damages, at)
    plan = planAround(
      damages,
      manifest,
      at.folders,
      ({ file }) => whole.has(file.name),
      (damaged) => ticketsOf(damaged, memory),
    )
    plan.threads = await withoutGivenUp(plan, manifest, at)
    read = await readFiles(plan, at)
    for (const path of plan.givenUp) if (path.endsWith('.json')) salvageDocument(path, read.memory)
  }
  read.memory.removedAt ??= manifest.removedAt ?? null
  const commit = plan.journalFrom === manifest.journalFrom ? manifest.commit : 0
  const end = await replayJournal(read.memory, plan, at, { isNamed: true, commit })
  const isChanged = plan.mended.length + plan.givenUp.length > 0 || end.givenUp !== null
  if (isChanged) for (const { homes } of read.documents) for (const home of homes) read.memory.dirty.add(home)
  return { memory: read.memory, documents: read.documents, plan, end, mustWrite: isChanged }
}

/** A folder in which no manifest is needed: everything that ever happened is in the journal. */
export async function recoverFromJournal(at: At): Promise<Recovered> {
  const memory = new Memory()
  const plan: Plan = { ...NOTHING, journalFrom: 1 }
  return {
    memory,
    documents: [],
    plan,
    end: await replayJournal(memory, plan, at, { isNamed: false }),
    mustWrite: true,
  }
}

export async function recoverVersion1({ journalFrom }: Version1, at: At): Promise<Recovered> {
  const memory = new Memory()
  readVersion1(at.folders.documents, memory)
  const plan: Plan = { ...NOTHING, journalFrom }
  return {
    memory,
    documents: [],
    plan,
    end: await replayJournal(memory, plan, at, { isNamed: true }),
    mustWrite: true,
  }
}

const NOTHING = { threads: [], documents: [], marks: [], mended: [], givenUp: [] }

interface Read {
  memory: Memory
  documents: Document[]
  damages: Damages
}

async function readFiles(plan: Plan, { folders, files }: At): Promise<Read> {
  const memory = new Memory()
  const documents: Document[] = []
  const damages: Damages = { documents: [], threads: [] }
  const queue = plan.documents.values()
  const readAll = async () => {
    for (const entry of queue) {
      try {
        documents.push(await loadDocument(entry, folders.documents, files, memory))
      } catch (error) {
        if (!(error instanceof Damaged)) throw error
        damages.documents.push({ entry, why: error.message })
      }
    }
  }
  await Promise.all(Array.from({ length: READERS }, readAll))
  damages.threads = readThreads(folders.threads, plan.threads, (file, startsAt, head) => {
    memory.loadRun(file, startsAt, head)
  })
  return { memory, documents, damages }
}

async function loadDocument(
  entry: DocumentEntry,
  folder: string,
  files: Files,
  memory: Memory,
): Promise<Document> {
  const { file } = entry
  const low = lowDocument(files, documentPath(folder, file.name), file)
  await low.read()
  if (!low.data) throw new Damaged('it is missing')
  const document: Document = { ...parseDocumentName(file.name), homes: new Set(), entry }
  for (const [name, texts] of Object.entries(low.data)) {
    if (!isResident(name)) throw ofANewer(documentPath(folder, file.name), name)
    for (const text of texts) memory.load(writeOf<ResidentName>(name, JSON.parse(text), text), document)
  }
  return document
}

async function withoutGivenUp(plan: Plan, manifest: Manifest, { folders, files }: At): Promise<ThreadFile[]> {
  const threads: ThreadFile[] = []
  let newest = Math.max(0, ...manifest.threads.map(({ number }) => number))
  for (const file of plan.threads) {
    const isGivenUp = plan.givenUp.includes(threadPath(folders.threads, file.number))
    const good = isGivenUp ? await salvageThreads(folders.threads, file, ++newest, files) : file
    if (good) threads.push(good)
  }
  return threads
}

/** Which of the earlier files, that damaged ones could be made anew from, are as they were written. */
async function wholeOnes({ documents }: Damages, { folders, files }: At): Promise<Set<string>> {
  const whole = new Set<string>()
  for (const { entry } of documents) {
    if (!entry.before) continue
    try {
      await loadDocument(
        { file: entry.before, before: null, since: null },
        folders.documents,
        files,
        new Memory(),
      )
      whole.add(entry.before.name)
    } catch (error) {
      if (!(error instanceof Damaged)) throw error
    }
  }
  return whole
}

async function replayJournal(memory: Memory, plan: Plan, at: At, begin: Reading): Promise<JournalEnd> {
  const { folders, files, log } = at
  const agreed = agreedLosses(folders)
  const mayEnd = (path: string) => agreed.has(path)
  const mayMiss = plan.givenUp.length > 0
  const lost = new Map<string, number>()
  const end = readJournal(
    folders.journal,
    plan.journalFrom,
    (commit, where) => {
      for (const entry of commit.writes) {
        const write = writeFromJournal(entry, where)
        fill(write, missingBefore(write, memory, mayMiss, where))
        memory.replay(write)
        // What was missing of it is missed by nobody.
        if (write.collection === 'tickets' && write.text === null) lost.delete(write.home)
      }
    },
    { ...begin, mayEnd },
  )
  const acknowledged = await readAcknowledged(folders.journal, files, log)
  const newest = end.before?.path ?? journalPath(folders.journal, end.number)
  if (end.commit <= acknowledged && end.givenUp === null) {
    if (!mayEnd(newest)) throw new CannotStart(tooShort(newest, end.commit - 1, acknowledged))
    end.givenUp = { path: newest, why: 'commits at its end are gone' }
    end.number++
    end.before = null
  }
  if (mayMiss) fillHeads()
  await change()
  return end

  function fill(write: Write, places: readonly number[]): void {
    for (const position of places) memory.replay({ ...write, key: '', text: LOST, position })
    if (places.length > 0) lost.set(write.home, (lost.get(write.home) ?? 0) + places.length)
  }

  /** A ticket whose newest entries are lost must go on after them: its head knows how many there were. */
  function fillHeads(): void {
    for (const { text } of memory.rowsOf('tickets')) {
      const { id, newestSequence, newestNote }: Residents['tickets'] = JSON.parse(text)
      for (const [collection, position] of [
        ['entries', newestSequence + 1],
        ['notes', newestNote + 1],
      ] as const) {
        const write: Write = { collection, key: '', text: LOST, home: ticketHome(id), filed: [], position }
        fill(write, missingBefore(write, memory, true, ''))
      }
    }
  }

  /** Only here files are changed. */
  async function change(): Promise<void> {
    if (end.torn) await cut(end.torn, files, log)
    for (const path of new Set(plan.mended)) {
      if (existsSync(path)) await copyFile(path, `${path}.damaged`)
      log.warn(
        { path },
        'a file was damaged and is made anew from the journal; the damaged one is kept beside it',
      )
    }
    for (const path of new Set(plan.givenUp)) {
      if (existsSync(path)) await copyFile(path, `${path}.damaged`)
      log.error({ path }, 'a file is given up as agreed: what was damaged in it is lost')
    }
    if (end.givenUp) {
      log.error(
        end.givenUp,
        'the journal is given up from there on as agreed: the commits that followed are lost',
      )
    }
    for (const [home, count] of lost) {
      log.error(
        { home, lost: count },
        'a part of a thread is missing: what followed is there, what was in it is lost',
      )
    }
  }
}

function writeFromJournal([name, record, key]: JournalWrite, where: string): Write {
  if (record === null) return removalOf(name as RemovableName, key)
  if (name === 'entries' || name === 'notes') return threadWriteOf(name, record as Threads[typeof name])
  if (name === 'clientIds') return clientIdWriteOf(record as ClientIdRecord)
  if (isResident(name)) return writeOf<ResidentName>(name, record as Residents[ResidentName])
  throw ofANewer(where, String(name))
}

/** It is whole, so no damage made such a name: mending or giving it up would lose what that program kept. */
const ofANewer = (where: string, name: string) =>
  new CannotStart(
    `${where} has records of a kind that this program does not know, “${name}”: a newer Helpdock wrote them. Start that one, or restore a backup of that folder that was made before the update. Nothing was changed.`,
  )

/** Places of entries or notes that were in a file that is no longer there. */
function missingBefore(write: Write, memory: Memory, mayMiss: boolean, where: string): number[] {
  if (!isThread(write.collection)) return []
  const count = memory.count(write.collection, write.home)
  if (write.position <= count + 1) return []
  if (count > 0 && !mayMiss) {
    throw new CannotStart(
      `The ${write.collection} of ${write.home} are older than the journal: they end at ${count}, the journal goes on at ${write.position} (${where}). Restore the data folder from a backup. Nothing was changed.`,
    )
  }
  return Array.from({ length: write.position - 1 - count }, (_, index) => count + index + 1)
}

function isThread(name: CollectionName): name is 'entries' | 'notes' {
  return name === 'entries' || name === 'notes'
}

/** For the operator: the numbers of tickets whose messages are in the damaged bytes, as far as that can be known. */
function ticketsOf({ tickets }: DamagedThreads, memory: Memory): string {
  const numbers = new Set<number>()
  for (const id of tickets) {
    const text = memory.text('tickets', id)
    if (text !== undefined) numbers.add(JSON.parse(text).number)
  }
  for (const { text } of memory.rowsOf('tickets')) {
    const ticket: Residents['tickets'] = JSON.parse(text)
    if (ticket.newestSequence > memory.count('entries', ticketHome(ticket.id))) numbers.add(ticket.number)
  }
  const [first, second, ...more] = [...numbers].sort((one, other) => one - other)
  if (first === undefined) return 'messages'
  if (second === undefined) return `messages of ticket ${first}`
  return `messages of tickets ${[first, second, ...more.slice(0, NAMED - 2)].join(', ')}${more.length > NAMED - 2 ? ` and ${more.length - NAMED + 2} more` : ''}`
}

/** Numbers of tickets in a sentence. */
const NAMED = 10

async function cut({ path, line, goodBytes, bytes }: TornLine, files: Files, log: Log): Promise<void> {
  const aside = `${path}.torn`
  await writeFile(aside, readFileSync(path).subarray(goodBytes, goodBytes + bytes), { mode: 0o600 })
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

const tooShort = (path: string, found: number, acknowledged: number) =>
  `${path} ends with commit ${found}, and at least ${acknowledged} were acknowledged: it was cut, or is an older copy of itself. ${waysOut(path, `the ${acknowledged - found} commits after that`)}`
