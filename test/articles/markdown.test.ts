// What editors can write beyond plain text, and what readers get of it: footnotes, blocks for some readers, pictures,
// videos, files, snippets. Each that is wrong is named with the file and line on which it is mended.

import fastify from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { fileRoutes } from '../../server/articles/file-routes.ts'
import { type Library, openLibrary } from '../../server/articles/library.ts'
import {
  article,
  articlesFolder,
  BODY_LINE,
  COLLECTION,
  changed,
  type Files,
  type Folder,
  PNG,
  silent,
} from '../stage/articles-folder.ts'

let folder: Folder
let library: Library
afterEach(async () => {
  await library?.close()
  await folder?.remove()
})

async function open(files: Files, watch = false): Promise<Library> {
  folder = await articlesFolder({ 'en/basics/collection.yaml': COLLECTION, ...files })
  library = await openLibrary({ dir: folder.dir, log: silent, watch })
  return library
}
async function htmlOf(body: string, files: Files = {}): Promise<string> {
  const { article: find } = await open({ 'en/basics/one.md': article(body), ...files })
  return find('one')?.html ?? ''
}
const problems = () => library.problems().map(({ file, line, reason }) => `${file}:${line}: ${reason}`)

test('GitHub’s markdown: tables that scroll in their own box, task lists, bare addresses, code', async () => {
  const html = await htmlOf(
    '| a | b |\n| - | -: |\n| 1 | 2 |\n\n- [x] done\n- [ ] open\n\nSee https://example.com, www.example.org.\n\n```js\nlet a = 1 < 2\n```\n\n~~gone~~',
  )
  expect(html).toContain('<div class="table" tabindex="0"><table>')
  expect(html).toContain('<td class="align-right">2</td>')
  expect(html).toMatch(/<li><input type="checkbox" disabled checked aria-label="Done" \/> done<\/li>/)
  expect(html).toContain('<a href="https://example.com" rel="noopener noreferrer">')
  expect(html).toContain('<a href="https://www.example.org" rel="noopener noreferrer">www.example.org</a>')
  expect(html).toContain('<code class="language-js">let a = 1 &lt; 2')
  expect(html).toContain('<del>gone</del>')
  expect(problems()).toEqual([])
})

test('a quote that begins with [!NOTE], [!TIP] or [!WARNING] is a callout, says which in words, and any other is a quote', async () => {
  const html = await htmlOf(
    '> [!NOTE]\n> Read *this*.\n\n> [!TIP]\n> Or that.\n\n> [!WARNING]\n> Never.\n\n> Said.',
  )
  const titles = [...html.matchAll(/<div class="callout callout-(\w+)"><p class="callout-title">(\w+)</g)]
  expect(titles.map(([, kind, title]) => [kind, title])).toEqual([
    ['note', 'Note'],
    ['tip', 'Tip'],
    ['warning', 'Warning'],
  ])
  expect(html).toContain('Read <em>this</em>.')
  expect(html).not.toContain('[!')
  expect(html).toMatch(/<blockquote>\s*<p>Said\.<\/p>/)
  expect(problems()).toEqual([])
})

test('footnotes are numbered as they are met, stand at the end, and lead back to each mention', async () => {
  const html = await htmlOf(
    'One[^late] two[^b] one again[^late].\n\n[^b]: Second.\n[^late]: First *of all*,\n  on two lines.\n\nMore.',
  )
  expect(html.match(/id="fn[^"]*"/g)).toEqual([
    'id="fnref.1"',
    'id="fnref.2"',
    'id="fnref.1-2"',
    'id="fn.1"',
    'id="fn.2"',
  ])
  expect(html).toContain('<sup class="footnote-ref"><a href="#fn.2" id="fnref.2">2</a></sup>')
  expect(html).toMatch(
    /<li id="fn.1"><p>First <em>of all<\/em>,\non two lines. <a href="#fnref.1"[^>]*>↩<\/a> <a href="#fnref.1-2"/,
  )
  expect(html.indexOf('More.')).toBeLessThan(html.indexOf('class="footnotes"'))
  // A heading cannot take a footnote's place.
  expect((await htmlOf('## fn.1\n\nx[^a]\n\n[^a]: y')).match(/id="[^"]*"/g)).toEqual([
    'id="fn1"',
    'id="fnref.1"',
    'id="fn.1"',
  ])
})

test('a footnote without its text, or mentioned nowhere, is named', async () => {
  await htmlOf('One[^a].\n\n[^b]: Nobody asks.')
  expect(problems()).toEqual([
    `en/basics/one.md:${BODY_LINE}: There is no footnote a: a line with [^a]: is missing.`,
    `en/basics/one.md:${BODY_LINE + 2}: The footnote b is not mentioned anywhere.`,
  ])
})

