// The index as bytes: what was written is what is read, and MiniSearch finds and scores in it as in one of its own.

import fc from 'fast-check'
import MiniSearch from 'minisearch'
import { expect, test, vi } from 'vitest'
import { buildIndex, type SectionDocument } from '../../protocol/search/build.ts'
import { MARK_END, MARK_START } from '../../protocol/search/marks.ts'
import { type Lists, type Postings, readPostings, writePostings } from '../../protocol/search/postings.ts'
import { answer, answering, openBuilt, openIndex, opening } from '../../protocol/search/ranking.ts'
import { understanding } from '../../protocol/search/readings.ts'
import { openTerms, writeTerms } from '../../protocol/search/terms.ts'
import { inOneGo, inSlices, sliced } from '../../protocol/steps.ts'
import { formOf, termsOf, wordsOf } from '../../protocol/text-analysis.ts'
import { wordsOfLanguage } from '../../server/articles/languages/languages.ts'
import { readArticles } from '../../server/articles/library.ts'

const written = wordsOfLanguage('en')

test('a word that has no end is asked about no further than words go', () => {
  const index = openBuilt(buildIndex([], { locale: 'en', synonyms: [], written }))
  const asked = (query: string) => {
    const term = vi.fn(index.term)
    inOneGo(understanding(query, { ...index, term }, index.lexicon))
    return term.mock.calls.length
  }
  expect(asked('password'), 'each of its ends is').toBeGreaterThan(5)
  // A question may have 300 characters, and each of these stands for eighteen letters.
  expect(asked('\ufdfa'.repeat(300))).toBeLessThan(200)
  expect(asked('p'.repeat(300))).toBeLessThan(200)
})

test('lists of places come back as they were written, whatever they are and in whatever order they are read', () => {
  const lists = fc.integer({ min: 1, max: 300 }).chain((places) =>
    fc.tuple(
      fc.constant(places),
      fc.array(
        fc
          .uniqueArray(fc.nat({ max: places - 1 }), { maxLength: places })
          .map((list) => list.toSorted((one, other) => one - other)),
        { minLength: 1, maxLength: 60 },
      ),
    ),
  )
  fc.assert(
    fc.property(lists, fc.infiniteStream(fc.nat({ max: 59 })), ([places, all], order) => {
      const lengths = Uint8Array.from({ length: places }, (_, place) => (place * 37) % 60)
      const postings = readPostings(writePostings(listsIn(all), lengths), lengths)
      for (const term of [...order.take(20), ...all.keys()]) {
        expect(placesIn(postings, term)).toEqual(all[term] ?? [])
        const union = new Set([term, term + 1, term + 7].flatMap((one) => all[one] ?? []))
        expect(placesIn(postings, term, term + 1, term + 7)).toEqual([...union].toSorted((a, b) => a - b))
      }
    }),
  )
})

test('a list of thousands of places comes back whole, the first one that is read', () => {
  const list = Array.from({ length: 3_000 }, (_, at) => at * 3)
  const lengths = new Uint8Array(10_000).fill(12)
  expect(placesIn(readPostings(writePostings(listsIn([[7], list, [8]]), lengths), lengths), 1)).toEqual(list)
})

test('lists that follow each other are read one after the other as well as from the middle', () => {
  const lengths = Uint8Array.from({ length: 5_000 }, (_, place) => (place * 7) % 41)
  const lists = Array.from({ length: 600 }, (_, term) =>
    Array.from({ length: 1 + ((term * term) % 17) }, (_, at) => (term * 31 + at * 293) % 5_000).sort(
      (one, other) => one - other,
    ),
  )
  const written = writePostings(listsIn(lists), lengths)
  const inOrder = readPostings(written, lengths)
  expect(lists.map((_, term) => placesIn(inOrder, term))).toEqual(lists)
  const anyhow = readPostings(written, lengths)
  for (const term of [599, 0, 300, 301, 7, 598]) expect(placesIn(anyhow, term)).toEqual(lists[term])
})

