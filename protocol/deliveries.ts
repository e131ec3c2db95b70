// What went to the host's endpoint, as admins read it: never what it said, which is about people. Partner: server/webhooks/routes.ts.

import Type, { type Static } from 'typebox'
import { Attempt, OneOf } from './entities.ts'

export const DeliveryShown = Type.Object({
  id: Type.String({ description: 'The webhook-id of each attempt' }),
  type: Type.String(),
  url: Type.String(),
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
  endpoint: Type.Union([Type.String(), Type.Null()], { description: 'WEBHOOK_URL; null where none is set' }),
  deliveries: Type.Array(DeliveryShown, { description: 'Newest first' }),
})
export type Deliveries = Static<typeof Deliveries>
