// Editors' promises: a broken file is named and replaces nothing; a draft is nowhere; the page says what is checked.

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkArticles } from '../server/articles/check.ts'
import { FrontMatter } from '../server/articles/front-matter.ts'
import { type Library, openLibrary } from '../server/articles/library.ts'

const silent = { info() {}, warn() {}, error() {} }
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
  expect(await checkArticles('articles')).toEqual([])
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
  await put('latin1.md', Buffer.from([0x2d, 0x2d, 0x2d, 0xe9, 0xff]))
  await put('huge.md', article(FRONT, 'x'.repeat(1024 * 1024)))
  const problems = await checkArticles(dir)
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
  expect(found['huge.md']?.reason).toContain('bytes')
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
      of.index('en').json.toString(),
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

test('an old slug leads to the article', async () => {
  await put('renamed.md', article(`${FRONT}redirect_from: [old-name]\n`))
  library = await openLibrary({ dir, log: silent, watch: false })
  expect(library.resolve('old-name')).toBe('renamed')
})

test('pages get the articles that name them', async () => {
  library = await openLibrary({ dir, log: silent, watch: false })
  const slugs = (page: string) => library?.home('en', page).suggested.map(({ slug }) => slug)
  expect(slugs('/demo/sign-up')).toContain('user-already-exists')
  expect(slugs('/demo/sign-up/?from=mail')).toContain('user-already-exists')
  expect(slugs('/elsewhere')).not.toEqual([])
})

test("the editors' page lists every front matter field, and no other", async () => {
  const page = await readFile('articles/README.md', 'utf8')
  const table = page.slice(page.indexOf('| Field'), page.indexOf('\n\n', page.indexOf('| Field')))
  const rows = [...table.matchAll(/^\| `(\w+)` \| [^|]+ \| (yes|no) \|/gm)].map(([, field, required]) => [
    field,
    required,
  ])
  const required = (FrontMatter as unknown as { required: string[] }).required
  const schema = Object.keys(FrontMatter.properties).map((field) => [
    field,
    required.includes(field) ? 'yes' : 'no',
  ])
  expect(rows.toSorted()).toEqual(schema.toSorted())
})
