// Who may read what, and when: each article here is really there for the one who may read it, and nowhere at all for
// everybody else. Leo is a PA student, Maya a nurse, both vouched for; Gail is a guest; an outsider is nobody.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { openIndex, searchSections } from '../../protocol/search/ranking.ts'
import { openLibrary } from '../../server/articles/library.ts'
import { exportedFiles } from '../../server/articles/pages/export.ts'
import { type App, openApp } from '../stage/app.ts'
import {
  article,
  articlesFolder,
  COLLECTION,
  changed,
  type Folder,
  PNG,
  silent,
} from '../stage/articles-folder.ts'

const HOUR_MS = 60 * 60_000

/** Words that stand in one article only, in its address, its title and its text. */
const OF_ALL = 'lighthouse'
const OF_VERIFIED = 'zanzibar'
const OF_PA = 'quokka'
const OF_NOBODY = ['axolotl', 'narwhal', 'dodo']

const canary = (word: string, front: Record<string, unknown> = {}) =>
  article(`The ${word} clause.\n\n## Where is the ${word}?\n\nThere: ![a ${word}](${word}.png).`, {
    title: `About the ${word}`,
    description: `A ${word} in one sentence.`,
    keywords: [word],
    questions: [`what is a ${word}`],
    suggest_on: ['/secret'],
    redirect_from: [`old-${word}`],
    ...front,
  })

afterEach(() => void vi.useRealTimers())

let folder: Folder
let data: string
let server: App
const sessions: Record<'leo' | 'maya' | 'gail', string> = { leo: '', maya: '', gail: '' }

beforeAll(async () => {
  const picture = (word: string) => ({ [`en/basics/${word}.png`]: Buffer.concat([PNG, Buffer.from(word)]) })
  folder = await articlesFolder({
    'en/basics/collection.yaml': COLLECTION,
    'en/apart/collection.yaml': `title: Only ${OF_PA}s\ndescription: ${OF_PA}\norder: 20\n`,
    'en/basics/open.md': article(
      `The ${OF_ALL} rule.\n\nSee [the members' page](the-${OF_VERIFIED}.md), [what PAs do](../apart/a-${OF_PA}.md), [soon](a-narwhal.md).`,
      { related: [`the-${OF_VERIFIED}`, `a-${OF_PA}`], title: 'Open to all' },
    ),
    [`en/basics/the-${OF_VERIFIED}.md`]: canary(OF_VERIFIED, { audience: 'verified' }),
    [`en/apart/a-${OF_PA}.md`]: canary(OF_PA, { audience: { discipline: ['PA', 'NP'] } }).replace(
      `${OF_PA}.png`,
      `../basics/${OF_PA}.png`,
    ),
    'en/basics/a-draft.md': canary('axolotl', { draft: true }),
    // The rules' clock stands at 2026-11-24, nine o'clock.
    'en/basics/a-narwhal.md': canary('narwhal', { publish_at: '2026-11-24T10:00:00Z' }),
    'en/basics/a-dodo.md': canary('dodo', { unpublish_at: '2026-11-24' }),
    ...Object.assign({}, ...[OF_VERIFIED, OF_PA, ...OF_NOBODY].map(picture)),
  })
  data = await mkdtemp(join(tmpdir(), 'helpdock-audience-'))
  server = await openApp(data, folder.dir)
  const { rules } = server
  const claims = { emailVerified: true, locale: null, signedAt: null }
  const opened = await rules.commit(async (tx) => {
    const people = {
      leo: await rules.contacts.enterVerified(tx, {
        ...claims,
        ...{ sub: 'leo', name: 'Leo', email: 'leo@a.example', attributes: { discipline: 'PA' } },
      }),
      maya: await rules.contacts.enterVerified(tx, {
        ...claims,
        ...{ sub: 'maya', name: 'Maya', email: 'maya@a.example', attributes: { discipline: 'Nursing' } },
      }),
      gail: await rules.contacts.enterGuest(tx, { name: 'Gail', email: 'gail@a.example' }),
    }
    const tokens = Object.entries(people).map(
      async ([name, contact]) => [name, (await rules.contacts.openSession(tx, contact)).token] as const,
    )
    return Object.fromEntries(await Promise.all(tokens))
  })
  Object.assign(sessions, opened)
})
afterAll(async () => {
  await server?.close()
  await folder?.remove()
  await rm(data, { recursive: true, force: true })
})

type Who = keyof typeof sessions | 'nobody'
const get = (url: string, who: Who = 'nobody', headers = {}) =>
  server.app.inject({
    url,
    headers: who === 'nobody' ? headers : { authorization: `Bearer ${sessions[who]}`, ...headers },
  })

