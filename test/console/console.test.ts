// What the console decides without a server: where a note stands, when a reply must stop, which tickets a view
// holds, what is new to an agent, which fields of two accounts differ.

import { beforeEach, describe, expect, test, vi } from 'vitest'
import { csvOf } from '../../console/csv.ts'
import { isNewLine, rowsOf } from '../../console/facts/merge-rows.ts'
import { dueFirst, nearnessOf } from '../../console/facts/sla.ts'
import { theirTime } from '../../console/facts/their-time.ts'
import { firstUnseen, itemsOf, newLineAt } from '../../console/facts/thread-items.ts'
import { commands, isPossible, nameOf } from '../../console/keyboard/commands.ts'
import { calmState } from '../../console/line/line.ts'
import { together } from '../../console/line/together.ts'
import { addressOf, routeOf } from '../../console/route.ts'
import { movedBy } from '../../console/screens/list/seen-rows.ts'
import { timeOf } from '../../console/screens/reports/parts.tsx'
import { lastTimeIn } from '../../console/screens/thread/time-there.tsx'
import { belongs, isUnread, me, type Thread, tickets } from '../../console/state.ts'
import { snoozeTimes } from '../../console/verbs/snooze-times.ts'
import {
  catchUp,
  clear,
  draftOf,
  newerThanDraft,
  quote,
  recallDrafts,
  setMode,
  solveWith,
  takeBack,
  write,
} from '../../console/writing/drafts.ts'
import { type Box, stepOf } from '../../console/writing/in-step.ts'
import type { HostAccount } from '../../protocol/account-merge.ts'
import type { Draft } from '../../protocol/desk/drafts.ts'
import type { Author, Contact, DeskTicket, Entry, Note, Quote } from '../../protocol/entities.ts'
import type { OpeningHours } from '../../protocol/hours.ts'

const [OMAR, INES, MAYA] = ['agt_omar', 'agt_ines', 'con_maya']
const TICKET = 'tkt_1'

beforeEach(() => recallDrafts(OMAR))

describe('a thread', () => {
  test('shows each note at its place in time', () => {
    const thread = threadOf(
      [says(MAYA, 1), says(INES, 2), says(MAYA, 3)],
      [noted(1, 1), noted(2, 2), noted(3, 2), noted(4, 3)],
    )
    expect(itemsOf(thread, [], OMAR).map(({ key }) => key)).toEqual([
      'msg_1',
      'not_1',
      'msg_2',
      'not_2',
      'not_3',
      'msg_3',
      'not_4',
    ])
  })

  test('begins with the notes that were written before anybody said anything', () => {
    const thread = threadOf([says(MAYA, 1)], [noted(1, 0)])
    expect(itemsOf(thread, [], OMAR).map(({ key }) => key)).toEqual(['not_1', 'msg_1'])
  })

  test('leaves out the notes of pages that are not there yet', () => {
    const thread = {
      ...threadOf([says(MAYA, 101), says(MAYA, 102)], [noted(1, 7), noted(2, 101)]),
      more: true,
    }
    expect(itemsOf(thread, [], OMAR).map(({ key }) => key)).toEqual(['msg_101', 'not_2', 'msg_102'])
  })

  test('says where notes were not read, and how many, where they may stand in what is shown', () => {
    const entries = [says(MAYA, 101), says(MAYA, 102)]
    const thread = { ...threadOf(entries, [noted(9, 50), noted(12, 101), noted(13, 102)]), more: true }
    const items = itemsOf(thread, [], OMAR)
    expect(items.map(({ key }) => key)).toEqual(['msg_101', 'not_12', 'msg_102', 'not_13'])
    expect(items.map((item) => item.kind === 'note' && item.unread)).toEqual([false, 2, false, 0])
  })

  test('marks as new what the contact said and no agent has seen, not what agents did', () => {
    const thread = threadOf([says(MAYA, 1), says(INES, 2), says(MAYA, 3), says(MAYA, 4)])
    expect(firstUnseen(thread, 1)).toBe('msg_3')
    expect(firstUnseen(thread, 4)).toBe(null)
  })

  test('is new to nobody once it was answered, from this desk or another; a note is no answer', () => {
    const asked = threadOf([says(MAYA, 1), says(MAYA, 2)], [noted(1, 2)])
    const reply = { ticketId: TICKET, clientId: 'c', text: 'Under Onboarding.', at: instant(9) }
    const sent = (mode: 'reply' | 'note') => itemsOf(asked, [{ ...reply, mode, state: 'sending' }], OMAR)
    expect(newLineAt(sent('note'), 'msg_1')).toBe('msg_1')
    expect(newLineAt(sent('reply'), 'msg_1')).toBe(null)
    const answered = threadOf([says(MAYA, 1), says(INES, 2), says(MAYA, 3)])
    expect(newLineAt(itemsOf(answered, [], OMAR), 'msg_1')).toBe(null)
    expect(newLineAt(itemsOf(answered, [], OMAR), 'msg_3')).toBe('msg_3')
  })
})

