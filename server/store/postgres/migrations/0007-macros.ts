// Macros. There are some hundreds of them at most, always read together.

export const macros = `
CREATE TABLE macros (id text COLLATE "C" PRIMARY KEY, name text COLLATE "C" NOT NULL, record json NOT NULL);
`