/** Everything that can be reached by links and by asking, with what it said. */
async function crawl(who: Who): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const home = (await get('/api/help/home?page=/secret', who)).json()
  const words = [OF_ALL, OF_VERIFIED, OF_PA, ...OF_NOBODY]
  const waiting = [
    ...['/help', '/sitemap.xml', '/help/feed.atom', '/robots.txt', '/', '/api/help/home?page=/secret'],
    ...['/api/help/index', home.indexUrl, '/openapi.json'],
    // Cut short, so that an answer that repeats the question does not say the word itself.
    ...words.flatMap((word) => [
      `/help/search?q=${word.slice(0, -1)}`,
      `/api/help/search?q=${word.slice(0, -1)}&limit=50`,
    ]),
    ...home.collections.flatMap(({ articles }: { articles: { slug: string }[] }) =>
      articles.map(({ slug }) => `/api/help/articles/${slug}`),
    ),
  ]
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    if (found.has(url)) continue
    const answer = await get(url, who)
    found.set(url, answer.body)
    for (const [, href = ''] of answer.body.matchAll(/(?:href|src|<loc)[=>]"?([^"<>\s]+)/g)) {
      const path = href.replace('http://help.example', '').split('#')[0] ?? ''
      if (/^\/help/.test(path)) waiting.push(path)
    }
  }
  return found
}
const pagesWith = (found: Map<string, string>, word: string) =>
  [...found].filter(([, said]) => said.includes(word)).map(([url]) => url)

test('nobody and guests find nothing of what is for others, wherever they look', async () => {
  for (const who of ['nobody', 'gail'] as const) {
    const found = await crawl(who)
    // The premise: what is for all is found in each of these ways.
    expect(pagesWith(found, OF_ALL)).toEqual(
      expect.arrayContaining(['/help/basics/open', '/api/help/articles/open', '/api/help/index']),
    )
    for (const word of [OF_VERIFIED, OF_PA, ...OF_NOBODY]) expect(pagesWith(found, word), word).toEqual([])
    expect(found.get('/help/basics/open')).toContain("See the members' page, what PAs do, soon.")
  }
})

test('files that any host serves are for everybody: what is for some is in none of them', async () => {
  const place = { origin: 'https://help.example', base: '/' }
  const files = await exportedFiles({
    ...{ library: server.library, place, assets: {}, assetsDir: 'nowhere', widget: undefined },
  })
  const saidIn = (word: string) =>
    [...files].filter(([name, content]) => name.includes(word) || Buffer.from(content).includes(word))
  expect(saidIn(OF_ALL).length).toBeGreaterThan(1)
  for (const word of [OF_VERIFIED, OF_PA, ...OF_NOBODY]) expect(saidIn(word), word).toEqual([])
})

test('asked by name, by old name or with a vote, it is not there', async () => {
  for (const who of ['nobody', 'gail'] as const) {
    for (const word of [OF_VERIFIED, OF_PA, 'narwhal', 'dodo']) {
      for (const slug of [`the-${word}`, `a-${word}`, `old-${word}`]) {
        const asked = await get(`/api/help/articles/${slug}`, who)
        expect([asked.statusCode, asked.json().code], slug).toEqual([404, 'not_found'])
        expect(asked.body).toBe((await get('/api/help/articles/none', who)).body.replaceAll('none', slug))
        expect((await get(`/help/basics/${slug}`, who)).statusCode, slug).toBe(404)
        expect((await get(`/help/${slug}`, who)).statusCode, slug).toBe(404)
      }
    }
    const vote = await server.app.inject({
      method: 'POST',
      url: `/api/help/articles/the-${OF_VERIFIED}/feedback`,
      payload: { answer: 'yes', version: 'v', readerId: 'a-device-of-somebody' },
      headers: who === 'gail' ? { authorization: `Bearer ${sessions.gail}` } : {},
    })
    expect(vote.statusCode).toBe(404)
  }
})

test('each contact has what is for them: home, index, search, links, related, picture', async () => {
  const readable = { leo: [OF_VERIFIED, OF_PA], maya: [OF_VERIFIED] }
  for (const who of ['leo', 'maya'] as const) {
    const found = await crawl(who)
    for (const word of [OF_VERIFIED, OF_PA]) {
      const expected = readable[who].includes(word)
      for (const url of ['/api/help/home?page=/secret', '/api/help/index', '/api/help/articles/open']) {
        expect([url, found.get(url)?.includes(word)], `${who} ${word}`).toEqual([url, expected])
      }
      const results = (await get(`/api/help/search?q=${word}`, who)).json().results
      expect(results.length > 0, `${who} ${word}`).toBe(expected)
    }
    for (const word of OF_NOBODY) expect(pagesWith(found, word), word).toEqual([])
  }
  const { suggested, indexUrl } = (await get('/api/help/home?page=/secret', 'leo')).json()
  expect(suggested.map(({ slug }: { slug: string }) => slug)).toEqual(['the-zanzibar', 'a-quokka'])
  const index = openIndex((await get(indexUrl, 'leo')).rawPayload)
  expect(searchSections(index, `where is the ${OF_PA}`, 1)[0]?.slug).toBe('a-quokka')
  const { html, related } = (await get('/api/help/articles/open', 'maya')).json()
  expect(html).toContain('<a href="/help/basics/the-zanzibar" data-article="the-zanzibar">the members')
  expect(html).toContain(', what PAs do,')
  expect(related.map(({ slug }: { slug: string }) => slug)).toEqual(['the-zanzibar'])
  expect((await get('/api/help/articles/old-quokka', 'leo')).json().slug).toBe('a-quokka')
})

