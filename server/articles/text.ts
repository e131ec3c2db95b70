// An article's text, read but not yet shown: its headings, the sections that search finds, its links, its faults.
// None of this depends on other articles; where links lead does, and that is links.ts. Partner: render.ts.

import { Marked, type Token, type Tokens } from 'marked'
import type { Condition } from '../../protocol/conditions.ts'
import { anchorFrom } from '../../protocol/text-analysis.ts'
import type { Fault } from './faults.ts'
import {
  type BranchesToken,
  type BranchToken,
  type FootnoteRefToken,
  type FootnoteToken,
  syntax,
} from './syntax.ts'

export interface Text {
  tokens: Token[]
  headings: { anchor: string; text: string; level: number }[]
  /** Each heading with the plain text under it; the first has no heading. */
  sections: { anchor: string; heading: string; text: string }[]
  links: Link[]
  anchors: Map<Token, string>
  callouts: Map<Token, string>
  linkOf: Map<Token, Link>
  /** In the order of their first mention. */
  footnotes: Footnote[]
  mentions: Map<Token, { number: number; time: number }>
  /** Of its blocks for some readers. */
  conditions: Condition[]
  /** Lines of the text, from 1. */
  faults: Fault[]
  /** Nothing is broken, but an editor wants to know. */
  notes: Fault[]
}

export interface Link {
  href: string
  kind: 'link' | 'image'
  /** Line of the text, from 1. */
  line: number
}

interface Footnote {
  name: string
  mentions: number
  tokens: Token[]
}

const CALLOUT_MARK = /^\[!(NOTE|TIP|WARNING)\][ \t]*(?:\n|$)/
/** Nobody writes one for readers to see. A closing one belongs to its beginning. */
const PROGRAM = /<(?:script|style|iframe|object|embed)\b/i
const PROGRAM_END = /^<\/(?:script|style|iframe|object|embed)\s*>$/i
const COMMENT = /^\s*<!--(?:(?!-->)[\s\S])*-->\s*$/

export const isComment = (html: string) => COMMENT.test(html)

const reader = new Marked({ gfm: true, async: false }, syntax)

