// Markdown to clean HTML, on the server only. Two walls: raw HTML is escaped and addresses are checked while
// rendering; then an allow-list takes out whatever got past. Either holds alone (test/articles-hostile.test.ts).

import { Marked, type Token, type Tokens } from 'marked'
import sanitize from 'sanitize-html'

export interface Rendered {
  html: string
  headings: { anchor: string; text: string; level: number }[]
  /** Each heading with the plain text under it; the first has no heading. */
  sections: { anchor: string; heading: string; text: string }[]
  /** Where the text links to, with the line in the body, from 1. */
  links: { href: string; line: number }[]
}

/** How a link between articles becomes an address; null when it leads nowhere. */
export type ResolveLink = (href: string) => { url: string; slug: string; section: string } | null

const CALLOUTS: Record<string, string> = { NOTE: 'Note', TIP: 'Tip', WARNING: 'Warning' }

export function render(
  markdown: string,
  resolve: ResolveLink,
  walls = { renderer: true, sanitizer: true },
): Rendered {
  const headings: Rendered['headings'] = []
  const taken = new Map<string, number>()
  const marked = new Marked({ gfm: true, async: false })
  marked.use({
    renderer: {
      html({ text }) {
        return walls.renderer ? escapeHtml(text) : false
      },
      heading({ tokens, depth }) {
        const text = plainText(tokens)
        const anchor = anchorOf(text, taken)
        const level = Math.max(2, depth)
        headings.push({ anchor, text, level })
        return `<h${level} id="${anchor}">${this.parser.parseInline(tokens)}</h${level}>\n`
      },
      link({ href, title, tokens }) {
        const inner = this.parser.parseInline(tokens)
        if (walls.renderer && !isSafe(href)) return inner
        const named = title ? ` title="${escapeHtml(title)}"` : ''
        const article = resolve(href)
        if (article) {
          const section = article.section ? ` data-section="${escapeHtml(article.section)}"` : ''
          return `<a href="${escapeHtml(article.url)}" data-article="${escapeHtml(article.slug)}"${section}${named}>${inner}</a>`
        }
        const away = /^https?:/i.test(href) ? ' rel="noopener noreferrer"' : ''
        return `<a href="${escapeHtml(href)}"${away}${named}>${inner}</a>`
      },
      image({ href, text, title }) {
        if (walls.renderer && !isSafe(href)) return escapeHtml(text)
        const named = title ? ` title="${escapeHtml(title)}"` : ''
        return `<img src="${escapeHtml(href)}" alt="${escapeHtml(text)}"${named} loading="lazy">`
      },
      blockquote({ tokens }) {
        const callout = calloutOf(tokens)
        if (!callout) return `<blockquote>\n${this.parser.parse(tokens)}</blockquote>\n`
        const title = CALLOUTS[callout.kind] ?? ''
        return (
          `<div class="callout callout-${callout.kind.toLowerCase()}"><p class="callout-title">${title}</p>\n` +
          `${this.parser.parse(callout.tokens)}</div>\n`
        )
      },
      table(token) {
        const cells = (row: Tokens.TableCell[], tag: 'th' | 'td') =>
          `<tr>${row.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('')}</tr>\n`
        const body = token.rows.map((row) => cells(row, 'td')).join('')
        return `<div class="table"><table>\n<thead>\n${cells(token.header, 'th')}</thead>\n<tbody>\n${body}</tbody>\n</table></div>\n`
      },
    },
  })
  const tokens = marked.lexer(markdown)
  const raw = marked.parser(tokens)
  return {
    html: walls.sanitizer ? sanitize(raw, ALLOWED) : raw,
    headings,
    sections: sectionsOf(tokens),
    links: linksOf(tokens, markdown),
  }
}

const ALLOWED: sanitize.IOptions = {
  allowedTags: [
    ...[
      'p',
      'h2',
      'h3',
      'h4',
      'h5',
      'h6',
      'ul',
      'ol',
      'li',
      'strong',
      'em',
      'del',
      'code',
      'pre',
      'blockquote',
    ],
    ...['a', 'img', 'br', 'hr', 'div', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'input'],
  ],
  allowedAttributes: {
    a: ['href', 'title', 'rel', 'data-article', 'data-section'],
    img: ['src', 'alt', 'title', 'loading', 'width', 'height'],
    ol: ['start'],
    input: [{ name: 'type', values: ['checkbox'] }, 'checked', 'disabled'],
    '*': ['id'],
  },
  allowedClasses: { div: ['callout', 'callout-*', 'table'], p: ['callout-title'], code: ['language-*'] },
  allowedSchemes: ['https', 'http', 'mailto'],
  allowedSchemesByTag: { img: ['https'] },
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
}

