// A full disk, a bucket that does not answer: nobody's fault who sends a file. They are asked to wait, and what arrived
// stays, so that the upload goes on where it was; the operator finds the cause in the log.

import type { RefusalCode } from '../../protocol/errors.ts'
import { Refusal } from '../errors.ts'
import type { Log } from '../log.ts'
import type { AttachmentFiles } from './files.ts'

/** Room is made by a person; asking more often only fills the log. */
const TROUBLE_RETRY_MS = 10_000

export function guarded(files: AttachmentFiles, log: Pick<Log, 'error'>): AttachmentFiles {
  return {
    received: (id) => guard(id, files.received(id)),
    append: (id, from, piece) => guard(id, files.append(id, from, piece)),
    look: (id, size, work) => guard(id, files.look(id, size, work)),
    keep: (id, size, make) => guard(id, files.keep(id, size, make)),
    read: (id) => guard(id, files.read(id), 'attachment.out_of_reach'),
    remove: (id) => guard(id, files.remove(id)),
    list: () => files.list(),
  }

  async function guard<T>(id: string, work: Promise<T>, code: RefusalCode = 'store.failed'): Promise<T> {
    try {
      return await work
    } catch (cause) {
      if (cause instanceof Refusal) throw cause
      log.error({ err: cause, attachment: id }, 'a file could not be read or written where it lies')
      throw new Refusal(code, { retryAfterMs: TROUBLE_RETRY_MS })
    }
  }
}
