// When a ticket was put last, by the database's own clock: other copies of the server look for what they were not told of.
// A trigger keeps it, so that copies of the version before keep it, too. Partner: ../touched.ts.

export const touched = `
ALTER TABLE tickets ADD COLUMN touched_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX tickets_touched ON tickets (touched_at, id);
CREATE FUNCTION ticket_is_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.touched_at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER ticket_is_touched BEFORE INSERT OR UPDATE ON tickets
  FOR EACH ROW EXECUTE FUNCTION ticket_is_touched();
`
