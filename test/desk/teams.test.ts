// Tickets of a team go to its members by turns, to those who are there, and come back from who is silent while the contact
// waits. First the arithmetic, then the desk.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TeamFields } from '../../protocol/desk/teams.ts'
import type { Contact } from '../../protocol/entities.ts'
import type { OpeningHours } from '../../protocol/hours.ts'
import { setAway } from '../../server/agents/away.ts'
import type { Commit } from '../../server/events.ts'
import { CALENDAR, countedTime } from '../../server/sla/counted-time.ts'
import type { AgentRecord, DueWorkRecord } from '../../server/store/records.ts'
import { HAND_OUT, handOut } from '../../server/teams/handing-out.ts'
import { saveTeam } from '../../server/teams/teams.ts'
import { isThere, type Member, takenBackAt, whoseTurn } from '../../server/teams/turns.ts'
import { changeRules } from '../../server/tickets/changes.ts'
import { saveDraft } from '../../server/tickets/drafts.ts'
import { setHours } from '../../server/tickets/opening-hours.ts'
import { dataFolders } from '../faults/folders.ts'
import { newClientId } from '../stage/cast.ts'
import { HOUR_MS, MINUTE_MS, openRules, type Rules } from '../stage/rules.ts'

const newFolder = dataFolders()

describe('whose turn it is', () => {
  const member = (id: string, open = 0, gotAt: string | null = null, isThere = true): Member => ({
    ...{ id, open, gotAt, isThere },
  })

  test.each<[string, Member[], number | null, string | null]>([
    ['nobody is in it', [], null, null],
    ['the fewest open tickets', [member('a', 3), member('b', 1), member('c', 2)], null, 'b'],
    [
      'as many: who got one the longest ago',
      [member('a', 1, '2026-11-24'), member('b', 1, '2026-11-23')],
      null,
      'b',
    ],
    ['as many: who never got one', [member('a', 1, '2026-11-24'), member('b', 1)], null, 'b'],
    ['who is not there gets nothing', [member('a', 0, null, false), member('b', 9)], null, 'b'],
    ['nobody is there', [member('a', 0, null, false)], null, null],
    ['who has as many as the limit gets nothing', [member('a', 2), member('b', 2)], 2, null],
    ['one below the limit', [member('a', 2), member('b', 1)], 2, 'b'],
  ])('%s', (_what, members, limit, id) => {
    expect(whoseTurn(members, limit)?.id ?? null).toBe(id)
  })

  test('whatever happens, it is fair: nobody over the limit, nobody away, and loads that were equal stay within one', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const chance = chances(seed)
      const limit = chance() < 0.5 ? null : 1 + Math.floor(chance() * 5)
      const members = Array.from({ length: 1 + Math.floor(chance() * 6) }, (_, at) =>
        member(`agt_${at}`, 0, null, chance() < 0.8),
      )
      const there = members.filter((one) => one.isThere)
      for (let at = 0; at < 30; at++) {
        const next = whoseTurn(members, limit)
        if (!next) {
          expect(there.every(({ open }) => limit !== null && open >= limit)).toBe(true)
          break
        }
        next.open++
        next.gotAt = String(at).padStart(3, '0')
        const loads = there.map(({ open }) => open)
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1)
      }
      expect(members.filter((one) => !one.isThere).every(({ open }) => open === 0)).toBe(true)
    }
  })
})

test('there is who is not away and has a desk open', () => {
  const now = new Date('2026-11-24T09:00:00Z')
  const agent = { id: 'agt_1', roles: ['agent'], disabledAt: null } as unknown as AgentRecord
  const session = (minutesAgo: number, facts: object = {}) => ({
    ...{ id: 'ags_1', agentId: 'agt_1', tokenHash: '', expiresAt: '', endedAt: null },
    createdAt: new Date(now.getTime() - minutesAgo * MINUTE_MS).toISOString(),
    ...facts,
  })
  expect(isThere(agent, [session(1)], now)).toBe(true)
  expect(isThere(agent, [session(60, { usedAt: now.toISOString() })], now)).toBe(true)
  expect(isThere(agent, [session(60)], now), 'went home').toBe(false)
  expect(isThere(agent, [session(1, { endedAt: now.toISOString() })], now)).toBe(false)
  expect(isThere(agent, [session(1, { awaits: 'code' })], now)).toBe(false)
  expect(isThere(agent, [], now)).toBe(false)
  expect(isThere({ ...agent, awaySince: now.toISOString() }, [session(1)], now)).toBe(false)
  expect(isThere({ ...agent, disabledAt: now.toISOString() }, [session(1)], now)).toBe(false)
  expect(isThere({ ...agent, roles: ['editor'] }, [session(1)], now)).toBe(false)
})

