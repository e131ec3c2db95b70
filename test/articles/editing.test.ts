// What editors do beside writing: translate, rename, check. And a folder in which everything is wrong, beside a server
// that goes on serving what was right.

import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import fastify from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { checkArticles } from '../../server/articles/check.ts'
import { type Library, openLibrary } from '../../server/articles/library.ts'
import { moveArticle, NotMoved } from '../../server/articles/move.ts'
import { helpCenterPages } from '../../server/articles/pages/pages.ts'
import { servedSite } from '../../server/articles/pages/site.ts'
import {
  article,
  articlesFolder,
  COLLECTION,
  type Files,
  type Folder,
  silent,
} from '../stage/articles-folder.ts'
import { eventually } from '../stage/world.ts'

const NOW = new Date('2026-11-24T09:00:00Z')

let folder: Folder
let library: Library | undefined
afterEach(async () => {
  await library?.close()
  library = undefined
  await folder?.remove()
})

async function open(files: Files, watch = false): Promise<Library> {
  folder = await articlesFolder({ 'en/basics/collection.yaml': COLLECTION, ...files })
  library = await openLibrary({ dir: folder.dir, log: silent, watch, now: () => NOW })
  return library
}
const read = (file: string) => readFile(join(folder.dir, file), 'utf8')
const check = () => checkArticles(folder.dir, NOW)
const lines = (found: { file: string; line: number; reason: string }[]) =>
  found.map(({ file, line, reason }) => `${file}:${line}: ${reason}`)

// ---- translations

const TRANSLATED: Files = {
  'en/basics/one.md': article('First. See [two](two.md).', {
    title: 'One',
    questions: ['what is the first'],
  }),
  'en/basics/two.md': article('Second, the umbrella.', { title: 'Two', order: 20 }),
  'en/basics/three.md': article('Third.', { title: 'Three', order: 30, audience: 'verified' }),
  'de/basics/collection.yaml': 'title: Grundlagen\ndescription: Für alle.\norder: 10\n',
  'de/basics/one.md': article('Erstens. Siehe [zwei](two.md).', { title: 'Eins', updated: '2026-11-01' }),
}

test('a translation serves its readers; what is not translated comes in the language of its source, and says so', async () => {
  const help = await open(TRANSLATED)
  expect(help.article('one', 'de')).toMatchObject({
    title: 'Eins',
    locale: 'de',
    collectionTitle: 'Grundlagen',
  })
  expect(help.article('one', 'de')?.fallback).toBeUndefined()
  expect(help.article('one', 'de-AT')?.title).toBe('Eins')
  expect(help.article('two', 'de')).toMatchObject({ title: 'Two', locale: 'en', fallback: true })
  expect(help.article('two', 'en')?.fallback).toBeUndefined()
  expect(help.article('one', 'fr')).toMatchObject({ title: 'One', fallback: true })
  // It is the same article: one vote a reader and version, whichever way it was found.
  expect(help.article('two', 'de')?.version).toBe(help.article('two', 'en')?.version)

  const { locale, collections } = help.home('de')
  expect([
    locale,
    collections.map(({ title, articles }) => [title, articles.map((one) => one.title)]),
  ]).toEqual(['de', [['Grundlagen', ['Eins', 'Two']]]])
  expect(help.search('erstens', 'de', 5)[0]?.slug).toBe('one')
  expect(help.search('umbrella', 'de', 5)[0]?.slug).toBe('two')
  expect(help.search('erstens', 'en', 5)).toEqual([])
  // A link to what is not translated leads to it all the same.
  expect(help.article('one', 'de')?.html).toContain(
    '<a href="/help/de/basics/two" data-article="two">zwei</a>',
  )
  expect(help.problems()).toEqual([])
})

test('the check lists what is not translated, or older than its source, without failing', async () => {
  await open({ ...TRANSLATED, 'de/basics/collection.yaml': 'title: Grundlagen\ndescription: x\norder: 1\n' })
  const { problems, notes } = await check()
  expect(problems).toEqual([])
  expect(lines(notes)).toEqual([
    'de/basics/one.md:5: It is older than its source: 2026-11-01, and en/basics/one.md 2026-11-24.',
    'de/basics/three.md:1: en/basics/three.md is not translated; its readers see it in en.',
    'de/basics/two.md:1: en/basics/two.md is not translated; its readers see it in en.',
  ])
})

