// What we say to the host and what it answers. Requests are signed as Standard Webhooks says.

import Type, { type Static } from 'typebox'
import { MergePreview } from './entities.ts'

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
  }),
})
export type MergeApproved = Static<typeof MergeApproved>

/** The host's answer, in the response or later at POST /api/host/merge-results. */
export const MergeResult = Type.Object(
  {
    mergeId: Type.String({ maxLength: 64 }),
    status: Type.Union([Type.Literal('completed'), Type.Literal('failed')]),
    reason: Type.Optional(Type.String({ maxLength: 1_000, description: 'Why it failed; agents read it' })),
  },
  { additionalProperties: false },
)
export type MergeResult = Static<typeof MergeResult>
/** "Taken, the result comes later." */
export const MergeAccepted = Type.Object({ mergeId: Type.String(), status: Type.Literal('accepted') })
