// The way of a file's bytes in: piece by piece, judged when the last has come, kept. Partners: attachments.ts (whose
// it is), files.ts (where it lies), kinds.ts and images.ts (what it is).

import { Refusal } from '../errors.ts'
import type { Commit } from '../events.ts'
import type { Log } from '../log.ts'
import type { AttachmentRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { type Attachments, ownLoose, type Uploader } from './attachments.ts'
import type { AttachmentFiles } from './files.ts'
import { guarded } from './guarded.ts'
import { madeAnew } from './images.ts'
import { isImage, KINDS, kindOf } from './kinds.ts'
import { withEnding } from './names.ts'

export interface UploadParts {
  read: ReadTables
  commit: Commit
  attachments: Attachments
  attachmentFiles: AttachmentFiles
  log: Pick<Log, 'error'>
}

export interface Progress {
  record: AttachmentRecord
  received: number
}

export function uploads({ read, commit, attachments, attachmentFiles, log }: UploadParts) {
  const files = guarded(attachmentFiles, log)
  /** Two pieces of one upload never write at once: a client that retries may not know that the first arrived. */
  const busy = new Map<string, Promise<unknown>>()

  return {
    begin: async (uploader: Uploader, file: { name: string; size: number }): Promise<Progress> => ({
      record: await commit((tx) => attachments.announce(tx, uploader, file)),
      received: 0,
    }),

    async progress(uploader: Uploader, id: string): Promise<Progress> {
      const record = await ownLoose(read, uploader, id)
      return { record, received: record.type ? record.size : await files.received(id) }
    },

    /**
     * @param piece empty where all of it arrived and was not judged: a client that is told so has nothing more to send
     * @throws Refusal('attachment.wrong_place') with how far it is, when `from` is another place
     */
    async takePiece(uploader: Uploader, id: string, from: number, piece: Uint8Array): Promise<Progress> {
      return oneByOne(id, async () => {
        const record = await ownLoose(read, uploader, id)
        if (record.type) return { record, received: record.size }
        const received = await files.received(id)
        if (from !== received) {
          throw new Refusal('attachment.wrong_place', { detail: `${received} bytes were received.` })
        }
        if (received + piece.length > record.size) {
          throw new Refusal('attachment.too_large', { detail: `${record.size} bytes were announced.` })
        }
        if (received < record.size && piece.length === 0) {
          throw new Refusal('request.malformed', { detail: 'A piece is a body of at least one byte.' })
        }
        if (piece.length > 0) await files.append(id, from, piece)
        if (received + piece.length < record.size) return { record, received: received + piece.length }
        const whole = await finish(record)
        return { record: whole, received: whole.size }
      })
    },

    async remove(uploader: Uploader, id: string): Promise<void> {
      await oneByOne(id, async () => {
        await commit((tx) => attachments.remove(tx, uploader, id))
        await files.remove(id)
      })
    },
  }

  async function finish(record: AttachmentRecord): Promise<AttachmentRecord> {
    const { id } = record
    try {
      const kind = await files.look(id, record.size, kindOf)
      if (!kind) throw new Refusal('attachment.kind')
      const name = withEnding(record.name, KINDS[kind])
      let found = { name, type: kind, size: record.size, width: null, height: null } as Parameters<
        Attachments['finish']
      >[2]
      if (isImage(kind)) {
        await files.keep(id, record.size, async (from, to) => {
          found = { ...found, ...(await madeAnew(from, to, kind)) }
        })
      } else await files.keep(id, record.size)
      return await commit((tx) => attachments.finish(tx, id, found))
    } catch (cause) {
      // What is no good is not kept; after a failure of ours the client asks how far it is, and goes on from there.
      if (cause instanceof Refusal && cause.code.startsWith('attachment.')) {
        await commit((tx) => tx.attachments.remove(id))
        await files.remove(id)
      }
      throw cause
    }
  }

  function oneByOne<T>(id: string, work: () => Promise<T>): Promise<T> {
    const run = (busy.get(id) ?? Promise.resolve()).then(work, work)
    const over = run
      .catch(() => {})
      .then(() => {
        if (busy.get(id) === over) busy.delete(id)
      })
    busy.set(id, over)
    return run
  }
}
