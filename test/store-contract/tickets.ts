// Of the store contract: tickets as lists, views, filters and counts find them.

import { describe, expect, it } from 'vitest'
import type { DeskView } from '../../protocol/entities.ts'
import type { TicketFilter, TicketSort } from '../../protocol/filters.ts'
import type { SlaRecord, TicketRecord } from '../../server/store/records.ts'
import { at, ines, leo, maya, omar, ticket } from '../faults/records.ts'
import type { Given } from './given.ts'

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

    it.each(['newest', 'longest_wait', 'next_due', 'priority', 'number'] as const)(
      'come in pages by %s, each once, and an unknown cursor gives the first',
      async (sort) => {
        await keep(async (tx) => {
          await tx.contacts.put(maya)
          for (let index = 0; index < 11; index++)
            await tx.tickets.put(
              ticket(`tkt_${String(index).padStart(2, '0')}`, {
                number: index + 1,
                updatedAt: at(index % 3),
                waitingSince: index % 4 ? at(index % 4) : null,
                ...(index % 2 && { priority: 'high' as const }),
                ...(index % 3 && { sla: due(index % 5, null) }),
              }),
            )
        })
        const query = { agentId: omar.id, now: new Date(at(9)), filter: {}, sort }
        const whole = (await store().read.tickets.select({ ...query, limit: 50 })).tickets.map(({ id }) => id)
        expect(whole, 'the premise').toHaveLength(11)
        const seen: string[] = []
        for (let before: string | undefined; ; ) {
          const page = await store().read.tickets.select({ ...query, limit: 3, ...(before && { before }) })
          seen.push(...page.tickets.map(({ id }) => id))
          if (page.next === null) break
          expect(page.next.length).toBeLessThanOrEqual(80)
          before = page.next
        }
        expect(seen).toEqual(whole)
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
      for (const before of ['', 'nonsense', '~', '2026~x', "'; drop table tickets; --"]) {
        const page = await store().read.tickets.list({ view: 'open', agentId: omar.id, limit: 5, before })
        expect(page.tickets).toHaveLength(1)
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
