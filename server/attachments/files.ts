// Where the bytes of attachments lie: a small interface, and the folder DATA_DIR/attachments that keeps it. Names are
// our own ids, never people's. What was answered is on the disk. The other one that keeps it is bucket-files.ts.

import { constants, createReadStream } from 'node:fs'
import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { makeFolder } from '../folder.ts'
import type { Bytes } from './kinds.ts'

export interface AttachmentFiles {
  /** Bytes of an upload that are durable so far. */
  received(id: string): Promise<number>
  /** Behind what was received, which ends at `from`; durable when it resolves. */
  append(id: string, from: number, piece: Uint8Array): Promise<void>
  /** What was received, as it is. @param size all of it: another copy may have kept it meanwhile, which is an error here */
  look<T>(id: string, size: number, work: (received: Bytes & { path: string }) => Promise<T>): Promise<T>
  /** Keeps what was received, or what `make` made of it, durably, under the same id. */
  keep(id: string, size: number, make?: (from: string, to: string) => Promise<void>): Promise<void>
  read(id: string): Promise<{ size: number; stream: Readable }>
  remove(id: string): Promise<void>
  /** Everything that lies there, whole or not. */
  list(): Promise<string[]>
}

const PART = '.part'
const MADE = '.made'
const FILE_MODE = 0o600
const FOLDER_MODE = 0o700

export function attachmentFolder(dir: string): AttachmentFiles {
  const whole = (id: string) => join(dir, id)
  const part = (id: string) => join(dir, id + PART)
  const made = (id: string) => join(dir, id + MADE)
  const files: AttachmentFiles = {
    async received(id) {
      return stat(part(id)).then(
        ({ size }) => size,
        (cause) => {
          if (isMissing(cause)) return 0
          throw cause
        },
      )
    },
    async append(id, from, piece) {
      await makeFolder(dir, FOLDER_MODE)
      const file = await open(part(id), constants.O_WRONLY | constants.O_CREAT, FILE_MODE)
      try {
        // At its place, not at the end: where the folder is shared, two copies of the server may be sent the same piece.
        for (let done = 0; done < piece.length; ) {
          done += (await file.write(piece, done, piece.length - done, from + done)).bytesWritten
        }
        await file.datasync()
      } catch (cause) {
        // A full disk takes a part of it: the next try begins where this one did.
        await file.truncate(from)
        throw cause
      } finally {
        await file.close()
      }
    },
    look: (id, _size, work) => lookInto(part(id), work),
    async keep(id, _size, make) {
      if (!make) {
        await rename(part(id), whole(id))
      } else {
        await make(part(id), made(id))
        const file = await open(made(id), 'r+')
        await file.datasync()
        await file.close()
        await rename(made(id), whole(id))
        await rm(part(id), { force: true })
      }
      await syncFolder(dir)
    },
    async read(id) {
      const { size } = await stat(whole(id))
      return { size, stream: createReadStream(whole(id)) }
    },
    async remove(id) {
      await Promise.all([whole(id), part(id), made(id)].map((path) => rm(path, { force: true })))
    },
    async list() {
      const names = await readdir(dir).catch((cause) => {
        if (isMissing(cause)) return []
        throw cause
      })
      return [...new Set(names.map((name) => name.replace(/\.(part|made)$/, '')))]
    },
  }
  return files
}

export async function lookInto<T>(path: string, work: (file: Bytes & { path: string }) => Promise<T>) {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const read = async (from: number, length: number) => {
      if (from < 0) return Buffer.alloc(0)
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from)
      return buffer.subarray(0, bytesRead)
    }
    return await work({ size, read, path })
  } finally {
    await file.close()
  }
}

/** A new name is durable once its folder is. Windows cannot open folders; NTFS journals its names by itself. */
async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(dir, 'r')
  await folder.sync().finally(() => folder.close())
}

const isMissing = (cause: unknown) => cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
