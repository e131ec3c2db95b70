// The help center's pages as they come from the server, before any script: what readers, search engines and
// browsers without JavaScript get. Partner: help-center-browser.test.ts.

import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FEEDBACK_COMMENT_MAX_CHARS, QUERY_MAX_CHARS } from '../../protocol/limits.ts'
import { type Feedback, feedbackRules } from '../../server/articles/feedback.ts'
import { type Library, openLibrary } from '../../server/articles/library.ts'
import { helpCenterPages } from '../../server/articles/pages/pages.ts'
import { servedSite } from '../../server/articles/pages/site.ts'
import { wordsOf } from '../../server/articles/pages/words/words.ts'
import { Refusal } from '../../server/errors.ts'
import { realParts } from '../../server/parts.ts'
import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import type { Store } from '../../server/store/store.ts'
import { silent } from '../stage/articles-folder.ts'

const PUBLIC_URL = 'https://help.example'
const ARTICLE = '/help/signing-in/user-already-exists'

let dir: string
let library: Library
let store: Store
let app: FastifyInstance
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'helpdock-pages-'))
  await cp('articles', join(dir, 'articles'), { recursive: true })
  await writeFile(join(dir, 'articles/en/people/hostile.md'), hostile)
  await cp('test/stage/locales', join(dir, 'articles'), { recursive: true })
  library = await openLibrary({ dir: join(dir, 'articles'), log: silent, watch: true })
  store = await openLowdbStore({ dir: join(dir, 'data'), log: silent })
  app = await serve(feedbackRules({ store, now: realParts().now }))
})
afterAll(async () => {
  await app?.close()
  await library?.close()
  await store?.close()
  await rm(dir, { recursive: true, force: true })
})

/** An article whose editor means harm, and which once had another name. */
const hostile = `---
title: 'Quote " <script>alert(1)</script>'
description: '"><img src=x onerror=alert(1)>'
order: 900
updated: 2026-11-24
redirect_from: [kindly-named]
---

Text.
`

async function serve(feedback: Feedback): Promise<FastifyInstance> {
  const server = fastify()
  server.setValidatorCompiler(TypeBoxValidatorCompiler)
  await server.register(cookie)
  await server.register(
    helpCenterPages({
      library,
      feedback,
      publicUrl: PUBLIC_URL,
      site: servedSite(PUBLIC_URL, { 'help-center': 'help-center.js', 'help-center-search': 'search.js' }),
    }),
  )
  return server
}

const get = (url: string, headers = {}) => app.inject({ url, headers })
const textOf = (html: string) =>
  html
    .replace(/<script[\s\S]*?<\/script>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
const hrefsOf = (html: string) => [...html.matchAll(/<a [^>]*?href="([^"]*)"/g)].map(([, href]) => href ?? '')
const vote = (fields: Record<string, string>, headers: Record<string, string> = {}, server = app) =>
  server.inject({
    method: 'POST',
    url: `${ARTICLE}/feedback`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: PUBLIC_URL, ...headers },
    payload: new URLSearchParams(fields).toString(),
  })
/** What the page says in the words of schema.org. */
// biome-ignore lint/suspicious/noExplicitAny: each kind has fields of its own
const dataOf = (html: string): any[] => {
  const [, json] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(html) ?? []
  return json ? JSON.parse(json)['@graph'] : []
}
const counts = () => store.read.feedback.counts('user-already-exists', 'en')

test('the home page has the search field first, every article once, and a person last', async () => {
  const { statusCode, body } = await get('/help')
  expect(statusCode).toBe(200)
  const order = [
    body.indexOf('role="search"'),
    ...library
      .collections()
      .flatMap(({ title, articles }) => [
        body.indexOf(`>${title}</a></h2>`),
        ...articles.map(({ collection, slug }) => body.indexOf(`href="/help/${collection}/${slug}"`)),
      ]),
    body.indexOf('data-ask'),
  ]
  expect(order.length).toBeGreaterThan(22)
  expect(order).not.toContain(-1)
  expect(order.toSorted((a, b) => a - b)).toEqual(order)
})

