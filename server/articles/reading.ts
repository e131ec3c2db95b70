// From a folder of files to articles. Each file is read and checked for itself, so that a broken one is named with
// its line and takes nothing else with it; where there is a good version from before, that one stands in.
// Partners: links.ts, which checks where the texts lead, and shelf.ts, which makes the published whole of it.

import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type ArticleProblem,
  BrokenFile,
  type CollectionFile,
  type Fault,
  type FrontMatter,
  readFrontMatter,
  readYaml,
  type SynonymsFile,
} from './front-matter.ts'
import { deadLinks } from './links.ts'
import { readMarkdown, type Text } from './render.ts'

/** A longer file is not an article. */
const FILE_MAX_BYTES = 1024 * 1024
/** What may stand in an address as it is. */
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
const LOCALE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/

export interface ArticleFile {
  /** Relative to the articles' folder, with `/`. */
  file: string
  locale: string
  collection: string
  slug: string
  front: FrontMatter
  text: Text
  /** The line of the file at which the text begins. */
  bodyLine: number
  /** Of the file's content. */
  hash: string
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
  /** Locale → groups of words. */
  synonyms: Map<string, SynonymsFile>
  problems: ArticleProblem[]
}

/** @param before the reading that serves now: its good versions stand in for what is broken */
export async function readFolder(dir: string, before?: Reading): Promise<Reading> {
  const reading: Reading = { articles: [], collections: [], locales: [], synonyms: new Map(), problems: [] }
  for (const locale of await localesIn(dir)) {
    if (!LOCALE.test(locale)) {
      complain(reading, locale, [
        {
          line: 1,
          reason: `The folder ${locale} is not a locale such as en or pt-BR; nothing in it is shown.`,
        },
      ])
      continue
    }
    reading.locales.push(locale)
    await readLocale(reading, dir, locale, before)
  }
  reading.collections.sort((one, other) => one.order - other.order || one.slug.localeCompare(other.slug))
  dropDoubles(reading, before)
  keepGoodLinks(reading, before)
  for (const article of published(reading)) complain(reading, article.file, wrongRedirects(article, reading))
  reading.problems = sorted(reading.problems)
  return reading
}

/** What readers may see. */
export function published(reading: Reading): ArticleFile[] {
  return reading.articles.filter(({ front }) => !front.draft)
}

async function readLocale(reading: Reading, dir: string, locale: string, before?: Reading): Promise<void> {
  const file = `${locale}/synonyms.yaml`
  const names = await namesIn(join(dir, locale))
  const synonyms = names.includes('synonyms.yaml')
    ? await readYamlFile<SynonymsFile>(reading, dir, file, 'synonyms')
    : []
  reading.synonyms.set(locale, synonyms ?? before?.synonyms.get(locale) ?? [])

  for (const collection of await foldersIn(join(dir, locale))) {
    const folder = `${locale}/${collection}`
    if (!SLUG.test(collection)) {
      complain(reading, folder, [{ line: 1, reason: badName(collection) }])
      continue
    }
    const info = await readYamlFile<CollectionFile>(reading, dir, `${folder}/collection.yaml`, 'collection')
    const known = before?.collections.find((one) => one.locale === locale && one.slug === collection)
    reading.collections.push({
      ...(info ?? known ?? { title: collection, description: '', order: Number.MAX_SAFE_INTEGER }),
      slug: collection,
      locale,
    })
    for (const name of (await namesIn(join(dir, folder))).filter((name) => name.endsWith('.md'))) {
      const article = await readArticle(reading, dir, `${folder}/${name}`, before)
      if (article) reading.articles.push(article)
    }
  }
}

async function readArticle(
  reading: Reading,
  dir: string,
  file: string,
  before?: Reading,
): Promise<ArticleFile | undefined> {
  const lastGood = before?.articles.find((article) => article.file === file)
  try {
    const [locale = '', collection = '', name = ''] = file.split('/')
    const slug = name.replace(/\.md$/, '')
    if (!SLUG.test(slug)) throw new BrokenFile([{ line: 1, reason: badName(slug) }])
    const content = await readUtf8(join(dir, file))
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 16)
    if (lastGood?.hash === hash) return lastGood
    const { front, body, bodyLine } = readFrontMatter(content)
    return { file, locale, collection, slug, front, text: readMarkdown(body), bodyLine, hash }
  } catch (cause) {
    complain(reading, file, faultsOf(cause))
    return lastGood
  }
}

