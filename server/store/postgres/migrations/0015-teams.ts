// Teams that were set up: some dozens at most.

export const teams = `
CREATE TABLE teams (name text COLLATE "C" PRIMARY KEY, record json NOT NULL);
`
