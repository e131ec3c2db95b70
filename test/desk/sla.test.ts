// What was promised: time that counts against a slow oracle, clocks against a slow story, and then by the rules over a real
// store: what agents read, what the host hears, and that no contact learns of it.

import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Promised } from '../../protocol/desk/sla.ts'
import type { Contact } from '../../protocol/entities.ts'
import type { OpeningHours } from '../../protocol/hours.ts'
import { schedule } from '../../server/due-work.ts'
import { windOn } from '../../server/sla/clocks.ts'
import { CALENDAR, countedTime } from '../../server/sla/counted-time.ts'
import { SLA_DUE } from '../../server/sla/keeping.ts'
import { type Policy, policiesOf } from '../../server/sla/policy.ts'
import type { AgentRecord, SlaRecord, TicketRecord } from '../../server/store/records.ts'
import { arrange } from '../../server/tickets/desk-lines.ts'
import { mergeTickets } from '../../server/tickets/merge.ts'
import { setHours } from '../../server/tickets/opening-hours.ts'
import { snooze } from '../../server/tickets/snooze.ts'
import { contactTicket, deskTicket } from '../../server/tickets/views.ts'
import { dataFolders } from '../faults/folders.ts'
import { anySpans } from '../stage/any-spans.ts'
import { newClientId } from '../stage/cast.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, openRules, type Rules } from '../stage/rules.ts'

const QUARTER_MS = 15 * MINUTE_MS

// ---- the time that counts

/** Halves, quarters, southern summers, half an hour of it, none at all. */
const ZONES = ['UTC', 'Europe/Madrid', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu']
/** Around changes of some of them, and one on which nothing changes. */
const MOMENTS = ['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-25', '2026-06-10']

/** What the clock on the wall says, quarter by quarter; it knows nothing of offsets. */
function openQuarters({ zone, week, holidays }: OpeningHours, begin: number, end: number): Set<number> {
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  const open = new Set<number>()
  for (let at = begin; at < end; at += QUARTER_MS) {
    const [date = '', time = ''] = wall.format(at).split(' ')
    const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7
    const ofDay = holidays.find((holiday) => holiday.date === date)?.spans ?? week[weekday] ?? []
    if (ofDay.some(({ from, to }) => from <= time && time < to)) open.add(at)
  }
  return open
}

test('time within opening hours, through holidays and both changes of the clock, is what the wall counts', () => {
  let counted = 0
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      fc.constantFrom(...MOMENTS),
      fc.array(anySpans, { minLength: 7, maxLength: 7 }),
      anySpans,
      fc.integer({ min: 0, max: 4 * 48 }),
      fc.integer({ min: 1, max: 4 * 40 }),
      (zone, moment, week, onHoliday, started, quarters) => {
        const hours = { zone, week, holidays: [{ date: moment, name: 'Unlike', spans: onHoliday }] }
        const begin = Date.parse(`${moment}T00:00:00Z`) - DAY_MS
        const end = begin + 9 * DAY_MS
        const open = openQuarters(hours, begin, end)
        const time = countedTime(hours)
        const at = begin + started * QUARTER_MS
        let left = quarters
        let reached = at
        for (; left > 0 && reached < end; reached += QUARTER_MS) if (open.has(reached)) left--
        // More than a week holds: nothing to compare with.
        if (left > 0) return
        counted++
        expect(time.after(at, quarters * QUARTER_MS), `${zone} ${moment}`).toBe(reached)
        expect(time.between(at, reached)).toBe(quarters * QUARTER_MS)
        // Cut anywhere, the two parts are the whole.
        const cut = at + Math.floor((reached - at) / 3)
        expect(time.between(at, cut) + time.between(cut, reached)).toBe(quarters * QUARTER_MS)
      },
    ),
    { numRuns: 50 },
  )
  expect(counted, 'the premise').toBeGreaterThan(5)
})

test('a promise of four hours on Friday afternoon is due on Monday; where no hours are set all time counts', () => {
  const nine = [{ from: '09:00', to: '17:00' }]
  const office = {
    zone: 'Europe/Madrid',
    week: [nine, nine, nine, nine, nine, [], []],
    holidays: [{ date: '2026-11-30', name: 'St Andrew', spans: [{ from: '15:00', to: '16:00' }] }],
  }
  const due = (hours: OpeningHours | null) =>
    new Date(countedTime(hours).after(Date.parse('2026-11-27T14:30:00Z'), 4 * HOUR_MS)).toISOString()
  // An hour and a half on Friday, one on Monday's short day, the rest on Tuesday.
  expect(due(office)).toBe('2026-12-01T09:30:00.000Z')
  expect(due(null)).toBe('2026-11-27T18:30:00.000Z')
})