test('every branch of a block for some readers is there, with its condition and for whom it is', async () => {
  const html = await htmlOf(
    ':::if discipline=PA|NP & year!=1\n## Clinical years\n\nAsk your PA office.\n:::else if school=Northfield\nAsk Northfield.\n:::else\nAsk your school.\n\n```\n:::\n```\n:::\n\nFor all.',
  )
  expect(html).toContain(
    'data-if="discipline=PA|NP &amp; year!=1"><p class="branch-for">If discipline is PA or NP and year is not 1</p>',
  )
  expect(html).toContain('data-if="school=Northfield"><p class="branch-for">If school is Northfield</p>')
  expect(html).toContain('<div class="branch"><p class="branch-for">Otherwise</p>')
  // Headings in it are headings: in the contents, with an anchor, and search finds the section.
  expect(library.article('one')?.headings).toEqual([
    { anchor: 'clinical-years', text: 'Clinical years', level: 2 },
  ])
  expect(library.search('clinical years office', 'en', 1)[0]).toMatchObject({ section: 'clinical-years' })
  expect(html).toMatch(/<\/div>\n<\/div>\n<p>For all.<\/p>/)
  expect(problems()).toEqual([])
})

test('the words that are not the author’s are in the language of the article', async () => {
  const body =
    '> [!WARNING]\n> 1\n\n:::if discipline=PA|NP & year!=1\n2\n:::else\n3\n:::\n\n- [x] 4\n\n5[^a]\n\n[^a]: 6'
  const { article: find } = await open({
    'en/basics/one.md': article(body),
    'es/basics/one.md': article(body),
    'ar/basics/one.md': article(body),
    'de/basics/one.md': article(body),
    'nl/basics/one.md': article(body),
  })
  const said = (locale: string) => {
    const html = find('one', locale)?.html ?? ''
    return [...html.matchAll(/(?:callout-title">|branch-for">|aria-label=")([^<"]+)/g)].map(
      ([, words]) => words,
    )
  }
  expect(said('en')).toEqual([
    'Warning',
    'If discipline is PA or NP and year is not 1',
    'Otherwise',
    'Done',
    'Back to the text',
  ])
  expect(said('es')).toEqual([
    'Atención',
    'Si discipline es PA o NP y year no es 1',
    'En los demás casos',
    'Hecho',
    'Volver al texto',
  ])
  expect(said('ar')[0]).toBe('تنبيه')
  expect(said('de')[0]).toBe('Achtung')
  // Nobody has written Dutch yet.
  expect(said('nl')).toEqual(said('en'))
})

test('a block that is not closed, or whose condition says nothing, is named', async () => {
  await htmlOf('Begin.\n\n:::if discipline\nText.\n\n:::else\nOther.\n:::else if a=b\nThird.')
  expect(problems()).toEqual([
    `en/basics/one.md:${BODY_LINE + 2}: The block has no end: a line with ::: alone is missing.`,
    expect.stringContaining(`en/basics/one.md:${BODY_LINE + 2}: “discipline” is not a condition such as`),
    `en/basics/one.md:${BODY_LINE + 7}: Nothing can follow :::else but the end of the block.`,
  ])
})

test('a picture beside the article has its size, waits until it is needed, and is kept for ever by its content', async () => {
  const html = await htmlOf(
    'Text.\n\n![A red point](red.png "So red")\n\nInline ![again](../../files/red.png) and ![elsewhere](https://example.com/x.png).',
    { 'en/basics/red.png': PNG, 'files/red.png': PNG },
  )
  const [, url = ''] =
    /<figure class="image"><img src="([^"]+)" alt="A red point" width="2" height="1" loading="lazy" \/><figcaption>So red<\/figcaption><\/figure>/.exec(
      html,
    ) ?? []
  expect(url).toMatch(/^\/help\/files\/[0-9a-f]{32}\/red\.png$/)
  // The same content is the same file.
  expect(html.split(url)).toHaveLength(3)
  const app = fastify()
  await app.register(fileRoutes({ library }))
  const sent = await app.inject(url)
  expect([sent.statusCode, sent.headers['content-type'], sent.headers['cache-control']]).toEqual([
    200,
    'image/png',
    'public, max-age=31536000, immutable',
  ])
  expect(sent.rawPayload).toEqual(PNG)
  expect(sent.headers['content-disposition']).toMatch(/^inline/)
  for (const wrong of ['/help/files/0123/red.png', '/help/files/..%2f..%2fen/one.md']) {
    expect((await app.inject(wrong)).statusCode, wrong).not.toBe(200)
  }
  // Changed a moment ago: what is there now must not be kept for ever under the old name.
  await folder.put({
    'en/basics/red.png': Buffer.concat([PNG, PNG]),
    'files/red.png': Buffer.concat([PNG, PNG]),
  })
  expect((await app.inject(url)).statusCode).not.toBe(200)
  await app.close()
})

test('what readers take home is sent as a download, and its kind and size are said', async () => {
  const html = await htmlOf('Take the [checklist (spring)](<check list.pdf>), or [see it](red.png).', {
    'en/basics/check list.pdf': Buffer.alloc(2_500, '%'),
    'en/basics/red.png': PNG,
  })
  const [, url = ''] =
    /<a href="([^"]+)" class="download">checklist \(spring\)<\/a> <span class="file-size">\(PDF, 2 KB\)<\/span>/.exec(
      html,
    ) ?? []
  expect(url).toMatch(/check%20list\.pdf$/)
  const app = fastify()
  await app.register(fileRoutes({ library }))
  const { statusCode, headers } = await app.inject(url)
  expect([statusCode, headers['content-type'], headers['content-disposition']]).toEqual([
    200,
    'application/pdf',
    "attachment; filename*=UTF-8''check%20list.pdf",
  ])
  expect(headers['content-security-policy']).toContain('sandbox')
  await app.close()
})

