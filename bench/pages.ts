// What does a reader of the help center pay, and what does Lighthouse say? The real server, Debian's Chromium; the
// bytes as the browser counts them. Writes bench/results/pages.md; fails over budget and under the promised scores.

import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import { chromiumPath } from '../test/browser/chromium.ts'
import { freePort, makeWorld } from '../test/stage/world.ts'
import { middle } from './parts/quantiles.ts'

/** Installed when this bench first runs: 185 MB that nobody else needs, and a lock file that `npm ci` refuses. */
const LIGHTHOUSE = 'lighthouse@12.8.2'
const LIGHTHOUSE_DIR = '.cache/lighthouse'

const PAGES = [
  { name: 'home', path: '/help' },
  { name: 'collection', path: '/help/rotations' },
  { name: 'article', path: '/help/signing-in/two-accounts-merge' },
  { name: 'article with a table', path: '/help/people/who-answers-what' },
  // Search engines are told to leave it out, which Lighthouse takes for a mistake.
  { name: 'search results', path: '/help/search?q=two+acounts', isHidden: true },
]
/** All that a page loads before it is idle, headers included. */
const ARTICLE_MAX_BYTES = 30 * 1024
/** Nothing asked for this long: idle. */
const IDLE_MS = 1_000
const RUNS = 3
const PROMISED = { performance: 98, accessibility: 100, 'best-practices': 100, seo: 100 }
type Category = keyof typeof PROMISED
const CATEGORIES = Object.keys(PROMISED) as Category[]

interface Scores {
  scores: Record<Category, number>
  lcpMs: number
  blockingMs: number
  shift: number
}
interface Report {
  categories: Record<Category, { score: number | null }>
  audits: Record<string, { numericValue?: number; score: number | null; title: string }>
}
type Lighthouse = (url: string, flags: object, config?: object) => Promise<{ lhr: Report } | undefined>

/** @param args `bytes`: only the bytes, without Lighthouse and without writing the table */
export async function bench(args: string[]): Promise<void> {
  if (!existsSync('dist/assets.json'))
    throw new Error('There is no build to measure: run `npm run build` first.')
  const port = await freePort()
  const world = await makeWorld({ LOG_LEVEL: 'error' })
  const browser = await chromium.launch({
    executablePath: chromiumPath() ?? '/usr/bin/chromium',
    args: ['--no-sandbox', `--remote-debugging-port=${port}`, '--disable-background-networking'],
  })
  try {
    const bytes = await bytesTable(browser, world.url)
    console.log(bytes.table)
    if (args[0] === 'bytes') return refuse(bytes.wrong)
    const lighthouse = await lighthouseTable(world.url, port)
    console.log(`\n${lighthouse.table}`)
    await mkdir('bench/results', { recursive: true })
    await writeFile('bench/results/pages.md', report(bytes.table, lighthouse.table, browser.version()))
    refuse([...bytes.wrong, ...lighthouse.wrong])
  } finally {
    await browser.close()
    await world.end()
  }
}

async function bytesTable(browser: Browser, url: string) {
  const wrong: string[] = []
  const rows: string[] = []
  for (const { name, path } of PAGES) {
    const { all, requests, ...kinds } = await weigh(browser, url + path)
    rows.push(`| ${name} | ${requests} | ${[kinds.html, kinds.css, kinds.js, all].map(n).join(' | ')} |`)
    if (all > ARTICLE_MAX_BYTES) wrong.push(`${name}: ${n(all)} bytes, over ${n(ARTICLE_MAX_BYTES)}`)
  }
  const head = '| page | requests | html | css | scripts | all |\n| --- | --- | --- | --- | --- | --- |'
  return { table: [head, ...rows].join('\n'), wrong }
}

/** What comes over the wire until nothing more is asked, on a first visit. */
async function weigh(browser: Browser, url: string) {
  const context = await browser.newContext()
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Network.enable')
  const kinds = new Map<string, string>()
  const weights = { html: 0, css: 0, js: 0, all: 0, requests: 0 }
  cdp.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (response.url.startsWith('data:')) return
    kinds.set(requestId, type)
    const encoding = Object.entries(response.headers).find(
      ([key]) => key.toLowerCase() === 'content-encoding',
    )
    if (encoding?.[1] !== 'br') throw new Error(`${response.url} came as ${encoding?.[1]}, not as brotli.`)
  })
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId)
    if (!kind) return
    weights.requests++
    weights.all += encodedDataLength
    if (kind === 'Document') weights.html += encodedDataLength
    else if (kind === 'Stylesheet') weights.css += encodedDataLength
    else if (kind === 'Script') weights.js += encodedDataLength
  })
  await page.goto(url, { waitUntil: 'networkidle' })
  await page.waitForTimeout(IDLE_MS)
  await context.close()
  return weights
}

