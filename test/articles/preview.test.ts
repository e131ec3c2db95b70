// An editor sees an article as a contact with given attributes would, drafts and restricted ones too; an outsider
// sees none of it, whatever they ask for. Partner: audience.test.ts.

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEMO_PASSWORD_COST } from '../../server/demo/agents.ts'
import { type App, openApp } from '../stage/app.ts'
import { article, articlesFolder, COLLECTION, type Folder, PNG } from '../stage/articles-folder.ts'

const BLOCKS =
  ':::if discipline=PA|NP & year!=1\n## For PAs\n\nBlue scrubs.\n:::else if discipline=nursing\nGreen scrubs.\n:::else\nWhite scrubs.\n:::\n\n- A list\n\n  :::if school=Northfield\n  In it.\n  :::\n'

let folder: Folder
let data: string
let server: App
let cookie = ''

beforeAll(async () => {
  folder = await articlesFolder({
    'en/basics/collection.yaml': COLLECTION,
    'es/basics/collection.yaml': COLLECTION,
    'en/basics/scrubs.md': article(`Wear scrubs.\n\n## When?\n\nAlways.\n\n${BLOCKS}\nSee [soon](open.md).`, {
      title: 'Scrubs',
      draft: true,
    }),
    'es/basics/scrubs.md': article(BLOCKS, { title: 'Uniformes', draft: true }),
    'en/basics/picture.md': article('![A point](point.png)', { title: 'A picture', draft: true }),
    'en/basics/point.png': PNG,
    'en/basics/open.md': article('See [for PAs](for-pas.md).', { title: 'Open' }),
    'en/basics/for-pas.md': article('A secret handshake.', {
      title: 'Handshake',
      audience: { discipline: ['PA'] },
    }),
    'en/basics/members.md': article('For members.', { title: 'Members', audience: 'verified' }),
    'en/basics/later.md': article('Not yet.', { title: 'Later', publish_at: '2027-01-01' }),
    'en/basics/holed.md': article('See [the map](nowhere.md).', { title: 'Holed' }),
    'en/basics/torn.md': '---\ntitle: Torn\n---\n',
  })
  data = await mkdtemp(join(tmpdir(), 'helpdock-preview-'))
  server = await openApp(data, folder.dir)
  const login = { email: 'ines@help.example', password: 'ines-writes-here' }
  await server.agents.add({ name: 'Ines', roles: ['editor'], ...login, passwordCost: DEMO_PASSWORD_COST })
  const answer = await server.app.inject({ method: 'POST', url: '/api/console/sessions', payload: login })
  cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
})
afterAll(async () => {
  await server?.close()
  await folder?.remove()
  await rm(data, { recursive: true, force: true })
})

const get = (path: string) => server.app.inject({ url: `/console/preview${path}`, headers: { cookie } })
const outsider = (path: string, headers = {}) =>
  server.app.inject({ url: `/console/preview${path}`, headers })
/** The text of the article without the page around it. */
const textOf = (html: string) => /<div class="text"[^>]*>([\s\S]*)<p class="from"/.exec(html)?.[1] ?? ''
const wordsOf = (html: string) => textOf(html).match(/(Blue|Green|White|In it)/g) ?? []

test('a draft as a contact with these attributes would get it: one branch, or all with their labels', async () => {
  const seen = async (query: string) => wordsOf((await get(`/scrubs${query}`)).body)
  expect(await seen('')).toEqual(['Blue', 'Green', 'White', 'In it'])
  expect(await seen('?as.discipline=pa&as.year=2&as.school=Northfield')).toEqual(['Blue', 'In it'])
  expect(await seen('?as.discipline=Nursing&as.school=Southfield')).toEqual(['Green'])
  expect(await seen('?as.discipline=PA&as.year=1&as.school=x')).toEqual(['White'])
  // The year is not known: what the widget would do, too.
  expect(await seen('?as.discipline=PA&as.school=x')).toEqual(['Blue', 'Green', 'White'])

  const blue = (await get('/scrubs?as.discipline=PA&as.year=2')).body
  expect(blue).toContain('Viewing as <strong>discipline = PA, year = 2</strong>')
  expect(blue).toContain('href="#for-pas"')
  expect(blue, 'what to change').toContain('scrubs.md</code>')
  expect(textOf(blue)).not.toContain('If discipline')
  // The contents are of what is there.
  expect((await get('/scrubs?as.discipline=Nursing')).body).not.toContain('for-pas"')
})

test('the fields are those that the article asks for, and what others ask for goes on with the links', async () => {
  const { body } = await get('/scrubs?as.year=3&as.campus=East')
  const names = [...body.matchAll(/<select name="([^"]+)"/g)].map(([, name]) => name)
  expect(names).toEqual(['as.discipline', 'as.year', 'as.school', 'locale'])
  const values = /<select name="as.discipline">([\s\S]*?)<\/select>/.exec(body)?.[1] ?? ''
  expect([...values.matchAll(/value="([^"]*)"/g)].map(([, value]) => value)).toEqual([
    ...['', 'PA', 'NP', 'nursing', '(another)'],
  ])
  expect(body).toContain('<option value="3" selected>')
  expect(body).toContain('<input type="hidden" name="as.campus" value="East">')
  expect(body).toContain('href="/console/preview/open?as.year=3&amp;as.campus=East"')
  expect((await get('/open')).body).toContain('It reads the same for everybody.')
})

