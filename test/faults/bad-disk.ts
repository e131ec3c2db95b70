// A disk that can be told to be full or broken, under the real one. Only what the store writes through its seam
// is affected, and what was half written really lies there half.

import type { Files, OpenFile } from '../../server/store/lowdb/files.ts'
import { realFiles } from '../../server/store/lowdb/files.ts'

export interface BadDisk {
  files: Files
  /** Bytes that still fit; writes past it leave a part behind and throw ENOSPC. */
  freeBytes: number
  /** Syncs that throw EIO, from now on. */
  failingSyncs: number
  /** Cuts that throw EIO, from now on. */
  failingCuts: number
  /** The next sync that succeeds waits for this; resolve it to let it go. */
  holdSync: Promise<void> | null
  /** What is still asked of the disk after it failed. */
  failures: number
}

export function badDisk(): BadDisk {
  const disk: BadDisk = {
    files: { ...realFiles, open: async (path, how) => over(await realFiles.open(path, how)) },
    freeBytes: Number.POSITIVE_INFINITY,
    failingSyncs: 0,
    failingCuts: 0,
    holdSync: null,
    failures: 0,
  }

  function over(file: OpenFile): OpenFile {
    const self: OpenFile = {
      async write(bytes, position) {
        if (bytes.length <= disk.freeBytes) {
          disk.freeBytes -= bytes.length
          return file.write(bytes, position)
        }
        await file.write(bytes.subarray(0, disk.freeBytes), position)
        disk.freeBytes = 0
        disk.failures++
        throw systemError('ENOSPC', 'no space left on device, write')
      },
      async datasync() {
        await disk.holdSync
        if (disk.failingSyncs > 0) {
          disk.failingSyncs--
          disk.failures++
          throw systemError('EIO', 'i/o error, fdatasync')
        }
        await file.datasync()
      },
      async writeDurably(bytes, position) {
        await self.write(bytes, position)
        await self.datasync()
      },
      async truncate(bytes) {
        if (disk.failingCuts > 0) {
          disk.failingCuts--
          disk.failures++
          throw systemError('EIO', 'i/o error, ftruncate')
        }
        await file.truncate(bytes)
      },
      close: () => file.close(),
    }
    return self
  }
  return disk
}

function systemError(code: string, message: string): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code })
}
