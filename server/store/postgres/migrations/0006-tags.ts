// Tags that were used on some ticket; see ../../store.ts.

export const tags = `
CREATE TABLE tags (id text COLLATE "C" PRIMARY KEY, created_at timestamptz NOT NULL, record json NOT NULL);
`
