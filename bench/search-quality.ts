// Does the ranking find what people ask for? Real question sets from ../shared/data/search (data of others, not
// part of this project), test split only, beside the libraries one would otherwise take, each as well asked as we
// know how. Writes bench/results/search-quality.md.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import * as orama from '@orama/orama'
import FlexSearch from 'flexsearch'
import Fuse from 'fuse.js'
import lunr from 'lunr'
import MiniSearch from 'minisearch'
import { stemmer } from 'stemmer'
// @ts-expect-error: it comes without types
import winkSearch from 'wink-bm25-text-search'
// @ts-expect-error: it comes without types
import wink from 'wink-nlp-utils'
import { buildIndex } from '../protocol/search/build.ts'
import { answerFrom, openBuilt, searchSections } from '../protocol/search/ranking.ts'
import { wordsOfLanguage } from '../server/articles/languages/languages.ts'
import { readArticles } from '../server/articles/library.ts'
import { openMeanings } from '../server/articles/meaning/meaning.ts'
import { rankWithMeaning } from '../server/articles/meaning/ranking.ts'

const DATA = '../shared/data/search'
const SETS = ['stackfaq', 'hint3', 'banking77']
/** Real help centers, whose articles answer none of the questions: an index that grows should not lose what it found. */
const OTHERS = '../shared/data/help-centers'
const OTHERS_MAX = 700
/** Of each set; the slowest library takes a third of a second a question among so many. */
const QUESTIONS_AMONG = 60
/** Nobody reads on. */
const RESULTS = 10

interface Document {
  id: string
  title: string
  text: string
  /** Development questions that it answers: what an editor would write as `questions:`. */
  asked?: string[]
}
interface Question {
  query: string
  /** The same with one random slip. */
  typo: string
  /** The documents that answer it; none: nothing does. */
  gold: string[]
  /** The question was asked of one of several bots, whose documents are named by it. */
  bot?: string
}
type Find = (query: string) => string[] | Promise<string[]>
type Engine = (documents: Document[]) => Find | Promise<Find>

const engines: Record<string, Engine> = {
  'MiniSearch, as it comes': miniSearch({}),
  'MiniSearch, prefix, fuzzy .2, title 2': miniSearch({ prefix: true, fuzzy: 0.2, boost: { title: 2 } }),
  'MiniSearch, tuned by hand': tunedMiniSearch,
  'FlexSearch, word by word, idf, title 2': flexSearch,
  'wink-bm25, stems, title 4': winkBm25,
  'lunr, exact 2, one slip 1, title 2': lunrSearch,
  'Fuse, word by word, idf, title 2': fuse,
  'Orama, stems, title 2': oramaSearch,
  '**Helpdock**': helpdock,
  'Helpdock, one question a reader asked per article': helpdockKnowing(1),
  'Helpdock, three of them': helpdockKnowing(3),
  'Helpdock, meaning on': helpdockWithMeaning,
}

/** @param args names of engines to run, by their beginnings; all by default, and then the report is written */
export async function bench(args: string[]): Promise<void> {
  if (!existsSync(DATA)) {
    throw new Error(`This needs the question sets in ${DATA}, which are not part of the project.`)
  }
  const chosen = Object.entries(engines).filter(
    ([name]) => args.length === 0 || args.some((arg) => name.replace(/\W/g, '').startsWith(arg)),
  )
  const others = otherArticles()
  const rows: string[] = []
  for (const [name, engine] of chosen) {
    const row = await rowOf(name, engine, others)
    console.log(row)
    rows.push(row)
  }
  const own = await ownArticles()
  console.log(own)
  if (args.length > 0) return
  await mkdir('bench/results', { recursive: true })
  await writeFile('bench/results/search-quality.md', report(rows, own))
}

