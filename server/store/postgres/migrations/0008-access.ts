// Who did what at the log-ins, what is asked of them, and two lists that settings show.

export const access = `
CREATE TABLE access_log (
  id text COLLATE "C" PRIMARY KEY,
  at timestamptz NOT NULL,
  record json NOT NULL
);
CREATE INDEX access_log_at ON access_log (at, id);
CREATE TABLE access_settings (id text COLLATE "C" PRIMARY KEY, record json NOT NULL);
CREATE INDEX agent_sessions_agent_id ON agent_sessions (agent_id);
CREATE INDEX deliveries_created_at ON deliveries (created_at, id);
`
