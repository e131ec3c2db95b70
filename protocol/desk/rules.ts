// A rule: when something happened to a ticket, and if some conditions hold, then this is done to it. Data, made by admins; no
// contact ever hears of one. Partners: filters.ts, whose conditions it has; server/automation/, which runs and tries it.

import Type, { type Static } from 'typebox'
import { OneOf } from '../entities.ts'
import {
  MESSAGE_MAX_CHARS,
  RULE_ACTIONS,
  RULE_NAME_MAX_CHARS,
  RULE_WORD_MAX_CHARS,
  RULE_WORDS,
  SNOOZE_DAYS_MAX,
  TAG_MAX_CHARS,
  WAIT_MAX_MINUTES,
} from '../limits.ts'
import { Priority } from '../ticket-types.ts'
import { TicketFilter } from './filters.ts'
import { Promised, SlaHours } from './sla.ts'

const closed = { additionalProperties: false }
const Tag = Type.String({ maxLength: TAG_MAX_CHARS })
const Minutes = (minimum: number, description = 'Of the time that counts') =>
  Type.Integer({ minimum, maximum: WAIT_MAX_MINUTES, description })

/** What people did, or how much time went by. What a rule did is none of it: so no rule can wake another, or itself. */
export const RuleTrigger = Type.Union([
  Type.Object(
    {
      on: OneOf(
        'ticket_opened',
        'contact_wrote',
        'agent_replied',
        'assigned',
        'solved',
        'reopened',
        'snoozed',
        'tags_changed',
        'priority_changed',
        'team_changed',
      ),
    },
    closed,
  ),
  Type.Object(
    { on: Type.Literal('rated'), atMost: Type.Integer({ minimum: 1, maximum: 5, description: 'Of five' }) },
    closed,
  ),
  Type.Object(
    { on: Type.Literal('waited'), whom: OneOf('agent', 'contact'), minutes: Minutes(1), hours: SlaHours },
    closed,
  ),
  Type.Object(
    {
      on: Type.Literal('promise'),
      promise: Promised,
      minutesBefore: Minutes(0, 'Before it is due; 0: when it was missed'),
    },
    closed,
  ),
])
export type RuleTrigger = Static<typeof RuleTrigger>

/** All of them hold, at the moment at which it happened. */
export const RuleConditions = Type.Object(
  {
    filter: Type.Unsafe<TicketFilter>({
      ...TicketFilter,
      description: 'As of views, without `me` and `mentionsMe`; without states all of them',
    }),
    words: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: RULE_WORD_MAX_CHARS }), {
        minItems: 1,
        maxItems: RULE_WORDS,
        description:
          'One of these words or phrases stands in the subject, or in the message that it is about',
      }),
    ),
    desk: Type.Optional(OneOf('open', 'closed')),
  },
  closed,
)
export type RuleConditions = Static<typeof RuleConditions>

/** What is still empty is refused as rule.invalid, which says at its place what is missing. */
export const RuleAction = Type.Union([
  Type.Object({ do: Type.Literal('priority'), to: Priority }, closed),
  Type.Object({ do: Type.Literal('tag'), add: Tag }, closed),
  Type.Object({ do: Type.Literal('untag'), remove: Tag }, closed),
  Type.Object(
    {
      do: Type.Literal('assign'),
      to: Type.String({ maxLength: 64, description: "An agent's id, or `nobody`" }),
    },
    closed,
  ),
  Type.Object({ do: Type.Literal('team'), to: Type.String({ maxLength: 80 }) }, closed),
  Type.Object({ do: Type.Literal('solve') }, closed),
  Type.Object(
    {
      do: Type.Literal('snooze'),
      days: Type.Union([Type.Integer({ minimum: 1, maximum: SNOOZE_DAYS_MAX }), Type.Null()], {
        description: 'null: until the contact writes',
      }),
    },
    closed,
  ),
  Type.Object({ do: Type.Literal('note'), text: Type.String({ maxLength: MESSAGE_MAX_CHARS }) }, closed),
  Type.Object(
    {
      do: Type.Literal('reply'),
      text: Type.String({
        maxLength: MESSAGE_MAX_CHARS,
        description: 'With places, as in macros, without questions and without an agent',
      }),
    },
    closed,
  ),
  Type.Object(
    {
      do: Type.Literal('macro'),
      macroId: Type.String({ maxLength: 64, description: "Everybody's; its reply is sent" }),
    },
    closed,
  ),
])
export type RuleAction = Static<typeof RuleAction>

/** What is saved. */
export const RuleFields = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: RULE_NAME_MAX_CHARS }),
    when: RuleTrigger,
    conditions: RuleConditions,
    actions: Type.Array(RuleAction, { minItems: 1, maxItems: RULE_ACTIONS }),
  },
  closed,
)
export type RuleFields = Static<typeof RuleFields>

/** A dry run over the tickets of the last days: what the rule, as it stands, would have done. */
export const RuleTrial = Type.Object({
  id: Type.String(),
  by: Type.String({ description: 'The name of the admin' }),
  from: Type.String({ description: 'Tickets opened since then, ISO 8601, UTC' }),
  to: Type.String(),
  next: Type.Union([Type.String(), Type.Null()], {
    description: 'Where it goes on, empty at the beginning; null: it is done',
  }),
  reached: Type.String({ description: 'When the oldest ticket was opened that it has looked at' }),
  looked: Type.Integer({ description: 'Tickets so far' }),
  runs: Type.Integer({ description: 'How often it would have run' }),
  tickets: Type.Integer({ description: 'On how many tickets' }),
})
export type RuleTrial = Static<typeof RuleTrial>

export const Rule = Type.Object({
  id: Type.String(),
  ...RuleFields.properties,
  isOn: Type.Boolean(),
  onSince: Type.Union([Type.String(), Type.Null()], {
    description: 'What was due before then is left as it is',
  }),
  place: Type.Integer({ description: 'Its place among the others, in which they run' }),
  trial: Type.Union([RuleTrial, Type.Null()], {
    description: 'Of what it does now; null as soon as that is changed',
  }),
  version: Type.Integer({ description: 'One more with each change' }),
  changedBy: Type.String(),
  changedAt: Type.String({ description: 'ISO 8601, UTC' }),
})
export type Rule = Static<typeof Rule>

/** Why something was not done: an action is left out where a person would be refused, or ought to look first. */
export const LeftOut = OneOf(
  'waits_for_answer',
  'merge',
  'told_before',
  'too_many_tags',
  'agent_gone',
  'team_gone',
  'macro_gone',
  'no_text',
)
export type LeftOut = Static<typeof LeftOut>

export const RuleFigures = Type.Object({
  runs: Type.Integer({ description: 'How often it changed something' }),
  lastRunAt: Type.Union([Type.String(), Type.Null()]),
  trouble: Type.Union(
    [
      Type.Object({
        at: Type.String(),
        ticketId: Type.String(),
        number: Type.Integer(),
        why: LeftOut,
      }),
      Type.Null(),
    ],
    { description: 'The last thing that it could not do, until it is changed' },
  ),
})
export type RuleFigures = Static<typeof RuleFigures>

/** What a rule would have done to one ticket. */
export const RuleHit = Type.Object({
  ticketId: Type.String(),
  number: Type.Integer(),
  subject: Type.String(),
  times: Type.Integer({ description: 'How often it would have run; 0 where all was left out' }),
  at: Type.String({ description: 'When first' }),
  done: Type.Array(RuleAction, { description: 'What it would have changed, each once' }),
  leftOut: Type.Array(Type.Object({ action: RuleAction, why: LeftOut })),
})
export type RuleHit = Static<typeof RuleHit>
