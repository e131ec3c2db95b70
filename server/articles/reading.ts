// From a folder of files to articles. Each file is read and checked for itself, so that a broken one is named with
// its line and takes nothing else with it; where there is a good version from before, that one stands in.
// Partners: keeping.ts, which decides what stands in, links.ts, which checks where the texts lead, and shelf.ts,
// which makes the published whole of it.

import { join, posix } from 'node:path'
import { type ArticleFile, originOf, type Reading } from './article-file.ts'
import { readAttached } from './attached.ts'
import { audienceOf, audienceText } from './audience.ts'
import { contentHash } from './content-hash.ts'
import { type ArticleProblem, BrokenFile, type Fault } from './faults.ts'
import type { CollectionFile, PinsFile } from './front-matter.ts'
import { dropDoubles, faultFinder, keepGood } from './keeping.ts'
import { attachedOf, wrongNames } from './links.ts'
import { type Expanded, type Snippet, withSnippets } from './snippets.ts'
import { foldersIn, namesIn, readText, type Sources } from './source-files.ts'
import { readMarkdown } from './text.ts'
import { readFrontMatter, readYaml } from './yaml.ts'

/** What may stand in an address as it is. */
export const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
const LOCALE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/
/** The one in which everything is written first, where the folder has it. */
const SOURCE_LOCALE = 'en'
/** Folders that hold no articles; `files` is beside the locales too. */
const APART = ['files', 'snippets']
/** Somewhere on earth it is tomorrow already. */
const DAY_MS = 24 * 3_600_000

/** @param before the reading that serves now: its good versions stand in for what is broken */
export async function readFolder(dir: string, now: Date, before?: Reading): Promise<Reading> {
  const reading: Reading = {
    ...{ articles: [], collections: [], locales: [], sourceLocale: SOURCE_LOCALE, problems: [], notes: [] },
    ...{ synonyms: new Map(), pins: new Map(), attached: new Map(), snippets: new Map(), sources: new Map() },
  }
  for (const locale of await foldersIn(dir)) {
    if (LOCALE.test(locale)) {
      reading.locales.push(locale)
      await readLocale(reading, dir, locale, now, before)
    } else if (!APART.includes(locale)) {
      const reason = `The folder ${locale} is not a locale such as en or pt-BR; nothing in it is shown.`
      complain(reading, locale, [{ line: 1, reason }])
    }
  }
  if (!reading.locales.includes(SOURCE_LOCALE)) reading.sourceLocale = reading.locales[0] ?? SOURCE_LOCALE
  const names = await namesIn(dir)
  // What is written for editors lies there too.
  noteUnread(
    reading,
    '',
    names.filter((name) => name !== 'README.md'),
  )
  if (names.includes('pins.yaml')) {
    const read = await readYamlFile<PinsFile>(reading, dir, 'pins.yaml', 'pins', before)
    reading.pins.set('', read ?? before?.pins.get('') ?? {})
  }
  reading.collections.sort((one, other) => one.order - other.order || one.slug.localeCompare(other.slug))
  for (const { file, faults } of dropDoubles(reading, before)) complain(reading, file, faults)
  await readAllAttached(reading, dir, before)
  for (const { file, faults } of keepGood(reading, before)) complain(reading, file, faults)
  settleAudiences(reading)
  for (const article of reading.articles) {
    complain(reading, article.file, wrongNames(article, reading, SLUG, badName))
    const notes = article.text.notes.map((note) => ({ ...originOf(article, note.line), reason: note.reason }))
    reading.notes.push(...notes)
  }
  reading.problems = sorted(reading.problems)
  reading.notes = sorted(reading.notes)
  return reading
}

