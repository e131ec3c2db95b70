// Editors' promises: a broken file is named and replaces nothing; a draft is nowhere; the page says what is checked.

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkArticles } from '../../server/articles/check.ts'
import { FrontMatter } from '../../server/articles/front-matter.ts'
import { type Library, openLibrary } from '../../server/articles/library.ts'
import { silent } from '../stage/articles-folder.ts'

const FRONT = 'title: A title\ndescription: A sentence.\norder: 900\nupdated: 2026-11-24\n'
const article = (front: string, body = 'The answer.\n') => `---\n${front}---\n\n${body}`

let dir: string
let library: Library | undefined
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'helpdock-articles-'))
  await cp('articles', dir, { recursive: true })
})
afterEach(async () => {
  await library?.close()
  library = undefined
  await rm(dir, { recursive: true, force: true })
})

const put = (name: string, content: string | Buffer) => writeFile(join(dir, 'en/profile', name), content)
const changed = (of: Library) => new Promise<string>((resolve) => of.onChange(resolve))

test('our own articles are in order', async () => {
  expect(await checkArticles('articles', new Date())).toEqual({ problems: [], notes: [] })
})

test('each fault has a line of its own: file, line, reason', async () => {
  await put('bad-yaml.md', '---\ntitle: [open\norder: 1\n---\n')
  await put('no-title.md', article('description: x\norder: 1\nupdated: 2026-11-24\n'))
  await put('bad-date.md', article('title: x\ndescription: x\norder: 1\nupdated: yesterday\n'))
  await put('unknown-field.md', article(`${FRONT}colour: red\n`))
  await put('no-front.md', 'Just text.\n')
  await put('dead-link.md', article(FRONT, 'One.\n\n[away](nowhere.md)\n'))
  await put('dead-anchor.md', article(FRONT, '[there](cost-free.md#no-such-heading)\n'))
  await put('use-the-chat.md', article(FRONT))
  await put('two-faults.md', article('title: x\ndescription: x\norder: first\nupdated: 2026-02-30\n'))
  await put('http.md', article(FRONT, '[plain](http://example.com)\n'))
  await put('no-extension.md', article(FRONT, '[there](cost-free)\n'))
  await put('Bad Name.md', article(FRONT))
  await put('latin1.md', Buffer.from([0x2d, 0x2d, 0x2d, 0xe9, 0xff]))
  await put('huge.md', article(FRONT, 'x'.repeat(1024 * 1024)))
  const { problems } = await checkArticles(dir, new Date())
  const found = Object.fromEntries(
    problems.map(({ file, line, reason }) => [file.split('/').at(-1), { line, reason }]),
  )
  expect(Object.keys(found).toSorted()).toEqual(
    [
      'bad-yaml.md',
      'no-title.md',
      'bad-date.md',
      'unknown-field.md',
      'no-front.md',
      'dead-link.md',
      'dead-anchor.md',
      'use-the-chat.md',
      'two-faults.md',
      'http.md',
      'no-extension.md',
      'Bad Name.md',
      'latin1.md',
      'huge.md',
    ].toSorted(),
  )
  expect(found['bad-yaml.md']?.line).toBeGreaterThan(1)
  expect(found['no-title.md']?.reason).toContain('title')
  expect(found['bad-date.md']).toMatchObject({ line: 5, reason: expect.stringContaining('yesterday') })
  expect(found['unknown-field.md']?.reason).toContain('colour')
  expect(found['dead-link.md']).toMatchObject({ line: 10, reason: expect.stringContaining('nowhere.md') })
  expect(found['dead-anchor.md']?.reason).toContain('no-such-heading')
  expect(found['use-the-chat.md']?.reason).toContain('people/use-the-chat.md')
  expect(found['latin1.md']?.reason).toContain('UTF-8')
  expect(found['huge.md']?.reason).toMatch(/^The file has 1.1 MB; 1 MB is the most/)
})

test('a save is served; a broken save is not, and what was good goes on being served', async () => {
  library = await openLibrary({ dir, log: silent, watch: true })
  const file = join(dir, 'en/profile/cost-free.md')
  const before = await readFile(file, 'utf8')
  expect(library.search('xylophone', 'en', 5)).toEqual([])

  const saved = changed(library)
  await writeFile(file, `${before}\n## Is the xylophone free?\n\nIt is.\n`)
  expect(await saved).toBe(library.version)
  expect(library.search('xylophone', 'en', 5)[0]).toMatchObject({
    slug: 'cost-free',
    section: 'is-the-xylophone-free',
  })

  // Another file changes in the same breath, so that there is a change to wait for.
  const broken = changed(library)
  await writeFile(file, '---\ntitle: [broken\n---\n')
  await put('new.md', article(FRONT))
  await broken
  expect(library.problems()[0]).toMatchObject({ file: 'en/profile/cost-free.md' })
  expect(library.article('cost-free')?.html).toContain('Is the xylophone free?')
  expect(library.search('xylophone', 'en', 5)).toHaveLength(1)
})

test('a draft is in no index, no list and no answer; published, it is in each', async () => {
  await put('secret.md', article(`${FRONT}draft: true\n`, 'The zanzibar clause.\n'))
  library = await openLibrary({ dir, log: silent, watch: true })
  const everything = (of: Library) =>
    JSON.stringify([
      of.home('en'),
      of.collections('en'),
      of.index('en').files[0]?.plain.toString(),
      of.article('secret'),
    ])
  expect(everything(library)).not.toMatch(/zanzibar|secret/)
  expect(library.search('zanzibar', 'en', 5)).toEqual([])

  const published = changed(library)
  await put('secret.md', article(FRONT, 'The zanzibar clause.\n'))
  await published
  expect(everything(library)).toMatch(/zanzibar/)
  expect(library.search('zanzibar', 'en', 5)).toHaveLength(1)
})