test('silence counts from the last word, and in opening hours only', () => {
  const at = (time: string) => `2026-11-24T${time}:00.000Z`
  const due = (facts: Partial<Parameters<typeof takenBackAt>[0]>, time = CALENDAR) =>
    new Date(
      takenBackAt({ waitingSince: at('09:00'), assignedAt: undefined, wroteAt: [], ...facts }, 30, time),
    ).toISOString()
  expect(due({})).toBe(at('09:30'))
  expect(due({ assignedAt: at('08:00') })).toBe(at('09:30'))
  expect(due({ assignedAt: at('09:10') })).toBe(at('09:40'))
  expect(due({ wroteAt: [at('09:20'), at('09:05')] })).toBe(at('09:50'))
  // 24 November 2026 is a Tuesday.
  const hours = weekly([
    { from: '08:00', to: '09:10' },
    { from: '13:00', to: '17:00' },
  ])
  expect(due({}, countedTime(hours))).toBe(at('13:20'))
})

describe('at the desk', () => {
  let rules: Rules
  let maya: Contact
  let [omar, ines] = [] as unknown as [AgentRecord, AgentRecord]

  beforeEach(async () => {
    rules = await openRules(await newFolder())
    maya = await rules.contact('maya', 'maya@northfield.edu')
    omar = await atDesk('Omar')
    ines = await atDesk('Ines')
  })
  afterEach(() => rules?.close())

  test('new tickets go to whoever has the fewest; both sides read who has it, agents why', async () => {
    await setUp()
    const heard = rules.heardBy(maya.id)
    const tickets = [await opens(), await opens(), await opens()]
    const [first, second, third] = await Promise.all(tickets.map(assigneeOf))
    expect(new Set([first, second])).toEqual(new Set([omar.id, ines.id]))
    expect(third, 'as many: who got one the longest ago').toBe(first)
    const { entries, notes } = await threadOf(tickets[0] ?? '')
    expect(entries.map((entry) => (entry.kind === 'activity' ? entry.code : entry.kind))).toEqual([
      ...['message', 'ticket.assigned'],
    ])
    expect(notes.map(({ line }) => line?.code)).toEqual(['turn.given'])
    expect(JSON.stringify(heard), 'the premise').toContain('ticket.assigned')
    expect(JSON.stringify(heard), 'contacts hear of no team').not.toMatch(/Support|turn|passedOver/)
    // Run once more, by another copy, it gives nothing twice.
    await Promise.all([1, 2].map(() => rules.kinds[HAND_OUT]?.({} as DueWorkRecord)))
    expect((await threadOf(tickets[0] ?? '')).notes).toHaveLength(1)
  })

  test('where nobody switched it on, or nobody is in it, a ticket waits for whoever takes it', async () => {
    const before = await opens()
    await setUp({ byTurns: false })
    const after = await opens()
    await setUp({ members: [] })
    const nobodys = await opens()
    expect(await Promise.all([before, after, nobodys].map(assigneeOf))).toEqual([null, null, null])
    expect(await rules.store.read.dueWork.find(HAND_OUT), 'it waits for a member').toBeDefined()
    await setUp()
    expect((await Promise.all([before, after, nobodys].map(assigneeOf))).includes(null)).toBe(false)
  })

  test('away means away: nothing comes, what is theirs stays, and what waited comes when they are back', async () => {
    await setUp({ members: [omar.id] })
    const theirs = await opens()
    await isAway(omar, true)
    const waits = await opens()
    expect(await Promise.all([theirs, waits].map(assigneeOf))).toEqual([omar.id, null])
    await isAway(omar, false)
    expect(await assigneeOf(waits)).toBe(omar.id)
  })

  test('at the limit nobody gets more; a reply makes room', async () => {
    await setUp({ members: [omar.id], limit: 1 })
    const [first, second] = [await opens(), await opens()]
    expect(await Promise.all([first, second].map(assigneeOf))).toEqual([omar.id, null])
    await says(omar, first)
    await passes(MINUTE_MS)
    expect(await assigneeOf(second)).toBe(omar.id)
  })

  test('who goes away, or writes, after it was looked whose turn it is, gets nothing, and loses nothing', async () => {
    await setUp({ members: [omar.id], takeBackMinutes: 30 })
    const handsOut = (meanwhile: () => Promise<unknown>) => {
      const commit: Commit = async (work) => {
        await meanwhile()
        return rules.commit(work)
      }
      return handOut({ ...rules, read: rules.store.read, commit })({} as DueWorkRecord)
    }
    const ticketId = (await rules.opens(maya)).ticket.id
    const goesAway = (away: boolean) => rules.commit((tx) => setAway(tx, rules, omar.id, away))
    await handsOut(() => goesAway(true))
    expect(await assigneeOf(ticketId)).toBeNull()
    await goesAway(false)
    await rules.dueWork()
    expect(await assigneeOf(ticketId), 'the premise').toBe(omar.id)

    rules.passes(31 * MINUTE_MS)
    const note = { clientId: newClientId(), ticketId, text: 'I ask the site.' }
    await handsOut(() => rules.commit((tx) => rules.tickets.writeNote(tx, omar, note)))
    expect(await assigneeOf(ticketId)).toBe(omar.id)
    await passes(31 * MINUTE_MS)
    expect(await assigneeOf(ticketId), 'the premise').toBeNull()
  })

  test('taken by hand it stays with who took it; one that returns to nobody goes by turns', async () => {
    const [taken, returns] = [await opens(), await opens()]
    await rules.commit((tx) => rules.tickets.assign(tx, taken, ines))
    await says(omar, returns)
    await rules.commit((tx) => rules.tickets.assign(tx, returns, null))
    await setUp({ members: [omar.id] })
    expect(await Promise.all([taken, returns].map(assigneeOf)), 'it waits for its contact').toEqual([
      ines.id,
      null,
    ])
    await mayaSays(returns)
    expect(await Promise.all([taken, returns].map(assigneeOf))).toEqual([ines.id, omar.id])
  })

  test('a silent assignee loses it to the next, once; who answers or writes keeps it', async () => {
    await setUp({ takeBackMinutes: 30 })
    const ticketId = await opens()
    const [first, second] = (await assigneeOf(ticketId)) === omar.id ? [omar, ines] : [ines, omar]
    await passes(29 * MINUTE_MS)
    await rules.commit((tx) =>
      saveDraft(tx, rules, first, { ticketId, as: 'reply', text: 'I', answers: 1, version: null }),
    )
    await passes(29 * MINUTE_MS)
    const note = { clientId: newClientId(), ticketId, text: 'I ask the site.' }
    await rules.commit((tx) => rules.tickets.writeNote(tx, first, note))
    await passes(29 * MINUTE_MS)
    expect(await assigneeOf(ticketId), 'they write').toBe(first.id)
    await passes(2 * MINUTE_MS)
    expect(await assigneeOf(ticketId)).toBe(second.id)
    const { notes } = await threadOf(ticketId)
    expect(notes.flatMap(({ line }) => (line ? [`${line.code} ${line.details.name}`] : []))).toEqual([
      `turn.given ${first.name}`,
      `turn.taken_back ${first.name}`,
      `turn.given ${second.name}`,
    ])
    // Who let them wait does not get it again, though they have fewer now.
    await passes(31 * MINUTE_MS)
    expect(await assigneeOf(ticketId)).toBeNull()
    await passes(HOUR_MS)
    expect(await assigneeOf(ticketId)).toBeNull()
    // Answered, and asked anew: it is anybody's again.
    await says(first, ticketId)
    await rules.commit((tx) => rules.tickets.assign(tx, ticketId, null))
    await mayaSays(ticketId)
    expect(await assigneeOf(ticketId), 'who got one the longest ago').toBe(first.id)
  })

  test('nothing is taken back while the desk is closed, nor from who has answered', async () => {
    // Now it is nine on a Tuesday, in UTC.
    await rules.commit((tx) =>
      setHours(tx, rules, omar, { version: 0, hours: weekly([{ from: '08:00', to: '09:10' }]) }),
    )
    await setUp({ members: [omar.id], takeBackMinutes: 30 })
    const [waits, answered] = [await opens(), await opens()]
    await says(omar, answered)
    await passes(23 * HOUR_MS)
    expect(await assigneeOf(waits), 'ten minutes of opening hours').toBe(omar.id)
    await passes(21 * MINUTE_MS)
    expect(await Promise.all([waits, answered].map(assigneeOf))).toEqual([null, omar.id])
  })

  test('handed to another team it is nobody’s there, which can be taken back; contacts hear of no team', async () => {
    const changes = changeRules(rules)
    const ticketId = await opens()
    await rules.commit((tx) => rules.tickets.assign(tx, ticketId, omar))
    const heard = rules.heardBy(maya.id)
    const given = await rules.commit((tx) =>
      changes.change(tx, omar, 'change-1', { ticketId, upTo: 9 }, { kind: 'team', team: 'Rotations' }),
    )
    expect(given).toMatchObject({ team: 'Rotations', assigneeId: null })
    await rules.commit((tx) => changes.takeBack(tx, omar, 'change-1', ticketId))
    expect(await record(ticketId)).toMatchObject({ team: 'Support', assigneeId: omar.id })
    expect((await threadOf(ticketId)).notes.map(({ line }) => line?.details.team)).toEqual([
      'Rotations',
      'Support',
    ])
    expect(heard.length, 'the premise: who has it is told').toBeGreaterThan(0)
    expect(JSON.stringify(heard)).not.toMatch(/Rotations|turn|passedOver/)
    const nowhere = { kind: 'team', team: 'Nowhere' } as const
    await expect(
      rules.commit((tx) => changes.change(tx, omar, 'change-2', { ticketId, upTo: 9 }, nowhere)),
    ).rejects.toMatchObject({ code: 'team.unknown' })
  })

  test('a team that somebody else changed meanwhile is not overwritten', async () => {
    await setUp()
    const stale = { version: 0, team: { ...SUPPORT, members: [] } }
    await expect(rules.commit((tx) => saveTeam(tx, rules, ines, stale))).rejects.toMatchObject({
      code: 'team.changed',
    })
    const unknown = { version: 1, team: { ...SUPPORT, members: ['agt_nobody'] } }
    await expect(rules.commit((tx) => saveTeam(tx, rules, ines, unknown))).rejects.toMatchObject({
      code: 'team.invalid',
    })
  })

  // ---- what people do

  const SUPPORT: TeamFields = {
    name: 'Support',
    members: [],
    byTurns: true,
    limit: null,
    takeBackMinutes: null,
  }

  async function setUp(facts: Partial<TeamFields> = {}) {
    const version = (await rules.store.read.teams.find('Support'))?.version ?? 0
    const team = { ...SUPPORT, members: [omar.id, ines.id], ...facts }
    await rules.commit((tx) => saveTeam(tx, rules, ines, { version, team }))
    await rules.dueWork()
  }

  /** With a console that stays open. */
  async function atDesk(name: string): Promise<AgentRecord> {
    const agent = await rules.agent(name)
    await rules.store.commit((tx) =>
      tx.agentSessions.put({
        ...{ id: `ags_${name}`, agentId: agent.id, tokenHash: name, endedAt: null },
        createdAt: rules.now().toISOString(),
        // Days go by in these scenes.
        usedAt: '2027-01-01T00:00:00.000Z',
        expiresAt: '2027-01-01T00:00:00.000Z',
      }),
    )
    return agent
  }

  async function opens(): Promise<string> {
    const { ticket } = await rules.opens(maya)
    expect(ticket.team, 'the premise').toBe('Support')
    await rules.dueWork()
    return ticket.id
  }

  const says = (agent: AgentRecord, ticketId: string) =>
    rules.commit((tx) =>
      rules.tickets.sendAsAgent(tx, agent, { clientId: newClientId(), ticketId, text: 'Under Onboarding.' }),
    )
  async function mayaSays(ticketId: string) {
    const body = { clientId: newClientId(), ticketId, text: 'It is not there.' }
    await rules.commit((tx) => rules.tickets.sendAsContact(tx, maya, body))
    await rules.dueWork()
  }
  async function isAway(agent: AgentRecord, away: boolean) {
    await rules.commit((tx) => setAway(tx, rules, agent.id, away))
    await rules.dueWork()
  }
  async function passes(ms: number) {
    rules.passes(ms)
    await rules.dueWork()
  }
  const record = (ticketId: string) => rules.ticket(ticketId)
  const assigneeOf = async (ticketId: string) => (await record(ticketId)).assigneeId
  const threadOf = async (ticketId: string) => ({
    entries: await rules.store.read.entries.after(ticketId, 0, 100),
    notes: await rules.store.read.notes.after(ticketId, 0, 1_000),
  })
})

function weekly(spans: { from: string; to: string }[]): OpeningHours {
  return { zone: 'UTC', week: Array.from({ length: 7 }, () => spans), holidays: [] }
}

/** Numbers from 0 to 1, the same for the same seed. */
function chances(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}