async function rowOf(name: string, engine: Engine, others: Document[]): Promise<string> {
  const scores = []
  for (const set of SETS) {
    const documents = withQuestions(set, readLines<Document>(`${DATA}/${set}/corpus.jsonl`))
    const questions = readLines<Question>(`${DATA}/${set}/test.jsonl`)
    const finders = await findersOf(engine, documents, questions)
    scores.push({
      clean: await measure(questions, (question) => finders(question)(question.query)),
      typo: await measure(questions, (question) => finders(question)(question.typo)),
      among: await amongOthers(engine, documents, questions, others),
    })
  }
  const cells = scores.map(
    ({ clean, typo }) => `${f(clean.mrr)} / ${f(clean.first)} / ${f(clean.five)} · ${f(typo.mrr)}`,
  )
  const mean = scores.reduce((sum, { clean, typo }) => sum + clean.mrr + typo.mrr, 0) / (2 * SETS.length)
  const among = scores.map((score) => f(score.among)).join(' · ')
  return `| ${name} | ${cells.join(' | ')} | ${f(mean)} | ${among} |`
}

/** Those of the development split: none of them is asked in the test. */
function withQuestions(set: string, documents: Document[]): Document[] {
  const questions = readLines<Question>(`${DATA}/${set}/dev.jsonl`)
  return documents.map((document) => ({
    ...document,
    asked: questions.filter(({ gold }) => gold.includes(document.id)).map(({ query }) => query),
  }))
}

/** MRR of both forms of the first questions, with the other articles in the same index. */
async function amongOthers(
  engine: Engine,
  documents: Document[],
  questions: Question[],
  others: Document[],
): Promise<number> {
  const asked = questions.slice(0, QUESTIONS_AMONG)
  const finders = await findersOf((own) => engine([...own, ...others]), documents, asked)
  const clean = await measure(asked, (question) => finders(question)(question.query))
  const typo = await measure(asked, (question) => finders(question)(question.typo))
  return (clean.mrr + typo.mrr) / 2
}

function otherArticles(): Document[] {
  const files = readdirSync(OTHERS, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .toSorted()
  return files.slice(0, OTHERS_MAX).map((file) => {
    const [, front = '', text = ''] =
      /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(`${OTHERS}/${file}`, 'utf8')) ?? []
    const title = /^title: *["']?(.*?)["']?$/m.exec(front)?.[1] ?? file.replace(/^.*\/|\.md$/g, '')
    return { id: `other:${file}`, title, text }
  })
}

/** One index a bot: a question searches the documents of its own. */
async function findersOf(
  engine: Engine,
  documents: Document[],
  questions: Question[],
): Promise<(of: Question) => Find> {
  const finders = new Map<string, Find>()
  for (const bot of new Set(questions.map(({ bot = '' }) => bot))) {
    finders.set(bot, await engine(documents.filter(({ id }) => bot === '' || id.startsWith(`${bot}:`))))
  }
  return ({ bot = '' }) => finders.get(bot) ?? (() => [])
}

async function measure(questions: Question[], find: (question: Question) => ReturnType<Find>) {
  const ranks: number[] = []
  for (const question of questions) {
    const found = await find(question)
    ranks.push(found.slice(0, RESULTS).findIndex((id) => question.gold.includes(id)) + 1)
  }
  const share = (fits: (rank: number) => boolean) =>
    ranks.filter((rank) => rank > 0 && fits(rank)).length / ranks.length
  return {
    mrr: ranks.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0) / ranks.length,
    first: share((rank) => rank === 1),
    five: share((rank) => rank <= 5),
  }
}

