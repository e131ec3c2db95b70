// Addresses of the host that are told what happens, as admins set them in the console. A secret stands in the answer that made it
// and in no other. Partners: endpoint-rules.ts; webhooks.ts, what is sent; server/webhooks/.

import Type, { type Static } from 'typebox'
import { Attempt } from '../account-merge.ts'
import { OneOf } from '../entities.ts'
import { ENDPOINT_MAX_CHARS } from '../limits.ts'
import { ENDPOINT_EVENTS } from './endpoint-rules.ts'
import { changed, Version } from './settings.ts'

const { outcome, status } = Attempt.properties
const how = { outcome, status }
const closed = { additionalProperties: false }
const fields = {
  url: Type.String({ maxLength: ENDPOINT_MAX_CHARS }),
  events: Type.Array(OneOf(...ENDPOINT_EVENTS), { minItems: 1, uniqueItems: true }),
}

export const Endpoint = Type.Object({
  id: Type.String(),
  ...fields,
  isPaused: Type.Boolean({
    description: 'Nothing is sent to it, and nothing that happens meanwhile is later',
  }),
  createdBy: Type.String(),
  createdAt: Type.String(),
  failing: Type.Optional(
    Type.Object(
      { since: Type.String(), lastAt: Type.String({ description: 'To the hour' }) },
      { description: 'Since then it has taken nothing of what was sent to it' },
    ),
  ),
  off: Type.Optional(
    Type.Object(
      { at: Type.String(), since: Type.String(), ...how },
      { description: 'It took nothing for too long: until an admin switches it on, it is told nothing' },
    ),
  ),
  oldSecretUntil: Type.Optional(
    Type.String({ description: 'Until then each delivery is signed with the secret from before, too' }),
  ),
})
export type Endpoint = Static<typeof Endpoint>

export const EndpointsState = Type.Object({
  fixed: Type.Union([Type.String(), Type.Null()], { description: 'WEBHOOK_URL; null where none is set' }),
  endpoints: Type.Array(Endpoint),
  ...changed,
})
export type EndpointsState = Static<typeof EndpointsState>

export const NewEndpoint = Type.Object({ version: Version, ...fields }, closed)
export const EndpointChange = Type.Object({ version: Version, ...fields, isPaused: Type.Boolean() }, closed)
export type EndpointChange = Static<typeof EndpointChange>

/** With what is shown once. */
export const EndpointWithSecret = Type.Object({
  ...EndpointsState.properties,
  id: Type.String({ description: 'The endpoint whose secret it is' }),
  secret: Type.String({ description: 'As Standard Webhooks has it: whsec_…' }),
})
export type EndpointWithSecret = Static<typeof EndpointWithSecret>

/** With what became of the test that was sent at once. */
export const EndpointSwitchedOn = Type.Object({ ...EndpointsState.properties, test: Attempt })
export type EndpointSwitchedOn = Static<typeof EndpointSwitchedOn>

/** What became of a test: the one attempt, which stands in the log, too. */
export const EndpointTest = Attempt
