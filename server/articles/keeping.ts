// Which version of an article serves when the newest is not in order: the last good one stands in. What its editor
// has taken from readers stays taken: a draft, a time or an audience of the new version holds at once.

import { type ArticleFile, originOf, type Reading } from './article-file.ts'
import type { Fault } from './faults.ts'
import { deadLinks } from './links.ts'

interface Complaint {
  file: string
  faults: Fault[]
}

/** A slug is an address: the file that had it keeps it, otherwise the first by name. */
export function dropDoubles(reading: Reading, before?: Reading): Complaint[] {
  const had = new Set(before?.articles.map(({ file }) => file))
  const keepers = new Map<string, ArticleFile>()
  const addressOf = ({ locale, slug }: ArticleFile) => `${locale}/${slug}`
  for (const article of [...reading.articles.filter(({ file }) => had.has(file)), ...reading.articles]) {
    if (!keepers.has(addressOf(article))) keepers.set(addressOf(article), article)
  }
  const doubles = reading.articles.filter((article) => keepers.get(addressOf(article)) !== article)
  reading.articles = reading.articles.filter((article) => keepers.get(addressOf(article)) === article)
  return doubles.map((article) => {
    const keeper = keepers.get(addressOf(article))?.file
    const reason = `The slug ${article.slug} is taken by ${keeper}; rename one of the two files.`
    return { file: article.file, faults: [{ line: 1, reason }] }
  })
}

/**
 * A changed article with a fault in its text does not replace the version that serves. Putting that one back can
 * take away a heading to which another new version links, so this goes on until nothing changes.
 */
export function keepGood(reading: Reading, before?: Reading): Complaint[] {
  const lastGood = new Map(before?.articles.map((article) => [article.file, article]))
  const complaints = new Map<string, Fault[]>()
  for (let settled = false; !settled; ) {
    settled = true
    const faultsOf = faultFinder(reading)
    reading.articles = reading.articles.map((article) => {
      const faults = faultsOf(article)
      if (faults.length === 0) return article
      if (!complaints.has(article.file)) complaints.set(article.file, faults)
      const good = lastGood.get(article.file)
      if (!good || good === article || article.standsIn || good.hash === article.hash) return article
      settled = false
      return standIn(good, article)
    })
  }
  return [...complaints].map(([file, faults]) => ({ file, faults }))
}

function standIn(good: ArticleFile, { front, audience }: ArticleFile): ArticleFile {
  const { draft, publish_at, unpublish_at } = front
  return {
    ...good,
    front: { ...good.front, draft, publish_at, unpublish_at, audience: front.audience },
    audience,
    standsIn: true,
  }
}

export function faultFinder(reading: Reading): (article: ArticleFile) => Fault[] {
  const dead = deadLinks(reading)
  return (article) => [
    ...article.text.faults.map(({ line, reason }) => ({ ...originOf(article, line), reason })),
    ...dead(article),
  ]
}