// ---- the clocks

const within = { first_reply: 4 * HOUR_MS, next_reply: 2 * HOUR_MS, solution: 12 * HOUR_MS }
const nights: OpeningHours = {
  zone: 'Europe/Madrid',
  week: Array.from({ length: 7 }, () => [
    { from: '00:00', to: '03:00' },
    { from: '20:00', to: '24:00' },
  ]),
  holidays: [],
}
type Facts = Pick<TicketRecord, 'state' | 'waitingSince' | 'firstReplyAt'> & {
  snooze?: { before: 'open' | 'waiting_on_contact' }
}
const DOINGS = ['contact', 'agent', 'solve', 'reopen', 'snooze', 'wake', 'look'] as const

/** What people and the time do to a ticket, as the rules do it. */
function done(what: (typeof DOINGS)[number], { snooze, ...facts }: Facts, at: string): Facts {
  const isAside = facts.state === 'snoozed'
  if (what === 'contact') return { ...facts, state: 'open', waitingSince: facts.waitingSince ?? at }
  if (what === 'agent')
    return { state: 'waiting_on_contact', waitingSince: null, firstReplyAt: facts.firstReplyAt ?? at }
  if (what === 'solve') return { ...facts, state: 'solved', waitingSince: null }
  if (what === 'reopen' && facts.state === 'solved') return { ...facts, state: 'open', waitingSince: at }
  if (what === 'snooze' && (facts.state === 'open' || facts.state === 'waiting_on_contact'))
    return { ...facts, state: 'snoozed', snooze: { before: facts.state } }
  if (what === 'wake' && isAside) return { ...facts, state: snooze?.before ?? 'open' }
  return { ...facts, ...(snooze && { snooze }) }
}

test('whatever is done, and whenever it is looked at, no time is lost and none is counted twice', () => {
  const seen = { paused: 0, late: 0, kept: 0 }
  fc.assert(
    fc.property(
      fc.constantFrom('opening_hours' as const, 'calendar' as const),
      fc.array(
        fc.tuple(
          fc.constantFrom(...DOINGS),
          fc.integer({ min: 1, max: 9 * 60 }).map((m) => m * MINUTE_MS),
        ),
        { minLength: 1, maxLength: 14 },
      ),
      (hours, story) => {
        const policy: Policy = { hours, withinMs: within }
        const openTime = countedTime(nights)
        const time = hours === 'calendar' ? CALENDAR : openTime
        let at = Date.parse('2026-10-24T12:00:00Z')
        const iso = () => new Date(at).toISOString()
        let facts: Facts = { state: 'open', waitingSince: iso(), firstReplyAt: null }
        let sla = windOn(undefined, facts, policy, { at: iso(), openTime })

        // The story told slowly: stretches in which a clock runs, and what became of each wait.
        let solutionMs = 0
        let wait: { promise: Promised; ms: number } | null = { promise: 'first_reply', ms: 0 }
        const kept = { first_reply: 0, next_reply: 0, solution: 0 }
        const missed = { first_reply: 0, next_reply: 0, solution: 0 }

        for (const [what, later] of story) {
          const counted = time.between(at, at + later)
          const shown = facts.state === 'snoozed' ? facts.snooze?.before : facts.state
          const solutionWasLate = solutionMs >= within.solution
          if (shown === 'open') solutionMs += counted
          if (!solutionWasLate && solutionMs >= within.solution) missed.solution++
          if (wait) {
            const wasLate = wait.ms >= within[wait.promise]
            wait.ms += counted
            if (!wasLate && wait.ms >= within[wait.promise]) missed[wait.promise]++
          }
          at += later
          const before = facts
          facts = done(what, facts, iso())
          sla = windOn(sla, facts, policy, { at: iso(), openTime })
          expect(windOn(sla, facts, policy, { at: iso(), openTime }), 'looked at twice').toBe(sla)

          if (what === 'agent' && wait) {
            if (wait.ms < within[wait.promise]) kept[wait.promise]++
            wait = null
          }
          if (facts.waitingSince === null) wait = null
          else if (!wait) wait = { promise: facts.firstReplyAt ? 'next_reply' : 'first_reply', ms: 0 }
          kept.solution = facts.state === 'solved' && solutionMs < within.solution ? 1 : 0
          if (before.state !== facts.state && facts.state !== 'open') seen.paused++
        }
        const solution = sla?.clocks.solution
        const running = solution?.since ? time.between(Date.parse(solution.since), at) : 0
        expect((solution?.usedMs ?? 0) + running).toBe(solutionMs)
        if (solution?.dueAt && !solution.late)
          expect(time.between(at, Date.parse(solution.dueAt))).toBe(within.solution - solutionMs)
        const waits = wait && sla?.clocks[wait.promise]
        if (wait) expect(time.between(Date.parse(waits?.since ?? ''), at)).toBe(wait.ms)
        expect(total(sla, 'kept')).toEqual(kept)
        expect(total(sla, 'missed')).toEqual(missed)
        expect(sla?.untold ?? []).toHaveLength(missed.first_reply + missed.next_reply + missed.solution)
        seen.late += missed.first_reply + missed.next_reply + missed.solution
        seen.kept += kept.first_reply + kept.next_reply + kept.solution
      },
    ),
    { numRuns: 200 },
  )
  for (const [premise, times] of Object.entries(seen)) expect(times, premise).toBeGreaterThan(10)
})