export function readMarkdown(markdown: string): Text {
  const tokens = reader.lexer(markdown)
  const text: Text = {
    tokens,
    headings: [],
    sections: [{ anchor: '', heading: '', text: '' }],
    links: [],
    anchors: new Map(),
    callouts: new Map(),
    linkOf: new Map(),
    footnotes: [],
    mentions: new Map(),
    conditions: [],
    faults: [],
    notes: [],
  }
  if (tokens.every(({ type }) => type === 'space'))
    text.notes.push({ line: 1, reason: 'The article has no text.' })
  const taken = new Map<string, number>()
  const mentions: { token: Token; name: string; line: number }[] = []
  const definitions = new Map<string, { token: FootnoteToken; line: number }>()
  let from = 0
  /** Inside a quotation the source has marks that the token has not: then the line of what stands before it. */
  function lineOf(raw: string): number {
    const at = markdown.indexOf(raw, from)
    if (at >= 0) from = at
    return markdown.slice(0, from).split('\n').length
  }
  reader.walkTokens(tokens, (token) => {
    switch (token.type) {
      case 'blockquote': {
        const begin = beginOf(token.tokens ?? [])
        const kind = begin && takeCalloutMark(begin)
        if (kind) text.callouts.set(token, kind)
        const [mark] = /^\[!\w+\]/.exec(kind ? '' : (begin?.raw ?? '')) ?? []
        if (mark) {
          const reason = `Readers see ${mark}: callouts are [!NOTE], [!TIP] and [!WARNING], alone on their line.`
          text.notes.push({ line: lineOf(mark), reason })
        }
        break
      }
      case 'heading': {
        const words = plainText(token.tokens ?? [])
        const anchor = anchorOf(words, taken)
        text.anchors.set(token, anchor)
        text.headings.push({ anchor, text: words, level: levelOf(token as Tokens.Heading) })
        if ((token as Tokens.Heading).depth === 1) {
          const reason = `“${words}” is shown as if it were ##: the article's title is the only heading above that.`
          text.notes.push({ line: lineOf(token.raw), reason })
        }
        break
      }
      case 'link':
      case 'image': {
        const { href, raw } = token as Tokens.Link
        // What was typed without a scheme is meant to be safe.
        const meant = raw.startsWith('www.') ? href.replace('http:', 'https:') : href.replaceAll(' ', '%20')
        const link = { href: meant, kind: token.type, line: lineOf(raw) } as const
        text.links.push(link)
        text.linkOf.set(token, link)
        if (token.type === 'link' && /^\/(?!\/)/.test(href)) {
          const reason = `In the widget the link to ${href} leads to the host: link to an article's file, or write the whole address.`
          text.notes.push({ line: link.line, reason })
        }
        if (token.type === 'image' && !(token as Tokens.Image).text.trim()) {
          text.notes.push({
            line: link.line,
            reason: `The image ${href} has no words for who cannot see it.`,
          })
        }
        break
      }
      case 'html':
        if (!isComment(token.raw) && !PROGRAM_END.test(token.raw.trim())) {
          const [shown = ''] = token.raw.trim().split('\n')
          const [program] = PROGRAM.exec(token.raw) ?? []
          const list = program ? text.faults : text.notes
          const reason = program
            ? `${program}> is never run, and readers would see it as text; take it out, or put it between \`backticks\` to show it.`
            : `HTML is shown as plain text, never run: ${shown.slice(0, SHOWN_CHARS)}`
          list.push({ line: lineOf(token.raw), reason })
        }
        break
      case 'branches':
        for (const { at, reason } of (token as unknown as BranchesToken).faults) {
          text.faults.push({ line: lineOf(at), reason })
        }
        lineOf(token.raw.split('\n')[0] ?? '')
        break
      case 'branch': {
        const { condition } = token as unknown as BranchToken
        if (condition) text.conditions.push(condition)
        break
      }
      case 'footnote': {
        const { name } = token as FootnoteToken
        const line = lineOf(`[^${name}]:`)
        if (definitions.has(name))
          text.faults.push({ line, reason: `The footnote ${name} is written twice.` })
        else definitions.set(name, { token: token as FootnoteToken, line })
        break
      }
      case 'footnote-ref':
        mentions.push({ token, name: (token as FootnoteRefToken).name, line: lineOf(token.raw) })
    }
  })
  for (const { token, name, line } of mentions) {
    const tokens = definitions.get(name)?.token.tokens
    if (!tokens) {
      text.faults.push({ line, reason: `There is no footnote ${name}: a line with [^${name}]: is missing.` })
      continue
    }
    let number = text.footnotes.findIndex((one) => one.name === name) + 1
    if (number === 0) number = text.footnotes.push({ name, mentions: 0, tokens })
    const footnote = text.footnotes[number - 1]
    if (footnote) text.mentions.set(token, { number, time: ++footnote.mentions })
  }
  for (const [name, { line }] of definitions) {
    if (text.footnotes.some((one) => one.name === name)) continue
    text.faults.push({ line, reason: `The footnote ${name} is not mentioned anywhere.` })
  }
  for (const token of flat(tokens)) {
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

const SHOWN_CHARS = 60

/** A heading inside a block for some readers begins a section like any other. */
function flat(tokens: Token[]): Token[] {
  return tokens.flatMap((token) =>
    token.type === 'branches'
      ? (token as unknown as BranchesToken).branches.flatMap((branch) => flat(branch.tokens))
      : [token],
  )
}

/** The page's own title is the only first-level heading. */
export const levelOf = ({ depth }: Tokens.Heading) => Math.max(2, depth)

/** GitHub's: small letters, punctuation dropped, spaces to hyphens; a second one of a name gets -1. */
function anchorOf(text: string, taken: Map<string, number>): string {
  const anchor = anchorFrom(text) || 'section'
  const before = taken.get(anchor) ?? 0
  taken.set(anchor, before + 1)
  return before === 0 ? anchor : `${anchor}-${before}`
}

/** The words with which a quotation begins. */
function beginOf([first]: Token[]): Tokens.Text | undefined {
  if (first?.type !== 'paragraph') return undefined
  const [words] = (first as Tokens.Paragraph).tokens
  return words?.type === 'text' ? (words as Tokens.Text) : undefined
}

/** Takes `[!NOTE]` out of the words, and says which it was. */
function takeCalloutMark(words: Tokens.Text): string | undefined {
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
    case 'footnote-ref':
      return ''
    case 'space':
    case 'br':
    case 'hr':
      return ' '
    case 'branches':
      return (token as unknown as BranchesToken).branches
        .map((branch) => branch.tokens.map(words).join(''))
        .join('')
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
