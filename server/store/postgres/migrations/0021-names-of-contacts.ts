// What contacts are found by at the desk: their words, each between spaces, as ../../named-contacts.ts makes them. In a table of its
// own, because a contact who is here changes once a minute and its names hardly ever. A trigger keeps it, so that copies of the version
// before keep it, too; those who were there before come by the next step. Partner: 0022-names-of-contacts-so-far.ts.

/** \p{M} of the scripts that names are written in, which no class of the database has: formOf leaves them out. */
const MARKS = [
  '\\u0300-\\u036f\\u0483-\\u0489',
  // Hebrew and Arabic
  '\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e4\\u06e7\\u06e8\\u06ea-\\u06ed',
  // Devanagari to Malayalam, whose blocks have them in the same places
  ...[0x900, 0x980, 0xa00, 0xa80, 0xb00, 0xb80, 0xc00, 0xc80, 0xd00].flatMap((block) => {
    const at = (place: number) => `\\u0${(block + place).toString(16)}`
    return [`${at(0)}-${at(3)}`, at(0x3c), `${at(0x3e)}-${at(0x4d)}`, at(0x57), `${at(0x62)}-${at(0x63)}`]
  }),
  // Sinhala, Thai, Lao, Burmese, Khmer
  '\\u0d81-\\u0d83\\u0dca-\\u0ddf\\u0e31\\u0e34-\\u0e3a\\u0e47-\\u0e4e\\u0eb1\\u0eb4-\\u0ebc\\u0ec8-\\u0ece\\u102b-\\u103e\\u17b4-\\u17d3',
  // Kana
  '\\u3099\\u309a',
].join('')

export const namesOfContacts = `
CREATE FUNCTION words_of_contact(record json) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ' ' || regexp_replace(regexp_replace(
    lower(normalize(concat_ws(' ', record->>'name', record->>'email', record->>'externalId'), NFKD)),
    '[${MARKS}]|[''’](?=[[:alpha:]])', '', 'g'), '[[:space:][:punct:]]+', ' ', 'g') || ' '
  WHERE record->>'mergedInto' IS NULL
$$;

CREATE TABLE contact_names (
  contact_id text COLLATE "C" PRIMARY KEY,
  -- null: became part of another contact
  names text
);
CREATE INDEX contact_names_like ON contact_names USING gin (names gin_trgm_ops);

CREATE FUNCTION contact_is_named() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM contact_names WHERE contact_id = OLD.id;
  ELSE
    INSERT INTO contact_names VALUES (NEW.id, words_of_contact(NEW.record))
      ON CONFLICT (contact_id) DO UPDATE SET names = EXCLUDED.names;
  END IF;
  RETURN NULL;
END $$;
-- Nothing that changes with a contact who is here is in an index any more: with room beside it, the new row needs no entry in any.
ALTER TABLE contacts SET (fillfactor = 80);
CREATE TRIGGER contact_is_named AFTER INSERT OR DELETE ON contacts FOR EACH ROW EXECUTE FUNCTION contact_is_named();
CREATE TRIGGER contact_is_called_otherwise AFTER UPDATE ON contacts FOR EACH ROW
  WHEN (ROW(OLD.record->>'name', OLD.record->>'email', OLD.record->>'externalId', OLD.record->>'mergedInto')
    IS DISTINCT FROM ROW(NEW.record->>'name', NEW.record->>'email', NEW.record->>'externalId', NEW.record->>'mergedInto'))
  EXECUTE FUNCTION contact_is_named();
`
