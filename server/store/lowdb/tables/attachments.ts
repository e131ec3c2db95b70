// What is known of files that were sent along; their bytes lie elsewhere. Those of no ticket yet are loose. Partner: ../../../attachments/.

import type { AttachmentRecord } from '../../records.ts'
import type { Attachments } from '../../store.ts'
import { keyOfEntry, orderOfEntry, removalOf } from '../writes.ts'
import { NEWEST_FIRST, OLDEST_FIRST, Table } from './table.ts'

export class AttachmentsTable extends Table implements Attachments {
  async find(id: string) {
    return this.view.find('attachments', id)
  }

  async uploadedSince({ kind, id }: AttachmentRecord['uploader'], since: string) {
    const newest = this.view.entriesUnder('attachments', `uploader:${kind}:${id}`, {
      direction: NEWEST_FIRST,
    })
    const recent = newest.filter((entry) => orderOfEntry(entry) >= since)
    const sizes = recent.map((entry) => this.view.find('attachments', keyOfEntry(entry))?.size ?? 0)
    return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
  }

  async listLoose(before: string, limit: number) {
    const oldest = this.view.listUnder('attachments', 'loose', { direction: OLDEST_FIRST, limit })
    return oldest.filter(({ createdAt }) => createdAt < before)
  }

  async listForTicket(ticketId: string) {
    return this.view.listUnder('attachments', `ticket:${ticketId}`, { direction: OLDEST_FIRST })
  }

  async put(attachment: AttachmentRecord) {
    this.view.put('attachments', attachment)
  }

  async remove(id: string) {
    this.view.write(removalOf('attachments', id))
  }
}
