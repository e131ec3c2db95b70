// What is still good in a thread file that was given up: its whole runs, copied into a file of their own, so that the
// damage is met once and not at each start.

import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import type { Files } from './files.ts'
import { isMissing } from './files.ts'
import { type ThreadFile, threadPath } from './thread-format.ts'
import { readThreads } from './thread-reader.ts'

/** @returns what takes the place of `given` in the manifest; null where nothing of it is good */
export async function salvage(
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

function wholeRuns(folder: string, given: ThreadFile): Buffer {
  const places: [startsAt: number, endsAt: number][] = []
  readThreads(folder, [given], (_file, startsAt, head) => places.push([startsAt, head.endsAt]))
  try {
    const bytes = readFileSync(threadPath(folder, given.number))
    return Buffer.concat(places.map(([startsAt, endsAt]) => bytes.subarray(startsAt, endsAt)))
  } catch (error) {
    if (isMissing(error)) return Buffer.alloc(0)
    throw error
  }
}
