// What is known of the folder after it was read: the nouns that reading, checking and publishing share.

import { helpAddress } from './addresses.ts'
import type { Attached } from './attached.ts'
import { isLive } from './audience.ts'
import type { ArticleProblem } from './faults.ts'
import type { Audience, CollectionFile, FrontMatter, PinsFile, SynonymsFile } from './front-matter.ts'
import type { Origin, Snippet } from './snippets.ts'
import type { Sources } from './source-files.ts'
import type { Text } from './text.ts'

export interface ArticleFile {
  /** Relative to the articles' folder, with `/`. */
  file: string
  locale: string
  collection: string
  slug: string
  front: FrontMatter
  /** Its own, or its source's. */
  audience: Audience
  text: Text
  /** The line of the file at which the text begins. */
  bodyLine: number
  /** Field → line of the file. */
  lines: Record<string, number>
  /** Where the lines of the text come from, when some are from snippets. */
  origins?: Origin[]
  /** Of all that its file and its snippets say. */
  hash: string
  /** An earlier version, in the place of one that is not in order. */
  standsIn?: true
}

export interface CollectionInfo extends CollectionFile {
  slug: string
  locale: string
}

/** What one read of the folder gave. */
export interface Reading {
  /** Drafts too. */
  articles: ArticleFile[]
  /** In their order. */
  collections: CollectionInfo[]
  locales: string[]
  sourceLocale: string
  /** Locale → groups of words. */
  synonyms: Map<string, SynonymsFile>
  /** Locale → questions and what must answer them first; '': those beside the locales, in the language of the sources. */
  pins: Map<string, PinsFile>
  /** Path → the file beside the articles, or why it cannot be served. */
  attached: Map<string, Attached | string>
  /** Locale → name → text. */
  snippets: Map<string, Map<string, Snippet>>
  sources: Sources
  problems: ArticleProblem[]
  /** Nothing is broken, but an editor wants to know. */
  notes: ArticleProblem[]
}

/** What somebody may see now; audience.ts says who. */
export function published({ articles }: Reading, now: Date): ArticleFile[] {
  return articles.filter(({ front }) => isLive(front, now))
}

/** Where a line of an article's text was written. */
export function originOf({ file, bodyLine, origins }: ArticleFile, line: number): Origin {
  return origins?.[line - 1] ?? { file, line: bodyLine + line - 1 }
}

export function addressOf(
  { locale, collection, slug }: Pick<ArticleFile, 'locale' | 'collection' | 'slug'>,
  sourceLocale: string,
  section = '',
): string {
  return helpAddress(locale, sourceLocale, `${collection}/${slug}${section ? `#${section}` : ''}`)
}
