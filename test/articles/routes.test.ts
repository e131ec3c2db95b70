// Articles and their search as anybody gets them over HTTP: the widget, the help center, a curious developer.

import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import compress from '@fastify/compress'
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openIndex, searchSections } from '../../protocol/search/ranking.ts'
import { feedbackRules } from '../../server/articles/feedback.ts'
import { suggestedQuestions } from '../../server/articles/finds.ts'
import { indexFiles } from '../../server/articles/index-files.ts'
import { type Library, openLibrary } from '../../server/articles/library.ts'
import { readFolder } from '../../server/articles/reading.ts'
import { articleRoutes } from '../../server/articles/routes.ts'
import { contactRules } from '../../server/contacts/contacts.ts'
import { problemOf, Refusal } from '../../server/errors.ts'
import { standAtTheGate } from '../../server/gate.ts'
import { realParts } from '../../server/parts.ts'
import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import type { Store } from '../../server/store/store.ts'
import { plainTypes } from '../../server/ticket-types/types.ts'
import { rememberedHours } from '../../server/tickets/availability.ts'
import { silent } from '../stage/articles-folder.ts'

const parts = realParts()

let dir: string
let library: Library
let store: Store
let app: FastifyInstance
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'helpdock-routes-'))
  await cp('articles', join(dir, 'articles'), { recursive: true })
  library = await openLibrary({ dir: join(dir, 'articles'), log: silent, watch: true })
  store = await openLowdbStore({ dir: join(dir, 'data'), log: silent })
  app = fastify()
  app.setValidatorCompiler(TypeBoxValidatorCompiler)
  app.setErrorHandler((cause: Error & { validation?: unknown }, _request, reply) => {
    const refusal =
      cause instanceof Refusal ? cause : new Refusal(cause.validation ? 'request.malformed' : 'server.bug')
    return reply.code(problemOf(refusal).status).send(problemOf(refusal))
  })
  standAtTheGate(app, {
    ...{ read: store.read, now: parts.now, hostApiKey: 'the-key-of-the-host', mayComeFrom: () => true },
  })
  await app.register(compress, { encodings: ['br', 'gzip'], threshold: 1024 })
  const feedback = feedbackRules({ store, now: parts.now })
  await app.register(
    articleRoutes({
      ...parts,
      library,
      feedback,
      store,
      publicUrl: 'https://help.example',
      hours: rememberedHours({ read: store.read, now: parts.now }),
      types: plainTypes(),
    }),
  )
})
afterAll(async () => {
  await app?.close()
  await library?.close()
  await store?.close()
  await rm(dir, { recursive: true, force: true })
})

const get = (url: string, headers = {}) => app.inject({ url, headers })
const post = (url: string, payload: object, headers = {}) =>
  app.inject({ method: 'POST', url, payload, headers })

test('home names the index, and the index it names is kept for ever', async () => {
  const home = (await get('/api/help/home?locale=en&page=/demo/login')).json()
  expect(home.suggested[0].slug).toBe('user-already-exists')
  expect(home.collections.map(({ slug }: { slug: string }) => slug)).toEqual([
    'signing-in',
    'rotations',
    'on-rotation',
    'people',
    'profile',
  ])
  const named = await get(home.indexUrl)
  expect(named.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  const index = openIndex(named.rawPayload)
  expect(searchSections(index, 'alredy exi', 3)).toEqual(library.search('alredy exi', 'en', 3))

  const unnamed = await get('/api/help/index?locale=en')
  expect(unnamed.headers['cache-control']).toBe('no-cache')
  const again = await get('/api/help/index?locale=en', { 'if-none-match': String(unnamed.headers.etag) })
  expect([again.statusCode, again.body]).toEqual([304, ''])
  // A name from yesterday gets today's index, and may not be kept.
  const old = await get('/api/help/index?locale=en&hash=0123456789abcdef')
  expect([old.statusCode, old.headers['cache-control']]).toEqual([200, 'no-cache'])
})

test('home says when somebody is there, also to who has no session, and another copy is sent once that changes', async () => {
  const home = await get('/api/help/home?locale=en')
  expect(home.json().availability).toMatchObject({ openings: null, waitsMs: [] })
  const same = { 'if-none-match': String(home.headers.etag) }
  expect((await get('/api/help/home?locale=en', same)).statusCode, 'the premise').toBe(304)
  const week = Array.from({ length: 7 }, () => [{ from: '00:00', to: '12:00' }])
  const hours = { zone: 'UTC', week, holidays: [] }
  await store.commit((tx) => tx.openingHours.put({ version: 1, hours, changedBy: 'Ines', changedAt: '' }))
  const after = await get('/api/help/home?locale=en', same)
  expect(after.json().availability.openings.length).toBeGreaterThan(3)
})

test('the index travels compressed, once, in the way that the reader takes', async () => {
  const plain = (await get('/api/help/index?locale=en')).rawPayload
  const sent = async (encodings: string) => {
    const answer = await get('/api/help/index?locale=en', { 'accept-encoding': encodings })
    expect(answer.headers.vary).toContain('accept-encoding')
    return [answer.headers['content-encoding'], answer.rawPayload] as const
  }
  const [br, brotli] = await sent('gzip, deflate, br')
  expect(br).toBe('br')
  expect(brotliDecompressSync(brotli)).toEqual(plain)
  const [gz, gzip] = await sent('gzip, br;q=0')
  expect(gz).toBe('gzip')
  expect(gunzipSync(gzip)).toEqual(plain)
  expect(brotli.length).toBeLessThan(gzip.length)
  expect((await sent('identity'))[0]).toBeUndefined()
})

test('an index is compressed quickly for who waits for a save, and as small as it gets for who comes later', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  try {
    const plain = Buffer.from(JSON.stringify(library.home('en')).repeat(20))
    const [file] = (await indexFiles([plain])).files
    const quick = file?.brotli()
    expect(brotliDecompressSync(quick ?? plain)).toEqual(plain)
    vi.advanceTimersByTime(1_000)
    expect(file?.brotli()).toBe(quick)
    vi.advanceTimersByTime(60_000)
    await vi.waitFor(() => expect(file?.brotli()).not.toBe(quick))
    expect(file?.brotli().length).toBeLessThan(quick?.length ?? 0)
    expect(brotliDecompressSync(file?.brotli() ?? plain)).toEqual(plain)
  } finally {
    vi.useRealTimers()
  }
})

