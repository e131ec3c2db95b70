// One whole version of what readers may see: rendered, indexed, addressed by content. Nothing in it ever changes;
// library.ts puts the next one beside it and swaps. Drafts end here: they are in nothing that this makes.

import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Article, ArticleSummary } from '../../protocol/entities.ts'
import { buildIndex, loadIndex, type SectionDocument, type SectionIndex } from '../../protocol/ranking.ts'
import type { FrontMatter } from './front-matter.ts'
import { addressOf, resolverFor } from './links.ts'
import { type ArticleFile, published, type Reading } from './reading.ts'
import { htmlOf } from './render.ts'

export interface Collection {
  slug: string
  title: string
  description: string
  articles: ArticleSummary[]
}

/** The serialised index of a locale, ready to send. */
export interface IndexFile {
  hash: string
  json: Buffer
  gzip: Buffer
  brotli: Buffer
}

export interface LocaleShelf {
  locale: string
  articles: Map<string, Article>
  /** In reading order; those without a published article are left out. */
  collections: Collection[]
  /** Slug → the paths of the host's pages that ask for it. */
  suggestOn: Map<string, string[]>
  index: IndexFile
  searchable: SectionIndex
}

export interface Shelf {
  /** Changes whenever anything that readers see does. */
  version: string
  locales: Map<string, LocaleShelf>
  /** Old slug → slug. */
  redirects: Map<string, string>
}

/** Compressed once for many readers, but between a save and the widgets that wait for it. */
const BROTLI_QUALITY = 9
/** 64 bits: enough to tell versions apart. */
const HASH_CHARS = 16

export async function makeShelf(reading: Reading): Promise<Shelf> {
  const locales = new Map<string, LocaleShelf>()
  for (const locale of reading.locales) locales.set(locale, await makeLocale(locale, reading))
  const redirects = redirectsOf(published(reading))
  const contents = [...locales.values()].map(({ articles, collections, suggestOn, index }) => [
    [...articles.values()].map(({ version }) => version),
    collections,
    [...suggestOn],
    index.hash,
  ])
  return { version: hashOf(JSON.stringify([contents, [...redirects]])), locales, redirects }
}

/** The pieces of an article that search finds. Keywords and readers' questions lead to its beginning. */
export function sectionsOf({ slug, front, text }: ArticleFile): SectionDocument[] {
  return text.sections.map((section, place) => ({
    id: `${slug}#${section.anchor}`,
    slug,
    section: section.anchor,
    title: front.title,
    heading: section.heading,
    text: place === 0 ? `${front.description} ${section.text}`.trim() : section.text,
    keywords: place === 0 ? (front.keywords ?? []).join(', ') : '',
    questions: place === 0 ? (front.questions ?? []).join('\n') : '',
  }))
}

async function makeLocale(locale: string, reading: Reading): Promise<LocaleShelf> {
  const files = published(reading).filter((article) => article.locale === locale)
  const collections = reading.collections
    .filter((collection) => collection.locale === locale)
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
  const titles = new Map(collections.map(({ slug, title }) => [slug, title]))
  const articles = files.map((file) =>
    articleOf(file, titles.get(file.collection) ?? file.collection, reading),
  )
  const payload = buildIndex(files.flatMap(sectionsOf), {
    locale,
    synonyms: reading.synonyms.get(locale) ?? [],
  })
  return {
    locale,
    articles: new Map(articles.map((article) => [article.slug, article])),
    collections,
    suggestOn: new Map(
      collections.flatMap((collection) =>
        collection.articles.map(({ slug }) => [slug, frontOf(files, slug)?.suggest_on ?? []]),
      ),
    ),
    index: await indexFile(payload),
    searchable: loadIndex(payload),
  }
}

function articleOf(file: ArticleFile, collectionTitle: string, reading: Reading): Article {
  const content = {
    ...summaryOf(file),
    locale: file.locale,
    collectionTitle,
    html: htmlOf(file.text, resolverFor(file, reading.articles)),
    headings: file.text.headings,
    updated: file.front.updated,
    url: addressOf(file),
  }
  // Of all that is shown, not of the file alone: links change when other articles move.
  return { ...content, version: hashOf(JSON.stringify(content)) }
}

function summaryOf({ slug, collection, front }: ArticleFile): ArticleSummary {
  return { slug, collection, title: front.title, description: front.description }
}

const byPlace = (one: ArticleFile, other: ArticleFile) =>
  one.front.order - other.front.order || one.slug.localeCompare(other.slug)

const frontOf = (files: ArticleFile[], slug: string): FrontMatter | undefined =>
  files.find((file) => file.slug === slug)?.front

/** A slug that an article has now is never an old one. */
function redirectsOf(files: ArticleFile[]): Map<string, string> {
  const slugs = new Set(files.map(({ slug }) => slug))
  return new Map(
    files.flatMap(({ slug, front }) =>
      (front.redirect_from ?? []).filter((old) => !slugs.has(old)).map((old) => [old, slug] as const),
    ),
  )
}

async function indexFile(payload: object): Promise<IndexFile> {
  const json = Buffer.from(JSON.stringify(payload))
  const [zipped, smaller] = await Promise.all([
    promisify(gzip)(json),
    promisify(brotliCompress)(json, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  ])
  return { hash: hashOf(json), json, gzip: zipped, brotli: smaller }
}

function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, HASH_CHARS)
}
