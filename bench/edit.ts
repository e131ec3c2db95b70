// How long does an edit take to reach readers? One file of 1,000 is saved, again and again, while three pages stand open with
// words in their search fields that nothing has: the widget of a student, that of somebody who is not signed in, and the help
// center. What is measured is the time until each of them finds what was saved, and on the way until the new version
// serves: read, checked, rendered, indexed, compressed, swapped. Needs a build. Writes bench/results/edit.md.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { launchChromium } from '../test/browser/chromium.ts'
import { atDemo } from '../test/browser/people.ts'
import { makeWorld } from '../test/stage/world.ts'
import { buildCorpus, type CorpusArticle, readCorpus } from './corpus.ts'

/** Of no language, and none a slip of another: nothing is found for them until an edit adds one. */
const WORDS =
  `zwqxkv bqzjxg vxkqjp gzxwvb kjqzvx pxzgqw jvzkbx qbxvzj wkzqgx xgvjqz zpxbkq vqwzjg bzkvxp gqxpzv
  kxbjwz`.split(/\s+/)
/** Articles a collection: the corpus has none of its own. */
const IN_A_COLLECTION = 50
/** How exact the times of readers are. */
const LOOKS_EVERY_MS = 20
/** An edit that takes longer is lost. */
const WITHIN_MS = 60_000

/** Where somebody reads, and what stands in its list of results. */
interface Reader {
  name: string
  page: Page
  field: string
  /** In whose shadow they are; '' for the page itself. */
  host: string
  options: string
}

export async function bench(): Promise<void> {
  await buildCorpus()
  const articles = readCorpus('1000')
  const dir = await mkdtemp(join(tmpdir(), 'helpdock-edit-'))
  const [busy = 0] = loadavg()
  const files = await write(dir, articles)
  const world = await makeWorld({ ARTICLES_DIR: dir }, undefined, { articles: false, root: tmpdir() })
  const browser = await launchChromium()
  try {
    const readers = await readersOf(browser, world.url)
    const swaps = await newsOf(world.url)
    const times: Record<string, number[]> = {}
    for (const [edit, word] of WORDS.entries()) {
      const { file, text, title } = files[(edit * 67) % files.length] as SavedFile
      for (const { page, host, field } of readers) await page.locator(`${host} ${field}`).fill(word)
      for (const reader of readers) await isUnknown(reader, word)
      const found = readers.map((reader) => findsAt(reader, title))
      const swapped = swaps.next()
      const saved = Date.now()
      await writeFile(join(dir, file), `${text}\n\nThis is about the ${word}.\n`)
      note('the new version serves', (await swapped) - saved)
      for (const [place, { name }] of readers.entries()) note(name, ((await found[place]) ?? 0) - saved)
    }
    const report = told(articles, times, busy)
    console.log(report)
    await mkdir('bench/results', { recursive: true })
    await writeFile('bench/results/edit.md', report)

    function note(what: string, ms: number): void {
      times[what] = [...(times[what] ?? []), ms]
    }
  } finally {
    await browser.close()
    await world.end()
    await rm(dir, { recursive: true, force: true })
  }
}

async function readersOf(browser: Browser, url: string): Promise<Reader[]> {
  const opened = async () => (await browser.newContext()).newPage()
  const widget = { host: 'helpdock-panel', field: 'input[type=search]', options: '[role=option]' }
  const signedIn = await atDemo(await opened(), url)
  await signedIn.logIn('maya.lindqvist@northfield.edu')
  await signedIn.openWidget()
  const signedOut = await atDemo(await opened(), url)
  await signedOut.openWidget()
  const help = await opened()
  await help.goto(`${url}/help`)
  return [
    { name: 'a student’s open widget finds it', page: signedIn.page, ...widget },
    { name: 'that of somebody who is not signed in finds it', page: signedOut.page, ...widget },
    {
      name: 'an open search of the help center finds it',
      ...{ page: help, host: '', field: '#hd-search', options: '.found [role=option]' },
    },
  ]
}

/** The premise: what is looked for has been looked for, and is nowhere yet. */
async function isUnknown({ name, page, host, options }: Reader, word: string): Promise<void> {
  await page.getByText(`Nothing found for “${word}”`).first().waitFor({ timeout: WITHIN_MS })
  if (await page.locator(`${host} ${options}`).count())
    throw new Error(`“${word}” is there before it is saved: ${name}.`)
}

/** A locator that waits looks every half a second. @returns when, by the clock of this machine */
async function findsAt({ page, host, options }: Reader, title: string): Promise<number> {
  const found = await page.waitForFunction(
    ([host, options, title]) => {
      const root = host ? document.querySelector(host)?.shadowRoot : document
      const first = root?.querySelector(options)?.textContent ?? ''
      return first.replace(/\s+/g, ' ').includes(title) && Date.now()
    },
    [host, options, title.replace(/\s+/g, ' ')] as const,
    { polling: LOOKS_EVERY_MS, timeout: WITHIN_MS },
  )
  return found.jsonValue() as Promise<number>
}

/** What the server tells of versions, as any page hears it. */
async function newsOf(url: string): Promise<{ next(): Promise<number> }> {
  const { body } = await fetch(`${url}/api/help/news`)
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
  await reader?.read()
  return {
    async next() {
      for (;;) {
        const { value = '', done } = (await reader?.read()) ?? { done: true }
        if (done) throw new Error('The server has nothing more to tell.')
        if (value.includes('articles.changed')) return Date.now()
      }
    },
  }
}

interface SavedFile {
  file: string
  text: string
  title: string
}

async function write(dir: string, articles: CorpusArticle[]): Promise<SavedFile[]> {
  const files: SavedFile[] = []
  for (const [place, { slug, title, sections }] of articles.entries()) {
    const collection = `manual-${Math.floor(place / IN_A_COLLECTION)}`
    const front = {
      title: title.slice(0, 150),
      description: title.slice(0, 150),
      order: place,
      updated: '2026-01-01',
    }
    const body = sections
      .map(({ heading, text }) => (heading ? `## ${heading}\n\n${text}` : text))
      .join('\n\n')
    const file = `en/${collection}/${slug.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.md`
    files.push({ file, text: `---\n${JSON.stringify(front)}\n---\n\n${body}\n`, title: front.title })
    await mkdir(join(dir, 'en', collection), { recursive: true })
    await writeFile(
      join(dir, 'en', collection, 'collection.yaml'),
      JSON.stringify({ title: collection, description: '', order: place }),
    )
  }
  await Promise.all(files.map(({ file, text }) => writeFile(join(dir, file), text)))
  return files
}

function told(articles: CorpusArticle[], times: Record<string, number[]>, busy: number): string {
  const sections = articles.reduce((sum, { sections }) => sum + sections.length, 0)
  const [{ model = '' } = {}] = cpus()
  const rows = Object.entries(times).map(([name, all]) => {
    const sorted = all.toSorted((one, other) => one - other)
    const [middle = 0, longest = 0] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
    return `| ${name} | ${Math.round(middle)} | ${Math.round(longest)} |`
  })
  return [
    '# From a save to every reader',
    '',
    `\`npm run bench -- edit\`. ${articles.length} articles, ${sections} sections; ${cpus().length} × ${model}, Node ${process.version}, load at the`,
    `beginning ${busy.toFixed(1)}. ${WORDS.length} saves, one after the other, each of a word that no article had; server, browser and the three pages share the`,
    'machine. The aim is a second, to the reader.',
    '',
    '| from the save until | middle, ms | longest, ms |',
    '| :--- | ---: | ---: |',
    ...rows,
    '',
  ].join('\n')
}
