// A macro: a saved reply or note with places that are filled in, and what is done to the ticket when it is sent. No contact
// ever hears of one. Partner: macro-text.ts, which says what may stand in the text.

import Type, { type Static } from 'typebox'
import { OneOf } from '../entities.ts'
import {
  MACRO_ACTIONS,
  MACRO_NAME_MAX_CHARS,
  MACRO_OFFERS,
  MESSAGE_MAX_CHARS,
  SNOOZE_DAYS_MAX,
} from '../limits.ts'
import { Priority } from '../ticket-types.ts'
import { Tag } from './tags.ts'

const closed = { additionalProperties: false }

/**
 * Done to the ticket, in one commit with what is sent. Of a kind the last one holds; `assign` and `team` are one kind, as `state` and
 * `snooze` are; each tag is its own.
 */
export const MacroAction = Type.Union([
  Type.Object(
    {
      do: Type.Literal('assign'),
      to: Type.String({ minLength: 1, maxLength: 64, description: "An agent's id, `me` or `nobody`" }),
    },
    closed,
  ),
  Type.Object(
    {
      do: Type.Literal('team'),
      to: Type.String({
        minLength: 1,
        maxLength: MACRO_NAME_MAX_CHARS,
        description: "A team's name; nobody's in it",
      }),
    },
    closed,
  ),
  Type.Object({ do: Type.Literal('priority'), to: Priority }, closed),
  Type.Object({ do: Type.Literal('tag'), add: Tag }, closed),
  Type.Object({ do: Type.Literal('state'), to: OneOf('open', 'solved') }, closed),
  Type.Object(
    {
      do: Type.Literal('snooze'),
      days: Type.Union([Type.Integer({ minimum: 1, maximum: SNOOZE_DAYS_MAX }), Type.Null()], {
        description: 'null: until the contact writes',
      }),
    },
    closed,
  ),
])
export type MacroAction = Static<typeof MacroAction>
export const MacroActions = Type.Array(MacroAction, { maxItems: MACRO_ACTIONS })

const names = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: MACRO_NAME_MAX_CHARS }), {
    maxItems: MACRO_OFFERS,
    description,
  })

/** What is saved. */
export const MacroFields = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: MACRO_NAME_MAX_CHARS }),
    as: OneOf('reply', 'note'),
    text: Type.String({ maxLength: MESSAGE_MAX_CHARS, description: 'May be empty where it only acts' }),
    actions: MacroActions,
    types: names('Types of tickets for which it is offered; empty: all'),
    teams: names('Teams for whose tickets it is offered; empty: all'),
    isOwn: Type.Boolean({ description: 'Only the agent who saves it sees it' }),
  },
  closed,
)
export type MacroFields = Static<typeof MacroFields>

export const Macro = Type.Object({
  id: Type.String(),
  ...MacroFields.properties,
  version: Type.Integer({ description: 'One more with each change' }),
  changedBy: Type.String(),
  changedAt: Type.String({ description: 'ISO 8601, UTC' }),
})
export type Macro = Static<typeof Macro>
