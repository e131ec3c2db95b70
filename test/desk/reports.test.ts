// Figures are what one would count by hand. The oracle goes through every thread, as a report never does, and asks the clock on
// the wall which day it was; nobody who asked or voted can be found in what is said of the help center.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Figures, ReportAnswer, ReportQuery } from '../../protocol/desk/reports.ts'
import type { Answers, Contact } from '../../protocol/entities.ts'
import { GAP_KEPT_DAYS } from '../../protocol/limits.ts'
import { countFinds } from '../../server/articles/finds.ts'
import { gapsOf } from '../../server/articles/gaps.ts'
import { beginningOf, daysFrom, wallOf } from '../../server/reports/days.ts'
import { deflectionOf } from '../../server/reports/deflection.ts'
import { reportOf } from '../../server/reports/report.ts'
import type { AgentRecord, TicketRecord } from '../../server/store/records.ts'
import type { ReadTables } from '../../server/store/store.ts'
import { setHours } from '../../server/tickets/opening-hours.ts'
import { rate } from '../../server/tickets/ratings.ts'
import { HOUR_MS, MINUTE_MS, openRules, type Rules } from '../stage/rules.ts'

const ZONE = 'America/St_Johns'
const TICKETS = 40
const rest = async () => {}

let dir = ''
let rules: Rules
let people: Contact[] = []
let agents: AgentRecord[] = []
let named = 0
const newClientId = () => `client-${++named}`

/** The same story each time; what it says does not matter, that all kinds of it happen does. */
let state = 7
const chance = () => {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
  return state / 2_147_483_648
}
const oneOf = <T>(all: readonly T[]) => all[Math.floor(chance() * all.length)] as T

async function story(): Promise<void> {
  const contact = oneOf(people)
  const type = oneOf(['question', 'problem', 'missing_rotation'])
  const answers: Answers = type === 'missing_rotation' ? { second_account: 'none', site: 'Lakeshore' } : {}
  const reads = chance() < 0.5 ? [{ slug: 'sign-in', title: 'Signing in' }] : []
  const opening = {
    ...{ clientId: newClientId(), type, text: 'Please help.', answers },
    handover: { reads, searches: chance() < 0.3 ? ['log in'] : [] },
  }
  const { ticket } = await rules.commit((tx) => rules.tickets.open(tx, contact, opening))
  const ticketId = ticket.id
  const agent = oneOf(agents)
  const by = { name: agent.name, side: 'agent' } as const
  const found = async () => (await rules.store.read.tickets.find(ticketId)) as TicketRecord
  const body = () => ({ clientId: newClientId(), ticketId, text: 'It is there now.' })
  const solve = () => rules.commit(async (tx) => rules.tickets.solve(tx, await found(), by))
  for (const what of ['reply', 'solve', 'rate', 'reopen', 'solve', 'rate']) {
    if (chance() < 0.25) return
    rules.passes(Math.floor(chance() * 26 * 60) * MINUTE_MS)
    if (what === 'reply') await rules.commit((tx) => rules.tickets.sendAsAgent(tx, agent, body()))
    if (what === 'solve') await solve()
    if (what === 'reopen' && chance() < 0.4)
      await rules.commit((tx) => rules.tickets.sendAsContact(tx, contact, body()))
    const score = 1 + Math.floor(chance() * 5)
    if (what === 'rate' && (await found()).state === 'solved')
      await rules.commit(async (tx) => {
        // A day after the first it is too late to change it.
        if (!(await tx.ratings.find(ticketId, (await found()).solvedSequence ?? 0)))
          await rate(tx, rules, await found(), { ticketId, score })
      })
  }
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'helpdock-reports-'))
  rules = await openRules(dir)
  people = [
    await rules.contact('maya', 'maya@northfield.edu'),
    await rules.contact('leo', 'leo@mail.example'),
  ]
  agents = [await rules.agent('Omar'), await rules.agent('Ines')]
  const week = Array.from({ length: 7 }, () => [{ from: '09:00', to: '17:00' }])
  const hours = { zone: ZONE, week, holidays: [] }
  await rules.commit((tx) => setHours(tx, rules, agents[0] as AgentRecord, { version: 0, hours }))
  for (let told = 0; told < TICKETS; told++) {
    await story()
    await rules.dueWork()
  }
})
afterAll(async () => {
  await rules?.close()
  await rm(dir, { recursive: true, force: true })
})

const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'short' })
const dayOf = (at: string) => wall.format(new Date(at)).slice(0, 10)
const hourOf = (at: string) => String(Number(wall.format(new Date(at)).slice(11, 13)))

