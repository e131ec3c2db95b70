// Pieces of text that many articles share: `{{> name}}` is replaced by articles/<locale>/snippets/name.md before the
// text is read, so that a snippet may hold anything that an article may. Where a line came from is remembered:
// faults are told where the editor mends them, and links lead from the file in which they were written.

import type { ArticleProblem } from './faults.ts'
import { fenceAfter } from './syntax.ts'

export interface Snippet {
  file: string
  text: string
}

/** Where a line of an expanded text was written. */
export interface Origin {
  file: string
  line: number
}

export interface Expanded {
  text: string
  /** One a line of the text. */
  origins: Origin[]
  problems: ArticleProblem[]
}

const USE = /\{\{>\s*([^}\s]+)\s*\}\}/
const ALONE = /^([ \t]*)\{\{>\s*([^}\s]+)\s*\}\}[ \t]*$/

/** @param firstLine of the file, at which the text begins */
export function withSnippets(
  { file, text }: Snippet,
  firstLine: number,
  snippets: Map<string, Snippet>,
  within: string[] = [],
): Expanded {
  const lines: string[] = []
  const origins: Origin[] = []
  const problems: ArticleProblem[] = []
  let fence = ''
  for (const [place, line] of text.split(/\r?\n/).entries()) {
    const origin = { file, line: firstLine + place }
    fence = fenceAfter(line, fence)
    const [, indent = '', name = ''] = (!fence && ALONE.exec(line)) || []
    if (name) keepAll(contentOf(name, origin), indent)
    else if (fence || !USE.test(line)) keep(line, origin)
    else
      keep(
        outsideCode(line, (words) => inWords(words, origin)),
        origin,
      )
  }
  return { text: lines.join('\n'), origins, problems }

  function keep(line: string, origin: Origin) {
    lines.push(line)
    origins.push(origin)
  }

  function keepAll(inner: Expanded | undefined, indent: string) {
    for (const [at, line] of (inner?.text.split('\n') ?? []).entries()) {
      keep(line && indent + line, inner?.origins[at] ?? { file, line: 1 })
    }
  }

  /** In the middle of a sentence it is one line; after a backslash it is what it looks like. */
  function inWords(words: string, at: Origin): string {
    return words.replace(new RegExp(`(\\\\?)${USE.source}`, 'g'), (whole, escaped: string, name: string) =>
      escaped ? whole.slice(1) : (contentOf(name, at)?.text.replace(/\s*\n\s*/g, ' ') ?? ''),
    )
  }

  function contentOf(name: string, at: Origin): Expanded | undefined {
    const snippet = snippets.get(name)
    if (!snippet) {
      const path = `${file.split('/')[0]}/snippets/${name}.md`
      problems.push({ ...at, reason: `There is no snippet ${name}: it would be ${path}.` })
      return undefined
    }
    if (within.includes(name)) {
      const circle = [...within.slice(within.indexOf(name)), name].join(' → ')
      problems.push({ ...at, reason: `Snippets use each other in a circle: ${circle}.` })
      return undefined
    }
    const inner = withSnippets({ ...snippet, text: snippet.text.trimEnd() }, 1, snippets, [...within, name])
    problems.push(...inner.problems)
    return inner
  }
}

/** What stands between backticks is shown as it is. */
function outsideCode(line: string, change: (words: string) => string): string {
  return line
    .split(/(`+[^`]*`+)/)
    .map((piece) => (piece.startsWith('`') ? piece : change(piece)))
    .join('')
}
