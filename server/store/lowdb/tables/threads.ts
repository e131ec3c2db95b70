// What belongs to one ticket: its entries, its notes, the client ids that its messages were sent under, drafts, and ratings of its solutions.
// Partner: tickets.ts, the ticket itself, with which all of it goes.

import type { ClientIdRecord, DraftRecord, EntryRecord, NoteRecord, RatingRecord } from '../../records.ts'
import type { ClientIds, Drafts, Entries, Notes, Ratings } from '../../store.ts'
import { draftKey, type ThreadName, type Threads } from '../collections.ts'
import type { View } from '../view.ts'
import { removalOf, threadWriteOf } from '../writes.ts'
import { OLDEST_FIRST, Table } from './table.ts'

export class EntriesTable extends Table implements Entries {
  async append(entry: EntryRecord) {
    append(this.view, 'entries', entry, entry.sequence)
  }

  after(ticketId: string, sequence: number, limit: number) {
    return after<EntryRecord>(this.view, 'entries', ticketId, sequence, limit)
  }

  before(ticketId: string, sequence: number, limit: number) {
    return before<EntryRecord>(this.view, 'entries', ticketId, sequence, limit)
  }
}

export class NotesTable extends Table implements Notes {
  async append(note: NoteRecord) {
    append(this.view, 'notes', note, note.noteSequence)
  }

  after(ticketId: string, noteSequence: number, limit: number) {
    return after<NoteRecord>(this.view, 'notes', ticketId, noteSequence, limit)
  }

  before(ticketId: string, noteSequence: number, limit: number) {
    return before<NoteRecord>(this.view, 'notes', ticketId, noteSequence, limit)
  }
}

function append<Name extends ThreadName>(
  view: View,
  name: Name,
  record: Threads[Name],
  sequence: number,
): void {
  const newest = view.count(name, record.ticketId)
  if (sequence !== newest + 1) {
    throw new Error(
      `${name} of ${record.ticketId}: ${sequence} cannot follow ${newest}; a thread has no holes`,
    )
  }
  view.write(threadWriteOf(name, record))
}

async function after<R>(view: View, name: ThreadName, ticketId: string, sequence: number, limit: number) {
  const from = Math.max(0, sequence)
  return parsed<R>(await view.thread(name, ticketId, from, from + limit))
}

async function before<R>(view: View, name: ThreadName, ticketId: string, sequence: number, limit: number) {
  const to = Math.min(sequence - 1, view.count(name, ticketId))
  return parsed<R>(await view.thread(name, ticketId, Math.max(0, to - limit), to))
}

function parsed<R>(texts: string[]): R[] {
  return texts.map((text): R => JSON.parse(text))
}

export class ClientIdsTable extends Table implements ClientIds {
  find(writerId: string, clientId: string) {
    return this.view.findClientId(writerId, clientId)
  }

  async put(record: ClientIdRecord) {
    if (await this.find(record.writerId, record.clientId)) {
      throw new Error(`clientIds: ${record.writerId} has used ${record.clientId} before; look before you put`)
    }
    this.view.nameClient(record)
  }
}

export class DraftsTable extends Table implements Drafts {
  async find(agentId: string, ticketId: string, as: DraftRecord['as']) {
    return this.view.find('drafts', draftKey({ agentId, ticketId, as }))
  }

  async listForAgent(agentId: string) {
    return this.view.listUnder('drafts', agentId, { direction: OLDEST_FIRST })
  }

  async put(draft: DraftRecord) {
    this.view.put('drafts', draft)
  }

  async remove(draft: Pick<DraftRecord, 'agentId' | 'ticketId' | 'as'>) {
    this.view.write(removalOf('drafts', draftKey(draft)))
  }
}

export class RatingsTable extends Table implements Ratings {
  async find(ticketId: string, solved: number) {
    return this.view.find('ratings', `${ticketId} ${solved}`)
  }

  async list(ticketId: string) {
    return this.view.listUnder('ratings', ticketId, { direction: OLDEST_FIRST })
  }

  async put(rating: RatingRecord) {
    this.view.put('ratings', rating)
  }
}