test('words come back as they were written, and are found where they stand', () => {
  const word = fc.stringMatching(/^[a-cäß0-9文]{1,50}$/u)
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 300 }), word, (words, other) => {
      const terms = words.toSorted()
      const read = openTerms(writeTerms(terms))
      expect(terms.map((_, place) => read.at(place))).toEqual(terms)
      expect(read.length).toBe(terms.length)
      expect(read.at(terms.length)).toBe('')
      for (const [place, term] of terms.entries()) expect(read.firstFrom(term)).toBe(place)
      expect(read.firstFrom(other)).toBe(terms.filter((term) => term < other).length)
    }),
  )
})

test('MiniSearch finds the same sections in the bytes as in an index that it made itself, and scores them alike', async () => {
  const { sections } = await readArticles('articles', 'en')
  const index = openBuilt(buildIndex(sections, { locale: 'en', synonyms: [], written }))
  const own = new MiniSearch<SectionDocument & { place: number }>({
    idField: 'place',
    fields: ['title', 'heading', 'questions', 'keywords', 'text'],
    // Once in a field is as good as often.
    tokenize: (text) => [...new Set(wordsOf(text).map((word) => formOf(word.text)))],
    processTerm: (of) => of || null,
  })
  own.addAll(sections.map((section, place) => ({ ...section, place })))

  for (const words of ['password', 'merge two accounts', 'rotation dashboard coordinator', 'fee', 'zzz']) {
    const terms = words.split(' ')
    const boost = { text: 2 }
    const readings = terms.map((text) => ({ text, weight: 1, words: 1 }))
    const mine = inOneGo(index.asking(readings, { boost }))
    const theirs = own.search(terms.join(' '), { boost, tokenize: (text) => text.split(' ') })
    expect(mine.map(({ place }) => place).toSorted(), words).toEqual(theirs.map(({ id }) => id).toSorted())
    // Lengths are rounded to a quarter of a doubling, and counted where there are any.
    const orders = [mine.map(({ place }) => place), theirs.map(({ id }) => id as number)]
    const best = orders[1]?.slice(0, 3) ?? []
    for (const place of best) expect(orders[0]?.slice(0, 8), words).toContain(place)
  }
})

test('a large help center is asked in parts: titles answer before the texts are there', () => {
  const filler = (seed: number) =>
    Array.from({ length: 90 }, (_, at) => `w${((seed + 7) * (at + 13)) % 997}`).join(' ')
  const sections = Array.from({ length: 3_000 }, (_, place): SectionDocument => {
    const [article, part] = [Math.floor(place / 3), place % 3]
    return {
      ...{ id: `a${article}#${part}`, slug: `a${article}`, section: part ? `part-${part}` : '' },
      ...{ title: `Article number t${article}`, heading: part ? `Heading h${place}` : '' },
      ...{ text: `${filler(place)} needle${place}`, keywords: '', questions: '' },
    }
  })
  const built = buildIndex(sections, { locale: 'en', synonyms: [], written })
  expect(built.more.length).toBeGreaterThan(0)
  const index = openIndex(built.first)
  expect(index.isPartial).toBe(true)
  expect(answer(index, 'h2000', 5).results[0]).toMatchObject({ slug: 'a666', section: 'part-2', snippet: '' })
  expect(answer(index, 'needle2000', 5).results).toEqual([])
  for (const file of built.more) index.add(file)
  expect(answer(index, 'needle2000', 5).results[0]).toMatchObject({ slug: 'a666', section: 'part-2' })
  // Whatever stays on the server is in the server's own copy.
  expect(answer(openBuilt(built), 'needle2000', 5).results[0]?.snippet).toContain('needle2000')
})

