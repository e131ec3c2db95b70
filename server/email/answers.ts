// Where an answer to a letter about a ticket goes, and the mark by which it finds that ticket: for whoever writes such letters. Absent where
// nobody reads answers. Partner: inbound/, which does.

interface Marked {
  id: string
  contactId: string
}

export interface AnswersByMail {
  /** Without a mark, for people to read. */
  address(): string
  /** With the ticket's mark; undefined where the name before the @ leaves no room for one. */
  addressFor(ticket: Marked): string | undefined
  /** For the Message-ID. */
  markOf(ticket: Marked): string
}
