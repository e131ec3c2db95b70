// Who asks for help, and the sessions that their widgets have. Partners: ../../named-contacts.ts, by which words contacts are found;
// agents.ts, the other log-in.

import { isCalled, lastHereFirst, soughtFor } from '../../named-contacts.ts'
import { type ContactRecord, guestEmail, type SessionRecord } from '../../records.ts'
import type { Contacts, Sessions } from '../../store.ts'
import { ALL, type Question } from '../question.ts'
import { first, removeExpired, Table } from './table.ts'

export class ContactsTable extends Table implements Contacts {
  find(id: string) {
    return this.view.find('contacts', id)
  }

  findByExternalId(externalId: string) {
    return first(this.view.list(contactsBy.externalId(externalId)))
  }

  findGuestByEmail(email: string) {
    return first(this.view.list(contactsBy.guestEmail(email)))
  }

  async search({ words, limit }: Parameters<Contacts['search']>[0]) {
    const alike = await this.view.list(contactsBy.names(words))
    return alike
      .filter((contact) => isCalled(contact, words))
      .sort(lastHereFirst)
      .slice(0, limit)
  }

  put(contact: ContactRecord) {
    return this.view.put('contacts', contact)
  }

  remove(id: string) {
    return this.view.remove('contacts', id)
  }
}

export const contactsBy = {
  externalId: (externalId: string): Question<'contacts'> => ({
    name: 'contacts',
    called: 'contacts by external id',
    where: 'external_id = $1',
    order: 'id',
    values: [externalId],
    limit: 1,
    list: `externalId:${externalId}`,
    belongs: (contact) => contact.externalId === externalId,
    place: ({ id }) => [id],
  }),
  guestEmail: (email: string): Question<'contacts'> => ({
    name: 'contacts',
    called: 'guests by address',
    where: 'guest_email = $1',
    order: 'created_at, id',
    values: [email],
    limit: 1,
    list: `guest:${email}`,
    belongs: (contact) => guestEmail(contact) === email,
    place: ({ createdAt, id }) => [createdAt, id],
  }),
  /** By migrations/0021-names-of-contacts.ts: those who are called so, but for signs that the database's locale does not know. */
  names: (words: readonly string[]): Question<'contacts'> => ({
    name: 'contacts',
    called: `contacts by ${words.length} words`,
    where: `id IN (SELECT contact_id FROM contact_names
      WHERE ${words.map((_, at) => `names LIKE $${at + 1}`).join(' AND ')} LIMIT ${CALLED_ALIKE})`,
    order: `record->>'lastSeenAt' DESC, id`,
    values: words.map((word) => `%${soughtFor(word)}%`),
    limit: LAST_HERE,
    belongs: () => true,
    place: ({ lastSeenAt, id }) => [lastSeenAt, id],
    descending: true,
  }),
}

/** A word that more have in common, as the school's in their addresses, tells nobody apart: who asks says another. */
const CALLED_ALIKE = 3_000
/** Of these, more than are shown, should some not be called so after all. */
const LAST_HERE = 50

export class SessionsTable extends Table implements Sessions {
  async find(contactId: string, id: string) {
    const session = await this.view.find('sessions', id)
    return session?.contactId === contactId ? session : undefined
  }

  findByTokenHash(tokenHash: string) {
    return first(this.view.list(sessionsOf.token(tokenHash)))
  }

  listForContact(contactId: string) {
    return this.view.list(sessionsOf.contact(contactId))
  }

  put(session: SessionRecord) {
    return this.view.put('sessions', session)
  }

  removeExpired(at: string, limit: number) {
    return removeExpired(this.view, 'sessions', at, limit)
  }
}

export const sessionsOf = {
  contact: (contactId: string): Question<'sessions'> => ({
    name: 'sessions',
    called: 'sessions of a contact',
    where: 'contact_id = $1 AND ended_at IS NULL',
    order: 'created_at, id',
    values: [contactId],
    limit: ALL,
    list: `contact:${contactId}`,
    belongs: (session) => session.contactId === contactId && session.endedAt === null,
    place: ({ createdAt, id }) => [createdAt, id],
  }),
  token: (tokenHash: string): Question<'sessions'> => ({
    name: 'sessions',
    called: 'sessions by token',
    where: 'token_hash = $1',
    order: 'token_hash, id',
    values: [tokenHash],
    limit: ALL,
    belongs: (session) => session.tokenHash === tokenHash,
    place: ({ id }) => [id],
    shared: 'token_hash',
  }),
}
