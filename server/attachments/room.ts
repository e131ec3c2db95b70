// Room for pieces that are on their way in. Each is in memory until its last byte has come, and it may come byte by byte for as long as a
// request may take: so they are counted before the first, for each uploader and for all. Partner: routes.ts.

import { ATTACHMENT_PIECE_BYTES } from '../../protocol/limits.ts'
import { Refusal } from '../errors.ts'

/** Of one uploader: the files of a message, in two windows, one after another each. */
const OF_ONE = 10
/** Bytes of all: what mails at the SMTP door may hold, too. */
const OF_ALL = (64 * 1024 * 1024) / ATTACHMENT_PIECE_BYTES
/** A piece takes a second or two mostly. */
const RETRY_MS = 2_000

export function roomForPieces() {
  const ofOne = new Map<string, number>()
  let ofAll = 0

  return {
    /** @returns what gives the room back; called again, it does nothing. @throws Refusal('request.too_many') */
    enter(uploader: string): () => void {
      const theirs = ofOne.get(uploader) ?? 0
      if (theirs >= OF_ONE || ofAll >= OF_ALL)
        throw new Refusal('request.too_many', { retryAfterMs: RETRY_MS })
      ofOne.set(uploader, theirs + 1)
      ofAll++
      let isIn = true
      return () => {
        if (!isIn) return
        isIn = false
        ofAll--
        const left = (ofOne.get(uploader) ?? 1) - 1
        if (left > 0) ofOne.set(uploader, left)
        else ofOne.delete(uploader)
      }
    },
  }
}
