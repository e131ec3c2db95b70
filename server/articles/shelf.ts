// One whole version of what some readers may see: rendered, indexed, addressed by content. Nothing in it ever
// changes; library.ts puts the next one beside it and swaps. What is not readable for them is in nothing of it.

import type { Article, ArticleSummary } from '../../protocol/articles.ts'
import type { Attributes } from '../../protocol/conditions.ts'
import { buildIndex, type SectionDocument } from '../../protocol/search/build.ts'
import { openBuilt, type SectionIndex } from '../../protocol/search/ranking.ts'
import { type ArticleFile, addressOf, type CollectionInfo, type Reading } from './article-file.ts'
import type { Attached } from './attached.ts'
import { contentHash } from './content-hash.ts'
import { emptyIndexFiles, type IndexFiles, indexFiles } from './index-files.ts'
import { wordsOfLanguage } from './languages/languages.ts'
import { attachedOf, resolver } from './links.ts'
import type { Meaning, Meanings } from './meaning/meaning.ts'
import { wordsOf } from './pages/words/words.ts'
import { htmlOf, type Resolve } from './render.ts'
import type { Text } from './text.ts'

export interface Collection {
  slug: string
  title: string
  description: string
  articles: ArticleSummary[]
}

export interface LocaleShelf {
  locale: string
  articles: Map<string, Article>
  /** In reading order; those without a published article are left out. */
  collections: Collection[]
  /** Slug → the paths of the host's pages that ask for it. */
  suggestOn: Map<string, string[]>
  index: IndexFiles
  searchable: SectionIndex
  /** Where it is weighed too. */
  meaning: Meaning | undefined
  /** Of all that the index was made from. */
  indexedFrom: string
}

export interface Shelf {
  /** Changes whenever anything that readers see does. */
  version: string
  locales: Map<string, LocaleShelf>
  sourceLocale: string
  /** Hash → the file beside the articles to which one of them refers. */
  files: Map<string, Attached>
  /** Old slug → slug. */
  redirects: Map<string, string>
}

/**
 * @param readable the articles that these readers may read
 * @param before another version of the same: a locale in which nothing changed keeps its index
 */
export async function makeShelf(
  reading: Reading,
  readable: ArticleFile[],
  search: Search = {},
): Promise<Shelf> {
  return shelfOf(reading, readable, articlesOf(reading, readable), search)
}

interface Search {
  before?: Shelf | undefined
  /** Where it weighs them too. */
  meanings?: Meanings | undefined
}

/** For an editor: each text as one reader gets it. Nothing is indexed; there is no search in it. */
export function makePreviewShelf(
  reading: Reading,
  readable: ArticleFile[],
  attributes: Attributes,
): Promise<Shelf> {
  return shelfOf(reading, readable, articlesOf(reading, readable, attributes), 'no index')
}

async function shelfOf(
  reading: Reading,
  readable: ArticleFile[],
  articles: Map<ArticleFile, Article>,
  search: Search | 'no index',
): Promise<Shelf> {
  const locales = new Map<string, LocaleShelf>()
  for (const locale of reading.locales) {
    locales.set(locale, await makeLocale(locale, reading, readable, articles, search))
  }
  const redirects = redirectsOf(readable)
  const contents = [...locales.values()].map(({ articles, collections, suggestOn, index }) => [
    [...articles.values()].map(({ version }) => version),
    collections,
    [...suggestOn],
    index.hash,
  ])
  return {
    version: contentHash(JSON.stringify([contents, [...redirects]])),
    locales,
    sourceLocale: reading.sourceLocale,
    files: filesOf(reading, readable),
    redirects,
  }
}

