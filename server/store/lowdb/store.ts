// The embedded store: documents, threads and a journal in one folder, for one process. Opens, recovers, and ties the
// parts together; what each promises stands in its own file. Partner: ../store.ts, the interfaces it keeps.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { CannotStart } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Store } from '../store.ts'
import { Acknowledged, NOTED_EVERY_MS } from './acknowledged.ts'
import { CHECKPOINT_LIMITS, type CheckpointLimits, Checkpoints } from './checkpoint.ts'
import { Commits } from './commits.ts'
import { Documents } from './documents.ts'
import { everything, type HomeRecords } from './everything.ts'
import { codeOf, type Files, realFiles } from './files.ts'
import { Journal, journalNumbers } from './journal.ts'
import { SPACE_LIMITS, type SpaceLimits } from './journal-space.ts'
import { leftovers } from './leftovers.ts'
import { type Lock, takeLock } from './lock.ts'
import { FORMAT_VERSION, type Manifest, readManifest, writeManifest } from './manifest.ts'
import { ownerOf, refuseForeignRoot } from './owner.ts'
import { type Folders, type Recovered, recover, recoverFromJournal, recoverVersion1 } from './recovery.ts'
import { SearchKeeper } from './search/keeper.ts'
import { tablesOver } from './tables.ts'
import { ThreadFiles } from './thread-files.ts'
import { version1Files } from './version-1.ts'
import { View } from './view.ts'

/** What the system says of a folder that cannot be made or written to there, whatever its disk has room for. */
const PLACE_ERRORS = ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EROFS']

export interface LowdbStoreOptions {
  /** DATA_DIR; made when it is not there. */
  dir: string
  log: Log
  /** For tests: a disk that fails, checkpoints that come early, and a journal whose length is noted at once. */
  files?: Files
  limits?: Partial<CheckpointLimits>
  space?: SpaceLimits
  notedEveryMs?: number
}

export interface LowdbStore extends Store {
  /** For a move to another store. `commits` is another number as soon as something was changed. */
  commits(): number
  everything(after: string): AsyncGenerator<HomeRecords>
}

/** @throws CannotStart with a message for the operator; the folder is left as it was */
export async function openLowdbStore(options: LowdbStoreOptions): Promise<LowdbStore> {
  const { dir, log, files = realFiles, notedEveryMs = NOTED_EVERY_MS, space = SPACE_LIMITS } = options
  const limits = { ...CHECKPOINT_LIMITS, ...options.limits }
  let lock: Lock | null = null
  try {
    await files.makeFolder(dir)
    await refuseForeignRoot(dir)
    lock = await takeLock(dir, log)
    return await open({ dir, log, files, limits, space, lock, notedEveryMs })
  } catch (error) {
    await lock?.release()
    if (error instanceof CannotStart || codeOf(error) === undefined) throw error
    const found = `The data folder ${dir} cannot be used: ${error instanceof Error ? error.message : error}`
    const isOfThePlace = PLACE_ERRORS.includes(codeOf(error) ?? '')
    throw new CannotStart(isOfThePlace ? `${found}. ${await toDo(dir)}` : found, { cause: error })
  }
}

/** Who names another folder where there is data begins without it. */
async function toDo(dir: string): Promise<string> {
  if ((await ownerOf(dir)) === null)
    return 'Set DATA_DIR to a folder that this account can make and write to.'
  return `There is data in it that this account may not read or write, as after a command that root ran. Run this as the account that the data belongs to, or give all of it to this one: chown -R ${process.getuid?.() ?? ''} ${dir}`
}

