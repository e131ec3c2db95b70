// The threads read from end to end while the server runs, the newest first: in pieces of runs that lie side by side, for to
// read each run by itself takes longer than all that is done with it. Partners: thread-files.ts, search/first-reading.ts.

import { Damaged } from './document-format.ts'
import { NO_FILE, type Runs } from './runs.ts'
import { isWholeRun, parseRunHead, textsOf } from './thread-format.ts'

/** Of a piece that is read whole; a single run may be longer. */
const READ_BYTES = 256 * 1024

/** Runs that lie side by side. */
export interface ThreadPiece {
  file: number
  startsAt: number
  bytes: number
  /** Bytes of each, the last one first. */
  runs: number[]
}

export interface RunTexts {
  home: string
  /** Made when they are asked for. */
  texts: Iterable<string>
}

export function* piecesIn(runs: Runs): Generator<ThreadPiece> {
  let piece: ThreadPiece | undefined
  for (let number = runs.count - 1; number >= 0; number--) {
    const { file, startsAt, bytes } = runs.get(number)
    if (file === NO_FILE) continue
    if (piece?.file === file && startsAt + bytes === piece.startsAt && piece.bytes < READ_BYTES) {
      piece.runs.push(bytes)
      piece.startsAt = startsAt
      piece.bytes += bytes
    } else {
      if (piece) yield piece
      piece = { file, startsAt, bytes, runs: [bytes] }
    }
  }
  if (piece) yield piece
}

/** One that is not what was written does not keep the others from being read. */
export function* runsIn(piece: ThreadPiece, read: Buffer, path: string): Generator<RunTexts | Damaged> {
  let endsAt = piece.bytes
  for (const bytes of piece.runs) {
    const startsAt = endsAt - bytes
    const head = isWholeRun(read, startsAt, endsAt) ? parseRunHead(read, startsAt) : null
    if (head) yield { home: head.home, texts: textsOf(read, head) }
    else yield damagedAt(path, piece.startsAt + startsAt)
    endsAt = startsAt
  }
}

export function damagedAt(path: string, byte: number, of = ''): Damaged {
  return new Damaged(
    `${path} was damaged at byte ${byte} while the server was running${of && `: a part of ${of}`}. Stop the server and restore the data folder from a backup.`,
  )
}
