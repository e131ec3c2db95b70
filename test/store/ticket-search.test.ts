// The search over all tickets: both stores answer the same questions alike. What the console makes of it: console/browser.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assert, constantFrom, property, string } from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formsOf, questionFrom } from '../../protocol/desk/desk-search.ts'
import type { OpeningHours } from '../../protocol/hours.ts'
import { SEARCH_PAGE_ROWS } from '../../protocol/limits.ts'
import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import { openPostgresStore } from '../../server/store/postgres/store.ts'
import type { ContactRecord, EntryRecord, TicketRecord } from '../../server/store/records.ts'
import type { Store, Tables } from '../../server/store/store.ts'
import { searchTickets } from '../../server/tickets/search.ts'
import { readableLog } from '../faults/folders.ts'
import { at, contact, ines, message, note, omar, ticket } from '../faults/records.ts'
import { newDatabase } from '../stage/postgres.ts'
import { eventually } from '../stage/world.ts'

const now = () => new Date(at(600))

describe('a question', () => {
  const asked = (text: string) => questionFrom(text, now())

  test('has words in small letters, numbers and filters, wherever they stand', () => {
    expect(asked('Übung state:Open #12 tag:"exam week" MAYA maya')).toEqual({
      words: ['ubung', 'maya'],
      numbers: [12],
      filters: [
        { name: 'state', value: 'Open', text: 'state:Open' },
        { name: 'tag', value: 'exam week', text: 'tag:"exam week"' },
      ],
      faults: [],
    })
  })

  test('says which of its filters mean nothing, and is not troubled by one that is still being typed', () => {
    const { filters, faults } = asked(
      'state:shut before:2026-02-31 priority:huge assignee: after:2w after:9999y before:0000',
    )
    expect(faults.map(({ text }) => text)).toEqual([
      ...['state:shut', 'before:2026-02-31', 'priority:huge', 'after:9999y', 'before:0000'],
    ])
    expect(filters.map(({ text }) => text)).toEqual(['after:2w'])
  })

  test('takes an address for words, and what only looks like a filter, too', () => {
    expect(asked('https://app.example/?x=1 re:visa').words).toEqual([
      'https',
      'app',
      'example',
      'x',
      '1',
      're',
      'visa',
    ])
  })
})

const maya = { ...contact('ctc_maya', 'Maya'), email: 'm.lindqvist@uni.test', externalId: 'ww-10217' }
const leo = { ...contact('ctc_leo', 'Leo'), email: 'leo@school.test' }
const quentin = { ...contact('ctc_quentin', 'Quentin'), email: 'quentin@school.test' }

function ticketOf(
  number: number,
  subject: string,
  {
    said = [],
    notes = [],
    of = quentin,
    ...facts
  }: Partial<TicketRecord> & { said?: string[]; notes?: string[]; of?: ContactRecord },
) {
  const head: TicketRecord = {
    ...ticket(`tkt_${number}`),
    number,
    subject,
    contactId: of.id,
    createdAt: at(number),
    updatedAt: at(number),
    newestSequence: said.length,
    newestNote: notes.length,
    assigneeId: null,
    ...facts,
  }
  return { head, of, said, notes }
}

/** The greater the number, the newer. */
const DESK = [
  ticketOf(1, 'Cannot log in', { of: maya, said: ['My password is refused since the exam'] }),
  ticketOf(2, 'Merge my accounts', {
    of: maya,
    type: 'account_merge',
    state: 'solved',
    said: ['Both are mine'],
  }),
  ticketOf(3, 'Exam dates', { of: leo, assigneeId: omar.id, said: ['When is the résumé due?'] }),
  ticketOf(4, 'Letter', { of: maya, said: ['The embassy wants a letter for my visa.'], assigneeId: ines.id }),
  ticketOf(5, 'Transcripts', { of: leo, notes: ['He was rude about the exam board'], priority: 'high' }),
  ticketOf(6, 'Order 4711', { of: leo, team: 'Registry', said: ['Which exam room? My code is zx81'] }),
  ticketOf(7, 'Where to go', {
    of: maya,
    state: 'waiting_on_contact',
    said: ['To the examination office?', 'visa papers in hand 👩🏽‍⚕️'],
  }),
]

