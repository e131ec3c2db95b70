// Markdown to clean HTML, on the server only. Two walls: raw HTML is escaped and addresses are checked while
// rendering; then an allow-list takes out whatever got past. Either holds alone (test/articles-hostile.test.ts).

import { Marked, type Token, type Tokens } from 'marked'
import sanitize from 'sanitize-html'

/** A text, read but not yet shown: what it holds does not depend on other articles, where its links lead does. */
export interface Text {
  tokens: Token[]
  headings: { anchor: string; text: string; level: number }[]
  /** Each heading with the plain text under it; the first has no heading. */
  sections: { anchor: string; heading: string; text: string }[]
  links: Link[]
  anchors: Map<Token, string>
  callouts: Map<Token, string>
}

export interface Link {
  href: string
  kind: 'link' | 'image'
  /** Line of the text, from 1. */
  line: number
}

/** Where a link leads; null when it leads nowhere, and its words stand alone. */
export type Resolve = (href: string) => { url: string; slug?: string; section?: string } | null

const CALLOUTS: Record<string, string> = { NOTE: 'Note', TIP: 'Tip', WARNING: 'Warning' }
const CALLOUT_MARK = /^\[!(NOTE|TIP|WARNING)\][ \t]*(?:\n|$)/

const reader = new Marked({ gfm: true, async: false })

export function readMarkdown(markdown: string): Text {
  const tokens = reader.lexer(markdown)
  const text: Text = {
    tokens,
    headings: [],
    sections: [{ anchor: '', heading: '', text: '' }],
    links: [],
    anchors: new Map(),
    callouts: new Map(),
  }
  const taken = new Map<string, number>()
  let from = 0
  reader.walkTokens(tokens, (token) => {
    if (token.type === 'blockquote') {
      const kind = takeCalloutMark(token.tokens ?? [])
      if (kind) text.callouts.set(token, kind)
    }
    if (token.type === 'heading') {
      const words = plainText(token.tokens ?? [])
      const anchor = anchorOf(words, taken)
      text.anchors.set(token, anchor)
      text.headings.push({ anchor, text: words, level: levelOf(token as Tokens.Heading) })
    }
    if (token.type === 'link' || token.type === 'image') {
      const at = markdown.indexOf(token.raw, from)
      // Inside a quotation the source has marks that the token has not: then the line of the link before it.
      if (at >= 0) from = at
      const { href } = token as Tokens.Link
      text.links.push({ href, kind: token.type, line: markdown.slice(0, from).split('\n').length })
    }
  })
  for (const token of tokens) {
    if (token.type === 'heading') {
      const heading = plainText(token.tokens ?? [])
      text.sections.push({ anchor: text.anchors.get(token) ?? '', heading, text: '' })
      continue
    }
    const section = text.sections.at(-1)
    if (section) section.text = `${section.text} ${plainText([token])}`.trim()
  }
  return text
}

export function htmlOf(text: Text, resolve: Resolve, walls = { renderer: true, sanitizer: true }): string {
  const marked = new Marked({ gfm: true, async: false })
  marked.use({
    renderer: {
      html({ text }) {
        return walls.renderer ? escapeHtml(text) : false
      },
      heading(token) {
        const level = levelOf(token)
        const inner = this.parser.parseInline(token.tokens)
        return `<h${level} id="${escapeHtml(text.anchors.get(token) ?? '')}">${inner}</h${level}>\n`
      },
      link({ href, title, tokens }) {
        const inner = this.parser.parseInline(tokens)
        const to = resolve(href)
        if (!to || (walls.renderer && !isSafeLink(to.url))) return inner
        const named = title ? ` title="${escapeHtml(title)}"` : ''
        const article = to.slug ? ` data-article="${escapeHtml(to.slug)}"` : ''
        const section = to.section ? ` data-section="${escapeHtml(to.section)}"` : ''
        const away = /^https:/i.test(to.url) ? ' rel="noopener noreferrer"' : ''
        return `<a href="${escapeHtml(to.url)}"${article}${section}${away}${named}>${inner}</a>`
      },
      image({ href, text: described, title }) {
        if (walls.renderer && !isSafeImage(href)) return escapeHtml(described)
        const named = title ? ` title="${escapeHtml(title)}"` : ''
        return `<img src="${escapeHtml(href)}" alt="${escapeHtml(described)}"${named} loading="lazy">`
      },
      blockquote(token) {
        const inner = this.parser.parse(token.tokens)
        const kind = text.callouts.get(token)
        if (!kind) return `<blockquote>\n${inner}</blockquote>\n`
        const title = `<p class="callout-title">${CALLOUTS[kind]}</p>`
        return `<div class="callout callout-${kind.toLowerCase()}">${title}\n${inner}</div>\n`
      },
      table({ header, rows }) {
        const row = (cells: Tokens.TableCell[], tag: 'th' | 'td') =>
          `<tr>${cells.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('')}</tr>\n`
        const head = `<thead>\n${row(header, 'th')}</thead>\n`
        const body = `<tbody>\n${rows.map((cells) => row(cells, 'td')).join('')}</tbody>\n`
        return `<div class="table"><table>\n${head}${body}</table></div>\n`
      },
    },
  })
  const raw = marked.parser(text.tokens)
  return walls.sanitizer ? sanitize(raw, ALLOWED) : raw
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
    ...Object.fromEntries(['h2', 'h3', 'h4', 'h5', 'h6'].map((tag) => [tag, ['id']])),
  },
  allowedClasses: {
    div: ['callout', 'callout-*', 'table'],
    p: ['callout-title'],
    code: ['language-*'],
  },
  allowedSchemes: ['https', 'mailto'],
  allowedSchemesByTag: { img: ['https'] },
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
}

