// A thread file written anew without what was removed: its runs that are still read, one after another, each looked at on the
// way, so that damage is never put under a new checksum. The old file stays as it is. Partner: thread-files.ts.

import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { Files } from './files.ts'
import type { Runs } from './runs.ts'
import { isWholeRun, type ThreadFile, threadPath } from './thread-format.ts'
import { damagedAt } from './thread-pieces.ts'

/** Read and written at once: to look at these bytes keeps everybody waiting for less than a millisecond. */
const PIECE_BYTES = 512 * 1024

interface Anew {
  file: ThreadFile
  runs: { run: number; startsAt: number; bytes: number }[]
}

/** Durable when it resolves; nothing names it yet. @throws Damaged where a run is not what was written */
export async function withoutDead(
  files: Files,
  folder: string,
  old: ThreadFile,
  number: number,
  runs: Runs,
): Promise<Anew> {
  const anew: Anew = { file: { number, bytes: 0, checksum: 0 }, runs: [] }
  const living = runs.in(old.number)
  if (living.length === 0) return anew
  const from = await open(threadPath(folder, old.number), 'r')
  try {
    const to = await files.open(threadPath(folder, number), 'replace')
    try {
      for (const piece of piecesOf(living, runs)) {
        const bytes = Buffer.allocUnsafe(piece.bytes)
        await from.read(bytes, 0, piece.bytes, piece.startsAt)
        for (const one of piece.runs) {
          const at = one.startsAt - piece.startsAt
          if (!isWholeRun(bytes, at, at + one.bytes))
            throw damagedAt(threadPath(folder, old.number), one.startsAt)
          anew.runs.push({ ...one, startsAt: anew.file.bytes + at })
        }
        await to.write(bytes, anew.file.bytes)
        anew.file.bytes += bytes.length
        anew.file.checksum = crc32(bytes, anew.file.checksum)
      }
      await to.datasync()
    } finally {
      await to.close()
    }
    await files.syncFolder(folder)
    return anew
  } finally {
    await from.close()
  }
}

interface Piece {
  startsAt: number
  bytes: number
  runs: Anew['runs']
}

/** Runs that lie side by side. */
function* piecesOf(living: readonly number[], runs: Runs): Generator<Piece> {
  let piece: Piece | undefined
  for (const run of living) {
    const { startsAt, bytes } = runs.get(run)
    if (piece && piece.startsAt + piece.bytes === startsAt && piece.bytes < PIECE_BYTES) {
      piece.bytes += bytes
    } else {
      if (piece) yield piece
      piece = { startsAt, bytes, runs: [] }
    }
    piece.runs.push({ run, startsAt, bytes })
  }
  if (piece) yield piece
}
