// Votes that were given in a session, by whom: they go where their contact goes. Copies of the version before put none.

export const votesOfContacts = `
ALTER TABLE feedback ADD COLUMN contact_id text COLLATE "C";
CREATE INDEX feedback_of_contact ON feedback (contact_id, at) WHERE contact_id IS NOT NULL;
`