test('a translation that does not say for whom it is, is for whom its source is', async () => {
  const help = await open({ ...TRANSLATED, 'de/basics/three.md': article('Drittens.') })
  expect(help.article('three', 'de')).toBeUndefined()
  const maya = await help.forReader({ kind: 'verified', attributes: {} })
  expect(maya.article('three', 'de')?.html).toContain('Drittens.')
})

// ---- names

const NAMED: Files = {
  'en/other/collection.yaml': 'title: Other\ndescription: x\norder: 20\n',
  'en/pins.yaml': 'where is the trumpet: old-name#where-is-the-trumpet\n"how old": other-one\n',
  'pins.yaml': 'the trumpet: old-name\n',
  'en/basics/old-name.md': article(
    '## Where is the trumpet?\n\nHere. See [two](two.md#also), ![x](https://e.example/old-name.md), [file](files/a.txt).',
    { redirect_from: ['ancient'] },
  ),
  'en/basics/files/a.txt': 'hello',
  'en/basics/two.md': article(
    'See [it](old-name.md#where-is-the-trumpet), [again](<old-name.md>) and [it][ref]. Not `](old-name.md)`.\n\n## Also\n\n[ref]: old-name.md\n\n```\n[code](old-name.md)\n```',
    { related: ['old-name'] },
  ),
  'en/other/other-one.md': article('{{> shared}}\n\nHow old? [There](../basics/old-name.md).', { order: 5 }),
  'en/snippets/shared.md': 'From [here](../basics/old-name.md).\n',
  'de/basics/collection.yaml': COLLECTION,
  'de/basics/two.md': article('Siehe [das](old-name.md).\n\n## Also\n'),
}

test('a renamed article keeps its readers: old names lead to it, links, pins and snippets are mended', async () => {
  const help = await open(NAMED, true)
  expect((await check()).problems).toEqual([])
  const { moved, mended } = await moveArticle(
    folder.dir,
    { slug: 'old-name', newSlug: 'new-name', collection: 'other' },
    NOW,
  )
  await eventually(
    'the move to be read',
    async () =>
      help.resolve('old-name') === 'new-name' && help.article('two')?.related?.[0]?.slug === 'new-name',
  )
  expect(moved).toEqual([{ from: 'en/basics/old-name.md', to: 'en/other/new-name.md' }])
  expect(mended).toEqual([
    'de/basics/two.md',
    'en/basics/two.md',
    'en/other/other-one.md',
    'en/pins.yaml',
    'en/snippets/shared.md',
    'pins.yaml',
  ])
  expect(await read('pins.yaml')).toBe('the trumpet: new-name\n')
  expect(await read('en/other/new-name.md')).toContain('redirect_from: [ancient, old-name]\n')
  expect(await read('en/other/new-name.md')).toContain(
    'See [two](../basics/two.md#also), ![x](https://e.example/old-name.md), [file](../basics/files/a.txt).',
  )
  expect(await read('en/basics/two.md')).toContain(
    'See [it](../other/new-name.md#where-is-the-trumpet), [again](<../other/new-name.md>) and [it][ref].',
  )
  expect(await read('en/basics/two.md')).toContain(
    '[ref]: ../other/new-name.md\n\n```\n[code](old-name.md)\n```',
  )
  expect(await read('de/basics/two.md')).toContain('[das](../other/new-name.md)')
  expect(await read('en/pins.yaml')).toBe(
    'where is the trumpet: new-name#where-is-the-trumpet\n"how old": other-one\n',
  )
  expect((await check()).problems).toEqual([])
  expect(help.article('old-name')?.slug).toBe('new-name')
  expect(help.article('ancient')?.slug).toBe('new-name')
  expect(help.article('two')?.related?.map(({ slug }) => slug)).toEqual(['new-name'])

  const app = fastify()
  app.setValidatorCompiler(TypeBoxValidatorCompiler)
  await app.register(cookie)
  const feedback = { answer: async () => ({ yes: 0, partly: 0, no: 0 }) } as never
  await app.register(
    helpCenterPages({
      library: help,
      feedback,
      publicUrl: 'https://help.example',
      site: servedSite('https://help.example', {}),
    }),
  )
  for (const old of ['/help/basics/old-name', '/help/basics/ancient', '/help/old-name']) {
    const { statusCode, headers } = await app.inject(old)
    expect([statusCode, headers.location], old).toEqual([308, '/help/other/new-name'])
  }
  await app.close()

  // And back, as somebody types it: a name that is in use is not an old one.
  const run = (...args: string[]) =>
    spawnSync(
      process.execPath,
      ['dist/server/cli.js', 'articles', 'move', 'new-name', 'old-name', '--dir', folder.dir, ...args],
      { encoding: 'utf8' },
    )
  const back = run('--collection', 'basics')
  expect([back.status, back.stderr]).toEqual([0, ''])
  expect(back.stdout.split('\n').slice(0, 2)).toEqual([
    'Moved en/other/new-name.md to en/basics/old-name.md.',
    'Mended de/basics/two.md.',
  ])
  expect(run()).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringContaining('no article new-name'),
  })
  expect(await read('en/basics/old-name.md')).toContain('redirect_from: [ancient, new-name]\n')
  expect((await check()).problems).toEqual([])
})