/** By hand: each thread from its first entry to its last. */
async function byHand(read: ReadTables, ticket: TicketRecord) {
  const entries = await read.entries.after(ticket.id, 0, ticket.newestSequence)
  const opened = entries[0]?.createdAt ?? ''
  const reply = entries.find((one) => one.kind === 'message' && one.author.kind === 'agent')
  const last = (code: string) => entries.findLast((one) => one.kind === 'activity' && one.code === code)
  const [solution, reopened] = [last('ticket.solved'), last('ticket.reopened')]
  const isSolved = solution !== undefined && (reopened?.sequence ?? 0) < solution.sequence
  const rating = isSolved ? await read.ratings.find(ticket.id, solution.sequence) : undefined
  const lines = (await read.notes.after(ticket.id, 0, 1_000)).flatMap(({ line }) =>
    line?.code === 'sla.breached' ? [line.details.promise] : [],
  )
  return {
    ...{ opened, type: ticket.type, team: ticket.team ?? 'none', agent: ticket.assigneeId ?? 'nobody' },
    replyMs: reply && Date.parse(reply.createdAt) - Date.parse(opened),
    solvedAt: isSolved ? solution.createdAt : undefined,
    score: rating?.score,
    late: lines,
  }
}
type Told = Awaited<ReturnType<typeof byHand>>

const middle = (times: number[]) =>
  times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) / 2)] ?? null

/** All but the promises that were kept, of which no thread tells. */
function counted(
  all: Told[],
  { opened, solved }: { opened: (t: Told) => boolean; solved: (t: Told) => boolean },
) {
  const cameIn = all.filter(opened)
  const wentOut = all.filter((one) => one.solvedAt !== undefined && solved(one))
  const replies = cameIn.flatMap(({ replyMs }) => replyMs ?? [])
  const scores = wentOut.flatMap(({ score }) => score ?? [])
  return {
    ...{ opened: cameIn.length, solved: wentOut.length, replied: replies.length },
    firstReplyMs: middle(replies),
    solutionMs: middle(
      wentOut.map(({ opened, solvedAt }) => Date.parse(solvedAt ?? '') - Date.parse(opened)),
    ),
    ...{ rated: scores.length, satisfied: scores.filter((score) => score >= 4).length },
    missed: cameIn.reduce((sum, { late }) => sum + late.length, 0),
  }
}

const told = ({ promises, ...figures }: Figures) => ({
  ...figures,
  missed: Object.values(promises).reduce((sum, { missed }) => sum + missed, 0),
})

async function everything(): Promise<{ all: Told[]; span: { from: string; to: string } }> {
  const { tickets } = await rules.store.read.tickets.between({
    ...{ by: 'opened', from: '2020-01-01T00:00:00.000Z', to: '2030-01-01T00:00:00.000Z', limit: 1_000 },
  })
  const all = await Promise.all(tickets.map((ticket) => byHand(rules.store.read, ticket)))
  const days = all.map(({ opened }) => dayOf(opened)).sort()
  return { all, span: { from: days[3] ?? '', to: days.at(-3) ?? '' } }
}

test('what a report says is what one counts by hand, by day, hour, type, team and agent', async () => {
  const { all, span } = await everything()
  const report = await reportOf({ read: rules.store.read, rest }, span)
  const isIn = (at: string | undefined) => at !== undefined && dayOf(at) >= span.from && dayOf(at) <= span.to
  const inTime = { opened: (one: Told) => isIn(one.opened), solved: (one: Told) => isIn(one.solvedAt) }
  const total = counted(all, inTime)
  // The premise: all kinds of it happened, and not all of it within the time.
  for (const [what, times] of Object.entries(total)) expect(times, what).toBeGreaterThan(0)
  expect([total.opened, total.solved, total.rated].map((times) => times < TICKETS)).not.toContain(false)
  expect(total.satisfied).toBeLessThan(total.rated)

  expect(told(report.total)).toEqual(total)
  expect(report.zone).toBe(ZONE)
  expect(report.days.map(({ key }) => key)).toEqual(daysFrom(span.from, span.to))
  for (const { key, figures } of report.days)
    expect(told(figures), key).toEqual(
      counted(all, {
        opened: ({ opened }) => dayOf(opened) === key,
        solved: ({ solvedAt }) => dayOf(solvedAt ?? '') === key,
      }),
    )
  for (const { key, figures } of report.hours)
    expect(figures.opened, `${key} o’clock`).toBe(
      all.filter(({ opened }) => isIn(opened) && hourOf(opened) === key).length,
    )
  for (const group of ['type', 'team', 'agent'] as const) {
    const rows: ReportAnswer['types'] = report[`${group}s`]
    expect(rows.length, group).toBeGreaterThan(1)
    expect(rows.reduce((sum, { figures }) => sum + figures.opened, 0)).toBe(total.opened)
    for (const { key, figures } of rows) {
      const isOf = (one: Told) => one[group] === key
      const narrowed = {
        opened: (one: Told) => inTime.opened(one) && isOf(one),
        solved: (one: Told) => inTime.solved(one) && isOf(one),
      }
      expect(told(figures), key).toEqual(counted(all, narrowed))
      const alone = await reportOf({ read: rules.store.read, rest }, { ...span, [group]: key } as ReportQuery)
      expect(alone.total, `${key} alone`).toEqual(figures)
    }
  }
})

