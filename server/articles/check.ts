// `helpdock articles check`: every fault of every file, in the order in which an editor would mend them.

import type { ArticleProblem } from './front-matter.ts'
import { readFolder, renderArticle } from './reading.ts'

export async function checkArticles(dir: string): Promise<ArticleProblem[]> {
  const reading = await readFolder(dir)
  const problems = [...reading.problems]
  for (const article of reading.articles) renderArticle(article, reading.articles, problems)
  return problems.sort((one, other) => one.file.localeCompare(other.file) || one.line - other.line)
}
