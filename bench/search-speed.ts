// What does search cost where the help center is large? Bytes to fetch, time until it answers, time a keystroke, and
// whether it finds what was known to be there: 1,000 articles and all of the large corpus (corpus.ts), in Chromium,
// beside the libraries one would otherwise take, in one run. Writes bench/results/search-speed.md.
// Partners: search-speed/*.ts, one engine a file, and search-speed/page.ts, which takes the times in the page.

import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cpus, loadavg } from 'node:os'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { launchChromium } from '../test/browser/chromium.ts'
import { buildCorpus, type KnownItem, readCorpus, readKnownItems, type Size } from './corpus.ts'
import { middle, quantile } from './parts/quantiles.ts'
import { type Engine, sectionsOf, type Written } from './search-speed/engine.ts'
import type * as InPage from './search-speed/page.ts'
import { type Measure, type Row, report } from './search-speed/report.ts'

/** Ours first; the others in the order of their tables elsewhere. Each is the name of a file in search-speed/. */
const ENGINES: Record<string, string> = {
  helpdock: '**Helpdock**',
  minisearch: 'MiniSearch as it comes, prefix, fuzzy .2',
  'minisearch-tuned': 'MiniSearch tuned',
  flexsearch: 'FlexSearch',
  lunr: 'lunr',
}
const MEASURED: Size[] = ['1000', 'all']

/** The same for all; ours sends half a percent more to who waits for a save. More takes minutes for the largest of these. */
const BROTLI_QUALITY = 9
/** As it compresses behind that, for all who come later: for our index alone. */
const BROTLI_LATER_QUALITY = 10
/** Loads in fresh pages, of which the middle one counts. */
const LOADS = 3
const THROTTLED_LOADS = 3
const THROTTLE = 4
/** Of the keys that are typed at the throttle, in the last of these pages. */
const THROTTLED_TYPING_MS = 6_000
/** Of each kind of query; some 1,200 keystrokes. */
const TYPED = 20
/** The slowest engines would take half an hour for all; they get through as many as fit. */
const TYPE_WITHIN_MS = 12_000
const ASK_WITHIN_MS = 25_000
const MACHINE = [`${cpus().length} × ${cpus()[0]?.model ?? 'cpu'}`, `Node ${process.version}`]
const LOAD_QUERY = 'print a table on one page'

declare global {
  var speed: typeof InPage & { engine: Engine }
}

/** @param args names of engines to run, as files in search-speed/; all by default, and then the report is written */
export async function bench(args: string[]): Promise<void> {
  await buildCorpus()
  const chosen = Object.keys(ENGINES).filter((file) => args.length === 0 || args.includes(file))
  const served = new Map<string, Uint8Array>()
  const server = await serve(served)
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser = await launchChromium()
  const rows: Row[] = []
  // What others do meanwhile slows all engines, so the ratios between them hold longer than the times.
  const [busy = 0] = loadavg()
  try {
    await warmUp(browser, address)
    for (const size of MEASURED) {
      for (const file of chosen) {
        const measure = await measureOf(file, size, { browser, address, served })
        const row = { size, file, name: ENGINES[file] ?? file, ...measure }
        rows.push(row)
        console.log(progressOf(row))
      }
    }
    const machine = [...MACHINE, `Chromium ${browser.version()}`, `load at the beginning ${busy.toFixed(1)}`]
    const text = report(rows, {
      machine: machine.join(', '),
      counts: countsOf(),
      brotliQuality: BROTLI_QUALITY,
      brotliLaterQuality: BROTLI_LATER_QUALITY,
    })
    console.log(`\n${text}`)
    if (args.length > 0) return
    await mkdir('bench/results', { recursive: true })
    await writeFile('bench/results/search-speed.md', text)
  } finally {
    await browser.close()
    server.close()
  }
}

/** A browser that has just begun is slow for whoever comes first: some pages that nobody measures. */
async function warmUp(browser: Browser, address: string): Promise<void> {
  for (let count = 0; count < LOADS + THROTTLED_LOADS; count++) {
    const page = await browser.newPage()
    await page.goto(address)
    await page.waitForTimeout(WARM_UP_MS)
    await page.close()
  }
}
const WARM_UP_MS = 500

interface Stage {
  browser: Browser
  address: string
  /** Path → what the server answers. */
  served: Map<string, Uint8Array>
}

