// What a step says of all rows that were there before it: some of them at a time, each time in a transaction of its own, for whoever
// writes a row waits until what is said of it is kept. Partners: migrate.ts, and the steps that do.

/** A fifth of a second, on a busy machine: a writer bears twenty times as much (LOCK_WITHIN_MS, database.ts). */
const ROWS_AT_A_TIME = 1_000
/** Behind a writer, while others wait behind this. */
const LOCK_WITHIN = '1s'

/** One statement, outside of any transaction. @param statement of the rows whose ids are in `ids`; it may run again for the same ones */
export const forSomeAtATime = (table: string, statement: string) => `
DO $$
DECLARE
  ids text[];
  last text := '';
BEGIN
  LOOP
    PERFORM set_config('lock_timeout', '${LOCK_WITHIN}', true);
    SELECT array_agg(id ORDER BY id) INTO ids FROM (SELECT id FROM ${table} WHERE id > last ORDER BY id LIMIT ${ROWS_AT_A_TIME}) AS next;
    EXIT WHEN ids IS NULL;
    ${statement};
    last := ids[array_upper(ids, 1)];
    COMMIT;
  END LOOP;
END $$`
