// `helpdock articles check`: every fault of every file, in the order in which an editor would mend them.

import type { ArticleProblem } from './front-matter.ts'
import { readFolder } from './reading.ts'

export async function checkArticles(dir: string): Promise<ArticleProblem[]> {
  return (await readFolder(dir)).problems
}
