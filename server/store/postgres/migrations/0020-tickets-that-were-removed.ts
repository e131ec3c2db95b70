// Which tickets were removed lately, and whose they were: other copies of the server look for what they were not told of. A trigger
// keeps it, so that copies of the version before keep it, too: two ids and an instant, for a day at least, until others are removed.
// Partner: ../touched.ts.

export const ticketsThatWereRemoved = `
CREATE TABLE removed_tickets (
  id text COLLATE "C" PRIMARY KEY,
  contact_id text COLLATE "C" NOT NULL,
  removed_at timestamptz NOT NULL
);
CREATE INDEX removed_tickets_at ON removed_tickets (removed_at);
CREATE FUNCTION ticket_was_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Whoever removes the next one at the same time takes others away, or none.
  DELETE FROM removed_tickets WHERE id IN (
    SELECT id FROM removed_tickets WHERE removed_at < now() - interval '1 day'
      ORDER BY removed_at LIMIT 10 FOR UPDATE SKIP LOCKED);
  INSERT INTO removed_tickets VALUES (OLD.id, OLD.contact_id, clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET removed_at = EXCLUDED.removed_at;
  RETURN NULL;
END $$;
CREATE TRIGGER ticket_was_removed AFTER DELETE ON tickets FOR EACH ROW EXECUTE FUNCTION ticket_was_removed();
`
