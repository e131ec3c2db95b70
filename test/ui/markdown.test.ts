// What people type, drawn: the little of markdown that is meant, and everything else exactly as it was typed.

import { type ComponentChildren, isValidElement, type VNode } from 'preact'
import { expect, test } from 'vitest'
import { plainWords } from '../../protocol/plain-words.ts'
import { textWithCards } from '../../ui/article-card.tsx'
import { EMOJI, findEmoji } from '../../ui/emoji.ts'
import { isEmojiAlone } from '../../ui/emoji-alone.ts'
import { richText } from '../../ui/markdown.tsx'

/** As markup, so that a test can be read. Text is escaped here as a browser would show it. */
function markup(drawn: ComponentChildren): string {
  if (Array.isArray(drawn)) return drawn.map(markup).join('')
  if (!isValidElement(drawn)) return String(drawn ?? '').replaceAll('<', '&lt;')
  const { type, props } = drawn as VNode<{ children?: ComponentChildren; href?: string }>
  if (typeof type === 'function') return ''
  const inside = markup(props.children)
  return `<${type}${props.href ? ` href=${props.href}` : ''}>${inside}</${type}>`
}
const drawn = (text: string) => markup(richText(text))

const PLAIN = [
  'The field with a * is required',
  '2 * 3 * 4 = 24, and 2*3*4 too, and x**2 + y**2',
  'See note* and that one* below',
  'my_file_name_v2.pdf, __init__ and _private_',
  'It starts at 10:30. Room 4.',
  '2024. That was a year',
  '- I do not know',
  '* nor do I',
  'it`s mine and that`s yours',
  '3. Third only\n4. Fourth',
  '1. One thing, and nothing more',
  '-5 degrees\n-10 degrees',
  '5 > 3\n>5',
  '**** and ** ** and * * and ``',
  '```\nnever closed',
  '# 12 is my room',
  '[click](evil.example) me',
  '  two  spaces\n\n\nand three lines',
  '👩🏽‍⚕️ e\u0301 שלום مرحبا ก็',
  'Ends with \\',
]
test.each(PLAIN)('%j stays as it was typed', (text) => {
  expect(drawn(text)).toBe(text)
})

test.each([
  ['This is **very** important', 'This is <strong>very</strong> important'],
  ['(*perhaps*), she said', '(<em>perhaps</em>), she said'],
  ['Press `Ctrl+*` twice.', 'Press <code>Ctrl+*</code> twice.'],
  ['Try:\n- one\n- **two**\nThen?', 'Try:<ul><li>one</li><li><strong>two</strong></li></ul>Then?'],
  ['1. First\n2. Second', '<ol><li>First</li><li>Second</li></ol>'],
  ['> You wrote\n> this\n\nYes', '<blockquote>You wrote\nthis</blockquote>Yes'],
  ['```js\n**a** < b\n```', '<pre><code>**a** &lt; b</code></pre>'],
  [
    '**see https://x.example/a_b_c**',
    '<strong>see <a href=https://x.example/a_b_c>https://x.example/a_b_c</a></strong>',
  ],
  ['mailto:maya@x.example.', '<a href=mailto:maya@x.example>mailto:maya@x.example</a>.'],
])('%j is drawn', (text, expected) => {
  expect(drawn(text)).toBe(expected)
})

test.each([
  '<img src=x onerror=alert(1)> **<b>x</b>**',
  'javascript:alert(1) data:text/html,x file:///etc/passwd vbscript:x',
  '[x](javascript:alert(1)) ![x](https://evil.example/p.png)',
  '<a href="javascript:alert(1)">x</a> `<script>`',
])('%j: no element but ours, no address but http, https, mailto', (text) => {
  const tags = [...drawn(text).matchAll(/<(?!\/)([^\s>]+)(?: href=([^>]*))?>/g)]
  for (const [, tag, href] of tags) {
    expect(['strong', 'em', 'code', 'a']).toContain(tag)
    if (tag === 'a') expect(href).toMatch(/^(https?:\/\/|mailto:)/)
  }
})