describe('the line', () => {
  test('is called live only while it is; a loss is said at once, and louder later', () => {
    const line = { isLive: true, isOnline: true, isLate: false, isSlow: false }
    expect(calmState(line)).toBe('live')
    expect(calmState({ ...line, isSlow: true })).toBe('slow')
    expect(calmState({ ...line, isLive: false })).toBe('connecting')
    expect(calmState({ ...line, isLive: false, isLate: true })).toBe('lost')
    // The socket has not noticed yet.
    expect(calmState({ ...line, isOnline: false })).toBe('offline')
  })
})

describe('a draft', () => {
  test('stops when the contact, or a colleague, wrote after it was begun', () => {
    write(TICKET, 'reply', 'Look under', 1)
    write(TICKET, 'reply', 'Look under Onboarding', 2)
    const after = [says(MAYA, 1), says(MAYA, 2), says(INES, 3)]
    expect(newerThanDraft(draftOf(TICKET), after, OMAR).map(({ id }) => id)).toEqual(['msg_2', 'msg_3'])
    catchUp(TICKET, 3)
    expect(newerThanDraft(draftOf(TICKET), after, OMAR)).toEqual([])
  })

  test('does not stop for what its own writer sent meanwhile', () => {
    write(TICKET, 'reply', 'And one more thing', 1)
    expect(newerThanDraft(draftOf(TICKET), [says(MAYA, 1), says(OMAR, 2)], OMAR)).toEqual([])
  })

  test('answers what stands there when it is begun anew', () => {
    write(TICKET, 'reply', 'Hello', 1)
    clear(TICKET, 'reply')
    write(TICKET, 'reply', 'Hello again', 2)
    expect(newerThanDraft(draftOf(TICKET), [says(MAYA, 1), says(MAYA, 2)], OMAR)).toEqual([])
  })

  test('that was sent takes along what its macros do and what it quotes, and leaves what is of the other box', () => {
    for (const mode of ['reply', 'note'] as const) {
      write(TICKET, mode, 'Done.', 1)
      solveWith(TICKET, mode)
    }
    clear(TICKET, 'reply')
    write(TICKET, 'reply', 'One more thing', 2)
    expect(draftOf(TICKET).brings?.reply).toBeUndefined()
    expect(draftOf(TICKET).brings?.note?.actions).toEqual([{ do: 'state', to: 'solved' }])
    const author = { kind: 'contact', id: 'con_maya', name: 'Maya' } as const
    const answered: Quote = { sequence: 1, author, snippet: 'Where?' }
    quote(TICKET, answered)
    clear(TICKET, 'note')
    expect(draftOf(TICKET).quotes, 'a note quotes nothing').toEqual(answered)
    clear(TICKET, 'reply')
    expect(draftOf(TICKET).quotes).toBeUndefined()
  })

  test('of a note never shows up in the reply', () => {
    setMode(TICKET, 'note')
    write(TICKET, 'note', 'She sounds desperate; be quick.', 1)
    setMode(TICKET, 'reply')
    expect(draftOf(TICKET).reply).toBe('')
    expect(draftOf(TICKET).note).toBe('She sounds desperate; be quick.')
  })

  test('that comes back after a failure stands before what was begun since', () => {
    write(TICKET, 'reply', 'second', 1)
    takeBack(TICKET, 'reply', 'first', draftOf(TICKET))
    expect(draftOf(TICKET).reply).toBe('first\n\nsecond')
  })
})

