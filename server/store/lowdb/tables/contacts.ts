// Who asks for help, and the sessions that their widgets have. Partners: ../named-contacts.ts, by which words contacts are found;
// agents.ts, the other log-in.

import type { ContactRecord, SessionRecord } from '../../records.ts'
import type { Contacts, Sessions } from '../../store.ts'
import { contactsCalled } from '../named-contacts.ts'
import { removalOf } from '../writes.ts'
import { OLDEST_FIRST, removeExpired, Table } from './table.ts'

export class ContactsTable extends Table implements Contacts {
  async find(id: string) {
    return this.view.find('contacts', id)
  }

  async findByExternalId(externalId: string) {
    return this.view.findUnder('contacts', `externalId:${externalId}`)
  }

  async findGuestByEmail(email: string) {
    return this.view.findUnder('contacts', `guest:${email}`)
  }

  async search(query: Parameters<Contacts['search']>[0]) {
    return contactsCalled(this.view, query)
  }

  async put(contact: ContactRecord) {
    this.view.put('contacts', contact)
  }

  async remove(id: string) {
    this.view.write(removalOf('contacts', id))
  }
}

export class SessionsTable extends Table implements Sessions {
  async find(contactId: string, id: string) {
    return this.view.find('sessions', `${contactId} ${id}`)
  }

  async findByTokenHash(tokenHash: string) {
    return this.view.findUnder('sessions', `token:${tokenHash}`)
  }

  async listForContact(contactId: string) {
    return this.view.listUnder('sessions', `contact:${contactId}`, { direction: OLDEST_FIRST })
  }

  async put(session: SessionRecord) {
    this.view.put('sessions', session)
  }

  async removeExpired(at: string, limit: number) {
    return removeExpired(this.view, 'sessions', at, limit)
  }
}
