// Agents who are named in a ticket's notes: the view that holds those tickets.

export const mentions = `
ALTER TABLE tickets ADD COLUMN mentions jsonb;
CREATE INDEX tickets_mentions ON tickets USING gin (mentions) WHERE mentions IS NOT NULL;
`
