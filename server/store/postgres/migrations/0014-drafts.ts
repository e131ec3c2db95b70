// What agents have not sent yet. Asked for by agent, some dozens at once.

export const drafts = `
CREATE TABLE drafts (
  agent_id text COLLATE "C" NOT NULL,
  ticket_id text COLLATE "C" NOT NULL,
  written_as text COLLATE "C" NOT NULL,
  record json NOT NULL,
  PRIMARY KEY (agent_id, ticket_id, written_as)
);
`
