// Markdown to clean HTML, on the server only. Two walls: raw HTML is escaped and addresses are checked while
// rendering; then an allow-list takes out whatever got past (allow-list.ts). Either holds alone
// (test/articles/hostile.test.ts).

import { Marked, type Token, type Tokens } from 'marked'
import { type Attributes, branchFor, type Condition, conditionText } from '../../protocol/conditions.ts'
import { cleaned } from './allow-list.ts'
import { videoOf } from './media.ts'
import { en } from './pages/words/en.ts'
import { filled } from './pages/words/filled.ts'
import type { Words } from './pages/words/words.ts'
import { type BranchesToken, syntax } from './syntax.ts'
import { isComment, type Link, levelOf, type Text } from './text.ts'

/** Where a link leads; null when it leads nowhere, and its words stand alone. */
export type Resolve = (link: Link) => Destination | null

export interface Destination {
  url: string
  slug?: string
  section?: string
  file?: {
    kind: 'image' | 'download'
    /** As readers know it: PDF. */
    type: string
    bytes: number
    width?: number
    height?: number
  }
}

const KB = 1024
/** How a link to a file looks; escaped, no author's words do. */
const DOWNLOAD = ' class="download"'

/**
 * @param t the words of the article's language that are not its author's
 * @param attributes of the one reader for whom it is, as the widget would show it; without them every branch stands
 */
export function htmlOf(
  text: Text,
  resolve: Resolve,
  {
    t = en.text,
    attributes,
    walls = { renderer: true, sanitizer: true },
  }: {
    t?: Words['text']
    attributes?: Attributes | undefined
    walls?: { renderer: boolean; sanitizer: boolean }
  } = {},
): string {
  const marked = new Marked({ gfm: true, async: false }, syntax)
  const linkOf = (token: Token, href: string): Link =>
    text.linkOf.get(token) ?? { href, kind: 'link', line: 1 }
  marked.use({
    renderer: {
      html({ text, block }) {
        if (!walls.renderer) return false
        if (isComment(text)) return ''
        return block ? `<p>${escapeHtml(text.trim())}</p>\n` : escapeHtml(text)
      },
      heading(token) {
        const level = levelOf(token)
        const inner = this.parser.parseInline(token.tokens)
        return `<h${level} id="${escapeHtml(text.anchors.get(token) ?? '')}">${inner}</h${level}>\n`
      },
      link(token) {
        const { href, title, tokens } = token
        const inner = this.parser.parseInline(tokens)
        const to = resolve(linkOf(token, href))
        if (!to || (walls.renderer && !isSafeLink(to.url))) return inner
        return anchor(to, inner, title)
      },
      image(token) {
        return imageOf(token)
      },
      paragraph({ tokens }) {
        const [only, ...more] = tokens
        if (!only || more.length > 0) return false
        if (only.type === 'link') {
          const inner = this.parser.parseInline(tokens)
          return inner.includes(DOWNLOAD) ? `<p class="file">${inner}</p>\n` : false
        }
        return (only.type === 'image' && figureOf(only as Tokens.Image)) || false
      },
      blockquote(token) {
        const inner = this.parser.parse(token.tokens)
        const kind = text.callouts.get(token)
        if (!kind) return `<blockquote>\n${inner}</blockquote>\n`
        const title = `<p class="callout-title">${escapeHtml(t.callouts[kind] ?? kind)}</p>`
        return `<div class="callout callout-${kind.toLowerCase()}">${title}\n${inner}</div>\n`
      },
      list({ ordered, start, items }) {
        const inner = items.map((item) => this.listitem(item)).join('')
        if (!ordered) return `<ul${items.some(({ task }) => task) ? ' class="tasks"' : ''}>\n${inner}</ul>\n`
        const first = start !== '' && start !== 1 ? ` start="${start}"` : ''
        return `<ol class="steps"${first}>\n${inner}</ol>\n`
      },
      checkbox({ checked }) {
        const said = checked ? t.done : t.toDo
        return `<input type="checkbox" disabled${checked ? ' checked' : ''} aria-label="${escapeHtml(said)}"> `
      },
      table({ header, rows }) {
        const row = (cells: Tokens.TableCell[], tag: 'th' | 'td') => {
          const inner = cells.map(({ align, tokens }) => {
            const where = align && align !== 'left' ? ` class="align-${align}"` : ''
            return `<${tag}${where}>${this.parser.parseInline(tokens)}</${tag}>`
          })
          return `<tr>${inner.join('')}</tr>\n`
        }
        const head = `<thead>\n${row(header, 'th')}</thead>\n`
        const body = `<tbody>\n${rows.map((cells) => row(cells, 'td')).join('')}</tbody>\n`
        // Wider than the screen, it scrolls in its own box, with the keyboard too.
        return `<div class="table" tabindex="0"><table>\n${head}${body}</table></div>\n`
      },
    },
    extensions: [
      {
        name: 'branches',
        renderer(token) {
          const { branches } = token as unknown as BranchesToken
          const conditions = branches.map(({ condition }) => condition && conditionText(condition))
          const chosen = attributes && branchFor(conditions, attributes)
          if (chosen !== undefined) return this.parser.parse(branches[chosen]?.tokens ?? [])
          const inner = branches.map(({ condition, tokens }) => {
            const on = condition ? ` data-if="${escapeHtml(conditionText(condition))}"` : ''
            const label = `<p class="branch-for">${escapeHtml(condition ? inWords(condition, t.branch) : t.branch.otherwise)}</p>`
            return `<div class="branch"${on}>${label}\n${this.parser.parse(tokens)}</div>\n`
          })
          return `<div class="branches">\n${inner.join('')}</div>\n`
        },
      },
      // Its text stands at the end of the article.
      { name: 'footnote', renderer: () => '' },
      {
        name: 'footnote-ref',
        renderer(token) {
          const mention = text.mentions.get(token as Token)
          if (!mention) return escapeHtml(token.raw)
          const { number } = mention
          return `<sup class="footnote-ref"><a href="#fn.${number}" id="${mentionId(mention)}">${number}</a></sup>`
        },
      },
    ],
  })
  const raw = marked.parser(text.tokens) + footnotes()
  return walls.sanitizer ? cleaned(raw) : raw

  function imageOf(token: Tokens.Image, inFigure = false): string {
    const { href, text: described, title } = token
    const video = videoOf(href)
    if (video) return anchor({ url: video.page }, escapeHtml(described || video.page), title)
    const to = resolve(linkOf(token, href))
    if (!to || (walls.renderer && !isSafeImage(to.url) && !to.file)) return escapeHtml(described)
    const { width, height } = to.file ?? {}
    const size = width && height ? ` width="${width}" height="${height}"` : ''
    const named = title && !inFigure ? ` title="${escapeHtml(title)}"` : ''
    return `<img src="${escapeHtml(to.url)}" alt="${escapeHtml(described)}"${named}${size} loading="lazy">`
  }

  /** A video, and an image with words under it. */
  function figureOf(token: Tokens.Image): string | undefined {
    const video = videoOf(token.href)
    const caption = token.title ? `<figcaption>${escapeHtml(token.title)}</figcaption>` : ''
    if (video) {
      const link = anchor({ url: video.page }, escapeHtml(token.text || video.page))
      return `<figure class="video" data-video="${escapeHtml(video.frame)}">${link}${caption}</figure>\n`
    }
    const image = caption && imageOf(token, true)
    return image?.startsWith('<img') ? `<figure class="image">${image}${caption}</figure>\n` : undefined
  }

  function footnotes(): string {
    if (text.footnotes.length === 0) return ''
    const items = text.footnotes.map(({ tokens, mentions }, place) => {
      const back = Array.from({ length: mentions }, (_, at) => {
        const id = mentionId({ number: place + 1, time: at + 1 })
        return ` <a href="#${id}" class="footnote-back" aria-label="${escapeHtml(t.back)}">↩</a>`
      }).join('')
      const inner = marked.parser(tokens).trimEnd()
      const end = inner.endsWith('</p>') ? inner.length - '</p>'.length : inner.length
      return `<li id="fn.${place + 1}">${inner.slice(0, end)}${back}${inner.slice(end)}</li>\n`
    })
    return `<div class="footnotes">\n<ol>\n${items.join('')}</ol>\n</div>\n`
  }
}

