// A model of what survives when the power goes: bytes that were synced, names whose folder was synced, and in the
// worst of both worlds names that came early for bytes that never came. Runs over the real disk, which it mirrors.

import { basename, dirname, join, relative } from 'node:path'
import type { Files, OpenFile } from '../../server/store/lowdb/files.ts'
import { realFiles } from '../../server/store/lowdb/files.ts'

interface Inode {
  bytes: Buffer
  synced: Buffer
  /** Made once for these bytes. */
  torn: Buffer | null
}
type Names = Map<string, Inode>

/** What a machine would find: path below the folder → content. */
export type Image = Map<string, Buffer>

export interface Power {
  files: Files
  /** Called before each operation that changes anything: here the power could go. */
  onStep: () => void
  /**
   * What may be there if it goes now: names that were not synced are lost, or came early for bytes that did not come,
   * or for a part of them.
   */
  images(dir: string): Image[]
}

export function power(): Power {
  const names = new Map<string, Names>()
  const syncedNames = new Map<string, Names>()
  const namesOf = (folder: string) => {
    const there = names.get(folder) ?? new Map()
    names.set(folder, there)
    return there
  }
  const self: Power = {
    onStep: () => {},
    images: (dir) => [
      imageOf(dir, syncedNames, ({ synced }) => synced),
      imageOf(dir, names, ({ synced }) => synced),
      imageOf(dir, names, tornOf),
    ],
    files: {
      ...realFiles,
      async open(path, how) {
        self.onStep()
        const file = await realFiles.open(path, how)
        const there = namesOf(dirname(path)).get(basename(path))
        const inode = there ?? { bytes: Buffer.alloc(0), synced: Buffer.alloc(0), torn: null }
        if (how !== 'change') inode.bytes = Buffer.alloc(0)
        namesOf(dirname(path)).set(basename(path), inode)
        return mirrored(file, inode, () => self.onStep())
      },
      async rename(from, to) {
        self.onStep()
        await realFiles.rename(from, to)
        const inode = namesOf(dirname(from)).get(basename(from))
        namesOf(dirname(from)).delete(basename(from))
        if (inode) namesOf(dirname(to)).set(basename(to), inode)
      },
      async remove(path) {
        self.onStep()
        await realFiles.remove(path)
        namesOf(dirname(path)).delete(basename(path))
      },
      async syncFolder(path) {
        self.onStep()
        await realFiles.syncFolder(path)
        syncedNames.set(path, new Map(namesOf(path)))
      },
    },
  }
  return self
}

function mirrored(file: OpenFile, inode: Inode, onStep: () => void): OpenFile {
  const self: OpenFile = {
    async write(bytes, position) {
      onStep()
      await file.write(bytes, position)
      const longer = Buffer.alloc(Math.max(inode.bytes.length, position + bytes.length))
      inode.bytes.copy(longer)
      longer.set(bytes, position)
      inode.bytes = longer
      inode.torn = null
    },
    async datasync() {
      onStep()
      await file.datasync()
      inode.synced = inode.bytes
      inode.torn = null
    },
    // Two steps here too: the power may go when a part is written.
    async writeDurably(bytes, position) {
      await self.write(bytes, position)
      await self.datasync()
    },
    async truncate(bytes) {
      onStep()
      await file.truncate(bytes)
      inode.bytes = inode.bytes.subarray(0, bytes)
      inode.torn = null
    },
    close: () => file.close(),
  }
  return self
}

/** Half of what was added since the last sync. */
function tornOf(inode: Inode): Buffer {
  const { bytes, synced } = inode
  if (bytes.length <= synced.length) return synced
  inode.torn ??= bytes.subarray(0, synced.length + Math.ceil((bytes.length - synced.length) / 2))
  return inode.torn
}

function imageOf(dir: string, names: Map<string, Names>, left: (inode: Inode) => Buffer): Image {
  const image: Image = new Map()
  for (const [folder, entries] of names) {
    for (const [name, inode] of entries) image.set(relative(dir, join(folder, name)), left(inode))
  }
  return image
}
