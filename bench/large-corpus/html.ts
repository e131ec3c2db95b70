// A page of a manual as an article: HTML to markdown by turndown, cut at its headings, and the marks taken out
// again, since search reads words. Titles lose their chapter numbers, which help centers do not have.

import TurndownService from 'turndown'
import type { CorpusArticle } from '../corpus.ts'

/** What stands around the text in the five manuals. */
const AROUND = /^(?:nav(?:header|footer)|debug|toc|howtogetheader|MAC)$/
const HEADING = /^(#{1,4}) +(.*)$/
const NUMBER = /^(?:(?:chapter|appendix|part)\s+)?(?:[A-Z]?\d+|[A-Z]|[IVX]+)(?:\.\d+)*\.\s+/i

const turndown = new TurndownService({ headingStyle: 'atx', codeBlockStyle: 'fenced' })
turndown.remove(['title', 'script', 'style', 'noscript', 'header', 'footer', 'nav', 'aside'])
turndown.remove((node) => AROUND.test(node.className ?? ''))
// Where words and not marks count, a link is its label and a picture is nothing.
turndown.addRule('link', { filter: 'a', replacement: (content) => content })
turndown.addRule('picture', { filter: 'img', replacement: () => '' })
turndown.addRule('emphasis', {
  filter: ['em', 'i', 'strong', 'b', 'code'],
  replacement: (content) => content,
})
turndown.escape = (text) => text

export function articleOf(page: string, slug: string): CorpusArticle {
  const html = page.includes('projectmallard.org') ? htmlOfMallard(page) : page
  const sections = [{ anchor: '', heading: '', text: '' }]
  const anchors = new Set<string>()
  let title = ''
  let isFenced = false
  for (const line of turndown.turndown(html).split('\n')) {
    if (line.startsWith('```')) isFenced = !isFenced
    const heading = isFenced ? undefined : HEADING.exec(line)?.[2]?.replace(NUMBER, '').trim()
    if (!heading) {
      const section = sections.at(-1)
      if (section) section.text += `${line}\n`
    } else if (title === '') title = heading
    else sections.push({ anchor: anchorOf(heading, anchors), heading, text: '' })
  }
  return {
    slug,
    title: title || textOf(/<title>(.*?)<\/title>/s.exec(page)?.[1] ?? slug).replace(NUMBER, ''),
    sections: sections.map((section) => ({ ...section, text: plain(section.text) })),
  }
}

function anchorOf(heading: string, taken: Set<string>): string {
  const plainly = heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
  let anchor = plainly || 'section'
  for (let count = 2; taken.has(anchor); count++) anchor = `${plainly}-${count}`
  taken.add(anchor)
  return anchor
}

/** Without the marks of lists, tables, quotes and fences. */
function plain(markdown: string): string {
  return markdown
    .replace(/^```.*$/gm, '')
    .replace(/^\s*(?:[*>-]|\d+\.|#{5,6})\s+/gm, '')
    .replace(/[|]|-{3,}/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

const textOf = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** GNOME's pages are XML of their own; few elements of it are needed to read them as HTML. */
function htmlOfMallard(page: string): string {
  let depth = 0
  return page
    .replace(/<\?xml[^>]*\?>|<!--[\s\S]*?-->|<(info|comment)\b[\s\S]*?<\/\1>/g, '')
    .replace(/<(\w+)([^<>]*)\/>/g, '<$1$2></$1>')
    .replace(
      /<(\/?)(page|section|title|steps|list|terms|item|gui\w*|key\w*|media)\b[^>]*>/g,
      (_, end, name) => {
        if (name === 'page' || name === 'section') depth += end ? -1 : 1
        if (name === 'title') return `<${end}h${Math.min(depth, 4)}>`
        const as = { steps: 'ol', list: 'ul', terms: 'ul', item: 'li' }[name as string]
        return as ? `<${end}${as}>` : ''
      },
    )
}
