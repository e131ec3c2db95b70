// How long solved tickets are kept, over HTTP, for admins. Partners: server/retention/, settings.ts.

import Type, { type Static } from 'typebox'
import { OneOf } from '../entities.ts'
import { RETENTION_MAX_DAYS, RETENTION_MIN_DAYS, TICKET_TYPE_MAX_CHARS } from '../limits.ts'
import { changed, Version } from './settings.ts'

const closed = { additionalProperties: false }
const Days = Type.Union(
  [Type.Integer({ minimum: RETENTION_MIN_DAYS, maximum: RETENTION_MAX_DAYS }), Type.Null()],
  { description: 'After it was solved; null: for ever' },
)
const kept = {
  days: Days,
  types: Type.Array(
    Type.Object({ type: Type.String({ maxLength: TICKET_TYPE_MAX_CHARS }), days: Days }, closed),
    { maxItems: 100, description: 'Those that are kept for another time, each once' },
  ),
}
export const Retention = Type.Object(kept)
export type Retention = Static<typeof Retention>

/** Of the last night, or of the one that goes on. */
const Run = Type.Object({
  at: Type.String({ description: 'When it began' }),
  removed: Type.Integer(),
  isOver: Type.Boolean(),
})

export const RetentionState = Type.Object({
  ...kept,
  ...changed,
  lastRun: Type.Union([Run, Type.Null()]),
  nextRunAt: Type.Union([Type.String(), Type.Null()], { description: 'null while everything is kept' }),
})
export type RetentionState = Static<typeof RetentionState>
export const RetentionChange = Type.Object({ version: Version, ...kept }, closed)
export type RetentionChange = Static<typeof RetentionChange>

/** What would go in the next night, if it were so. */
export const RetentionQuestion = Type.Object(kept, closed)
export const RetentionPreview = Type.Object({
  tickets: Type.Integer(),
  oldestSolvedAt: Type.Union([Type.String(), Type.Null()]),
  types: Type.Array(Type.Object({ type: Type.String(), tickets: Type.Integer() })),
  /** Old enough, and kept all the same. */
  kept: Type.Array(Type.Object({ why: OneOf('merge', 'tracker', 'continued'), tickets: Type.Integer() })),
  runsAt: Type.String(),
})
export type RetentionPreview = Static<typeof RetentionPreview>
export type KeptBecause = RetentionPreview['kept'][number]['why']
