// What a page says to machines, in the words of schema.org: where it stands, what it is, and which questions it
// answers. It is data in a script element: no browser runs it, so the page's policy has nothing against it.

import type { Article } from '../../../protocol/articles.ts'
import type { Crumb } from './breadcrumb.ts'
import { Html } from './html.ts'
import type { Visit } from './visit.ts'
import { withWholeAddresses } from './whole-addresses.ts'

type Data = Record<string, unknown>

export function dataScript(type: 'application/ld+json' | 'application/json', data: unknown, id = ''): Html {
  // Nothing in it may end the script element or begin a comment.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c')
  return new Html(`<script type="${type}"${id && ` id="${id}"`}>${json}</script>`)
}

export function breadcrumbData({ site }: Visit, crumbs: Crumb[]): Data {
  return {
    '@type': 'BreadcrumbList',
    itemListElement: crumbs.map(({ title, address }, place) => ({
      '@type': 'ListItem',
      position: place + 1,
      name: title,
      item: site.absolute(address),
    })),
  }
}

export function articleData({ site, t }: Visit, article: Article): Data {
  const { title, description, updated, locale, url, collectionTitle } = article
  return {
    '@type': 'Article',
    headline: title,
    description,
    dateModified: updated,
    inLanguage: locale,
    articleSection: collectionTitle,
    mainEntityOfPage: site.absolute(url),
    publisher: { '@type': 'Organization', name: t.name },
  }
}

/** The questions among title and headings with what stands under each; null where there is none. */
export function questionsData({ site }: Visit, article: Article): Data | null {
  const [beginning = '', ...rest] = article.html.split(/(?=<h2[ >])/)
  const sections = [
    { question: article.title, answer: beginning },
    ...rest.map((section) => {
      const [, heading = '', answer = ''] = /^<h2[^>]*>([\s\S]*?)<\/h2>([\s\S]*)$/.exec(section) ?? []
      return { question: plain(heading), answer }
    }),
  ].filter(({ question, answer }) => /[?؟？;]$/.test(question.trim()) && answer.trim() !== '')
  if (sections.length === 0) return null
  return {
    '@type': 'FAQPage',
    mainEntity: sections.map(({ question, answer }) => ({
      '@type': 'Question',
      name: question,
      acceptedAnswer: { '@type': 'Answer', text: withWholeAddresses(answer.trim(), article, site) },
    })),
  }
}

function plain(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|#39|amp);/g, (_whole, name: string) => ENTITIES[name] ?? '')
}
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' }