const QUESTIONS: [query: string, ...numbers: number[]][] = [
  // What it is about first, then what was said in it; each the newest first.
  ['exam', 3, 7, 6, 5, 1],
  ['password exam', 1],
  ['exam password', 1],
  ['passw', 1],
  // One slip: a letter left out, one too many, another one, two swapped.
  ['pasword', 1],
  ['passsword', 1],
  ['pazzword'],
  ['passwrod', 1],
  ['embasy visa', 4],
  // Of the sign behind this one, a mark without a letter, no word is left.
  ['papers ⚕️', 7],
  ['resume', 3],
  // A pasted sentence: every word, and no slip.
  ['the embassy wants a letter for my visa', 4],
  ['the embasy wants a letter for my visa'],
  // Numbers, names, addresses.
  ['#4', 4],
  ['4', 4],
  ['#4711'],
  ['4711', 6],
  ['zx82'],
  ['m.lindqvist@uni.test', 7, 4, 2, 1],
  ['lindq visa', 7, 4],
  ['Leo', 6, 5, 3],
  // As the host calls them.
  ['ww-10217', 7, 4, 2, 1],
  ['WW-10217 visa', 7, 4],
  ['ww-10218'],
  // Filters, alone and with words.
  ['type:account_merge', 2],
  ['type:account-merge state:open'],
  ['state:solved', 2],
  ['state:waiting', 7],
  ['assignee:me', 3],
  ['assignee:ines', 4],
  ['assignee:me assignee:ines', 4, 3],
  ['exam assignee:none', 7, 6, 5, 1],
  ['priority:high', 5],
  ['team:registry exam', 6],
  ['state:unsolved lindqvist', 7, 4, 1],
  ['exam before:2026-11-23'],
  ['exam after:2026-11-23', 3, 7, 6, 5, 1],
  ['exam #6', 6],
  [`it's "quoted" \\ & | ! :* ( ) <-> %`],
  ['zzzzzz'],
]

const database = await newDatabase()
const folder = await mkdtemp(join(tmpdir(), 'helpdock-search-'))
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

const log = readableLog()
const STORES: Record<string, () => Promise<Store>> = {
  'the embedded store': () => openLowdbStore({ dir: folder, log }),
  'the store on PostgreSQL': () => openPostgresStore({ url: database.url, log }),
}