describe('a window of one’s drafts: nothing that is being typed is lost', () => {
  const kept = (text: string, version = 'dra_2'): Draft => ({
    ...{ ticketId: 'tkt_1', as: 'reply', text, answers: 1, macros: [], actions: [], version },
  })
  const box = (text: string, isUnsaved = true, version: string | null = 'dra_1'): Box => ({
    ...{ text, version: version ?? undefined, isUnsaved },
  })

  test.each<[string, Box, Draft | undefined, string | undefined, ReturnType<typeof stepOf>]>([
    ['nothing anywhere', box('', false, null), undefined, undefined, 'rest'],
    ['begun here', box('Hello', true, null), undefined, undefined, 'save'],
    ['in step', box('Hello', false, 'dra_2'), kept('Hello'), undefined, 'rest'],
    ['written on here', box('Hello M', true, 'dra_2'), kept('Hello'), undefined, 'save'],
    ['emptied here', box('', true, 'dra_2'), kept('Hello'), undefined, 'save'],
    ['written on elsewhere', box('Hello', false), kept('Hello M'), undefined, 'take'],
    ['shortened elsewhere', box('Hello M', false), kept('Hello'), undefined, 'take'],
    ['begun elsewhere', box('', false, null), kept('Hello'), undefined, 'take'],
    ['sent elsewhere', box('Hello', false), undefined, undefined, 'empty'],
    ['sent elsewhere, and written on here', box('Hello again'), undefined, undefined, 'save'],
    ['both went on from it', box('Hello Maya'), kept('Hello, Maya'), undefined, 'offer'],
    ['this one goes on from that', box('Hello Maya'), kept('Hello'), undefined, 'agree'],
    ['both wrote the same', box('Hello Maya'), kept('Hello Maya'), undefined, 'agree'],
    ['its own save, whose answer was lost', box('Bye'), kept('Hello'), 'Hello', 'agree'],
    ['sent here, another text elsewhere', box(''), kept('Hello, Maya'), undefined, 'take'],
  ])('%s', (_what, mine, theirs, sent, step) => {
    expect(stepOf(mine, theirs, sent)).toBe(step)
  })
})

describe('a view', () => {
  const mine = ticketOf({ assignee: { id: OMAR, name: 'Omar' } })
  const nobodys = ticketOf({ assignee: null })
  const waiting = ticketOf({ assignee: { id: INES, name: 'Ines' }, state: 'waiting_on_contact' })
  const solved = ticketOf({ assignee: { id: OMAR, name: 'Omar' }, state: 'solved' })
  const all = [mine, nobodys, waiting, solved]

  test.each([
    ['open', [mine, nobodys]],
    ['unsolved', [mine, nobodys, waiting]],
    ['mine', [mine]],
    ['unassigned', [nobodys]],
    ['waiting_on_contact', [waiting]],
    ['solved', [solved]],
  ] as const)('%s', (view, expected) => {
    expect(all.filter((ticket) => belongs(ticket, view, OMAR))).toEqual(expected)
  })

  test('has an address that gives it back', () => {
    const route = { view: 'waiting_on_contact', ticketId: 'tkt_1', pane: 'merge' } as const
    expect(addressOf(route)).toBe('/console/waiting-on-contact/tkt_1/merge')
    expect(routeOf(addressOf(route))).toEqual(route)
    const [path, query] = addressOf({ ...route, search: 'visa & „#1“' }).split('?')
    expect(routeOf(path ?? '', query)).toEqual({ ...route, search: 'visa & „#1“' })
    expect(routeOf('/console')).toEqual({ view: 'open', ticketId: null, pane: 'thread' })
    const settings = { view: 'open', ticketId: null, pane: 'settings', page: 'hours' } as const
    expect(addressOf(settings)).toBe('/console/settings/hours')
    expect(routeOf(addressOf(settings))).toEqual(settings)
    expect(routeOf('/console/settings/no-such-page')).toEqual({ ...settings, page: null })
    expect(routeOf('/console/no-such-view/%E0%A4%A/%00')).toMatchObject({ view: 'open', pane: 'thread' })
  })
})

test('a figure of a report is not rounded to its largest unit: a month is compared with the last one', () => {
  const minutes = [0.2, 47, 78, 23 * 60 + 29, 23 * 60 + 31, 27 * 60, 51 * 60 + 10]
  expect(minutes.map((count) => timeOf(count * 60_000))).toEqual([
    ...['1 min', '47 min', '1 h 18 min', '23 h 29 min', '1 d', '1 d 3 h', '2 d 3 h'],
  ])
  expect(timeOf(null)).toBe('–')
})