async function readLocale(reading: Reading, dir: string, locale: string, now: Date, before?: Reading) {
  const names = await namesIn(join(dir, locale))
  const beside = async <T>(kind: 'synonyms' | 'pins', nothing: T, known: T | undefined): Promise<T> => {
    if (!names.includes(`${kind}.yaml`)) return nothing
    return (await readYamlFile<T>(reading, dir, `${locale}/${kind}.yaml`, kind, before)) ?? known ?? nothing
  }
  noteUnread(reading, locale, names)
  reading.synonyms.set(locale, await beside('synonyms', [], before?.synonyms.get(locale)))
  reading.pins.set(locale, await beside('pins', {}, before?.pins.get(locale)))
  const snippets = await readSnippets(reading, dir, locale, before)
  reading.snippets.set(locale, snippets)

  const lastGood = new Map(before?.articles.map((article) => [article.file, article]))
  for (const collection of await foldersIn(join(dir, locale))) {
    if (APART.includes(collection)) continue
    const folder = `${locale}/${collection}`
    if (!SLUG.test(collection)) {
      complain(reading, folder, [{ line: 1, reason: badName(collection) }])
      continue
    }
    const info = await readYamlFile<CollectionFile>(
      reading,
      dir,
      `${folder}/collection.yaml`,
      'collection',
      before,
    )
    const known = before?.collections.find((one) => one.locale === locale && one.slug === collection)
    reading.collections.push({
      ...(info ?? known ?? { title: collection, description: '', order: Number.MAX_SAFE_INTEGER }),
      slug: collection,
      locale,
    })
    const inside = await namesIn(join(dir, folder))
    for (const deeper of await foldersIn(join(dir, folder)))
      noteUnread(reading, `${folder}/${deeper}`, await namesIn(join(dir, folder, deeper)))
    noteUnread(reading, folder, inside, true)
    const files = inside.filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`)
    const found = await Promise.all(
      files.map((file) =>
        readArticle(reading, dir, file, snippets, now, lastGood.get(file), before?.sources),
      ),
    )
    reading.articles.push(...found.filter((article) => article !== undefined))
  }
}

async function readArticle(
  reading: Reading,
  dir: string,
  file: string,
  snippets: Map<string, Snippet>,
  now: Date,
  lastGood: ArticleFile | undefined,
  sources: Sources | undefined,
): Promise<ArticleFile | undefined> {
  try {
    const content = await readText(dir, file, reading.sources, sources)
    return articleOf(file, content, snippets, now, lastGood)
  } catch (cause) {
    complain(reading, file, faultsOf(cause))
    return lastGood && { ...lastGood, standsIn: true }
  }
}

/** @throws BrokenFile */
function articleOf(
  file: string,
  content: string,
  snippets: Map<string, Snippet>,
  now: Date,
  lastGood?: ArticleFile,
): ArticleFile {
  const [locale = '', collection = '', name = ''] = file.split('/')
  const slug = name.replace(/\.md$/, '')
  if (!SLUG.test(slug)) throw new BrokenFile([{ line: 1, reason: badName(slug) }])
  const usesSnippets = content.includes('{{>')
  let hash = contentHash(content)
  // A file that is as it was needs no second look, unless something else is written into it.
  if (!usesSnippets && lastGood?.hash === hash && !lastGood.standsIn) return lastGood
  const { front, lines, body, bodyLine } = readFrontMatter(content)
  if (Date.parse(front.updated) > now.getTime() + DAY_MS) {
    const reason = `updated is ${front.updated}, which is still to come.`
    throw new BrokenFile([{ line: lines.updated ?? 1, reason }])
  }
  let expanded: Expanded | undefined
  if (usesSnippets) {
    expanded = withSnippets({ file, text: body }, bodyLine, snippets)
    if (expanded.problems.length > 0) throw new BrokenFile(expanded.problems)
    hash = contentHash(JSON.stringify([content, expanded]))
    if (lastGood?.hash === hash && !lastGood.standsIn) return lastGood
  }
  const text = readMarkdown(expanded?.text ?? body)
  const place = { file, locale, collection, slug }
  const origins = expanded && { origins: expanded.origins }
  return { ...place, front, audience: front.audience ?? 'public', lines, text, bodyLine, ...origins, hash }
}

/**
 * As if one article's file said this. Nothing is written.
 * @returns what would be wrong with it, and the whole with it in, where it can be read
 */
export async function readingWith(
  before: Reading,
  dir: string,
  { file, text }: { file: string; text: string },
  now: Date,
): Promise<{ problems: ArticleProblem[]; reading: Reading | null }> {
  const reading: Reading = { ...before, attached: new Map(before.attached), problems: [] }
  const [locale = ''] = file.split('/')
  try {
    const article = articleOf(file, text, before.snippets.get(locale) ?? new Map(), now)
    reading.articles = [...before.articles.filter((one) => one.file !== file), article]
    for (const double of dropDoubles(reading, before)) complain(reading, double.file, double.faults)
    await readAllAttached(reading, dir, before)
    complain(reading, file, faultFinder(reading)(article))
    settleAudiences(reading)
    complain(reading, file, wrongNames(article, reading, SLUG, badName))
    return { problems: sorted(reading.problems), reading }
  } catch (cause) {
    complain(reading, file, faultsOf(cause))
    return { problems: sorted(reading.problems), reading: null }
  }
}

/** An article in the wrong place or under another kind of name is not there for readers, and nobody would know why. */
function noteUnread(reading: Reading, folder: string, names: string[], isCollection = false): void {
  const why = isCollection
    ? 'the name of an article ends in .md'
    : 'an article lies in the folder of a collection, and not deeper'
  for (const name of names) {
    if (!MEANT_AS_ARTICLE.test(name) || (isCollection && name.endsWith('.md'))) continue
    reading.notes.push({ file: posix.join(folder, name), line: 1, reason: `Nobody sees this file: ${why}.` })
  }
}
/** Some systems hide the last part of a name. */
const MEANT_AS_ARTICLE = /\.(?:mdx?|markdown)(?:\.txt)?$/i

async function readSnippets(reading: Reading, dir: string, locale: string, before?: Reading) {
  const folder = `${locale}/snippets`
  const found = new Map<string, Snippet>()
  for (const entry of await namesIn(join(dir, folder)).catch(() => [])) {
    if (!entry.endsWith('.md')) continue
    const [name, file] = [entry.replace(/\.md$/, ''), `${folder}/${entry}`]
    try {
      found.set(name, { file, text: await readText(dir, file, reading.sources, before?.sources) })
    } catch (cause) {
      complain(reading, file, faultsOf(cause))
      const known = before?.snippets.get(locale)?.get(name)
      if (known) found.set(name, known)
    }
  }
  return found
}

async function readYamlFile<T>(
  reading: Reading,
  dir: string,
  file: string,
  kind: 'collection' | 'synonyms' | 'pins',
  before?: Reading,
): Promise<T | undefined> {
  try {
    return readYaml(await readText(dir, file, reading.sources, before?.sources), kind) as T
  } catch (cause) {
    complain(reading, file, faultsOf(cause))
    return undefined
  }
}

/** Those to which the articles refer, and those of the versions that may have to stand in. */
async function readAllAttached(reading: Reading, dir: string, before?: Reading): Promise<void> {
  const files = new Set([...reading.articles, ...(before?.articles ?? [])].flatMap(attachedOf))
  await Promise.all(
    [...files].map(async (file) => {
      const known = before?.attached.get(file)
      const found = readAttached(dir, file, typeof known === 'object' ? known : undefined)
      reading.attached.set(file, await found.catch((cause: Error) => cause.message))
    }),
  )
}

/** A translation that says nothing is for whom its source is. */
function settleAudiences(reading: Reading): void {
  const sources = new Map(
    reading.articles
      .filter(({ locale }) => locale === reading.sourceLocale)
      .map(({ slug, front }) => [slug, front]),
  )
  reading.articles = reading.articles.map((article) => {
    const audience = audienceOf(article.front, sources.get(article.slug))
    return audienceText(audience) === audienceText(article.audience) ? article : { ...article, audience }
  })
}

const badName = (name: string) =>
  `“${name}” cannot stand in an address; use small letters, digits and single hyphens.`

function complain(reading: Reading, file: string, faults: Fault[]): void {
  for (const fault of faults) {
    const problem = { file, ...fault }
    // What is wrong in a snippet is wrong once, however many articles use it.
    const isKnown = reading.problems.some(
      (one) => one.file === problem.file && one.line === problem.line && one.reason === problem.reason,
    )
    if (!isKnown) reading.problems.push(problem)
  }
}

function faultsOf(cause: unknown): Fault[] {
  if (cause instanceof BrokenFile) return cause.faults
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
    return [{ line: 1, reason: 'The file is missing.' }]
  }
  if (cause instanceof Error && 'code' in cause && cause.code === 'EACCES')
    return [{ line: 1, reason: 'The server’s account may not read the file; let it.' }]
  if (cause instanceof RangeError)
    return [
      {
        line: 1,
        reason: 'Something in it stands inside too many others of its kind: quotations, lists or brackets.',
      },
    ]
  return [{ line: 1, reason: cause instanceof Error ? cause.message : String(cause) }]
}

const sorted = (problems: ArticleProblem[]) =>
  problems.toSorted((one, other) => one.file.localeCompare(other.file) || one.line - other.line)