const mentionId = ({ number, time }: { number: number; time: number }) =>
  `fnref.${number}${time > 1 ? `-${time}` : ''}`

function anchor(to: Destination, inner: string, title?: string | null): string {
  const named = title ? ` title="${escapeHtml(title)}"` : ''
  const article = to.slug ? ` data-article="${escapeHtml(to.slug)}"` : ''
  const section = to.section ? ` data-section="${escapeHtml(to.section)}"` : ''
  const away = /^https:/i.test(to.url) ? ' rel="noopener noreferrer"' : ''
  const file = to.file?.kind === 'download' ? to.file : undefined
  const kept = file ? DOWNLOAD : ''
  const size = file ? ` <span class="file-size">(${file.type}, ${sizeInWords(file.bytes)})</span>` : ''
  return `<a href="${escapeHtml(to.url)}"${article}${section}${away}${kept}${named}>${inner}</a>${size}`
}

/** What a reader wants to know: is it a moment or a minute? */
function sizeInWords(bytes: number): string {
  if (bytes < KB * KB) return `${Math.max(1, Math.round(bytes / KB))} KB`
  return `${(bytes / KB / KB).toFixed(1)} MB`
}

/** `discipline=PA|NP & year!=1` → If discipline is PA or NP and year is not 1 */
function inWords(condition: Condition, t: Words['text']['branch']): string {
  const joined = (parts: string[], how: string) => parts.reduce((one, other) => filled(how, { one, other }))
  const tests = condition.map(({ attribute, isNot, values }) =>
    filled(isNot ? t.isNot : t.is, { attribute, values: joined(values, t.or) }),
  )
  return filled(t.when, { tests: joined(tests, t.and) })
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
