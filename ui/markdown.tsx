// The little of markdown that people type in messages, as elements: bold, italic, code, lists, quotes. Never HTML, never
// a picture, never a link whose words hide its address. What might be plain text stays plain text: an asterisk between
// spaces or inside a word, an underscore, a lonely dash, a number with a dot. Partner: text.tsx; the look is markdown.css.

import type { ComponentChildren, VNode } from 'preact'
import { linkify } from './text.tsx'

/**
 * Code, bold, italic. Each opens after a space, a bracket or a quotation mark and closes before one or before
 * punctuation, on one line. No underscores: names of files and fields are full of them.
 */
const MARKED =
  /(?<=^|[\s("'“])(?:`([^`\n]+)`|\*\*(?!\s)([^*\n]*[^*\s])\*\*|\*(?!\s)([^*\n]*[^*\s])\*)(?=$|[\s)"'”.,:;!?])/g

/** A row of lines that belong together, and what they become. One item alone is somebody's dash, not a list. */
const BLOCKS: { is: RegExp; least: number; draw: (lines: string[]) => VNode }[] = [
  { is: /^[-*•] +(?=\S)/, least: 2, draw: (lines) => <ul>{lines.map(item)}</ul> },
  { is: /^\d{1,2}\. +(?=\S)/, least: 2, draw: (lines) => <ol>{lines.map(item)}</ol> },
  { is: /^> +(?=\S)/, least: 1, draw: (lines) => <blockquote>{inline(lines.join('\n'))}</blockquote> },
]

export function richText(text: string): ComponentChildren[] {
  const lines = text.split('\n')
  const drawn: ComponentChildren[] = []
  let plain: string[] = []
  const flush = (isBeforeBlock: boolean) => {
    // A block brings its own distance: the line breaks and empty lines beside it are not drawn twice.
    const words = plain.join('\n')
    const start = drawn.length ? words.replace(/^\n+/, '') : words
    const kept = isBeforeBlock ? start.replace(/\n+$/, '') : start
    if (kept) drawn.push(...inline(kept))
    plain = []
  }
  for (let at = 0; at < lines.length; ) {
    const block = fenced(lines, at) ?? listed(lines, at)
    if (block) {
      flush(true)
      drawn.push(block.drawn)
      at = block.next
    } else plain.push(lines[at++] ?? '')
  }
  flush(false)
  return drawn
}

/** Between two lines of three backticks; one that is never closed is text. */
function fenced(lines: string[], at: number) {
  if (!/^```\w*$/.test(lines[at] ?? '')) return undefined
  const end = lines.indexOf('```', at + 1)
  if (end < 0) return undefined
  const drawn = (
    <pre>
      <code>{lines.slice(at + 1, end).join('\n')}</code>
    </pre>
  )
  return { drawn, next: end + 1 }
}

function listed(lines: string[], at: number) {
  for (const { is, least, draw } of BLOCKS) {
    let next = at
    while (is.test(lines[next] ?? '') && isInOrder(lines[next] ?? '', next - at)) next++
    if (next - at >= least)
      return { drawn: draw(lines.slice(at, next).map((line) => line.replace(is, ''))), next }
  }
  return undefined
}

/** A numbered list counts from one: anything else is numbers that mean something. */
function isInOrder(line: string, index: number): boolean {
  const number = /^\d+/.exec(line)
  return !number || Number(number[0]) === index + 1
}

const item = (line: string) => <li>{inline(line)}</li>

function inline(text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = []
  let end = 0
  for (const found of text.matchAll(MARKED)) {
    const [whole, code, bold, italic] = found
    parts.push(...linkify(text.slice(end, found.index)))
    if (code) parts.push(<code>{code}</code>)
    else if (bold) parts.push(<strong>{linkify(bold)}</strong>)
    else parts.push(<em>{linkify(italic ?? '')}</em>)
    end = found.index + whole.length
  }
  parts.push(...linkify(text.slice(end)))
  return parts
}
