// What admins set for the whole desk; see ../../records.ts.

export const settings = `
CREATE TABLE settings (id text COLLATE "C" PRIMARY KEY, record json NOT NULL);
`