test('what is somebody’s own is kept by no shared cache, and its address opens it for nobody else', async () => {
  const { indexUrl, version } = (await get('/api/help/home', 'leo')).json()
  const own = await get(indexUrl, 'leo')
  expect(own.headers['cache-control']).toBe('private, max-age=31536000, immutable')
  for (const url of ['/api/help/home', '/api/help/articles/open', indexUrl]) {
    const { headers } = await get(url, 'leo')
    expect([headers['cache-control'], headers.vary], url).toEqual([
      expect.stringMatching(/^private/),
      expect.stringContaining('authorization'),
    ])
    expect((await get(url)).headers.vary, url).toContain('authorization')
  }
  const others = await get(indexUrl)
  expect([others.headers['cache-control'], others.body.includes(OF_PA)]).toEqual(['no-cache', false])
  expect((await get(indexUrl, 'maya')).headers['cache-control']).toBe('private, no-cache')
  // One version for all: whoever hears of a change asks again, and nobody asks twice.
  expect((await get('/api/help/home')).json()).toMatchObject({ version, forSome: true })

  const [, picture = ''] =
    /src="http:\/\/help\.example([^"]+quokka\.png)"/.exec(
      (await get('/api/help/articles/a-quokka', 'leo')).json().html,
    ) ?? []
  const sent = await get(picture)
  expect([sent.statusCode, sent.headers['cache-control']]).toEqual([
    200,
    'private, max-age=31536000, immutable',
  ])
})

test('agents read what readers said, and nobody else does', async () => {
  const omar = { name: 'Omar', email: 'omar@desk.example', password: 'a long enough password' }
  await server.agents.add({ ...omar, roles: ['agent'] })
  const login = await server.app.inject({
    method: 'POST',
    url: '/api/console/sessions',
    payload: { email: omar.email, password: omar.password },
  })
  const [{ name = '', value = '' } = {}] = login.cookies
  const url = `/api/help/articles/the-${OF_VERIFIED}/feedback`
  const asked = await get(url, 'nobody', { cookie: `${name}=${value}` })
  expect([asked.statusCode, asked.json().counts]).toEqual([200, { yes: 0, partly: 0, no: 0 }])
  expect(asked.headers['cache-control']).toBe('no-store')
  expect((await get(url)).statusCode).toBe(401)
  // A contact's session is not the host's key.
  expect((await get(url, 'leo')).statusCode).toBe(401)
})

test('a session that has ended is told so, not answered as nobody’s', async () => {
  const answer = await get('/api/help/home', 'nobody', { authorization: 'Bearer long-gone' })
  expect([answer.statusCode, answer.json().code]).toEqual([401, 'session.ended'])
})

test('an article appears and disappears by itself when its time comes', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
  const soon = new Date(Date.now() + HOUR_MS)
  const later = new Date(Date.now() + 2 * HOUR_MS)
  const timely = await articlesFolder({
    'en/basics/collection.yaml': COLLECTION,
    'en/basics/open.md': article('See [soon](soon.md).'),
    'en/basics/soon.md': article('The comet.', {
      publish_at: soon.toISOString(),
      unpublish_at: later.toISOString(),
    }),
  })
  const library = await openLibrary({ dir: timely.dir, log: silent, watch: false })
  const there = () => [
    library.article('soon') !== undefined,
    library.search('comet', 'en', 5).length > 0,
    library.collections()[0]?.articles.length,
    library.article('open')?.html.includes('data-article="soon"'),
  ]
  const hourGoesBy = async () => {
    const told = changed(library)
    vi.advanceTimersByTime(HOUR_MS)
    await told
  }
  expect(there()).toEqual([false, false, 1, false])
  await hourGoesBy()
  expect(there()).toEqual([true, true, 2, true])
  await hourGoesBy()
  expect(there()).toEqual([false, false, 1, false])
  await library.close()
  await timely.remove()
})

test('what its editor takes from readers is taken at once, whatever else is wrong with the file', async () => {
  await folder.put({ 'en/basics/fresh.md': article('The flamingo.') })
  await changed(server.library)
  expect((await get('/api/help/articles/fresh')).statusCode).toBe(200)
  await folder.put({ 'en/basics/fresh.md': article('The [flamingo](nowhere.md).', { audience: 'verified' }) })
  await changed(server.library)
  expect((await get('/api/help/articles/fresh')).statusCode).toBe(404)
  // The last good text serves those who may read it.
  expect((await get('/api/help/articles/fresh', 'maya')).json().html).toBe('<p>The flamingo.</p>\n')
  // And what it was before is everybody's again only when the file says so.
  await folder.put({ 'en/basics/fresh.md': article('The flamingo.') })
  await changed(server.library)
  expect((await get('/api/help/articles/fresh')).statusCode).toBe(200)
})