test('search finds the section, in spite of the typo', async () => {
  const { results } = (await get('/api/help/search?q=alredy%20exi&limit=3')).json()
  expect(results.length).toBeLessThanOrEqual(3)
  expect(results[0]).toMatchObject({ slug: 'user-already-exists', title: /user already exists/ })
  expect(Object.keys(results[0]).toSorted()).toEqual([
    'heading',
    'score',
    'section',
    'slug',
    'snippet',
    'title',
  ])
  // And it says what was searched, for who may know better by then.
  const { version } = (await get('/api/help/home')).json()
  expect((await get('/api/help/search?q=a')).json()).toEqual({ results: [], isSure: false, version })
  for (const query of ['', '?limit=3', `?q=${'x'.repeat(301)}`, '?q=x&limit=0', '?q=x&limit=many']) {
    expect((await get(`/api/help/search${query}`)).statusCode, query).toBe(400)
  }
})

test('an article comes with a version; the same one is not sent twice; an old name finds it', async () => {
  const answer = await get('/api/help/articles/cost-free?locale=en')
  const article = answer.json()
  expect(article).toMatchObject({ slug: 'cost-free', url: '/help/profile/cost-free', locale: 'en' })
  const again = await get('/api/help/articles/cost-free', { 'if-none-match': String(answer.headers.etag) })
  expect(again.statusCode).toBe(304)

  const saved = new Promise((resolve) => library.onChange(resolve))
  await writeFile(
    join(dir, 'articles/en/profile/what-it-costs.md'),
    '---\ntitle: T\ndescription: D.\norder: 1\nupdated: 2026-11-24\nredirect_from: [prices]\n---\nNothing.\n',
  )
  await saved
  expect((await get('/api/help/articles/prices')).json().slug).toBe('what-it-costs')
  for (const slug of ['no-such-article', '__proto__', '..%2f..%2fpackage.json']) {
    const refused = await get(`/api/help/articles/${slug}`)
    expect([refused.statusCode, refused.json().code], slug).toEqual([404, 'not_found'])
  }
})

test('a reader has one vote a version, and may change their mind', async () => {
  const url = '/api/help/articles/reset-password/feedback'
  const { version } = (await get('/api/help/articles/reset-password')).json()
  const maya = { version, readerId: 'a-device-of-maya' }
  expect((await post(url, { ...maya, answer: 'no' })).json()).toEqual({ yes: 0, partly: 0, no: 1 })
  expect((await post(url, { ...maya, answer: 'partly', comment: ' Which mail? ' })).json()).toEqual({
    yes: 0,
    partly: 1,
    no: 0,
  })
  const leo = await post(url, { version, readerId: 'a-device-of-leo', answer: 'yes' })
  expect(leo.json()).toEqual({ yes: 1, partly: 1, no: 0 })

  const nowhere = await post('/api/help/articles/no-such-article/feedback', { ...maya, answer: 'no' })
  expect(nowhere.statusCode).toBe(404)
  for (const wrong of [
    { answer: 'maybe' },
    { answer: 'no', readerId: 'short' },
    { answer: 'no', extra: 1 },
  ]) {
    expect((await post(url, { ...maya, ...wrong })).statusCode, JSON.stringify(wrong)).toBe(400)
  }
})

