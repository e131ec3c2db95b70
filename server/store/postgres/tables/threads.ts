// What belongs to one ticket: its entries, its notes, the client ids that its messages were sent under, drafts, and ratings of its solutions.
// Partner: tickets.ts, the ticket itself, with which all of it goes.

import type { ClientIdRecord, DraftRecord, EntryRecord, NoteRecord, RatingRecord } from '../../records.ts'
import type { ClientIds, Drafts, Entries, Notes, Ratings } from '../../store.ts'
import { keyOf } from '../collections.ts'
import { ALL, type Question } from '../question.ts'
import { Table } from './table.ts'

export class EntriesTable extends Table implements Entries {
  append(entry: EntryRecord) {
    return this.view.append('entries', entry, entry.sequence)
  }

  after(ticketId: string, sequence: number, limit: number) {
    return this.view.list(entriesAfter(ticketId, sequence, limit))
  }

  async before(ticketId: string, sequence: number, limit: number) {
    return (await this.view.list(entriesBefore(ticketId, sequence, limit))).reverse()
  }
}

export const entriesAfter = (ticketId: string, sequence: number, limit: number): Question<'entries'> => ({
  name: 'entries',
  called: 'entries after',
  where: 'ticket_id = $1 AND sequence > $2::bigint',
  order: 'sequence',
  values: [ticketId, sequence],
  limit,
  ticketId,
  belongs: (entry) => entry.ticketId === ticketId && entry.sequence > sequence,
  place: (entry) => [entry.sequence],
})

/** Newest first. */
export const entriesBefore = (ticketId: string, sequence: number, limit: number): Question<'entries'> => ({
  name: 'entries',
  called: 'entries before',
  where: 'ticket_id = $1 AND sequence < $2::bigint',
  order: 'sequence DESC',
  values: [ticketId, sequence],
  limit,
  ticketId,
  belongs: (entry) => entry.ticketId === ticketId && entry.sequence < sequence,
  place: (entry) => [entry.sequence],
  descending: true,
})

export class NotesTable extends Table implements Notes {
  append(note: NoteRecord) {
    return this.view.append('notes', note, note.noteSequence)
  }

  after(ticketId: string, noteSequence: number, limit: number) {
    return this.view.list(notesAfter(ticketId, noteSequence, limit))
  }

  async before(ticketId: string, noteSequence: number, limit: number) {
    return (await this.view.list(notesBefore(ticketId, noteSequence, limit))).reverse()
  }
}

const notesAfter = (ticketId: string, noteSequence: number, limit: number): Question<'notes'> => ({
  name: 'notes',
  called: 'notes after',
  where: 'ticket_id = $1 AND note_sequence > $2::bigint',
  order: 'note_sequence',
  values: [ticketId, noteSequence],
  limit,
  ticketId,
  belongs: (note) => note.ticketId === ticketId && note.noteSequence > noteSequence,
  place: (note) => [note.noteSequence],
})

/** Newest first. */
const notesBefore = (ticketId: string, noteSequence: number, limit: number): Question<'notes'> => ({
  name: 'notes',
  called: 'notes before',
  where: 'ticket_id = $1 AND note_sequence < $2::bigint',
  order: 'note_sequence DESC',
  values: [ticketId, noteSequence],
  limit,
  ticketId,
  belongs: (note) => note.ticketId === ticketId && note.noteSequence < noteSequence,
  place: (note) => [note.noteSequence],
  descending: true,
})

export class ClientIdsTable extends Table implements ClientIds {
  find(writerId: string, clientId: string) {
    return this.view.find('clientIds', keyOf(writerId, clientId))
  }

  async put(record: ClientIdRecord) {
    if (await this.find(record.writerId, record.clientId))
      throw new Error(`clientIds: ${record.writerId} has used ${record.clientId} before; look before you put`)
    await this.view.put('clientIds', record)
  }
}

export class DraftsTable extends Table implements Drafts {
  find(agentId: string, ticketId: string, as: DraftRecord['as']) {
    return this.view.find('drafts', keyOf(agentId, ticketId, as))
  }

  listForAgent(agentId: string) {
    return this.view.list(draftsOf(agentId))
  }

  put(draft: DraftRecord) {
    return this.view.put('drafts', draft)
  }

  remove({ agentId, ticketId, as }: Pick<DraftRecord, 'agentId' | 'ticketId' | 'as'>) {
    return this.view.remove('drafts', keyOf(agentId, ticketId, as))
  }
}

const draftsOf = (agentId: string): Question<'drafts'> => ({
  name: 'drafts',
  called: 'drafts of an agent',
  where: 'agent_id = $1',
  order: 'ticket_id, written_as',
  values: [agentId],
  limit: ALL,
  list: `agent:${agentId}`,
  belongs: (draft) => draft.agentId === agentId,
  place: ({ ticketId, as }) => [ticketId, as],
})

export class RatingsTable extends Table implements Ratings {
  find(ticketId: string, solved: number) {
    return this.view.find('ratings', keyOf(ticketId, solved))
  }

  list(ticketId: string) {
    return this.view.list(ratingsOf(ticketId))
  }

  put(rating: RatingRecord) {
    return this.view.put('ratings', rating)
  }
}

const ratingsOf = (ticketId: string): Question<'ratings'> => ({
  name: 'ratings',
  called: 'ratings of tickets',
  where: 'ticket_id = $1',
  order: 'solved',
  values: [ticketId],
  limit: ALL,
  ticketId,
  belongs: (rating) => rating.ticketId === ticketId,
  place: ({ solved }) => [solved],
  shared: 'ticket_id',
})
