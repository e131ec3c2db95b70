// What a view holds and in which order: conditions that are data. Contacts never hear of any of it. Partner: filtering.ts, which
// judges by them.

import Type, { type Static } from 'typebox'
import { Identity, OneOf, TicketState, TicketType } from '../entities.ts'
import {
  FACT_CHARS,
  FIELD_MAX_CHARS,
  FILTER_FIELDS,
  FILTER_VALUES,
  VIEW_NAME_MAX_CHARS,
  WAIT_MAX_MINUTES,
} from '../limits.ts'
import { Priority } from '../ticket-types.ts'
import { Tag } from './tags.ts'

const closed = { additionalProperties: false }
const anyOf = <T extends Type.TSchema>(schema: T, description: string) =>
  Type.Optional(Type.Array(schema, { minItems: 1, maxItems: FILTER_VALUES, description }))

/** What is asked of one field: `fields.ts` judges by it. Texts are compared whatever their case; days are those of UTC. */
export const FieldTest = Type.Object(
  {
    field: Type.String({
      maxLength: FIELD_MAX_CHARS,
      pattern:
        '^(answer\\.[a-z][a-z0-9_]*|attribute\\..+|subject|type|tag|page|browser|opened_by|merged|merge|rating|created|updated|first_reply|solved|email|locale)$',
      description:
        '`answer.` and a field of a form, `attribute.` and what the host signs, or a field that every ticket or contact has',
    }),
    is: OneOf(
      'any_of',
      'none_of',
      'contains',
      'contains_not',
      'given',
      'empty',
      'at_least',
      'at_most',
      'in_last_days',
      'in_next_days',
      'before_last_days',
    ),
    values: anyOf(
      Type.String({ minLength: 1, maxLength: FACT_CHARS }),
      'Texts, any of them; of choices their names; of who opened it ids of agents, or `me`; nobody where its contact did. Of the last five one: a number, a day (YYYY-MM-DD) or a number of days. None for `given` and `empty`',
    ),
  },
  closed,
)
export type FieldTest = Static<typeof FieldTest>

/** All of its conditions hold; of each, one of its values does. */
export const TicketFilter = Type.Object(
  {
    states: anyOf(TicketState, 'Absent: all but solved'),
    types: anyOf(TicketType, 'Names of types'),
    tags: anyOf(Tag, 'Any of these'),
    priorities: anyOf(Priority, 'Without one it is normal'),
    assignees: anyOf(Type.String({ maxLength: 64 }), 'Ids of agents, `me` or `nobody`'),
    teams: anyOf(Type.String({ maxLength: 80 }), 'Names of teams'),
    mentionsMe: Type.Optional(Type.Literal(true, { description: 'A note names the agent who asks' })),
    identity: Type.Optional(Identity),
    relation: Type.Optional(OneOf('tracker', 'attached')),
    waitsLongerThanMinutes: Type.Optional(
      Type.Integer({ minimum: 1, maximum: WAIT_MAX_MINUTES, description: 'The contact, for an answer' }),
    ),
    dueWithinMinutes: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: WAIT_MAX_MINUTES,
        description: 'What was promised; 0 where it is late',
      }),
    ),
    fields: Type.Optional(
      Type.Array(FieldTest, { minItems: 1, maxItems: FILTER_FIELDS, description: 'All of these hold' }),
    ),
  },
  closed,
)
export type TicketFilter = Static<typeof TicketFilter>

export const TicketSort = OneOf('newest', 'longest_wait', 'next_due', 'priority', 'number')
export type TicketSort = Static<typeof TicketSort>

/** What is saved. */
export const ViewFields = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: VIEW_NAME_MAX_CHARS }),
    filter: TicketFilter,
    sort: TicketSort,
    isOwn: Type.Boolean({ description: 'Only the agent who saves it sees it' }),
  },
  closed,
)
export type ViewFields = Static<typeof ViewFields>

export const SavedView = Type.Object({
  id: Type.String(),
  ...ViewFields.properties,
  place: Type.Integer({ description: 'Its place among the others' }),
  version: Type.Integer(),
  changedBy: Type.String(),
})
export type SavedView = Static<typeof SavedView>