test('a save with a dead link waits until the link leads somewhere', async () => {
  library = await openLibrary({ dir, log: silent, watch: true })
  const file = join(dir, 'en/profile/cost-free.md')
  const before = await readFile(file, 'utf8')
  const told = changed(library)
  await writeFile(file, `${before}\n## What else?\n\nThe [price list](price-list.md#prices).\n`)
  await put('new.md', article(FRONT))
  await told
  expect(library.problems()).toEqual([
    { file: 'en/profile/cost-free.md', line: 32, reason: expect.stringContaining('price-list.md') },
  ])
  expect(library.article('cost-free')?.html).not.toContain('What else?')

  const mended = changed(library)
  await put('price-list.md', article(FRONT, 'See below.\n\n## Prices\n\nNone.\n'))
  await mended
  expect(library.problems()).toEqual([])
  expect(library.article('cost-free')?.html).toContain(
    '<a href="/help/profile/price-list#prices" data-article="price-list" data-section="prices">price list</a>',
  )
})

test('when an article is taken away, links to it become plain words, and the editor is told', async () => {
  library = await openLibrary({ dir, log: silent, watch: true })
  expect(library.article('edit-profile')?.html).toContain('data-article="change-school"')
  const before = library.article('edit-profile')?.version
  const gone = changed(library)
  await rm(join(dir, 'en/profile/change-school.md'))
  await gone
  expect(library.article('edit-profile')?.html).not.toContain('change-school')
  expect(library.article('edit-profile')?.version).not.toBe(before)
  expect(library.problems().map(({ reason }) => reason)).toContainEqual(
    expect.stringContaining('there is no article en/profile/change-school.md'),
  )
})

test('a new title of a collection is a new version; a broken one leaves the old title', async () => {
  library = await openLibrary({ dir, log: silent, watch: true })
  const retitled = changed(library)
  await put('collection.yaml', 'title: Your profile\ndescription: All about you.\norder: 50\n')
  await retitled
  expect(library.article('cost-free')?.collectionTitle).toBe('Your profile')

  const told = changed(library)
  await put('collection.yaml', 'title: [broken\n')
  await put('new.md', article(FRONT))
  await told
  expect(library.article('new')?.collectionTitle).toBe('Your profile')
  expect(library.problems()[0]).toMatchObject({ file: 'en/profile/collection.yaml', line: 2 })
})

test('what becomes a draft is taken back at once, even with a dead link in it', async () => {
  library = await openLibrary({ dir, log: silent, watch: true })
  expect(library.article('cost-free')).toBeDefined()
  const taken = changed(library)
  await put('cost-free.md', article(`${FRONT}draft: true\n`, '[away](nowhere.md)\n'))
  await taken
  expect(library.article('cost-free')).toBeUndefined()
})

test('an old slug leads to the article; a slug that is in use leads to its own', async () => {
  await put('renamed.md', article(`${FRONT}redirect_from: [old-name, cost-free]\n`))
  library = await openLibrary({ dir, log: silent, watch: false })
  expect(library.resolve('old-name')).toBe('renamed')
  expect(library.article('old-name')?.slug).toBe('renamed')
  expect(library.article('cost-free')?.slug).toBe('cost-free')
  expect(library.problems()).toEqual([
    { file: 'en/profile/renamed.md', line: 6, reason: expect.stringContaining('en/profile/cost-free.md') },
  ])
})

test('an empty folder is a help center without articles; no folder at all is said at the start', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'helpdock-empty-'))
  library = await openLibrary({ dir: empty, log: silent, watch: false })
  expect(library.home('en')).toMatchObject({ suggested: [], collections: [] })
  expect(library.search('anything', 'en', 5)).toEqual([])
  await rm(empty, { recursive: true })
  await expect(openLibrary({ dir: empty, log: silent, watch: false })).rejects.toThrow(/ARTICLES_DIR/)
})

test('pages get the articles that name them', async () => {
  await put('the-map.md', article(`${FRONT}suggest_on: ["/clinic/*/map"]\n`))
  library = await openLibrary({ dir, log: silent, watch: false })
  const slugs = (page: string) => library?.home('en', page).suggested.map(({ slug }) => slug)
  expect(slugs('/demo/sign-up')).toContain('user-already-exists')
  expect(slugs('/demo/sign-up/?from=mail')).toContain('user-already-exists')
  expect(slugs('/elsewhere')).not.toEqual([])
  // A star stands for any text, in the middle too.
  expect(slugs('/demo/rotations/42')).toContain('contact-site-coordinators')
  expect(slugs('/clinic/7/map')).toEqual(['the-map'])
  expect(slugs('/clinic/map')).not.toContain('the-map')
})

test("the editors' page lists every front matter field as it is checked, and no other", async () => {
  const page = await readFile('articles/README.md', 'utf8')
  const table = page.slice(page.indexOf('| Field'), page.indexOf('\n\n', page.indexOf('| Field')))
  const rows = [...table.matchAll(/^\| `(\w+)` \| ([^|]+) \| (yes|no) \|/gm)].map((row) => row.slice(1))
  const typeOf = ({ type, pattern, anyOf }: { type?: string; pattern?: string; anyOf?: unknown }) => {
    if (anyOf) return 'word or attributes'
    if (pattern) return pattern.includes('T') ? 'date or time' : 'date'
    return type === 'array' ? 'list of strings' : type
  }
  const required: string[] = FrontMatter.required
  const schema = Object.entries(FrontMatter.properties).map(([field, property]) => [
    field,
    typeOf(property),
    required.includes(field) ? 'yes' : 'no',
  ])
  expect(rows).toEqual(schema)
})