const total = (sla: SlaRecord | undefined, what: 'kept' | 'missed') => ({
  first_reply: sla?.[what].first_reply ?? 0,
  next_reply: sla?.[what].next_reply ?? 0,
  solution: sla?.[what].solution ?? 0,
})

describe('which times', () => {
  const policies = policiesOf({
    forAll: {
      hours: 'calendar',
      first_reply_minutes: 480,
      priorities: { urgent: { first_reply_minutes: 30, next_reply_minutes: 60 } },
    },
    find: (type) =>
      ({
        problem: { sla: { hours: 'opening_hours' as const, solution_minutes: 1440 } },
        question: { sla: { first_reply_minutes: 240, priorities: { high: { first_reply_minutes: 120 } } } },
      })[type],
  })
  const minutes = (type: string, priority?: TicketRecord['priority']) => {
    const { hours, withinMs } = policies({ type, ...(priority && { priority }) }) ?? { withinMs: {} }
    return `${hours} ${Object.entries(withinMs).map(([name, ms]) => `${name} ${ms / MINUTE_MS}`)}`
  }

  test.each([
    ['other', undefined, 'calendar first_reply 480'],
    ['other', 'urgent', 'calendar first_reply 30,next_reply 60'],
    ['problem', 'low', 'opening_hours first_reply 480,solution 1440'],
    ['question', 'high', 'calendar first_reply 120'],
    // What a type says goes before what the file says, also of a priority.
    ['question', 'urgent', 'calendar first_reply 240,next_reply 60'],
  ] as const)('%s, %s: %s', (type, priority, said) => {
    expect(minutes(type, priority)).toBe(said)
  })

  test('a ticket of nothing promised has no clock', () => {
    expect(policiesOf({ forAll: undefined, find: () => ({}) })({ type: 'question' })).toBeNull()
    const facts = { state: 'open', waitingSince: new Date(0).toISOString(), firstReplyAt: null } as const
    expect(windOn(undefined, facts, null, { at: facts.waitingSince, openTime: CALENDAR })).toBeUndefined()
  })

  test('raised to urgent, less time is left of what was waited already; what is late stays late', () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 9, minute)).toISOString()
    const facts = { state: 'open', waitingSince: at(0), firstReplyAt: null } as const
    const wind = (before: SlaRecord | undefined, minute: number, priority: 'normal' | 'urgent') =>
      windOn(before, facts, policies({ type: 'other', priority }), { at: at(minute), openTime: CALENDAR })
    const calm = wind(undefined, 0, 'normal')
    expect(calm?.clocks.first_reply?.dueAt).toBe(at(480))
    const raised = wind(calm, 10, 'urgent')
    expect(raised?.clocks.first_reply?.dueAt).toBe(at(30))
    const late = wind(raised, 40, 'urgent')
    expect(late?.untold).toEqual([{ promise: 'first_reply', dueAt: at(30) }])
    expect(wind(late, 41, 'normal')?.clocks.first_reply).toMatchObject({ late: true, dueAt: at(30) })
  })
})

// ---- by the rules

