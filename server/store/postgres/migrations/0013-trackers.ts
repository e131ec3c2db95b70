// Tickets of one cause, found by the tracker that gathers them, and the trackers that are not solved. Copies of the version before
// put neither column: a ticket that they attach to nothing stays attached in the list until a newer copy puts it.

export const trackers = `
ALTER TABLE tickets ADD COLUMN cause_id text;
ALTER TABLE tickets ADD COLUMN is_tracker boolean;
CREATE INDEX tickets_caused ON tickets (cause_id, id) WHERE cause_id IS NOT NULL;
CREATE INDEX tickets_trackers ON tickets (updated_at, id) WHERE is_tracker AND state <> 'solved';
`
