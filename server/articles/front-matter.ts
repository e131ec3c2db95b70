// What an editor writes above the text of an article, and in the small files beside it. articles/README.md says the
// same in a table for editors; a test compares the two. Partner: yaml.ts, which reads them.

import Type, { type Static, type TSchema } from 'typebox'

const Words = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 300 }), { maxItems: 50, description })
const Instant = (description: string) =>
  Type.String({
    pattern: '^\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,3})?)?(?:Z|[+-]\\d{2}:\\d{2}))?$',
    description,
  })
const OneOrMore = (schema: TSchema) => Type.Union([schema, Type.Array(schema, { minItems: 1 })])

/** For whom an article is; without it, for everybody. */
export const Audience = Type.Union(
  [
    Type.Literal('public'),
    Type.Literal('verified'),
    Type.Record(
      Type.String({ pattern: '^[\\p{L}\\p{N}_.-]+$' }),
      OneOrMore(Type.Union([Type.String({ minLength: 1 }), Type.Number(), Type.Boolean()])),
      { minProperties: 1 },
    ),
  ],
  {
    description:
      'For whom it is: `public`, `verified` (contacts whom the host vouches for), or by signed attributes.',
  },
)
export type Audience =
  | 'public'
  | 'verified'
  | Record<string, string | number | boolean | (string | number | boolean)[]>

export const FrontMatter = Type.Object(
  {
    title: Type.String({
      minLength: 1,
      maxLength: 160,
      description: 'The name of the article as a reader would say it.',
    }),
    description: Type.String({
      minLength: 1,
      // Search engines cut what is longer.
      maxLength: 160,
      description: 'One plain sentence: what you know after reading.',
    }),
    order: Type.Integer({ description: 'Its place within the collection; small numbers come first.' }),
    keywords: Type.Optional(Words('Words that readers use and that do not stand in the text.')),
    questions: Type.Optional(Words('Questions as readers would really type them.')),
    pins: Type.Optional(
      Words('Questions that must find this article first; the check fails when they do not.'),
    ),
    suggest_on: Type.Optional(
      Words("Paths of the host's pages on which the widget suggests it; * stands for any text."),
    ),
    related: Type.Optional(Words('Slugs of articles that a reader may want next.')),
    author: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 120,
        description: 'Who to ask about it. Readers do not see it.',
      }),
    ),
    updated: Type.String({
      pattern: '^\\d{4}-\\d{2}-\\d{2}$',
      description: 'The day on which somebody last checked that it is true.',
    }),
    needs_review: Type.Optional(
      Type.Boolean({ description: 'It is inferred, and somebody who knows must still confirm it.' }),
    ),
    draft: Type.Optional(Type.Boolean({ description: 'It is not published.' })),
    publish_at: Type.Optional(Instant('It is a draft until then.')),
    unpublish_at: Type.Optional(Instant('It is a draft again from then on.')),
    audience: Type.Optional(Audience),
    redirect_from: Type.Optional(Words('Old slugs, whose addresses lead here.')),
  },
  { additionalProperties: false },
)
export type FrontMatter = Omit<Static<typeof FrontMatter>, 'audience'> & { audience?: Audience | undefined }

export const CollectionFile = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 160, description: 'Its name, as readers see it.' }),
    description: Type.String({ maxLength: 300, description: 'One sentence on what is in it.' }),
    order: Type.Integer({ description: 'Its place among the collections; small numbers come first.' }),
  },
  { additionalProperties: false },
)
export type CollectionFile = Static<typeof CollectionFile>

export const SynonymsFile = Type.Array(Type.Array(Type.String({ minLength: 1 }), { minItems: 2 }), {
  description: 'Groups of words that mean the same to readers.',
})
export type SynonymsFile = Static<typeof SynonymsFile>

export const PinsFile = Type.Record(
  Type.String({ minLength: 1, maxLength: 300 }),
  Type.String({ minLength: 1 }),
  {
    description: 'A question → the slug, or slug#section, that must be its first result.',
  },
)
export type PinsFile = Static<typeof PinsFile>