test('what an attribute says is text, whatever is in it', async () => {
  const { body } = await get(`/scrubs?as.discipline=${encodeURIComponent('"><script>x')}&as.a"b=%3Ci%3E`)
  expect(body).not.toMatch(/<script>x|<i>/)
  expect(body).toContain('&quot;&gt;&lt;script&gt;x')
})

test('why readers do not see it is said, and a link leads where this reader may go', async () => {
  const states = async (path: string) =>
    [...(await get(path)).body.matchAll(/preview-state">([^<]*)/g)].map(([, said]) => said)
  expect(await states('/scrubs')).toEqual(['Draft: no reader sees it.'])
  expect(await states('/later')).toEqual([expect.stringMatching(/^No reader sees it before 2027-01-01/)])
  expect(await states('/for-pas')).toEqual([
    'For people with discipline=PA. This reader may not read it, and finds no trace of it.',
  ])
  expect(await states('/for-pas?as.discipline=PA')).toEqual([
    'For people with discipline=PA. This reader may read it.',
  ])
  expect((await states('/members'))[0]).toContain('may not')
  expect((await states('/members?signed-in=1'))[0]).not.toContain('may not')

  const link = /href="\/console\/preview\/for-pas/
  expect((await get('/open')).body).not.toMatch(link)
  expect((await get('/open?as.discipline=NP')).body).not.toMatch(link)
  expect((await get('/open?as.discipline=PA')).body).toMatch(link)
})

test('in another locale, in its words', async () => {
  const { body } = await get('/scrubs?locale=es')
  expect(body).toContain('<h1>Uniformes</h1>')
  expect(textOf(body)).toContain('Si discipline es PA o NP y year no es 1')
})

test('the list has every article of the folder and says what is not in order', async () => {
  const { body } = await get('')
  for (const title of ['Scrubs', 'Open', 'Handshake', 'Members', 'Later']) expect(body).toContain(title)
  expect(body).toContain('en/basics/torn.md:')
  const torn = await get('/torn')
  expect(torn.statusCode).toBe(404)
  expect(torn.body).toContain('or its file cannot be read')
  // New with a dead link: readers have it, the link as plain words, and its editor is told so.
  const holed = await get('/holed')
  expect(holed.body).toContain('What is named here is missing for its readers:')
  const page = await server.app.inject({ url: '/help/basics/holed' })
  expect([page.statusCode, textOf(page.body)]).toEqual([200, expect.stringContaining('See the map')])
})

test('an outsider gets the same page for a draft, for an article that is not there, and for a picture of a draft', async () => {
  const [, picture = ''] = /src="\/console\/preview(\/files\/[^"]+)"/.exec((await get('/picture')).body) ?? []
  // The premise: they are all there.
  expect((await get(picture)).rawPayload).toEqual(PNG)
  expect((await get('/scrubs')).statusCode).toBe(200)

  const plain = (html: string) => html.replace(/next=[^"]*/, '')
  const nowhere = plain((await outsider('/nowhere')).body)
  const tries = [
    ...['', '/scrubs', '/scrubs?as.discipline=PA', '/for-pas?as.discipline=PA', '/torn', picture].map(
      (path) => outsider(path),
    ),
    outsider('/scrubs', { cookie: 'helpdock_agent=guessed' }),
    outsider('/scrubs', { authorization: `Bearer ${cookie.split('=')[1]}` }),
  ]
  for (const answer of await Promise.all(tries)) {
    expect([answer.statusCode, plain(answer.body)]).toEqual([401, nowhere])
    expect(answer.body).not.toMatch(/scrubs\b(?!%|\?|&|")|Handshake|torn\.md/i)
    expect(answer.headers['cache-control']).toBe('no-store')
  }
  // Nor do drafts' pictures stand where those of published articles do.
  expect((await server.app.inject(`/help${picture}`)).statusCode).toBe(404)
  expect((await server.app.inject('/help/basics/scrubs?as.discipline=PA')).statusCode).toBe(404)
})

test('nothing of it is kept by a cache, and its tag changes with what stands there', async () => {
  const tag = async () => {
    const { headers } = await server.app.inject({
      method: 'HEAD',
      url: '/console/preview/scrubs?as.year=2',
      headers: { cookie },
    })
    expect([headers['cache-control'], headers['x-robots-tag']]).toEqual(['no-store', 'noindex'])
    return headers.etag
  }
  const before = await tag()
  expect(await tag()).toBe(before)
  await folder.put({ 'en/basics/scrubs.md': article('Wear clogs.', { title: 'Scrubs', draft: true }) })
  await expect.poll(tag).not.toBe(before)
  expect((await get('/scrubs')).body).toContain('Wear clogs.')
})

// Writing in the console.

const ask = (method: 'POST' | 'PUT', url: string, payload: object, who = cookie) =>
  server.app.inject({ method, url: `/api/console/articles${url}`, payload, headers: { cookie: who } })
const file = 'en/basics/open.md'
const fileText = () => readFile(join(folder.dir, file), 'utf8')
const versionIn = async (path: string) => /data-version="([^"]+)"/.exec((await get(path)).body)?.[1] ?? ''
const editing = `/articles/edit?${new URLSearchParams({ file })}`

test('what an editor types is looked at before it is saved: what is wrong by line, and how readers will see it', async () => {
  const before = await fileText()
  const text = article('Mind [the step](nowhere.md).\n\n<script>alert(1)</script>', { title: 'Open' })
  const { problems, shown } = (await ask('POST', '/tries', { file, text })).json()
  expect(problems.map(({ reason }: { reason: string }) => reason)).toEqual([
    expect.stringContaining('nowhere.md'),
    expect.stringContaining('<script>'),
  ])
  expect(text.split('\n')[problems[0].line - 1]).toContain('Mind')
  expect(shown.title).toBe('Open')
  expect(shown.html).toContain('Mind the step')
  expect(shown.html).not.toContain('<script')
  expect((await ask('POST', '/tries', { file, text: '---\ntitle: [\n---\n' })).json()).toMatchObject({
    shown: null,
  })
  expect(await fileText(), 'nothing is written').toBe(before)
})

test('what an editor publishes is in the file and with readers, once; what is not in order is not, nor over another’s', async () => {
  const [before, version] = [await fileText(), await versionIn(editing)]
  expect(version, 'the premise').not.toBe('')
  const broken = await ask('PUT', '', {
    file,
    version,
    text: article('See [it](nowhere.md).', { title: 'Open' }),
  })
  expect(broken.json()).toMatchObject({
    code: 'article.not_in_order',
    detail: expect.stringContaining(`${file}:`),
  })
  expect(await fileText()).toBe(before)

  const mine = article('Doors open at six.', { title: 'Open' })
  const done = await ask('PUT', '', { file, version, text: mine })
  expect(done.statusCode).toBe(200)
  expect(await fileText()).toBe(mine)
  const { body } = await server.app.inject({ url: '/help/basics/open' })
  expect(body, 'readers have it with the answer').toContain('Doors open at six.')

  const late = await ask('PUT', '', {
    file,
    version,
    text: article('Doors open at seven.', { title: 'Open' }),
  })
  expect(late.json()).toMatchObject({ code: 'article.changed' })
  expect(await fileText()).toBe(mine)
  expect(await readdir(join(folder.dir, 'en/basics')), 'nothing is left beside it').not.toContainEqual(
    expect.stringMatching(/^\./),
  )
  expect((await ask('PUT', '', { file, version: done.json().version, text: before })).statusCode).toBe(200)
})

test('what a new article begins with lacks nothing but its title, its description and a question', async () => {
  const { body } = await get('/articles/new')
  const begun = /<textarea[^>]*>\n([\s\S]*)<\/textarea>/.exec(body)?.[1] ?? ''
  const text = begun
    .replace('title: ', 'title: Parking')
    .replace('description: ', 'description: Where to park.')
    .replace('  - \n', '  - where do I leave my car\n')
  const path = 'en/basics/parking.md'
  expect(
    (await ask('POST', '/tries', { file: path, text: begun })).json().problems,
    'the premise',
  ).not.toEqual([])
  const tried = (await ask('POST', '/tries', { file: path, text })).json()
  expect(tried).toMatchObject({ problems: [], shown: { title: 'Parking' } })
})

test('a new article gets its file; one that is there is not taken for new, and no file lies elsewhere', async () => {
  const text = article('Bring your badge.', { title: 'Badge' })
  const made = await ask('PUT', '', { file: 'en/basics/badge.md', version: '', text })
  expect(made.statusCode).toBe(200)
  expect((await server.app.inject({ url: '/help/basics/badge' })).body).toContain('Bring your badge.')
  expect((await ask('PUT', '', { file: 'en/basics/badge.md', version: '', text })).json().code).toBe(
    'article.no_place',
  )
  await rm(join(folder.dir, 'en/basics/badge.md'))
  const gone = await ask('PUT', '', { file: 'en/basics/badge.md', version: made.json().version, text })
  expect(gone.json()).toMatchObject({
    code: 'article.no_place',
    detail: expect.stringContaining('moved or removed'),
  })
  const slugTaken = await ask('PUT', '', { file: 'en/other/badge.md', version: '', text })
  expect(slugTaken.json().code, 'the collection is not there').toBe('article.no_place')
  for (const elsewhere of [
    'en/basics/../../secret.md',
    '../secret.md',
    'en/basics/.badge.md',
    'en/basics/collection.yaml',
    '/etc/x.md',
  ]) {
    expect((await ask('PUT', '', { file: elsewhere, version: '', text })).json().code, elsewhere).toBe(
      'article.no_place',
    )
    expect(
      (await get(`/articles/edit?${new URLSearchParams({ file: elsewhere })}`)).statusCode,
      elsewhere,
    ).toBe(404)
  }
})
