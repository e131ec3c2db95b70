// What does a page pay? Bytes of the loader, which every page loads, and of what the first click loads: the panel with
// articles and chat, and what searches. What few people come to is fetched by those who do. Fails over budget.

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** Bytes, gzip -9; 1 KB is 1,024 of them. */
const BUDGETS = { loader: 3 * 1024, panel: 35 * 1024, opening: 40 * 1024, console: 84 * 1024, sdk: 1024 }

const ABOUT = `The first opening of the panel fetches two programs in the same moment: the panel, and what searches. Until
November 2026 search was inside the panel, and its 35 KB held both; the sum of the two has a budget of its own now, so that
nothing hides in being cut. Both are kept by the browser for ever. The index comes beside them, as large as the help center. What the
console begins with has a budget, so that what few agents come to is fetched by those few.`

interface Program {
  name: string
  files: string[]
  /** Bytes, gzip. */
  budget: number | null
}

export async function bench(): Promise<void> {
  const rows = await Promise.all((await programs()).map(weigh))
  const table = [
    '| program | bytes | gzip | brotli | budget (gzip) |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(
      ({ name, raw, gzip, brotli, budget }) =>
        `| ${name} | ${n(raw)} | ${n(gzip)} | ${n(brotli)} | ${budget ? n(budget) : '–'} |`,
    ),
  ].join('\n')
  console.log(table)
  await mkdir('bench/results', { recursive: true })
  await writeFile(
    'bench/results/size.md',
    `# Size\n\n\`npm run bench -- size\`, after \`npm run build\`.\n\n${table}\n\n${ABOUT}\n`,
  )
  const over = overBudget(rows)
  if (over.length > 0) throw new Error(over.join('\n'))
}

/** What is weighed: the build as it lies in dist. */
export async function programs(): Promise<Program[]> {
  const assets: Record<string, string> = JSON.parse(
    await readFile('dist/assets.json', 'utf8').catch(() => {
      throw new Error('There is no build to weigh: run `npm run build` first.')
    }),
  )
  const widget: Record<string, Record<string, string>> = JSON.parse(
    await readFile('dist/widget.json', 'utf8'),
  )
  const filesIn = ({ panel = '', search = '', ...onDemand }: Record<string, string> = {}) => ({
    ...{ panel: inAssets([panel]), search: inAssets([search]), onDemand: inAssets(Object.values(onDemand)) },
  })
  const { panel, search, onDemand } = filesIn(widget.en)
  const unbounded = (name: string, files: string[]): Program => ({ name, files, budget: null })
  return [
    { name: 'loader', files: ['dist/public/widget.js'], budget: BUDGETS.loader },
    { name: 'panel', files: panel, budget: BUDGETS.panel },
    unbounded('search, fetched beside the panel; it was in it once', search),
    { name: 'first opening: panel and search', files: [...panel, ...search], budget: BUDGETS.opening },
    // Words are as long as they are.
    await heaviest(
      Object.entries(widget).map(([language, files]) => {
        const { panel, search } = filesIn(files)
        return unbounded(`the same in the largest other language (${language})`, [...panel, ...search])
      }),
    ),
    unbounded(
      'on demand: what stands beside reading and writing, files, mailed code, merge, forms of tickets, rich articles, a message changed or quoted, long threads, how answers are told, emoji, tabs',
      onDemand,
    ),
    { name: 'console: list and thread', files: consoleFiles(assets), budget: BUDGETS.console },
    unbounded('console, on demand: dialogs, settings, merge review, macros', await consoleOnDemand(assets)),
    { name: '@helpdock/widget, in a host’s own bundle', files: await bundled('index'), budget: BUDGETS.sdk },
    unbounded('@helpdock/widget/react, with it', await bundled('react')),
  ]
}

/** A sentence for each that is. */
export const overBudget = (rows: { name: string; gzip: number; budget: number | null }[]): string[] =>
  rows.flatMap(({ name, gzip, budget }) =>
    budget !== null && gzip > budget ? `${name}: ${n(gzip)} bytes, ${n(gzip - budget)} over budget` : [],
  )

export const gzipOf = async ({ files }: Program): Promise<number> =>
  sum(await contentsOf(files), (content) => gzipSync(content, { level: 9 }).length)

async function weigh(program: Program) {
  const contents = await contentsOf(program.files)
  return {
    ...program,
    raw: sum(contents, (content) => content.length),
    gzip: await gzipOf(program),
    brotli: sum(
      contents,
      (content) => brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
    ),
  }
}

const contentsOf = (files: string[]) => Promise.all(files.map((file) => readFile(file)))
const sum = (contents: Buffer[], size: (content: Buffer) => number) =>
  contents.reduce((total, content) => total + size(content), 0)

async function heaviest(of: Program[]): Promise<Program> {
  const weights = await Promise.all(of.map(gzipOf))
  return of[weights.indexOf(Math.max(...weights))] as Program
}

/** As a host's bundler would have it; React is there anyway. */
async function bundled(entry: string): Promise<string[]> {
  const outfile = `dist/weighed/${entry}.js`
  const entryPoints = [`widget/sdk/${entry}.ts`]
  await build({ entryPoints, outfile, bundle: true, minify: true, format: 'esm', external: ['react'] })
  return [outfile]
}

/** What the page of the console asks for at once. */
const consoleFiles = (assets: Record<string, string>) =>
  Object.entries(assets).flatMap(([name, file]) =>
    name === 'console' || name.startsWith('console/') ? [`dist/public/assets/${file}`] : [],
  )

/** The rest of what the build cut the console into. */
async function consoleOnDemand(assets: Record<string, string>): Promise<string[]> {
  const { outputs } = JSON.parse(await readFile('dist/metafile.json', 'utf8'))
  const atOnce = consoleFiles(assets)
  return Object.keys(outputs).filter(
    (path) => /\/console-.+-[A-Z0-9]{8}\.js$/.test(path) && !atOnce.includes(path),
  )
}

const inAssets = (files: string[]) => files.map((file) => `dist/public/assets/${file}`)

const n = (bytes: number) => bytes.toLocaleString('en')
