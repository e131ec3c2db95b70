// What is said of tickets and of contacts, field by field: what filters ask, answered by an index. In tables of their own, because a
// ticket changes with every message and what is said of it hardly ever; only where `facts` is another are its rows written anew. Whoever
// puts a record says them (../../facets.ts); copies of the version before do not: what they open is read here by nearly the same rule, and
// what they change of it is found as it was until a newer copy puts it. Those who were there before come by the next step.
// Partner: 0024-fields-so-far.ts.

/** Characters of a value: FACT_CHARS. */
const VALUE_CHARS = 120

const SAID = `nullif(lower(btrim(normalize(said))), '')`

export const fields = `
CREATE TABLE ticket_facts (
  ticket_id text COLLATE "C" NOT NULL,
  field text COLLATE "C" NOT NULL,
  value text COLLATE "C" NOT NULL,
  -- What people read, where that is another or longer.
  words text COLLATE "C",
  PRIMARY KEY (ticket_id, field, value)
);
CREATE INDEX ticket_facts_value ON ticket_facts (field, value, ticket_id);

CREATE TABLE contact_facts (
  contact_id text COLLATE "C" NOT NULL,
  field text COLLATE "C" NOT NULL,
  value text COLLATE "C" NOT NULL,
  words text COLLATE "C",
  PRIMARY KEY (contact_id, field, value)
);
CREATE INDEX contact_facts_value ON contact_facts (field, value, contact_id);

ALTER TABLE tickets ADD COLUMN facts jsonb;
ALTER TABLE contacts ADD COLUMN facts jsonb;

CREATE FUNCTION facts_of_ticket(record json) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_build_array(field, left(value, ${VALUE_CHARS}), words)) FROM (
    SELECT field, ${SAID} AS value, ${SAID} AS words FROM (VALUES
      ('subject', record->>'subject'),
      ('page', record->'handover'->>'page'),
      ('browser', record->'handover'->>'browser'),
      ('opened_by', record->'openedBy'->>'id'),
      ('rating', CASE WHEN record->>'state' = 'solved' THEN record->>'score' END),
      ('merged', record->>'mergedInto')
    ) AS told (field, said)
    UNION ALL SELECT 'tag', said, said FROM json_array_elements_text(coalesce(record->'tags', '[]')) AS said
    UNION ALL SELECT field, coalesce(${SAID.replaceAll('said', 'own')}, ${SAID}), ${SAID} FROM (
      SELECT 'answer.' || (answer->>'field') AS field, answer->>'text' AS said,
        CASE WHEN json_typeof(answer->'value') = 'string' THEN answer->>'value' END AS own
      FROM json_array_elements(coalesce(record->'answers', '[]')) AS answer
    ) AS answers
  ) AS facts WHERE value IS NOT NULL AND words IS NOT NULL
$$;
CREATE FUNCTION facts_of_contact(record json) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_build_array(field, left(value, ${VALUE_CHARS}), value)) FROM (
    SELECT field, ${SAID} AS value FROM (
      SELECT 'attribute.' || key AS field, value AS said FROM json_each_text(coalesce(record->'attributes', '{}'))
      UNION ALL VALUES ('email', record->>'email'), ('locale', record->>'locale')
    ) AS told
  ) AS facts WHERE value IS NOT NULL
$$;

CREATE FUNCTION ticket_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN DELETE FROM ticket_facts WHERE ticket_id = OLD.id; END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO ticket_facts SELECT NEW.id, fact->>0, fact->>1, nullif(fact->>2, fact->>1)
      FROM jsonb_array_elements(coalesce(NEW.facts, facts_of_ticket(NEW.record), '[]')) AS fact
      ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ticket_is_told AFTER INSERT OR DELETE ON tickets FOR EACH ROW EXECUTE FUNCTION ticket_is_told();
CREATE TRIGGER ticket_is_told_otherwise AFTER UPDATE ON tickets FOR EACH ROW
  WHEN (OLD.facts IS DISTINCT FROM NEW.facts) EXECUTE FUNCTION ticket_is_told();

CREATE FUNCTION contact_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN DELETE FROM contact_facts WHERE contact_id = OLD.id; END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO contact_facts SELECT NEW.id, fact->>0, fact->>1, nullif(fact->>2, fact->>1)
      FROM jsonb_array_elements(coalesce(NEW.facts, facts_of_contact(NEW.record), '[]')) AS fact
      ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER contact_is_told AFTER INSERT OR DELETE ON contacts FOR EACH ROW EXECUTE FUNCTION contact_is_told();
CREATE TRIGGER contact_is_told_otherwise AFTER UPDATE ON contacts FOR EACH ROW
  WHEN (OLD.facts IS DISTINCT FROM NEW.facts) EXECUTE FUNCTION contact_is_told();
`
