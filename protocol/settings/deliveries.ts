// What went to the host's endpoints, as admins read it: never what it said, which is about people. Partner: server/webhooks/routes.ts.

import Type, { type Static } from 'typebox'
import { Attempt } from '../account-merge.ts'
import { OneOf } from '../entities.ts'

export const DeliveryShown = Type.Object({
  id: Type.String({ description: 'The webhook-id of each attempt' }),
  type: Type.String(),
  url: Type.String(),
  endpointId: Type.Optional(Type.String({ description: 'Of an endpoint that was set in the console' })),
  state: OneOf('waiting', 'delivered', 'given_up'),
  createdAt: Type.String(),
  attempts: Type.Array(Attempt),
  ticketId: Type.Union([Type.String(), Type.Null()]),
  mayBeRepeated: Type.Boolean({
    description: 'Not while it is on its way, nor where it belongs to an account merge',
  }),
})
export type DeliveryShown = Static<typeof DeliveryShown>
export const Deliveries = Type.Object({
  deliveries: Type.Array(DeliveryShown, { description: 'Newest first' }),
  next: Type.Union([Type.String(), Type.Null()], { description: '`before` of the next page' }),
})
export type Deliveries = Static<typeof Deliveries>
