// Names of the contacts that were there before 0021. Apart from it, and some at a time, so that nobody who writes waits for this: whoever
// is named anew meanwhile is so by the trigger, and who was removed meanwhile is taken out again. Copies of the version before look through
// all contacts for a name then; the index that they asked cost every contact who was here an entry for each three letters of theirs.

import { forSomeAtATime } from '../pieces.ts'
import { carriedAgain, isUncarried } from '../uncarried.ts'

/** What it can make no text of is first taken out. Put anew: a trigger of 0005 reads the name of what is only changed. */
const WITH_NAMES_THAT_CAN_BE_READ = `
DO $$
DECLARE
  one contacts;
BEGIN
  FOR one IN SELECT * FROM contacts WHERE ${isUncarried('record')} FOR UPDATE LOOP
    DELETE FROM contacts WHERE id = one.id;
    one.record := ${carriedAgain('one.record')};
    INSERT INTO contacts SELECT one.*;
    -- Their name is in what they wrote.
    UPDATE entries SET record = ${carriedAgain('record')}
      WHERE ticket_id IN (SELECT id FROM tickets WHERE contact_id = one.id) AND ${isUncarried('record')};
  END LOOP;
END $$`

export const namesOfContactsSoFar = {
  pieces: [
    WITH_NAMES_THAT_CAN_BE_READ,
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