/** The pieces of an article that search finds. Keywords and readers' questions lead to its beginning. */
export function sectionsOf(article: ArticleFile): SectionDocument[] {
  const known = sectionsKnown.get(article)
  if (known) return known
  const { slug, front, text } = article
  const sections = text.sections.map((section, place) => ({
    id: `${slug}#${section.anchor}`,
    slug,
    section: section.anchor,
    title: front.title,
    heading: section.heading,
    text: place === 0 ? `${front.description} ${section.text}`.trim() : section.text,
    keywords: place === 0 ? (front.keywords ?? []).join(', ') : '',
    questions: place === 0 ? (front.questions ?? []).join('\n') : '',
  }))
  sectionsKnown.set(article, sections)
  return sections
}
/** The same objects each time: what is analysed once is not analysed again (protocol/search/build.ts). */
const sectionsKnown = new WeakMap<ArticleFile, SectionDocument[]>()

async function makeLocale(
  locale: string,
  reading: Reading,
  readable: ArticleFile[],
  articles: Map<ArticleFile, Article>,
  search: Search | 'no index',
): Promise<LocaleShelf> {
  const files = filesIn(locale, readable, reading.sourceLocale)
  const synonyms = reading.synonyms.get(locale) ?? []
  const indexedFrom = contentHash(JSON.stringify([synonyms, files.map(({ file, hash }) => [file, hash])]))
  const made =
    search === 'no index'
      ? NOTHING_INDEXED
      : (indexKept(search.before?.locales.get(locale), indexedFrom) ??
        (await makeIndex(locale, files, synonyms, search.meanings)))
  return {
    locale,
    articles: new Map(files.flatMap((file) => articles.get(file) ?? []).map((of) => [of.slug, of])),
    collections: collectionsIn(locale, reading, files),
    suggestOn: new Map(files.map(({ slug, front }) => [slug, front.suggest_on ?? []])),
    ...made,
    indexedFrom,
  }
}

/** Its own, and from the language of the sources what is not translated. */
function filesIn(locale: string, readable: ArticleFile[], sourceLocale: string): ArticleFile[] {
  const own = readable.filter((article) => article.locale === locale)
  const slugs = new Set(own.map(({ slug }) => slug))
  const others = readable.filter((one) => one.locale === sourceLocale && !slugs.has(one.slug))
  return [...own, ...others]
}

function collectionsIn(
  locale: string,
  { collections, sourceLocale }: Reading,
  files: ArticleFile[],
): Collection[] {
  const named = new Map<string, CollectionInfo>()
  for (const of of [locale, sourceLocale]) {
    for (const one of collections) if (one.locale === of && !named.has(one.slug)) named.set(one.slug, one)
  }
  return [...named.values()]
    .toSorted((one, other) => one.order - other.order || one.slug.localeCompare(other.slug))
    .map(({ slug, title, description }) => ({
      slug,
      title,
      description,
      articles: files
        .filter(({ collection }) => collection === slug)
        .toSorted(byPlace)
        .map(summaryOf),
    }))
    .filter(({ articles }) => articles.length > 0)
}

function indexKept(known: LocaleShelf | undefined, indexedFrom: string): Indexed | undefined {
  if (known?.indexedFrom !== indexedFrom) return undefined
  const { index, searchable, meaning } = known
  return { index, searchable, meaning }
}

/** Neighbours speak of the same: that keeps the index small. */
async function makeIndex(
  locale: string,
  files: ArticleFile[],
  synonyms: string[][],
  meanings: Meanings | undefined,
): Promise<Indexed> {
  const ordered = files.toSorted(
    (one, other) => one.collection.localeCompare(other.collection) || byPlace(one, other),
  )
  const sections = ordered.flatMap(sectionsOf)
  const built = buildIndex(sections, {
    locale,
    synonyms,
    written: wordsOfLanguage(locale),
  })
  return {
    index: await indexFiles([built.first, ...built.more]),
    searchable: openBuilt(built),
    meaning: await meanings?.(locale, sections),
  }
}

export const NOTHING_INDEXED: Indexed = (() => {
  const built = buildIndex([], { locale: 'en', synonyms: [] })
  return { index: emptyIndexFiles(built.first), searchable: openBuilt(built), meaning: undefined }
})()
type Indexed = Pick<LocaleShelf, 'index' | 'searchable' | 'meaning'>

