// The articles that serve now. A save is read, checked and made into the next shelf beside the present one, then
// swapped whole; whatever goes wrong meanwhile, the present one keeps serving. An article whose time comes or goes
// is a change like a save. Partner: help.ts, the questions that readers ask.

import { watch as watchFiles } from 'chokidar'
import type { Article } from '../../protocol/articles.ts'
import type { SectionDocument } from '../../protocol/search/build.ts'
import type { Log } from '../log.ts'
import { type ArticleFile, published, type Reading } from './article-file.ts'
import { type Attached, contentOf } from './attached.ts'
import { audienceText, mayRead, nextChangeMs, PUBLIC, type Reader, readerKey } from './audience.ts'
import { contentHash } from './content-hash.ts'
import type { ArticleProblem } from './faults.ts'
import { type Help, helpOf } from './help.ts'
import type { Meanings } from './meaning/meaning.ts'
import { readFolder, readingWith, SLUG } from './reading.ts'
import { articleMaker, filesOf, makePreviewShelf, makeShelf, type Shelf, sectionsOf } from './shelf.ts'

/** As the public sees it; what is for some readers only they get from `forReader`. */
export interface Library extends Help {
  /** The folder that is read. */
  readonly dir: string
  forReader(reader: Reader): Promise<Help>
  /** A file beside the articles by its content's name, whoever may read the article that refers to it. */
  file(
    hash: string,
    ofDrafts?: boolean,
  ): Promise<{ attached: Attached; content: Buffer; isPublic: boolean } | undefined>
  problems(): ArticleProblem[]
  /** For editors only. @param also the slug of an article that is in it even if the reader may not read it, or all of them */
  preview(reader: Reader, also: string | 'all of them'): Promise<Preview>
  /** As if the file of an article said this: what would be wrong, and how the public would see it, where it can be read. */
  tried(source: ArticleSource): Promise<{ problems: ArticleProblem[]; article: Article | null }>
  /** Where articles may lie: the collections, without or with articles. */
  places(): { path: string; title: string }[]
  /** Whether an article may lie there: `locale/collection/slug.md`, in a collection that there is. */
  hasPlaceFor(file: string): boolean
  /** What was just written serves when this is over, and not only when the folder is next heard of. */
  readAgain(): Promise<void>
  /** The version that it hears also changes with what only some readers see. */
  onChange(listener: (version: string) => void): () => void
  close(): Promise<void>
}

/** An article's file, by its path within the folder. */
export interface ArticleSource {
  file: string
  text: string
}

/** All that is in the folder, drafts too, as one reader would see it if it were published now. */
interface Preview {
  help: Help
  /** What stands behind it, whoever may read it. */
  files: ArticleFile[]
}

/** What serves: read, and made for everybody; for others when the first of them comes. */
interface Serving {
  reading: Reading
  live: ArticleFile[]
  shelf: Shelf
  version: string
  forSome: boolean
  variants: Map<string, Promise<Shelf>>
  /** Those of editors. */
  previews: Map<string, Promise<Shelf>>
}

/** Editors save several files at once, and some programs write a file in steps. */
const SETTLE_MS = 80
/** Sets of readers at a time. Each costs an index; the one that came first goes first. */
const VARIANTS_KEPT = 16
/** The longest time that a timer holds. */
const TIMER_MAX_MS = 2 ** 31 - 1

