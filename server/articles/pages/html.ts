// HTML from template strings: whatever is put into one is escaped, unless it is such HTML itself. Two doors lead
// past the escaping, both below and both named: what render.ts has cleaned, and the marks of a search.

import { MARK_END, MARK_START } from '../../../protocol/search/marks.ts'
import { escapeHtml } from '../render.ts'

export class Html {
  readonly source: string
  constructor(source: string) {
    this.source = source
  }
}

type Part = Html | string | number | false | null | undefined | Part[]

export function html(texts: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(texts.reduce((before, text, place) => before + sourceOf(parts[place - 1]) + text))
}

/** The text of an article. Never for anything that render.ts has not cleaned. */
export function cleaned(source: string): Html {
  return new Html(source)
}

/** Plain text whose matching words stand between marks. */
export function withMarks(text: string): Html {
  const escaped = escapeHtml(text)
  return new Html(escaped.replaceAll(MARK_START, '<mark>').replaceAll(MARK_END, '</mark>'))
}

function sourceOf(part: Part): string {
  if (part instanceof Html) return part.source
  if (Array.isArray(part)) return part.map(sourceOf).join('')
  if (part === null || part === undefined || part === false) return ''
  return escapeHtml(String(part))
}