test('a ticket is unread while the contact’s words are, not because an agent took it', () => {
  const lastEntry = { sequence: 3, author: 'contact' as const, name: 'Maya', snippet: '', at: '' }
  expect(isUnread(ticketOf({ newestSequence: 3, seenByAgent: 2, lastEntry }))).toBe(true)
  expect(isUnread(ticketOf({ newestSequence: 3, seenByAgent: 3, lastEntry }))).toBe(false)
  const taken = { ...lastEntry, author: 'system' as const, snippet: 'ticket.assigned' }
  expect(isUnread(ticketOf({ newestSequence: 3, seenByAgent: 2, lastEntry: taken }))).toBe(false)
  expect(isUnread(ticketOf({ newestSequence: 3, seenByAgent: 1, lastEntry: taken }))).toBe(true)
})

describe('what an agent can do', () => {
  // Moving in the list asks the page where the focus stands.
  const possible = (about: string | null) =>
    commands().filter((one) => one.group !== 'list' && isPossible(one, about))
  const ids = (about: string | null) => possible(about).map(({ id }) => id)

  test('stands once, and a key means one thing only', () => {
    const all = commands()
    const keys = all.flatMap(({ keys = [], listKeys = [] }) => [...keys, ...listKeys])
    expect(keys).toContain('r')
    for (const listed of [keys, all.map(({ id }) => id), all.map(({ name }) => name)])
      expect(listed.filter((one, at) => listed.indexOf(one) !== at)).toEqual([])
  })

  test('is about a ticket only where one is meant, and has the name of what it would do', () => {
    tickets.value = tickets.value.with([ticketOf({ state: 'solved' })])
    expect(ids(null)).not.toContain('solve')
    const solve = possible(TICKET).find(({ id }) => id === 'solve')
    expect(solve && [solve.name, nameOf(solve, TICKET)]).toEqual(['Solve or reopen', 'Reopen'])
  })

  test('is an admin’s only where it is an admin’s', () => {
    const omar = { id: OMAR, name: 'Omar Ali', email: 'omar@helpdock.example' }
    me.value = { ...omar, roles: ['agent'] }
    expect(ids(null)).not.toContain('settings-hours')
    me.value = { ...omar, roles: ['agent', 'admin'] }
    expect(ids(null)).toContain('settings-hours')
  })
})

describe('the merge review', () => {
  const preview = {
    into: account({ name: 'Leo Okafor' }),
    from: account({ name: 'L. Okafor' }),
    moves: [],
    warnings: [],
  }

  test('marks what differs, in our fields and in the host’s', () => {
    const differing = rowsOf(
      { ...preview, into: account({ facts: [{ label: 'School', value: 'Northfield' }] }) },
      undefined,
    )
    const row = (label: string) => differing.find((row) => row.label === label)
    expect(row('Name')?.differs).toBe(true)
    expect(row('E-mail')?.differs).toBe(false)
    expect(row('School')).toMatchObject({
      from: { text: 'not given' },
      into: { text: 'Northfield' },
      differs: true,
    })
  })

  test('says what stood there before, where the accounts changed under the decision', () => {
    const changed = { ...preview, from: account({ name: 'L. Okafor', email: 'new@mail.example' }) }
    const rows = rowsOf(changed, preview)
    expect(rows.find(({ label }) => label === 'E-mail')?.from).toEqual({
      text: 'new@mail.example',
      was: 'leo@mail.example',
    })
    expect(rows.filter((row) => row.from.was || row.into.was)).toHaveLength(1)
    expect(isNewLine('2 documents', ['1 document'])).toBe(true)
    expect(isNewLine('2 documents', undefined), 'nothing is new at the first look').toBe(false)
  })

  test('compares nothing with an account that does not exist', () => {
    const rows = rowsOf({ ...preview, from: null }, undefined)
    expect(rows.length).toBeGreaterThan(5)
    expect(rows.every((row) => row.differs === null && row.from.text === '–')).toBe(true)
  })
})

// ---- props

function says(who: string, sequence: number): Extract<Entry, { kind: 'message' }> {
  const author: Author = { kind: who === MAYA ? 'contact' : 'agent', id: who, name: who }
  const [id, createdAt] = [`msg_${sequence}`, instant(sequence)]
  return { kind: 'message', id, ticketId: TICKET, sequence, clientId: id, author, text: 'words', createdAt }
}

