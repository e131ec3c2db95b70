// helpdock articles …: what editors type. Each command says what it did.

import type { Command } from 'commander'
import { checkArticles } from './check.ts'
import type { ArticleProblem } from './faults.ts'
import { moveArticle } from './move.ts'

export interface Surroundings {
  /** Where the articles are when nobody says otherwise. */
  articlesDir(): string
  say(text: string): void
  /** The exit status will be 1. */
  fail(): void
}

export function articleCommands(program: Command, { articlesDir, say, fail }: Surroundings): void {
  const articles = program.command('articles').description('The folder of articles.')

  articles
    .command('check')
    .description(
      'Check every article: one line for each fault, exit status 1 if there is any; notes after them.',
    )
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
    .description('Give an article another name or collection; old addresses and links go on working.')
    .argument('<slug>')
    .argument('<new-slug>', 'the same, where only the collection changes')
    .option('--collection <collection>', 'the folder it moves to')
    .option('--locale <locale>', 'this translation only; all of them without it')
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
}

const lineOf = ({ file, line, reason }: ArticleProblem, kind = '') => `${file}:${line}: ${kind}${reason}\n`
