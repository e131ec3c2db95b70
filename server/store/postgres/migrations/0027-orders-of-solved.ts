// The orders in which views show solved tickets, which are nearly all there are: a page over all of a desk read each of them. Tickets that are
// not solved are few, and are sorted when they are asked for: no message of one writes to any of these. Expressions are those of
// ../tables/ticket-conditions.ts, word for word, or no question finds them.

export const ordersOfSolved = `
CREATE INDEX tickets_solved_waits ON tickets ((coalesce(record->>'waitingSince', '9999') COLLATE "C"), id) WHERE state = 'solved';
CREATE INDEX tickets_solved_ranks ON tickets ((CASE coalesce(record->>'priority', 'normal') WHEN 'urgent' THEN '0' WHEN 'high' THEN '1' WHEN 'normal' THEN '2' WHEN 'low' THEN '3' END COLLATE "C"), (coalesce(record->>'waitingSince', '9999') COLLATE "C"), id) WHERE state = 'solved';
CREATE INDEX tickets_solved_numbers ON tickets (number) WHERE state = 'solved';
CREATE INDEX tickets_solved_assigned ON tickets (assignee_id, updated_at, id) WHERE state = 'solved';
CREATE INDEX tickets_solved_types ON tickets ((record->>'type'), updated_at, id) WHERE state = 'solved';
CREATE INDEX tickets_solved_teams ON tickets ((record->>'team'), updated_at, id) WHERE state = 'solved';
CREATE INDEX tickets_solved_priorities ON tickets ((coalesce(record->>'priority', 'normal')), updated_at, id) WHERE state = 'solved';
CREATE INDEX tickets_all_trackers ON tickets (id) WHERE is_tracker;
`
