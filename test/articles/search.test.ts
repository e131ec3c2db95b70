// What students type, and what they must see first. The ranking is the one that the widget carries.

import { beforeAll, expect, test } from 'vitest'
import { buildIndex } from '../../protocol/search/build.ts'
import { MARK_END, MARK_START } from '../../protocol/search/marks.ts'
import { markMatches, openIndex, type SectionIndex, searchSections } from '../../protocol/search/ranking.ts'
import { wordsOfLanguage } from '../../server/articles/languages/languages.ts'
import { readArticles } from '../../server/articles/library.ts'

let index: SectionIndex
beforeAll(async () => {
  const { sections, synonyms } = await readArticles('articles', 'en')
  index = openIndex(buildIndex(sections, { locale: 'en', synonyms, written: wordsOfLanguage('en') }).first)
})

test.each([
  ['alredy exists', 'user-already-exists'],
  ['alredy exi', 'user-already-exists'],
  ['user allready exist', 'user-already-exists'],
  ['rotation not showing up', 'rotation-not-visible'],
  ['i dont see my rotaton', 'rotation-not-visible'],
  ['merge accounts', 'two-accounts-merge'],
  ['two acounts', 'two-accounts-merge'],
  ['do i have to pay', 'cost-free'],
  ['fee', 'cost-free'],
  ['forgot password', 'reset-password'],
  ['waitlisted', 'accepted-waitlisted-closed'],
  ['contact the coordinator at the hospital', 'contact-site-coordinators'],
  // letters swapped, a word too long, words joined and taken apart
  ['two accuonts', 'two-accounts-merge'],
  ['forgot my passwrod', 'reset-password'],
  ['applications', 'apply-for-a-rotation'],
  ['waitlist', 'accepted-waitlisted-closed'],
  ['on boarding', 'onboarding-steps'],
  ['offboardingevaluation', 'offboarding-and-evaluations'],
  ['I cannot login', 'reset-password'],
  ['I cannot log-in', 'reset-password'],
  ['I cannot log in', 'reset-password'],
])('“%s” finds %s first', (query, slug) => {
  expect(searchSections(index, query, 5)[0]?.slug).toBe(slug)
})

test('as it is typed, letter by letter, the answer comes early and does not go away', () => {
  const typed = 'alredy exists'
  const first = Array.from(
    { length: typed.length },
    (_, n) => searchSections(index, typed.slice(0, n + 1), 3)[0]?.slug,
  )
  const found = first.indexOf('user-already-exists')
  expect(found).toBeGreaterThan(-1)
  expect(found).toBeLessThan(typed.length - 3)
  expect(new Set(first.slice(found))).toEqual(new Set(['user-already-exists']))
})

test('each question that readers ask, as an article’s editors wrote it down, finds this article first', async () => {
  const { sections, synonyms } = await readArticles('articles', 'en')
  const asked = sections.flatMap(({ slug, questions }) =>
    questions.split('\n').flatMap((query) => (query ? [{ query, slug }] : [])),
  )
  expect(asked).toHaveLength(3 * new Set(sections.map(({ slug }) => slug)).size)
  const lost = (of: SectionIndex) =>
    asked.filter(({ query, slug }) => searchSections(of, query, 1)[0]?.slug !== slug)
  expect(lost(index)).toEqual([])
  // The premise: it is this field that finds them.
  const without = sections.map((section) => ({ ...section, questions: '' }))
  const written = wordsOfLanguage('en')
  expect(
    lost(openIndex(buildIndex(without, { locale: 'en', synonyms, written }).first)).length,
  ).toBeGreaterThan(15)
})

test('an article shows once, at its best section', () => {
  const slugs = searchSections(index, 'rotation', 20).map(({ slug }) => slug)
  expect(slugs.length).toBeGreaterThan(3)
  expect(new Set(slugs).size).toBe(slugs.length)
})

test('matching words are marked, and only those', () => {
  const [result] = searchSections(index, 'password', 1)
  const marked = [
    ...(result?.snippet ?? '').matchAll(new RegExp(`${MARK_START}([^${MARK_END}]*)${MARK_END}`, 'g')),
  ]
  expect(marked.length).toBeGreaterThan(0)
  for (const [, word] of marked) expect(word?.toLowerCase()).toContain('password')
})

test('a heading is marked too, where a word was mistyped as well', () => {
  const marks = (text: string, query: string) =>
    markMatches(text, query, index).replaceAll(MARK_START, '[').replaceAll(MARK_END, ']')
  expect(marks('It says "user already exists"', 'alredy exi')).toBe('It says "user [already] [exists]"')
  expect(marks('Reset my password', 'my passwrod')).toBe('Reset my [password]')
  // A word that stands there as it was typed is not taken for another.
  expect(marks('Change a form, from a site', 'form')).toBe('Change a [form], from a site')
  expect(marks('Nothing of it', '')).toBe('Nothing of it')
})

test('an index of another form is refused, not misread', () => {
  const { first } = buildIndex([], { locale: 'en', synonyms: [] })
  expect(openIndex(first).count).toBe(0)
  const other = new TextEncoder().encode(
    new TextDecoder().decode(first).replace(/"version":\d+/, '"version":1'),
  )
  expect(() => openIndex(other)).toThrow(/reload/)
})

test('nothing, one letter and nonsense find nothing and break nothing', () => {
  for (const query of ['', ' ', 'a', '???', '()[]{}*+', '\u0000', 'x'.repeat(300), 'qwrtzpsdfg']) {
    expect(searchSections(index, query, 5), query).toEqual([])
  }
})
