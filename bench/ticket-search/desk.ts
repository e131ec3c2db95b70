// A desk with many tickets and as many contacts, the same each time: names, subjects and messages of words that are as unevenly
// common as those of a language, and the questions that agents ask of it.

import pg from 'pg'
import { writeOf } from '../../server/store/postgres/attempt.ts'
import { writingOf } from '../../server/store/postgres/keep.ts'
import type { AgentRecord, ContactRecord, EntryRecord, TicketRecord } from '../../server/store/records.ts'
import type { Store } from '../../server/store/store.ts'
import { contact, message, omar, ticket } from '../../test/faults/records.ts'
import { randomFrom } from '../../test/stage/random.ts'

export interface Desk {
  /** So many contacts, too: most of them have none. */
  tickets: number
  words: string[]
  names: string[]
}

type Filled =
  | { name: 'agents'; record: AgentRecord }
  | { name: 'contacts'; record: ContactRecord }
  | { name: 'tickets'; record: TicketRecord }
  | { name: 'entries'; record: EntryRecord }

const MESSAGES = 8
const WORDS_OF_MESSAGE = 22
const WORDS = 40_000
const NAMES = 8_000
/** Tickets of one contact. */
const OF_CONTACT = 4
const TICKETS_AT_ONCE = 200
const SYLLABLES =
  'ba be bi bo da de di do fa fe ga go ha he ka ke ki la le li lo ma me mi mo na ne ni no pa pe po ra re ri ro sa se si so ta te ti to va ve vi wa we za'.split(
    ' ',
  )
const TYPES = ['question', 'question', 'question', 'problem', 'problem', 'account_merge']

export function deskOf(tickets: number): Desk {
  const random = randomFrom(7)
  const made = (count: number, least: number, most: number) => {
    const all = new Set<string>()
    while (all.size < count) {
      let word = ''
      const syllables = least + Math.floor(random() * (most - least + 1))
      for (let at = 0; at < syllables; at++) word += SYLLABLES[Math.floor(random() * SYLLABLES.length)] ?? ''
      all.add(word)
    }
    return [...all]
  }
  return { tickets, words: made(WORDS, 2, 5), names: made(NAMES, 2, 3) }
}

/** One batch of records after the other; both stores are filled with the same. */
function* recordsOf({ tickets, words, names }: Desk): Generator<Filled[]> {
  const random = randomFrom(11)
  // The n-th word about n times as rare as the first.
  const word = () => words[Math.floor(words.length ** random()) - 1] ?? ''
  const text = (count: number) => Array.from({ length: count }, word).join(' ')
  const began = Date.now() - tickets * 60_000
  const instant = (n: number) => new Date(began + n * 60_000).toISOString()
  yield [{ name: 'agents', record: omar }]
  for (let from = 0; from < tickets; from += TICKETS_AT_ONCE) {
    const batch: Filled[] = []
    for (let n = from; n < Math.min(tickets, from + TICKETS_AT_ONCE); n++) {
      const id = `tkt_${String(n).padStart(8, '0')}`
      const person = Math.floor(n / OF_CONTACT)
      const contactId = `ctc_${person}`
      batch.push({ name: 'contacts', record: personOf(names, n, instant(n)) })
      const head = ticket(id, {
        number: n + 1,
        subject: text(6),
        contactId,
        type: TYPES[n % TYPES.length] ?? 'question',
        state: n % 17 === 0 ? 'open' : 'solved',
        assigneeId: n % 3 === 0 ? omar.id : null,
        createdAt: instant(n),
        updatedAt: instant(n),
        newestSequence: MESSAGES,
        waitingSince: n % 17 === 0 ? instant(n) : null,
        ...saidOf(n),
      })
      batch.push({ name: 'tickets', record: head })
      for (let sequence = 1; sequence <= MESSAGES; sequence++)
        batch.push({ name: 'entries', record: message(id, sequence, text(WORDS_OF_MESSAGE)) })
    }
    yield batch
  }
}

/** What views ask for. */
const saidOf = (n: number): Partial<TicketRecord> => ({
  handover: { reads: [], searches: [], page: `/rotations/${n % 400}`, browser: BROWSERS[n % 3] ?? '' },
  answers: [
    { field: 'site', kind: 'text', label: 'Site', text: `Ward ${n % 900}` },
    {
      field: 'again',
      kind: 'choice',
      label: 'Before?',
      text: n % 5 ? 'No' : 'Yes',
      value: n % 5 ? 'no' : 'yes',
    },
  ],
  ...(n % 8 === 0 && { tags: n % 16 ? ['lab'] : ['lab', 'visa'] }),
  ...(n % 7 === 0 && { priority: 'high' }),
  ...(n % 2 === 0 && { team: 'Accounts' }),
})
const BROWSERS = ['Firefox on Linux', 'Safari on iOS', 'Chrome on Windows']

