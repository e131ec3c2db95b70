// What an index says of articles and their sections: slugs, titles, headings, readers' questions, as lines of text. A
// section is made of them when it is asked for: of thousands, a query looks at some. Partners: build.ts, sections.ts.

import type { Steps } from '../steps.ts'
import { anchorFrom } from '../text-analysis.ts'
import type { Streams } from './index-file.ts'
import { openLines, writeLines } from './lines.ts'
import { readVarints, varints } from './postings.ts'

export interface Section {
  slug: string
  /** Anchor; '' for the text before the first heading. */
  section: string
  title: string
  heading: string
  /** Of its article; only the first section of one has them. */
  questions: string[]
}

interface Contents {
  /** The first section of each article, and behind the last the number of all. */
  begins: readonly number[]
  articleOf(place: number): number
  at(place: number): Section | undefined
}

/** @param articles each as its sections, one at least */
export function writeContents(articles: readonly (readonly Section[])[]): Streams {
  const firsts = articles.flatMap(([first]) => first ?? [])
  return {
    ...writeLines(
      'slugs',
      firsts.map(({ slug }) => slug),
    ),
    ...writeLines(
      'titles',
      firsts.map(({ title }) => inOneLine(title)),
    ),
    ...writeLines(
      'questions',
      firsts.map(({ questions }) => questions.map(inOneLine).join(BETWEEN)),
    ),
    sections: varints(articles.map(({ length }) => length)),
    ...writeLines('headings', articles.flat().map(headingLine)),
  }
}

function headingLine(of: Section): string {
  let line = headingLines.get(of)
  if (line === undefined) {
    line = inOneLine(of.heading)
    if (of.section !== anchorFrom(line)) line += BETWEEN + of.section
    headingLines.set(of, line)
  }
  return line
}
/** A thousand articles are written at each save, and one has changed. */
const headingLines = new WeakMap<Section, string>()
/** Stands in none of them. */
const BETWEEN = '\t'
const inOneLine = (text: string) => text.replace(/\s+/g, ' ')

export function* openingContents(streams: Streams): Steps<Contents> {
  const slugs = openLines('slugs', streams)
  const titles = openLines('titles', streams)
  yield
  const questions = openLines('questions', streams)
  yield
  const headings = openLines('headings', streams)
  yield
  const begins = [0]
  for (const count of readVarints(streams.sections ?? new Uint8Array()))
    begins.push((begins.at(-1) ?? 0) + count)
  const articles = new Uint32Array(begins.at(-1) ?? 0)
  begins.forEach((begin, article) => {
    articles.fill(article, begin, begins[article + 1])
  })
  // As long as it becomes: an array with a few places far behind is slow.
  const known: Section[] = new Array(articles.length)
  return {
    begins,
    articleOf: (place) => articles[place] ?? 0,
    at(place) {
      const article = articles[place]
      if (article === undefined) return undefined
      let found = known[place]
      if (!found) {
        const [heading = '', anchor] = headings.at(place).split(BETWEEN)
        const asked = begins[article] === place ? questions.at(article) : ''
        found = {
          ...{ slug: slugs.at(article), title: titles.at(article) },
          ...{ heading, questions: asked ? asked.split(BETWEEN) : [] },
          // Asked for what is shown only.
          get section() {
            return anchor ?? anchorFrom(heading)
          },
        }
        known[place] = found
      }
      return found
    },
  }
}
