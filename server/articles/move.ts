// `helpdock articles move`: an article gets another name or collection, and nothing that led to it leads nowhere. The
// old name goes into redirect_from, links from file to file are mended, pins and related articles too. What is
// wrong is said before anything is written.

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { parseDocument } from 'yaml'
import type { ArticleFile, Reading } from './article-file.ts'
import { readFolder, SLUG } from './reading.ts'
import { fenceAfter } from './syntax.ts'

/** An expected no: the message is for the editor. */
export class NotMoved extends Error {
  readonly code = 'not_moved'
}

interface Move {
  slug: string
  newSlug: string
  /** Stays where it is without one. */
  collection?: string | undefined
  /** All that have it without one: the same slug is what makes a translation. */
  locale?: string | undefined
}

interface Moved {
  moved: { from: string; to: string }[]
  /** Files in which something was mended. */
  mended: string[]
}

const PINS = 'pins.yaml'
/** `](path` and `]: path`, with an anchor or a title behind it. */
const LINK = /(\]\(\s*<?|^\s*\[[^\]]+\]:\s*<?)([^)\s>#]+)/g

/** @throws NotMoved */
export async function moveArticle(dir: string, move: Move, now: Date): Promise<Moved> {
  const reading = await readFolder(dir, now)
  const found = reading.articles.filter(
    ({ slug, locale }) => slug === move.slug && (!move.locale || locale === move.locale),
  )
  refuse(move, found, reading)
  const moves = found.map((article) => {
    const collection = move.collection ?? article.collection
    return { article, from: article.file, to: `${article.locale}/${collection}/${move.newSlug}.md` }
  })
  const changes = new Map<string, string>()
  for (const [file, { text }] of reading.sources) {
    const own = moves.find(({ from }) => from === file)
    let changed = file.endsWith('.md') ? withLinks(text, file, own?.to ?? file, moves, reading) : text
    changed = withNames(changed, file, move, moves, reading)
    if (own && move.slug !== move.newSlug) changed = withRedirect(changed, move)
    if (own || changed !== text) changes.set(own?.to ?? file, changed)
  }
  for (const [file, text] of changes) {
    await mkdir(join(dir, dirname(file)), { recursive: true })
    await writeFile(join(dir, file), text)
  }
  for (const { from, to } of moves) if (from !== to) await rm(join(dir, from))
  const targets = new Set(moves.map(({ to }) => to))
  return {
    moved: moves.map(({ from, to }) => ({ from, to })),
    mended: [...changes.keys()].filter((file) => !targets.has(file)).toSorted(),
  }
}

function refuse({ slug, newSlug, collection, locale }: Move, found: ArticleFile[], reading: Reading): void {
  const where = locale ? ` in ${locale}` : ''
  if (locale && !reading.locales.includes(locale)) {
    throw new NotMoved(`There is no locale ${locale}; these are: ${reading.locales.join(', ')}.`)
  }
  if (found.length === 0) {
    const present = reading.articles.find(({ front }) => front.redirect_from?.includes(slug))
    const hint = present ? ` ${slug} is an old name of ${present.slug}.` : ''
    throw new NotMoved(`There is no article ${slug}${where} that is in order.${hint}`)
  }
  if (!SLUG.test(newSlug)) {
    throw new NotMoved(
      `“${newSlug}” cannot stand in an address; use small letters, digits and single hyphens.`,
    )
  }
  for (const article of found) {
    const others = reading.articles.filter((one) => one.locale === article.locale && one !== article)
    const taken = others.find((one) => one.slug === newSlug || one.front.redirect_from?.includes(newSlug))
    if (taken) throw new NotMoved(`The slug ${newSlug} belongs to ${taken.file}, now or as an old name.`)
    const collections = reading.collections
      .filter((one) => one.locale === article.locale)
      .map((one) => one.slug)
    if (collection && !collections.includes(collection)) {
      throw new NotMoved(
        `There is no collection ${collection} in ${article.locale}; these are: ${collections.join(', ')}.`,
      )
    }
    if (slug === newSlug && (collection ?? article.collection) === article.collection) {
      throw new NotMoved(`${article.file} has this name already; say a new slug, or --collection.`)
    }
  }
}

type Moves = { article: ArticleFile; from: string; to: string }[]

/** The links of a file, as they must read when it is at `to` and the others are where they go. */
function withLinks(text: string, file: string, to: string, moves: Moves, reading: Reading): string {
  let fence = ''
  return text
    .split('\n')
    .map((line) => {
      fence = fenceAfter(line, fence)
      if (fence) return line
      return line.replace(LINK, (whole, before: string, path: string) => {
        if (/^(?:[a-z][a-z0-9+.-]*:|\/|#)/i.test(path)) return whole
        const target = posix.join(posix.dirname(file), path)
        const present = moves.find(({ from }) => leadsTo(target, from, file, reading))
        // In a file that stays, a link to what stays is left as it was written.
        if (!present && file === to) return whole
        return before + relative(to, present ? sameLocale(target, present.to) : target)
      })
    })
    .join('\n')
}

/** Also from a language into which the article is not translated: its readers follow the link to the source. */
function leadsTo(target: string, from: string, file: string, { sources, sourceLocale }: Reading): boolean {
  if (target === from) return true
  const isUntranslated = !sources.has(target) && from.startsWith(`${sourceLocale}/`)
  return (
    isUntranslated && !file.startsWith(`${sourceLocale}/`) && withoutLocale(target) === withoutLocale(from)
  )
}
const withoutLocale = (file: string) => file.slice(file.indexOf('/'))
const sameLocale = (target: string, to: string) => target.slice(0, target.indexOf('/')) + withoutLocale(to)

function relative(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to)
}

/** Where the article is named, not linked: pins.yaml, of its language or beside the languages, and `related` of other articles. */
function withNames(
  text: string,
  file: string,
  { slug, newSlug }: Move,
  moves: Moves,
  { sourceLocale }: Reading,
): string {
  const isOf = (locale: string) => file.startsWith(`${locale}/`) || (file === PINS && locale === sourceLocale)
  if (slug === newSlug || !moves.some(({ article }) => isOf(article.locale))) return text
  if (posix.basename(file) === PINS) {
    return text.replace(new RegExp(`(:\\s*["']?)${slug}(?=[#"'\\s]|$)`, 'gm'), `$1${newSlug}`)
  }
  return withFront(text, 'related', (names) =>
    names.includes(slug) ? names.map((name) => (name === slug ? newSlug : name)) : names,
  )
}

function withRedirect(text: string, { slug, newSlug }: Move): string {
  return withFront(text, 'redirect_from', (names) => [...names.filter((name) => name !== newSlug), slug])
}

/** Only the one field is written anew; what else stands in the front matter keeps its form. */
function withFront(text: string, field: string, change: (names: string[]) => string[]): string {
  const [fence, yaml = ''] = /^---[ \t]*\r?\n([\s\S]*?)(?<=\n)---/.exec(text) ?? []
  if (fence === undefined) return text
  const document = parseDocument(yaml)
  const names = (document.toJS() as Record<string, string[] | undefined>)[field] ?? []
  const changed = change(names)
  if (changed === names) return text
  const line = `${field}: [${changed.join(', ')}]\n`
  const node = document.get(field, true) as { range?: [number, number, number] } | undefined
  if (!node?.range) return text.replace(yaml, () => yaml + line)
  const start = yaml.lastIndexOf('\n', yaml.lastIndexOf(`${field}:`, node.range[0])) + 1
  const end = yaml.indexOf('\n', node.range[1] - 1) + 1
  return text.replace(yaml, () => yaml.slice(0, start) + line + yaml.slice(end))
}