/** https, http, mailto, and what has no scheme at all. Control characters and spaces hide schemes: refused. */
function isSafe(href: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers skip these inside a scheme
  if (/[\u0000-\u0020\u007f-\u00a0]/.test(href) || href.startsWith('//')) return false
  const scheme = /^([^/?#]*?):/.exec(href.replace(/&(#\d+|#x[\da-f]+|\w+);/gi, ':'))?.[1]
  return scheme === undefined || /^(https?|mailto)$/i.test(scheme)
}

/** GitHub's: small letters, punctuation dropped, spaces to hyphens; a second one of a name gets -1. */
function anchorOf(text: string, taken: Map<string, number>): string {
  const anchor = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')
  const before = taken.get(anchor) ?? 0
  taken.set(anchor, before + 1)
  return before === 0 ? anchor : `${anchor}-${before}`
}

function calloutOf(tokens: Token[]): { kind: string; tokens: Token[] } | null {
  const [first, ...rest] = tokens
  if (first?.type !== 'paragraph') return null
  const found = /^\[!(NOTE|TIP|WARNING)\][ \t]*\n?/.exec(first.raw)
  if (!found?.[1]) return null
  const text = first.raw.slice(found[0].length)
  return { kind: found[1], tokens: [...new Marked({ gfm: true }).lexer(text), ...rest] }
}

function sectionsOf(tokens: Token[]): Rendered['sections'] {
  const taken = new Map<string, number>()
  const sections: Rendered['sections'] = [{ anchor: '', heading: '', text: '' }]
  for (const token of tokens) {
    if (token.type === 'heading') {
      const heading = plainText(token.tokens ?? [])
      sections.push({ anchor: anchorOf(heading, taken), heading, text: '' })
      continue
    }
    const section = sections.at(-1)
    if (section) section.text = `${section.text} ${plainText([token])}`.trim()
  }
  return sections
}

/** The words of a text without its marks, on one line. */
function plainText(tokens: Token[]): string {
  return unescapeHtml(wordsOf(tokens)).replace(/\s+/g, ' ').trim()
}

/** Blocks, items and cells are set apart by a space; inline pieces stand as they are. */
function wordsOf(tokens: Token[]): string {
  return tokens
    .map((token): string => {
      if (token.type === 'html' || token.type === 'space' || token.type === 'br') return ' '
      if (token.type === 'list')
        return (token as Tokens.List).items.map((item) => `${wordsOf(item.tokens)} `).join('')
      if (token.type === 'table') {
        const { header, rows } = token as Tokens.Table
        return [header, ...rows]
          .map((row) => `${row.map((cell) => wordsOf(cell.tokens)).join(' ')}. `)
          .join('')
      }
      const inner =
        'tokens' in token && token.tokens ? wordsOf(token.tokens) : 'text' in token ? String(token.text) : ''
      const plain = inner.replace(/^\[!(NOTE|TIP|WARNING)\]\s*/, '')
      return ['paragraph', 'blockquote', 'code', 'heading'].includes(token.type) ? `${plain} ` : plain
    })
    .join('')
}

function linksOf(tokens: Token[], markdown: string): Rendered['links'] {
  const links: Rendered['links'] = []
  let from = 0
  new Marked().walkTokens(tokens, (token) => {
    if (token.type !== 'link' && token.type !== 'image') return
    const at = markdown.indexOf(token.raw, from)
    if (at >= 0) from = at
    links.push({
      href: (token as Tokens.Link).href,
      line: markdown.slice(0, Math.max(0, at)).split('\n').length,
    })
  })
  return links
}

export function escapeHtml(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (of) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[of] ?? of,
  )
}

/** marked has escaped the text of its tokens in places; an index holds plain words. */
function unescapeHtml(text: string): string {
  const plain: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (of, name: string) => plain[name] ?? of)
}