export async function fillDesk(store: Store, desk: Desk): Promise<void> {
  for (const batch of recordsOf(desk))
    await store.commit(async (tx) => {
      for (const one of batch) {
        if (one.name === 'entries') await tx.entries.append(one.record)
        else if (one.name === 'contacts') await tx.contacts.put(one.record)
        else if (one.name === 'agents') await tx.agents.put(one.record)
        else await tx.tickets.put(one.record)
      }
    })
}

/** As a move writes: no commit looks at what nobody else has yet, and no batch waits for the disk. */
export async function fillDatabase(url: string, desk: Desk): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('SET synchronous_commit = off')
  for (const batch of recordsOf(desk)) {
    const writes = batch.map(({ name, record }) => writeOf(name, record))
    await client.query({ ...writingOf(writes), name: '' })
  }
  await client.query('ANALYZE')
  await client.end()
}

function personOf(names: string[], person: number, lastSeenAt: string): ContactRecord {
  const name = nameOf(names, person)
  const email = `${name.replace(' ', '.')}@school.example`
  const attributes = { school: `School ${person % 60}`, year: 1 + (person % 6) }
  return { ...contact(`ctc_${person}`, name), externalId: `${person}-ww`, email, lastSeenAt, attributes }
}

const nameOf = (names: string[], person: number) =>
  `${names[person % names.length]} ${names[(person * 7 + 3) % names.length]}`

/** Kind → the n-th question of it. */
export function askedOf({ tickets, words, names }: Desk): Record<string, (n: number) => string> {
  const rare = (n: number) => words[3_000 + ((n * 331) % 30_000)] ?? ''
  const common = (n: number) => words[n % 30] ?? ''
  const some = (n: number) => words[100 + ((n * 17) % 900)] ?? ''
  const name = (n: number) => nameOf(names, (n * 91) % Math.ceil(tickets / OF_CONTACT))
  const without = (word: string, at: number) => word.slice(0, at) + word.slice(at + 1)
  return {
    'a number': (n) => `#${1 + ((n * 977) % tickets)}`,
    'a name': name,
    'a name and a word': (n) => `${name(n).split(' ')[0]} ${common(n)}`,
    'a rare word': rare,
    'two words': (n) => `${some(n)} ${some(n + 40)}`,
    'a word of every ticket': common,
    'three of these': (n) => `${common(n)} ${common(n + 1)} ${common(n + 2)}`,
    'the first two letters': (n) => rare(n).slice(0, 2),
    'the first four letters': (n) => rare(n).slice(0, 4),
    'with a slip': (n) => without(words[20_000 + ((n * 61) % 10_000)] ?? '', 3),
    'three of every ticket, one with a slip': (n) =>
      `${common(n)} ${common(n + 1)} ${without(words[30 + (n % 30)] ?? '', 1)}`,
    'two letters, two words of every ticket': (n) => `${rare(n).slice(0, 2)} ${common(n)} ${common(n + 1)}`,
    'twelve words': (n) =>
      Array.from({ length: 12 }, (_, at) => (at % 2 ? some(n + at) : common(n + at))).join(' '),
    'two words, one with a slip': (n) => `${some(n)} ${without(rare(n), 2)}`,
    'nothing such': (n) => `qxqx${n}`,
    'a filter': () => 'type:account_merge state:open',
    'a word of every ticket, and what few are': (n) => `${common(n)} type:account_merge state:open`,
    'a word of every ticket, long ago': (n) => `${common(n)} before:9w`,
    'a word and filters': (n) => `${some(n)} state:open assignee:none after:4w`,
  }
}

/** The same of contacts. */
export function askedOfContacts({ tickets, names }: Desk): Record<string, (n: number) => string> {
  const name = (n: number) => nameOf(names, (n * 9_173) % tickets)
  return {
    'a name': (n) => name(n).split(' ')[0] ?? '',
    'two names': name,
    'the first letters of both': (n) =>
      name(n)
        .split(' ')
        .map((one) => one.slice(0, 2))
        .join(' '),
    'the first two letters': (n) => name(n).slice(0, 2),
    'an address': (n) => `${name(n).replace(' ', '.')}@school.example`,
    'what all addresses have': () => 'school',
    'the id at the host': (n) => `${(n * 9_173) % tickets}-ww`,
    'nobody called so': (n) => `qxqx${n}`,
  }
}