test('a move that cannot be is refused with the reason, and nothing is written', async () => {
  await open(NAMED)
  const before = await read('en/basics/two.md')
  const refused: [Parameters<typeof moveArticle>[1], RegExp][] = [
    [{ slug: 'nobody', newSlug: 'x' }, /There is no article nobody/],
    [{ slug: 'ancient', newSlug: 'x' }, /ancient is an old name of old-name/],
    [{ slug: 'old-name', newSlug: 'two' }, /The slug two belongs to en\/basics\/two\.md/],
    [{ slug: 'two', newSlug: 'ancient' }, /The slug ancient belongs to en\/basics\/old-name\.md/],
    [{ slug: 'old-name', newSlug: 'New Name' }, /cannot stand in an address/],
    [
      { slug: 'old-name', newSlug: 'x', collection: 'none' },
      /no collection none in en; these are: basics, other/,
    ],
    [{ slug: 'old-name', newSlug: 'x', locale: 'fr' }, /no locale fr; these are: de, en/],
    [{ slug: 'old-name', newSlug: 'old-name' }, /has this name already/],
  ]
  for (const [move, reason] of refused) {
    const failed = await moveArticle(folder.dir, move, NOW).catch((cause: Error) => cause)
    expect(failed).toBeInstanceOf(NotMoved)
    expect((failed as Error).message).toMatch(reason)
  }
  expect(await read('en/basics/two.md')).toBe(before)
})

// ---- the check

const BROKEN: Files = {
  'en/basics/again.md': '---\ntitle: Once\norder: 1\ntitle: Again\n---\nText.\n',
  'en/basics/endless.md': '---\ntitle: Endless\norder: 1\n\nText.\n',
  'en/basics/tabbed.md': '---\ntitle: Tabbed\n\torder: 1\n---\nText.\n',
  'en/basics/bad-yaml.md': '---\ntitle: [open\norder: 1\n---\nText.\n',
  'en/basics/twice.md': article('The first by name keeps the slug.'),
  'en/zoo/collection.yaml': 'title: Zoo\ndescription: x\norder: 30\n',
  'en/zoo/twice.md': article('The other.'),
  'en/basics/dead-link.md': article('One.\n\n[away](nowhere.md)'),
  'en/basics/no-picture.md': article('![A map](map.png)'),
  'en/basics/script.md': article('Before.\n\n<script>alert(1)</script>'),
  'en/basics/huge.md': article('x'.repeat(5 * 1024 * 1024)),
  'en/basics/latin1.md': Buffer.from('---\ntitle: Caf\xe9\n---\n', 'latin1'),
  'en/basics/circle.md': article('{{> round}}'),
  'en/snippets/round.md': 'And {{> round}}\n',
  'en/basics/tomorrow.md': article('Checked some day.', { updated: '2027-11-24' }),
  'en/basics/later.md': article('Soon.', { publish_at: '2026-12-24' }),
  'en/basics/never.md': article('No.', { publish_at: '2026-12-24', unpublish_at: '2026-12-23' }),
  'en/basics/for-whom.md': article('Whose?', { audience: ['PA'] }),
  'en/basics/pinned.md': article('About the trumpet.', { title: 'The tuba', pins: ['the trumpet'] }),
  'en/basics/overtakes.md': article('All of it.\n\n## How it sounds\n\nLoud.', { title: 'The trumpet' }),
  'en/pins.yaml':
    '"how it sounds": overtakes#how-it-sounds\n"the tuba": overtakes\n"a trumpet": overtakes#how-it-sounds\n"zzqqy": pinned\n"who": nobody\n',
  'pins.yaml': '"the glockenspiel": nobody\n',
  'en/basics/whose.md': article('x', { related: ['nobody'], redirect_from: ['pinned'] }),
}

