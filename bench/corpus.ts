// A help center as large as they come: some 4,700 articles from manuals that Debian packages, for benches that ask
// what size costs. They are others' texts: built once into .cache/ (some two minutes), never part of the project.
// Partners: large-corpus/html.ts reads the pages, large-corpus/known-items.ts draws the questions.

import { execFile, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { randomFrom, shuffled } from '../test/stage/random.ts'
import { articleOf } from './large-corpus/html.ts'
import { knownItemsOf } from './large-corpus/known-items.ts'

export interface CorpusArticle {
  slug: string
  title: string
  /** The first is the text before the first heading: its anchor and heading are ''. */
  sections: { anchor: string; heading: string; text: string }[]
}

export interface KnownItem {
  kind: 'typo' | 'question' | 'body'
  query: string
  /** Slug of the article that it was made from. */
  gold: string
}

/** How many articles; each is a beginning of the next. */
const SIZES = { '100': 100, '1000': 1_000, all: Number.POSITIVE_INFINITY }
export type Size = keyof typeof SIZES

const run = promisify(execFile)

const DIR = '.cache/large-corpus'
/** Any number; the same one gives the same order and the same questions. */
const SEED = 4_757
/** Shorter pages only lead elsewhere. */
const ARTICLE_MIN_CHARS = 150

/** The folder of each package that holds its English pages, and which folders or files there are no help. */
const PACKAGES: Record<string, { folder: string; skip: RegExp }> = {
  'libreoffice-help-en-us': { folder: 'usr/share/libreoffice/help/en-US/text', skip: /^$/ },
  'postgresql-doc-15': { folder: 'usr/share/doc/postgresql-doc-15/html', skip: /^$/ },
  'gimp-help-en': { folder: 'usr/share/gimp/2.0/help/en', skip: /^$/ },
  'gnome-user-docs': { folder: 'usr/share/help/C', skip: /legal\.xml$/ },
  'gnucash-docs': { folder: 'usr/share/doc/gnucash-docs', skip: /-(?:de|it|ja|pt|ru)\// },
}

export async function bench(): Promise<void> {
  await buildCorpus()
  const articles = readCorpus('all')
  const sections = articles.reduce((total, article) => total + article.sections.length, 0)
  console.log(`${resolve(DIR)}: ${n(articles.length)} articles, ${n(sections)} sections`)
}

/** The first articles of the corpus, in its order. */
export function readCorpus(size: Size): CorpusArticle[] {
  return readLines<CorpusArticle>('articles.jsonl').slice(0, SIZES[size])
}

/** 300 questions of each kind, each made from one of those articles. */
export function readKnownItems(size: Size): KnownItem[] {
  return readLines<KnownItem>(`queries-${size}.jsonl`)
}

/** Nothing to do when it is there already. */
export async function buildCorpus(): Promise<void> {
  if (existsSync(`${DIR}/packages.json`)) return
  await mkdir(DIR, { recursive: true })
  const versions: Record<string, string> = {}
  const articles: CorpusArticle[] = []
  for (const [name, { folder, skip }] of Object.entries(PACKAGES)) {
    versions[name] = await bring(name)
    const own = await articlesIn(`${DIR}/pages/${name}/${folder}`, name, skip)
    console.log(`${name} ${versions[name]}: ${n(own.length)} articles`)
    articles.push(...own)
  }
  const inOrder = shuffled(articles, randomFrom(SEED))
  await writeLines('articles.jsonl', inOrder)
  for (const [size, limit] of Object.entries(SIZES)) {
    await writeLines(`queries-${size}.jsonl`, knownItemsOf(inOrder.slice(0, limit), randomFrom(SEED)))
  }
  await rm(`${DIR}/pages`, { recursive: true })
  // Last: its presence says that all the rest is whole.
  await writeFile(`${DIR}/packages.json`, `${JSON.stringify(versions, null, 2)}\n`)
}

/** Unpacks the pages of a package, which is neither installed nor kept. @returns its version */
async function bring(name: string): Promise<string> {
  const into = resolve(DIR, 'pages', name)
  await rm(into, { recursive: true, force: true })
  await mkdir(into, { recursive: true })
  await run('apt-get', ['download', name], { cwd: into }).catch((cause) => {
    throw new Error(
      `The large corpus needs Debian's package ${name}, and \`apt-get download ${name}\` did not bring it ` +
        `(${cause.code === 'ENOENT' ? 'there is no apt-get here' : String(cause.stderr).trim().split('\n')[0]}); ` +
        'on Debian 12, `apt-get update` may help.',
    )
  })
  const file = (await readdir(into)).find((entry) => entry.endsWith('.deb')) ?? ''
  await unpack(join(into, file), into)
  await rm(join(into, file))
  return decodeURIComponent(file.split('_')[1] ?? '')
}

/** Its pages only: the pictures are ten times as much. */
async function unpack(file: string, into: string): Promise<void> {
  const archive = spawn('dpkg-deb', ['--fsys-tarfile', file], { stdio: ['ignore', 'pipe', 'inherit'] })
  const tar = spawn('tar', ['x', '-C', into, '--wildcards', '*.html', '*/C/*.page'], {
    stdio: [archive.stdout, 'ignore', 'ignore'],
  })
  await new Promise((done) => tar.once('close', done))
}

async function articlesIn(folder: string, name: string, skip: RegExp): Promise<CorpusArticle[]> {
  const files = (await readdir(folder, { recursive: true }))
    .filter((file) => /\.(?:html|page)$/.test(file) && !skip.test(file))
    .sort()
  const articles: CorpusArticle[] = []
  for (const file of files) {
    const article = articleOf(await readFile(join(folder, file), 'utf8'), slugOf(`${name}-${file}`))
    const length = article.sections.reduce((total, { text }) => total + text.length, 0)
    if (length >= ARTICLE_MIN_CHARS) articles.push(article)
  }
  return articles
}

function slugOf(path: string): string {
  return path
    .replace(/\.\w+$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
}

function readLines<T>(file: string): T[] {
  return readFileSync(`${DIR}/${file}`, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

/** Whole or not at all: whoever builds it a second time may be reading. */
async function writeLines(file: string, rows: object[]): Promise<void> {
  await writeFile(`${DIR}/${file}.part`, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  await rename(`${DIR}/${file}.part`, `${DIR}/${file}`)
}

const n = (count: number) => count.toLocaleString('en')
