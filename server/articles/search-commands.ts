// helpdock search … and helpdock eval search: what the ranking does, and why, for editors and for whoever tunes it.

import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { answerFrom, type Explanation, explain } from '../../protocol/search/ranking.ts'
import type { Log } from '../log.ts'
import { BadQueries, type Evaluation, evaluate, readQueries } from './evaluation.ts'
import type { Help } from './help.ts'
import { openLibrary } from './library.ts'
import { openMeanings } from './meaning/meaning.ts'

interface Surroundings {
  articlesDir(): string
  log: Log
  say(text: string): void
}

interface Where {
  articles?: string
  locale?: string
  meaning?: true
}
const WITH_MEANING = 'weigh what words mean too, as SEARCH_MEANING=on does'

export function searchCommands(program: Command, { articlesDir, log, say }: Surroundings): void {
  program
    .command('search')
    .description('Search the articles as readers do.')
    .argument('<query>')
    .option('--explain', 'say why each result ranks where it does')
    .option('--meaning', WITH_MEANING)
    .option('--articles <folder>', 'default: ARTICLES_DIR')
    .option('--locale <locale>', 'default: en')
    .option('--limit <number>', 'number of results', '5')
    .action(async (query: string, options: Where & { explain?: true; limit: string }) => {
      const limit = Number(options.limit)
      if (!Number.isInteger(limit) || limit < 1)
        throw new BadQueries(`--limit takes a whole number from 1, not “${options.limit}”.`)
      await withHelp(options, (help) => {
        const ranking = help.ranking(query, options.locale, limit)
        const { results, isSure, meant } = answerFrom(ranking, limit)
        if (meant) say(`meant: ${meant}\n`)
        if (results.length === 0) return say('Nothing was found.\n')
        say(
          isSure
            ? 'sure: the first result is likely to answer it\n'
            : 'not sure: a person is offered first\n',
        )
        const why = options.explain ? explain(ranking, limit) : []
        results.forEach(({ slug, section, title, heading }, place) => {
          say(`\n${place + 1}. ${slug}${section && `#${section}`}  ${title}${heading && ` › ${heading}`}\n`)
          const explanation = why[place]
          if (explanation) say(explained(explanation))
        })
      })
    })

  program
    .command('eval')
    .description('Measure quality on your own data.')
    .command('search')
    .description('Measure how well search finds the answers you name.')
    .requiredOption('--queries <file>', 'JSON lines: {"query": "…", "gold": ["slug#section" or "slug", …]}')
    .option('--articles <folder>', 'default: ARTICLES_DIR')
    .option('--locale <locale>', 'default: en')
    .option('--meaning', WITH_MEANING)
    .option('--json', 'print the measures as JSON')
    .action(async (options: Where & { queries: string; json?: true }) => {
      const questions = readQueries(await readFile(options.queries, 'utf8'), options.queries)
      await withHelp(options, (help) => {
        const found = evaluate(help, options.locale, questions)
        say(options.json ? `${JSON.stringify(found, null, 2)}\n` : told(found))
      })
    })

  async function withHelp({ articles, meaning, locale }: Where, use: (help: Help) => void): Promise<void> {
    const meanings = meaning && (await openMeanings())
    const dir = articles ?? articlesDir()
    const library = await openLibrary({ dir, log, watch: false, meanings })
    try {
      const locales = library.locales()
      if (locale !== undefined && !locales.includes(locale))
        throw new BadQueries(
          `There are no articles in the locale “${locale}”: ${dir} has ${locales.join(', ') || 'none'}.`,
        )
      use(library)
    } finally {
      await library.close()
    }
  }
}

function explained(explanation: Explanation): string {
  const { score, words, many, share, all, question, meaning, readings } = explanation
  const n = (value: number) => value.toFixed(2)
  const lines = readings
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ reading, of, weight, fields }) => {
      const stands = of.includes(reading) ? '' : ` for “${of.join(' ')}”`
      return `       ${reading}${stands}, weight ${n(weight)}, in ${fields.join(', ')}\n`
    })
  const sum = meaning
    ? `     ${n(score)} = by its words ${n(meaning.byWords)} + by its meaning ${n(meaning.byMeaning)}, likeness ${n(meaning.likeness)}\n`
    : ''
  return [
    sum,
    `     ${sum ? 'by its words:' : `${n(score)} =`} words ${n(words)} × √ of words found ${n(many)} × share of the query ${n(share)}`,
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
