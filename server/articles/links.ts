// Where the links of an article lead. Authors write paths from file to file; readers get addresses of pages.

import { posix } from 'node:path'
import type { Fault } from './front-matter.ts'
import type { ArticleFile } from './reading.ts'
import { isSafeImage, isSafeLink, type Link, type Resolve, schemeOf } from './render.ts'

/** @param all drafts too: they may link to each other, but what is published may not lead to them */
export function resolverFor(article: ArticleFile, all: ArticleFile[]): Resolve {
  return (href) => {
    const found = destinationOf(article, href, all)
    return 'reason' in found ? null : found
  }
}

export function deadLinks(article: ArticleFile, all: ArticleFile[]): Fault[] {
  return article.text.links.flatMap((link) => {
    const reason = whyDead(article, link, all)
    return reason ? [{ line: article.bodyLine + link.line - 1, reason }] : []
  })
}

export function addressOf(article: Pick<ArticleFile, 'collection' | 'slug'>, section = ''): string {
  return `/help/${article.collection}/${article.slug}${section ? `#${section}` : ''}`
}

function whyDead(article: ArticleFile, { href, kind }: Link, all: ArticleFile[]): string | undefined {
  if (kind === 'image') {
    return isSafeImage(href)
      ? undefined
      : `The image ${href} is not shown: its address must begin with https:.`
  }
  const found = destinationOf(article, href, all)
  return 'reason' in found ? found.reason : undefined
}

type Destination = { url: string; slug?: string; section?: string } | { reason: string }

function destinationOf(article: ArticleFile, href: string, all: ArticleFile[]): Destination {
  if (!isSafeLink(href)) {
    return {
      reason: `The link to ${href} is not shown: only https, mailto, other articles and headings are.`,
    }
  }
  if (schemeOf(href) !== '' || href.startsWith('/')) return { url: href }
  const [path = '', fragment = ''] = href.split('#')
  const section = decoded(fragment)
  const file = path === '' ? article.file : posix.join(posix.dirname(article.file), path)
  const target = all.find((one) => one.file === file)
  if (!target) return { reason: `The link to ${href} leads nowhere: there is no article ${file}.` }
  if (target.front.draft && !article.front.draft) {
    return { reason: `The link to ${href} leads nowhere: ${file} is a draft.` }
  }
  if (section && !target.text.headings.some(({ anchor }) => anchor === section)) {
    return { reason: `The link to ${href} leads to a heading that ${target.file} does not have.` }
  }
  if (path === '') return { url: href }
  return { url: addressOf(target, section), slug: target.slug, ...(section && { section }) }
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}