test('no link of any page leads nowhere, fragments included', async () => {
  const seen = new Map<string, string>()
  const dead: string[] = []
  const waiting = ['/help']
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue
    const { statusCode, body, headers } = await get(path)
    seen.set(path, body)
    // Who reads and does not vote is given nothing to be known by.
    expect(headers['set-cookie'], path).toBeUndefined()
    if (statusCode !== 200) dead.push(`${path} answers ${statusCode}`)
    waiting.push(
      ...hrefsOf(body).flatMap((href) => (href.startsWith('/help') ? (href.split('#')[0] ?? []) : [])),
    )
  }
  for (const [path, body] of seen) {
    for (const href of hrefsOf(body)) {
      const [to = '', fragment] = href.split('#')
      const target = seen.get(to === '' ? path : to)
      if (fragment && target && !target.includes(`id="${fragment}"`)) dead.push(`${href} on ${path}`)
    }
  }
  expect(dead).toEqual([])
  // Home, collections and articles in each of three languages: what is not translated is there in English.
  const collections = library.collections()
  const articles = collections.flatMap((collection) => collection.articles)
  expect(seen.size).toBe(3 * (1 + collections.length + articles.length))
})

test('no class of an article is styled by a sheet of the widget that is about something else', async () => {
  const articles = library.collections().flatMap((collection) => collection.articles)
  const classes = articles
    .flatMap(({ slug }) => [...(library.article(slug)?.html ?? '').matchAll(/ class="([^"]+)"/g)])
    .flatMap(([, names = '']) => names.split(' '))
  expect(classes, 'the premise').toContain('steps')
  const sheets = (await readdir('widget/look')).filter((name) => name !== 'rich-text.css')
  for (const sheet of sheets) {
    const styled: string[] = (await readFile(`widget/look/${sheet}`, 'utf8')).match(/\.[a-z][\w-]*/g) ?? []
    expect(
      classes.filter((name) => styled.includes(`.${name}`)),
      sheet,
    ).toEqual([])
  }
})

test('an article page says where it stands, what it is and when it was checked', async () => {
  const { body } = await get('/help/signing-in/two-accounts-merge')
  const article = library.article('two-accounts-merge')
  expect(body).toContain(`<h1>${article?.title}</h1>`)
  const text = body.replaceAll(
    /<div class="section-head">(.*?) <a class="section-link".*?<\/a><\/div>/gs,
    '$1',
  )
  expect(text).toContain(article?.html)
  expect(body).toContain('<a href="/help/signing-in">Logging in and accounts</a>')
  expect(textOf(body)).toContain('Updated November 24, 2026')
  for (const { anchor } of article?.headings ?? []) {
    expect(body).toContain(`<a href="#${anchor}">`)
    expect(body).toContain(`id="${anchor}"`)
  }
  expect(body).toMatch(/rel="prev"[\s\S]*It says &quot;user already exists&quot; when I sign up/)
  expect(body).toMatch(/rel="next"[\s\S]*What happens to my data in a merge/)
  expect(body).toContain('<script src="/widget.js" data-boot="auto" data-locale="en" defer></script>')
  expect(body).toContain('<script type="module" src="/assets/help-center.js"></script>')
})

test('search engines get one address, a description and a map with dates', async () => {
  const { body } = await get(`${ARTICLE}?answered=yes`)
  const description = library.article('user-already-exists')?.description
  expect(body).toContain(`<link rel="canonical" href="${PUBLIC_URL}${ARTICLE}">`)
  expect(body).toContain(`<meta property="og:url" content="${PUBLIC_URL}${ARTICLE}">`)
  expect(body).toContain(`<meta name="description" content="${description}">`)
  expect(body).toContain(`<meta property="og:description" content="${description}">`)
  const map = await get('/sitemap.xml')
  expect(map.headers['content-type']).toBe('application/xml; charset=utf-8')
  for (const { collection, slug } of library.collections().flatMap(({ articles }) => articles)) {
    const updated = library.article(slug)?.updated
    expect(map.body).toContain(
      `<loc>${PUBLIC_URL}/help/${collection}/${slug}</loc><lastmod>${updated}</lastmod>`,
    )
  }
  expect(map.body).toContain(`<loc>${PUBLIC_URL}/help/signing-in</loc><lastmod>`)
  for (const apart of ['/help/search?q=merge', '/help/no/such']) {
    expect((await get(apart)).body).toContain('<meta name="robots" content="noindex">')
  }
})

test('an article says to machines what it is, where it stands and which questions it answers', async () => {
  const { body } = await get('/help/signing-in/two-accounts-merge')
  const graph = dataOf(body)
  expect(graph.map((one) => one['@type'])).toEqual(['Article', 'BreadcrumbList', 'FAQPage'])
  const [article, crumbs, questions] = graph
  expect(article).toMatchObject({
    headline: 'I have two accounts: ask for a merge',
    dateModified: '2026-11-24',
    inLanguage: 'en',
    mainEntityOfPage: `${PUBLIC_URL}/help/signing-in/two-accounts-merge`,
  })
  expect(crumbs.itemListElement.map(({ item }: { item: string }) => item)).toEqual(
    ['', '/signing-in', '/signing-in/two-accounts-merge'].map((path) => `${PUBLIC_URL}/help${path}`),
  )
  const asked = questions.mainEntity.map(({ name }: { name: string }) => name)
  expect(asked).toContain('Which of my two accounts should I keep?')
  const answers = JSON.stringify(questions.mainEntity)
  expect(answers).toContain(`href=\\"${PUBLIC_URL}/help/signing-in/what-a-merge-does\\"`)
  // One without a question has none to answer.
  const plain = dataOf((await get('/help/people/hostile')).body)
  expect(plain.map((one) => one['@type'])).toEqual(['Article', 'BreadcrumbList'])
  expect(dataOf((await get('/help/rotations')).body).map((one) => one['@type'])).toEqual(['BreadcrumbList'])
  expect(dataOf((await get('/help/search?q=merge')).body)).toEqual([])
})

test('related articles are the ones that the text leads to, never the article itself', async () => {
  const section = async (path: string) => {
    const { body } = await get(path)
    const [, related = ''] = /class="related"([\s\S]*?)<\/section>/.exec(body) ?? []
    return hrefsOf(related)
  }
  const merge = await section('/help/signing-in/two-accounts-merge')
  expect(merge[0]).toBe('/help/signing-in/what-a-merge-does')
  expect(merge).not.toContain('/help/signing-in/two-accounts-merge')
  expect(merge.length).toBeLessThanOrEqual(3)
  // Across collections, where that is what a reader needs.
  expect(await section('/help/rotations/why-cant-i-apply')).toContain('/help/profile/edit-profile')
  // Two words in common are no relation.
  expect(await section('/help/people/hostile')).toEqual([])
})

test('the feed has the latest first, whole, with addresses that lead here from anywhere', async () => {
  const { headers, body } = await get('/help/feed.xml')
  expect(headers['content-type']).toBe('application/atom+xml; charset=utf-8')
  const days = [...body.matchAll(/<updated>(.*?)T/g)].map(([, day]) => day ?? '')
  expect(days.toSorted().reverse()).toEqual(days)
  expect(body).toContain(`<id>${PUBLIC_URL}${ARTICLE}</id>`)
  expect(body).not.toMatch(/href=&quot;[/#]/)
  expect(body).toContain('&lt;h2')
  expect((await get('/help')).body).toContain('type="application/atom+xml"')
  expect((await get('/help/es/feed.xml')).body).toContain('xml:lang="es"')
})

test('a collection has a page of its own, which says what each article is about', async () => {
  const { statusCode, body } = await get('/help/rotations')
  expect(statusCode).toBe(200)
  expect(body).toContain('<h1>Finding and getting rotations</h1>')
  const text = textOf(body)
  for (const { title, description } of library.collections().find(({ slug }) => slug === 'rotations')
    ?.articles ?? []) {
    expect(text).toContain(`${title.replaceAll("'", '&#39;')} ${description.replaceAll("'", '&#39;')}`)
  }
  expect(hrefsOf(body)).toContain('/help/people')
  expect(body).toContain(`<link rel="canonical" href="${PUBLIC_URL}/help/rotations">`)
})

test('another language has addresses of its own, and each page names its others', async () => {
  const { body } = await get('/help/es/signing-in/reset-password')
  expect(body).toContain('<html lang="es" dir="ltr">')
  expect(body).toContain('Restablecer mi contraseña</h1>')
  for (const [hreflang, path] of [
    ['en', '/help'],
    ['es', '/help/es'],
    ['ar', '/help/ar'],
    ['x-default', '/help'],
  ]) {
    expect(body).toContain(`hreflang="${hreflang}" href="${PUBLIC_URL}${path}/signing-in/reset-password"`)
  }
  expect(hrefsOf(body)).toContain('/help/ar/signing-in/reset-password')
  expect((await get('/sitemap.xml')).body).toContain(
    `<loc>${PUBLIC_URL}/help/es/signing-in/reset-password</loc><lastmod>2026-11-22</lastmod><xhtml:link`,
  )
  expect((await get('/help/ar')).body).toContain('<html lang="ar" dir="rtl">')
  expect(textOf((await get('/help/es/search?q=contrasena')).body)).toContain('Resultados de «contrasena»')
})

test('the pages speak each language that the widget speaks, with whatever a sentence is given', async () => {
  const languages = (await readdir('widget/strings')).filter((name) => !name.includes('.'))
  const others = languages.filter((one) => one !== 'en')
  expect(others.filter((one) => wordsOf(one) === wordsOf('en'))).toEqual([])
  const marksIn = (words: object): string[] =>
    Object.entries(words).flatMap(([name, word]) =>
      typeof word === 'string'
        ? (word.match(/\{\w+\}/g) ?? []).map((mark) => `${name} ${mark}`)
        : marksIn(word),
    )
  for (const one of others)
    expect([...new Set(marksIn(wordsOf(one)))].toSorted(), one).toEqual(
      expect.arrayContaining(
        [...new Set(marksIn(wordsOf('en')))].filter((mark) => mark !== 'one {n}').toSorted(),
      ),
    )
  // The premise: what nobody has written is English.
  expect(wordsOf('fi')).toBe(wordsOf('en'))
})

test('what is not translated is shown in the standard language, marked as such, and listed once by search engines', async () => {
  const { statusCode, body } = await get('/help/es/signing-in/what-a-merge-does')
  expect(statusCode).toBe(200)
  expect(body).toContain('Este artículo aún no existe en español. Se muestra en inglés.')
  expect(body).toContain('<header class="article-head" lang="en" dir="ltr">')
  expect(body).toContain(`<link rel="canonical" href="${PUBLIC_URL}/help/signing-in/what-a-merge-does">`)
  expect(body).not.toContain('rel="alternate" hreflang')
  // Voting keeps the reader in their language.
  expect(body).toContain('action="/help/es/signing-in/what-a-merge-does/feedback"')
  const { body: home } = await get('/help/es')
  expect(home).toContain(
    '<span lang="en" dir="ltr">What happens to my data in a merge</span> <small class="language-mark">inglés</small>',
  )
  expect((await get('/sitemap.xml')).body).not.toContain('/help/es/signing-in/what-a-merge-does')
  const found = await get('/help/es/search?q=merge')
  expect(found.body).toContain('<li lang="en" dir="ltr">')
  expect(hrefsOf(found.body)).toContain('/help/es/signing-in/what-a-merge-does')
})

test('the results page finds the section in spite of a typing error, and marks why', async () => {
  const { statusCode, body } = await get('/help/search?q=alredy+exists')
  expect(statusCode).toBe(200)
  const [first] = hrefsOf(body.slice(body.indexOf('class="results"')))
  expect(first).toMatch(/^\/help\/signing-in\/user-already-exists/)
  expect(body).toContain('<mark>exists</mark>')
  expect(body).toContain('value="alredy exists"')
  expect(body.indexOf('data-ask')).toBeGreaterThan(body.indexOf('class="results"'))
  expect(textOf(body)).toContain('Did you mean “already exists”?')
  expect(hrefsOf(body)).toContain('/help/search?q=already%20exists')
  const right = textOf((await get('/help/search?q=already+exists')).body)
  expect(right).not.toContain('Did you mean')
  expect(right).not.toContain('not sure')
})

test('results do not end with what has only an “in” of the question; where nothing has more, that stays', async () => {
  const rows = async (query: string) => {
    const { body } = await get(`/help/search?q=${query}`)
    const list = body.slice(body.indexOf('class="results"'))
    return list.slice(0, list.indexOf('</ol>')).split('<li').slice(1)
  }
  const isLittle = (row: string) => row.includes('<mark>in</mark>')
  // The premise: more articles than a page shows have it, and few the rest.
  expect((await rows('in')).filter(isLittle).length).toBeGreaterThan(10)
  expect((await rows('in')).length).toBe(20)
  expect((await rows('waitlisted')).length).toBeLessThan(10)
  const found = await rows('waitlisted+in')
  expect(found.length).toBeGreaterThanOrEqual(10)
  expect(found.slice(10).filter(isLittle)).toEqual([])
})

test('where the ranking is unsure the page says so and offers a person before the results, which stand there all the same', async () => {
  const { body } = await get('/help/search?q=school+volcano+dinosaur+bicycle')
  const results = body.indexOf('class="results"')
  expect(hrefsOf(body.slice(results)).length).toBeGreaterThan(2)
  expect(textOf(body)).toContain('We are not sure this answers it. Ask a person')
  expect(body.indexOf('data-ask')).toBeLessThan(results)
  expect(body.lastIndexOf('data-ask'), 'and under them').toBeGreaterThan(results)
})

test('what is asked in vain, or not at all, is said honestly', async () => {
  expect(textOf((await get('/help/search?q=qqqqzzzz')).body)).toContain('Nothing found for “qqqqzzzz”')
  expect(textOf((await get('/help/search?q=a')).body)).toContain('Type at least two letters.')
  for (const url of ['/help/search', '/help/search?q=', '/help/search?q=%20', '/help/search?q=a&q=b']) {
    const { statusCode, body } = await get(url)
    expect([statusCode, textOf(body).includes('Nothing found')], url).toEqual([200, false])
  }
  expect((await get(`/help/search?q=${'merge '.repeat(QUERY_MAX_CHARS)}`)).statusCode).toBe(200)
})

test('nothing that a reader or an editor writes becomes markup', async () => {
  const asked = '"><script>alert(1)</script>\u0002x\u0003'
  const pages = await Promise.all(
    [
      `/help/search?q=${encodeURIComponent(asked)}`,
      '/help/search?q=quote',
      `/help/x/${encodeURIComponent(asked)}`,
      '/help/people/hostile',
      '/help',
      `${ARTICLE}?answered=${encodeURIComponent(asked)}`,
    ].map((url) => get(url)),
  )
  for (const { body } of pages) {
    expect(body).not.toContain('<script>')
    expect(body).not.toContain('<img')
  }
  // The premise: the hostile article is there.
  expect(pages[3]?.body).toContain('<h1>Quote &quot; &lt;script&gt;')
})

test('addresses that were right once, or nearly, lead to the right one', async () => {
  const moved: [string, number, string][] = [
    ['/help/people/user-already-exists', 308, ARTICLE],
    ['/help/people/kindly-named', 308, '/help/people/hostile'],
    ['/help/rotations/kindly-named', 308, '/help/people/hostile'],
    ['/help/user-already-exists', 308, ARTICLE],
    [`${ARTICLE}/`, 308, ARTICLE],
    ['/help/', 308, '/help'],
    ['/help/signing-in/', 308, '/help/signing-in'],
    ['/help/es/', 308, '/help/es'],
    ['/help/es/reset-password', 308, '/help/es/signing-in/reset-password'],
    ['/help?locale=es', 302, '/help/es'],
    ['/help/ar/search?q=x&locale=es', 302, '/help/es/search?q=x'],
    [`${ARTICLE}?locale=es`, 302, '/help/es/signing-in/user-already-exists'],
    ['/help/es/people?locale=en', 302, '/help/people'],
    ['/help?locale=//evil.example', 302, '/help'],
  ]
  for (const [from, status, to] of moved) {
    const { statusCode, headers } = await get(from)
    expect([statusCode, headers.location], from).toEqual([status, to])
  }
})

test('an address of nothing but slashes keeps nobody waiting', { timeout: 10_000 }, async () => {
  // As many as fit into a request. The square of their number is a minute, and of this server's whole attention.
  const url = `/help/a/b/c/${'/'.repeat(15_000)}x`
  for (let times = 0; times < 100; times++) expect((await get(`${url}/`)).headers.location).toBe(url)
})

test('an address that leads nowhere gets a page with the search field and what was perhaps meant', async () => {
  for (const url of ['/help/signing-in/reset-pasword', '/help/reset-pasword', '/help/a/b/reset-pasword']) {
    const { statusCode, body, headers } = await get(url)
    expect([statusCode, headers['content-type']], url).toEqual([404, 'text/html; charset=utf-8'])
    expect(body).toContain('role="search"')
    expect(hrefsOf(body)).toContain('/help/signing-in/reset-password')
  }
  const { statusCode, body } = await get('/help/x/%E2%80%AE%00')
  expect([statusCode, body.includes('Perhaps you meant')]).toEqual([404, false])
})

test('a page that is unchanged is not sent again, and a saved article is', async () => {
  const first = await get(ARTICLE)
  const etag = String(first.headers.etag)
  expect(first.headers['cache-control']).toBe('no-cache')
  const again = await get(ARTICLE, { 'if-none-match': `"other", ${etag}` })
  expect([again.statusCode, again.body]).toEqual([304, ''])

  const file = join(dir, 'articles/en/signing-in/user-already-exists.md')
  const saved = new Promise((resolve) => library.onChange(resolve))
  await cp('articles/en/signing-in/user-already-exists.md', file)
  await writeFile(file, '\nA line more.\n', { flag: 'a' })
  await saved
  const after = await get(ARTICLE, { 'if-none-match': etag })
  expect([after.statusCode, after.body.includes('A line more.')]).toEqual([200, true])
})

test('the style sheet is kept for ever under the name of its content', async () => {
  const { body } = await get('/help')
  const [, url = ''] = /<link rel="stylesheet" href="([^"]*)">/.exec(body) ?? []
  const named = await get(url)
  expect(named.headers['content-type']).toBe('text/css; charset=utf-8')
  expect(named.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  expect(named.body).toContain('--hd-accent')
  expect((await get('/help/style.css?v=other')).headers['cache-control']).toBe('no-cache')
})

test('a vote counts once a reader, the later one replaces the earlier, and a comment goes along', async () => {
  const before = await counts()
  const first = await vote({ answer: 'no', version: 'v1' })
  expect([first.statusCode, first.headers.location]).toEqual([303, `${ARTICLE}?answered=no#hd-feedback`])
  expect(await counts()).toEqual({ ...before, no: before.no + 1 })
  const [{ name = '', value = '', ...attributes } = {}] = first.cookies
  expect(attributes).toMatchObject({ path: '/help', httpOnly: true, sameSite: 'Lax', secure: true })

  const changed = await vote(
    { answer: 'partly', version: 'v1', comment: 'Line\r\nend' },
    { cookie: `${name}=${value}` },
  )
  expect(changed.headers.location).toBe(`${ARTICLE}?answered=partly&told=1#hd-feedback`)
  expect(await counts()).toEqual({ ...before, partly: before.partly + 1 })
  // Another reader: the premise of "once a reader".
  await vote({ answer: 'no', version: 'v1' })
  expect(await counts()).toEqual({ ...before, partly: before.partly + 1, no: before.no + 1 })

  const thanks = textOf((await get(`${ARTICLE}?answered=no`)).body)
  expect(thanks).toContain('Thank you for telling us.')
  expect(thanks).toContain('What was missing?')
  expect(textOf((await get(`${ARTICLE}?answered=no&told=1`)).body)).toContain('The editors have it.')
})

test('votes from another site, and votes that are none, change nothing and are told so on a page', async () => {
  const before = await counts()
  const good = { answer: 'yes', version: 'v1' }
  const lineEnds = '\r\n'.repeat(FEEDBACK_COMMENT_MAX_CHARS)
  const refused: [Awaited<ReturnType<typeof vote>>, number][] = [
    [await vote(good, { origin: 'https://evil.example' }), 403],
    [await vote(good, { origin: 'null' }), 403],
    [await vote({ ...good, answer: 'maybe' }), 400],
    [await vote({ answer: 'yes' }), 400],
    [await vote({ ...good, comment: `${lineEnds}x` }), 400],
    [await vote(good, { 'content-type': 'application/xml' }), 415],
  ]
  for (const [answer, status] of refused) {
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([status, 'text/html; charset=utf-8'])
    expect(answer.body).toContain('<h1>This did not work</h1>')
  }
  expect(await counts()).toEqual(before)
  expect((await vote({ ...good, comment: lineEnds })).statusCode).toBe(303)
})

test('a vote that could not be kept is not thanked for', async () => {
  const failing = await serve({
    answer: async () => {
      throw new Refusal('store.failed')
    },
  })
  const answer = await vote({ answer: 'yes', version: 'v1' }, {}, failing)
  expect(answer.statusCode).toBe(503)
  expect(textOf(answer.body)).toContain('This did not work')
  expect(answer.headers['cache-control']).toBe('no-store')
  await failing.close()
})
