// The browsers' reader and MiniSearch itself, asked the same questions of the same index.

import { readdir, readFile } from 'node:fs/promises'
import MiniSearch, { type AsPlainObject, type Query, type SearchOptions } from 'minisearch'
import { expect, test, vi } from 'vitest'
import IndexReader from '../protocol/index-reader.ts'

const FIELDS = ['title', 'text']

async function articlesIndex(): Promise<AsPlainObject> {
  const index = new MiniSearch({ fields: FIELDS, idField: 'place' })
  const files = (await readdir('articles/en', { recursive: true })).filter((file) => file.endsWith('.md'))
  for (const file of files.sort()) {
    const sections = (await readFile(`articles/en/${file}`, 'utf8')).split(/^## /m)
    for (const [place, text] of sections.entries())
      index.add({ place: `${file}#${place}`, title: text.split('\n')[0], text })
  }
  return JSON.parse(JSON.stringify(index))
}

/** The way in which protocol/ranking.ts asks. */
const asking = {
  tokenize: (text: string) => text.toLowerCase().split(' '),
  processTerm: (term: string) => term,
  boost: { title: 4, text: 1 },
  bm25: { k: 1.2, b: 0.9, d: 0.1 },
  weights: { prefix: 0.15, fuzzy: 0.9 },
  boostTerm: (term: string) => (term === 'the' ? 0.2 : 1),
  prefix: (term: string) => term.length >= 3,
  fuzzy: (term: string): number | false => (term.length >= 8 ? 2 : term.length >= 4 ? 1 : false),
} satisfies SearchOptions

const QUESTIONS: Query[] = [
  'alredy exists',
  'rotation',
  'rot',
  'i forgot the passwrod',
  'merge my two accounts',
  'cordinator onboarding hospital',
  'zzqqy',
  'a',
  { combineWith: 'OR', queries: ['school', { queries: ['university', 'program'], boostTerm: () => 0.5 }] },
]

test('it finds what MiniSearch finds, in the same order, with the same scores', async () => {
  const index = await articlesIndex()
  const original = MiniSearch.loadJS(index, { fields: FIELDS, idField: 'place' })
  const reader = IndexReader.loadJS(index)

  for (const question of QUESTIONS) {
    const expected = original.search(question, asking)
    const found = reader.search(question, asking)
    expect(found.length, String(question)).toBe(expected.length)
    const byId = new Map(found.map((hit) => [hit.id, hit]))
    for (const hit of expected) {
      const mine = byId.get(hit.id)
      expect(mine?.score).toBeCloseTo(hit.score, 9)
      expect(mine?.match).toEqual(hit.match)
      expect(mine?.queryTerms.toSorted()).toEqual(hit.queryTerms.toSorted())
    }
    expect(found.map(({ score }) => score.toFixed(6))).toEqual(expected.map(({ score }) => score.toFixed(6)))
  }
  // The questions are no empty ones.
  expect(original.search('alredy exists', asking).length).toBeGreaterThan(3)
  expect(original.search('zzqqy', asking)).toEqual([])
})

test('a device ranks as the server does', async () => {
  const onServer = await import('../protocol/ranking.ts')
  vi.resetModules()
  vi.doMock('minisearch', () => import('../protocol/index-reader.ts'))
  const onDevice = await import('../protocol/ranking.ts')
  const files = (await readdir('articles/en', { recursive: true })).filter((file) => file.endsWith('.md'))
  const sections = await Promise.all(
    files.sort().map(async (file) => {
      const text = await readFile(`articles/en/${file}`, 'utf8')
      const title = text.match(/^title: "?(.*?)"?$/m)?.[1] ?? file
      return { id: file, slug: file, section: '', title, heading: '', text, keywords: '', questions: '' }
    }),
  )
  const payload = onServer.buildIndex(sections, { locale: 'en', synonyms: [['school', 'university']] })
  const server = onServer.loadIndex(payload)
  const device = onDevice.loadIndex(payload)

  for (const question of [...QUESTIONS, 'my universty is mising', 'is it free']) {
    if (typeof question !== 'string') continue
    const found = onDevice.searchSections(device, question, 8)
    expect(found, question).toEqual(onServer.searchSections(server, question, 8))
  }
  expect(onDevice.searchSections(device, 'is it free', 8).length).toBeGreaterThan(0)
  expect(() => onDevice.buildIndex([], { locale: 'en', synonyms: [] })).toThrow()
})
