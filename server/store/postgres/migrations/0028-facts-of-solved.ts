// What is said of solved tickets, in the order of each sort: a page of what is common but old read all that have it. A row for each thing
// that views ask by name, with the ticket's place in every order. Of solved tickets alone: a message of another ticket writes none. Whoever
// asks looks at the tickets again, so a row too many is harmless. Copies of the version before need to know nothing of it.
// Partners: ../tables/tickets-by-facts.ts, which asks; 0029-facts-of-solved-so-far.ts, what was solved before.

const RANK = `CASE coalesce(one.record->>'priority', 'normal') WHEN 'urgent' THEN '0' WHEN 'high' THEN '1' WHEN 'normal' THEN '2' ELSE '3' END`

export const factsOfSolved = `
CREATE TABLE solved_facts (
  ticket_id text COLLATE "C" NOT NULL,
  -- A number made of its field and value: of texts four indexes would be half as large again.
  fact bigint NOT NULL,
  updated_at timestamptz NOT NULL,
  number bigint NOT NULL,
  rank text COLLATE "C" NOT NULL,
  waits text COLLATE "C" NOT NULL,
  PRIMARY KEY (ticket_id, fact)
);
-- Asked where many have it: so that the plan, which is made without the fact, reads it in its order and no further than it must.
ALTER TABLE solved_facts ALTER COLUMN fact SET (n_distinct = 20);

CREATE FUNCTION facts_in_order(one tickets) RETURNS SETOF solved_facts LANGUAGE sql STABLE AS $$
  SELECT DISTINCT one.id, hashtextextended(field || ' ' || value, 0), one.updated_at, one.number, ${RANK}, coalesce(one.record->>'waitingSince', '9999')
  FROM (
    SELECT field, value FROM ticket_facts WHERE ticket_id = one.id AND (field IN ('tag', 'opened_by', 'rating') OR field LIKE 'answer.%')
    UNION ALL VALUES ('type', one.record->>'type'), ('team', one.record->>'team'), ('assignee', one.assignee_id)
    UNION ALL SELECT 'identity', record->>'identity' FROM contacts WHERE id = one.contact_id
  ) AS told WHERE value IS NOT NULL
$$;

CREATE FUNCTION ticket_takes_its_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN DELETE FROM solved_facts WHERE ticket_id = OLD.id; END IF;
  IF TG_OP <> 'DELETE' THEN
    IF NEW.state = 'solved' THEN
      -- What 0029 says of the ticket as it was gives way.
      INSERT INTO solved_facts SELECT * FROM facts_in_order(NEW) ON CONFLICT (ticket_id, fact) DO UPDATE
        SET updated_at = excluded.updated_at, number = excluded.number, rank = excluded.rank, waits = excluded.waits;
    END IF;
  END IF;
  RETURN NULL;
END $$;
-- Behind the triggers that write ticket_facts, by its name.
CREATE TRIGGER ticket_takes_its_place AFTER INSERT ON tickets FOR EACH ROW
  WHEN (NEW.state = 'solved') EXECUTE FUNCTION ticket_takes_its_place();
CREATE TRIGGER ticket_takes_its_place_no_more AFTER DELETE ON tickets FOR EACH ROW
  WHEN (OLD.state = 'solved') EXECUTE FUNCTION ticket_takes_its_place();
CREATE TRIGGER ticket_takes_its_place_anew AFTER UPDATE ON tickets FOR EACH ROW
  WHEN ((OLD.state = 'solved' OR NEW.state = 'solved') AND
    (OLD.state, OLD.updated_at, OLD.number, OLD.contact_id, OLD.assignee_id, OLD.facts, OLD.record->>'type', OLD.record->>'team', OLD.record->>'priority', OLD.record->>'waitingSince')
    IS DISTINCT FROM
    (NEW.state, NEW.updated_at, NEW.number, NEW.contact_id, NEW.assignee_id, NEW.facts, NEW.record->>'type', NEW.record->>'team', NEW.record->>'priority', NEW.record->>'waitingSince'))
  EXECUTE FUNCTION ticket_takes_its_place();

-- A contact that comes with their tickets may be kept behind them.
CREATE FUNCTION contact_is_known() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM solved_facts USING tickets WHERE tickets.contact_id = NEW.id AND tickets.state = 'solved' AND ticket_id = tickets.id;
  INSERT INTO solved_facts SELECT place.* FROM tickets, facts_in_order(tickets) AS place
    WHERE tickets.contact_id = NEW.id AND tickets.state = 'solved' ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER contact_is_known AFTER INSERT ON contacts FOR EACH ROW EXECUTE FUNCTION contact_is_known();
CREATE TRIGGER contact_is_known_otherwise AFTER UPDATE ON contacts FOR EACH ROW
  WHEN (OLD.record->>'identity' IS DISTINCT FROM NEW.record->>'identity') EXECUTE FUNCTION contact_is_known();
`
