// Saying that an agent has a ticket before them, or writes in it. Never stored; whoever falls silent is gone after PRESENCE_MS.
// Partners: server/chat/commands/presence.ts, console/facts/presence.ts.

import Type, { type Static } from 'typebox'
import { OneOf } from '../entities.ts'
import { body, Done, Id } from './fields.ts'

export const Doing = OneOf('looking', 'writing', 'gone')
export type Doing = Static<typeof Doing>

export const presenceCommandsOfDesks = {
  'presence.tell': { body: body({ ticketId: Id, doing: Doing }), answer: Done },
} as const

/** Of an agent at a ticket; agents hear it. */
export const PresenceChanged = Type.Object({ ticketId: Type.String(), agentId: Type.String(), doing: Doing })
export type PresenceChanged = Static<typeof PresenceChanged>
