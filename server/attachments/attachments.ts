// Whose a file is and who may read it: its uploader's alone until it is in a message or a note, then the readers' of
// that ticket, for ever. Never in two messages. Partners: uploads.ts (bytes), tickets/tickets.ts (messages).

import type { Attachment } from '../../protocol/entities.ts'
import {
  ATTACHMENT_DAY_BYTES,
  ATTACHMENT_MAX_BYTES,
  ATTACHMENTS_A_DAY,
  ATTACHMENTS_OF_MESSAGE,
} from '../../protocol/limits.ts'
import { Refusal } from '../errors.ts'
import type { Parts } from '../parts.ts'
import type { AttachmentRecord } from '../store/records.ts'
import type { ReadTables, Tables } from '../store/store.ts'
import { cleanName } from './names.ts'

const DAY_MS = 24 * 60 * 60_000
/** The bytes of a day leave one by one; half an hour later there is room again. */
const DAY_FULL_RETRY_MS = 30 * 60_000

export type Uploader = AttachmentRecord['uploader']
export type Attachments = ReturnType<typeof attachmentRules>

export function attachmentRules({ now, newId }: Pick<Parts, 'now' | 'newId'>) {
  return {
    /** Refused before the first byte where it cannot be taken whole. */
    async announce(tx: Tables, uploader: Uploader, file: { name: string; size: number }) {
      if (!file.size) throw new Refusal('attachment.empty')
      if (file.size > ATTACHMENT_MAX_BYTES) {
        throw new Refusal('attachment.too_large', { detail: `At most ${ATTACHMENT_MAX_BYTES} bytes.` })
      }
      const since = new Date(now().getTime() - DAY_MS).toISOString()
      const { files, bytes } = await tx.attachments.uploadedSince(uploader, since)
      const isFull = files >= ATTACHMENTS_A_DAY || bytes + file.size > ATTACHMENT_DAY_BYTES
      if (uploader.kind === 'contact' && isFull) {
        throw new Refusal('attachment.day_full', { retryAfterMs: DAY_FULL_RETRY_MS })
      }
      const attachment: AttachmentRecord = {
        id: newId('att'),
        uploader,
        name: cleanName(file.name),
        size: file.size,
        type: null,
        width: null,
        height: null,
        createdAt: now().toISOString(),
        ticketId: null,
        isOfNote: false,
      }
      await tx.attachments.put(attachment)
      return attachment
    },

    /** Its bytes are durable and were judged. Gone meanwhile: not found, and the bytes go too. */
    async finish(
      tx: Tables,
      id: string,
      found: Pick<AttachmentRecord, 'name' | 'size' | 'type' | 'width' | 'height'>,
    ) {
      const before = await tx.attachments.find(id)
      if (!before) throw new Refusal('not_found')
      const whole = { ...before, ...found }
      await tx.attachments.put(whole)
      return whole
    },

    /** Taken back by its uploader; what is in a message stays there. */
    async remove(tx: Tables, uploader: Uploader, id: string) {
      await ownLoose(tx, uploader, id)
      await tx.attachments.remove(id)
    },
  }
}

/**
 * Into a message or a note, with it or not at all.
 * @throws Refusal('attachment.missing') for one that is not whole, not the writer's, or in a message already
 */
export async function attach(
  tx: Tables,
  uploader: Uploader,
  ids: string[] = [],
  where: { ticketId: string; isOfNote: boolean },
): Promise<{ attachments?: Attachment[] }> {
  if (ids.length === 0) return {}
  if (ids.length > ATTACHMENTS_OF_MESSAGE) throw new Refusal('request.malformed', { field: '/attachments' })
  const attachments: Attachment[] = []
  for (const id of ids) {
    const record = await tx.attachments.find(id)
    // Twice in one message finds it attached the second time.
    if (!record?.type || record.ticketId !== null || !isOf(record, uploader)) {
      throw new Refusal('attachment.missing', { field: '/attachments', detail: id })
    }
    await tx.attachments.put({ ...record, ...where })
    attachments.push(attachmentView(record))
  }
  return { attachments }
}

/** "Not there" and "not yours" answer alike. */
export async function ownLoose(tables: ReadTables, uploader: Uploader, id: string) {
  const record = await tables.attachments.find(id)
  if (!record || record.ticketId !== null || !isOf(record, uploader)) throw new Refusal('not_found')
  return record
}

/** Whole, and the reader's: in a thread of theirs, or loose and their own. Notes are for agents. */
export async function readable(tables: ReadTables, reader: Uploader, id: string) {
  const record = await tables.attachments.find(id)
  if (!record?.type || !(await mayRead(tables, reader, record))) throw new Refusal('not_found')
  return record
}

async function mayRead(tables: ReadTables, reader: Uploader, record: AttachmentRecord): Promise<boolean> {
  if (record.ticketId === null) return isOf(record, reader)
  if (reader.kind === 'agent') return true
  const ticket = await tables.tickets.find(record.ticketId)
  return !record.isOfNote && ticket?.contactId === reader.id
}

export function attachmentView(record: AttachmentRecord): Attachment {
  const { id, name, size, type, width, height } = record
  return { id, name, type: type ?? '', size, ...(width && height ? { width, height } : {}) }
}

const isOf = ({ uploader }: AttachmentRecord, { kind, id }: Uploader) =>
  uploader.kind === kind && uploader.id === id
