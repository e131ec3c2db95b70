// The schemas of every JSON route. Paths stand beside the handlers; the OpenAPI document is made from both.

import Type, { type Static } from 'typebox'
import { Article, ArticleSummary, FeedbackAnswer, SearchResult } from './articles.ts'
import { Agent } from './entities.ts'
import { Availability } from './hours.ts'
import {
  ADDRESS_MAX_CHARS,
  FEEDBACK_COMMENT_MAX_CHARS,
  HANDOVER_ITEMS,
  IDENTITY_TOKEN_MAX_CHARS,
  NAME_MAX_CHARS,
  QUERY_MAX_CHARS,
} from './limits.ts'
import { ContactSnapshot } from './socket.ts'

const closed = { additionalProperties: false }

/** POST /api/session: the host's identity token in; our session and a snapshot out. */
export const SessionRequest = Type.Object(
  { identityToken: Type.String({ maxLength: IDENTITY_TOKEN_MAX_CHARS }) },
  closed,
)
export type SessionRequest = Static<typeof SessionRequest>
export const SessionAnswer = Type.Object({
  session: Type.String({ description: 'Bearer token; revocable' }),
  expiresAt: Type.String(),
  snapshot: ContactSnapshot,
})
export type SessionAnswer = Static<typeof SessionAnswer>

/** POST /api/address-proofs: mails a code to an address; says the same whoever lives there. */
export const AddressProofRequest = Type.Object(
  {
    email: Type.String({ minLength: 3, maxLength: ADDRESS_MAX_CHARS }),
    name: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: NAME_MAX_CHARS,
        description: 'Left out by who only wants to see what they wrote before; the mail says so then',
      }),
    ),
  },
  closed,
)
export type AddressProofRequest = Static<typeof AddressProofRequest>
export const AddressProofAnswer = Type.Object({
  proofId: Type.String(),
  email: Type.String(),
  expiresAt: Type.String(),
  isOverLimit: Type.Optional(
    Type.Literal(true, {
      description:
        'This mailbox had been sent enough codes: the newest that was mailed to this address is good, and maybe none is on its way',
    }),
  ),
})
export type AddressProofAnswer = Static<typeof AddressProofAnswer>

/** PUT /api/address-proofs/:proofId: the code in; a guest's session out (a SessionAnswer). */
export const AddressProofCode = Type.Object({ code: Type.String({ minLength: 1, maxLength: 40 }) }, closed)
export type AddressProofCode = Static<typeof AddressProofCode>
/** A header: a copy of an older version, which takes no other body, lets it pass, and it stands in no log of addresses. */
export const AddressProofKey = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 16,
      maxLength: 64,
      description:
        'A secret made for this code: with the same one its answer, if it was lost, is given again',
    }),
  ),
})

/** GET /api/help/home?locale=&page=: what the widget's home shows before anything was typed. */
export const HelpHome = Type.Object({
  locale: Type.String(),
  version: Type.String(),
  indexUrl: Type.String({ description: 'Content-addressed; cached for ever' }),
  indexMore: Type.Integer({ description: 'Files that follow it: the same address with &part=1 and so on' }),
  suggested: Type.Array(ArticleSummary),
  collections: Type.Array(
    Type.Object({ slug: Type.String(), title: Type.String(), articles: Type.Array(ArticleSummary) }),
  ),
  forSome: Type.Optional(
    Type.Boolean({ description: 'There are articles for some readers only: ask again with the session' }),
  ),
  meaning: Type.Optional(
    Type.Boolean({ description: 'The server weighs meaning too: worth asking where the device is unsure' }),
  ),
  greeting: Type.Optional(Type.String({ description: 'What an admin has the widget say first' })),
  availability: Type.Optional(Availability),
  types: Type.Optional(
    Type.Array(Type.Object({ name: Type.String(), label: Type.String(), guests: Type.Boolean() }), {
      description: 'What can be opened beside a plain message, in its order; their forms: /api/ticket-types',
    }),
  ),
})
export type HelpHome = Static<typeof HelpHome>

export const SearchQuery = Type.Object({
  q: Type.String({ maxLength: QUERY_MAX_CHARS }),
  locale: Type.Optional(Type.String({ maxLength: 20 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
})
export const SearchAnswer = Type.Object({
  results: Type.Array(SearchResult),
  isSure: Type.Boolean({ description: 'Whether the best result is likely to be about what was asked' }),
  meant: Type.Optional(Type.String({ description: 'The query with its slips mended, where it had any' })),
  version: Type.String({ description: "Of what was searched; the home's tells whether it is still so" }),
})
export type FoundThere = Static<typeof SearchAnswer>

export const ArticleAnswer = Article

export const FeedbackRequest = Type.Object(
  {
    answer: FeedbackAnswer,
    version: Type.String({ maxLength: 80, description: "The article's version that was read" }),
    readerId: Type.String({
      minLength: 8,
      maxLength: 64,
      description:
        'Made by the device when the reader answers; one vote a reader and version, a later one replaces it',
    }),
    comment: Type.Optional(Type.String({ maxLength: FEEDBACK_COMMENT_MAX_CHARS })),
  },
  closed,
)
export type FeedbackRequest = Static<typeof FeedbackRequest>
export const FeedbackCounts = Type.Object({ yes: Type.Integer(), partly: Type.Integer(), no: Type.Integer() })
export type FeedbackCounts = Static<typeof FeedbackCounts>

/** GET /api/help/articles/:slug/feedback: for agents, and for the host with its key. */
export const FeedbackReport = Type.Object({
  counts: FeedbackCounts,
  versions: Type.Array(
    Type.Object({ version: Type.String(), newestAt: Type.String(), ...FeedbackCounts.properties }),
    { description: 'Newest first' },
  ),
  comments: Type.Array(
    Type.Object({
      answer: FeedbackAnswer,
      comment: Type.String({ description: 'What was missing, in the words of a reader whom nobody knows' }),
      version: Type.String(),
      at: Type.String(),
    }),
    { description: 'Newest first' },
  ),
})
export type FeedbackReport = Static<typeof FeedbackReport>

/**
 * POST /api/help/gaps: words that found nothing, and words after which an article was opened; sent once when the panel
 * closes, without who typed them.
 */
export const GapsRequest = Type.Object(
  {
    locale: Type.String({ maxLength: 20 }),
    queries: Type.Array(Type.String({ minLength: 1, maxLength: QUERY_MAX_CHARS }), {
      maxItems: HANDOVER_ITEMS,
    }),
    found: Type.Optional(
      Type.Array(
        Type.Object(
          {
            query: Type.String({ minLength: 1, maxLength: QUERY_MAX_CHARS }),
            slug: Type.String({ minLength: 1, maxLength: 200 }),
          },
          closed,
        ),
        { maxItems: 10 * HANDOVER_ITEMS },
      ),
    ),
  },
  closed,
)
export type GapsRequest = Static<typeof GapsRequest>

/** POST /api/console/sessions: an agent logs in; the answer sets an http-only cookie. */
export const LoginRequest = Type.Object(
  { email: Type.String({ maxLength: ADDRESS_MAX_CHARS }), password: Type.String({ maxLength: 200 }) },
  closed,
)
export type LoginRequest = Static<typeof LoginRequest>
export const LoginAnswer = Type.Object({ agent: Agent })
export type LoginAnswer = Static<typeof LoginAnswer>
