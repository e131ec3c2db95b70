// A model of what survives when the power goes: bytes that were synced, names whose folder was synced, and in the
// worst of both worlds names that came early for bytes that never came. Runs over the real disk, which it mirrors.

import { basename, dirname, join, relative } from 'node:path'
import type { Files, OpenFile } from '../../server/store/lowdb/files.ts'
import { realFiles } from '../../server/store/lowdb/files.ts'

interface Inode {
  bytes: Buffer
  synced: Buffer
  /** What was written since the last sync lies between. */
  from: number
  to: number
  /** Made once for these bytes. */
  torn: Buffer | null
  holed: Buffer | null
}
type Names = Map<string, Inode>

/** What a machine would find: path below the folder → content. */
export type Image = Map<string, Buffer>

interface Power {
  files: Files
  /** Called before each operation that changes anything: here the power could go. */
  onStep: () => void
  /**
   * What may be there if it goes now: names that were not synced are lost, or came early for bytes that did not come,
   * or for the first part of them; or, where nothing grew, for the last part; or they came early in one folder and not in
   * the others.
   */
  images(dir: string): Image[]
}

export function power(): Power {
  const names = new Map<string, Names>()
  const syncedNames = new Map<string, Names>()
  /** Folders with names that came or went since they were synced. */
  const unsynced = new Set<string>()
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
      imageOf(dir, names, holedOf),
      ...[...unsynced].map((folder) =>
        imageOf(dir, new Map([...syncedNames, [folder, namesOf(folder)]]), ({ synced }) => synced),
      ),
    ],
    files: {
      ...realFiles,
      async open(path, how) {
        self.onStep()
        const file = await realFiles.open(path, how)
        const there = namesOf(dirname(path)).get(basename(path))
        if (!there) unsynced.add(dirname(path))
        const inode = there ?? newInode()
        if (how !== 'change') inode.bytes = Buffer.alloc(0)
        namesOf(dirname(path)).set(basename(path), inode)
        return mirrored(file, inode, () => self.onStep())
      },
      async rename(from, to) {
        self.onStep()
        await realFiles.rename(from, to)
        unsynced.add(dirname(from)).add(dirname(to))
        const inode = namesOf(dirname(from)).get(basename(from))
        namesOf(dirname(from)).delete(basename(from))
        if (inode) namesOf(dirname(to)).set(basename(to), inode)
      },
      async remove(path) {
        self.onStep()
        await realFiles.remove(path)
        namesOf(dirname(path)).delete(basename(path))
        unsynced.add(dirname(path))
      },
      async syncFolder(path) {
        self.onStep()
        // What comes while it syncs may be too late for it.
        const taken = new Map(namesOf(path))
        unsynced.delete(path)
        await realFiles.syncFolder(path)
        syncedNames.set(path, taken)
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
      inode.from = Math.min(inode.from, position)
      inode.to = Math.max(inode.to, position + bytes.length)
      inode.torn = null
      inode.holed = null
    },
    async datasync() {
      onStep()
      const { bytes } = inode
      await file.datasync()
      inode.synced = bytes
      Object.assign(inode, NOTHING_WRITTEN)
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
      inode.holed = null
    },
    close: () => file.close(),
  }
  return self
}

const NOTHING_WRITTEN = { from: Number.POSITIVE_INFINITY, to: 0, torn: null, holed: null }

function newInode(): Inode {
  return { bytes: Buffer.alloc(0), synced: Buffer.alloc(0), ...NOTHING_WRITTEN }
}

/** The first half of what was written since the last sync. */
function tornOf(inode: Inode): Buffer {
  const { bytes, synced, from } = inode
  if (inode.to <= from) return synced
  const to = Math.min(inode.to, bytes.length)
  inode.torn ??= Buffer.concat([
    bytes.subarray(0, from + Math.ceil((to - from) / 2)),
    synced.subarray(from + Math.ceil((to - from) / 2)),
  ])
  return inode.torn
}

/** The last half of it, over what was there before: sectors come in any order. A file that grows does so in order. */
function holedOf(inode: Inode): Buffer {
  const { bytes, synced, from, to } = inode
  if (to <= from || to > synced.length || bytes.length < to) return tornOf(inode)
  const middle = from + Math.floor((to - from) / 2)
  inode.holed ??= Buffer.concat([synced.subarray(0, middle), bytes.subarray(middle, to), synced.subarray(to)])
  return inode.holed
}

function imageOf(dir: string, names: Map<string, Names>, left: (inode: Inode) => Buffer): Image {
  const image: Image = new Map()
  for (const [folder, entries] of names) {
    for (const [name, inode] of entries) image.set(relative(dir, join(folder, name)), left(inode))
  }
  return image
}
