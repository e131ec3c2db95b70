// How large the next piece of a file on its way is. A piece that is lost goes again whole: on a slow line they are small, or none
// of them would ever arrive; on a fast one large, for each waits for the answer to the one before. Partners: uploads.ts of the
// widget and of the console.

import { ATTACHMENT_PIECE_BYTES } from './limits.ts'

/** A piece that takes longer is taken for lost: twice what the server gives it. */
export const PIECE_WITHIN_MS = 30_000
const PIECE_MIN_BYTES = 8 * 1024
/** After one that took longer the next is half as large; after one that took a quarter of it, twice. */
const PIECE_SLOW_MS = 4_000

/** Of whichever file. */
export let pieceBytes = ATTACHMENT_PIECE_BYTES / 4

/** @param ms of the last one, with its answer; Infinity: it was lost */
export function pieceTook(ms: number): void {
  if (ms > PIECE_SLOW_MS) pieceBytes = Math.max(PIECE_MIN_BYTES, pieceBytes / 2)
  else if (ms < PIECE_SLOW_MS / 4) pieceBytes = Math.min(ATTACHMENT_PIECE_BYTES, pieceBytes * 2)
}
