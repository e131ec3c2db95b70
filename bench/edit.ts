// How long does an edit take to reach readers? One file of 1,000 is saved, again and again; what is measured is the time
// until the new version serves everywhere: read, checked, rendered, indexed, compressed, swapped, and every open widget
// told. Beside it, in the same run, what making everything anew takes. Writes bench/results/edit.md.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLibrary } from '../server/articles/library.ts'
import { makeLog } from '../server/log.ts'
import { buildCorpus, type CorpusArticle, readCorpus } from './corpus.ts'

const EDITS = 15
/** Articles a collection: the corpus has none of its own. */
const IN_A_COLLECTION = 50

export async function bench(): Promise<void> {
  await buildCorpus()
  const articles = readCorpus('1000')
  const dir = await mkdtemp(join(tmpdir(), 'helpdock-edit-'))
  try {
    const files = await write(dir, articles)
    const log = makeLog('silent')
    const begun = performance.now()
    const library = await openLibrary({ dir, log, watch: true })
    const anew = performance.now() - begun
    const times: number[] = []
    for (let edit = 0; edit < EDITS; edit++) {
      const [file, text] = files[(edit * 67) % files.length] ?? ['', '']
      const isThere = () => {
        const [found] = library.search(`edited${edit}`, 'en', 1)
        return !!found && file.endsWith(`/${found.slug}.md`)
      }
      if (isThere()) throw new Error(`Edit ${edit} is there before it is made.`)
      const seen = new Promise<void>((resolve) => {
        const stop = library.onChange(() => {
          if (!isThere()) return
          stop()
          resolve()
        })
      })
      const saved = performance.now()
      await writeFile(join(dir, file), `${text}\n\nThis was edited${edit}.\n`)
      await seen
      times.push(performance.now() - saved)
    }
    await library.close()
    const report = told(
      articles,
      anew,
      times.toSorted((one, other) => one - other),
    )
    console.log(report)
    await mkdir('bench/results', { recursive: true })
    await writeFile('bench/results/edit.md', report)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function write(dir: string, articles: CorpusArticle[]): Promise<[file: string, text: string][]> {
  const files: [string, string][] = []
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
    files.push([file, `---\n${JSON.stringify(front)}\n---\n\n${body}\n`])
    await mkdir(join(dir, 'en', collection), { recursive: true })
    await writeFile(
      join(dir, 'en', collection, 'collection.yaml'),
      JSON.stringify({ title: collection, description: '', order: place }),
    )
  }
  await Promise.all(files.map(([file, text]) => writeFile(join(dir, file), text)))
  return files
}

function told(articles: CorpusArticle[], anewMs: number, times: number[]): string {
  const middle = times[Math.floor(times.length / 2)] ?? 0
  const most = times.at(-1) ?? 0
  const sections = articles.reduce((sum, { sections }) => sum + sections.length, 0)
  const [{ model = '' } = {}] = cpus()
  const row = (name: string, ms: number) => `| ${name} | ${Math.round(ms)} | ${(ms / anewMs).toFixed(2)} |`
  return [
    '# From a save to every reader',
    '',
    `\`npm run bench -- edit\`. ${articles.length} articles, ${sections} sections; ${cpus().length} × ${model}, Node ${process.version}.`,
    `${times.length} saves, one after the other; each new text was then found by search.`,
    '',
    '| from the save to the new version serving | ms | share of making all anew |',
    '| :--- | ---: | ---: |',
    row('middle', middle),
    row('longest', most),
    row('making all anew, at a start', anewMs),
    '',
  ].join('\n')
}