function articlesOf(
  reading: Reading,
  readable: ArticleFile[],
  attributes?: Attributes,
): Map<ArticleFile, Article> {
  const make = articleMaker(reading, readable, attributes)
  return new Map(readable.map((file) => [file, make(file)]))
}

/** One text as readers of `readable` with these attributes get it. */
export function articleMaker(
  reading: Reading,
  readable: ArticleFile[],
  attributes?: Attributes,
): (file: ArticleFile) => Article {
  const resolve = resolver(reading, readable)
  const titles = new Map(reading.collections.map(({ locale, slug, title }) => [`${locale}/${slug}`, title]))
  const bySlug = new Map<string, ArticleFile>()
  for (const file of readable) bySlug.set(`${file.locale}/${file.slug}`, file)
  const related = ({ locale, front }: ArticleFile) =>
    (front.related ?? []).flatMap(
      (slug) => bySlug.get(`${locale}/${slug}`) ?? bySlug.get(`${reading.sourceLocale}/${slug}`) ?? [],
    )
  return (file) => {
    const next = related(file).map(summaryOf)
    const rendering = rendered(file, resolve(file), attributes)
    const { html } = rendering
    const { headings } = file.text
    const above = {
      ...summaryOf(file),
      locale: file.locale,
      collectionTitle: titles.get(`${file.locale}/${file.collection}`) ?? file.collection,
    }
    const below = {
      updated: file.front.updated,
      url: addressOf(file, reading.sourceLocale),
      ...(next.length > 0 && { related: next }),
    }
    const around = JSON.stringify([above, below])
    if (rendering.around !== around) {
      const content = {
        ...above,
        html,
        // Those of other readers' branches are not there.
        headings: attributes ? headings.filter(({ anchor }) => html.includes(` id="${anchor}"`)) : headings,
        ...below,
      }
      // Of all that is shown, not of the file alone: links change when other articles move.
      rendering.article = { ...content, version: contentHash(JSON.stringify(content)) }
      rendering.around = around
    }
    return rendering.article as Article
  }
}

/** A text as some readers see it, and what was last made of it: of a thousand articles a save changes one. */
interface Rendering {
  key: string
  html: string
  /** What stands with it, as JSON. */
  around?: string
  article?: Article
}

/** A text whose links lead where they led before is not rendered again. */
function rendered({ text, locale }: ArticleFile, resolve: Resolve, attributes?: Attributes): Rendering {
  const key = JSON.stringify([text.links.map(resolve), attributes])
  const known = renderings.get(text) ?? []
  let found = known.find((one) => one.key === key)
  if (!found) {
    found = { key, html: htmlOf(text, resolve, { t: wordsOf(locale).text, attributes }) }
    renderings.set(text, [found, ...known].slice(0, RENDERINGS_KEPT))
  }
  return found
}
/** As many as there are readers who see its links differently, mostly one. */
const RENDERINGS_KEPT = 4
const renderings = new WeakMap<Text, Rendering[]>()

export function filesOf({ attached }: Reading, readable: ArticleFile[]): Map<string, Attached> {
  const found = readable.flatMap(attachedOf).map((file) => attached.get(file))
  return new Map(found.flatMap((one) => (typeof one === 'object' ? [[one.hash, one]] : [])))
}

function summaryOf({ slug, collection, front }: ArticleFile): ArticleSummary {
  return { slug, collection, title: front.title, description: front.description }
}

const byPlace = (one: ArticleFile, other: ArticleFile) =>
  one.front.order - other.front.order || one.slug.localeCompare(other.slug)

/** A slug that an article has now is never an old one. */
function redirectsOf(files: ArticleFile[]): Map<string, string> {
  const slugs = new Set(files.map(({ slug }) => slug))
  return new Map(
    files.flatMap(({ slug, front }) =>
      (front.redirect_from ?? []).filter((old) => !slugs.has(old)).map((old) => [old, slug] as const),
    ),
  )
}
