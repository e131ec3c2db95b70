// Rules; see ../../store.ts. There are a hundred of them at most, always read together.

export const rules = `
CREATE TABLE rules (id text COLLATE "C" PRIMARY KEY, place integer NOT NULL, record json NOT NULL);
`
