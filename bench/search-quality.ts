// Does the ranking find what people ask for? Real question sets from ../shared/data/search (data of others, not
// part of this project), test split only, beside the libraries one would otherwise take. Writes
// bench/results/search-quality.md.

import { existsSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import Fuse from 'fuse.js'
import lunr from 'lunr'
import MiniSearch from 'minisearch'
import { buildIndex, loadIndex, searchSections } from '../protocol/ranking.ts'
import { readArticles } from '../server/articles/library.ts'

const DATA = '../shared/data/search'

interface Document {
  id: string
  bot?: string
  title: string
  text: string
}
interface Question {
  query: string
  typo: string
  gold: string[]
  bot?: string
}
type Find = (query: string) => string[]
type Engine = (documents: Document[]) => Find

const engines: Record<string, Engine> = {
  'MiniSearch, as it comes': miniSearch({}),
  'MiniSearch, prefix + fuzzy .2 + title 2': miniSearch({ prefix: true, fuzzy: 0.2, boost: { title: 2 } }),
  'lunr, title 2, exact + ~1': lunrEngine,
  Fuse: fuseEngine,
  '**Helpdock**': helpdock,
}

export async function bench(): Promise<void> {
  if (!existsSync(DATA)) throw new Error(`The question sets are not here: ${DATA} is missing.`)
  const sets = ['stackfaq', 'hint3', 'banking77']
  const rows: string[] = []
  for (const [name, engine] of Object.entries(engines)) {
    const cells: string[] = []
    let sum = 0
    for (const set of sets) {
      const { documents, questions } = readSet(set)
      const clean = measure(engine, documents, questions, 'query')
      const typo = measure(engine, documents, questions, 'typo')
      cells.push(`${f(clean.mrr)} / ${f(clean.first)} / ${f(clean.five)}, t ${f(typo.mrr)}`)
      sum += clean.mrr + typo.mrr
    }
    rows.push(`| ${name} | ${cells.join(' | ')} | ${f(sum / (2 * sets.length))} |`)
    console.log(rows.at(-1))
  }
  const own = await ownArticles()
  const report = [
    '# Search quality',
    '',
    '`npm run bench -- search-quality`. MRR@10 / success@1 / success@5 on the test questions, then MRR on the same',
    'questions with one random typo each; last column: mean of the six MRRs. The sets are described in the data’s own',
    'README; nothing was tuned on these questions.',
    '',
    `| engine | ${sets.join(' | ')} | mean |`,
    `| --- | ${sets.map(() => '---').join(' | ')} | --- |`,
    ...rows,
    '',
    own,
    '',
  ].join('\n')
  await mkdir('bench/results', { recursive: true })
  await writeFile('bench/results/search-quality.md', report)
  console.log(own)
}

function measure(engine: Engine, documents: Document[], questions: Question[], field: 'query' | 'typo') {
  const finders = new Map<string, Find>()
  let mrr = 0
  let first = 0
  let five = 0
  for (const question of questions) {
    const bot = question.bot ?? ''
    const find =
      finders.get(bot) ?? engine(bot ? documents.filter((one) => one.id.startsWith(bot)) : documents)
    finders.set(bot, find)
    const rank =
      find(question[field])
        .slice(0, 10)
        .findIndex((id) => question.gold.includes(id)) + 1
    if (rank > 0) mrr += 1 / rank
    if (rank === 1) first++
    if (rank > 0 && rank <= 5) five++
  }
  return { mrr: mrr / questions.length, first: first / questions.length, five: five / questions.length }
}

/** The student queries for our own articles; gold are slugs. */
async function ownArticles(): Promise<string> {
  const { sections, synonyms } = await readArticles('articles', 'en')
  const index = loadIndex(buildIndex(sections, { locale: 'en', synonyms }))
  const questions = readLines<Question>(`${DATA}/seed-dev.jsonl`).filter(({ gold }) => gold.length > 0)
  const ranks = questions.map(
    ({ query, gold }) => searchSections(index, query, 10).findIndex(({ slug }) => gold.includes(slug)) + 1,
  )
  const within = (limit: number) => ranks.filter((rank) => rank > 0 && rank <= limit).length
  const missed = questions.filter((_, place) => ranks[place] !== 1).map(({ query }) => `“${query}”`)
  return [
    `Our own articles, ${questions.length} student questions: first ${within(1)}, among three ${within(3)}, among five ${within(5)}.`,
    missed.length > 0 ? `Not first: ${missed.join(', ')}.` : '',
    'The articles were written with these questions in sight, so this is a check, not a measure.',
  ].join(' ')
}

function readSet(set: string): { documents: Document[]; questions: Question[] } {
  return {
    documents: readLines(`${DATA}/${set}/corpus.jsonl`),
    questions: readLines(`${DATA}/${set}/test.jsonl`),
  }
}

function readLines<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

const f = (value: number) => value.toFixed(3).replace('0.', '.')

// ---- the engines

function helpdock(documents: Document[]): Find {
  const sections = documents.map(({ id, title, text }) => ({
    id,
    slug: id,
    section: '',
    title,
    heading: '',
    text,
    keywords: '',
    questions: '',
  }))
  const index = loadIndex(JSON.parse(JSON.stringify(buildIndex(sections, { locale: 'en', synonyms: [] }))))
  return (query) => searchSections(index, query, 10).map(({ slug }) => slug)
}

function miniSearch(options: object): Engine {
  return (documents) => {
    const index = new MiniSearch<Document>({ fields: ['title', 'text'] })
    index.addAll(documents)
    return (query) => index.search(query, options).map(({ id }) => String(id))
  }
}

function lunrEngine(documents: Document[]): Find {
  const index = lunr((builder) => {
    builder.ref('id')
    builder.field('title', { boost: 2 })
    builder.field('text')
    for (const document of documents) builder.add(document)
  })
  return (query) =>
    index
      .query((asked) => {
        for (const word of lunr.tokenizer(query)) {
          asked.term(String(word), { boost: 10 })
          asked.term(String(word), { editDistance: 1 })
        }
      })
      .map(({ ref }) => ref)
}

function fuseEngine(documents: Document[]): Find {
  const index = new Fuse(documents, {
    keys: [{ name: 'title', weight: 2 }, 'text'],
    includeScore: true,
    ignoreLocation: true,
    threshold: 0.3,
  })
  return (query) => {
    const scores = new Map<string, number>()
    for (const word of query
      .toLowerCase()
      .split(/\W+/)
      .filter((word) => word.length > 2)) {
      for (const { item, score } of index.search(word)) {
        scores.set(item.id, (scores.get(item.id) ?? 0) + 1 - (score ?? 1))
      }
    }
    return [...scores].sort((one, other) => other[1] - one[1]).map(([id]) => id)
  }
}