test('a link opens beside the page and tells nobody where it was', () => {
  const link = richText('https://x.example').find((part) => isValidElement(part)) as VNode<object>
  expect(link.props).toMatchObject({ target: '_blank', rel: expect.stringContaining('noopener') })
})

test('no text of the longest length takes long', () => {
  const began = performance.now()
  for (const bit of ['*', '**a', '`', '> ', '- a\n', '*a* ', '```\n', 'mailto:', '1. a\n', '*a\n'])
    richText(bit.repeat(10_000 / bit.length))
  expect(performance.now() - began).toBeLessThan(5_000)
})

test('no text takes long to be said on one line, however many beginnings it has that nothing ends', () => {
  const began = performance.now()
  for (const bit of [
    '```a\n',
    '```\n',
    '[',
    '[a',
    '[a](/',
    '![a](https:',
    '*a ',
    '**a ',
    '`a ',
    '> ',
    '- a\n',
  ])
    plainWords(bit.repeat(100_000 / bit.length))
  expect(performance.now() - began).toBeLessThan(5_000)
})

test('up to three emoji alone are drawn large; a number, a word, a fourth are text', () => {
  for (const text of ['👍', '🎉🎉🎉', '👩🏽‍⚕️ 🇳🇿', '❤️']) expect(isEmojiAlone(text), text).toBe(true)
  for (const text of ['', '1', '👍!', 'ok 👍', '🎉🎉🎉🎉', '©']) expect(isEmojiAlone(text), text).toBe(false)
})

test('the short list is found by the beginning of a name; each in it is one emoji, once', () => {
  expect(findEmoji('thu up').map(({ emoji }) => emoji)).toEqual(['👍'])
  expect(findEmoji('PARTY').map(({ emoji }) => emoji)).toContain('🎉')
  expect(findEmoji('zzz')).toEqual([])
  for (const { emoji, words } of EMOJI) expect(isEmojiAlone(emoji) && words !== '', emoji).toBe(true)
  expect(new Set(EMOJI.map(({ emoji }) => emoji)).size).toBe(EMOJI.length)
})

test('an article’s title with its address below becomes a card; no other address does', () => {
  const center = 'https://help.example/help/'
  const cards = (text: string) => markup(textWithCards(text, center))
  const address = `${center}signing-in/reset-password#no-mail`
  expect(cards(`Look here:\n\nReset: no mail\n${address}\n\n*Omar*`)).toBe(
    `Look here:<a href=${address}><span>Reset: no mail</span></a><em>Omar</em>`,
  )
  for (const text of [
    `Reset\nhttps://evil.example/help/signing-in/reset-password`,
    `Reset\n${center}signing-in`,
    `Reset\n${center}search?q=x/y`,
    `Reset\n${address} and more`,
    address,
  ])
    expect(markup(textWithCards(text, center)), text).toBe(drawn(text))
  const opened: unknown[] = []
  const [found] = textWithCards(`Reset\n${address}`, center, (...of) => opened.push(of)) as VNode<{
    onClick: (event: object) => void
  }>[]
  found?.props.onClick({ stopPropagation() {}, preventDefault() {} })
  expect(opened).toEqual([['reset-password', 'no-mail']])
})

test('on one line of a list the same text is plain words; what is no mark stays', () => {
  for (const text of PLAIN) expect(plainWords(text), text).toBe(text)
  const said: [text: string, words: string][] = [
    ['**Urgent**: my `rotation` is *gone*', 'Urgent: my rotation is gone'],
    ['**the `id` field**', 'the id field'],
    ['See [the page](https://portal.example/p?id=1), please', 'See the page, please'],
    ['![my screen](/files/1.png)', 'my screen'],
    ['## Deadlines\nWhere are they?', 'Deadlines\nWhere are they?'],
    ['> You wrote\nYes', 'You wrote\nYes'],
    ['- one\n- two', 'one\ntwo'],
    ['```js\none()\n```\nand\n```js\ntwo()', 'one()\nand\n```js\ntwo()'],
    ['[see [the page](/p)', '[see the page'],
    ['```\nERR 7\n```', 'ERR 7'],
  ]
  for (const [text, words] of said) expect(plainWords(text)).toBe(words)
})
