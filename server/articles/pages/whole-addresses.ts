// The text of an article for those who show it far from here: every link needs its whole address.

import type { Article } from '../../../protocol/articles.ts'
import type { Site } from './site.ts'

/** @param html of the article or a part of it */
export function withWholeAddresses(html: string, article: Article, site: Site): string {
  const page = site.absolute(article.url)
  return html
    .replace(/ (?:data-[\w-]+|id)="[^"]*"/g, '')
    .replace(/ href="#/g, ` href="${page}#`)
    .replace(/ (href|src)="(\/[^"]*)"/g, (_whole, name: string, address: string) => {
      return ` ${name}="${site.absolute(address)}"`
    })
}
