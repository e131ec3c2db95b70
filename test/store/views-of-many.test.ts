// Views over thousands of solved tickets on PostgreSQL, where no list of what fits is short: each page and each count by the rule, in every
// order, before and after tickets changed. Below that the contract suite asks (contract/tickets.ts).

import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compareIn, fits, placeIn } from '../../protocol/desk/filtering.ts'
import type { TicketFilter, TicketSort } from '../../protocol/desk/filters.ts'
import { facetsOfRecord, factsAbout } from '../../server/store/facets.ts'
import { writeOf } from '../../server/store/postgres/attempt.ts'
import { writingOf } from '../../server/store/postgres/keep.ts'
import { factsOfSolvedSoFar } from '../../server/store/postgres/migrations/0029-facts-of-solved-so-far.ts'
import { openPostgresStore } from '../../server/store/postgres/store.ts'
import type { ContactRecord, TicketRecord } from '../../server/store/records.ts'
import type { Store } from '../../server/store/store.ts'
import { readableLog } from '../faults/folders.ts'
import { at, ines, leo, maya, omar, ticket } from '../faults/records.ts'
import { newDatabase } from '../stage/postgres.ts'

/** More than few (tables/tickets-quickly.ts), half of them old. */
const TICKETS = 12_000
const PAGE = 50
const EVERY: TicketFilter['states'] = ['open', 'waiting_on_contact', 'snoozed', 'solved']
const SORTS: TicketSort[] = ['newest', 'longest_wait', 'next_due', 'priority', 'number']

let database: Awaited<ReturnType<typeof newDatabase>>
let client: pg.Client
let store: Store
const contacts = new Map<string, ContactRecord>()
const tickets = new Map<string, TicketRecord>()

beforeAll(async () => {
  database = await newDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  store = await openPostgresStore({ url: database.url, log: readableLog() })
  const guest = { ...leo, identity: 'guest' as const, externalId: null, attributes: { campus: 'Old' } }
  for (const one of [maya, guest]) contacts.set(one.id, one)
  for (let n = 0; n < TICKETS; n++) {
    const isOld = n < TICKETS * 0.45
    const state = n % 200 === 3 ? 'open' : 'solved'
    const answer = { field: 'again', kind: 'choice' as const, label: 'Again', text: 'Yes', value: 'yes' }
    const id = `tkt_${String((n * 7_919) % TICKETS).padStart(5, '0')}`
    const told = ticket(id, {
      ...{ number: n + 1, state, createdAt: at(n), updatedAt: at(n - (n % 3)) },
      waitingSince: state === 'open' || n % 3_000 === 8 ? at(n) : null,
      contactId: isOld ? guest.id : maya.id,
      assigneeId: isOld ? omar.id : null,
      type: isOld ? 'problem' : 'question',
      tags: [isOld ? 'old' : 'new', ...(n % 2 ? ['odd'] : [])],
      answers: isOld ? [answer] : [],
      ...(n % 7 === 0 && { priority: 'urgent' as const }),
      ...(isOld && { team: 'Accounts' }),
      ...(n % 40 === 7 && { subject: 'My visa' }),
    })
    tickets.set(id, told)
  }
  // As a move writes; and the contacts behind them.
  await client.query({ ...writingOf([...tickets.values()].map((one) => writeOf('tickets', one))), name: '' })
  await client.query({
    ...writingOf([...contacts.values()].map((one) => writeOf('contacts', one))),
    name: '',
  })
  await client.query('ANALYZE')
})
afterAll(async () => {
  await store?.close()
  await client?.end()
  await database?.drop()
})

const asks = (field: string, value: string) => ({
  fields: [{ field, is: 'any_of' as const, values: [value] }],
})
const contains = (field: string, value: string) => ({
  fields: [{ field, is: 'contains' as const, values: [value] }],
})
const VIEWS: Record<string, TicketFilter> = {
  'a tag': { tags: ['old'] },
  'either of two tags, which many have both': { tags: ['old', 'odd'] },
  'two tags': { tags: ['odd'], ...asks('tag', 'old') },
  'two tags of which none has both': { tags: ['old'], ...asks('tag', 'new') },
  'two tags and a word that none has': {
    tags: ['odd'],
    fields: [...asks('tag', 'old').fields, { field: 'subject', is: 'contains', values: ['xyzzy'] }],
  },
  'two tags of which few have both, and what many have': {
    ...{ tags: ['new'], priorities: ['urgent'] },
    fields: [...asks('tag', 'old').fields, { field: 'subject', is: 'given' }],
  },
  'a tag, an answer, a type and a team': {
    ...{ tags: ['old'], types: ['problem'], teams: ['Accounts'] },
    ...asks('answer.again', 'yes'),
  },
  'either of two tags, and a type': { tags: ['old', 'odd'], types: ['problem'] },
  'an answer': asks('answer.again', 'yes'),
  'a type': { types: ['problem'] },
  'a team': { teams: ['Accounts'] },
  'what the host says of the contact': asks('attribute.campus', 'old'),
  'what the host says of the contact, and a tag': { tags: ['odd'], ...asks('attribute.campus', 'old') },
  'who has waited for long': { waitsLongerThanMinutes: TICKETS / 2 },
  'a word that few have': contains('subject', 'visa'),
  'a word that most have, and a tag': { tags: ['old'], ...contains('subject', 'rotation') },
  'a part of what the host says': contains('attribute.campus', 'l'),
  'a type and a priority': { types: ['problem'], priorities: ['urgent'] },
  mine: { assignees: ['me'] },
  guests: { identity: 'guest' },
  'guests of another type': { identity: 'guest', types: ['question'] },
  verified: { identity: 'verified' },
}
const now = new Date(at(TICKETS))
const of = (filter: TicketFilter, states = EVERY) => ({
  agentId: omar.id,
  now,
  filter: { ...filter, states },
})