test('in slices an answer is the same, whatever other questions and files come between, and the page runs meanwhile', async () => {
  const { sections, synonyms } = await readArticles('articles', 'en')
  const words = Array.from({ length: 40_000 }, (_, at) => `w${at % 7_919}x${at % 13}`).join(' ')
  const long = { id: 'l', slug: 'long', section: '', title: 'Long', heading: '', keywords: '', questions: '' }
  const all = [...sections, { ...long, text: words }]
  const built = buildIndex(all, { locale: 'en', synonyms, written })
  expect(built.more.length).toBeGreaterThan(0)
  const queries = ['I forgot my passwrod', 'w', 'w7', 'merge two acounts', 'rotation', 'w10x1 login']
  const whole = openIndex(built.first)
  for (const file of built.more) whole.add(file)
  const expected = queries.map((query) => answer(whole, query, 5))

  // Each step a slice of its own: the clock says that it took too long.
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 100))
  let turns = 0
  const turning = setInterval(() => turns++, 0)
  const index = await sliced(opening(built.first))
  const files = Promise.all(built.more.map((file) => sliced(index.adding(file))))
  for (const query of queries) inSlices(answering(index, query, 5), () => expect.unreachable())()
  const early = queries.map((query) => sliced(answering(index, query, 5)))
  await files
  await Promise.all(early)
  expect(await Promise.all(queries.map((query) => sliced(answering(index, query, 5))))).toEqual(expected)
  clearInterval(turning)
  expect(turns).toBeGreaterThan(0)
  vi.restoreAllMocks()
})

test('slips are mended in the words of the articles, and what nobody wrote about is not taken for sure', async () => {
  const { sections, synonyms } = await readArticles('articles', 'en')
  const index = openBuilt(buildIndex(sections, { locale: 'en', synonyms, written }))
  expect(answer(index, 'I forgot my passwrod', 3)).toMatchObject({
    meant: 'I forgot my password',
    isSure: true,
  })
  expect(answer(index, 'forgot my password', 3).meant).toBeUndefined()
  expect(answer(index, 'visa for germany', 3).isSure).toBe(false)
})

test('words lose their endings, and nothing else does', () => {
  const term = termsOf({ stems: written?.stems ?? [] })
  for (const [one, other] of [
    ['accounts', 'account'],
    ['replies', 'reply'],
    ['stopped', 'stop'],
    ['cancelled', 'cancel'],
    ['changes', 'changing'],
    ['Rotación', 'rotacion'],
  ] as const) {
    expect(term(one), one).toBe(term(other))
  }
  for (const [one, other] of [
    ['11', '1'],
    ['200', '20'],
    ['address', 'addres'],
    ['need', 'ne'],
    ['general', 'generous'],
  ] as const) {
    expect(term(one), one).not.toBe(term(other))
  }
})

test('another language is found by its own endings, and one that nobody described word for word', () => {
  const section = (text: string): SectionDocument => ({
    ...{ id: 'a', slug: 'a', section: '', title: 'x', heading: '', text, keywords: '', questions: '' },
  })
  const finds = (locale: string, text: string, query: string) => {
    const options = { locale, synonyms: [], written: wordsOfLanguage(locale) }
    return answer(openBuilt(buildIndex([section(text)], options)), query, 1).results.length > 0
  }
  expect(finds('de', 'Die Rechnungen stehen im Konto.', 'Rechnung')).toBe(true)
  expect(finds('es-MX', 'Las rotaciones aparecen en el panel.', 'rotación')).toBe(true)
  expect(finds('fr', 'Les comptes sont gratuits.', 'compte gratuit')).toBe(true)
  expect(finds('pt-BR', 'As rotações ficam no painel.', 'rotação')).toBe(true)
  expect(finds('ar', 'كلمات المرور', 'كلمة')).toBe(true)
  expect(finds('fi', 'Salasana unohtui', 'salasana')).toBe(true)
  expect(finds('fi', 'Salasana unohtui', 'zzz')).toBe(false)
})

test('what a language writes in one with the next word keeps nobody from finding that word, and is marked with it', () => {
  const found = (locale: string, text: string, query: string) => {
    const options = { locale, synonyms: [], written: wordsOfLanguage(locale) }
    return answer(openBuilt(buildIndex([section('a', '', text)], options)), query, 1).results[0]?.snippet
  }
  const asked = `${MARK_START}L’utilisateur${MARK_END} existe déjà.`
  expect(found('fr', 'L’utilisateur existe déjà.', "qu'utilisateur")).toBe(asked)
  expect(found('fr', 'L’utilisateur existe déjà.', 'utilisateurs')).toBe(asked)
  expect(found('fr', 'Utilisateur ou école.', "d'écoles")).toBe(
    `Utilisateur ou ${MARK_START}école${MARK_END}.`,
  )
  expect(found('ar', 'دمج الحسابات', 'حساب')).toBe(`دمج ${MARK_START}الحسابات${MARK_END}`)
  expect(found('ar', 'دمج حساب', 'للحسابات')).toBe(`دمج ${MARK_START}حساب${MARK_END}`)
  // No part of their words in other languages.
  expect(['don’t', 'I’ve', "o'clock", "it's", 'ألم'].map(formOf)).toEqual([
    'dont',
    'ive',
    'oclock',
    'its',
    'الم',
  ])
})

