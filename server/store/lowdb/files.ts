// The few file operations that the store's promises hang on, as a seam: tests put a full or failing disk here.
// A write is not durable before its `datasync`, a new name not before its folder is synced.

import { constants } from 'node:fs'
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from '../../folder.ts'

export interface OpenFile {
  /** All of `bytes` at that place. After a throw, any part of them may be there. */
  write(bytes: Uint8Array, position: number): Promise<void>
  datasync(): Promise<void>
  /** Both in one: a busy journal waits for the event loop once a batch instead of twice. After a throw, as after `write`. */
  writeDurably(bytes: Uint8Array, position: number): Promise<void>
  truncate(bytes: number): Promise<void>
  close(): Promise<void>
}

/** `new` refuses an existing file, `replace` empties it, `change` needs it. */
type How = 'new' | 'replace' | 'change'

export interface Files {
  open(path: string, how: How): Promise<OpenFile>
  /** null where there is no such file. */
  read(path: string): Promise<Buffer | null>
  rename(from: string, to: string): Promise<void>
  /** Nothing happens where there is no such file. */
  remove(path: string): Promise<void>
  /** With its parents, durably. */
  makeFolder(path: string): Promise<void>
  syncFolder(path: string): Promise<void>
}

/** What people write to support is for nobody else on this machine. */
const FILE_MODE = 0o600
const FOLDER_MODE = 0o700

const { O_CREAT, O_DSYNC, O_EXCL, O_RDWR, O_TRUNC, O_WRONLY } = constants
const FLAGS: Record<How, number> = {
  new: O_WRONLY | O_CREAT | O_EXCL,
  replace: O_WRONLY | O_CREAT | O_TRUNC,
  change: O_RDWR,
}

export const realFiles: Files = {
  async open(path, how) {
    const file = await open(path, FLAGS[how], FILE_MODE)
    /** The same file, of which each write is durable by itself; opened when it is first wanted. */
    let durable: FileHandle | null = null
    return {
      write: (bytes, position) => writeAll(file, bytes, position),
      datasync: () => file.datasync(),
      async writeDurably(bytes, position) {
        // Windows has no such flag.
        if (O_DSYNC === undefined) {
          await writeAll(file, bytes, position)
          return file.datasync()
        }
        durable ??= await open(path, O_WRONLY | O_DSYNC)
        return writeAll(durable, bytes, position)
      },
      truncate: (bytes) => file.truncate(bytes),
      async close() {
        await durable?.close()
        await file.close()
      },
    }
  },

  async read(path) {
    try {
      return await readFile(path)
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  },

  rename,
  remove: (path) => rm(path, { force: true }),

  async makeFolder(path) {
    const made = await makeFolder(path, FOLDER_MODE)
    for (const folder of made.toReversed()) await this.syncFolder(dirname(folder))
  },

  async syncFolder(path) {
    // Windows cannot open folders; NTFS journals its names by itself.
    if (process.platform === 'win32') return
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  },
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const step = await file.write(bytes, written, bytes.length - written, position + written)
    written += step.bytesWritten
  }
}

export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT'
}

/** ENOSPC, EIO …: what the system called it. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return String(error.code)
}
