// A merge of two accounts, as its contact and as agents see it; what the host says of both. Partner: commands/merges.ts.

import Type, { type Static } from 'typebox'
import { AgentName, Instant, Nullable, OneOf } from './entities.ts'
import { NAME_MAX_CHARS } from './limits.ts'

export const MergeState = OneOf(
  'proof_sent',
  'in_review',
  'approved',
  'executing',
  'merged',
  'failed',
  'rejected',
  'cancelled',
  'expired',
  'undo_requested',
  'undone',
  'undo_refused',
)
export type MergeState = Static<typeof MergeState>
/** Gone through within one commit: the trail has a line of each, and no request is ever found there. */
export const PassedMergeState = OneOf('draft', 'proved')
export type PassedMergeState = Static<typeof PassedMergeState>

/** A merge as the contact who asked for it sees it. */
export const ContactMerge = Type.Object({
  id: Type.String(),
  ticketId: Nullable(Type.String({ description: 'null until the proof is given' })),
  state: MergeState,
  intoEmail: Type.String(),
  fromEmail: Type.String(),
  codeExpiresAt: Nullable(Instant),
  triesLeft: Type.Integer(),
  executeAt: Nullable(Instant),
  reason: Nullable(Type.String({ description: 'Why it was rejected; why it failed is for agents' })),
  updatedAt: Instant,
})
export type ContactMerge = Static<typeof ContactMerge>

/** One account as the host describes it; we show it, we never interpret it. */
export const HostAccount = Type.Object({
  externalId: Type.String({ maxLength: 200 }),
  name: Type.String({ maxLength: NAME_MAX_CHARS }),
  email: Type.String({ maxLength: 254 }),
  emailVerified: Type.Boolean(),
  createdAt: Nullable(Type.String()),
  roles: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 20 }),
  facts: Type.Array(
    Type.Object({ label: Type.String({ maxLength: 100 }), value: Type.String({ maxLength: 500 }) }),
    {
      maxItems: 40,
    },
  ),
  elevated: Type.Optional(
    Type.Boolean({ description: 'The account may do more than most: a merge of it needs two agents' }),
  ),
  organisation: Type.Optional(
    Type.String({ maxLength: 200, description: 'Two accounts of different ones need two agents' }),
  ),
})
export type HostAccount = Static<typeof HostAccount>

export const MergeSide = OneOf('into', 'from')
export type MergeSide = Static<typeof MergeSide>
/** Field → the account whose value stays. */
export const MergeChoices = Type.Record(Type.String({ maxLength: 100 }), MergeSide, { maxProperties: 40 })
export type MergeChoices = Static<typeof MergeChoices>

/** A field that only one of the two accounts can keep: an agent decides which. */
export const MergeConflict = Type.Object({
  field: Type.String({ maxLength: 100, description: "The host's name for it; the decision repeats it" }),
  label: Type.String({ maxLength: 100 }),
  into: Type.String({ maxLength: 500 }),
  from: Type.String({ maxLength: 500 }),
})
export type MergeConflict = Static<typeof MergeConflict>

export const MergePreview = Type.Object({
  into: Nullable(HostAccount),
  from: Nullable(HostAccount),
  moves: Type.Array(Type.String({ maxLength: 300 }), { description: 'What the host would move, in words' }),
  warnings: Type.Array(Type.String({ maxLength: 300 }), { description: 'What the host warns of, in words' }),
  losses: Type.Optional(
    Type.Array(Type.String({ maxLength: 300 }), { description: 'What would be lost, in words' }),
  ),
  conflicts: Type.Optional(Type.Array(MergeConflict, { maxItems: 40 })),
  version: Type.Optional(
    Type.String({ maxLength: 200, description: 'Repeated in account_merge.approved: merge nothing else' }),
  ),
})
export type MergePreview = Static<typeof MergePreview>

export const Attempt = Type.Object({
  at: Instant,
  outcome: OneOf(
    'delivered',
    'refused',
    'timeout',
    'unreachable',
    'redirected',
    'too_large',
    'invalid_answer',
  ),
  status: Nullable(Type.Integer()),
  tookMs: Type.Integer(),
})
export type Attempt = Static<typeof Attempt>

/** One line of a merge's trail: only ever appended. */
export const TrailLine = Type.Object({
  at: Instant,
  by: Type.String({ description: 'contact, mail link, agent:<name>, host or system' }),
  what: Type.String(),
  state: Type.Optional(Type.Union([MergeState, PassedMergeState])),
  hash: Type.Optional(
    Type.String({
      description: 'SHA-256 over this line and the hash of the one before; see server/account-merge/trail.ts',
    }),
  ),
})
export type TrailLine = Static<typeof TrailLine>

/** A merge as agents see it. */
export const DeskMerge = Type.Object({
  id: Type.String(),
  ticketId: Nullable(Type.String()),
  state: MergeState,
  into: Type.Object({ contactId: Type.String(), externalId: Type.String(), email: Type.String() }),
  from: Type.Object({ email: Type.String(), externalId: Nullable(Type.String()) }),
  provedAt: Nullable(Instant),
  decision: Nullable(
    Type.Object({
      verdict: OneOf('approve', 'reject'),
      agent: Type.Object({ id: Type.String(), name: Type.String() }),
      reason: Nullable(Type.String()),
      at: Instant,
    }),
  ),
  executeAt: Nullable(Instant),
  attempts: Type.Array(Attempt),
  reason: Nullable(Type.String()),
  warnings: Type.Array(Type.String({ description: 'Our own: look-alike addresses, plus-tags …' })),
  trail: Type.Array(TrailLine),
  proofs: Type.Object({
    vouchedAt: Nullable(Type.String({ description: 'When the host signed the token that proves `into`' })),
    askedFrom: Nullable(Type.String({ description: 'The network of the request, shortened' })),
    provedFrom: Nullable(Type.String({ description: 'The network of the proof, shortened' })),
    provedBy: Nullable(OneOf('code', 'token')),
  }),
  secondNeeded: Type.Array(Type.String(), {
    description: 'Why two agents must approve, as far as the last look shows; empty where one is enough',
  }),
  approvals: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), at: Instant })),
  choices: MergeChoices,
  undoUntil: Nullable(
    Type.String({ description: 'Until then the host can take it back; null where it cannot' }),
  ),
  invitedBy: Nullable(AgentName),
  undo: Nullable(
    Type.Object({
      by: Type.Object({ id: Type.String(), name: Type.String() }),
      agreedBy: Nullable(Type.Object({ id: Type.String(), name: Type.String() })),
      reason: Type.String(),
      refused: Nullable(Type.String({ description: 'Why it was not undone' })),
    }),
  ),
  earlier: Type.Array(
    Type.Object({ id: Type.String(), state: MergeState, fromEmail: Type.String(), createdAt: Instant }),
    { description: 'Other requests of the same contact, newest first' },
  ),
  updatedAt: Instant,
})
export type DeskMerge = Static<typeof DeskMerge>