function noted(noteSequence: number, afterSequence: number): Note {
  const id = `not_${noteSequence}`
  const author = { id: INES, name: 'Ines' }
  const createdAt = instant(noteSequence)
  return {
    kind: 'note',
    id,
    ticketId: TICKET,
    noteSequence,
    afterSequence,
    clientId: id,
    author,
    text: 'words',
    createdAt,
  }
}

const instant = (minute: number) => new Date(Date.UTC(2026, 0, 1, 9, minute)).toISOString()

const maya: Contact = {
  id: MAYA,
  identity: 'verified',
  externalId: 'student-maya',
  name: 'Maya Lindqvist',
  email: 'maya@northfield.edu',
  emailVerified: true,
  locale: null,
  attributes: {},
  attributesSignedAt: null,
  createdAt: instant(0),
  lastSeenAt: instant(0),
}

const threadOf = (entries: Entry[], notes: Note[] = []): Thread => ({
  entries,
  notes,
  more: false,
  contact: maya,
  earlier: [],
  merge: null,
})

function ticketOf(changes: Partial<DeskTicket>): DeskTicket {
  return {
    id: TICKET,
    number: 1,
    type: 'question',
    state: 'open',
    subject: 'Where are my deadlines?',
    createdAt: instant(0),
    updatedAt: instant(0),
    newestSequence: 0,
    deliveredToAgent: 0,
    seenByContact: 0,
    seenByAgent: 0,
    lastEntry: { sequence: 0, author: 'contact', name: maya.name, snippet: '', at: instant(0) },
    assignee: null,
    mergeId: null,
    rating: null,
    contact: maya,
    newestNote: 0,
    waitingSince: null,
    handover: { reads: [], searches: [] },
    earlierRatings: [],
    ...changes,
  }
}

function account(changes: Partial<HostAccount>): HostAccount {
  return {
    externalId: 'ww-1',
    name: 'Leo Okafor',
    email: 'leo@mail.example',
    emailVerified: true,
    createdAt: null,
    roles: ['student'],
    facts: [],
    ...changes,
  }
}

// ---- the times until which a ticket may be put aside

const NINE_TO_FIVE = [{ from: '09:00', to: '17:00' }]
const hours = (change: Partial<OpeningHours> = {}): OpeningHours => ({
  zone: 'Europe/Madrid',
  week: Array.from({ length: 7 }, (_, day) => (day < 5 ? NINE_TO_FIVE : [])),
  holidays: [],
  ...change,
})
const holiday = (date: string) => ({ date, name: 'Closed', spans: [] })

// Madrid is an hour ahead of UTC in November; the 24th is a Tuesday.
test.each<[string, string, OpeningHours | null, string]>([
  ['a morning', '2026-11-24T09:10', hours(), 'later 24T12:30, tomorrow 25T08:00, monday 30T08:00'],
  ['near the end of the day', '2026-11-24T13:10', hours(), 'tomorrow 25T08:00, monday 30T08:00'],
  ['a Friday', '2026-11-27T15:00', hours(), 'day 30T08:00'],
  ['a Sunday', '2026-11-29T12:00', hours(), 'tomorrow 30T08:00'],
  ['a Monday', '2026-11-30T15:00', hours(), 'tomorrow 01T08:00, monday 07T08:00'],
  [
    'before a holiday',
    '2026-11-24T15:00',
    hours({ holidays: [holiday('2026-11-25'), holiday('2026-11-30')] }),
    'day 26T08:00, day 01T08:00',
  ],
  ['a desk without hours', '2026-11-24T09:10', null, 'later 24T12:30, tomorrow 25T08:00, monday 30T08:00'],
  [
    'a desk that never closes',
    '2026-11-24T09:10',
    hours({ week: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]) }),
    'later 24T12:30, tomorrow 25T08:00, monday 30T08:00',
  ],
  // In the night to Sunday the clock goes back.
  ['when the clock changes', '2026-10-24T15:00', null, 'tomorrow 25T08:00, monday 26T08:00'],
])('snoozed on %s', (_, at, open, offered) => {
  const times = snoozeTimes(Date.parse(`${at}:00.000Z`), open, 'Europe/Madrid')
  expect(times.map(({ name, at }) => `${name} ${at.slice(8, 16)}`).join(', ')).toBe(offered)
})

