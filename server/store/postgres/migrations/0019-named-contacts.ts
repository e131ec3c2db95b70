// What contacts are found by at the desk: their names in small letters and without marks, as protocol/text-analysis.ts makes them.

export const namedContacts = `
CREATE FUNCTION names_of_contact(record json) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(
    normalize(lower(concat_ws(' ', record->>'name', record->>'email', record->>'externalId')), NFKD),
    '[\\u0300-\\u036f''’]', '', 'g')
$$;
CREATE INDEX contacts_names ON contacts USING gin (names_of_contact(record) gin_trgm_ops);
`
