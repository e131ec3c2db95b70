// All published articles of this moment, whole: rendered, indexed, addressed by content. A save builds the next
// library beside this one and swaps it; a broken file never replaces a good one.

import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { watch as watchFiles } from 'chokidar'
import type { Article, ArticleSummary, SearchResult } from '../../protocol/entities.ts'
import type { HelpHome } from '../../protocol/http.ts'
import {
  buildIndex,
  loadIndex,
  type SectionDocument,
  type SectionIndex,
  searchSections,
} from '../../protocol/ranking.ts'
import type { Log } from '../log.ts'
import type { ArticleProblem } from './front-matter.ts'
import {
  type ArticleFile,
  addressOf,
  type CollectionInfo,
  type Reading,
  readFolder,
  renderArticle,
  sectionsOf,
} from './reading.ts'

export interface Collection extends Omit<CollectionInfo, 'order'> {
  articles: ArticleSummary[]
}

/** The serialised index of a locale, ready to send. */
export interface IndexFile {
  hash: string
  json: Buffer
  gzip: Buffer
  brotli: Buffer
}

export interface Library {
  /** Changes whenever anything that readers see does. */
  readonly version: string
  locales(): string[]
  /** Falls back to the first locale that has it. */
  article(slug: string, locale?: string): Article | undefined
  /** The present slug of an old one. */
  resolve(slug: string): string | undefined
  collections(locale?: string): Collection[]
  home(locale: string | undefined, page?: string): HelpHome
  index(locale?: string): IndexFile
  search(query: string, locale: string | undefined, limit: number): SearchResult[]
  problems(): ArticleProblem[]
  onChange(listener: (version: string) => void): () => void
  close(): Promise<void>
}

const SUGGESTIONS = 4
/** Editors save several files at once, and some editors write a file in steps. */
const SETTLE_MS = 80
const FALLBACK_LOCALE = 'en'

export async function openLibrary({
  dir,
  log,
  watch,
}: {
  dir: string
  log: Log
  watch: boolean
}): Promise<Library> {
  const listeners = new Set<(version: string) => void>()
  let shelf = await build(dir, undefined)
  report(log, shelf)

  let building = Promise.resolve()
  let settle: NodeJS.Timeout | undefined
  const rebuild = () => {
    building = building
      .then(async () => {
        const next = await build(dir, shelf)
        const changed = next.version !== shelf.version
        const said = JSON.stringify(next.problems) !== JSON.stringify(shelf.problems)
        shelf = next
        if (said) report(log, shelf)
        if (changed) for (const listener of listeners) listener(shelf.version)
      })
      .catch((err: unknown) =>
        log.error({ err }, 'the articles could not be read again; the last ones keep serving'),
      )
  }
  const watcher = watch ? watchFiles(dir, { ignoreInitial: true }) : undefined
  watcher?.on('all', () => {
    clearTimeout(settle)
    settle = setTimeout(rebuild, SETTLE_MS)
  })
  if (watcher) await new Promise<void>((resolve) => watcher.once('ready', () => resolve()))

  const of = (locale: string | undefined) => {
    const wanted = [
      locale ?? '',
      (locale ?? '').split('-')[0] ?? '',
      FALLBACK_LOCALE,
      ...shelf.locales.keys(),
    ]
    const found = wanted.map((name) => shelf.locales.get(name)).find((part) => part !== undefined)
    return found ?? EMPTY
  }
  return {
    get version() {
      return shelf.version
    },
    locales: () => [...shelf.locales.keys()],
    article: (slug, locale) =>
      of(locale).articles.get(slug) ??
      [...shelf.locales.values()]
        .map(({ articles }) => articles.get(slug))
        .find((article) => article !== undefined),
    resolve: (slug) => shelf.redirects.get(slug),
    collections: (locale) => of(locale).collections,
    home(locale, page) {
      const part = of(locale)
      return {
        locale: part.locale,
        version: shelf.version,
        indexUrl: `/api/help/index?locale=${part.locale}&hash=${part.index.hash}`,
        suggested: suggest(part, page),
        collections: part.collections.map(({ slug, title, articles }) => ({ slug, title, articles })),
      }
    },
    index: (locale) => of(locale).index,
    search: (query, locale, limit) => searchSections(of(locale).searchable, query, limit),
    problems: () => shelf.problems,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      clearTimeout(settle)
      await watcher?.close()
      await building
    },
  }
}

/** What search is built from, for the bench and for checks. */
export async function readArticles(
  dir: string,
  locale: string,
): Promise<{ sections: SectionDocument[]; synonyms: string[][] }> {
  const reading = await readFolder(dir)
  const published = reading.articles.filter((article) => article.locale === locale && !article.front.draft)
  const sections = published.flatMap((article) => sectionsOf(article, renderArticle(article, published, [])))
  return { sections, synonyms: reading.synonyms.get(locale) ?? [] }
}

// ---- one whole library

interface Shelf {
  version: string
  files: Map<string, ArticleFile>
  locales: Map<string, LocaleShelf>
  redirects: Map<string, string>
  problems: ArticleProblem[]
}

