// Of a very large help center a part of the index stays on the server, and where the server weighs meaning it may know
// more than the words do: when the device asks it, what it shows before and after, and where no answer comes.

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SearchResult } from '../../protocol/articles.ts'
import { buildIndex, type SectionDocument } from '../../protocol/search/build.ts'
import type { Bridge } from '../../widget/bridge.ts'
import { openHelpCenter, readArticle, refreshHelpCenter, searchThere } from '../../widget/help.ts'
import { useServer } from '../../widget/http.ts'
import { answerTo, isMoreThere, look } from '../../widget/search.ts'
import { apply, forgetPerson, put, state } from '../../widget/state.ts'
import { PATIENCE_MS } from '../stage/world.ts'

const BRIDGE: Bridge = {
  base: 'https://help.test',
  options: {},
  token: async () => undefined,
  page: () => '/',
  sessionAt: () => '/api/session',
  early: {},
  load: () => Promise.reject(),
  emit: () => {},
  shown: () => {},
}
/** More than a device is given. */
const LONG_TEXT = Array.from({ length: 600_000 }, (_, place) => `w${place % 50}`).join(' ')

/** As the first screen does; with clocks that stand still all fits into one slice. */
const search = (query: string) => {
  look(query)
  return answerTo(query) ?? NOTHING
}
/** As the first screen does. */
const types = (words: string) => {
  put('query', words)
  searchThere(words)
}
const NOTHING = { results: [], isSure: false, query: '' }

let asked: string[]
let answers: () => Promise<Response>

