// A model of what survives when the power goes: bytes that were synced, names whose folder was synced, and in the
// worst of both worlds names that came early for bytes that never came. Runs over the real disk, which it mirrors.

import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import type { Files, OpenFile } from '../../server/store/lowdb/files.ts'
import { realFiles } from '../../server/store/lowdb/files.ts'

interface Inode {
  bytes: Buffer
  synced: Buffer
}
type Names = Map<string, Inode>

/** What a machine would find: path below the folder → content. */
export type Image = Map<string, Buffer>

export interface Power {
  files: Files
  /** Called before each operation that changes anything: here the power could go. */
  onStep: () => void
  /** What is there if it goes now: `late` names are lost without a sync, `early` ones came before it. */
  images(dir: string): { late: Image; early: Image }
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
    images: (dir) => ({ late: imageOf(dir, syncedNames), early: imageOf(dir, names) }),
    files: {
      ...realFiles,
      async open(path, how) {
        self.onStep()
        const file = await realFiles.open(path, how)
        const there = namesOf(dirname(path)).get(basename(path))
        const inode = there ?? { bytes: Buffer.alloc(0), synced: Buffer.alloc(0) }
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
  return {
    async write(bytes, position) {
      onStep()
      await file.write(bytes, position)
      const longer = Buffer.alloc(Math.max(inode.bytes.length, position + bytes.length))
      inode.bytes.copy(longer)
      longer.set(bytes, position)
      inode.bytes = longer
    },
    async datasync() {
      onStep()
      await file.datasync()
      inode.synced = inode.bytes
    },
    async truncate(bytes) {
      onStep()
      await file.truncate(bytes)
      inode.bytes = inode.bytes.subarray(0, bytes)
    },
    close: () => file.close(),
  }
}

function imageOf(dir: string, names: Map<string, Names>): Image {
  const image: Image = new Map()
  for (const [folder, entries] of names) {
    for (const [name, inode] of entries) image.set(relative(dir, join(folder, name)), inode.synced)
  }
  return image
}

export async function writeImage(image: Image, dir: string): Promise<void> {
  for (const [path, bytes] of image) {
    await mkdir(dirname(join(dir, path)), { recursive: true })
    await writeFile(join(dir, path), bytes)
  }
}
