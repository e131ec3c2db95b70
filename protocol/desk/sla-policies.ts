// Which times tickets are promised: in this form in ticket-types.yaml, and as admins set them in the console, where they stand in the
// place of the file's. Partners: sla-times.ts, which of them counts; server/sla/policy.ts; type-entries.ts.

import Type, { type Static } from 'typebox'
import { changed, Version } from '../settings/settings.ts'
import type { Priority } from '../ticket-types.ts'
import { SlaHours } from './sla.ts'
import { PRIORITIES, PROMISE_MAX_MINUTES } from './sla-times.ts'

const closed = { additionalProperties: false }
const Minutes = (description: string) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum: PROMISE_MAX_MINUTES, description }))

const slaTimes = {
  first_reply_minutes: Minutes('Until the first answer to a new ticket.'),
  next_reply_minutes: Minutes('Until the answer to each later message.'),
  solution_minutes: Minutes('Until it is solved, not counting the time in which it waits for the contact.'),
}
const SlaTimes = Type.Object(slaTimes, closed)
export type SlaTimes = Static<typeof SlaTimes>

export const SlaEntry = Type.Object(
  {
    ...slaTimes,
    hours: Type.Optional(
      Type.Unsafe<SlaHours>({
        ...SlaHours,
        description:
          '`opening_hours` counts the time in which the desk is open, `calendar` all of it; default `opening_hours`.',
      }),
    ),
    priorities: Type.Optional(
      Type.Object(
        Object.fromEntries(PRIORITIES.map((priority) => [priority, Type.Optional(SlaTimes)])) as Record<
          Priority,
          Type.TOptional<typeof SlaTimes>
        >,
        {
          ...closed,
          description:
            'Times for `low`, `normal`, `high` or `urgent`, where they differ from those beside them.',
        },
      ),
    ),
  },
  closed,
)
export type SlaEntry = Static<typeof SlaEntry>

/** A type that is not named is promised what stands for all. */
export const SlaPolicies = Type.Object({
  forAll: SlaEntry,
  types: Type.Array(Type.Object({ type: Type.String({ maxLength: 40 }), sla: SlaEntry }, closed), {
    maxItems: 40,
  }),
})
export type SlaPolicies = Static<typeof SlaPolicies>

export const SlaState = Type.Object({
  isSetHere: Type.Boolean({ description: 'Else what ticket-types.yaml says holds, and is what stands here' }),
  hasFile: Type.Boolean({ description: 'The file promises something, to which one can go back' }),
  ...SlaPolicies.properties,
  ...changed,
})
export type SlaState = Static<typeof SlaState>
export const SlaChange = Type.Object({ version: Version, ...SlaPolicies.properties }, closed)
export const SlaQuestion = Type.Object(SlaPolicies.properties, closed)

/** What a change would do to the tickets that are not solved. */
export const SlaPreview = Type.Object({
  tickets: Type.Integer({ description: 'Not solved' }),
  changed: Type.Integer({ description: 'Of which something would be due at another time, or not any more' }),
  lateNow: Type.Integer({ description: 'Late already, and staying so' }),
  newlyLate: Type.Integer({ description: 'Late at once' }),
})
export type SlaPreview = Static<typeof SlaPreview>
