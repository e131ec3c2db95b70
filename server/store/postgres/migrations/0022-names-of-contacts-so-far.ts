// Names of the contacts that were there before 0021. Apart from it, and some at a time, so that nobody who writes waits for this: whoever
// is named anew meanwhile is so by the trigger, and who was removed meanwhile is taken out again. Copies of the version before look through
// all contacts for a name then; the index that they asked cost every contact who was here an entry for each three letters of theirs.

import { forSomeAtATime } from '../pieces.ts'

export const namesOfContactsSoFar = {
  pieces: [
    forSomeAtATime(
      'contacts',
      `INSERT INTO contact_names SELECT id, words_of_contact(record) FROM contacts WHERE id = ANY (ids) ON CONFLICT DO NOTHING`,
    ),
    `DELETE FROM contact_names WHERE NOT EXISTS (SELECT FROM contacts WHERE id = contact_id)`,
  ],
  sql: `
DROP INDEX IF EXISTS contacts_names;
`,
}
