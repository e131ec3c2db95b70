// What each place for a transaction of a copy has kept last; see ../keep.ts.

export const marks = `
CREATE TABLE marks (
  place text COLLATE "C" PRIMARY KEY,
  mark text COLLATE "C" NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 20);
`