test('in a session a reader is the contact, on whatever device, and what they voted before they signed in is theirs', async () => {
  const url = '/api/help/articles/cost-free/feedback'
  const contacts = contactRules(parts)
  const session = await store.commit(async (tx) => {
    const unit = Object.assign(Object.create(tx), { record() {} })
    const maya = await contacts.enterGuest(unit, { email: 'maya@mail.example', name: 'Maya' })
    return { ...(await contacts.openSession(unit, maya)), maya }
  })
  const authorization = `Bearer ${session.token}`
  const vote = (readerId: string, answer: string, headers = {}) =>
    post(url, { version: 'v1', readerId, answer }, headers).then((answered) => answered.json())
  expect(await vote('a-phone-of-maya', 'no')).toEqual({ yes: 0, partly: 0, no: 1 })
  expect(await vote('a-phone-of-maya', 'partly', { authorization })).toEqual({ yes: 0, partly: 1, no: 0 })
  expect(await vote('a-laptop-of-maya', 'yes', { authorization })).toEqual({ yes: 1, partly: 0, no: 0 })
  // Who calls their device as we call a contact is a device.
  expect(await vote(session.maya.id, 'no')).toEqual({ yes: 1, partly: 0, no: 1 })
  expect(await store.read.feedback.listForContact(session.maya.id, 5)).toMatchObject([{ answer: 'yes' }])
  const told = await get(url, { authorization: 'Bearer the-key-of-the-host' })
  expect(told.body).not.toContain(session.maya.id)
})

test('what readers said is told to who has the key: by version, with what was missing, never by whom', async () => {
  const url = '/api/help/articles/edit-profile/feedback'
  const vote = (readerId: string, answer: string, version: string, comment?: string) =>
    post(url, { readerId, answer, version, ...(comment && { comment }) })
  await vote('a-device-of-maya', 'partly', 'v1', 'Where is the button?')
  // She changes her mind; what she wrote stays said.
  await vote('a-device-of-maya', 'no', 'v1')
  await vote('a-device-of-maya', 'yes', 'v2')
  await vote('a-device-of-leo1', 'partly', 'v2', 'And on a phone?')
  const answer = await get(url, { authorization: 'Bearer the-key-of-the-host' })
  expect(answer.json()).toEqual({
    counts: { yes: 1, partly: 1, no: 1 },
    versions: [
      expect.objectContaining({ version: 'v2', yes: 1, partly: 1, no: 0 }),
      expect.objectContaining({ version: 'v1', yes: 0, partly: 0, no: 1 }),
    ],
    comments: [
      expect.objectContaining({ comment: 'And on a phone?', answer: 'partly', version: 'v2' }),
      expect.objectContaining({ comment: 'Where is the button?', answer: 'no', version: 'v1' }),
    ],
  })
  expect(answer.body).not.toMatch(/device|reader/)
  expect(answer.headers['cache-control']).toBeUndefined()
  for (const authorization of ['Bearer another-key', 'Bearer ', 'Basic x']) {
    expect((await get(url, { authorization })).statusCode, authorization).toBe(401)
  }
  expect((await get(url)).statusCode).toBe(401)
})

test('what people typed before they opened an article is counted for its editors, without who', async () => {
  const found = (query: string, slug = 'reset-password') => ({ query, slug })
  const tell = (...found: { query: string; slug: string }[]) =>
    post('/api/help/gaps', { locale: 'en', queries: [], found })
  expect((await tell(found('forgot my code'), found('Forgot my code '))).statusCode).toBe(204)
  await tell(found('forgot my code'), found('new secret'), found('new secret'), found('only once'))
  await tell(found('maya@northfield.edu'), found('ab'), found('x y z', 'no-such-article'))
  // A phrasing that the article has already is no news.
  await tell(found('Reset my password!'), found('reset my password'), found('prices', 'cost-free'))
  const { articles } = await readFolder(join(dir, 'articles'), parts.now())
  const suggested = async () =>
    (await suggestedQuestions(store.read, articles)).map(({ article, phrasings }) => [
      article.slug,
      phrasings,
    ])
  const phrasing = (query: string, times: number) => expect.objectContaining({ query, times })
  expect(await suggested()).toEqual([
    ['reset-password', [phrasing('forgot my code', 3), phrasing('new secret', 2)]],
  ])
  expect(JSON.stringify(await store.read.searchFinds.list(10))).not.toMatch(/maya|no-such-article/)

  // However much is typed: what is kept of one article has an end, and what many typed stays.
  for (let round = 0; round < 6; round++) {
    await tell(...Array.from({ length: 20 }, (_, at) => found(`noise ${round} ${at}`)))
  }
  expect((await store.read.searchFinds.find('reset-password', 'en'))?.phrasings).toHaveLength(60)
  expect(await suggested()).toEqual([
    ['reset-password', [phrasing('forgot my code', 3), phrasing('new secret', 2)]],
  ])
  for (const wrong of [[{ query: '', slug: 'x' }], [{ query: 'x' }], Array(201).fill(found('x'))]) {
    const answer = await post('/api/help/gaps', { locale: 'en', queries: [], found: wrong })
    expect(answer.statusCode).toBe(400)
  }
})

test('words that found nothing are kept for editors, without who typed them', async () => {
  const queries = [
    'parking permit',
    ' parking permit ',
    '???',
    'maya@northfield.edu cannot log in',
    '+1 (555) 010-9999',
  ]
  const answer = await post('/api/help/gaps', { locale: 'en', queries })
  expect(answer.statusCode).toBe(204)
  const kept = await store.read.searchGaps.list(10)
  expect(kept.map(({ query }) => query).toSorted()).toEqual(['parking permit', '… cannot log in'].toSorted())
})
