// Of the store contract: tickets as lists, views, filters and counts find them.

import { describe, expect, it } from 'vitest'
import { isOfContact } from '../../../protocol/desk/fields.ts'
import { compareIn, fits, placeIn } from '../../../protocol/desk/filtering.ts'
import type { FieldTest, TicketFilter, TicketSort } from '../../../protocol/desk/filters.ts'
import type { DeskView } from '../../../protocol/entities.ts'
import { facetsOfRecord, factsAbout } from '../../../server/store/facets.ts'
import type { SlaRecord, TicketRecord } from '../../../server/store/records.ts'
import { at, ines, leo, maya, omar, ticket } from '../../faults/records.ts'
import { randomFrom } from '../../stage/random.ts'
import type { Given } from './given.ts'

const EVERY = ['open', 'waiting_on_contact', 'snoozed', 'solved'] as const

const clock = (dueAt: number) => ({
  ...{ withinMs: 60_000, hours: 'calendar' as const, usedMs: 0, since: at(0) },
  dueAt: at(dueAt),
})
/** Minutes at which a first reply and a solution are due; null: nothing of it was promised. */
const due = (reply: number | null, solution: number | null): SlaRecord => ({
  clocks: {
    ...(reply !== null && { first_reply: clock(reply) }),
    ...(solution !== null && { solution: clock(solution) }),
  },
  ...{ kept: {}, missed: {}, checkAt: null },
})

