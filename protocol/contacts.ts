// Contacts as agents look them up, over HTTP. Partner: server/contacts/desk-routes.ts.

import Type, { type Static } from 'typebox'

export const Erased = Type.Object({ tickets: Type.Integer({ description: 'That went with them' }) })
export type Erased = Static<typeof Erased>
