// Meaning, where words fail: what it adds where it is on, and what it must never bring along. Leo is a PA student,
// vouched for; an outsider is nobody.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SearchResult } from '../../protocol/articles.ts'
import { openLibrary } from '../../server/articles/library.ts'
import { type Meanings, openMeanings } from '../../server/articles/meaning/meaning.ts'
import { openVectors } from '../../server/articles/meaning/vectors.ts'
import { CannotStart } from '../../server/errors.ts'
import { type App, openApp } from '../stage/app.ts'
import {
  article,
  articlesFolder,
  COLLECTION,
  changed,
  type Folder,
  silent,
} from '../stage/articles-folder.ts'

/** Of cars, in words that no article has. */
const OTHER_WORDS = 'garage for my automobile'

let folder: Folder
let data: string
let meanings: Meanings
let server: App
let leo: string

beforeAll(async () => {
  folder = await articlesFolder({
    'en/basics/collection.yaml': COLLECTION,
    'es/basics/collection.yaml': COLLECTION,
    'en/basics/parking.md': article('Cars stand behind the house. Drivers get a permit.', {
      title: 'Parking',
    }),
    'es/basics/parking.md': article('Los coches, detrás.', { title: 'Aparcar' }),
    'en/basics/badge.md': article('Carry it where everybody sees it.', { title: 'Badge' }),
    'en/basics/vans.md': article('Vehicles of the fleet: trucks, vans and cars.', {
      ...{ title: 'Vehicles', audience: { discipline: ['PA'] } },
    }),
  })
  data = await mkdtemp(join(tmpdir(), 'helpdock-meaning-'))
  meanings = await openMeanings()
  server = await openApp(data, folder.dir, meanings)
  const { commit, contacts } = server.rules
  leo = await commit(async (tx) => {
    const contact = await contacts.enterVerified(tx, {
      ...{ sub: 'leo', name: 'Leo', email: 'leo@a.example', attributes: { discipline: 'PA' } },
      ...{ emailVerified: true, locale: null, signedAt: null },
    })
    return (await contacts.openSession(tx, contact)).token
  })
})
afterAll(async () => {
  await server?.close()
  await folder?.remove()
  await rm(data, { recursive: true, force: true })
})

const get = async (path: string, asked: Record<string, string>, token?: string) => {
  const headers = token ? { authorization: `Bearer ${token}` } : {}
  return server.app.inject({ url: `${path}?${new URLSearchParams(asked)}`, headers })
}
const search = async (q: string, { locale = 'en', token = '' } = {}) => {
  const answer = (await get('/api/help/search', { q, locale }, token)).json()
  return { isSure: answer.isSure, slugs: answer.results.map(({ slug }: SearchResult) => slug) }
}

test('an article that shares no word with the question is found, and a person is offered first', async () => {
  expect(server.library.search(OTHER_WORDS, 'en', 8), 'words alone find nothing').toEqual([])
  expect(await search(OTHER_WORDS)).toEqual({ isSure: false, slugs: ['parking'] })
  expect((await get('/help/search', { q: OTHER_WORDS })).body).toContain('/help/basics/parking')
  expect((await get('/api/help/home', { locale: 'en' })).json().meaning).toBe(true)
})

test('what the words are sure of is as without it, and what nobody knows finds nothing', async () => {
  const [sure] = server.library.search('parking', 'en', 8)
  expect(await search('parking')).toEqual({ isSure: true, slugs: [sure?.slug] })
  expect(await search('qwzx vvkrt')).toEqual({ isSure: false, slugs: [] })
  expect(await search('c')).toEqual({ isSure: false, slugs: [] })
})

test('an article for some comes by its meaning to them, and to nobody else', async () => {
  expect((await search(OTHER_WORDS, { token: leo })).slugs).toContain('vans')
  expect((await search(OTHER_WORDS)).slugs).not.toContain('vans')
  expect((await get('/help/search', { q: OTHER_WORDS })).body).not.toContain('vans')
})

test('it is of English: in other languages words alone rank, and no device is told to ask', async () => {
  expect(await search(OTHER_WORDS, { locale: 'es' })).toEqual({ isSure: false, slugs: [] })
  expect((await get('/api/help/home', { locale: 'es' })).json()).not.toHaveProperty('meaning')
})

test('what is saved is found by its meaning', async () => {
  const query = 'physician illness'
  expect((await search(query)).slugs).not.toContain('badge')
  const swapped = changed(server.library)
  await folder.put({ 'en/basics/badge.md': article('When your doctor is sick.', { title: 'Sick doctors' }) })
  await swapped
  expect((await search(query)).slugs[0]).toBe('badge')
})

test('where it is off nothing of it is there', async () => {
  const library = await openLibrary({ dir: folder.dir, log: silent, watch: false })
  expect(library.answer(OTHER_WORDS, 'en', 8)).toEqual({ results: [], isSure: false })
  expect(library.home('en')).not.toHaveProperty('meaning')
  await library.close()
})

test('a build without the file says so at start', async () => {
  const missing = new URL('./no-such-file.bin', import.meta.url)
  await expect(openVectors(missing)).rejects.toThrow(CannotStart)
  await expect(openVectors(missing)).rejects.toThrow(/SEARCH_MEANING.*no-such-file\.bin.*build again/)
  await expect(openVectors(new URL('../../package.json', import.meta.url))).rejects.toThrow(/damaged/)
})