/** The student queries for our own articles; gold are slugs. */
async function ownArticles(): Promise<string> {
  const { sections, synonyms } = await readArticles('articles', 'en')
  const index = openBuilt(buildIndex(sections, { locale: 'en', synonyms, written: wordsOfLanguage('en') }))
  const questions = readLines<Question>(`${DATA}/seed-dev.jsonl`).filter(({ gold }) => gold.length > 0)
  const ranks = questions.map(
    ({ query, gold }) =>
      searchSections(index, query, RESULTS).findIndex(({ slug }) => gold.includes(slug)) + 1,
  )
  const within = (limit: number) => ranks.filter((rank) => rank > 0 && rank <= limit).length
  const missed = questions.filter((_, place) => ranks[place] !== 1).map(({ query }) => `“${query}”`)
  return [
    `Our own articles, ${questions.length} student questions: first ${within(1)}, among three ${within(3)}, among five ${within(5)}.`,
    missed.length > 0 ? `Not first: ${missed.join(', ')}.` : '',
    'The articles were written with these questions in sight, so this is a check, not a measure.',
  ].join(' ')
}

function report(rows: string[], own: string): string {
  return [
    '# Search quality',
    '',
    '`npm run bench -- search-quality`. Per set: MRR@10 / success@1 / success@5 on the test questions · MRR@10 on the',
    'same questions with one random slip each; then the mean of the six MRRs. Last: MRR@10 of the first',
    `${QUESTIONS_AMONG} questions of each set, both forms, when the articles of two real help centers stand in the same index.`,
    'Our ranking was tuned on the development questions of the same sets; on the test questions nothing was. Two rows give',
    'each article the first one or three development questions that it answers as its `questions:`, as an editor would.',
    '',
    `| engine | ${SETS.join(' | ')} | mean | among ${otherArticles().length} others |`,
    `| --- | ${SETS.map(() => '---').join(' | ')} | --- | --- |`,
    ...rows,
    '',
    own,
    '',
  ].join('\n')
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
  const { index } = indexOf(documents)
  return (query) => searchSections(index, query, RESULTS).map(({ slug }) => slug)
}

/** As an editor gives them to an article in its front matter. */
function helpdockKnowing(questions: number): Engine {
  return (documents) => {
    const { index } = indexOf(documents, questions)
    return (query) => searchSections(index, query, RESULTS).map(({ slug }) => slug)
  }
}

async function helpdockWithMeaning(documents: Document[]): Promise<Find> {
  const { index, sections } = indexOf(documents)
  const meaning = await (await openMeanings())('en', sections)
  if (!meaning) throw new Error('English has no vectors.')
  return (query) =>
    answerFrom(rankWithMeaning(index, meaning, query), RESULTS).results.map(({ slug }) => slug)
}

function indexOf(documents: Document[], questions = 0) {
  const sections = documents.map(({ id, title, text, asked = [] }) => ({
    ...{ id, slug: id, section: '', title, heading: '', text },
    ...{ keywords: '', questions: asked.slice(0, questions).join('\n') },
  }))
  const written = wordsOfLanguage('en')
  return { sections, index: openBuilt(buildIndex(sections, { locale: 'en', synonyms: [], written })) }
}

function miniSearch(options: object): Engine {
  return (documents) => {
    const index = new MiniSearch<Document>({ fields: ['title', 'text'] })
    index.addAll(documents)
    return (query) => index.search(query, options).map(({ id }) => String(id))
  }
}

/** As somebody would who had read all that is known about it. */
function tunedMiniSearch(documents: Document[]): Find {
  const terms = wordsOfLanguage('en')?.stops.split(/\s+/).map(stemmer) ?? []
  const stops = new Set(terms)
  const index = new MiniSearch<Document>({
    fields: ['title', 'text'],
    processTerm: (term) => stemmer(term.toLowerCase()),
  })
  index.addAll(documents)
  const vocabulary = new Set(documents.flatMap(({ title, text }) => wordsOf(`${title} ${text}`).map(stemmer)))
  return (query) => {
    const asked = [...new Set(wordsOf(query).map(stemmer))]
    const weight = (term: string) => (stops.has(term) ? 0.2 : 1)
    const hits = index.search(query, {
      boost: { title: 4 },
      bm25: { k: 1.2, b: 0.9, d: 0 },
      weights: { prefix: 0.15, fuzzy: 0.9 },
      boostTerm: weight,
      prefix: (term) => term.length >= 3 && !stops.has(term),
      fuzzy: (term) => (vocabulary.has(term) || term.length < 4 ? false : term.length > 7 ? 2 : 1),
    })
    const found = (terms: string[]) => terms.reduce((sum, term) => sum + weight(term), 0)
    return hits
      .map(({ id, score, queryTerms }) => ({
        id: String(id),
        score: score * Math.sqrt(found(queryTerms) / found(asked)),
      }))
      .toSorted((one, other) => other.score - one.score)
      .map(({ id }) => id)
  }
}

