// helpdock search … and helpdock eval search: what the ranking does, and why, for editors and for whoever tunes it.

import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { answer, type Explanation, explain, type SectionIndex } from '../../protocol/ranking.ts'
import type { Log } from '../log.ts'
import { BadQueries, type Evaluation, evaluate, readQueries } from './evaluation.ts'
import { openLibrary } from './library.ts'

export interface Surroundings {
  articlesDir(): string
  log: Log
  say(text: string): void
}

export function searchCommands(program: Command, { articlesDir, log, say }: Surroundings): void {
  program
    .command('search')
    .description('Search the articles as readers do.')
    .argument('<query>')
    .option('--explain', 'say why each result stands where it stands')
    .option('--articles <folder>', 'default: ARTICLES_DIR')
    .option('--locale <locale>', 'default: en')
    .option('--limit <number>', 'results', '5')
    .action(
      async (
        query: string,
        options: { explain?: true; articles?: string; locale?: string; limit: string },
      ) => {
        const limit = Number(options.limit)
        if (!Number.isInteger(limit) || limit < 1)
          throw new BadQueries(`--limit takes a whole number from 1, not “${options.limit}”.`)
        await withIndex(options, (index) => {
          const { results, isSure, meant } = answer(index, query, limit)
          if (meant) say(`meant: ${meant}\n`)
          if (results.length === 0) return say('Nothing was found.\n')
          say(
            isSure
              ? 'sure: the first result is likely to answer it\n'
              : 'not sure: a person is offered first\n',
          )
          const why = options.explain ? explain(index, query, limit) : []
          results.forEach(({ slug, section, title, heading }, place) => {
            say(`\n${place + 1}. ${slug}${section && `#${section}`}  ${title}${heading && ` › ${heading}`}\n`)
            const explanation = why[place]
            if (explanation) say(explained(explanation))
          })
        })
      },
    )

  program
    .command('eval')
    .description('Measure something on given data.')
    .command('search')
    .description('How well search finds the answers that somebody has named.')
    .requiredOption('--queries <file>', 'JSON lines: {"query": "…", "gold": ["slug#section" or "slug", …]}')
    .option('--articles <folder>', 'default: ARTICLES_DIR')
    .option('--locale <locale>', 'default: en')
    .option('--json', 'print the measures as JSON')
    .action(async (options: { queries: string; articles?: string; locale?: string; json?: true }) => {
      const questions = readQueries(await readFile(options.queries, 'utf8'), options.queries)
      await withIndex(options, (index) => {
        const found = evaluate(index, questions, (query) => answer(index, query, 1).isSure)
        say(options.json ? `${JSON.stringify(found, null, 2)}\n` : told(found))
      })
    })

  async function withIndex(
    { articles, locale }: { articles?: string; locale?: string },
    use: (index: SectionIndex) => void,
  ): Promise<void> {
    const library = await openLibrary({ dir: articles ?? articlesDir(), log, watch: false })
    try {
      use(library.searchable(locale))
    } finally {
      await library.close()
    }
  }
}

function explained({ score, words, many, share, all, question, readings }: Explanation): string {
  const n = (value: number) => value.toFixed(2)
  const lines = readings
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ reading, of, weight, fields }) => {
      const stands = of.includes(reading) ? '' : ` for “${of.join(' ')}”`
      return `       ${reading}${stands}, weight ${n(weight)}, in ${fields.join(', ')}\n`
    })
  return [
    `     ${n(score)} = words ${n(words)} × √ of words found ${n(many)} × share of the query ${n(share)}`,
    ` × all of it ${n(all)} × like a question of it ${n(question)}\n`,
    ...lines,
  ].join('')
}

function told(found: Evaluation): string {
  const n = (value: number | null) => (value === null ? '–' : value.toFixed(3))
  const rows = [
    ['answerable questions', `${found.answerable}`],
    ['success@1', n(found.successAt1)],
    ['success@3', n(found.successAt3)],
    ['success@5', n(found.successAt5)],
    ['MRR@10', n(found.mrrAt10)],
    ['unanswerable questions', `${found.unanswerable}`],
    ['sure of answerable', n(found.sureOfAnswerable)],
    ['sure of unanswerable', n(found.sureOfUnanswerable)],
    ['“not sure” separates (AUC)', n(found.separation)],
  ]
  const missed = found.missed.map(
    ({ query, rank, first }) => `  ${rank ?? '–'}  ${query}  (first: ${first ?? 'nothing'})\n`,
  )
  return [
    ...rows.map(([name = '', value]) => `${name.padEnd(28)}${value}\n`),
    ...(missed.length > 0 ? ['\nNot first, with the place of the answer:\n', ...missed] : []),
  ].join('')
}
