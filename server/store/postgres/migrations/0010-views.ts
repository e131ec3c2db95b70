// Saved views; see ../../store.ts.

export const views = `
CREATE TABLE views (id text COLLATE "C" PRIMARY KEY, place integer NOT NULL, record json NOT NULL);
`
