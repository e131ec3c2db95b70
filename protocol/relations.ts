// How tickets stand to each other, as agents see it: for agents alone, and never a field of what a contact gets. Partners:
// commands/relations.ts, server/tickets/links.ts.

import Type from 'typebox'

/** Of a ticket as agents see it; tickets are named by their ids. */
export const relationsOfTicket = {
  links: Type.Optional(
    Type.Array(Type.String(), {
      description: 'Linked with these; they name this one, too. Oldest link first',
    }),
  ),
}
