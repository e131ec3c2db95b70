// What reports ask for: tickets by when they were opened and by when they were solved, votes by when they were given. Copies of
// the version before put no solved_at; a report takes the last change instead.

export const reports = `
ALTER TABLE tickets ADD COLUMN solved_at timestamptz;
CREATE INDEX tickets_opened ON tickets (created_at, id);
CREATE INDEX tickets_closed ON tickets ((COALESCE(solved_at, updated_at)), id) WHERE state = 'solved';
CREATE INDEX feedback_at ON feedback (at);
`
