// From a folder of files to articles: each file read, checked and rendered for itself, so that a broken one is
// named with its line and takes nothing else with it. Partner: library.ts, which keeps the last good version.

import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { SectionDocument } from '../../protocol/ranking.ts'
import {
  type ArticleProblem,
  BrokenFile,
  type FrontMatter,
  readFrontMatter,
  readYaml,
} from './front-matter.ts'
import { type Rendered, render } from './render.ts'

/** A longer file is not an article. */
const FILE_MAX_BYTES = 1024 * 1024

/** One file as it was read; `rendered` is made once all slugs are known. */
export interface ArticleFile {
  /** Relative to the articles' folder, with `/`. */
  file: string
  locale: string
  collection: string
  slug: string
  front: FrontMatter
  body: string
  bodyLine: number
  /** Hash of the file's bytes. */
  hash: string
}

export interface CollectionInfo {
  slug: string
  title: string
  description: string
  order: number
}

/** What one read of the folder gave. */
export interface Reading {
  articles: ArticleFile[]
  /** Locale → collections. */
  collections: Map<string, CollectionInfo[]>
  /** Locale → groups of words. */
  synonyms: Map<string, string[][]>
  problems: ArticleProblem[]
}

/** @param lastGood the file's last good version, or undefined; it stands in where a file is broken now */
export async function readFolder(
  dir: string,
  lastGood: (file: string) => ArticleFile | undefined = () => undefined,
): Promise<Reading> {
  const reading: Reading = { articles: [], collections: new Map(), synonyms: new Map(), problems: [] }
  for (const locale of await foldersIn(dir)) {
    const synonyms = await readPart(reading, dir, join(locale, 'synonyms.yaml'), 'synonyms')
    reading.synonyms.set(locale, (synonyms as string[][] | undefined) ?? [])
    const collections: CollectionInfo[] = []
    for (const collection of await foldersIn(join(dir, locale))) {
      const info = await readPart(reading, dir, join(locale, collection, 'collection.yaml'), 'collection')
      const { title = collection, description = '', order = 0 } = (info ?? {}) as Partial<CollectionInfo>
      collections.push({ slug: collection, title, description, order })
      for (const name of (await readdir(join(dir, locale, collection)))
        .filter((name) => name.endsWith('.md'))
        .sort()) {
        const article = await readArticle(reading, dir, join(locale, collection, name), lastGood)
        if (article) reading.articles.push(article)
      }
    }
    reading.collections.set(
      locale,
      collections.sort((one, other) => one.order - other.order || one.slug.localeCompare(other.slug)),
    )
  }
  dropDoubles(reading, lastGood)
  return reading
}

/** Renders an article; what its links get wrong is added to `problems`. */
export function renderArticle(
  article: ArticleFile,
  all: ArticleFile[],
  problems: ArticleProblem[],
): Rendered {
  const bySlug = new Map(all.filter((one) => one.locale === article.locale).map((one) => [one.file, one]))
  const target = (href: string) => {
    const [path = '', section = ''] = href.split('#')
    if (/^[a-z][a-z+.-]*:/i.test(href) || href.startsWith('/')) return null
    const file = path === '' ? article.file : join(dirname(article.file), path)
    return { found: bySlug.get(file), section, isArticle: path === '' || path.endsWith('.md') }
  }
  const rendered = render(article.body, (href) => {
    const to = target(href)?.found
    const section = href.split('#')[1] ?? ''
    return to ? { url: addressOf(to, section), slug: to.slug, section } : null
  })
  for (const { href, line } of rendered.links) {
    const to = target(href)
    if (!to?.isArticle) continue
    const at = { file: article.file, line: article.bodyLine + line - 1 }
    if (!to.found)
      problems.push({ ...at, reason: `The link to ${href} leads nowhere: there is no such file.` })
    else if (to.section && !anchorsOf(to.found).has(to.section)) {
      problems.push({
        ...at,
        reason: `The link to ${href} leads to a heading that ${to.found.file} does not have.`,
      })
    }
  }
  return rendered
}

/** The pieces of an article that search finds. Keywords and readers' questions lead to its beginning. */
export function sectionsOf(article: ArticleFile, rendered: Rendered): SectionDocument[] {
  return rendered.sections.map(({ anchor, heading, text }, place) => ({
    id: `${article.slug}#${anchor}`,
    slug: article.slug,
    section: anchor,
    title: article.front.title,
    heading,
    text: place === 0 ? `${article.front.description} ${text}`.trim() : text,
    keywords: place === 0 ? (article.front.keywords ?? []).join(', ') : '',
    questions: place === 0 ? (article.front.questions ?? []).join(' ') : '',
  }))
}

export function addressOf(article: Pick<ArticleFile, 'collection' | 'slug'>, section = ''): string {
  return `/help/${article.collection}/${article.slug}${section ? `#${section}` : ''}`
}

async function readArticle(
  reading: Reading,
  dir: string,
  file: string,
  lastGood: (file: string) => ArticleFile | undefined,
): Promise<ArticleFile | undefined> {
  try {
    const text = await readText(join(dir, file))
    const [locale = '', collection = '', name = ''] = file.split('/')
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 16)
    return { file, locale, collection, slug: name.replace(/\.md$/, ''), ...readFrontMatter(text), hash }
  } catch (cause) {
    reading.problems.push(problemOf(file, cause))
    return lastGood(file)
  }
}

async function readPart(
  reading: Reading,
  dir: string,
  file: string,
  kind: 'collection' | 'synonyms',
): Promise<unknown> {
  try {
    return readYaml(await readText(join(dir, file)), kind)
  } catch (cause) {
    const absent = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    if (!absent || kind === 'collection') reading.problems.push(problemOf(file, cause))
    return undefined
  }
}

async function readText(path: string): Promise<string> {
  const { size } = await stat(path)
  if (size > FILE_MAX_BYTES) {
    throw new BrokenFile(1, `The file has ${size} bytes; an article has at most ${FILE_MAX_BYTES}.`)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch (cause) {
    if (cause instanceof TypeError)
      throw new BrokenFile(1, 'The file is not UTF-8; save it with that encoding.')
    throw cause
  }
}

/** A slug is an address: who had it keeps it, otherwise the first file by name. */
function dropDoubles(reading: Reading, lastGood: (file: string) => ArticleFile | undefined): void {
  const keepers = new Map<string, ArticleFile>()
  const keyOf = ({ locale, slug }: ArticleFile) => `${locale}/${slug}`
  const known = reading.articles.filter(({ file }) => lastGood(file))
  for (const article of [...known, ...reading.articles]) {
    if (!keepers.has(keyOf(article))) keepers.set(keyOf(article), article)
  }
  reading.articles = reading.articles.filter((article) => {
    const keeper = keepers.get(keyOf(article))
    if (keeper === article) return true
    const reason = `The slug ${article.slug} is taken by ${keeper?.file}; rename one of the files.`
    reading.problems.push({ file: article.file, line: 1, reason })
    return false
  })
}

const anchors = new WeakMap<ArticleFile, Set<string>>()
function anchorsOf(article: ArticleFile): Set<string> {
  const known =
    anchors.get(article) ?? new Set(render(article.body, () => null).headings.map(({ anchor }) => anchor))
  anchors.set(article, known)
  return known
}

async function foldersIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort()
}

function problemOf(file: string, cause: unknown): ArticleProblem {
  if (cause instanceof BrokenFile) return { file, line: cause.line, reason: cause.message }
  return { file, line: 1, reason: cause instanceof Error ? cause.message : String(cause) }
}
