// Articles as their readers get them, what a search finds in them, and what a reader says of one.

import Type, { type Static } from 'typebox'
import { OneOf } from './entities.ts'

export const ArticleSummary = Type.Object({
  slug: Type.String(),
  collection: Type.String(),
  title: Type.String(),
  description: Type.String(),
})
export type ArticleSummary = Static<typeof ArticleSummary>

export const Article = Type.Object({
  ...ArticleSummary.properties,
  locale: Type.String(),
  collectionTitle: Type.String(),
  html: Type.String({ description: 'Cleaned by an allow-list' }),
  headings: Type.Array(Type.Object({ anchor: Type.String(), text: Type.String(), level: Type.Integer() })),
  updated: Type.String({ description: 'A date, YYYY-MM-DD' }),
  version: Type.String({ description: 'Changes whenever its content does' }),
  url: Type.String({ description: 'Its page in the help center' }),
  fallback: Type.Optional(
    Type.Boolean({ description: 'It is in another language than was asked for: there is no translation' }),
  ),
  related: Type.Optional(
    Type.Array(ArticleSummary, { description: "The editors' choice; only what this reader may read" }),
  ),
})
export type Article = Static<typeof Article>

export const SearchResult = Type.Object({
  slug: Type.String(),
  section: Type.String({ description: 'Anchor; empty for the text before the first heading' }),
  title: Type.String(),
  heading: Type.String({ description: 'Empty where the section is the beginning of the article' }),
  snippet: Type.String({
    description: 'Plain text; matching words stand between the marks U+0002 and U+0003',
  }),
  score: Type.Number(),
})
export type SearchResult = Static<typeof SearchResult>

export const FeedbackAnswer = OneOf('yes', 'partly', 'no')
export type FeedbackAnswer = Static<typeof FeedbackAnswer>