describe.each(Object.entries(STORES))('%s', (_name, open) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
    await store.commit(async (tx) => {
      await tx.agents.put(omar)
      await tx.agents.put(ines)
    })
    // The first ones are there before it begins, the others come while it is kept current.
    for (const one of DESK.slice(0, 4)) await opened(one)
    store.search.begin()
    for (const one of DESK.slice(4)) await opened(one)
    await eventually('all of them', async () => {
      const { found, isWhole } = await search('exam')
      return isWhole && found.length === 5
    })
  })
  afterAll(() => store?.close())

  test.each(QUESTIONS)('%s', async (query, ...numbers) => {
    expect(await found(query)).toEqual(numbers)
  })

  test('goes through pages without a hole, in every run', async () => {
    const query = { words: ['exam'], facets: [] }
    const whole = (await store.search.find(query, { limit: 50 })).ids
    expect(whole.length).toBeGreaterThan(3)
    const pages: string[] = []
    for (let after: string | undefined; ; ) {
      const { ids, next } = await store.search.find(query, { limit: 1, ...(after && { after }) })
      pages.push(...ids)
      if (next === null) break
      after = next
    }
    expect(pages).toEqual(whole)
  })

  test('takes for the place of a page only what is one', async () => {
    const query = { words: ['exam'], facets: [] }
    const first = await store.search.find(query, { limit: 9 })
    for (const at of ['2026-02-31T09:00:00.000Z', '0000-01-01T00:00:00.000Z', '9999-99-99T99:99Z'])
      expect(await store.search.find(query, { limit: 9, after: `0~${at}~tkt_1` }), at).toEqual(first)
  })

  test('shows where it was said, with the words marked, and notes as notes', async () => {
    const { found: said } = await search('visa embassy')
    expect(said.map(({ stretch }) => stretch)).toEqual([
      {
        in: 'message',
        name: 'Maya',
        text: 'The \u0002embassy\u0003 wants a letter for my \u0002visa\u0003.',
      },
    ])
    const { found: noted } = await search('rude')
    expect(noted.map(({ stretch }) => [stretch?.in, stretch?.name])).toEqual([['note', 'Ines']])
    const { found: named } = await search('transcripts')
    expect(named.map(({ stretch }) => stretch)).toEqual([null])
  })

  test('a day begins when it begins on the desk’s clock, as in the reports that lead here', async () => {
    // Half past midnight of the second of March in Auckland, and still noon of the first in UTC.
    await opened(ticketOf(93, 'Chartreuse', { createdAt: '2026-03-01T11:30:00.000Z' }))
    await expect.poll(() => found('chartreuse after:2026-03-01 before:2026-03-02')).toEqual([93])
    expect(await found('chartreuse after:2026-03-02')).toEqual([])
    const week = Array.from({ length: 7 }, () => [{ from: '09:00', to: '17:00' }])
    const set = (version: number, hours: OpeningHours | null) =>
      store.commit((tx) => tx.openingHours.put({ version, hours, changedBy: 'Omar', changedAt: null }))
    await set(1, { zone: 'Pacific/Auckland', week, holidays: [] })
    expect(await found('chartreuse after:2026-03-02 before:2026-03-03')).toEqual([93])
    expect(await found('chartreuse before:2026-03-02')).toEqual([])
    expect(await found('chartreuse after:2026-03')).toEqual([93])
    await set(2, null)
  })

  test('finds by what is there now: what was taken back is gone, and a new name counts', async () => {
    await opened(ticketOf(90, 'Old wording', { said: ['I meant the turquoise form'] }))
    await expect.poll(() => found('turquoise')).toEqual([90])
    await store.commit(async (tx) => {
      const head = await tx.tickets.find('tkt_90')
      const [first] = await tx.entries.after('tkt_90', 0, 1)
      if (!head || first?.kind !== 'message') throw new Error('not there')
      const revision = {
        ...first,
        kind: 'revision' as const,
        id: 'rev_1',
        sequence: 2,
        of: 1,
        text: 'I meant the crimson form',
      }
      await tx.entries.append(revision)
      await tx.tickets.put({
        ...head,
        newestSequence: 2,
        revised: { 1: 2 },
        state: 'solved',
        updatedAt: at(91),
      })
      await tx.contacts.put({ ...quentin, name: 'Quentin Delacroix' })
    })
    await expect.poll(() => found('crimson')).toEqual([90])
    await expect.poll(() => found('turquoise')).toEqual([])
    await expect.poll(() => found('delacroix state:solved')).toEqual([90])
  })

  const search = (query: string) =>
    searchTickets({ read: store.read, search: store.search, now }, omar, { query })
  const found = async (query: string) => (await search(query)).found.map(({ ticket: { number } }) => number)

  const opened = (one: ReturnType<typeof ticketOf>) => store.commit((tx) => putTicket(tx, one))
})

async function putTicket(tx: Tables, { head, of, said, notes }: ReturnType<typeof ticketOf>): Promise<void> {
  await tx.contacts.put(of)
  await tx.tickets.put(head)
  for (const [index, text] of said.entries()) {
    const author = { kind: 'contact' as const, id: of.id, name: of.name }
    await tx.entries.append({ ...message(head.id, index + 1, text), author } as EntryRecord)
  }
  for (const [index, text] of notes.entries())
    await tx.notes.append({ ...note(head.id, index + 1), text, author: { id: ines.id, name: ines.name } })
}

