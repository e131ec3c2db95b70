// What we say to the host and what it answers. Requests are signed as Standard Webhooks says.

import Type, { type Static } from 'typebox'
import { MergeChoices, MergePreview } from './account-merge.ts'
import { Promised } from './desk/sla.ts'
import { OneOf, TicketState } from './entities.ts'
import { ADDRESS_MAX_CHARS, OBJECT_ID_MAX_CHARS, OBJECT_LABEL_MAX_CHARS } from './limits.ts'
import { ENDPOINT_EVENTS } from './settings/endpoint-rules.ts'
import { Priority } from './ticket-types.ts'

/** Asked while an agent looks: the host describes both accounts, changes nothing. */
export const MergePreviewRequest = Type.Object({
  type: Type.Literal('account_merge.preview'),
  timestamp: Type.String(),
  data: Type.Object({
    mergeId: Type.String(),
    into: Type.Object({ externalId: Type.String() }),
    from: Type.Object({ email: Type.String() }),
  }),
})
export type MergePreviewRequest = Static<typeof MergePreviewRequest>
export const MergePreviewAnswer = MergePreview

/** Delivered after the cooling-off: the host merges `from` into `into`. Identifiers only. */
export const MergeApproved = Type.Object({
  type: Type.Literal('account_merge.approved'),
  timestamp: Type.String(),
  data: Type.Object({
    mergeId: Type.String(),
    into: Type.Object({ externalId: Type.String() }),
    from: Type.Object({ externalId: Type.String() }),
    keep: Type.Optional(MergeChoices),
    previewVersion: Type.Optional(
      Type.String({ description: 'The `version` of the preview that was approved' }),
    ),
  }),
})
export type MergeApproved = Static<typeof MergeApproved>

/** Delivered when two agents agreed to take a completed merge back, to a host that said that it can. */
export const MergeUndo = Type.Object({
  type: Type.Literal('account_merge.undo'),
  timestamp: Type.String(),
  data: Type.Object({
    mergeId: Type.String(),
    into: Type.Object({ externalId: Type.String() }),
    from: Type.Object({ externalId: Type.String() }),
  }),
})
export type MergeUndo = Static<typeof MergeUndo>

/** The host's answer, in the response or later at POST /api/host/merge-results. */
export const MergeResult = Type.Object(
  {
    mergeId: Type.String({ maxLength: 64 }),
    status: Type.Union([
      Type.Literal('completed'),
      Type.Literal('failed'),
      Type.Literal('undone'),
      Type.Literal('undo_refused'),
    ]),
    reason: Type.Optional(Type.String({ maxLength: 1_000, description: 'Why not; agents read it' })),
    undoable: Type.Optional(Type.Boolean({ description: 'With completed: it can be taken back' })),
  },
  { additionalProperties: false },
)
export type MergeResult = Static<typeof MergeResult>
/** "Taken, the result comes later." */
export const MergeAccepted = Type.Object({ mergeId: Type.String(), status: Type.Literal('accepted') })

/**
 * POST /api/host/account-changes: the address or the password of an account changed, or it ended. A running merge
 * that names it is stopped. Repeat it as often as you like.
 */
export const AccountChanged = Type.Object(
  {
    type: Type.Literal('account.changed'),
    data: Type.Object(
      {
        externalId: Type.String({ minLength: 1, maxLength: 200 }),
        email: Type.Optional(
          Type.String({ maxLength: ADDRESS_MAX_CHARS, description: 'Its address before the change' }),
        ),
        changed: Type.Union([Type.Literal('email'), Type.Literal('password'), Type.Literal('ended')]),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
)
export type AccountChanged = Static<typeof AccountChanged>

/** Delivered once for each promise that was missed: the first reply, the answer to a later message, the solution. */
export const SlaBreached = Type.Object({
  type: Type.Literal('sla.breached'),
  timestamp: Type.String({ description: 'When it was noticed' }),
  data: Type.Object({
    ticketId: Type.String(),
    number: Type.Integer({ description: 'The number people can say aloud' }),
    type: Type.String(),
    priority: Priority,
    team: Type.Optional(Type.String()),
    assigneeId: Type.Union([Type.String(), Type.Null()]),
    promise: Promised,
    dueAt: Type.String({ description: 'Until when it was promised' }),
  }),
})
export type SlaBreached = Static<typeof SlaBreached>

/** Told to the endpoints that admins added and that want it: which ticket it is about, never what people wrote. */
export const TicketTold = Type.Object({
  type: Type.Enum(ENDPOINT_EVENTS.filter((type) => type !== 'sla.breached')),
  timestamp: Type.String(),
  data: Type.Object({
    ticketId: Type.String(),
    number: Type.Integer({ description: 'The number people can say aloud' }),
    type: Type.String(),
    state: TicketState,
    priority: Priority,
    team: Type.Optional(Type.String()),
    assigneeId: Type.Union([Type.String(), Type.Null()]),
    contact: Type.Object({
      id: Type.String(),
      externalId: Type.Union([Type.String(), Type.Null()], {
        description: 'The host’s id; null for guests',
      }),
    }),
    message: Type.Optional(
      Type.Object(
        {
          sequence: Type.Integer(),
          author: OneOf('contact', 'agent'),
          automatic: Type.Optional(Type.Literal(true)),
        },
        { description: 'Of message.created: its place in the thread' },
      ),
    ),
    score: Type.Optional(Type.Integer({ description: 'Of ticket.rated: 1 to 5' })),
  }),
})
export type TicketTold = Static<typeof TicketTold>

/**
 * Asked while a verified contact fills in a form (HOST_LOOK_UPS): may another account of theirs hold what they miss? It
 * names no address, so that nobody's guess is confirmed by the answer.
 */
export const AccountLookUpRequest = Type.Object({
  type: Type.Literal('account.look_up'),
  timestamp: Type.String(),
  data: Type.Object({ contact: Type.Object({ externalId: Type.String() }) }),
})
export type AccountLookUpRequest = Static<typeof AccountLookUpRequest>
export const AccountLookUpAnswer = Type.Object({
  address: Type.Union([Type.String({ maxLength: ADDRESS_MAX_CHARS }), Type.Null()], {
    description: 'Masked: a•••@school.edu; null where there is none, or not just one',
  }),
})

/** Asked for a field of the kind `object`: which of the contact's things are there to choose from? */
export const ObjectsLookUpRequest = Type.Object({
  type: Type.Literal('objects.look_up'),
  timestamp: Type.String(),
  data: Type.Object({
    contact: Type.Object({ externalId: Type.String() }),
    object: Type.String({ description: 'As the form names such things: rotation' }),
  }),
})
export type ObjectsLookUpRequest = Static<typeof ObjectsLookUpRequest>
/** More are no choice. */
const OBJECTS_MAX = 30
export const ObjectsLookUpAnswer = Type.Object({
  objects: Type.Array(
    Type.Object({
      id: Type.String({ minLength: 1, maxLength: OBJECT_ID_MAX_CHARS }),
      label: Type.String({ minLength: 1, maxLength: OBJECT_LABEL_MAX_CHARS }),
    }),
    { maxItems: OBJECTS_MAX },
  ),
})
