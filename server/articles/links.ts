// Where the links of an article lead. Authors write paths from file to file; readers get addresses of pages.

import { posix } from 'node:path'
import { type ArticleFile, addressOf, originOf, type Reading } from './article-file.ts'
import { attachedPath } from './attached.ts'
import type { Fault } from './faults.ts'
import { videoOf } from './media.ts'
import { type Destination, isSafeImage, isSafeLink, type Resolve, schemeOf } from './render.ts'
import type { Link } from './text.ts'

/** @param readable by the reader for whom it is rendered: a link to any other article leaves its words */
export function resolver(reading: Reading, readable: ArticleFile[]): (article: ArticleFile) => Resolve {
  const around = aroundOf(reading)
  const mayOpen = new Set(readable.map(({ file }) => file))
  return (article) => (link) => {
    const found = destinationOf(article, link, around)
    if ('reason' in found || (found.target && !mayOpen.has(found.target.file))) return null
    const { target, ...destination } = found
    return destination
  }
}

export function deadLinks(reading: Reading): (article: ArticleFile) => Fault[] {
  const around = aroundOf(reading)
  return (article) =>
    article.text.links.flatMap((link) => {
      const found = destinationOf(article, link, around)
      return 'reason' in found ? [{ ...originOf(article, link.line), reason: found.reason }] : []
    })
}

/** The files beside the articles to which one refers. */
export function attachedOf(article: ArticleFile): string[] {
  return article.text.links.flatMap((link) => attachedFile(article, link) ?? [])
}

/** Slugs in the front matter that belong to others, or to nobody. */
export function wrongNames(
  { file, slug, locale, front, lines }: ArticleFile,
  { articles, sourceLocale }: Reading,
  form: RegExp,
  badName: (name: string) => string,
): Fault[] {
  const names = (field: 'redirect_from' | 'related', wrong: (name: string) => string | undefined | false) =>
    (front[field] ?? []).flatMap((name) => {
      const reason = wrong(name)
      return reason ? [{ line: lines[field] ?? 1, reason: `${field} ${reason}` }] : []
    })
  if (front.draft) return []
  return [
    ...names('redirect_from', (old) => {
      if (!form.test(old)) return `is wrong: ${badName(old)}`
      if (old === slug) return `names ${old}, the slug that the article has now.`
      const taken = articles.find(
        (one) =>
          one.locale === locale &&
          one.file !== file &&
          !one.front.draft &&
          (one.slug === old || one.front.redirect_from?.includes(old)),
      )
      return taken && `names ${old}, which belongs to ${taken.file}.`
    }),
    ...names('related', (other) => {
      if (other === slug) return `names ${other}, the article itself.`
      const isThere = articles.some(
        (one) => one.slug === other && (one.locale === locale || one.locale === sourceLocale),
      )
      return !isThere && `names ${other}; there is no such article.`
    }),
  ]
}

interface Around {
  byFile: Map<string, ArticleFile>
  attached: Reading['attached']
  sourceLocale: string
}

function aroundOf({ articles, attached, sourceLocale }: Reading): Around {
  return { byFile: new Map(articles.map((article) => [article.file, article])), attached, sourceLocale }
}

type Found = (Destination & { target?: ArticleFile }) | { reason: string }

function destinationOf(article: ArticleFile, link: Link, around: Around): Found {
  const { href, kind } = link
  const file = attachedFile(article, link)
  if (file) {
    const found = around.attached.get(file) ?? `There is no file ${file}.`
    if (typeof found === 'string')
      return { reason: `${kind === 'image' ? 'The image' : 'The link to'} ${href} is not shown: ${found}` }
    if (kind === 'image' && found.kind !== 'image')
      return { reason: `${href} is not an image; link to it instead.` }
    return { url: found.url, file: found }
  }
  if (kind === 'image') {
    if (isSafeImage(href) || videoOf(href)) return { url: href }
    const reason = `The image ${href} is not shown: its address must begin with https:, or be a file beside the articles.`
    return { reason }
  }
  if (!isSafeLink(href)) {
    return {
      reason: `The link to ${href} is not shown: only https, mailto, other articles and headings are.`,
    }
  }
  if (schemeOf(href) !== '' || href.startsWith('/')) return { url: href }
  return articleAt(article, link, around)
}

function articleAt(article: ArticleFile, { href, line }: Link, { byFile, sourceLocale }: Around): Found {
  const [path = '', fragment = ''] = href.split('#')
  const section = decoded(fragment)
  const file = path === '' ? article.file : posix.join(posix.dirname(originOf(article, line).file), path)
  // What is not translated yet is read in the language of its source.
  const exact = byFile.get(file)
  const target = exact ?? byFile.get(`${sourceLocale}${file.slice(article.locale.length)}`)
  if (!target) return { reason: `The link to ${href} leads nowhere: there is no article ${file}.` }
  if (target.front.draft && !article.front.draft) {
    return { reason: `The link to ${href} leads nowhere: ${file} is a draft.` }
  }
  if (section && !target.text.headings.some(({ anchor }) => anchor === section)) {
    return { reason: `The link to ${href} leads to a heading that ${target.file} does not have.` }
  }
  if (path === '') return { url: href }
  // A reader of a translation stays among its pages.
  const { locale } = exact ?? article
  const url = addressOf({ ...target, locale }, sourceLocale, section)
  return { url, slug: target.slug, ...(section && { section }), target }
}

function attachedFile(article: ArticleFile, { href, line }: Link): string | undefined {
  if (schemeOf(href) !== '' || /^[/#]/.test(href)) return undefined
  return attachedPath(originOf(article, line).file, href)
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}