async function measureOf(file: string, size: Size, { browser, address, served }: Stage): Promise<Measure> {
  const engine: Engine = await import(`./search-speed/${file}.ts`)
  const written = await engine.write(sectionsOf(readCorpus(size)))
  const bytes = await compressed(written, file === 'helpdock')
  served.clear()
  served.set('/engine.js', await bundleOf(file))
  written.ranked.forEach((content, place) => {
    served.set(`/${place}`, content)
  })
  const urls = written.ranked.map((_, place) => `/${place}`)

  const items = mixed(readKnownItems(size))
  const typed = items.slice(0, 3 * TYPED).map(({ query }) => query)
  const typing = (page: Page, withinMs: number) =>
    page.evaluate(([queries, within]) => globalThis.speed.type(queries, within), [typed, withinMs] as const)

  const loads: InPage.Load[] = []
  const throttled: InPage.Load[] = []
  let longestTypingMs = 0
  for (let count = 0; count < THROTTLED_LOADS; count++) {
    const page = await openPage(browser, address)
    const devTools = await page.context().newCDPSession(page)
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE })
    throttled.push(await load(page, urls))
    if (count === THROTTLED_LOADS - 1)
      longestTypingMs = (await typing(page, THROTTLED_TYPING_MS)).longestTaskMs
    await page.context().close()
  }
  for (let count = 1; count < LOADS; count++) {
    const page = await openPage(browser, address)
    loads.push(await load(page, urls))
    await page.context().close()
  }
  const page = await openPage(browser, address)
  loads.push(await load(page, urls))

  const { times: keystrokes } = await typing(page, TYPE_WITHIN_MS)
  const firsts = await page.evaluate(([queries, within]) => globalThis.speed.ask(queries, within), [
    items.map(({ query }) => query),
    ASK_WITHIN_MS,
  ] as const)
  await page.context().close()
  return {
    ...bytes,
    readyMs: middle(loads.map(({ readyMs }) => readyMs)),
    wholeMs: middle(loads.map(({ wholeMs }) => wholeMs)),
    throttledReadyMs: middle(throttled.map(({ readyMs }) => readyMs)),
    longestTaskMs: middle(throttled.map(({ longestTaskMs }) => longestTaskMs)),
    longestTypingMs,
    keystrokes: keystrokes.length,
    p50Ms: quantile(keystrokes, 0.5),
    p99Ms: quantile(keystrokes, 0.99),
    asked: firsts.length,
    success: successOf(items, firsts),
  }
}

async function compressed({ ranked, passages }: Written, isOurs: boolean) {
  const sizesAt = async (quality: number, files: Uint8Array[]) => {
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }
    const sizes: number[] = []
    for (const file of files) sizes.push((await promisify(brotliCompress)(file, options)).length)
    return sizes
  }
  const sum = (sizes: number[]) => sizes.reduce((total, size) => total + size, 0)
  const sizes = await sizesAt(BROTLI_QUALITY, ranked)
  const later = isOurs ? await sizesAt(BROTLI_LATER_QUALITY, ranked) : sizes
  return {
    tiers: sizes.length,
    firstBytes: sizes[0] ?? 0,
    allBytes: sum(sizes),
    laterFirstBytes: later[0] ?? 0,
    laterAllBytes: sum(later),
    passageBytes: passages ? sum(await sizesAt(BROTLI_QUALITY, [passages])) : 0,
  }
}

/** What a page needs to open this engine's files and to take the times. */
async function bundleOf(file: string): Promise<Uint8Array> {
  const contents = `
    import { open } from './${file}.ts'
    import * as page from './page.ts'
    globalThis.speed = { ...page, engine: { open } }`
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: 'bench/search-speed', loader: 'ts' },
    bundle: true,
    minify: true,
    // As build.mjs has it for ours: here for all.
    banner: { js: '//# allFunctionsCalledOnLoad' },
    format: 'iife',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  })
  return outputFiles[0]?.contents ?? new Uint8Array()
}

/** Alone in its process, so that clocks are exact and nothing of the page before is left to be cleaned up. */
async function openPage(browser: Browser, address: string): Promise<Page> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(address)
  return page
}

function load(page: Page, urls: string[]): Promise<InPage.Load> {
  return page.evaluate(([urls, query]) => globalThis.speed.load(globalThis.speed.engine, urls, query), [
    urls,
    LOAD_QUERY,
  ] as const)
}

async function serve(files: Map<string, Uint8Array>) {
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    const file = path === '/' ? '<!doctype html><script src="/engine.js"></script>' : files.get(path)
    response.writeHead(file ? 200 : 404, {
      'content-type':
        path === '/' ? 'text/html' : path.endsWith('.js') ? 'text/javascript' : 'application/octet-stream',
      // With these two a page gets clocks of 5 µs instead of 100.
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    })
    response.end(file)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return server
}

/** One of each kind after the other: whoever does not get through all was asked as many of each. */
function mixed(items: KnownItem[]): KnownItem[] {
  const counts: Record<string, number> = {}
  return items
    .map((item) => {
      const place = counts[item.kind] ?? 0
      counts[item.kind] = place + 1
      return { item, place }
    })
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item)
}

/** Percent of the queries of each kind that were asked and found their own article first. */
function successOf(items: KnownItem[], firsts: string[]): Measure['success'] {
  const of = (kind: KnownItem['kind']) => {
    const asked = firsts
      .map((slug, place) => ({ slug, item: items[place] }))
      .filter(({ item }) => item?.kind === kind)
    return (100 * asked.filter(({ slug, item }) => slug === item?.gold).length) / Math.max(1, asked.length)
  }
  return { typo: of('typo'), question: of('question'), body: of('body') }
}

function countsOf(): Record<string, { articles: number; sections: number }> {
  return Object.fromEntries(
    MEASURED.map((size) => {
      const articles = readCorpus(size)
      return [size, { articles: articles.length, sections: sectionsOf(articles).length }]
    }),
  )
}

function progressOf({ name, size, readyMs, p99Ms, keystrokes, asked, success }: Row): string {
  const { typo, question, body } = success
  return [
    `${name}, ${size}: ready ${readyMs.toFixed(0)} ms`,
    `p99 ${p99Ms.toFixed(1)} ms of ${keystrokes} keystrokes`,
    `${typo.toFixed(0)} / ${question.toFixed(0)} / ${body.toFixed(0)} % of ${asked} queries`,
  ].join(' · ')
}
