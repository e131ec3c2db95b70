// What an editor's page asks while an article is written in the console.

import Type, { type Static } from 'typebox'
import { ARTICLE_FILE_MAX_CHARS } from '../limits.ts'

/** The file of an article as it is to be. */
export const ArticleTry = Type.Object({
  file: Type.String({ description: 'locale/collection/slug.md', maxLength: 600 }),
  text: Type.String({ maxLength: ARTICLE_FILE_MAX_CHARS }),
})

export const ArticleTried = Type.Object({
  problems: Type.Array(Type.Object({ file: Type.String(), line: Type.Integer(), reason: Type.String() }), {
    description: 'Why it could not be published; lines from 1',
  }),
  shown: Type.Union(
    [Type.Object({ title: Type.String(), description: Type.String(), html: Type.String() }), Type.Null()],
    { description: 'As readers would see it; null where it cannot be read' },
  ),
})
export type ArticleTried = Static<typeof ArticleTried>

export const ArticlePublication = Type.Object({
  ...ArticleTry.properties,
  version: Type.String({ description: 'Of the file that was read; empty for a new one', maxLength: 128 }),
})

export const ArticlePublished = Type.Object({ version: Type.String() })
export type ArticlePublished = Static<typeof ArticlePublished>
