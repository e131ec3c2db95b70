// What is said of the tickets and contacts that were there before 0023. Apart from it, and some at a time, so that nobody who writes waits
// for this: who is put meanwhile is told by the trigger, and what was removed meanwhile is taken out again.

import { forSomeAtATime } from '../pieces.ts'
import { carriedAgain, isUncarried } from '../uncarried.ts'

export const fieldsSoFar = {
  pieces: [
    `UPDATE tickets SET record = ${carriedAgain('record')} WHERE ${isUncarried('record')}`,
    forSomeAtATime(
      'tickets',
      `INSERT INTO ticket_facts SELECT id, fact->>0, fact->>1, nullif(fact->>2, fact->>1)
  FROM tickets, jsonb_array_elements(coalesce(facts, facts_of_ticket(record), '[]')) AS fact WHERE id = ANY (ids) ON CONFLICT DO NOTHING`,
    ),
    `DELETE FROM ticket_facts WHERE NOT EXISTS (SELECT FROM tickets WHERE id = ticket_id)`,
    forSomeAtATime(
      'contacts',
      `INSERT INTO contact_facts SELECT id, fact->>0, fact->>1, nullif(fact->>2, fact->>1)
  FROM contacts, jsonb_array_elements(coalesce(facts, facts_of_contact(record), '[]')) AS fact WHERE id = ANY (ids) ON CONFLICT DO NOTHING`,
    ),
    `DELETE FROM contact_facts WHERE NOT EXISTS (SELECT FROM contacts WHERE id = contact_id)`,
  ],
  sql: '',
}