describe('a ticket that was promised an answer', () => {
  const newFolder = dataFolders()
  let rules: Rules
  let maya: Contact
  let omar: AgentRecord
  let ticketId = ''
  const promised = policiesOf({
    forAll: {
      ...{ first_reply_minutes: 60, next_reply_minutes: 30, solution_minutes: 600 },
      priorities: { urgent: { first_reply_minutes: 15 } },
    },
    find: () => undefined,
  })

  beforeEach(async () => {
    const webhook = { url: 'http://127.0.0.1:9/webhooks', secret: 'whsec_c2VjcmV0LW9mLXRoZS10ZXN0LWhvc3Q=' }
    rules = await openRules(await newFolder(), undefined, { policies: promised, webhook })
    maya = await rules.contact('maya', 'maya@northfield.edu')
    omar = await rules.agent('Omar')
    ticketId = (await rules.opens(maya)).ticket.id
  })
  afterEach(() => rules?.close())

  const record = () => rules.ticket(ticketId)
  const clocks = async () => (await deskTicket(await record(), rules.store.read)).sla ?? []
  const inMinutes = (minutes: number) => new Date(rules.now().getTime() + minutes * MINUTE_MS).toISOString()
  const say = (who: 'maya' | 'omar') => {
    const body = { clientId: newClientId(), ticketId, text: 'I ask the site.' }
    return rules.commit(async (tx) => {
      if (who === 'maya') await rules.tickets.sendAsContact(tx, maya, body)
      else await rules.tickets.sendAsAgent(tx, omar, body)
    })
  }
  const goesBy = async (minutes: number) => {
    rules.passes(minutes * MINUTE_MS)
    await rules.dueWork()
  }
  const breaches = async () =>
    (await rules.store.read.notes.after(ticketId, 0, 1_000)).flatMap(({ line }) =>
      line?.code === 'sla.breached' ? [line.details.promise] : [],
    )
  const delivered = (promise: Promised, dueAt: string) =>
    rules.store.read.deliveries.find(`sla_${ticketId}_${promise}_${Date.parse(dueAt)}`)

  test('nobody answers: agents and the host are told once, when it is due, and the contact never', async () => {
    const [heard, desk] = [rules.heardBy(maya.id), rules.heardAtTheDesk()]
    const asMayaSees = await contactTicket(await record(), rules.store.read)
    const dueAt = inMinutes(60)
    expect((await clocks())[0]).toMatchObject({ promise: 'first_reply', dueAt, withinMs: HOUR_MS })
    await goesBy(59)
    expect([await breaches(), desk]).toEqual([[], []])
    await goesBy(1)
    expect(await breaches()).toEqual(['first_reply'])
    expect((await clocks())[0]).toMatchObject({ promise: 'first_reply', dueAt, late: true })
    expect(desk.map(({ name }) => name)).toEqual(['ticket.changed'])
    const told = await delivered('first_reply', dueAt)
    expect(JSON.parse(told?.body ?? '')).toEqual({
      type: 'sla.breached',
      timestamp: rules.now().toISOString(),
      data: {
        ...{ ticketId, number: 1, type: 'question', priority: 'normal', team: 'Support' },
        ...{ assigneeId: null, promise: 'first_reply', dueAt },
      },
    })
    expect(heard).toEqual([])
    expect(await contactTicket(await record(), rules.store.read)).toEqual(asMayaSees)

    // Its end was not kept, so it runs once more; and a late answer is no second breach.
    const due = rules.now().toISOString()
    const again = { id: 'again', kind: SLA_DUE, subjectId: ticketId, dueAt: due }
    await rules.commit((tx) => schedule(tx, again))
    await goesBy(0)
    await say('omar')
    await goesBy(1)
    expect(await breaches()).toEqual(['first_reply'])
    expect((await record()).sla).toMatchObject({ missed: { first_reply: 1 }, kept: {} })
  })

  test('answered in time, nothing is told; each later message is promised an answer of its own', async () => {
    await goesBy(30)
    await say('omar')
    await goesBy(120)
    expect((await record()).sla).toMatchObject({ kept: { first_reply: 1 }, missed: {} })
    await say('maya')
    rules.passes(20 * MINUTE_MS)
    // The first that has no answer counts.
    await say('maya')
    expect((await clocks())[0]).toMatchObject({ promise: 'next_reply', dueAt: inMinutes(10) })
    await say('omar')
    await say('maya')
    await goesBy(31)
    expect(await breaches()).toEqual(['next_reply'])
    expect((await record()).sla).toMatchObject({ kept: { next_reply: 1 }, missed: { next_reply: 1 } })
  })

  test('the server slept while it became late: what was answered too late is told all the same', async () => {
    const dueAt = inMinutes(60)
    rules.passes(2 * HOUR_MS)
    await say('omar')
    expect(await breaches(), 'the premise: nobody looked').toEqual([])
    await goesBy(0)
    expect(await breaches()).toEqual(['first_reply'])
    expect(await delivered('first_reply', dueAt)).toBeDefined()
  })

  test('the solution stands still while the contact is waited for, and snoozing stops nothing', async () => {
    await goesBy(10)
    await say('omar')
    const still = { promise: 'solution', dueAt: null, leftMs: 590 * MINUTE_MS }
    expect(await clocks()).toMatchObject([still])
    await goesBy(3 * 24 * 60)
    expect(await clocks()).toMatchObject([still])
    await say('maya')
    const [reply, solution] = await clocks()
    expect(solution).toMatchObject({ promise: 'solution', dueAt: inMinutes(590) })
    await rules.commit((tx) => snooze(tx, rules, omar, { ticketId, until: inMinutes(60), upTo: 99 }))
    expect(await clocks()).toEqual([reply, solution])
    await goesBy(30)
    expect(await breaches()).toEqual(['next_reply'])
    await goesBy(560)
    expect(await breaches()).toEqual(['next_reply', 'solution'])
    // Solved late, it is not kept; and what is solved shows no clock.
    await rules.commit(async (tx) => rules.tickets.solve(tx, await record(), { name: 'Omar', side: 'agent' }))
    expect(await clocks()).toEqual([])
    expect((await record()).sla).toMatchObject({ kept: { first_reply: 1 }, missed: { solution: 1 } })
  })

  test('what goes on in another ticket was solved by nobody: nothing of it was kept, and nothing is due', async () => {
    const into = (await rules.opens(maya)).ticket
    await rules.commit((tx) => mergeTickets(tx, rules, omar, { ticketId, intoId: into.id, upTo: 99 }))
    await goesBy(700)
    const { clocks, kept, missed } = (await record()).sla ?? {}
    expect({ clocks, kept, missed }).toEqual({ clocks: {}, kept: {}, missed: {} })
    expect(await breaches()).toEqual([])
    expect((await rules.ticket(into.id)).sla, 'the premise').toMatchObject({ missed: { solution: 1 } })
  })

  test('raised to urgent, it is told when that is due, and not when the promise before was', async () => {
    await rules.commit(async (tx) => {
      const raised = { ...(await record()), priority: 'urgent' as const }
      await arrange(tx, rules, raised, omar, { code: 'snooze.ended', details: {} })
    })
    await goesBy(14)
    expect(await breaches()).toEqual([])
    await goesBy(2)
    expect(await breaches()).toEqual(['first_reply'])
  })

  test('other opening hours, and another priority, are another time', async () => {
    // Tuesday, nine in the morning in London.
    const week = Array.from({ length: 7 }, () => [{ from: '10:00', to: '12:00' }])
    const hours = { zone: 'Europe/London', week, holidays: [] }
    expect((await clocks())[0]?.dueAt).toBe(inMinutes(60))
    // One from before anything was promised.
    const { id: old } = (await rules.opens(maya)).ticket
    await rules.commit(async (tx) => {
      const { sla: _, ...unpromised } = (await tx.tickets.find(old)) as TicketRecord
      await tx.tickets.put(unpromised)
    })
    await rules.commit((tx) => setHours(tx, rules, omar, { version: 0, hours }))
    await rules.dueWork()
    expect((await clocks()).map(({ dueAt }) => dueAt)).toEqual([inMinutes(120), '2026-11-28T12:00:00.000Z'])
    expect((await rules.store.read.tickets.find(old))?.sla).toBeUndefined()
    const desk = rules.heardAtTheDesk()
    await rules.commit(async (tx) => {
      const raised = { ...(await record()), priority: 'urgent' as const }
      await arrange(tx, rules, raised, omar, { code: 'snooze.ended', details: {} })
    })
    expect((await clocks())[0]?.dueAt).toBe(inMinutes(75))
    expect(desk.map(({ name }) => name)).toEqual(['ticket.changed'])
    await goesBy(75)
    expect(await breaches()).toEqual(['first_reply'])
  })
})
