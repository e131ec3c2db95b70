// What tickets are found by; see ../search/. Copies of the version before write none of it: whoever keeps it current looks
// for tickets that were put (touched_at), whoever put them, and a trigger tells of contacts with another name.

export const ticketSearch = `
-- For words with a slip in them. An extension that its owner may make; where they may not, an administrator makes it once.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Made of words that protocol/desk/desk-search.ts cut, not by a dictionary: both stores find the same.
CREATE TABLE ticket_words (
  ticket_id text COLLATE "C" PRIMARY KEY,
  -- Who and what it is about, and its facets; and with that all that was said in it.
  about tsvector NOT NULL,
  words tsvector NOT NULL
);
CREATE INDEX ticket_words_about ON ticket_words USING gin (about);
CREATE INDEX ticket_words_words ON ticket_words USING gin (words);

-- How far each ticket was read. Apart, because it changes with every look at a ticket, and an index over all of a
-- ticket's words should not.
CREATE TABLE ticket_words_read (
  ticket_id text COLLATE "C" PRIMARY KEY,
  touched_at timestamptz NOT NULL,
  entries integer NOT NULL,
  notes integer NOT NULL,
  key text COLLATE "C" NOT NULL
) WITH (fillfactor = 70);

-- To be read anew, whatever else is known of them.
CREATE TABLE ticket_words_due (ticket_id text COLLATE "C" PRIMARY KEY);

-- How far it has come: with tickets that were put since it began ('touched'), and back to the first ones ('back').
CREATE TABLE ticket_words_marks (id text COLLATE "C" PRIMARY KEY, value text COLLATE "C" NOT NULL);

-- Every word that may be mistyped.
CREATE TABLE search_words (word text COLLATE "C" PRIMARY KEY);
CREATE INDEX search_words_like ON search_words USING gin (word gin_trgm_ops);

CREATE FUNCTION contact_is_named_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ticket_words_due SELECT id FROM tickets WHERE contact_id = NEW.id ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER contact_is_named_anew AFTER UPDATE ON contacts FOR EACH ROW
  WHEN (OLD.record->>'name' IS DISTINCT FROM NEW.record->>'name' OR OLD.record->>'email' IS DISTINCT FROM NEW.record->>'email')
  EXECUTE FUNCTION contact_is_named_anew();
`
