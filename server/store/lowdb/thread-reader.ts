// Reads thread files at a start, one after another from end to end: where each run lies, and whether it is what was
// written. The records themselves stay on disk. Partner: recovery.ts, which decides what a damaged one means.

import { closeSync, openSync, readSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { isMissing } from './files.ts'
import { isWholeRun, parseRunHead, type RunHead, type ThreadFile, threadPath } from './thread-format.ts'

export interface DamagedThreads {
  path: string
  file: number
  /** Everything in the file before this is good. */
  startsAt: number
  why: string
  /** Whose records the damaged bytes were, as far as they still say. */
  tickets: string[]
}

/** Gives every run that is whole, in order. @returns what is not */
export function readThreads(
  folder: string,
  files: readonly ThreadFile[],
  take: (file: number, startsAt: number, head: RunHead) => void,
): DamagedThreads[] {
  const damaged: DamagedThreads[] = []
  const largest = Math.max(0, ...files.map(({ bytes }) => bytes))
  const memory = new ArrayBuffer(largest, { maxByteLength: largest })
  const room = Buffer.from(memory)
  for (const file of files) {
    const path = threadPath(folder, file.number)
    const bytes = readInto(room, path, file.bytes)
    if (bytes === null)
      damaged.push({ path, file: file.number, startsAt: 0, why: 'it is missing', tickets: [] })
    else readFile(bytes, path, file)
  }
  // Given back now: nothing is collected between a start and the first people, and it can be 64 MB.
  memory.resize(0)
  return damaged

  function readFile(bytes: Buffer, path: string, file: ThreadFile): void {
    const isWhole = bytes.length === file.bytes && crc32(bytes) === file.checksum
    let startsAt = 0
    while (startsAt < bytes.length) {
      const head = parseRunHead(bytes, startsAt)
      if (head && (isWhole || isWholeRun(bytes, startsAt, head.endsAt))) {
        take(file.number, startsAt, head)
        startsAt = head.endsAt
        continue
      }
      const next = nextRun(bytes, startsAt)
      const why = `what stands from byte ${startsAt} to ${next} is not what was written`
      damaged.push({
        path,
        file: file.number,
        startsAt,
        why,
        tickets: ticketsIn(bytes.subarray(startsAt, next)),
      })
      startsAt = next
    }
    if (bytes.length < file.bytes) {
      const why = bytes.length === 0 ? 'it is empty' : `it ends after ${bytes.length} of ${file.bytes} bytes`
      damaged.push({ path, file: file.number, startsAt, why, tickets: [] })
    } else if (!isWhole && !damaged.some((one) => one.file === file.number)) {
      damaged.push({
        path,
        file: file.number,
        startsAt: 0,
        why: 'it is another file than was written',
        tickets: [],
      })
    }
  }
}

function readInto(room: Buffer, path: string, bytes: number): Buffer | null {
  try {
    const file = openSync(path, 'r')
    try {
      let read = 0
      for (let step = -1; step !== 0 && read < bytes; read += step)
        step = readSync(file, room, read, bytes - read, read)
      return room.subarray(0, read)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

const NEWLINE = 10

/** The next place at which a whole run begins; the end where there is none. */
function nextRun(bytes: Buffer, damagedAt: number): number {
  for (
    let newline = bytes.indexOf(NEWLINE, damagedAt);
    newline >= 0;
    newline = bytes.indexOf(NEWLINE, newline + 1)
  ) {
    const head = parseRunHead(bytes, newline + 1)
    if (head && isWholeRun(bytes, newline + 1, head.endsAt)) return newline + 1
  }
  return bytes.length
}

function ticketsIn(bytes: Buffer): string[] {
  const found = bytes.toString('utf8').matchAll(/"(?:ticketId":"|tickets\/)([\w-]+)"/g)
  return [...new Set([...found].map(([, id]) => id ?? ''))]
}
