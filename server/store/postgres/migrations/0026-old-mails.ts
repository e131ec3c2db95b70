// The oldest mails, which go each night once they have ended. A mail is written twice and never changes its place in it.

export const oldMails = `
CREATE INDEX mails_created_at ON mails (created_at, id);
`
