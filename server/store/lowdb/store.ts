// The embedded store: documents and a journal in one folder, for one process. Opens, recovers, and ties the parts
// together; what each promises stands in its own file. Partner: ../store.ts, the interfaces it keeps.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Low } from 'lowdb'
import { CannotStart } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Store } from '../store.ts'
import { CHECKPOINT_LIMITS, type CheckpointLimits, Checkpoints, type Meta, metaFile } from './checkpoint.ts'
import { Commits } from './commits.ts'
import { Documents } from './documents.ts'
import { codeOf, type Files, realFiles } from './files.ts'
import { FORMAT_VERSION, Journal, journalNumbers } from './journal.ts'
import { type JournalEnd, refuseNewer } from './journal-reader.ts'
import { type Lock, takeLock } from './lock.ts'
import { Memory } from './memory.ts'
import { type Recovered, recover } from './recovery.ts'
import { tablesOver } from './tables.ts'
import { View } from './view.ts'

export interface LowdbStoreOptions {
  /** DATA_DIR; made when it is not there. */
  dir: string
  log: Log
  /** For tests: a disk that fails, and checkpoints that come early. */
  files?: Files
  limits?: Partial<CheckpointLimits>
}

/** @throws CannotStart with a message for the operator; the folder is left as it was */
export async function openLowdbStore(options: LowdbStoreOptions): Promise<Store> {
  const { dir, log, files = realFiles } = options
  const limits = { ...CHECKPOINT_LIMITS, ...options.limits }
  let lock: Lock | null = null
  try {
    await files.makeFolder(dir)
    lock = await takeLock(dir, log)
    return await open({ dir, log, files, limits, lock })
  } catch (error) {
    await lock?.release()
    if (error instanceof CannotStart || codeOf(error) === undefined) throw error
    throw new CannotStart(
      `The data folder ${dir} cannot be used: ${error instanceof Error ? error.message : error}`,
      { cause: error },
    )
  }
}

async function open(at: {
  dir: string
  log: Log
  files: Files
  limits: CheckpointLimits
  lock: Lock
}): Promise<Store> {
  const { dir, log, files, limits, lock } = at
  const beganAt = Date.now()
  const folders = { documents: join(dir, 'documents'), journal: join(dir, 'journal') }
  for (const folder of Object.values(folders)) await files.makeFolder(folder)
  const metaPath = join(dir, 'meta.json')

  const journalFrom = await readJournalFrom(metaPath, folders, at)
  const { memory, end, repaired } =
    journalFrom === null ? nothing() : await recover({ ...folders, journalFrom, files, log })
  const documents = new Documents(folders.documents, files)
  const journal = new Journal({
    folder: folders.journal,
    files,
    number: end.number,
    commit: end.commit,
    bytesToReplay: end.bytes,
  })
  await journal.rotate()
  const meta = metaFile(files, metaPath)
  meta.data = { version: FORMAT_VERSION, journalFrom: journalFrom ?? 1 }
  await meta.write()
  await files.syncFolder(dir)

  const checkpoints = new Checkpoints({
    memory,
    documents,
    journal,
    journalFolder: folders.journal,
    metaPath,
    mayWrite: () => lock.check(),
    files,
    log,
    limits,
  })
  if (repaired.length > 0) await checkpoints.run()
  else if (end.bytes > 0) checkpoints.changed()
  const commits = new Commits({
    memory,
    documents,
    journal,
    mayWrite: () => lock.check(),
    onDurable: () => checkpoints.changed(),
    log,
  })
  log.info(
    { dir, documents: memory.homes.size, replayedBytes: end.bytes, tookMs: Date.now() - beganAt },
    'the embedded store is open',
  )

  return {
    read: tablesOver(new View(memory, documents)),
    commit: (work) => commits.commit(work),
    async close() {
      await commits.close()
      checkpoints.stop()
      await checkpoints.run().catch((error: unknown) => {
        log.error({ err: error }, 'the last checkpoint failed; the next start takes all from the journal')
      })
      await journal.close().catch((error: unknown) => {
        log.error({ err: error }, 'the journal could not be closed in good order')
      })
      await lock.release()
    },
  }
}

function nothing(): Recovered {
  const end: JournalEnd = { number: 1, commit: 1, bytes: 0, torn: null }
  return { memory: new Memory(), end, repaired: [] }
}

/** The first journal file to replay; null in a new folder. */
async function readJournalFrom(
  path: string,
  folders: { documents: string; journal: string },
  { files, log }: { files: Files; log: Log },
): Promise<number | null> {
  const meta = await readMeta(metaFile(files, path))
  if (meta !== null && meta !== 'damaged') {
    refuseNewer(meta.version, path)
    return meta.journalFrom
  }
  const oldest = journalNumbers(folders.journal)[0] ?? null
  if (oldest === null && readdirSync(folders.documents).length === 0) return null
  // Replaying more than needed changes nothing: the last write of each record is the one that stays.
  log.warn({ path }, `the file is ${meta ?? 'missing'} and is made anew; all journal files are replayed`)
  return oldest ?? 1
}

async function readMeta(file: Low<Meta | null>): Promise<Meta | null | 'damaged'> {
  try {
    await file.read()
  } catch (error) {
    if (error instanceof SyntaxError) return 'damaged'
    throw error
  }
  return file.data
}
