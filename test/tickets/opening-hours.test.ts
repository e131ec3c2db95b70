// Opening hours: what the clock on the wall says, in every zone and through both changes of daylight saving. The oracle is
// the definition itself, minute by minute, and knows nothing of offsets.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OpeningHours, Span } from '../../protocol/hours.ts'
import { faultsIn, openingsFrom } from '../../protocol/openings.ts'
import { anySpans } from '../stage/any-spans.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const nine: Span = { from: '09:00', to: '17:00' }
const office: OpeningHours = {
  zone: 'Europe/Madrid',
  week: [[nine], [nine], [nine], [nine], [nine], [], []],
  holidays: [],
}
const openings = (hours: OpeningHours, at: string, most = 12) =>
  openingsFrom(hours, new Date(at), most).map(({ opensAt, closesAt }) => `${opensAt} ${closesAt}`)

test('a working week, in the desk’s zone; on Friday evening the next opening is Monday’s', () => {
  expect(openings(office, '2026-11-27T16:30:00Z', 2)).toEqual([
    '2026-11-30T08:00:00.000Z 2026-11-30T16:00:00.000Z',
    '2026-12-01T08:00:00.000Z 2026-12-01T16:00:00.000Z',
  ])
  // At noon on Friday it is open, and that comes first.
  expect(openings(office, '2026-11-27T11:00:00Z', 1)).toEqual([
    '2026-11-27T08:00:00.000Z 2026-11-27T16:00:00.000Z',
  ])
})

test('a break at noon, a night shift over midnight, and a holiday with shorter hours or none', () => {
  const broken = {
    ...office,
    week: [
      [
        { from: '08:00', to: '12:00' },
        { from: '14:00', to: '18:00' },
      ],
      [{ from: '22:00', to: '24:00' }],
      [{ from: '00:00', to: '06:00' }],
      [nine],
      [nine],
      [],
      [],
    ],
    holidays: [
      { date: '2026-12-03', name: 'St Francis Xavier', spans: [] },
      { date: '2026-12-04', name: 'Inventory', spans: [{ from: '12:00', to: '13:00' }] },
    ],
  }
  expect(openings(broken, '2026-11-30T00:00:00Z', 5)).toEqual([
    '2026-11-30T07:00:00.000Z 2026-11-30T11:00:00.000Z',
    '2026-11-30T13:00:00.000Z 2026-11-30T17:00:00.000Z',
    '2026-12-01T21:00:00.000Z 2026-12-02T05:00:00.000Z',
    '2026-12-04T11:00:00.000Z 2026-12-04T12:00:00.000Z',
    '2026-12-07T07:00:00.000Z 2026-12-07T11:00:00.000Z',
  ])
})

test('a span that daylight saving cuts is shorter, one that it repeats is longer', () => {
  const night = { ...office, week: Array.from({ length: 7 }, () => [{ from: '01:00', to: '04:00' }]) }
  const length = (at: string) => {
    const [{ opensAt, closesAt } = { opensAt: '', closesAt: '' }] = openingsFrom(night, new Date(at), 1)
    return (Date.parse(closesAt) - Date.parse(opensAt)) / HOUR_MS
  }
  expect(length('2026-03-28T12:00:00Z'), 'from 2 to 3 the clock jumps').toBe(2)
  expect(length('2026-10-24T12:00:00Z'), 'from 3 to 2 it goes back').toBe(4)
  // A span within the hour that is repeated is open twice.
  const half = { ...office, week: Array.from({ length: 7 }, () => [{ from: '02:00', to: '02:30' }]) }
  expect(openings(half, '2026-10-24T12:00:00Z', 2)).toEqual([
    '2026-10-25T00:00:00.000Z 2026-10-25T00:30:00.000Z',
    '2026-10-25T01:00:00.000Z 2026-10-25T01:30:00.000Z',
  ])
  // Within the hour that is left out it is not open at all that day.
  expect(openings(half, '2026-03-28T12:00:00Z', 1)).toEqual([
    '2026-03-30T00:00:00.000Z 2026-03-30T00:30:00.000Z',
  ])
})

