// What is said of the tickets that were solved before 0028. Apart from it, and some at a time, so that nobody who writes waits for this:
// what is put meanwhile takes its place by the trigger. The indexes are made behind it, over all of them at once.

import { forSomeAtATime } from '../pieces.ts'

export const factsOfSolvedSoFar = {
  pieces: [
    forSomeAtATime(
      'tickets',
      `INSERT INTO solved_facts SELECT place.* FROM tickets, facts_in_order(tickets) AS place WHERE tickets.id = ANY (ids) AND tickets.state = 'solved' ON CONFLICT DO NOTHING`,
    ),
    `DELETE FROM solved_facts WHERE NOT EXISTS (SELECT FROM tickets WHERE id = ticket_id)`,
  ],
  sql: `
ANALYZE solved_facts;
CREATE INDEX solved_facts_newest ON solved_facts (fact, updated_at, ticket_id);
CREATE INDEX solved_facts_numbers ON solved_facts (fact, number);
CREATE INDEX solved_facts_ranks ON solved_facts (fact, rank, waits, ticket_id);
`,
}