beforeEach(async () => {
  asked = []
  const { first, more, passages } = buildIndex(
    [section('parking', 'Parking at the site'), section('buses', 'Buses to the site', LONG_TEXT)],
    { locale: 'en', synonyms: [] },
  )
  expect(passages).toHaveLength(2)
  vi.useFakeTimers()
  // As build.mjs does, which names the bundle.
  vi.stubGlobal('HELPDOCK_SEARCH', './engine.ts')
  vi.stubGlobal('fetch', async (address: string) => {
    const { pathname, searchParams } = new URL(address)
    if (pathname === '/api/help/home')
      return Response.json({ indexUrl: '/api/help/index?hash=1', indexMore: more.length, collections: [] })
    if (pathname === '/api/help/index')
      return new Response(Buffer.from([first, ...more][Number(searchParams.get('part'))] ?? first))
    asked.push(searchParams.get('q') ?? '')
    return answers()
  })
  put('more', null)
  put('query', '')
  put('screens', [{ name: 'home' }])
  useServer(BRIDGE.base)
  await openHelpCenter({ ...BRIDGE, early: {} })
  expect(isMoreThere('parking')).toBe(true)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('the server is asked once, when typing rests, and what both found keeps its place', async () => {
  answers = async () =>
    Response.json({
      results: [result('permits', 'A permit'), result('parking', 'Parking at the site', 'Park behind it.')],
      isSure: true,
    })
  for (const words of ['par', 'parki', 'parking']) {
    types(words)
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(search('parking').results.map(({ slug }) => slug)).toEqual(['parking'])
  await vi.advanceTimersByTimeAsync(300)
  expect(asked).toEqual(['parking'])
  const { results, isSure } = search('parking')
  expect(results.map(({ slug, snippet }) => [slug, snippet])).toEqual([
    ['parking', 'Park behind it.'],
    ['permits', ''],
  ])
  expect(isSure).toBe(true)
  // An answer belongs to its question.
  expect(search('parkin').results.map(({ slug }) => slug)).toEqual(['parking'])
})

test('where the server does not answer, nothing is lost', async () => {
  answers = () => Promise.reject(new TypeError('cut'))
  const before = search('parking')
  expect(before.results).toHaveLength(1)
  types('parking')
  await vi.advanceTimersByTimeAsync(400)
  expect(asked.length).toBeGreaterThan(0)
  expect(search('parking')).toEqual(before)
})

test('where the server weighs meaning it is asked once, when typing rests and the device is unsure; else never', async () => {
  const built = buildIndex([section('parking', 'Parking'), section('badge', 'Badge')], {
    ...{ locale: 'en', synonyms: [] },
  })
  expect([built.kept, built.passages]).toEqual([[], undefined])
  let meaning: object = {}
  vi.stubGlobal('fetch', async (address: string) => {
    const { pathname, searchParams } = new URL(address)
    if (pathname === '/api/help/home')
      return Response.json({ indexUrl: '/api/help/index?hash=3', indexMore: 0, collections: [], ...meaning })
    if (pathname === '/api/help/index') return new Response(Buffer.from(built.first))
    asked.push(searchParams.get('q') ?? '')
    return Response.json({ results: [result('parking', 'Parking')], isSure: false })
  })
  const type = async (...typed: string[]) => {
    for (const words of typed) {
      look(words)
      types(words)
      await vi.advanceTimersByTimeAsync(100)
    }
    await vi.advanceTimersByTimeAsync(1_000)
  }
  await openHelpCenter()
  expect([search('parking').isSure, isMoreThere('parking')]).toEqual([true, false])
  expect(search('my automobile')).toMatchObject({ results: [], isSure: false, query: 'my automobile' })
  await type('my auto', 'my automobile')
  expect(asked, 'it is off').toEqual([])

  meaning = { meaning: true }
  await openHelpCenter()
  await type('parking')
  expect(asked, 'the device is sure').toEqual([])
  await type('my auto', 'my automob', 'my automobile')
  expect(asked).toEqual(['my automobile'])
  expect(search('my automobile').results.map(({ slug }) => slug)).toEqual(['parking'])
  await type(' ')
  expect(asked).toHaveLength(1)
})

test('an answer that comes after the one to newer words takes nothing from it, and one for who has gone is nobody’s', async () => {
  const come: Record<string, () => void> = {}
  answers = () =>
    new Promise((resolve) => {
      const [words = ''] = asked.slice(-1)
      come[words] = () =>
        resolve(Response.json({ results: [result('permits', `Of ${words}`)], isSure: false }))
    })
  const rests = async (words: string) => {
    types(words)
    await vi.advanceTimersByTimeAsync(400)
  }
  const comesFor = async (words: string) => {
    come[words]?.()
    await vi.advanceTimersByTimeAsync(0)
  }
  const titles = () => search('parking').results.map(({ title }) => title)
  await rests('parki')
  await rests('parking')
  expect(asked).toEqual(['parki', 'parking'])
  await comesFor('parking')
  expect(titles(), 'the premise').toEqual(['Of parking'])
  await comesFor('parki')
  expect(titles()).toEqual(['Of parking'])

  await rests('permit')
  forgetPerson()
  await comesFor('permit')
  expect(answerTo('permit')).toBe(null)
})

test('before the index is there the server is asked once, when typing rests, and what stands then does not move, until articles change', async () => {
  forgetPerson()
  const { first } = buildIndex([section('parking', 'Parking'), section('badge', 'Badge')], {
    ...{ locale: 'en', synonyms: [] },
  })
  let come: (() => void) | undefined
  let version = 4
  const index = new Promise<Response>((resolve) => {
    come = () => resolve(new Response(Buffer.from(first)))
  })
  const before = globalThis.fetch
  vi.stubGlobal('fetch', async (address: string) => {
    const { pathname } = new URL(address)
    if (pathname === '/api/help/home')
      return Response.json({
        version,
        indexUrl: `/api/help/index?hash=${version}`,
        indexMore: 0,
        collections: [],
      })
    if (pathname !== '/api/help/index') return before(address)
    return version === 4 ? index : new Response(Buffer.from(first))
  })
  answers = async () =>
    Response.json({
      version,
      results: [result('buses', 'Buses'), result('parking', 'Parking')],
      isSure: true,
    })
  const opening = openHelpCenter()
  for (const words of ['park', 'parking']) {
    types(words)
    await vi.advanceTimersByTimeAsync(100)
  }
  // Neither found nor not found: the screen waits.
  look('parking')
  expect(answerTo('parking')).toBe(null)
  await vi.advanceTimersByTimeAsync(300)
  expect([asked, answerTo('parking')?.results.length]).toEqual([['parking'], 2])
  const finds = (query: string) => search(query).results.map(({ slug }) => slug)
  expect(finds('parking')).toEqual(['buses', 'parking'])
  come?.()
  await opening
  expect([finds('parking'), finds('parkin'), finds('badge')]).toEqual([
    ['buses', 'parking'],
    ['parking'],
    ['badge'],
  ])
  version = 5
  await refreshHelpCenter()
  expect(finds('parking')).toEqual(['parking'])
})

test('titles answer before the texts’ words are there, and while these do not come; then they are asked for again', async () => {
  const built = buildIndex(
    [section('lockers', 'Lockers', `${LONG_TEXT} combination`), section('maps', 'Maps')],
    { locale: 'en', synonyms: [] },
  )
  expect(built.more).toHaveLength(1)
  const files = [built.first, ...built.more]
  let refuse = () => {}
  const part = new Promise<Response>((_, reject) => {
    refuse = () => reject(new TypeError('cut'))
  })
  let isCut = true
  vi.stubGlobal('fetch', async (address: string) => {
    const { pathname, searchParams } = new URL(address)
    if (pathname === '/api/help/home')
      return Response.json({ indexUrl: '/api/help/index?hash=2', indexMore: 1, collections: [] })
    const number = Number(searchParams.get('part'))
    return number && isCut ? part : new Response(Buffer.from(files[number] ?? []))
  })
  const finds = (query: string) => search(query).results.map(({ slug }) => slug)
  put('index', '')
  await openHelpCenter()
  expect(state.index.value).toContain('hash=2')
  expect([finds('lockers'), finds('combination')]).toEqual([['lockers'], []])

  refuse()
  await vi.advanceTimersByTimeAsync(0)
  expect([state.helpFailed.value, finds('lockers')]).toEqual([false, ['lockers']])
  isCut = false
  await openHelpCenter()
  await vi.waitFor(() => expect(finds('combination')).toEqual(['lockers']), { timeout: PATIENCE_MS })

  // Of a new version titles alone take nothing away from who has found something.
  let come: (() => void) | undefined
  vi.stubGlobal('fetch', async (address: string) => {
    const { pathname, searchParams } = new URL(address)
    if (pathname === '/api/help/home')
      return Response.json({ indexUrl: '/api/help/index?hash=3', indexMore: 1, collections: [] })
    if (searchParams.has('part')) {
      await new Promise<void>((resolve) => {
        come = resolve
      })
    }
    return new Response(Buffer.from(files[Number(searchParams.get('part'))] ?? []))
  })
  const opening = openHelpCenter()
  await vi.waitFor(() => expect(come).toBeDefined(), { timeout: PATIENCE_MS })
  expect([state.index.value, finds('combination')]).toEqual([expect.stringContaining('hash=2'), ['lockers']])
  come?.()
  await opening
  expect([state.index.value, finds('combination')]).toEqual([expect.stringContaining('hash=3'), ['lockers']])
})

test.each(['home', 'index', 'articles'])(
  'of an edit, what could not be had (%s) is asked for again by itself, and nothing more once it has come',
  async (failing) => {
    const edited = builtOf('lockers')
    const requests: string[] = []
    let isCut = true
    vi.stubGlobal('fetch', async (address: string) => {
      const { pathname } = new URL(address)
      const [, , , what] = pathname.split('/')
      requests.push(`${what}`)
      if (isCut && what === failing) throw new TypeError('cut')
      if (what === 'articles') return Response.json({ slug: 'lockers', title: 'As it is now' })
      if (what === 'index') return new Response(Buffer.from(edited))
      return Response.json({ version: '5', indexUrl: `/api/help/index?of=${failing}`, indexMore: 0 })
    })
    const finds = (query: string) => search(query).results.map(({ slug }) => slug)
    put('articles', {})
    put('screens', [{ name: 'home' }, { name: 'article', slug: 'lockers' }])
    apply({ name: 'articles.changed', body: { version: '5' } })
    await refreshHelpCenter()
    expect(requests).toContain(failing)
    const isThere = () => finds('lockers').length > 0 && JSON.stringify(state.articles.value).includes('now')
    expect(isThere(), 'the premise').toBe(false)

    isCut = false
    await vi.advanceTimersByTimeAsync(60_000)
    await vi.waitFor(() => expect(isThere()).toBe(true), { timeout: PATIENCE_MS })
    const asked = requests.length
    await vi.advanceTimersByTimeAsync(200_000)
    expect(requests).toHaveLength(asked)
  },
)

test('what the server found before an edit is nothing beside what the device finds after it, however late it comes', async () => {
  let version = 'before'
  const edited = builtOf('lockers')
  vi.stubGlobal('fetch', async (address: string) => {
    const { pathname, searchParams } = new URL(address)
    if (pathname === '/api/help/home')
      return Response.json({ version, indexUrl: `/api/help/index?late=${version}`, indexMore: 0 })
    if (pathname === '/api/help/index') return new Response(Buffer.from(edited))
    asked.push(searchParams.get('q') ?? '')
    return answers()
  })
  // The index is not there yet when the words are typed: the server is asked, and its answer is slow.
  put('index', '')
  const come: ((of: string) => void)[] = []
  answers = () =>
    new Promise((resolve) =>
      come.push((version) =>
        resolve(Response.json({ version, results: [result('buses', `As ${version}`)], isSure: false })),
      ),
    )
  types('lockers')
  await vi.advanceTimersByTimeAsync(400)
  expect(come, 'the premise').toHaveLength(1)
  await openHelpCenter()
  version = 'after'
  apply({ name: 'articles.changed', body: { version } })
  await refreshHelpCenter()
  come[0]?.('before')
  await vi.advanceTimersByTimeAsync(0)
  expect(search('lockers').results.map(({ slug }) => slug)).toEqual(['lockers'])
})

test('after an edit the server is asked anew for the words that stand there', async () => {
  answers = async () => Response.json({ results: [], isSure: false })
  put('query', 'parking')
  await refreshHelpCenter()
  await vi.advanceTimersByTimeAsync(400)
  expect(asked).toEqual(['parking'])
})

test('an article that was on its way when the articles changed is read again, on the screen or not', async () => {
  let text = 'before'
  let come: (() => void) | undefined
  vi.stubGlobal('fetch', async (address: string) => {
    const { pathname } = new URL(address)
    if (pathname === '/api/help/home')
      return Response.json({ version: text, indexUrl: '/api/help/index?of=late', indexMore: 0 })
    if (pathname === '/api/help/index') return new Response(Buffer.from(builtOf('lockers')))
    const answer = Response.json({ slug: 'lockers', title: text })
    if (text === 'before')
      await new Promise<void>((resolve) => {
        come = resolve
      })
    return answer
  })
  put('articles', {})
  const reading = readArticle('lockers')
  await vi.waitFor(() => expect(come).toBeDefined(), { timeout: PATIENCE_MS })
  text = 'after'
  apply({ name: 'articles.changed', body: { version: text } })
  await refreshHelpCenter()
  come?.()
  await reading
  expect(state.articles.value.lockers).toMatchObject({ title: 'after' })
})

test('where the host’s page changed meanwhile, what could not be had of an edit is asked for again all the same', async () => {
  const edited = builtOf('lockers')
  let isCut = true
  let homes = 0
  vi.stubGlobal('fetch', async (address: string) => {
    const { pathname } = new URL(address)
    if (pathname === '/api/help/home') {
      homes++
      return Response.json({ version: '6', indexUrl: '/api/help/index?of=page', indexMore: 0 })
    }
    if (isCut) throw new TypeError('cut')
    return new Response(Buffer.from(edited))
  })
  apply({ name: 'articles.changed', body: { version: '6' } })
  await Promise.all([refreshHelpCenter(), openHelpCenter()])
  expect(search('lockers').results, 'the premise').toEqual([])
  isCut = false
  await vi.advanceTimersByTimeAsync(60_000)
  await vi.waitFor(() => expect(search('lockers').results).toHaveLength(1), { timeout: PATIENCE_MS })
  const asked = homes
  await vi.advanceTimersByTimeAsync(200_000)
  expect(homes).toBe(asked)
})

test('what comes for somebody who has gone is nobody’s, and the same index serves the next one', async () => {
  const builds = { maya: builtOf('lockers'), leo: builtOf('maps') }
  let whose: keyof typeof builds = 'maya'
  const waiting: (() => void)[] = []
  vi.stubGlobal('fetch', async (address: string) => {
    const { pathname, searchParams } = new URL(address)
    const mine = (searchParams.get('hash') ?? whose) as keyof typeof builds
    if (pathname === '/api/help/home')
      return Response.json({ indexUrl: `/api/help/index?hash=${mine}`, indexMore: 0, collections: [] })
    if (mine === 'maya') await new Promise<void>((resolve) => waiting.push(resolve))
    if (pathname.startsWith('/api/help/articles/')) return Response.json({ slug: 'lockers' })
    return new Response(Buffer.from(builds[mine]))
  })
  const finds = (query: string) => search(query).results.map(({ slug }) => slug)
  const mayas = Promise.all([openHelpCenter(), readArticle('lockers')])
  await vi.advanceTimersByTimeAsync(0)
  expect(waiting).toHaveLength(2)
  forgetPerson()
  whose = 'leo'
  await openHelpCenter()
  expect([finds('maps'), finds('lockers')]).toEqual([['maps'], []])
  for (const come of waiting) come()
  await mayas
  expect([finds('maps'), finds('lockers')]).toEqual([['maps'], []])
  expect(typeof state.articles.value.lockers).not.toBe('object')

  forgetPerson()
  expect(finds('maps')).toEqual([])
  await openHelpCenter()
  expect([finds('maps'), state.helpFailed.value]).toEqual([['maps'], false])
})

const builtOf = (slug: string) => buildIndex([section(slug, slug)], { locale: 'en', synonyms: [] }).first

const result = (slug: string, title: string, snippet = ''): SearchResult => ({
  ...{ slug, section: '', heading: '', title, snippet, score: 1 },
})

const section = (slug: string, title: string, text = 'Short.'): SectionDocument => ({
  ...{ id: slug, slug, section: '', title, heading: '', questions: '', keywords: '', text },
})
