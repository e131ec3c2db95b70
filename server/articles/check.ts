// `helpdock articles check`: every fault of every file, in the order in which an editor would mend them, and what is
// not broken but worth knowing. A pin is a test that editors write: this question finds this article first.

import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { checkTicketTypes, FILE_NAME } from '../ticket-types/read.ts'
import { type ArticleFile, published, type Reading } from './article-file.ts'
import { isLive, mayRead, PUBLIC } from './audience.ts'
import type { ArticleProblem } from './faults.ts'
import { type Help, helpOf } from './help.ts'
import { readFolder } from './reading.ts'
import { makeShelf } from './shelf.ts'

export async function checkArticles(
  dir: string,
  now: Date,
): Promise<{ problems: ArticleProblem[]; notes: ArticleProblem[] }> {
  const reading = await readFolder(dir, now)
  return {
    problems: [
      ...reading.problems,
      ...(await lostPins(reading, now)),
      ...(await formProblems(dir, reading, now)),
    ],
    notes: [...reading.notes, ...untimely(reading, now), ...translations(reading, now)],
  }
}

/** The file of forms lies in the same folder, and leads to articles. */
async function formProblems(dir: string, reading: Reading, now: Date): Promise<ArticleProblem[]> {
  const text = await readFile(join(dir, FILE_NAME), 'utf8').catch(() => '')
  if (!text) return []
  const { file, faults } = checkTicketTypes(text)
  // An old name leads to its article here, too: a form is not broken by a new one.
  const names = new Set(
    published(reading, now).flatMap(({ slug, front }) => [slug, ...(front.redirect_from ?? [])]),
  )
  const lost = (file?.types ?? [])
    .flatMap(({ articles = [] }) => articles)
    .filter((slug) => !names.has(slug))
    .map((slug) => ({
      line: text.split('\n').findIndex((line) => line.includes(slug)) + 1,
      reason: `There is no article ${slug} to read first. Name one that there is, or take it out.`,
    }))
  return [...faults, ...lost].map((fault) => ({ file: FILE_NAME, ...fault }))
}

interface Pin {
  locale: string
  question: string
  slug: string
  section: string
  /** The file in which it stands. */
  file: string
}

async function lostPins(reading: Reading, now: Date): Promise<ArticleProblem[]> {
  const pins = pinsOf(reading)
  if (pins.length === 0) return []
  const live = published(reading, now)
  const readable = live.filter(({ audience }) => mayRead(audience, PUBLIC))
  const [publics, everything] = [await helpFor(reading, readable), await helpFor(reading, live)]
  return pins.flatMap((pin) => {
    const article = articleOf(reading, pin)
    const reason = !article
      ? `There is no article ${pin.slug}.`
      : isLive(article.front, now) && lostTo(pin, article.audience === 'public' ? publics : everything)
    return reason
      ? [{ file: pin.file, line: lineOf(reading, pin), reason: `The pin “${pin.question}”: ${reason}` }]
      : []
  })
}

function pinsOf({ articles, pins, sourceLocale }: Reading): Pin[] {
  const inArticles = articles.flatMap(({ file, locale, slug, front }) =>
    (front.pins ?? []).map((question) => ({ locale, question, slug, section: '', file })),
  )
  const beside = [...pins].flatMap(([folder, given]) =>
    Object.entries(given).map(([question, target]) => {
      const [slug = '', section = ''] = target.split('#')
      return {
        locale: folder || sourceLocale,
        question,
        slug,
        section,
        file: posix.join(folder, 'pins.yaml'),
      }
    }),
  )
  return [...inArticles, ...beside]
}

/** What stands first instead; nothing where the pin holds. */
function lostTo({ question, locale, slug, section }: Pin, help: Help): string | undefined {
  const [first] = help.search(question, locale, 1)
  const wanted = slug + (section && `#${section}`)
  if (!first) return `it finds nothing, and should find ${wanted}.`
  if (first.slug === slug && (!section || first.section === section)) return undefined
  return `${first.slug}${first.section && `#${first.section}`} has overtaken ${wanted}.`
}

async function helpFor(reading: Reading, readable: ArticleFile[]): Promise<Help> {
  const shelf = await makeShelf(reading, readable)
  return helpOf(() => ({ shelf, version: shelf.version, forSome: false }))
}

const articleOf = ({ articles, sourceLocale }: Reading, { slug, locale }: Pin) =>
  articles.find((one) => one.slug === slug && one.locale === locale) ??
  articles.find((one) => one.slug === slug && one.locale === sourceLocale)

function lineOf({ sources }: Reading, { file, question }: Pin): number {
  const lines = sources.get(file)?.text.split('\n') ?? []
  return lines.findIndex((line) => line.includes(question)) + 1 || 1
}

/** What is not shown now, or will not be for long: nobody should have to wonder why. */
function untimely({ articles }: Reading, now: Date): ArticleProblem[] {
  return articles.flatMap(({ file, front, lines }) => {
    const note = (field: 'publish_at' | 'unpublish_at', words: string) => ({
      file,
      line: lines[field] ?? 1,
      reason: `${words} ${front[field]}.`,
    })
    const isPast = (at: string) => Date.parse(at) <= now.getTime()
    if (front.draft) return []
    if (front.publish_at && !isPast(front.publish_at)) return [note('publish_at', 'It is not shown before')]
    if (!front.unpublish_at) return []
    return [note('unpublish_at', isPast(front.unpublish_at) ? 'It is not shown since' : 'It is shown until')]
  })
}

/** Of each locale: what is not translated, and what is older than its source. */
function translations(reading: Reading, now: Date): ArticleProblem[] {
  const live = published(reading, now)
  const sources = live.filter(({ locale }) => locale === reading.sourceLocale)
  return reading.locales
    .filter((locale) => locale !== reading.sourceLocale)
    .flatMap((locale) => {
      const own = new Map(
        reading.articles.filter((one) => one.locale === locale).map((one) => [one.slug, one]),
      )
      return sources.flatMap((source) => {
        const translation = own.get(source.slug)
        if (!translation) {
          const reason = `${source.file} is not translated; its readers see it in ${source.locale}.`
          return [{ file: `${locale}/${source.collection}/${source.slug}.md`, line: 1, reason }]
        }
        const { file, front, lines } = translation
        if (front.updated >= source.front.updated) return []
        const reason = `It is older than its source: ${front.updated}, and ${source.file} ${source.front.updated}.`
        return [{ file, line: lines.updated ?? 1, reason }]
      })
    })
}