test('a file for spreadsheets: what was written stays words, and never becomes a formula', () => {
  const rows = [
    ['plain', 'with, comma', 'with "quotes"', 'two\nlines'],
    ['=1+1', '+44', '-5', '@sum', -5, null],
  ]
  expect(csvOf(rows)).toBe(
    `plain,"with, comma","with ""quotes""","two\nlines"\r\n'=1+1,'+44,'-5,'@sum,-5,\r\n`,
  )
  // In most of Europe a spreadsheet parts its columns by semicolons, and knows no quotes within them.
  expect(csvOf([['lost; =1+1;', 'x\n=1+1', '＝1+1', 'a;b; -', 'no = 1; x=2']])).toBe(
    `lost; '=1+1;,"x\n'=1+1",'＝1+1,a;b; '-,no = 1; x=2\r\n`,
  )
})

test('a time that is written or read is told on the contact’s clock, where that is another one', () => {
  const noon = Date.parse('2026-11-26T12:00:00Z')
  const ours = Intl.DateTimeFormat().resolvedOptions().timeZone
  expect(theirTime(noon, 'Asia/Tokyo')).toMatch(/^Thu 0?9:00\sPM$|^Thu 21:00$/)
  expect(theirTime(noon, 'Pacific/Kiritimati')).toMatch(/^Fri /)
  for (const zone of [ours, undefined, 'Nowhere/At_All']) expect(theirTime(noon, zone), zone).toBeUndefined()

  const clock = (text: string) => {
    const found = lastTimeIn(text, noon)
    return found && [found.said, new Date(found.at).toTimeString().slice(0, 5)].join(' = ')
  }
  expect(clock('We open at 9:00 and close at 14:30.')).toBe('14:30 = 14:30')
  expect(clock('Come at 2 pm')).toBe('2 pm = 14:00')
  expect(clock('12:15 a.m. is late')).toBe('12:15 a.m = 00:15')
  expect(clock('At 12 PM')).toBe('12 PM = 12:00')
  for (const none of ['It costs 3.50', 'Step 2', '25:00', '14:30:05', '7 pmx', '12:5', ''])
    expect(clock(none), none).toBeUndefined()
})

test('what was promised is far, near and late as the time goes by', () => {
  const at = (minutes: number) => Date.UTC(2026, 10, 24, 9, minutes)
  const clock = (withinMinutes: number) => ({
    ...{ promise: 'first_reply' as const, hours: 'calendar' as const, withinMs: withinMinutes * 60_000 },
    dueAt: new Date(at(withinMinutes)).toISOString(),
  })
  const seen = (withinMinutes: number, minutes: number[]) =>
    minutes.map((minute) => nearnessOf(clock(withinMinutes), at(minute)))
  expect(seen(60, [0, 44, 45, 59, 60, 90])).toEqual(['far', 'far', 'near', 'near', 'late', 'late'])
  // Of some days, the last two hours.
  expect(seen(2_880, [2_400, 2_759, 2_760])).toEqual(['far', 'far', 'near'])
  const still = { ...clock(60), dueAt: null }
  expect(dueFirst({ sla: [still, clock(60)] })?.dueAt).toBe(clock(60).dueAt)
  expect(dueFirst({ sla: [still] })).toBeUndefined()
})

describe('what comes close together', () => {
  test('is told together, the first at once and all in their order; what waits goes before what comes behind it', () => {
    vi.useFakeTimers()
    const told: number[][] = []
    const events = together<number>(50, (ones) => told.push(ones))
    for (const one of [1, 2, 3]) events.take(one)
    expect(told).toEqual([[1]])
    vi.advanceTimersByTime(50)
    events.take(4)
    expect(told).toEqual([[1], [2, 3]])
    events.now()
    expect(told).toEqual([[1], [2, 3], [4]])
    vi.advanceTimersByTime(100)
    events.take(5)
    expect(told.at(-1)).toEqual([5])
    events.take(6)
    events.drop()
    vi.advanceTimersByTime(100)
    expect(told.at(-1)).toEqual([5])
    vi.useRealTimers()
  })
})

test('a list goes where most of what is seen went, not after the row that came up from among it', () => {
  const before = ['a', 'b', 'c', 'd', 'e', 'f']
  expect(movedBy(before, ['n', ...before], 2, 6)).toBe(1)
  expect(movedBy(before, ['c', 'a', 'b', 'd', 'e', 'f'], 2, 6)).toBe(0)
  expect(movedBy(before, ['b', 'c', 'd', 'e', 'f'], 2, 6)).toBe(-1)
  expect(movedBy(before, ['x', 'y'], 2, 6)).toBe(0)
})
