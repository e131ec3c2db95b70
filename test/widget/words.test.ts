// The widget's words in every language: what the type check of widget/strings/words.ts cannot see. None is missing, none was left in
// English, each says whatever it is given, and the loader knows where there is a panel.

import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { launcherWords } from '../../widget/strings/launcher.ts'
import type { Words } from '../../widget/strings/words.ts'

const languages = (await readdir('widget/strings')).filter((name) => !name.includes('.'))
const inAll = Object.fromEntries(
  await Promise.all(
    languages.map(async (one) => [one, (await import(`../../widget/strings/${one}/all.ts`)).words as Words]),
  ),
) as Record<string, Words>
const english = inAll.en as Words
const others = languages.filter((one) => one !== 'en')

/** The same word in both. */
const SAME: Record<string, string[]> = {
  de: ['beside.browser', 'panel.ticketNumber', 'proofs.code'],
  es: ['panel.answers.no'],
  fr: ['beside.page', 'panel.messages', 'panel.ticketNumber', 'proofs.code'],
}

test('the loader names a panel for each language, and the panel goes on with the same name', () => {
  expect(Object.keys(launcherWords).toSorted()).toEqual(languages)
  expect(languages.length).toBeGreaterThan(5)
  for (const [language, [name]] of Object.entries(launcherWords))
    expect(inAll[language]?.panel.launcher(false, 0)).toBe(name)
})

test.each(others)('in %s every word is there, and none in English', (language) => {
  const own = leavesOf(inAll[language])
  const theirs = leavesOf(english)
  expect(Object.keys(own)).toEqual(Object.keys(theirs))
  expect(inAll[language]?.panel.language).toBe(language)
  const same = Object.keys(theirs).filter(
    (name) =>
      !/panel\.(language|direction|digits)$/.test(name) && sayingOf(own[name]) === sayingOf(theirs[name]),
  )
  expect(same.toSorted()).toEqual(SAME[language] ?? [])
})

test.each(others)('in %s each sentence says what it is given, whatever its number', (language) => {
  const own = leavesOf(inAll[language])
  for (const [name, word] of Object.entries(leavesOf(english))) {
    if (typeof word !== 'function') continue
    for (const given of GIVEN) {
      const [said, wanted] = [own[name], word].map((one) => (one as Sentence)(...given))
      const [here, there] = [marksIn(said), marksIn(wanted)]
      // Who has a word for one or two of something need not write the number.
      const left = there.filter(
        (mark) => !here.includes(mark) && !(language === 'ar' && /^[012]$/.test(mark)),
      )
      expect(left, `${language} ${name}: “${said}” for “${wanted}”`).toEqual([])
      if (!BROKEN.test(`${wanted}`)) expect(said).not.toMatch(BROKEN)
    }
  }
})

/** What stands where a sentence takes something else than it was given. */
const BROKEN = /undefined|\[object|NaN/

type Sentence = (...given: unknown[]) => string

/** What sentences take: a number or a text, or facts and a time. */
const GIVEN: unknown[][] = [
  ...[0, 1, 2, 3, 11, 100].map((n) => [n, '⟨2⟩']),
  ['⟨1⟩', '⟨2⟩'],
  [false, 7],
  [{ day: '⟨day⟩', isNear: true }, '⟨2⟩'],
  [{ day: '⟨day⟩', isNear: false }, '⟨2⟩'],
  ...[
    ...['ticket.opened', 'ticket.assigned', 'ticket.solved', 'ticket.continued', 'ticket.continues'],
    ...['form.changed', 'merge.requested', 'merge.rejected', 'merge.completed', 'message.deleted'],
  ].map((code) => [code, { name: '⟨name⟩', fields: '⟨fields⟩', fromEmail: '⟨from⟩', reason: '⟨reason⟩' }]),
]
const marksIn = (said: string | undefined) => [...String(said).matchAll(/⟨[^⟩]*⟩|\d+/g)].map(([mark]) => mark)

/** `file.name` or deeper → a text or a sentence that takes something. */
function leavesOf(words: unknown, name = ''): Record<string, unknown> {
  if (typeof words !== 'object' || words === null) return { [name]: words }
  return Object.assign(
    {},
    ...Object.entries(words).map(([key, word]) => leavesOf(word, name ? `${name}.${key}` : key)),
  )
}

const sayingOf = (word: unknown) =>
  typeof word === 'function' ? GIVEN.map((given) => (word as Sentence)(...given)).join() : word
