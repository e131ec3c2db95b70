// What is of a ticket goes with it, in the same statement, whichever copy removes it; see ../../store.ts. A name that its writer
// gave a message is found by that message: there is no index over tickets in client_ids, for each message would pay for it.

export const removedTickets = `
CREATE FUNCTION ticket_is_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM client_ids USING entries
    WHERE entries.ticket_id = OLD.id
      AND client_ids.writer_id = entries.record->'author'->>'id'
      AND client_ids.client_id = entries.record->>'clientId';
  DELETE FROM client_ids USING notes
    WHERE notes.ticket_id = OLD.id
      AND client_ids.writer_id = notes.record->'author'->>'id'
      AND client_ids.client_id = notes.record->>'clientId';
  DELETE FROM entries WHERE ticket_id = OLD.id;
  DELETE FROM notes WHERE ticket_id = OLD.id;
  DELETE FROM ratings WHERE ticket_id = OLD.id;
  DELETE FROM drafts WHERE ticket_id = OLD.id;
  DELETE FROM ticket_words WHERE ticket_id = OLD.id;
  DELETE FROM ticket_words_read WHERE ticket_id = OLD.id;
  -- Whoever keeps the words may have read it a moment ago, and looks once more.
  INSERT INTO ticket_words_due VALUES (OLD.id) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER ticket_is_removed AFTER DELETE ON tickets FOR EACH ROW EXECUTE FUNCTION ticket_is_removed();
CREATE INDEX attachments_of_ticket ON attachments (ticket_id) WHERE ticket_id IS NOT NULL;
`