function holding(filter: TicketFilter): TicketRecord[] {
  const contactOf = (one: TicketRecord) => contacts.get(one.contactId)
  return [...tickets.values()].filter((one) =>
    fits(facetsOfRecord(one), filter, {
      ...{ agentId: omar.id, now: now.getTime() },
      identity: () => contactOf(one)?.identity,
      facts: factsAbout(one, () => contactOf(one)),
    }),
  )
}

async function isByTheRule(filter: TicketFilter): Promise<number> {
  for (const states of [EVERY, ['solved' as const]]) {
    const query = of(filter, states)
    const held = holding(query.filter)
    expect(await store.read.tickets.count(query)).toBe(held.length)
    for (const most of [100, 5_001])
      expect(await store.read.tickets.count({ ...query, most })).toBe(Math.min(held.length, most))
    for (const sort of SORTS) {
      const placeOf = (one: TicketRecord) => placeIn(sort, facetsOfRecord(one))
      const sorted = held.toSorted((a, b) => compareIn(sort, placeOf(a), placeOf(b)))
      // The first page, one from the middle, and the last of all.
      for (const from of [0, Math.floor(sorted.length / 2), Math.max(0, sorted.length - 20)]) {
        const before = sorted[from - 1]
        const page = await store.read.tickets.select({
          ...{ ...query, sort, limit: PAGE },
          ...(before && { before: placeOf(before).join('~') }),
        })
        const ids = sorted.slice(from, from + PAGE).map(({ id }) => id)
        expect(
          page.tickets.map(({ id }) => id),
          `by ${sort}, from ${from}`,
        ).toEqual(ids)
        expect(page.next === null).toBe(sorted.length - from <= PAGE)
      }
    }
  }
  return holding(of(filter).filter).length
}

test.each(Object.entries(VIEWS))('%s: every page and count are by the rule', async (_, filter) => {
  await isByTheRule(filter)
})

test('many have most of it, as the ways to them are for', () => {
  const many = Object.values(VIEWS).filter((filter) => holding(of(filter).filter).length > 5_000)
  expect(many.length).toBeGreaterThan(6)
})

test('what is solved, opened again, removed or told otherwise stands where it belongs', async () => {
  const all = [...tickets.values()]
  const put = (one: TicketRecord, changes: Partial<TicketRecord>) =>
    store.commit(async (tx) => {
      const changed = { ...one, ...changes }
      tickets.set(one.id, changed)
      await tx.tickets.put(changed)
    })
  const [first, second, third, fourth, fifth, sixth] = all as [TicketRecord, ...TicketRecord[]]
  const open = all.find(({ state, tags }) => state === 'open' && tags?.includes('old'))
  if (!second || !third || !fourth || !fifth || !sixth || !open) throw new Error('the premise')
  await put(first, { updatedAt: at(TICKETS + 5) })
  await put(second, { tags: ['new'], type: 'question' })
  await put(third, { state: 'open', waitingSince: at(3) })
  await put(fourth, { priority: 'urgent', assigneeId: ines.id, team: 'Visas' })
  await put(open, { state: 'solved', waitingSince: null, updatedAt: at(TICKETS + 6) })
  await put(fifth, { contactId: maya.id })
  await store.commit(async (tx) => {
    tickets.delete(sixth.id)
    await tx.tickets.remove(sixth.id)
  })
  // A copy of the version before says nothing of facts.
  await client.query(
    `UPDATE tickets SET updated_at = $2::timestamptz, record = (jsonb_set(record::jsonb, '{updatedAt}', to_jsonb($2::text)))::json WHERE id = $1`,
    [all[20]?.id, at(TICKETS + 7)],
  )
  tickets.set(all[20]?.id ?? '', { ...(all[20] as TicketRecord), updatedAt: at(TICKETS + 7) })
  for (const filter of [VIEWS['a tag'], VIEWS['a type'], VIEWS['a team'], VIEWS.mine, VIEWS.guests])
    await isByTheRule(filter ?? {})
  const known = { ...(contacts.get(leo.id) as ContactRecord), identity: 'verified' as const }
  contacts.set(leo.id, known)
  await store.commit((tx) => tx.contacts.put(known))
  expect(await isByTheRule({ identity: 'guest' })).toBe(0)
  expect(await isByTheRule({ identity: 'verified' })).toBe(TICKETS - 1)
})

test('what was solved before there were places takes them by the step, however often it runs', async () => {
  const places = async () =>
    (await client.query('SELECT * FROM solved_facts ORDER BY ticket_id, fact')).rows.map((row) =>
      JSON.stringify(row),
    )
  const before = await places()
  expect(before.length, 'the premise').toBeGreaterThan(TICKETS)
  await client.query('TRUNCATE solved_facts')
  for (const _ of ['first', 'again']) {
    for (const piece of factsOfSolvedSoFar.pieces) await client.query(piece)
    expect((await places()).join('\n') === before.join('\n')).toBe(true)
  }
})