async function open(at: {
  dir: string
  log: Log
  files: Files
  limits: CheckpointLimits
  space: SpaceLimits
  lock: Lock
  notedEveryMs: number
}): Promise<LowdbStore> {
  const { dir, log, files, limits, space, lock } = at
  const beganAt = Date.now()
  const folders = {
    documents: join(dir, 'documents'),
    threads: join(dir, 'threads'),
    journal: join(dir, 'journal'),
  }
  for (const folder of Object.values(folders)) await files.makeFolder(folder)

  const { manifest, recovered } = await recoverFrom(dir, folders, at)
  const { memory, plan, end, mustWrite } = recovered
  const threads = new ThreadFiles({
    folder: folders.threads,
    files,
    memory,
    written: plan.threads,
    next: 1 + Math.max(0, ...[...(manifest?.threads ?? []), ...plan.threads].map(({ number }) => number)),
    tail: mustWrite ? null : (plan.threads.at(-1)?.number ?? null),
  })
  const documents = new Documents({
    folder: folders.documents,
    files,
    memory,
    documents: recovered.documents,
  })
  const journal = new Journal({
    folder: folders.journal,
    files,
    number: end.number,
    commit: end.commit,
    bytesToReplay: end.bytes,
    before: end.before,
    space,
  })
  const checkpoints = new Checkpoints({
    memory,
    documents,
    threads,
    journal,
    dir,
    journalFolder: folders.journal,
    manifest,
    marks: plan.marks,
    /** Then what the manifest says of earlier states does not hold for what is in memory. */
    isAnew: mustWrite,
    mayWrite: () => lock.check(),
    files,
    log,
    limits,
  })
  const acknowledged = new Acknowledged(folders.journal, files, () => journal.commit - 1, at.notedEveryMs)
  if (manifest === null || mustWrite) {
    await checkpoints.run()
  } else {
    await journal.rotate()
    await writeManifest(files, dir, manifest)
  }
  await acknowledged.note()
  // Before another checkpoint can begin: its files have no name yet either.
  for (const path of leftovers(folders, checkpoints.manifest ?? NOTHING)) await files.remove(path)
  if (end.bytes > 0 && !mustWrite) checkpoints.changed()

  const search = new SearchKeeper(memory, threads, log)
  const commits = new Commits({
    memory,
    threads,
    journal,
    hear: (write) => search.hear(write),
    mayWrite: () => lock.check(),
    onDurable: () => {
      checkpoints.changed()
      acknowledged.changed()
    },
    log,
  })
  log.info(
    { dir, homes: memory.homes.size, replayedBytes: end.bytes, tookMs: Date.now() - beganAt },
    'the embedded store is open',
  )

  return {
    read: tablesOver(new View(memory, threads)),
    commit: (work) => commits.commit(work),
    search,
    commits: () => journal.commit,
    everything: (after) => everything(memory, threads, after),
    async close() {
      await search.end()
      await commits.close()
      checkpoints.stop()
      await checkpoints.run().catch((error: unknown) => {
        log.error({ err: error }, 'the last checkpoint failed; the next start takes all from the journal')
      })
      await acknowledged.stop()
      await journal.close().catch((error: unknown) => {
        log.error({ err: error }, 'the journal could not be closed in good order')
      })
      await threads.close()
      await lock.release()
    },
  }
}

const NOTHING = { documents: [], threads: [] }

interface Found {
  /** null where the folder has none of ours. */
  manifest: Manifest | null
  recovered: Recovered
}

async function recoverFrom(dir: string, folders: Folders, at: { files: Files; log: Log }): Promise<Found> {
  const found = await readManifest(at.files, dir, at.log)
  const parts = { folders, ...at }
  if (found !== null && found !== 'damaged') {
    return found.version === FORMAT_VERSION
      ? { manifest: found, recovered: await recover(found, parts) }
      : { manifest: null, recovered: await recoverVersion1(found, parts) }
  }
  const oldest = journalNumbers(folders.journal)[0] ?? 1
  const path = join(dir, 'meta.json')
  const isNew = found === null && journalNumbers(folders.journal).length === 0 && isEmpty(folders)
  const sentence = `the file is ${found ?? 'missing'} and is made anew; all journal files are replayed`
  if (version1Files(folders.documents).length > 0) {
    at.log.warn({ path }, sentence)
    return { manifest: null, recovered: await recoverVersion1({ version: 1, journalFrom: oldest }, parts) }
  }
  if (oldest > 1 || (journalNumbers(folders.journal).length === 0 && !isNew)) {
    throw new CannotStart(
      `${path} and its copy are ${found ?? 'missing'}: they name the files that belong together, and the journal does not reach back to the beginning. Restore the data folder from a backup. Nothing was changed.`,
    )
  }
  if (!isNew) at.log.warn({ path }, sentence)
  return { manifest: null, recovered: await recoverFromJournal(parts) }
}

function isEmpty({ documents, threads }: Folders): boolean {
  return readdirSync(documents).length + readdirSync(threads).length === 0
}