function lunrSearch(documents: Document[]): Find {
  const index = lunr((builder) => {
    builder.ref('id')
    builder.field('title', { boost: 2 })
    builder.field('text')
    for (const document of documents) builder.add(document)
  })
  // Short words with a slip are other words.
  const asked = (word: string) => (word.length > 3 ? `${word}^2 ${word}~1` : word)
  return (query) => index.search(wordsOf(query).map(asked).join(' ')).map(({ ref }) => ref)
}

function winkBm25(documents: Document[]): Find {
  const index = winkSearch()
  index.defineConfig({ fldWeights: { title: 4, text: 1 } })
  index.definePrepTasks([
    wink.string.lowerCase,
    wink.string.removeExtraSpaces,
    wink.string.tokenize0,
    wink.tokens.removeWords,
    wink.tokens.stem,
    wink.tokens.propagateNegations,
  ])
  for (const { id, title, text } of documents) index.addDoc({ title, text }, id)
  index.consolidate()
  return (query) => index.search(query, RESULTS).map(([id]: [string]) => id)
}

/** Its tolerance for slips finds less of what was typed right, too. */
async function oramaSearch(documents: Document[]): Promise<Find> {
  const index = orama.create({
    schema: { id: 'string', title: 'string', text: 'string' },
    components: { tokenizer: { language: 'english', stemming: true } },
  })
  await orama.insertMultiple(
    index,
    documents.map(({ id, title, text }) => ({ id, title, text })),
  )
  return async (query) => {
    const { hits } = await orama.search(index, {
      ...{ term: query, boost: { title: 2 }, limit: RESULTS },
      properties: ['title', 'text'],
    })
    return hits.map(({ id }) => String(id))
  }
}

/** It asks for all words of a query at once; questions in people's own words need them one by one. */
function flexSearch(documents: Document[]): Find {
  const index = new FlexSearch.Document({
    document: { id: 'id', index: ['title', 'text'] },
    tokenize: 'forward',
  })
  for (const { id, title, text } of documents) index.add({ id, title, text })
  return wordByWord(documents.length, (word) =>
    index
      .search(word, { limit: documents.length })
      .flatMap(({ field, result }) =>
        result.map((id) => ({ id: String(id), score: field === 'title' ? 2 : 1 })),
      ),
  )
}

/** The same: it takes a query for one pattern. */
function fuse(documents: Document[]): Find {
  const index = new Fuse(documents, {
    keys: [{ name: 'title', weight: 2 }, 'text'],
    includeScore: true,
    ignoreLocation: true,
    threshold: 0.3,
  })
  return wordByWord(documents.length, (word) =>
    index.search(word).map(({ item, score = 1 }) => ({ id: item.id, score: 1 - score })),
  )
}

function wordByWord(documents: number, hitsOf: (word: string) => { id: string; score: number }[]): Find {
  return (query) => {
    const scores = new Map<string, number>()
    for (const word of new Set(wordsOf(query).filter((word) => word.length > 2))) {
      const hits = hitsOf(word)
      const idf = Math.log(1 + documents / (new Set(hits.map(({ id }) => id)).size + 0.5))
      for (const { id, score } of hits) scores.set(id, (scores.get(id) ?? 0) + score * idf)
    }
    return [...scores].sort((one, other) => other[1] - one[1]).map(([id]) => id)
  }
}

function wordsOf(query: string): string[] {
  return query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}