/** https, mailto, and what has no scheme at all: paths and anchors. */
export function isSafeLink(href: string): boolean {
  const scheme = schemeOf(href)
  return scheme === '' || scheme === 'https' || scheme === 'mailto'
}

export const isSafeImage = (src: string) => schemeOf(src) === 'https'

/** In small letters; '' for none, null for an address that hides one or leads to another server without one. */
export function schemeOf(href: string): string | null {
  // Browsers skip control characters and spaces inside a scheme, and take \ for /.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  if (/[\u0000-\u0020\u007f-\u00a0\\]/.test(href) || href.startsWith('//')) return null
  const plain = href.replace(/&(#\d+|#x[\da-f]+|\w+);?/gi, ':')
  return /^([^/?#]*?):/.exec(plain)?.[1]?.toLowerCase() ?? ''
}

/** The page's own title is the only first-level heading. */
const levelOf = ({ depth }: Tokens.Heading) => Math.max(2, depth)

/** GitHub's: small letters, punctuation dropped, spaces to hyphens; a second one of a name gets -1. */
function anchorOf(text: string, taken: Map<string, number>): string {
  const words = text.toLowerCase().replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
  const anchor = words.trim().replace(/\s/g, '-') || 'section'
  const before = taken.get(anchor) ?? 0
  taken.set(anchor, before + 1)
  return before === 0 ? anchor : `${anchor}-${before}`
}

/** Takes `[!NOTE]` out of the quotation that it begins, and says which it was. */
function takeCalloutMark(quotation: Token[]): string | undefined {
  const [first] = quotation
  if (first?.type !== 'paragraph') return undefined
  const [words] = (first as Tokens.Paragraph).tokens
  if (words?.type !== 'text') return undefined
  const found = CALLOUT_MARK.exec(words.raw)
  if (!found) return undefined
  words.raw = words.raw.slice(found[0].length)
  words.text = words.text.slice(found[0].length)
  return found[1]
}

/** The words of a text without its marks. */
function plainText(tokens: Token[]): string {
  return tokens.map(words).join('').replace(/\s+/g, ' ').trim()
}

/** Blocks, cells and list items end with a space, so that their words do not run together. */
function words(token: Token): string {
  switch (token.type) {
    case 'html':
    case 'def':
      return ''
    case 'space':
    case 'br':
    case 'hr':
      return ' '
    case 'list':
      return (token as Tokens.List).items.map((item) => `${item.tokens.map(words).join('')} `).join('')
    case 'table': {
      const { header, rows } = token as Tokens.Table
      return [header, ...rows]
        .map((row) => `${row.map((cell) => plainText(cell.tokens)).join(' ')}. `)
        .join('')
    }
    default: {
      const inner = 'tokens' in token && token.tokens ? token.tokens.map(words).join('') : wordsOfLeaf(token)
      return isBlock(token) ? `${inner} ` : inner
    }
  }
}

/** The words of a list item are a block of type text, with tokens of its own. */
const isBlock = (token: Token) =>
  ['paragraph', 'blockquote', 'code', 'heading'].includes(token.type) ||
  (token.type === 'text' && 'tokens' in token && token.tokens !== undefined)

function wordsOfLeaf(token: Token): string {
  return 'text' in token && typeof token.text === 'string' ? token.text : ''
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (of) => ESCAPES[of] ?? of)
}
const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