describe('the store on PostgreSQL, with more new tickets than it looks at first', () => {
  const OTHERS = 1_200
  let store: Store
  let fresh: Awaited<ReturnType<typeof newDatabase>>
  beforeAll(async () => {
    fresh = await newDatabase()
    log.lines.length = 0
    store = await openPostgresStore({ url: fresh.url, log })
    const others = Array.from({ length: OTHERS }, (_, n) =>
      ticketOf(5_000 + n, 'Of no interest', {
        state: 'solved',
        assigneeId: 'agt_other',
        said: ['Never mind'],
      }),
    )
    await store.commit(async (tx) => {
      for (const one of [omar, ines]) await tx.agents.put(one)
      for (const one of [...DESK, ...others]) await putTicket(tx, one)
    })
    const client = new pg.Client({ connectionString: fresh.url })
    await client.connect()
    await client.query(`CREATE FUNCTION goes_back() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE 'the mark goes back from % to %', OLD.value, NEW.value; END $$;
      CREATE TRIGGER goes_back BEFORE UPDATE ON ticket_words_marks FOR EACH ROW
        WHEN (NEW.id = 'touched' AND NEW.value < OLD.value) EXECUTE FUNCTION goes_back();`)
    await client.end()
    store.search.begin()
    await eventually('all of them', async () => (await store.search.find(NOTHING, { limit: 1 })).isWhole)
  })
  afterAll(async () => {
    await store?.close()
    await fresh?.drop()
  })

  test('what was put a moment before it began does not lead it back through what was put before that', () => {
    expect(log.complaints()).toEqual([])
  })

  test('the newest of those are found at once', async () => {
    expect(await found('interest')).toEqual(
      Array.from({ length: SEARCH_PAGE_ROWS }, (_, n) => 5_000 + OTHERS - 1 - n),
    )
  })

  test.each(QUESTIONS.filter(([query]) => query !== 'state:solved'))('%s', async (query, ...numbers) => {
    expect(await found(query)).toEqual(numbers)
  })

  test('many words are found by the longest of them, and only where all are', async () => {
    expect(await found('my visa letter: the embassy wants it for a')).toEqual([])
    expect(await found('my visa letter: the embassy wants a')).toEqual([4])
    expect(await found('his visa letter: the embassy wants a')).toEqual([])
  })

  test('what was opened long ago is found, and what of it was changed since', async () => {
    const [first] = DESK
    if (!first) throw new Error('no desk')
    const old = { ...first.head, id: 'tkt_old', number: 91, createdAt: '2025-01-01T00:00:00.000Z' }
    await store.commit(async (tx) => {
      await putTicket(tx, { ...first, head: { ...old, subject: 'Turquoise', updatedAt: at(9_000) } })
      const untouched = { ...old, id: 'tkt_older', number: 92, updatedAt: old.createdAt }
      await putTicket(tx, { ...first, head: { ...untouched, subject: 'Turquoise, too' } })
    })
    await expect.poll(() => found('turquoise before:2025-02')).toEqual([91, 92])
    expect(await found('turquoise before:2025')).toEqual([])
    expect(await found('turquoise after:2025-02')).toEqual([])
  })

  const found = async (query: string) => {
    const { found } = await searchTickets({ read: store.read, search: store.search, now }, omar, { query })
    return found.map(({ ticket: { number } }) => number)
  }
})

describe('the embedded store, started again', () => {
  test('has read from its files what it heard before: words, notes, what was changed, the latest names', async () => {
    const store = await openLowdbStore({ dir: folder, log })
    store.search.begin()
    const found = async (query: string) => {
      const { found } = await searchTickets({ read: store.read, search: store.search, now }, omar, { query })
      return found.map(({ ticket: { number } }) => number)
    }
    await eventually('all of them', async () => (await store.search.find(NOTHING, { limit: 1 })).isWhole)
    for (const [query, ...numbers] of QUESTIONS.filter(([query]) => !query.startsWith('state:')))
      expect([query, ...(await found(query))]).toEqual([query, ...numbers])
    expect(await found('crimson')).toEqual([90])
    expect(await found('turquoise')).toEqual([])
    expect(await found('delacroix')).toEqual([93, 90])
    await store.close()
  })
})

const NOTHING = { words: [], facets: [] }

test('plain letters are cut into the same words as all others', () => {
  const plain = string({ unit: constantFrom(...`ab'09 .-Z’é`.split('')), maxLength: 60 })
  assert(
    property(plain, (text) => {
      // The same text, and a word that is not plain: then it goes the long way.
      expect(formsOf(text)).toEqual(formsOf(`${text} é`).slice(0, -1))
    }),
    { numRuns: 500 },
  )
  expect(formsOf("Can't o'neill's 4x4 a'5b 'x' don''t")).toEqual([
    'cant',
    'oneills',
    '4x4',
    'a',
    '5b',
    'x',
    'don',
    't',
  ])
})
