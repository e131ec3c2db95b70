// Contacts by their names, whether they have a ticket or not. Partner: server/contacts/desk-routes.ts.

import type { ContactsAnswer, FoundContact } from '../../protocol/desk/contacts.ts'
import { call } from '../line/http.ts'

export const contactsFor = (words: readonly string[]): Promise<readonly FoundContact[]> =>
  call<ContactsAnswer>('GET', `/api/console/contacts?${new URLSearchParams({ q: words.join(' ') })}`).then(
    ({ contacts }) => contacts,
    // What else was looked for says what is wrong.
    () => [],
  )