async function readYamlFile<T>(
  reading: Reading,
  dir: string,
  file: string,
  kind: 'collection' | 'synonyms',
): Promise<T | undefined> {
  try {
    return readYaml(await readUtf8(join(dir, file)), kind) as T
  } catch (cause) {
    complain(reading, file, faultsOf(cause))
    return undefined
  }
}

async function readUtf8(path: string): Promise<string> {
  const { size } = await stat(path)
  if (size > FILE_MAX_BYTES) {
    const reason = `The file has ${size} bytes; ${FILE_MAX_BYTES} are the most.`
    throw new BrokenFile([{ line: 1, reason }])
  }
  const bytes = await readFile(path)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new BrokenFile([{ line: 1, reason: 'The file is not UTF-8; save it with that encoding.' }])
  }
}

/** A slug is an address: the file that had it keeps it, otherwise the first by name. */
function dropDoubles(reading: Reading, before?: Reading): void {
  const had = new Set(before?.articles.map(({ file }) => file))
  const keepers = new Map<string, ArticleFile>()
  const addressOf = ({ locale, slug }: ArticleFile) => `${locale}/${slug}`
  for (const article of [...reading.articles.filter(({ file }) => had.has(file)), ...reading.articles]) {
    if (!keepers.has(addressOf(article))) keepers.set(addressOf(article), article)
  }
  reading.articles = reading.articles.filter((article) => {
    const keeper = keepers.get(addressOf(article))
    if (keeper === article) return true
    const reason = `The slug ${article.slug} is taken by ${keeper?.file}; rename one of the two files.`
    complain(reading, article.file, [{ line: 1, reason }])
    return false
  })
}

/**
 * A changed article whose links are dead does not replace the version that serves. Putting that one back can take
 * away a heading to which another new version links, so this goes on until nothing changes.
 */
function keepGoodLinks(reading: Reading, before?: Reading): void {
  const complaints = new Map<string, Fault[]>()
  for (let settled = false; !settled; ) {
    settled = true
    reading.articles = reading.articles.map((article) => {
      const faults = deadLinks(article, reading.articles)
      if (faults.length === 0) return article
      if (!complaints.has(article.file)) complaints.set(article.file, faults)
      const lastGood = before?.articles.find(({ file }) => file === article.file)
      // What has become a draft is taken back at once, whatever its links.
      if (!lastGood || lastGood === article || article.front.draft) return article
      settled = false
      return lastGood
    })
  }
  for (const [file, faults] of complaints) complain(reading, file, faults)
}

function wrongRedirects({ file, slug, locale, front }: ArticleFile, reading: Reading): Fault[] {
  const others = published(reading).filter((one) => one.locale === locale && one.file !== file)
  return (front.redirect_from ?? []).flatMap((old) => {
    const taken = others.find((one) => one.slug === old || one.front.redirect_from?.includes(old))
    const reason = !SLUG.test(old)
      ? `redirect_from: ${badName(old)}`
      : old === slug
        ? `redirect_from names ${old}, the slug that the article has now.`
        : taken && `redirect_from names ${old}, which belongs to ${taken.file}.`
    return reason ? [{ line: 1, reason }] : []
  })
}

const badName = (name: string) =>
  `“${name}” cannot stand in an address; use small letters, digits and single hyphens.`

function complain(reading: Reading, file: string, faults: Fault[]): void {
  reading.problems.push(...faults.map((fault) => ({ file, ...fault })))
}

function faultsOf(cause: unknown): Fault[] {
  if (cause instanceof BrokenFile) return cause.faults
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
    return [{ line: 1, reason: 'The file is missing.' }]
  }
  return [{ line: 1, reason: cause instanceof Error ? cause.message : String(cause) }]
}

const sorted = (problems: ArticleProblem[]) =>
  problems.toSorted((one, other) => one.file.localeCompare(other.file) || one.line - other.line)

async function localesIn(dir: string): Promise<string[]> {
  try {
    return await foldersIn(dir)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`The articles cannot be read; ARTICLES_DIR must name their folder. ${why}`)
  }
}

async function foldersIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort()
}

async function namesIn(dir: string): Promise<string[]> {
  return (await readdir(dir)).filter((name) => !name.startsWith('.')).sort()
}
