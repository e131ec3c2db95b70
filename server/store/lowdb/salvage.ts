// What is still good in files that were given up. Of a thread file: its whole runs, copied into a file of their own, so
// that the damage is met once and not at each start. Of a document: its whole records.

import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { isResident, type ResidentName } from './collections.ts'
import { wholeRecords } from './document-format.ts'
import { type Files, isMissing } from './files.ts'
import type { Memory } from './memory.ts'
import { type ThreadFile, threadPath } from './thread-format.ts'
import { readThreads } from './thread-reader.ts'
import { writeOf } from './writes.ts'

/** @returns what takes the place of `given` in the manifest; null where nothing of it is good */
export async function salvageThreads(
  folder: string,
  given: ThreadFile,
  number: number,
  files: Files,
): Promise<ThreadFile | null> {
  const bytes = wholeRuns(folder, given)
  if (bytes.length === 0) return null
  const file = await files.open(threadPath(folder, number), 'replace')
  try {
    await file.write(bytes, 0)
    await file.datasync()
  } finally {
    await file.close()
  }
  await files.syncFolder(folder)
  return { number, bytes: bytes.length, checksum: crc32(bytes) }
}

/** As if they had just been written: the next checkpoint puts them into new documents. */
export function salvageDocument(path: string, memory: Memory): void {
  for (const [name, texts] of Object.entries(wholeRecords(bytesOf(path)))) {
    if (!isResident(name)) continue
    for (const text of texts) memory.replay(writeOf<ResidentName>(name, JSON.parse(text), text))
  }
}

function wholeRuns(folder: string, given: ThreadFile): Buffer {
  const places: [startsAt: number, endsAt: number][] = []
  readThreads(folder, [given], (_file, startsAt, head) => places.push([startsAt, head.endsAt]))
  const bytes = bytesOf(threadPath(folder, given.number))
  return Buffer.concat(places.map(([startsAt, endsAt]) => bytes.subarray(startsAt, endsAt)))
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    if (isMissing(error)) return Buffer.alloc(0)
    throw error
  }
}