test('right behind a restart it says the same', async () => {
  const { span } = await everything()
  const before = await reportOf({ read: rules.store.read, rest }, span)
  await rules.close()
  rules = await openRules(dir)
  expect(await reportOf({ read: rules.store.read, rest }, span)).toEqual(before)
})

describe('days', () => {
  test('begin where the clock on the wall shows midnight, also where it changes that day', () => {
    for (const zone of ['Europe/Madrid', ZONE, 'Australia/Lord_Howe', 'Asia/Kathmandu'])
      for (const day of [
        '2026-03-08',
        '2026-03-29',
        '2026-04-05',
        '2026-10-25',
        '2026-11-01',
        '2026-06-10',
      ]) {
        const format = new Intl.DateTimeFormat('sv-SE', {
          ...{ timeZone: zone, dateStyle: 'short', timeStyle: 'short' },
        } as Intl.DateTimeFormatOptions)
        const begins = beginningOf(day, zone)
        expect(format.format(new Date(begins)), zone).toBe(`${day} 00:00`)
        for (let hour = 0; hour < 26; hour++) {
          const at = new Date(Date.parse(begins) + hour * HOUR_MS + 20 * MINUTE_MS).toISOString()
          const [date = '', time = ''] = format.format(new Date(at)).split(' ')
          expect(wallOf(zone)(at), `${zone} ${at}`).toEqual({ day: date, hour: Number(time.slice(0, 2)) })
        }
      }
  })

  test('begin with the leap where the clock leaps over midnight', () => {
    for (const [zone, day] of [
      ['America/Santiago', '2026-09-06'],
      ['America/Havana', '2026-03-08'],
      ['Africa/Cairo', '2026-04-24'],
    ] as const) {
      const begins = beginningOf(day, zone)
      expect(wallOf(zone)(begins), zone).toEqual({ day, hour: 1 })
      const before = new Date(Date.parse(begins) - 1).toISOString()
      expect(wallOf(zone)(before).day < day, zone).toBe(true)
    }
  })

  test.each([
    ['2026-02-30', '2026-03-01', '/from'],
    ['2026-03-02', '2026-03-01', '/to'],
    ['2024-01-01', '2026-03-01', '/from'],
  ])('%s to %s is refused', async (from, to, field) => {
    const parts = { read: rules.store.read, rest }
    await expect(reportOf(parts, { from, to })).rejects.toMatchObject({
      code: 'request.malformed',
      facts: { field },
    })
  })
})

test('of days that are none, too many, or behind the last that is written with four digits, there is no report', async () => {
  const { read } = rules.store
  for (const [from, to] of [
    ['2026-02-31', '2026-03-01'],
    ['2026-03-02', '2026-03-01'],
    ['2024-01-01', '2026-03-01'],
    ['0000-01-01', '0000-01-01'],
    ['9999-12-31', '9999-12-31'],
  ] as const) {
    const refused = { code: 'request.malformed' }
    await expect(reportOf({ read, rest }, { from, to }), from).rejects.toMatchObject(refused)
    const parts = { read, rest, now: rules.now, help: { article: () => null, answer: () => null } as never }
    await expect(deflectionOf(parts, { from, to }), from).rejects.toMatchObject(refused)
  }
})