async function lighthouseTable(url: string, port: number) {
  const { run, desktop } = await loadLighthouse()
  const wrong: string[] = []
  const rows: string[] = []
  for (const { name, path, isHidden = false } of PAGES) {
    for (const device of ['mobile', 'desktop'] as const) {
      const flags = { port, logLevel: 'silent', onlyCategories: CATEGORIES, ...(isHidden && HIDDEN) }
      const runs: Scores[] = []
      for (let time = 0; time < RUNS; time++) {
        const result = await run(url + path, flags, device === 'desktop' ? desktop : undefined)
        if (!result) throw new Error(`Lighthouse said nothing of ${path}.`)
        runs.push(scoresOf(result.lhr, name))
      }
      const scores = CATEGORIES.map((category) => middle(runs.map((one) => one.scores[category])))
      rows.push(
        `| ${name} | ${device} | ${scores.join(' | ')} | ${n(middle(runs.map((one) => one.lcpMs)))} | ${n(
          middle(runs.map((one) => one.blockingMs)),
        )} | ${middle(runs.map((one) => one.shift)).toFixed(3)} |`,
      )
      console.log(rows.at(-1))
      for (const [place, category] of CATEGORIES.entries()) {
        const score = scores[place] ?? 0
        if (score < PROMISED[category]) wrong.push(`${name}, ${device}: ${category} ${score}`)
      }
    }
  }
  const head = `| page | device | ${CATEGORIES.join(' | ')} | largest paint, ms | blocking, ms | shift |`
  return {
    table: [head, '| --- | --- | --- | --- | --- | --- | --- | --- | --- |', ...rows].join('\n'),
    wrong,
  }
}

/** The one audit that a page which is not for search engines cannot pass. */
const HIDDEN = { skipAudits: ['is-crawlable'] }

function scoresOf({ categories, audits }: Report, name: string): Scores {
  const scores = Object.fromEntries(
    CATEGORIES.map((category) => [category, Math.round((categories[category].score ?? 0) * 100)]),
  ) as Record<Category, number>
  for (const category of ['accessibility', 'best-practices', 'seo'] as const) {
    if (scores[category] === 100) continue
    const failed = Object.values(audits).filter(({ score }) => score !== null && score < 0.9)
    console.log(`${name}: ${category} ${scores[category]}: ${failed.map(({ title }) => title).join('; ')}`)
  }
  const value = (audit: string) => audits[audit]?.numericValue ?? 0
  return {
    scores,
    lcpMs: Math.round(value('largest-contentful-paint')),
    blockingMs: Math.round(value('total-blocking-time')),
    shift: value('cumulative-layout-shift'),
  }
}

async function loadLighthouse(): Promise<{ run: Lighthouse; desktop: object }> {
  const entry = resolve(LIGHTHOUSE_DIR, 'node_modules/lighthouse/core/index.js')
  if (!existsSync(entry)) {
    console.log(`Installing ${LIGHTHOUSE} into ${LIGHTHOUSE_DIR}, this once.`)
    await mkdir(LIGHTHOUSE_DIR, { recursive: true })
    const quietly = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund']
    execFileSync('npm', ['install', '--prefix', LIGHTHOUSE_DIR, ...quietly, LIGHTHOUSE], { stdio: 'ignore' })
  }
  const { default: run, desktopConfig: desktop } = await import(pathToFileURL(entry).href)
  return { run, desktop }
}

function refuse(wrong: string[]): void {
  if (wrong.length > 0) throw new Error(`Not as promised:\n${wrong.join('\n')}`)
}

function report(bytes: string, lighthouse: string, version: string): string {
  return `# Pages of the help center

\`npm run bench -- pages\`, after \`npm run build\`: the server with our articles and the widget's loader, Chromium
${version}, two cores.

Bytes on the wire at a first visit, headers included, everything until the page is idle; all of it brotli. Budget:
${n(ARTICLE_MAX_BYTES)}.

${bytes}

Lighthouse (${LIGHTHOUSE.split('@')[1]}, its own slow phone and its own desktop), median of ${RUNS} runs. Of the search results, which
are not for search engines, the audit whether these may list the page is left out.

${lighthouse}
`
}

const n = (value: number) => value.toLocaleString('en')