export function findsTickets({ store, keep }: Given): void {
  describe('tickets', () => {
    const idsOf = async (view: DeskView) =>
      (await store().read.tickets.list({ view, agentId: omar.id, limit: 50 })).tickets.map(({ id }) => id)

    it('stand among the mentions of whom their notes name, until they are solved', async () => {
      await keep(async (tx) => {
        await tx.tickets.put(ticket('tkt_1', { updatedAt: at(1), mentions: [ines.id, omar.id] }))
        await tx.tickets.put(ticket('tkt_2', { updatedAt: at(2), mentions: [omar.id], state: 'snoozed' }))
        await tx.tickets.put(ticket('tkt_3', { updatedAt: at(3), mentions: [omar.id], state: 'solved' }))
        await tx.tickets.put(ticket('tkt_4', { updatedAt: at(4), assigneeId: omar.id }))
      })
      const named = async ({ id: agentId }: { id: string }) =>
        (await store().read.tickets.list({ view: 'mentions', agentId, limit: 10 })).tickets.map(
          ({ id }) => id,
        )
      expect([await named(omar), await named(ines), await named({ id: 'agt_new' })]).toEqual([
        ['tkt_2', 'tkt_1'],
        ['tkt_1'],
        [],
      ])
    })

    it('stand among those of their tracker, and open trackers among themselves', async () => {
      const tracker = { attached: 3 }
      const cause = { id: 'tkt_9', at: at(1), upTo: 1 }
      await keep(async (tx) => {
        await tx.tickets.put(ticket('tkt_9', { updatedAt: at(1), tracker }))
        await tx.tickets.put(ticket('tkt_8', { updatedAt: at(2), tracker }))
        await tx.tickets.put(ticket('tkt_7', { updatedAt: at(3), tracker, state: 'solved' }))
        for (const id of ['tkt_3', 'tkt_1', 'tkt_2']) await tx.tickets.put(ticket(id, { cause }))
        await tx.tickets.put(ticket('tkt_4', { cause: { ...cause, id: 'tkt_8' }, state: 'solved' }))
        const caused = await tx.tickets.causedBy('tkt_9', { limit: 2 })
        expect(caused.map(({ id }) => id)).toEqual(['tkt_1', 'tkt_2'])
      })
      const idsFor = async (id: string, query: { after?: string; limit: number }) =>
        (await store().read.tickets.causedBy(id, query)).map((one) => one.id)
      expect(await idsFor('tkt_9', { limit: 2 })).toEqual(['tkt_1', 'tkt_2'])
      expect(await idsFor('tkt_9', { after: 'tkt_2', limit: 2 })).toEqual(['tkt_3'])
      expect(await idsFor('tkt_8', { limit: 9 })).toEqual(['tkt_4'])
      expect(await idsFor('tkt_1', { limit: 9 })).toEqual([])
      expect((await store().read.tickets.trackers(9)).map(({ id }) => id)).toEqual(['tkt_8', 'tkt_9'])
      expect((await store().read.tickets.trackers(1)).map(({ id }) => id)).toEqual(['tkt_8'])
      await keep((tx) => tx.tickets.put(ticket('tkt_2', {})))
      expect(await idsFor('tkt_9', { limit: 9 })).toEqual(['tkt_1', 'tkt_3'])
    })

    it('stand in the views that their state and assignee say', async () => {
      await keep(async (tx) => {
        await tx.tickets.put(ticket('tkt_1', { updatedAt: at(1) }))
        await tx.tickets.put(ticket('tkt_2', { updatedAt: at(2), assigneeId: omar.id }))
        await tx.tickets.put(ticket('tkt_3', { updatedAt: at(3), assigneeId: ines.id }))
        const waiting = { state: 'waiting_on_contact' as const, assigneeId: omar.id }
        await tx.tickets.put(ticket('tkt_4', { updatedAt: at(4), ...waiting }))
        await tx.tickets.put(ticket('tkt_5', { updatedAt: at(5), state: 'snoozed' }))
        await tx.tickets.put(ticket('tkt_6', { updatedAt: at(6), state: 'solved', assigneeId: omar.id }))
      })
      expect(await idsOf('unsolved')).toEqual(['tkt_5', 'tkt_4', 'tkt_3', 'tkt_2', 'tkt_1'])
      expect(await idsOf('open')).toEqual(['tkt_3', 'tkt_2', 'tkt_1'])
      expect(await idsOf('mine')).toEqual(['tkt_4', 'tkt_2'])
      expect(await idsOf('unassigned')).toEqual(['tkt_1'])
      expect(await idsOf('snoozed')).toEqual(['tkt_5'])
      expect(await idsOf('waiting_on_contact')).toEqual(['tkt_4'])
      expect(await idsOf('solved')).toEqual(['tkt_6'])
    })

    it('stand in order, however many changed since somebody looked', async () => {
      const changedAt = new Map<string, string>()
      // All of them, every twentieth, all again: more than wait for a look, and few among many.
      for (const [round, every] of [1, 20, 1].entries()) {
        await keep(async (tx) => {
          for (let number = 0; number < 1_200; number += every) {
            const updatedAt = at(((number * 577 + round * 131) % 1_201) + round)
            changedAt.set(`tkt_${number}`, updatedAt)
            await tx.tickets.put(ticket(`tkt_${number}`, { updatedAt }))
          }
        })
        const { tickets } = await store().read.tickets.list({ view: 'open', agentId: omar.id, limit: 1_300 })
        expect(new Map(tickets.map(({ id, updatedAt }) => [id, updatedAt]))).toEqual(changedAt)
        expect(tickets.map(({ updatedAt }) => updatedAt)).toEqual([...changedAt.values()].sort().reverse())
      }
    })

    it('move between views when they change', async () => {
      await keep((tx) => tx.tickets.put(ticket('tkt_1')))
      expect(await idsOf('unassigned')).toEqual(['tkt_1'])
      await keep((tx) => tx.tickets.put(ticket('tkt_1', { assigneeId: omar.id })))
      expect([await idsOf('unassigned'), await idsOf('mine')]).toEqual([[], ['tkt_1']])
      expect([await idsOf('open'), await idsOf('unsolved')]).toEqual([['tkt_1'], ['tkt_1']])
      await keep((tx) =>
        tx.tickets.put(ticket('tkt_1', { assigneeId: omar.id, state: 'waiting_on_contact' })),
      )
      expect([await idsOf('open'), await idsOf('unsolved')]).toEqual([[], ['tkt_1']])
      await keep((tx) => tx.tickets.put(ticket('tkt_1', { assigneeId: omar.id, state: 'solved' })))
      expect([await idsOf('unsolved'), await idsOf('mine'), await idsOf('solved')]).toEqual([
        [],
        [],
        ['tkt_1'],
      ])
    })

    it('are held by a filter when all of its conditions hold, and counted alike', async () => {
      const hour = 60
      const now = new Date(at(5 * hour))
      await keep(async (tx) => {
        await tx.contacts.put(maya)
        await tx.contacts.put({ ...leo, identity: 'guest', externalId: null })
        const cause = { id: 'tkt_1', at: at(1), upTo: 1 }
        const all: [string, Partial<TicketRecord>][] = [
          ['tkt_1', { tags: ['lab'], waitingSince: at(1), sla: due(5, null), tracker: { attached: 2 } }],
          [
            'tkt_2',
            { tags: ['late', 'visa'], waitingSince: at(4 * hour), priority: 'urgent', sla: due(9, 4) },
          ],
          [
            'tkt_3',
            {
              assigneeId: omar.id,
              waitingSince: null,
              priority: 'low',
              team: 'Accounts',
              mentions: [omar.id],
            },
          ],
          [
            'tkt_4',
            {
              contactId: leo.id,
              type: 'problem',
              waitingSince: at(2),
              assigneeId: ines.id,
              cause,
              sla: due(6 * hour, null),
            },
          ],
          ['tkt_5', { state: 'snoozed', tags: ['lab'], waitingSince: at(3), sla: due(null, 3) }],
          ['tkt_6', { state: 'solved', tags: ['lab'], waitingSince: null, sla: due(null, 1), cause }],
        ]
        for (const [index, [id, changes]] of all.entries())
          await tx.tickets.put(ticket(id, { updatedAt: at(index), number: index + 1, ...changes }))
      })
      const query = { agentId: omar.id, now }
      const holds = async (filter: TicketFilter, sort: TicketSort = 'number') => {
        const { tickets } = await store().read.tickets.select({ ...query, filter, sort, limit: 50 })
        expect(await store().read.tickets.count({ ...query, filter })).toBe(tickets.length)
        return tickets.map(({ number }) => number).join('')
      }
      expect(await holds({})).toBe('54321')
      expect(await holds({ states: ['solved', 'snoozed'] })).toBe('65')
      expect(await holds({ tags: ['lab', 'visa'] })).toBe('521')
      expect(await holds({ types: ['problem'] })).toBe('4')
      expect(await holds({ priorities: ['normal'] })).toBe('541')
      expect(await holds({ assignees: ['me', 'nobody'], states: ['open'] })).toBe('321')
      expect(await holds({ assignees: [ines.id] })).toBe('4')
      expect(await holds({ teams: ['Accounts'] })).toBe('3')
      expect(await holds({ mentionsMe: true })).toBe('3')
      expect(await holds({ identity: 'guest' })).toBe('4')
      expect(await holds({ identity: 'verified', tags: ['lab'] })).toBe('51')
      expect(await holds({ waitsLongerThanMinutes: 2 * hour })).toBe('541')
      // Late, or on its way there; what is solved is neither.
      expect(await holds({ dueWithinMinutes: 0 })).toBe('521')
      expect(await holds({ dueWithinMinutes: hour - 1 })).toBe('521')
      expect(await holds({ dueWithinMinutes: hour })).toBe('5421')
      expect(await holds({ states: ['solved'], dueWithinMinutes: hour })).toBe('')
      expect(await holds({ relation: 'tracker' })).toBe('1')
      expect(await holds({ relation: 'attached' })).toBe('4')
      expect(await holds({ relation: 'attached', states: ['solved'] })).toBe('6')
      expect(await holds({ tags: ["o'brien"] })).toBe('')

      expect(await holds({}, 'newest')).toBe('54321')
      expect(await holds({}, 'longest_wait')).toBe('14523')
      expect(await holds({}, 'priority')).toBe('21453')
      // Of what runs, the first; what nothing was promised of, and what is solved, comes last.
      expect(await holds({}, 'next_due')).toBe('52143')
      expect(await holds({ states: ['open', 'solved'], tags: ['lab', 'visa'] }, 'next_due')).toBe('216')
    })

    it('are held by what is asked of their fields, and of their contact’s, before and after it changed', async () => {
      const now = new Date('2026-03-10T12:00:00Z')
      const days = (count: number) => new Date(now.getTime() - count * 86_400_000).toISOString()
      const answers = (
        ...all: [field: string, kind: 'text' | 'choice' | 'date', text: string, value?: string][]
      ) =>
        all.map(([field, kind, text, value]) => ({
          field,
          kind,
          label: field,
          text,
          ...(value && { value }),
        }))
      const handover = (page: string, browser: string) => ({ reads: [], searches: [], page, browser })
      const long = `Ünder ${'x'.repeat(200)}`
      await keep(async (tx) => {
        await tx.contacts.put({
          ...maya,
          locale: 'de',
          attributes: { school: 'Northfield', year: 3, alum: false },
        })
        await tx.contacts.put({
          ...leo,
          locale: null,
          email: null,
          attributes: { school: 'West_field 100%', year: 12 },
        })
        const all: [string, Partial<TicketRecord>][] = [
          [
            'tkt_1',
            {
              subject: 'Where is ÉCOLE 100%?',
              tags: ['lab', 'late'],
              handover: handover('/rotations/7', 'Firefox on Linux'),
              answers: answers(
                ['site', 'text', 'St. Brigid’s'],
                ['again', 'choice', 'Yes, twice', 'yes'],
                ['starts', 'date', '12 March', '2026-03-12'],
              ),
              createdAt: days(20),
              firstReplyAt: days(2),
              merge: 'to_decide',
            },
          ],
          [
            'tkt_2',
            {
              type: 'problem',
              contactId: leo.id,
              handover: handover('/home', 'Safari on iOS'),
              answers: answers(
                ['again', 'choice', 'No', 'no'],
                ['starts', 'date', '1 March', '2026-03-01'],
                ['site', 'text', long],
              ),
              createdAt: days(3),
              openedBy: { id: omar.id, name: 'Omar' },
            },
          ],
          [
            'tkt_3',
            { state: 'solved', score: 2, solvedAt: days(1), createdAt: days(90), mergedInto: 'tkt_1' },
          ],
          // From before there was a mark of when.
          [
            'tkt_4',
            { state: 'solved', contactId: leo.id, score: 5, createdAt: days(90), updatedAt: days(60) },
          ],
        ]
        for (const [index, [id, changes]] of all.entries())
          await tx.tickets.put(ticket(id, { updatedAt: days(index), number: index + 1, ...changes }))
      })
      const states: TicketFilter['states'] = ['open', 'waiting_on_contact', 'snoozed', 'solved']
      const holds = async (...tests: [field: string, is: FieldTest['is'], ...values: string[]][]) => {
        const fields = tests.map(([field, is, ...values]) => ({
          field,
          is,
          ...(values.length > 0 && { values }),
        }))
        const query = { agentId: omar.id, now, filter: { states, fields } }
        const { tickets } = await store().read.tickets.select({ ...query, sort: 'number', limit: 50 })
        expect(await store().read.tickets.count(query)).toBe(tickets.length)
        // What a commit has not kept yet is judged by it, too; of contacts only what is kept.
        if (!tests.some(([field]) => isOfContact(field)))
          await keep(async (tx) => {
            for (const one of await tx.tickets.listForContact(maya.id, 9)) await tx.tickets.put(one)
            expect(await tx.tickets.count(query), 'within a commit').toBe(tickets.length)
          })
        return tickets.map(({ number }) => number).join('')
      }
      // Of forms: by the names of choices, by words and days.
      expect(await holds(['answer.again', 'any_of', 'yes'])).toBe('1')
      expect(await holds(['answer.again', 'any_of', 'no', 'YES'])).toBe('21')
      expect(await holds(['answer.again', 'none_of', 'yes'])).toBe('432')
      expect(await holds(['answer.again', 'contains', 'twice'])).toBe('1')
      expect(await holds(['answer.site', 'contains', 'BRIGID'])).toBe('1')
      expect(await holds(['answer.site', 'contains_not', 'brigid'])).toBe('432')
      expect(await holds(['answer.site', 'any_of', long])).toBe('2')
      expect(await holds(['answer.site', 'contains', 'ünder xx'])).toBe('2')
      expect(await holds(['answer.site', 'given'])).toBe('21')
      expect(await holds(['answer.site', 'empty'])).toBe('43')
      expect(await holds(['answer.nothing', 'given'])).toBe('')
      expect(await holds(['answer.starts', 'at_least', '2026-03-12'])).toBe('1')
      expect(await holds(['answer.starts', 'at_most', '2026-03-11'])).toBe('2')
      expect(await holds(['answer.starts', 'in_next_days', '2'])).toBe('1')
      expect(await holds(['answer.starts', 'in_next_days', '1'])).toBe('')
      expect(await holds(['answer.starts', 'in_last_days', '9'])).toBe('2')
      expect(await holds(['answer.starts', 'before_last_days', '8'])).toBe('2')
      expect(await holds(['answer.site', 'in_last_days', '9'])).toBe('')
      // Of the contact: texts, numbers, yes and no.
      expect(await holds(['attribute.school', 'any_of', 'northfield'])).toBe('31')
      expect(await holds(['attribute.school', 'contains', '_field 100%'])).toBe('42')
      expect(await holds(['attribute.school', 'contains', 'westXfield'])).toBe('')
      expect(await holds(['attribute.year', 'at_least', '4'])).toBe('42')
      expect(await holds(['attribute.year', 'at_most', '11'])).toBe('31')
      expect(await holds(['attribute.school', 'at_most', '11'])).toBe('')
      expect(await holds(['attribute.alum', 'any_of', 'false'])).toBe('31')
      expect(await holds(['attribute.alum', 'empty'])).toBe('42')
      expect(await holds(['attribute.constructor', 'given'])).toBe('')
      expect(await holds(['locale', 'any_of', 'de', 'fr'])).toBe('31')
      expect(await holds(['email', 'empty'])).toBe('42')
      expect(await holds(['email', 'contains', '@'])).toBe('31')
      // Of the ticket.
      expect(await holds(['subject', 'contains', 'école 100%'])).toBe('1')
      expect(await holds(['page', 'contains', '/rotations'], ['browser', 'contains', 'linux', 'ios'])).toBe(
        '1',
      )
      expect(await holds(['page', 'empty'])).toBe('43')
      expect(await holds(['type', 'none_of', 'problem'])).toBe('431')
      expect(await holds(['tag', 'any_of', 'late'])).toBe('1')
      expect(await holds(['tag', 'none_of', 'lab'])).toBe('432')
      expect(await holds(['tag', 'empty'])).toBe('432')
      expect(await holds(['opened_by', 'any_of', 'me'])).toBe('2')
      expect(await holds(['opened_by', 'empty'])).toBe('431')
      expect(await holds(['opened_by', 'none_of', omar.id])).toBe('431')
      expect(await holds(['merged', 'given'])).toBe('3')
      expect(await holds(['merge', 'any_of', 'to_decide'])).toBe('1')
      expect(await holds(['rating', 'at_most', '2'])).toBe('3')
      expect(await holds(['rating', 'given'])).toBe('43')
      expect(await holds(['created', 'in_last_days', '7'])).toBe('2')
      expect(await holds(['created', 'before_last_days', '30'])).toBe('43')
      expect(await holds(['created', 'at_least', '2026-02-01'], ['created', 'at_most', '2026-03-06'])).toBe(
        '1',
      )
      expect(await holds(['updated', 'in_last_days', '0'])).toBe('1')
      expect(await holds(['first_reply', 'empty'])).toBe('432')
      expect(await holds(['first_reply', 'in_last_days', '2'])).toBe('1')
      expect(await holds(['solved', 'in_last_days', '1'])).toBe('3')
      expect(await holds(['solved', 'before_last_days', '59'])).toBe('4')
      expect(await holds(['solved', 'empty'])).toBe('21')
      // Nonsense holds for none, and breaks nothing.
      for (const value of ['nothing', '2026-99-99', '2026-02-31', '0000-01-01', '9999-12-31', '9'.repeat(30)])
        for (const is of ['at_least', 'at_most', 'in_last_days', 'in_next_days', 'before_last_days'] as const)
          for (const field of ['created', 'rating', 'answer.site']) await holds([field, is, value])

      // What is another is found as it is.
      await keep(async (tx) => {
        const one = await tx.tickets.find('tkt_1')
        if (one)
          await tx.tickets.put({ ...one, answers: answers(['again', 'choice', 'No', 'no']), tags: ['visa'] })
        await tx.contacts.put({ ...maya, locale: 'fr', attributes: { school: 'Eastfield' } })
      })
      expect(await holds(['answer.again', 'any_of', 'no'])).toBe('21')
      expect(await holds(['answer.again', 'any_of', 'yes'])).toBe('')
      expect(await holds(['answer.site', 'given'])).toBe('2')
      expect(await holds(['tag', 'any_of', 'visa'], ['attribute.school', 'any_of', 'eastfield'])).toBe('1')
      expect(await holds(['attribute.year', 'given'])).toBe('42')
      await keep((tx) => tx.tickets.remove('tkt_2'))
      expect(await holds(['answer.again', 'any_of', 'no'])).toBe('1')
    })

    it('come in pages of any length where nothing is said of some, also by what they are not', async () => {
      const states: TicketFilter['states'] = ['open', 'waiting_on_contact', 'snoozed', 'solved']
      const site = (text: string) => [{ field: 'site', kind: 'text' as const, label: 'Site', text }]
      await keep(async (tx) => {
        await tx.contacts.put({ ...maya, attributes: { school: 'Northfield' } })
        await tx.contacts.put({ ...leo, attributes: {} })
        const all: [string, Partial<TicketRecord>][] = [
          ['tkt_1', { answers: site('Ward 7'), tags: ['lab'] }],
          ['tkt_2', { answers: site('Ward 8'), state: 'solved', contactId: leo.id }],
          ['tkt_3', { answers: site(' '), tags: [], state: 'snoozed' }],
          ['tkt_4', { contactId: 'ctc_nobody', tags: ['lab'], state: 'solved', type: 'problem' }],
          ['tkt_5', { answers: site('Ward 7'), tags: ['lab', 'visa'], state: 'solved', team: 'Accounts' }],
          ['tkt_6', { state: 'waiting_on_contact', type: 'problem' }],
        ]
        for (const [index, [id, changes]] of all.entries())
          await tx.tickets.put(
            ticket(id, { updatedAt: at(Math.floor(index / 2)), number: index + 1, ...changes }),
          )
      })
      const query = { agentId: omar.id, now: new Date(at(9)), sort: 'newest' as const }
      const holds = async (filter: TicketFilter) => {
        const found: string[][] = []
        for (const limit of [1, 2, 50]) {
          const seen: TicketRecord[] = []
          for (let before: string | null | undefined; before !== null; ) {
            const page = await store().read.tickets.select({
              ...{ ...query, filter: { states, ...filter }, limit },
              ...(before && { before }),
            })
            seen.push(...page.tickets)
            before = page.next
          }
          found.push(seen.map(({ number }) => String(number)))
        }
        const [whole = []] = found
        expect(found).toEqual([whole, whole, whole])
        return whole.join('')
      }
      const asks = (field: string, is: FieldTest['is'], ...values: string[]) => ({
        ...{ field, is },
        ...(values.length > 0 && { values }),
      })
      const ward7 = asks('answer.site', 'any_of', 'ward 7')
      expect(await holds({}), 'the premise').toBe('654321')
      expect(await holds({ fields: [ward7] })).toBe('51')
      expect(await holds({ fields: [asks('answer.site', 'none_of', 'ward 7')] })).toBe('6432')
      expect(await holds({ fields: [asks('answer.site', 'contains_not', 'ward')] })).toBe('643')
      expect(await holds({ fields: [asks('answer.site', 'given')] })).toBe('521')
      expect(await holds({ fields: [asks('answer.site', 'empty')] })).toBe('643')
      expect(await holds({ fields: [ward7, asks('tag', 'none_of', 'visa')] })).toBe('1')
      expect(await holds({ fields: [asks('tag', 'none_of', 'lab')] })).toBe('632')
      expect(await holds({ fields: [asks('tag', 'empty'), asks('answer.site', 'empty')] })).toBe('63')
      expect(await holds({ fields: [asks('attribute.school', 'any_of', 'northfield')] })).toBe('6531')
      expect(await holds({ fields: [asks('attribute.school', 'none_of', 'northfield')] })).toBe('42')
      expect(await holds({ fields: [asks('attribute.school', 'empty'), ward7] })).toBe('')
      expect(await holds({ tags: ['lab', 'visa'] })).toBe('541')
      expect(await holds({ tags: ['lab'], states: ['solved'] })).toBe('54')
      expect(await holds({ types: ['problem'] })).toBe('64')
      expect(await holds({ types: ['problem'], tags: ['lab'] })).toBe('4')
      expect(await holds({ teams: ['Accounts'], fields: [asks('type', 'none_of', 'problem')] })).toBe('5')
    })

    it('are counted, and come in pages, as they are now, however often they were counted before', async () => {
      const random = randomFrom(29)
      const below = (count: number) => Math.floor(random() * count)
      const now = new Date(at(600))
      const query = { agentId: omar.id, now }
      const asks = (field: string, is: FieldTest['is'], ...values: string[]) => ({
        fields: [{ field, is, values }],
      })
      const all: TicketFilter['states'] = ['open', 'waiting_on_contact', 'snoozed', 'solved']
      const filters: TicketFilter[] = [
        {},
        { assignees: ['me'] },
        { states: ['solved'], ...asks('solved', 'in_last_days', '1') },
        { states: all, ...asks('tag', 'none_of', 'lab') },
        { states: all, waitsLongerThanMinutes: 300 },
        { states: all, ...asks('attribute.year', 'at_least', '4') },
        { states: all, identity: 'guest' },
        { states: all, types: ['problem'], priorities: ['normal'], teams: ['Accounts', 'Visas'] },
      ]
      const contacts = new Map([maya, leo].map((one) => [one.id, one]))
      const tickets = new Map<string, TicketRecord>()
      const holds = (one: TicketRecord, filter: TicketFilter) =>
        fits(facetsOfRecord(one), filter, {
          ...{ agentId: omar.id, now: now.getTime() },
          identity: () => contacts.get(one.contactId)?.identity,
          facts: factsAbout(one, () => contacts.get(one.contactId)),
        })
      const isAsReckoned = async (round: string) => {
        // All at once, as a console asks.
        const counts = await Promise.all(
          filters.map((filter) => store().read.tickets.count({ ...query, filter })),
        )
        const held = filters.map((filter) => [...tickets.values()].filter((one) => holds(one, filter)))
        expect(counts, round).toEqual(held.map(({ length }) => length))
        const at = below(filters.length)
        for (const sort of ['newest', 'number'] as const) {
          const page = await store().read.tickets.select({
            ...query,
            filter: filters[at] ?? {},
            sort,
            limit: 50,
          })
          const numbers = page.tickets.map(({ number }) => number)
          expect([...numbers].sort(), `${round}, by ${sort}`).toEqual(
            held[at]?.map(({ number }) => number).sort(),
          )
        }
        return counts
      }
      const seen = new Set<string>()
      await keep(async (tx) => {
        for (const one of contacts.values()) await tx.contacts.put(one)
      })
      for (let round = 1; round <= 40; round++) {
        await keep(async (tx) => {
          for (let change = 0; change <= below(3); change++) {
            const number = 1 + below(12)
            const id = `tkt_${String(number).padStart(2, '0')}`
            if (below(8) === 0) {
              const one = { ...(below(2) ? maya : leo), attributes: { year: below(8) } }
              const changed = { ...one, identity: below(2) ? ('guest' as const) : ('verified' as const) }
              contacts.set(one.id, changed)
              await tx.contacts.put(changed)
            } else if (tickets.has(id) && below(6) === 0) {
              tickets.delete(id)
              await tx.tickets.remove(id)
            } else {
              const state = all[below(4)] ?? 'open'
              const one = ticket(id, {
                number,
                state,
                updatedAt: at(below(500)),
                contactId: below(2) ? maya.id : leo.id,
                assigneeId: below(2) ? omar.id : null,
                waitingSince: state === 'open' ? at(below(600)) : null,
                ...(below(2) && { tags: ['lab'], type: 'problem' }),
                ...(below(3) && {
                  team: 'Accounts',
                  priority: below(2) ? ('normal' as const) : ('high' as const),
                }),
                ...(state === 'solved' && { solvedAt: at(below(3) * -1_440) }),
              })
              tickets.set(id, one)
              await tx.tickets.put(one)
            }
          }
        })
        seen.add(String(await isAsReckoned(`round ${round}`)))
      }
      expect(seen.size, 'the premise').toBeGreaterThan(20)
    })

    it('are counted no further than one asks', async () => {
      await keep(async (tx) => {
        await tx.contacts.put(maya)
        for (let number = 1; number <= 30; number++)
          await tx.tickets.put(
            ticket(`tkt_${number}`, { number, tags: ['lab'], state: number % 3 ? 'solved' : 'open' }),
          )
      })
      const filters: TicketFilter[] = [
        {},
        { states: [...EVERY] },
        { states: [...EVERY], tags: ['lab'] },
        { states: [...EVERY], identity: 'verified', waitsLongerThanMinutes: 1 },
        { states: ['solved'] },
      ]
      const query = { agentId: omar.id, now: new Date(at(60)) }
      const counts = (most?: number) =>
        Promise.all(
          filters.map((filter) =>
            store().read.tickets.count({ ...query, filter, ...(most !== undefined && { most }) }),
          ),
        )
      const all = await counts()
      expect(all.slice(0, 3), 'the premise').toEqual([10, 30, 30])
      for (const most of [1, 9, 10, 11, 29, 30, 31])
        expect(await counts(most)).toEqual(all.map((count) => Math.min(count ?? 0, most)))
      await keep(async (tx) => {
        expect(await tx.tickets.count({ ...query, filter: {}, most: 4 }), 'within a commit').toBe(4)
      })
    })

    it.each(['newest', 'longest_wait', 'next_due', 'priority', 'number'] as const)(
      'come in pages by %s, solved or not, each once, and an unknown cursor gives the first',
      async (sort) => {
        await keep(async (tx) => {
          await tx.contacts.put(maya)
          for (let index = 0; index < 23; index++)
            await tx.tickets.put(
              ticket(`tkt_${String(index).padStart(2, '0')}`, {
                number: index + 1,
                state: EVERY[index % 4] ?? 'open',
                updatedAt: at(index % 3),
                waitingSince: index % 4 ? at(index % 4) : null,
                ...(index % 2 && { priority: 'high' as const }),
                ...(index % 3 && { team: 'Accounts' }),
                ...(index % 3 && { sla: due(index % 5, null) }),
              }),
            )
        })
        const query = { agentId: omar.id, now: new Date(at(9)), filter: { states: [...EVERY] }, sort }
        const asked = (await store().read.tickets.select({ ...query, limit: 50 })).tickets
        const whole = asked.map(({ id }) => id)
        expect(whole, 'the premise').toHaveLength(23)
        const facets = asked.map((one) => placeIn(sort, facetsOfRecord(one)))
        expect(facets.toSorted((a, b) => compareIn(sort, a, b))).toEqual(facets)
        const ofTeam = { ...query, filter: { ...query.filter, teams: ['Accounts'] } }
        const held = (await store().read.tickets.select({ ...ofTeam, limit: 50 })).tickets.map(({ id }) => id)
        expect(held).toEqual(asked.filter(({ team }) => team).map(({ id }) => id))
        expect(await store().read.tickets.count(ofTeam)).toBe(held.length)
        const solved = asked.filter(({ state }) => state === 'solved').map(({ id }) => id)
        for (const [states, held] of [
          [[...EVERY], whole],
          [['solved' as const], solved],
        ] as const) {
          const seen: string[] = []
          for (let before: string | undefined; ; ) {
            const page = await store().read.tickets.select({
              ...{ ...query, filter: { states: [...states] }, limit: 3 },
              ...(before && { before }),
            })
            seen.push(...page.tickets.map(({ id }) => id))
            if (page.next === null) break
            expect(page.next.length).toBeLessThanOrEqual(80)
            before = page.next
          }
          expect(seen).toEqual(held)
        }
        for (const before of ['', 'nonsense', 'a~b~c~d', "x'~y", '99~1'])
          expect((await store().read.tickets.select({ ...query, limit: 3, before })).tickets[0]?.id).toBe(
            whole[0],
          )
      },
    )

    it('come newest change first, the later id first where they changed together, each once over all pages', async () => {
      const ids = Array.from({ length: 25 }, (_, index) => `tkt_${String(index).padStart(2, '0')}`)
      await keep(async (tx) => {
        // Three by three they changed in the same instant.
        for (const [index, id] of ids.entries()) {
          await tx.tickets.put(ticket(id, { updatedAt: at(Math.floor(index / 3)) }))
        }
      })
      const seen: string[] = []
      let before: string | undefined
      for (let pages = 0; pages < 10; pages++) {
        const page = await store().read.tickets.list({ view: 'open', agentId: omar.id, limit: 4, before })
        seen.push(...page.tickets.map(({ id }) => id))
        if (page.next === null) break
        expect(page.next.length).toBeLessThanOrEqual(80)
        before = page.next
      }
      expect(seen).toEqual([...ids].reverse())
    })

    it('that change between two pages neither repeat others nor hide them', async () => {
      await keep(async (tx) => {
        for (const minute of [1, 2, 3, 4]) {
          await tx.tickets.put(ticket(`tkt_${minute}`, { updatedAt: at(minute) }))
        }
      })
      const query = { view: 'open' as const, agentId: omar.id, limit: 2 }
      const first = await store().read.tickets.list(query)
      expect(first.tickets.map(({ id }) => id)).toEqual(['tkt_4', 'tkt_3'])
      await keep((tx) => tx.tickets.put(ticket('tkt_3', { updatedAt: at(9) })))
      const second = await store().read.tickets.list({ ...query, before: first.next ?? '' })
      expect(second).toEqual({
        tickets: [ticket('tkt_2', { updatedAt: at(2) }), ticket('tkt_1', { updatedAt: at(1) })],
        next: null,
      })
    })

    it('begin at the first page for a cursor that nobody gave', async () => {
      await keep((tx) => tx.tickets.put(ticket('tkt_1')))
      const noInstants = [
        '2026-02-31T09:00:00.000Z~x',
        '0000-01-01T00:00:00.000Z~x',
        '2026-01-01T99:00:00Z~x',
      ]
      const query = { agentId: omar.id, limit: 5 }
      for (const before of ['', 'nonsense', '~', '2026~x', "'; drop table tickets; --", ...noInstants]) {
        const { tickets } = store().read
        expect((await tickets.list({ ...query, view: 'open', before })).tickets).toHaveLength(1)
        const select = { ...query, now: new Date(at(9)), filter: {}, sort: 'newest' as const, before }
        expect((await tickets.select(select)).tickets).toHaveLength(1)
      }
    })

    it('of one contact come newest change first, as many as asked', async () => {
      await keep(async (tx) => {
        await tx.tickets.put(ticket('tkt_1', { updatedAt: at(1) }))
        await tx.tickets.put(ticket('tkt_2', { updatedAt: at(3), state: 'solved' }))
        await tx.tickets.put(ticket('tkt_3', { updatedAt: at(2) }))
        await tx.tickets.put(ticket('tkt_4', { updatedAt: at(9), contactId: leo.id }))
      })
      const ids = async (limit: number) =>
        (await store().read.tickets.listForContact(maya.id, limit)).map(({ id }) => id)
      expect(await ids(10)).toEqual(['tkt_2', 'tkt_3', 'tkt_1'])
      expect(await ids(2)).toEqual(['tkt_2', 'tkt_3'])
    })

    it('say how long the first reply took, of those opened since then in that hour of the week, newest first', async () => {
      await keep(async (tx) => {
        await tx.tickets.put(ticket('tkt_1', { createdAt: at(0), firstReplyAt: at(60) }))
        await tx.tickets.put(ticket('tkt_2', { createdAt: at(10), firstReplyAt: at(13) }))
        await tx.tickets.put(ticket('tkt_3', { createdAt: at(20), firstReplyAt: null }))
        await tx.tickets.put(ticket('tkt_4', { createdAt: at(30), firstReplyAt: at(31) }))
        await tx.tickets.put(ticket('tkt_5', { createdAt: at(60), firstReplyAt: at(62) }))
      })
      // at(0) is a Monday, nine o'clock in UTC.
      const replies = (hour: number, since: string, limit: number) =>
        store().read.tickets.firstReplies(hour, since, limit)
      expect(await replies(33, at(10), 10)).toEqual([
        { openedAt: at(30), tookMs: 60_000 },
        { openedAt: at(10), tookMs: 180_000 },
      ])
      expect(await replies(33, at(0), 1)).toHaveLength(1)
      expect(await replies(34, at(0), 10)).toEqual([{ openedAt: at(60), tookMs: 120_000 }])
      expect(await replies(32, at(0), 10)).toEqual([])
    })

    it('are found by when they were opened, and by when they were solved, newest first, in pages', async () => {
      await keep(async (tx) => {
        for (const minute of [1, 2, 3, 4, 5])
          await tx.tickets.put(ticket(`tkt_${minute}`, { createdAt: at(minute), updatedAt: at(90) }))
        const solved = { state: 'solved', updatedAt: at(90) } as const
        await tx.tickets.put(ticket('tkt_1', { ...solved, createdAt: at(1), solvedAt: at(40) }))
        await tx.tickets.put(ticket('tkt_2', { ...solved, createdAt: at(2), solvedAt: at(20) }))
        // From before there was such a mark; and opened again, so that its mark counts no more.
        await tx.tickets.put(ticket('tkt_3', { ...solved, createdAt: at(3), updatedAt: at(30) }))
        await tx.tickets.put(ticket('tkt_4', { createdAt: at(4), updatedAt: at(90), solvedAt: at(25) }))
      })
      const between = (by: 'opened' | 'solved', from: number, to: number, limit = 10, before?: string) =>
        store().read.tickets.between({
          ...{ by, from: at(from), to: at(to), limit },
          ...(before !== undefined && { before }),
        })
      const ids = async (...asked: Parameters<typeof between>) =>
        (await between(...asked)).tickets.map(({ id }) => id)
      expect(await ids('opened', 2, 5)).toEqual(['tkt_4', 'tkt_3', 'tkt_2'])
      expect(await ids('solved', 20, 41)).toEqual(['tkt_1', 'tkt_3', 'tkt_2'])
      expect(await ids('solved', 21, 40)).toEqual(['tkt_3'])
      const first = await between('opened', 1, 9, 2)
      const second = await between('opened', 1, 9, 2, first.next ?? '')
      const third = await between('opened', 1, 9, 2, second.next ?? '')
      expect([first, second, third].map(({ tickets }) => tickets.map(({ id }) => id))).toEqual([
        ['tkt_5', 'tkt_4'],
        ['tkt_3', 'tkt_2'],
        ['tkt_1'],
      ])
      expect([second.next === null, third.next]).toEqual([false, null])
      const solvedFirst = await between('solved', 0, 90, 1)
      expect(await ids('solved', 0, 90, 5, solvedFirst.next ?? '')).toEqual(['tkt_3', 'tkt_2'])
    })

    it('are numbered 1, 2, 3; a commit that fails gives its number back', async () => {
      expect(await store().commit((tx) => tx.tickets.nextNumber())).toBe(1)
      await expect(
        keep(async (tx) => {
          expect(await tx.tickets.nextNumber()).toBe(2)
          expect(await tx.tickets.nextNumber()).toBe(3)
          throw new Error('no ticket after all')
        }),
      ).rejects.toThrow('no ticket after all')
      const both = await store().commit(async (tx) => [
        await tx.tickets.nextNumber(),
        await tx.tickets.nextNumber(),
      ])
      expect(both).toEqual([2, 3])
    })
  })
}