test('everything that is wrong in a folder is one line each: file, line, reason; what is only worth knowing is a note', async () => {
  await open(BROKEN)
  const { problems, notes } = await check()
  const expected = [
    /^en\/basics\/again\.md:4: This field is written twice; keep one of the two\.$/,
    /^en\/basics\/bad-yaml\.md:\d+: Not valid YAML: .+ quotation marks/,
    /^en\/basics\/dead-link\.md:10: The link to nowhere\.md leads nowhere: there is no article en\/basics\/nowhere\.md\.$/,
    /^en\/basics\/endless\.md:1: The front matter that begins here has no end: the second line of --- is missing\.$/,
    /^en\/basics\/for-whom\.md:6: audience must be public, verified, or attributes such as \{discipline: PA\}; it is \["PA"\]\.$/,
    /^en\/basics\/huge\.md:1: The file has 5\.\d MB; 1 MB is the most\. Big pictures lie beside the article/,
    /^en\/basics\/latin1\.md:1: The file is not UTF-8; save it with that encoding\.$/,
    /^en\/basics\/never\.md:7: unpublish_at is not after publish_at; nobody would ever see it\.$/,
    /^en\/basics\/no-picture\.md:8: The image map\.png is not shown: There is no file en\/basics\/map\.png\.$/,
    /^en\/basics\/script\.md:10: <script> is never run, and readers would see it as text; take it out,/,
    /^en\/basics\/tabbed\.md:3: This line begins with a tab; write spaces, or nothing, in its place\.$/,
    /^en\/basics\/tomorrow\.md:5: updated is 2027-11-24, which is still to come\.$/,
    /^en\/basics\/whose\.md:6: related names nobody; there is no such article\.$/,
    /^en\/basics\/whose\.md:7: redirect_from names pinned, which belongs to en\/basics\/pinned\.md\.$/,
    /^en\/snippets\/round\.md:1: Snippets use each other in a circle: round → round\.$/,
    /^en\/zoo\/twice\.md:1: The slug twice is taken by en\/basics\/twice\.md; rename one of the two files\.$/,
    /^en\/basics\/pinned\.md:6: The pin “the trumpet”: overtakes has overtaken pinned\.$/,
    /^en\/pins\.yaml:2: The pin “the tuba”: pinned has overtaken overtakes\.$/,
    /^en\/pins\.yaml:3: The pin “a trumpet”: overtakes has overtaken overtakes#how-it-sounds\.$/,
    /^en\/pins\.yaml:4: The pin “zzqqy”: it finds nothing, and should find pinned\.$/,
    /^en\/pins\.yaml:5: The pin “who”: There is no article nobody\.$/,
    /^pins\.yaml:1: The pin “the glockenspiel”: There is no article nobody\.$/,
  ]
  expect(lines(problems)).toEqual(expected.map((line) => expect.stringMatching(line)))
  expect(lines(notes)).toEqual(['en/basics/later.md:6: It is not shown before 2026-12-24.'])
})

