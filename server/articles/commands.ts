// helpdock articles …: what editors type. Each command says what it did.

import type { Command } from 'commander'
import type { Store } from '../store/store.ts'
import { checkArticles } from './check.ts'
import type { ArticleProblem } from './faults.ts'
import { suggestedQuestions } from './finds.ts'
import { moveArticle } from './move.ts'
import { readFolder } from './reading.ts'

interface Surroundings {
  /** Where the articles are when nobody says otherwise. */
  articlesDir(): string
  say(text: string): void
  /** What the server keeps. It must not be running on the same data. */
  openStore(): Promise<Store>
  /** The exit status will be 1. */
  fail(): void
}

export function articleCommands(program: Command, { articlesDir, openStore, say, fail }: Surroundings): void {
  const articles = program.command('articles').description('Work on the folder of articles.')

  articles
    .command('check')
    .description('Check every article: one line per fault, then notes; exit status 1 if there is a fault.')
    .argument('[folder]', 'default: ARTICLES_DIR')
    .option('--dir <folder>', 'the same, as an option')
    .action(async (folder: string | undefined, { dir }: { dir?: string }) => {
      const { problems, notes } = await checkArticles(folder ?? dir ?? articlesDir(), new Date())
      for (const problem of problems) say(lineOf(problem))
      for (const note of notes) say(lineOf(note, 'note: '))
      if (problems.length > 0) fail()
      else say('All articles are in order.\n')
    })

  articles
    .command('move')
    .description('Rename an article or move it to another collection; old URLs and links keep working.')
    .argument('<slug>')
    .argument('<new-slug>', 'unchanged if only the collection changes')
    .option('--collection <collection>', 'the folder it moves to')
    .option('--locale <locale>', 'only this translation; default: all')
    .option('--dir <folder>', 'default: ARTICLES_DIR')
    .action(
      async (
        slug: string,
        newSlug: string,
        options: { collection?: string; locale?: string; dir?: string },
      ) => {
        const { dir = articlesDir(), ...where } = options
        const { moved, mended } = await moveArticle(dir, { slug, newSlug, ...where }, new Date())
        for (const { from, to } of moved) say(`Moved ${from} to ${to}.\n`)
        for (const file of mended) say(`Mended ${file}.\n`)
      },
    )

  articles
    .command('questions')
    .description(
      "List readers' phrasings that articles do not contain yet. Beside a running server: of a backup.",
    )
    .option('--dir <folder>', 'default: ARTICLES_DIR')
    .action(async ({ dir }: { dir?: string }) => {
      const { articles } = await readFolder(dir ?? articlesDir(), new Date())
      const store = await openStore()
      try {
        const suggestions = await suggestedQuestions(store.read, articles)
        for (const { article, phrasings } of suggestions) {
          say(`${article.file}: ${article.front.title}\n`)
          for (const { query, times } of phrasings) say(`  ${String(times).padStart(4)} × ${query}\n`)
        }
        if (suggestions.length === 0) say('No article has phrasings of readers that it lacks.\n')
      } finally {
        await store.close()
      }
    })
}

const lineOf = ({ file, line, reason }: ArticleProblem, kind = '') => `${file}:${line}: ${kind}${reason}\n`
