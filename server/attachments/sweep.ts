// What was uploaded and never sent is let go after a day, and so are bytes that no record names: a crash between the
// two leaves them. Due work that puts itself again.

import { ATTACHMENT_LOOSE_MS } from '../../protocol/limits.ts'
import type { WorkHandler } from '../due-work.ts'
import type { Store } from '../store/store.ts'
import type { AttachmentFiles } from './files.ts'

export const ATTACHMENTS_SWEEP = 'attachments.sweep'

const AGAIN_AFTER_MS = 60 * 60_000
/** In one commit, so that none of them holds up a message. */
const AT_ONCE = 100

export function sweepAttachments(parts: {
  store: Store
  now: () => Date
  attachmentFiles: AttachmentFiles
}): WorkHandler {
  const { store, attachmentFiles: files } = parts
  return async () => {
    const at = parts.now().getTime()
    const before = new Date(at - ATTACHMENT_LOOSE_MS).toISOString()
    let removed: number
    do {
      removed = await store.commit(async (tx) => {
        const loose = await tx.attachments.listLoose(before, AT_ONCE)
        for (const { id } of loose) await tx.attachments.remove(id)
        return loose.length
      })
    } while (removed === AT_ONCE)
    for (const id of await files.list()) {
      // An upload has its record before its first byte.
      if (!(await store.read.attachments.find(id))) await files.remove(id)
    }
    return { againAt: new Date(at + AGAIN_AFTER_MS).toISOString(), why: 'once an hour' }
  }
}
