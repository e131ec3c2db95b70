// What is known of files that were sent along; their bytes lie elsewhere. Those of no ticket yet are loose. Partner: ../../../attachments/.

import type { AttachmentRecord } from '../../records.ts'
import type { Attachments } from '../../store.ts'
import { uploaderName } from '../collections.ts'
import { ALL, type Question } from '../question.ts'
import { Table } from './table.ts'

export class AttachmentsTable extends Table implements Attachments {
  find(id: string) {
    return this.view.find('attachments', id)
  }

  async uploadedSince(uploader: AttachmentRecord['uploader'], since: string) {
    const uploads = await this.view.list(uploadsSince(uploader, since))
    return { files: uploads.length, bytes: uploads.reduce((sum, { size }) => sum + size, 0) }
  }

  listLoose(before: string, limit: number) {
    return this.view.list(looseBefore(before, limit))
  }

  listForTicket(ticketId: string) {
    return this.view.list(attachmentsOfTicket(ticketId))
  }

  put(attachment: AttachmentRecord) {
    return this.view.put('attachments', attachment)
  }

  remove(id: string) {
    return this.view.remove('attachments', id)
  }
}

const uploadsSince = (uploader: AttachmentRecord['uploader'], since: string): Question<'attachments'> => ({
  name: 'attachments',
  called: 'attachments uploaded since',
  where: 'uploader = $1 AND created_at >= $2::timestamptz',
  order: 'created_at, id',
  values: [uploaderName(uploader), since],
  limit: ALL,
  list: `uploader:${uploaderName(uploader)}`,
  belongs: (attachment) =>
    uploaderName(attachment.uploader) === uploaderName(uploader) && attachment.createdAt >= since,
  place: ({ createdAt, id }) => [createdAt, id],
})

const looseBefore = (before: string, limit: number): Question<'attachments'> => ({
  name: 'attachments',
  called: 'loose attachments',
  where: 'ticket_id IS NULL AND created_at < $1::timestamptz',
  order: 'created_at, id',
  values: [before],
  limit,
  belongs: ({ ticketId, createdAt }) => ticketId === null && createdAt < before,
  place: ({ createdAt, id }) => [createdAt, id],
})

const attachmentsOfTicket = (ticketId: string): Question<'attachments'> => ({
  name: 'attachments',
  called: 'attachments of a ticket',
  where: 'ticket_id = $1',
  order: 'created_at, id',
  values: [ticketId],
  limit: ALL,
  belongs: (attachment) => attachment.ticketId === ticketId,
  place: ({ createdAt, id }) => [createdAt, id],
})
