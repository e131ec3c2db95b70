// Type, team and priority of solved tickets: a view over all of a desk read each of their records. No message of a ticket that is not solved
// writes to it.

export const kindsOfSolved = `
CREATE INDEX tickets_solved_kinds ON tickets
  ((record->>'type'), (record->>'team'), (coalesce(record->>'priority', 'normal'))) WHERE state = 'solved';
`
