// The articles that serve now. A save is read, checked and made into the next shelf beside the present one, then
// swapped whole; whatever goes wrong meanwhile, the present one keeps serving.

import { brotliCompressSync, gzipSync } from 'node:zlib'
import { watch as watchFiles } from 'chokidar'
import type { Article, SearchResult } from '../../protocol/entities.ts'
import type { HelpHome } from '../../protocol/http.ts'
import { buildIndex, loadIndex, type SectionDocument, searchSections } from '../../protocol/ranking.ts'
import type { Log } from '../log.ts'
import type { ArticleProblem } from './front-matter.ts'
import { published, type Reading, readFolder } from './reading.ts'
import {
  type Collection,
  type IndexFile,
  type LocaleShelf,
  makeShelf,
  type Shelf,
  sectionsOf,
} from './shelf.ts'
import { suggestedFor } from './suggestions.ts'

export type { Collection }

export interface Library {
  /** Changes whenever anything that readers see does. */
  readonly version: string
  locales(): string[]
  /** By its slug, or an old one; in another locale where the wanted one does not have it. */
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

/** Editors save several files at once, and some programs write a file in steps. */
const SETTLE_MS = 80
const DEFAULT_LOCALE = 'en'

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
  // Watching first: what is saved while the folder is read for the first time is read again.
  const watcher = watch ? watchFiles(dir, { ignoreInitial: true }) : undefined
  let settling: NodeJS.Timeout | undefined
  watcher?.on('all', () => {
    clearTimeout(settling)
    settling = setTimeout(() => {
      working = working.then(readAgain, readAgain)
    }, SETTLE_MS)
  })
  watcher?.on('error', (err) => log.error({ err }, 'saved articles may go unnoticed until the next start'))

  async function readFirst(): Promise<{ reading: Reading; shelf: Shelf }> {
    if (watcher) await new Promise<void>((resolve) => watcher.once('ready', resolve))
    const reading = await readFolder(dir)
    return { reading, shelf: await makeShelf(reading) }
  }
  const first = readFirst()
  let working: Promise<unknown> = first
  let { reading, shelf } = await first.catch(async (cause: unknown) => {
    clearTimeout(settling)
    await watcher?.close()
    throw cause
  })
  tell(log, reading.problems)

  async function readAgain(): Promise<void> {
    try {
      const nextReading = await readFolder(dir, reading)
      const nextShelf = await makeShelf(nextReading)
      const isNews = JSON.stringify(nextReading.problems) !== JSON.stringify(reading.problems)
      const isChanged = nextShelf.version !== shelf.version
      reading = nextReading
      shelf = nextShelf
      if (isNews) tell(log, reading.problems)
      if (isChanged) for (const listener of listeners) listener(shelf.version)
    } catch (err) {
      log.error({ err }, 'the articles could not be read again; the last good ones keep serving')
    }
  }

  function shelfOf(locale = DEFAULT_LOCALE): LocaleShelf {
    const [language = ''] = locale.split('-')
    for (const name of [locale, language, DEFAULT_LOCALE, ...shelf.locales.keys()]) {
      const found = shelf.locales.get(name)
      if (found) return found
    }
    return EMPTY
  }

  return {
    get version() {
      return shelf.version
    },
    locales: () => [...shelf.locales.keys()],
    article(slug, locale) {
      const present = shelf.redirects.get(slug) ?? slug
      return [shelfOf(locale), shelfOf(), ...shelf.locales.values()]
        .map(({ articles }) => articles.get(present))
        .find((article) => article !== undefined)
    },
    resolve: (slug) => shelf.redirects.get(slug),
    collections: (locale) => shelfOf(locale).collections,
    home(locale, page = '') {
      const found = shelfOf(locale)
      return {
        locale: found.locale,
        version: shelf.version,
        indexUrl: `/api/help/index?locale=${found.locale}&hash=${found.index.hash}`,
        suggested: suggestedFor(page, found),
        collections: found.collections.map(({ slug, title, articles }) => ({ slug, title, articles })),
      }
    },
    index: (locale) => shelfOf(locale).index,
    search: (query, locale, limit) => searchSections(shelfOf(locale).searchable, query, limit),
    problems: () => reading.problems,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      clearTimeout(settling)
      listeners.clear()
      await watcher?.close()
      await working
    },
  }
}

/** What search is built from, for benches. */
export async function readArticles(
  dir: string,
  locale: string,
): Promise<{ sections: SectionDocument[]; synonyms: string[][] }> {
  const reading = await readFolder(dir)
  const files = published(reading).filter((article) => article.locale === locale)
  return { sections: files.flatMap(sectionsOf), synonyms: reading.synonyms.get(locale) ?? [] }
}

/** For a folder without a locale: nothing is found, and nothing fails. */
const EMPTY: LocaleShelf = (() => {
  const payload = buildIndex([], { locale: DEFAULT_LOCALE, synonyms: [] })
  const json = Buffer.from(JSON.stringify(payload))
  return {
    locale: DEFAULT_LOCALE,
    articles: new Map(),
    collections: [],
    suggestOn: new Map(),
    index: { hash: 'empty', json, gzip: gzipSync(json), brotli: brotliCompressSync(json) },
    searchable: loadIndex(payload),
  }
})()

function tell(log: Log, problems: ArticleProblem[]): void {
  for (const { file, line, reason } of problems) {
    log.warn({ file, line }, `an article is not in order: ${file}:${line}: ${reason}`)
  }
}
