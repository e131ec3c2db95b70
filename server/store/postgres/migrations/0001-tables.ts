// The first tables. Each keeps its record whole, as the JSON text that it was put as; the columns beside it are what is
// asked for. Names sort by bytes (COLLATE "C"), as they do everywhere else here.

export const tables = `
CREATE TABLE contacts (
  id text COLLATE "C" PRIMARY KEY,
  external_id text COLLATE "C",
  guest_email text COLLATE "C",
  created_at timestamptz NOT NULL,
  record json NOT NULL
);
CREATE INDEX contacts_external_id ON contacts (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX contacts_guest_email ON contacts (guest_email, created_at, id) WHERE guest_email IS NOT NULL;

CREATE TABLE sessions (
  id text COLLATE "C" PRIMARY KEY,
  contact_id text COLLATE "C" NOT NULL,
  token_hash text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  record json NOT NULL
);
CREATE INDEX sessions_token_hash ON sessions (token_hash);
CREATE INDEX sessions_of_contact ON sessions (contact_id, created_at, id) WHERE ended_at IS NULL;
CREATE INDEX sessions_expiry ON sessions (expires_at, id);

CREATE TABLE agents (
  id text COLLATE "C" PRIMARY KEY,
  email text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  record json NOT NULL
);
CREATE INDEX agents_email ON agents (email);

CREATE TABLE agent_sessions (
  id text COLLATE "C" PRIMARY KEY,
  agent_id text COLLATE "C" NOT NULL,
  token_hash text COLLATE "C" NOT NULL,
  expires_at timestamptz NOT NULL,
  record json NOT NULL
);
CREATE INDEX agent_sessions_token_hash ON agent_sessions (token_hash);
CREATE INDEX agent_sessions_expiry ON agent_sessions (expires_at, id);

-- Each message changes its ticket, and with it every index over updated_at: so there are no more than the views need.
CREATE TABLE tickets (
  id text COLLATE "C" PRIMARY KEY,
  number bigint NOT NULL,
  contact_id text COLLATE "C" NOT NULL,
  assignee_id text COLLATE "C",
  state text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  first_reply_at timestamptz,
  -- In UTC; 0 is the first hour of Sunday.
  hour_of_week smallint GENERATED ALWAYS AS (
    (extract(dow FROM created_at AT TIME ZONE 'UTC') * 24 + extract(hour FROM created_at AT TIME ZONE 'UTC'))::smallint
  ) STORED,
  record json NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX tickets_of_contact ON tickets (contact_id, updated_at, id);
CREATE INDEX tickets_in_state ON tickets (state, updated_at, id);
CREATE INDEX tickets_unsolved ON tickets (updated_at, id) WHERE state <> 'solved';
CREATE INDEX tickets_assigned ON tickets (assignee_id, updated_at, id) WHERE state <> 'solved';
CREATE INDEX tickets_replied ON tickets (hour_of_week, created_at, id) WHERE first_reply_at IS NOT NULL;

-- A ticket's name begins with the instant at which it was opened: ranges of names are spans of time, and the number of
-- an entry stays unique in its ticket, which it could not in parts by the entry's own time. See ../parts.ts.
CREATE TABLE entries (
  ticket_id text COLLATE "C" NOT NULL,
  sequence integer NOT NULL,
  created_at timestamptz NOT NULL,
  record json NOT NULL,
  PRIMARY KEY (ticket_id, sequence)
) PARTITION BY RANGE (ticket_id);
CREATE TABLE entries_of_other_tickets PARTITION OF entries DEFAULT;

CREATE TABLE notes (
  ticket_id text COLLATE "C" NOT NULL,
  note_sequence integer NOT NULL,
  created_at timestamptz NOT NULL,
  record json NOT NULL,
  PRIMARY KEY (ticket_id, note_sequence)
);

-- By writer first: what somebody writes now lies beside what they wrote a moment ago.
CREATE TABLE client_ids (
  writer_id text COLLATE "C" NOT NULL,
  client_id text COLLATE "C" NOT NULL,
  record json NOT NULL,
  PRIMARY KEY (writer_id, client_id)
);

CREATE TABLE address_proofs (
  id text COLLATE "C" PRIMARY KEY,
  email text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  record json NOT NULL
);
CREATE INDEX address_proofs_email ON address_proofs (email, created_at);

CREATE TABLE merges (
  id text COLLATE "C" PRIMARY KEY,
  contact_id text COLLATE "C" NOT NULL,
  is_open boolean NOT NULL,
  into_external_id text COLLATE "C",
  into_email text COLLATE "C" NOT NULL,
  from_external_id text COLLATE "C",
  from_email text COLLATE "C" NOT NULL,
  stop_token_hashes jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  record json NOT NULL
);
CREATE INDEX merges_created_at ON merges (created_at, id);
CREATE INDEX merges_of_contact ON merges (contact_id, created_at, id);
CREATE INDEX merges_stop_token_hashes ON merges USING gin (stop_token_hashes);
CREATE INDEX merges_open_into_external_id ON merges (into_external_id) WHERE is_open;
CREATE INDEX merges_open_into_email ON merges (into_email) WHERE is_open;
CREATE INDEX merges_open_from_external_id ON merges (from_external_id) WHERE is_open;
CREATE INDEX merges_open_from_email ON merges (from_email) WHERE is_open;

CREATE TABLE mails (
  id text COLLATE "C" PRIMARY KEY,
  created_at timestamptz NOT NULL,
  record json NOT NULL
);

CREATE TABLE deliveries (
  id text COLLATE "C" PRIMARY KEY,
  merge_id text COLLATE "C",
  created_at timestamptz NOT NULL,
  record json NOT NULL
);

CREATE TABLE due_work (
  id text COLLATE "C" PRIMARY KEY,
  kind text COLLATE "C" NOT NULL,
  due_at timestamptz NOT NULL,
  -- A lease hides it until it expires.
  available_at timestamptz NOT NULL,
  record json NOT NULL
);
CREATE INDEX due_work_available ON due_work (available_at, id);

CREATE TABLE feedback (
  slug text COLLATE "C" NOT NULL,
  locale text COLLATE "C" NOT NULL,
  version text COLLATE "C" NOT NULL,
  reader_hash text COLLATE "C" NOT NULL,
  answer text COLLATE "C" NOT NULL,
  at timestamptz NOT NULL,
  record json NOT NULL,
  PRIMARY KEY (slug, locale, version, reader_hash)
);
CREATE INDEX feedback_newest ON feedback (slug, locale, at);
CREATE INDEX feedback_answers ON feedback (slug, locale, answer);

CREATE TABLE search_gaps (
  id text COLLATE "C" PRIMARY KEY,
  at timestamptz NOT NULL,
  record json NOT NULL
);
CREATE INDEX search_gaps_newest ON search_gaps (at, id);

CREATE TABLE search_finds (
  slug text COLLATE "C" NOT NULL,
  locale text COLLATE "C" NOT NULL,
  record json NOT NULL,
  PRIMARY KEY (slug, locale)
);

CREATE TABLE attachments (
  id text COLLATE "C" PRIMARY KEY,
  uploader text COLLATE "C" NOT NULL,
  ticket_id text COLLATE "C",
  created_at timestamptz NOT NULL,
  record json NOT NULL
);
CREATE INDEX attachments_of_uploader ON attachments (uploader, created_at, id);
CREATE INDEX attachments_loose ON attachments (created_at, id) WHERE ticket_id IS NULL;

CREATE TABLE opening_hours (id text COLLATE "C" PRIMARY KEY, record json NOT NULL);

CREATE TABLE ratings (
  ticket_id text COLLATE "C" NOT NULL,
  solved integer NOT NULL,
  record json NOT NULL,
  PRIMARY KEY (ticket_id, solved)
);

CREATE TABLE secrets (id text COLLATE "C" PRIMARY KEY, record json NOT NULL);

CREATE TABLE counters (id text COLLATE "C" PRIMARY KEY, record json NOT NULL);
`
