// How far a move into this database has come; see ../../moving/.

export const moves = `
CREATE TABLE moves (
  -- The embedded store's folder and its number of commits: another state of it is another move.
  source text COLLATE "C" NOT NULL,
  commits bigint NOT NULL,
  -- The home that was moved last; they come in the order of their names.
  done_to text COLLATE "C" NOT NULL,
  began_at timestamptz NOT NULL DEFAULT now(),
  -- When both sides were found equal; until then no server starts on this database.
  verified_at timestamptz
);
`