test('slips that leave an article unseen, empty or shown otherwise are said in words of ours', async () => {
  const nested = '> '.repeat(8_000)
  await open({
    'en/lost.md': article('Beside the collections.'),
    'en/basics/collection.yaml': COLLECTION,
    'en/basics/alias.md': article('x').replace('---\n\n', 'keywords: &all [a, *all]\n---\n\n'),
    'en/basics/blank.md': article('x', { title: ' \u200b ' }),
    'en/basics/callout.md': article('> [!DANGER]\n> Wet floor.\n\n> [!NOTE]\n> Dry floor.'),
    'en/basics/deep/lost.md': article('Below a collection.'),
    'en/basics/empty.md': article(''),
    'en/basics/ending.MD': article('With another ending.'),
    'en/basics/hidden.md.txt': article('With an ending that is not shown.'),
    'en/basics/heading.md': article('# Loud\n\n## Quiet'),
    'en/basics/nested.md': article(`${nested}x`),
    'README.md': '# For editors',
    'lost.md': article('Beside the locales.'),
    'en/basics/path.md': article('[There](/help/basics/heading), [here](heading.md)'),
  })
  const { problems, notes } = await check()
  expect(lines(problems)).toEqual([
    expect.stringMatching(/^en\/basics\/alias\.md:6: \*all repeats what is written at &all; write it out\.$/),
    'en/basics/blank.md:2: title has nothing to read in it.',
    expect.stringMatching(/^en\/basics\/nested\.md:1: Something in it stands inside too many others/),
  ])
  expect(lines(notes)).toEqual([
    'en/basics/callout.md:8: Readers see [!DANGER]: callouts are [!NOTE], [!TIP] and [!WARNING], alone on their line.',
    expect.stringMatching(/^en\/basics\/deep\/lost\.md:1: Nobody sees this file/),
    expect.stringMatching(/^en\/basics\/empty\.md:\d: The article has no text\.$/),
    'en/basics/ending.MD:1: Nobody sees this file: the name of an article ends in .md.',
    expect.stringMatching(/^en\/basics\/heading\.md:8: “Loud” is shown as if it were ##/),
    'en/basics/hidden.md.txt:1: Nobody sees this file: the name of an article ends in .md.',
    expect.stringMatching(
      /^en\/basics\/path\.md:8: In the widget the link to \/help\/basics\/heading leads to the host/,
    ),
    expect.stringMatching(/^en\/lost\.md:1: Nobody sees this file/),
    expect.stringMatching(/^lost\.md:1: Nobody sees this file/),
  ])
})

test('the command prints them and exits with 1; with notes alone it exits with 0', async () => {
  await open(BROKEN)
  const run = (dir: string) =>
    spawnSync(process.execPath, ['dist/server/cli.js', 'articles', 'check', dir], { encoding: 'utf8' })
  const broken = run(folder.dir)
  expect(broken.status).toBe(1)
  expect(broken.stdout).toMatch(/^en\/basics\/dead-link\.md:10: The link to nowhere\.md/m)
  expect(broken.stdout).toMatch(/^en\/basics\/later\.md:6: note: It is not shown before/m)
  expect(broken.stderr).toBe('')
  await library?.close()
  await folder.remove()

  await open({ 'en/basics/one.md': article('Is <b>this</b> bold?') })
  const noted = run(folder.dir)
  expect([noted.status, noted.stdout]).toEqual([
    0,
    expect.stringMatching(/note: HTML is shown[\s\S]*All articles are in order\.\n$/),
  ])
})

test('while all of that is in its folder, the server keeps serving the last good version', async () => {
  const good = Object.fromEntries(
    Object.keys(BROKEN)
      .filter((file) => file.startsWith('en/basics/'))
      .map((file) => [file, article(`Good: the glockenspiel.`, { title: file })]),
  )
  const help = await open({ ...good, 'en/snippets/round.md': 'Fine.\n' }, true)
  const broken = [
    'bad-yaml',
    'dead-link',
    'no-picture',
    'huge',
    'latin1',
    'circle',
    'tomorrow',
    'never',
    'for-whom',
    'script',
  ]
  const before = broken.map((slug) => help.article(slug)?.version)
  expect(before).not.toContain(undefined)
  expect(help.problems()).toEqual([])
  // First: circle.md with the snippet that was there before would be in order for a moment, and that version a good one.
  const snippets = Object.entries(BROKEN).filter(([file]) => file.startsWith('en/snippets/'))
  await folder.put(Object.fromEntries(snippets))
  await folder.put(BROKEN)
  // What was in order is new. While the folder is being written, some of it may have been read before the rest.
  const isNew = () => help.article('overtakes')?.title === 'The trumpet'
  await eventually(
    'the whole folder to be read',
    async () => isNew() && help.problems().length > broken.length,
  )
  expect(broken.map((slug) => help.article(slug)?.version)).toEqual(before)
  expect(help.search('glockenspiel', 'en', 20).length).toBeGreaterThanOrEqual(broken.length)
})