test('a picture or file that is missing, unreadable, outside or of a wrong kind is named', async () => {
  await htmlOf(
    '![a](gone.png)\n\n![b](../../../../etc/passwd.png)\n\n[c](run.exe)\n\n![d](broken.png)\n\n![e](notes.pdf)\n\n![](red.png)',
    {
      'en/basics/run.exe': 'MZ',
      'en/basics/broken.png': 'not a picture',
      'en/basics/notes.pdf': '%PDF',
      'en/basics/red.png': PNG,
    },
  )
  expect(problems()).toEqual([
    `en/basics/one.md:${BODY_LINE}: The image gone.png is not shown: There is no file en/basics/gone.png.`,
    expect.stringMatching(
      /:10: The image .*passwd.png is not shown: its address must begin with https:, or be a file/,
    ),
    expect.stringMatching(
      /:12: The link to run.exe is not shown: en\/basics\/run.exe is of a type that is not served/,
    ),
    expect.stringMatching(/:14: The image broken.png is not shown: .* is not an image that can be read/),
    `en/basics/one.md:${BODY_LINE + 8}: notes.pdf is not an image; link to it instead.`,
  ])
})

test('a video of the allow-list is a link until somebody clicks; any other is none', async () => {
  const html = await htmlOf(
    '![How to apply](https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3 "Two minutes")\n\n![Tour](https://vimeo.com/123456789)\n\nSee ![inline](https://youtu.be/dQw4w9WgXcQ).\n\n![x](https://video.example/embed/1)',
  )
  expect(html).toContain(
    '<figure class="video" data-video="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ" rel="noopener noreferrer">How to apply</a><figcaption>Two minutes</figcaption></figure>',
  )
  expect(html).toContain('data-video="https://player.vimeo.com/video/123456789?dnt=1"')
  expect(html).toContain(
    'See <a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ" rel="noopener noreferrer">inline</a>.',
  )
  expect(html).not.toMatch(/<iframe|<script|data-video="https:\/\/video\.example/)
})

test('a snippet is part of every article that uses it; changed, it changes them all, and only them', async () => {
  await open(
    {
      'en/basics/one.md': article(
        '1. First\n\n   {{> write}}\n\nAsk {{> who}}. Not `{{> who}}`, not \\{{> who}}.\n\n```\n{{> who}}\n```',
      ),
      'en/basics/two.md': article('{{> write}}'),
      'en/basics/three.md': article('Nothing shared.'),
      'en/snippets/write.md': '## Still stuck?\n\nWrite to {{> who}}, see [three](../basics/three.md).\n',
      'en/snippets/who.md': 'the support team\n',
    },
    true,
  )
  const one = () => library.article('one')?.html ?? ''
  expect(one()).toContain('<li><p>First</p>\n<h2 id="still-stuck">Still stuck?</h2>')
  expect(one()).toContain(
    'Write to the support team, see <a href="/help/basics/three" data-article="three">three</a>.',
  )
  expect(one()).toContain('Ask the support team. Not <code>{{&gt; who}}</code>, not {{&gt; who}}.')
  expect(one()).toMatch(/<pre><code>\{\{&gt; who\}\}/)
  expect(
    library
      .search('still stuck support team', 'en', 5)
      .map(({ slug }) => slug)
      .toSorted(),
  ).toEqual(['one', 'two'])
  const before = ['one', 'two', 'three'].map((slug) => library.article(slug)?.version)
  const told = changed(library)
  await folder.put({ 'en/snippets/who.md': 'our team\n' })
  await told
  expect(one()).toContain('Write to our team')
  const after = ['one', 'two', 'three'].map((slug) => library.article(slug)?.version)
  expect(after.map((version, place) => version === before[place])).toEqual([false, false, true])
})

test('a snippet that is missing or goes round in a circle is named where it is written, once', async () => {
  await open({
    'en/basics/one.md': article('{{> a}}'),
    'en/basics/two.md': article('Text.\n\n{{> a}} {{> nowhere}}'),
    'en/basics/three.md': article('{{> link}}'),
    'en/snippets/a.md': 'x\n\n{{> b}}\n',
    'en/snippets/b.md': '{{> a}}\n',
    'en/snippets/link.md': 'One.\n\n[dead](nowhere.md)\n',
  })
  expect(problems()).toEqual([
    `en/basics/two.md:${BODY_LINE + 2}: There is no snippet nowhere: it would be en/snippets/nowhere.md.`,
    'en/snippets/b.md:1: Snippets use each other in a circle: a → b → a.',
    'en/snippets/link.md:3: The link to nowhere.md leads nowhere: there is no article en/snippets/nowhere.md.',
  ])
  // Broken from the beginning: there is no earlier version that could serve.
  expect(library.article('one')).toBeUndefined()
})