test('of the help center: what was found, what was not, what helped; and nobody who asked', async () => {
  const { span, all } = await everything()
  const at =
    all
      .map(({ opened }) => opened)
      .sort()
      .at(-1) ?? ''
  const { read } = rules.store
  const readerHash = 'hash-of-a-reader'
  await rules.store.commit(async (tx) => {
    const found = (query: string) => ({ query, slug: 'sign-in', locale: 'en' })
    await countFinds(tx, [found('log in'), found('forgot my word'), found('log in')], at)
    const typed = ['Parking permit', 'parking  permit', 'call +44 7700 900123', 'known since']
    for (const gap of gapsOf(typed, { ...rules, now: () => new Date(at), locale: 'en' }))
      await tx.searchGaps.put(gap)
    const vote = { slug: 'sign-in', locale: 'en', version: 'v1', at }
    await tx.feedback.put({ ...vote, readerHash, answer: 'no', comment: 'Where is the button?' })
    await tx.feedback.put({ ...vote, readerHash: 'another', answer: 'yes', comment: null })
    await tx.feedback.put({
      ...vote,
      readerHash: 'a-third',
      at: '2020-01-01T00:00:00.000Z',
      answer: 'yes',
      comment: null,
    })
  })
  const title = 'Signing in'
  const help = {
    article: (slug: string) => (slug === 'sign-in' ? ({ title } as never) : undefined),
    answer: (query: string) => ({
      results: [{ slug: 'sign-in', title } as never],
      isSure: query === 'known since',
    }),
  }
  const to = [span.to, dayOf(at), at.slice(0, 10)].sort().at(-1) ?? ''
  const told = await deflectionOf({ read, rest, help, now: rules.now }, { from: span.from, to })
  expect(told.searches).toEqual({ found: 3, nothing: 4 })
  expect(
    told.unanswered
      .filter(({ times }) => times > 0)
      .map(({ query, times, now }) => [query.toLowerCase().replace(/\s+/, ' '), times, now]),
  ).toEqual([
    ['parking permit', 2, null],
    ['call …', 1, null],
    ['known since', 1, { slug: 'sign-in', title }],
  ])
  expect(told.tickets.opened).toBe(all.filter(({ opened }) => dayOf(opened) >= span.from).length)
  expect(told.tickets.afterReading).toBeGreaterThan(0)
  expect(told.tickets.afterReading).toBeLessThan(told.tickets.opened)
  expect(told.articles).toEqual([
    {
      ...{ slug: 'sign-in', title, yes: 1, partly: 0, no: 1, beforeTickets: told.tickets.afterReading },
      comments: [{ answer: 'no', comment: 'Where is the button?', at }],
    },
  ])
  // The premise: they are there, in what it was made of.
  const words = JSON.stringify(told)
  expect((await read.tickets.listForContact(people[0]?.id ?? '', 1)).length).toBe(1)
  for (const who of [...people.flatMap(({ id, name, email }) => [id, name, email ?? '']), readerHash, '7700'])
    expect(words).not.toContain(who)
  expect(words).not.toMatch(/tkt_|ctc_/)
})

test('without an answer is also what was looked for last before somebody wrote, unless something read was it', async () => {
  // Past all that is told above.
  rules.passes(365 * 24 * HOUR_MS)
  const from = dayOf(rules.now().toISOString())
  const [maya, leo] = people as [Contact, Contact]
  const writes = (contact: Contact, searches: string[], helped?: 'yes' | 'no') => {
    const reads = helped ? [{ slug: 'sign-in', title: 'Signing in', helped }] : []
    const body = { clientId: newClientId(), type: 'question', text: 'Please help.' }
    return rules.commit((tx) => rules.tickets.open(tx, contact, { ...body, handover: { reads, searches } }))
  }
  await writes(maya, ['badge', 'parking near lakeshore'])
  await writes(leo, ['Parking  near Lakeshore'], 'no')
  await writes(leo, ['which shoes'], 'yes')
  await writes(maya, ['+44 7700 900123'])
  await rules.commit(async (tx) => {
    for (const gap of gapsOf(['night shift'], { ...rules, locale: 'en' })) await tx.searchGaps.put(gap)
  })
  const now = { slug: 'sign-in', title: 'Signing in' }
  const help = { article: () => undefined, answer: () => ({ results: [now as never], isSure: true }) }
  const told = async () => {
    const span = { from, to: dayOf(rules.now().toISOString()) }
    const { read } = rules.store
    const { unanswered } = await deflectionOf({ read, rest, help, now: rules.now }, span)
    return unanswered.map(({ newestAt: _, query, ...row }) => ({
      ...{ ...row, query: query.toLowerCase().replace(/\s+/, ' ') },
    }))
  }
  // What search finds is no news to those who wrote all the same.
  expect(await told()).toEqual([
    { query: 'parking near lakeshore', times: 0, beforeTickets: 2, now },
    { query: 'night shift', times: 1, beforeTickets: 0, now },
  ])
  rules.passes((GAP_KEPT_DAYS + 1) * 24 * HOUR_MS)
  expect(
    (await told()).map(({ query }) => query),
    'words go after ninety days',
  ).toEqual(['night shift'])
})
