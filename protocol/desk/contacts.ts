// Contacts as agents look them up, over HTTP. Partner: server/contacts/desk-routes.ts.

import Type, { type Static } from 'typebox'
import { FeedbackAnswer } from '../articles.ts'
import { Contact, DeskTicket, Instant, Nullable, OneOf } from '../entities.ts'
import { QUERY_MAX_CHARS } from '../limits.ts'

const FoundContact = Type.Pick(Contact, [
  'id',
  'identity',
  'externalId',
  'name',
  'email',
  'emailVerified',
  'lastSeenAt',
])
export type FoundContact = Static<typeof FoundContact>
export const ContactQuery = Type.Object({ q: Type.String({ maxLength: QUERY_MAX_CHARS }) })
export const ContactsAnswer = Type.Object({
  contacts: Type.Array(FoundContact, { description: 'Whoever was here last, first' }),
})
export type ContactsAnswer = Static<typeof ContactsAnswer>

/** How an address came to be known as theirs. */
const Address = Type.Object({
  email: Type.String(),
  proof: OneOf('host', 'code', 'merge', 'none'),
  at: Nullable(Instant),
})
const OnTicket = { ticketId: Type.String(), at: Instant }

/** One contact with all that the desk knows of them. */
export const ContactPage = Type.Object({
  contact: Contact,
  addresses: Type.Array(Address),
  tickets: Type.Array(DeskTicket, { description: 'Newest change first' }),
  isAll: Type.Boolean({ description: 'There are no older ones' }),
  reads: Type.Array(
    Type.Object({
      ...OnTicket,
      slug: Type.String(),
      title: Type.String(),
      section: Type.Optional(Type.String()),
      helped: Type.Optional(FeedbackAnswer),
    }),
    { description: 'Articles that were read before a ticket, newest first, each once' },
  ),
  searches: Type.Array(Type.Object({ ...OnTicket, query: Type.String() })),
})
export type ContactPage = Static<typeof ContactPage>

export const Erased = Type.Object({ tickets: Type.Integer({ description: 'That went with them' }) })
export type Erased = Static<typeof Erased>