test('round the clock is one opening; a long closure is looked past', () => {
  const always = { ...office, week: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]) }
  expect(openingsFrom(always, new Date('2026-11-24T12:00:00Z'))).toHaveLength(1)
  const days = Array.from({ length: 60 }, (_, day) => new Date(Date.UTC(2026, 11, 1 + day)))
  const holidays = days.map((at) => ({ date: at.toISOString().slice(0, 10), name: 'Closed', spans: [] }))
  const [first] = openings({ ...office, holidays }, '2026-11-30T20:00:00Z')
  expect(first).toBe('2027-02-01T08:00:00.000Z 2027-02-01T16:00:00.000Z')
})

test('what cannot be kept is named by place and reason', () => {
  const wrong: OpeningHours = {
    zone: 'Europe/Atlantis',
    week: [
      [{ from: '9:00', to: '17:00' }],
      [{ from: '17:00', to: '09:00' }],
      [nine, { from: '16:00', to: '18:00' }],
      [{ from: '09:00', to: '24:30' }],
      [],
      [],
      [],
    ],
    holidays: [
      { date: '2026-02-30', name: 'No such day', spans: [] },
      { date: '2026-12-25', name: ' ', spans: [{ from: '10:00', to: '10:00' }] },
      { date: '2026-12-25', name: 'Christmas', spans: [] },
    ],
  }
  expect(faultsIn(wrong).map(({ field, why }) => `${field} ${why}`)).toEqual([
    '/zone zone',
    '/week/0/0 clock',
    '/week/1/0 order',
    '/week/2/1 overlap',
    '/week/3/0 clock',
    '/holidays/0/date date',
    '/holidays/1/name name',
    '/holidays/1/spans/0 order',
    '/holidays/2/date date_twice',
  ])
  expect(faultsIn({ ...office, week: office.week.map(() => []) })).toEqual([{ field: '/week', why: 'never' }])
  // The premise: what can be kept has no fault, two spans that touch included.
  expect(
    faultsIn({ ...office, week: [[nine, { from: '17:00', to: '18:00' }], [], [], [], [], [], []] }),
  ).toEqual([])
})

/** Zones with every kind of offset and change: halves, quarters, southern summers, half an hour of it, none at all. */
const ZONES = [
  'UTC',
  'Europe/Madrid',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Pacific/Apia',
  'Africa/Casablanca',
]
/** Days around changes of some of them, and one on which nothing changes. */
const MOMENTS = [
  '2026-03-08',
  '2026-03-29',
  '2026-04-05',
  '2026-10-04',
  '2026-10-25',
  '2026-11-01',
  '2026-06-10',
]

test('an instant is in an opening exactly when the clock on the wall shows a time in one of the day’s spans', () => {
  let openOnes = 0
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      fc.constantFrom(...MOMENTS),
      fc.array(anySpans, { minLength: 7, maxLength: 7 }),
      anySpans,
      (zone, moment, week, onHoliday) => {
        const hours = { zone, week, holidays: [{ date: moment, name: 'Unlike', spans: onHoliday }] }
        const begin = Date.parse(`${moment}T00:00:00Z`) - 18 * HOUR_MS
        const told = openingsFrom(hours, new Date(begin), 100).map(({ opensAt, closesAt }) => ({
          from: Date.parse(opensAt),
          to: Date.parse(closesAt),
        }))
        for (const [index, { from, to }] of told.entries()) {
          expect(from).toBeLessThan(to)
          expect((told[index + 1]?.from ?? Infinity) > to, 'apart and in order').toBe(true)
        }
        const wall = new Intl.DateTimeFormat('sv-SE', {
          timeZone: zone,
          dateStyle: 'short',
          timeStyle: 'short',
        })
        for (let at = begin; at < begin + 60 * HOUR_MS; at += 15 * MINUTE_MS) {
          const [date = '', time = ''] = wall.format(at).split(' ')
          const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7
          const ofDay = date === moment ? onHoliday : (week[weekday] ?? [])
          const isOpen = ofDay.some(({ from, to }) => from <= time && time < to)
          if (isOpen) openOnes++
          expect(
            told.some(({ from, to }) => from <= at && at < to),
            `${zone} ${date} ${time}`,
          ).toBe(isOpen)
        }
      },
    ),
    { numRuns: 60 },
  )
  expect(openOnes, 'the premise').toBeGreaterThan(1_000)
})
