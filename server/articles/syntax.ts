// What our markdown has beyond GitHub's grammar in marked: footnotes, and blocks for some readers. Here a text is
// only taken apart; render.ts makes HTML of it. Lines are scanned, not matched by one long expression: an editor's
// slip must not cost seconds.

import type { MarkedExtension, Token, TokenizerThis } from 'marked'
import { type Condition, parseCondition } from '../../protocol/conditions.ts'

export interface BranchToken {
  type: 'branch'
  raw: string
  /** null for `:::else`. */
  condition: Condition | null
  tokens: Token[]
}
export interface BranchesToken {
  type: 'branches'
  raw: string
  branches: BranchToken[]
  /** What is wrong with it, and behind which of its lines. */
  faults: { at: string; reason: string }[]
}
export interface FootnoteToken {
  type: 'footnote'
  raw: string
  name: string
  tokens: Token[]
}
export interface FootnoteRefToken {
  type: 'footnote-ref'
  raw: string
  name: string
}

const OPEN = /^:::if\b[ \t]*(.*)$/
const ELSE = /^:::else\b[ \t]*(?:if\b[ \t]*(.*))?$/
const CLOSE = /^:::[ \t]*$/
const FENCE = /^ {0,3}(`{3,}|~{3,})/
const DEFINITION = /^\[\^([^\]\s]+)\]:[ \t]*/
const REFERENCE = /^\[\^([^\]\s]+)\](?!:)/

export const syntax: MarkedExtension = {
  extensions: [
    {
      name: 'branches',
      level: 'block',
      start: (text) => startOf(text, ':::if'),
      tokenizer(text) {
        return branchesIn(text, this) as never
      },
      childTokens: ['branches'],
    },
    {
      name: 'footnote',
      level: 'block',
      start: (text) => startOf(text, '[^'),
      tokenizer(text) {
        return footnoteIn(text, this) as never
      },
    },
    {
      name: 'footnote-ref',
      level: 'inline',
      start: (text) => {
        const at = text.indexOf('[^')
        return at < 0 ? undefined : at
      },
      tokenizer(text) {
        const [raw, name] = REFERENCE.exec(text) ?? []
        return raw ? { type: 'footnote-ref', raw, name } : undefined
      },
    },
  ],
}

/** Where a line begins so; a paragraph before it ends there. */
function startOf(text: string, mark: string): number | undefined {
  if (text.startsWith(mark)) return 0
  const at = text.indexOf(`\n${mark}`)
  return at < 0 ? undefined : at + 1
}

function branchesIn(text: string, { lexer }: TokenizerThis): BranchesToken | undefined {
  const lines = text.split('\n')
  const [first = ''] = lines
  const opened = OPEN.exec(first)
  if (!opened) return undefined
  const faults: BranchesToken['faults'] = []
  const branches: { raw: string; condition: Condition | null; lines: string[] }[] = []
  let isEnded = false
  open(first, opened[1])
  let depth = 1
  let fence = ''
  let used = 1
  for (; used < lines.length && depth > 0; used++) {
    const line = lines[used] ?? ''
    fence = fenceAfter(line, fence)
    if (!fence && OPEN.test(line)) depth++
    if (!fence && CLOSE.test(line) && --depth === 0) continue
    const other = !fence && depth === 1 ? ELSE.exec(line) : null
    if (other) open(line, other[1])
    else branches.at(-1)?.lines.push(line)
  }
  if (depth > 0)
    faults.unshift({ at: first, reason: 'The block has no end: a line with ::: alone is missing.' })
  return {
    type: 'branches',
    raw: lines.slice(0, used).join('\n') + (used < lines.length ? '\n' : ''),
    branches: branches.map(({ condition, lines, raw }) => ({
      type: 'branch',
      raw,
      condition,
      tokens: lexer.blockTokens(lines.join('\n'), []),
    })),
    faults,
  }

  function open(raw: string, text: string | undefined) {
    if (isEnded) {
      faults.push({ at: raw, reason: 'Nothing can follow :::else but the end of the block.' })
    }
    isEnded ||= text === undefined
    let condition: Condition | null = null
    try {
      condition = text === undefined ? null : parseCondition(text)
    } catch (cause) {
      faults.push({ at: raw, reason: (cause as Error).message })
    }
    branches.push({ raw, condition, lines: [] })
  }
}

function footnoteIn(text: string, { lexer }: TokenizerThis): FootnoteToken | undefined {
  const [mark, name = ''] = DEFINITION.exec(text) ?? []
  if (mark === undefined) return undefined
  const lines = text.split('\n')
  let used = 1
  for (; used < lines.length; used++) {
    const line = lines[used] ?? ''
    const isMore = /^(?: {2}|\t)/.test(line)
    // Past an empty line only what is indented belongs to it.
    if (line.trim() === '' ? !/^(?: {2}|\t)/.test(nextWords(lines, used)) : !isMore && isNew(lines, used))
      break
  }
  const own = lines
    .slice(0, used)
    .map((line, place) => (place === 0 ? line.slice(mark.length) : outdented(line)))
  return {
    type: 'footnote',
    raw: lines.slice(0, used).join('\n') + (used < lines.length ? '\n' : ''),
    name,
    tokens: lexer.blockTokens(own.join('\n'), []),
  }
}

const nextWords = (lines: string[], from: number) =>
  lines.slice(from).find((line) => line.trim() !== '') ?? ''
const isNew = (lines: string[], at: number) =>
  (lines[at - 1] ?? '').trim() === '' || /^(?:\[\^|#|:::|[-*>|]|\d+\.)/.test(lines[at] ?? '')
const outdented = (line: string) => line.replace(/^(?: {2,4}|\t)/, '')

/** The mark of the code block that is open after this line; '' outside of one. */
export function fenceAfter(line: string, fence: string): string {
  const mark = FENCE.exec(line)?.[1] ?? ''
  if (fence) return mark.startsWith(fence) && line.trim() === mark ? '' : fence
  return mark
}