export async function openLibrary({
  dir,
  log,
  watch,
  now = () => new Date(),
  meanings,
}: {
  dir: string
  log: Log
  watch: boolean
  now?: () => Date
  /** Where search weighs them too. */
  meanings?: Meanings | undefined
}): Promise<Library> {
  const listeners = new Set<(version: string) => void>()
  // Watching first: what is saved while the folder is read for the first time is read again.
  const watcher = watch ? watchFiles(dir, { ignoreInitial: true }) : undefined
  let settling: NodeJS.Timeout | undefined
  let waiting: NodeJS.Timeout | undefined
  let isClosed = false
  watcher?.on('all', () => {
    clearTimeout(settling)
    settling = setTimeout(readAgain, SETTLE_MS)
  })
  watcher?.on('error', (cause) =>
    log.error({ err: String(cause) }, 'saved articles may go unnoticed until the next start'),
  )

  async function readFirst(): Promise<Serving> {
    if (watcher) await new Promise<void>((resolve) => watcher.once('ready', resolve))
    return serve(await readFolder(dir, now()), now(), { meanings })
  }
  const first = readFirst()
  let working: Promise<unknown> = first
  let serving = await first.catch(async (cause: unknown) => {
    clearTimeout(settling)
    await watcher?.close()
    throw cause
  })
  tell(log, serving.reading.problems)
  waitForNext()

  function readAgain(): Promise<void> {
    const read = working.then(async () => {
      try {
        await swap(await readFolder(dir, now(), serving.reading))
      } catch (err) {
        log.error({ err }, 'the articles could not be read again; the last good ones keep serving')
      }
    })
    working = read
    return read
  }

  async function swap(reading: Reading): Promise<void> {
    const before = serving
    serving = await serve(reading, now(), { before, meanings })
    waitForNext()
    if (JSON.stringify(reading.problems) !== JSON.stringify(before.reading.problems)) {
      tell(log, reading.problems)
    }
    if (serving.version !== before.version) for (const listener of listeners) listener(serving.version)
  }

  /** Until the next article's time has come, or gone. */
  function waitForNext(): void {
    clearTimeout(waiting)
    const next = nextChangeMs(serving.reading.articles, now())
    if (next === undefined || isClosed) return
    waiting = setTimeout(readAgain, Math.min(next - now().getTime(), TIMER_MAX_MS))
  }

  function shelfFor(reader: Reader): Promise<Shelf> | undefined {
    const { reading, live, shelf, variants } = serving
    const key = readerKey(live, reader)
    if (key === '') return undefined
    return keptIn(variants, key, () =>
      makeShelf(reading, readableBy(live, reader), { before: shelf, meanings }),
    )
  }

  const places = () =>
    serving.reading.collections.map(({ locale, slug, title }) => ({ path: `${locale}/${slug}`, title }))

  const everybodys = helpOf(() => serving)
  return {
    ...everybodys,
    dir,
    get version() {
      return serving.version
    },
    async forReader(reader) {
      const { version, forSome } = serving
      const shelf = await shelfFor(reader)
      return shelf ? helpOf(() => ({ shelf, version, forSome })) : everybodys
    },
    async file(hash, ofDrafts = false) {
      const { reading, live, shelf } = serving
      const known = shelf.files.get(hash)
      const attached = known ?? filesOf(reading, ofDrafts ? reading.articles : live).get(hash)
      const content = attached && (await contentOf(dir, attached))
      return content && { attached, content, isPublic: known !== undefined }
    },
    problems: () => serving.reading.problems,
    async preview(reader, also) {
      const { reading, version, previews } = serving
      const attributes = reader.kind === 'public' ? {} : reader.attributes
      const readable = reading.articles.filter(
        ({ slug, audience }) => also === 'all of them' || slug === also || mayRead(audience, reader),
      )
      const shelf = await keptIn(previews, JSON.stringify([reader, also]), () =>
        makePreviewShelf(reading, readable, attributes),
      )
      const help = helpOf(() => ({ shelf, version, forSome: false }))
      return { help, files: reading.articles }
    },
    async tried(source) {
      const { problems, reading } = await readingWith(serving.reading, dir, source, now())
      const file = reading?.articles.find((one) => one.file === source.file)
      return { problems, article: reading && file ? articleMaker(reading, reading.articles, {})(file) : null }
    },
    places,
    hasPlaceFor(file) {
      const [, path, slug] = /^(.*)\/([^/]*)\.md$/.exec(file) ?? []
      return SLUG.test(slug ?? '') && places().some((place) => place.path === path)
    },
    readAgain,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      isClosed = true
      clearTimeout(settling)
      clearTimeout(waiting)
      listeners.clear()
      await watcher?.close()
      await working
    },
  }
}

/** Made when it is first asked for; the oldest goes when there are too many. */
function keptIn(kept: Map<string, Promise<Shelf>>, key: string, make: () => Promise<Shelf>): Promise<Shelf> {
  const known = kept.get(key)
  if (known) return known
  const made = make()
  made.catch(() => kept.delete(key))
  kept.set(key, made)
  const [oldest] = kept.size > VARIANTS_KEPT ? kept.keys() : []
  if (oldest !== undefined) kept.delete(oldest)
  return made
}

/** What search is built from, for benches. */
export async function readArticles(
  dir: string,
  locale: string,
): Promise<{ sections: SectionDocument[]; synonyms: string[][] }> {
  const now = new Date()
  const reading = await readFolder(dir, now)
  const files = published(reading, now).filter((article) => article.locale === locale)
  return { sections: files.flatMap(sectionsOf), synonyms: reading.synonyms.get(locale) ?? [] }
}

async function serve(
  reading: Reading,
  at: Date,
  { before, meanings }: { before?: Serving; meanings: Meanings | undefined },
): Promise<Serving> {
  const live = published(reading, at)
  const shelf = await makeShelf(reading, readableBy(live, PUBLIC), { before: before?.shelf, meanings })
  const others = live.filter(({ audience }) => audience !== 'public')
  const forSome = others.length > 0
  // Of their hashes only: the version is told to everybody.
  const version = forSome
    ? contentHash(
        JSON.stringify([
          shelf.version,
          others.map(({ file, hash, audience }) => [file, hash, audienceText(audience)]),
        ]),
      )
    : shelf.version
  return { reading, live, shelf, version, forSome, variants: new Map(), previews: new Map() }
}

const readableBy = (live: ArticleFile[], reader: Reader) =>
  live.filter(({ audience }) => mayRead(audience, reader))

function tell(log: Log, problems: ArticleProblem[]): void {
  for (const { file, line, reason } of problems) {
    log.warn({ file, line }, `an article is not in order: ${file}:${line}: ${reason}`)
  }
}