interface LocaleShelf {
  locale: string
  articles: Map<string, Article>
  summaries: Map<string, ArticleSummary & { suggestOn: string[] }>
  collections: Collection[]
  index: IndexFile
  searchable: SectionIndex
}

async function build(dir: string, before: Shelf | undefined): Promise<Shelf> {
  const reading = await readFolder(dir, (file) => before?.files.get(file))
  const published = reading.articles.filter(({ front }) => !front.draft)
  const problems = [...reading.problems]
  const locales = new Map<string, LocaleShelf>()
  for (const locale of reading.collections.keys()) {
    locales.set(locale, await buildLocale(locale, published, reading, problems))
  }
  const redirects = new Map<string, string>()
  for (const { slug, front } of published)
    for (const old of front.redirect_from ?? []) redirects.set(old, slug)
  return {
    version: versionOf(
      [...locales.values()].map(({ index }) => index.hash),
      published,
    ),
    files: new Map(reading.articles.map((article) => [article.file, article])),
    locales,
    redirects,
    problems,
  }
}

async function buildLocale(
  locale: string,
  published: ArticleFile[],
  reading: Reading,
  problems: ArticleProblem[],
): Promise<LocaleShelf> {
  const files = published.filter((article) => article.locale === locale)
  const infos = reading.collections.get(locale) ?? []
  const articles = new Map<string, Article>()
  const summaries = new Map<string, ArticleSummary & { suggestOn: string[] }>()
  const sections: SectionDocument[] = []
  for (const file of files) {
    const rendered = renderArticle(file, files, problems)
    sections.push(...sectionsOf(file, rendered))
    const summary = {
      slug: file.slug,
      collection: file.collection,
      title: file.front.title,
      description: file.front.description,
    }
    summaries.set(file.slug, { ...summary, suggestOn: file.front.suggest_on ?? [] })
    articles.set(file.slug, {
      ...summary,
      locale,
      collectionTitle: infos.find(({ slug }) => slug === file.collection)?.title ?? file.collection,
      html: rendered.html,
      headings: rendered.headings,
      updated: file.front.updated,
      version: file.hash,
      url: addressOf(file),
    })
  }
  const order = new Map(files.map((file) => [file.slug, file.front.order]))
  const collections = infos
    .map(({ slug, title, description }) => ({
      slug,
      title,
      description,
      articles: files
        .filter(({ collection }) => collection === slug)
        .sort((one, other) => (order.get(one.slug) ?? 0) - (order.get(other.slug) ?? 0))
        .flatMap((file) => plainSummary(summaries.get(file.slug))),
    }))
    .filter(({ articles }) => articles.length > 0)
  const payload = buildIndex(sections, { locale, synonyms: reading.synonyms.get(locale) ?? [] })
  return {
    locale,
    articles,
    summaries,
    collections,
    index: await indexFile(payload),
    searchable: loadIndex(payload),
  }
}

const EMPTY: LocaleShelf = (() => {
  const payload = buildIndex([], { locale: FALLBACK_LOCALE, synonyms: [] })
  const nothing = Buffer.from(JSON.stringify(payload))
  return {
    locale: FALLBACK_LOCALE,
    articles: new Map(),
    summaries: new Map(),
    collections: [],
    index: { hash: 'empty', json: nothing, gzip: nothing, brotli: nothing },
    searchable: loadIndex(payload),
  }
})()

async function indexFile(payload: object): Promise<IndexFile> {
  const json = Buffer.from(JSON.stringify(payload))
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
  return {
    hash: createHash('sha256').update(json).digest('hex').slice(0, 16),
    json,
    gzip: await promisify(gzip)(json),
    brotli: await promisify(brotliCompress)(json, quality),
  }
}

/** Those whose `suggest_on` fits the page; where none does, the first of each collection. */
function suggest(part: LocaleShelf, page: string | undefined): ArticleSummary[] {
  const fits = (patterns: string[]) => patterns.some((pattern) => matches(pattern, page ?? ''))
  const suggested = [...part.summaries.values()]
    .filter(({ suggestOn }) => fits(suggestOn))
    .flatMap(plainSummary)
  const usual = part.collections.flatMap(({ articles }) => articles.slice(0, 1))
  return (suggested.length > 0 ? suggested : usual).slice(0, SUGGESTIONS)
}

/** `*` stands for any text; the rest is literal. */
function matches(pattern: string, page: string): boolean {
  const [path = ''] = page.split(/[?#]/)
  const trimmed = path.length > 1 ? path.replace(/\/$/, '') : path
  const literal = pattern.split('*').map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${literal.join('.*')}$`).test(trimmed)
}

function plainSummary(summary: ArticleSummary | undefined): ArticleSummary[] {
  if (!summary) return []
  const { slug, collection, title, description } = summary
  return [{ slug, collection, title, description }]
}

function versionOf(hashes: string[], files: ArticleFile[]): string {
  const all = [...hashes, ...files.map(({ file, hash }) => `${file} ${hash}`)]
  return createHash('sha256').update(all.join('\n')).digest('hex').slice(0, 16)
}

function report(log: Log, shelf: Shelf): void {
  for (const { file, line, reason } of shelf.problems) {
    log.warn({ file, line }, `article not in order: ${file}:${line}: ${reason}`)
  }
}