test('a phrase among the synonyms lends its words to nothing', async () => {
  const { sections } = await readArticles('articles', 'en')
  const synonyms = [['merge', 'combine', 'two accounts']]
  const { language } = openBuilt(
    buildIndex(sections, { locale: 'en', synonyms, written: { ...EMPTY, stems: [] } }),
  )
  expect(language.kin).toEqual([[expect.any(Number), 'merge', 'combine']])
})
const EMPTY = { stops: '', common: '', forms: '', kin: '' }

test('of two sections with all words as they were typed the short one comes first, though the long one has one in its heading', () => {
  const sections = [
    section('long', 'Transaction options', `${filler} rollback effect otherwise transaction`),
    section('short', 'Parameters', 'The transaction has no effect otherwise, after a rollback.'),
    ...others,
  ]
  const slugs = slugsIn(sections)
  expect(slugs('transaction options')).toEqual(['long', 'short'])
  expect(slugs('transaction otherwise effect rollback')).toEqual(['short', 'long'])
})

test('where only a long section has all words, it comes before short ones that have some of them in their headings', () => {
  const heading = (slug: string, text: string) => section(slug, text, `${text}, in short.`)
  const sections = [
    section('long', 'Procedure', `${LONGER} debugging system found appropriate`),
    ...[
      heading('debugging', 'Debugging a system'),
      heading('system', 'The system'),
      heading('found', 'Lost and found'),
    ],
    ...others,
  ]
  expect(slugsIn(sections)('found appropriate debugging system')[0]).toBe('long')
})

test('a word of four letters that lost one is found, and one that a single section has though it is a slip of a common one', () => {
  const many = Array.from({ length: 40 }, (_, at) => section(`grid${at}`, `Grid ${at}`, 'A grid of lines.'))
  const sections = [
    ...many,
    section('lines', 'Axis grid', 'The grid of an axis.'),
    ...[section('axis', 'Axis', 'The axis.'), section('title', 'Title', 'The title.')],
    section('writer', 'Who wrote it', 'Ada Grig.'),
    section('first', 'Title page', 'The first page.'),
  ]
  const slugs = slugsIn(sections)
  expect(slugs('axis grig')[0]).toBe('lines')
  expect(slugs('title pae')[0]).toBe('first')
  // What was typed is still there, and first where it is all that was asked.
  expect(slugs('grig')[0]).toBe('writer')
  expect(slugs('ada grig')[0]).toBe('writer')
})

const filler = Array.from({ length: 400 }, (_, at) => `word${at}`).join(' ')
const LONGER = Array.from({ length: 3_000 }, (_, at) => `more${at}`).join(' ')
const section = (slug: string, heading: string, text: string): SectionDocument => ({
  ...{ id: slug, slug, section: 'part', title: `About ${slug}`, heading, text },
  ...{ keywords: '', questions: '' },
})
const others = Array.from({ length: 20 }, (_, at) =>
  section(`other${at}`, `Part ${at}`, `${filler} other${at}`),
)

function slugsIn(sections: SectionDocument[]): (query: string) => string[] {
  const index = openBuilt(buildIndex(sections, { locale: 'en', synonyms: [], written }))
  return (query) => answer(index, query, 2).results.map(({ slug }) => slug)
}

const placesIn = (postings: Postings, ...terms: number[]) => [...inOneGo(postings.placesOf(terms))]

function listsIn(all: number[][]): Lists {
  const begins = [0]
  for (const { length } of all) begins.push((begins.at(-1) ?? 0) + length)
  return { places: Uint32Array.from(all.flat()), begins: Uint32Array.from(begins) }
}
