// What both stores keep, scene by scene; the rules cannot tell the stores apart as long as this holds for each.
// test/store.test.ts runs it on the embedded store. `open` gives an empty store; the suite closes it.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DeskView } from '../protocol/entities.ts'
import type { TicketFilter, TicketSort } from '../protocol/filters.ts'
import type { SlaRecord, TicketRecord } from '../server/store/records.ts'
import type { Store, Tables } from '../server/store/store.ts'
import {
  at,
  attachment,
  clientId,
  draft,
  feedback,
  ines,
  leo,
  macro,
  maya,
  merge,
  message,
  note,
  omar,
  proof,
  rating,
  rule,
  session,
  team,
  ticket,
  view,
  work,
} from './faults/records.ts'

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

export function storeContract(name: string, open: () => Promise<Store>): void {
  describe(`${name}, as every store`, () => {
    let store: Store
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => store.close())
    const keep = (work: (tx: Tables) => Promise<unknown>) => store.commit(work)

    describe('a commit', () => {
      it('keeps all that its work put and answers what its work answered', async () => {
        const answer = await store.commit(async (tx) => {
          await tx.contacts.put(maya)
          await tx.tickets.put(ticket('tkt_1'))
          return 'kept'
        })
        expect(answer).toBe('kept')
        expect(await store.read.contacts.find(maya.id)).toEqual(maya)
        expect(await store.read.tickets.find('tkt_1')).toEqual(ticket('tkt_1'))
      })

      it('keeps nothing at all when its work throws, and passes on what was thrown', async () => {
        await keep((tx) => tx.dueWork.put(work('mail-1', at(1))))
        const no = new Error('Omar changed his mind')
        const failing = store.commit(async (tx) => {
          await tx.contacts.put(maya)
          await tx.tickets.put(ticket('tkt_1'))
          await tx.entries.append(message('tkt_1', 1))
          await tx.notes.append(note('tkt_1', 1))
          await tx.clientIds.put(clientId(maya.id, 'client-1', { ticketId: 'tkt_1' }))
          await tx.merges.put(merge('mrg_1'))
          await tx.dueWork.remove('mail-1')
          expect(await tx.dueWork.find('mail-1')).toBeUndefined()
          throw no
        })
        await expect(failing).rejects.toBe(no)
        expect(await store.read.contacts.findByExternalId('host-ctc_maya')).toBeUndefined()
        expect(await store.read.tickets.listForContact(maya.id, 10)).toEqual([])
        expect(await store.read.entries.after('tkt_1', 0, 10)).toEqual([])
        expect(await store.read.notes.list('tkt_1')).toEqual([])
        expect(await store.read.clientIds.find(maya.id, 'client-1')).toBeUndefined()
        expect(await store.read.merges.findOpenWith({ email: 'leo@home.example' })).toBeUndefined()
        expect(await store.read.dueWork.find('mail-1')).toEqual(work('mail-1', at(1)))
      })

      it('sees its own writes, by name and in every list', async () => {
        await keep((tx) => tx.tickets.put(ticket('tkt_1', { updatedAt: at(1) })))
        await keep(async (tx) => {
          await tx.tickets.put(ticket('tkt_2', { updatedAt: at(2) }))
          await tx.tickets.put(ticket('tkt_1', { updatedAt: at(3), assigneeId: omar.id }))
          const mine = await tx.tickets.list({ view: 'mine', agentId: omar.id, limit: 10 })
          expect(mine.tickets.map(({ id }) => id)).toEqual(['tkt_1'])
          const open = await tx.tickets.list({ view: 'open', agentId: omar.id, limit: 10 })
          expect(open.tickets.map(({ id }) => id)).toEqual(['tkt_1', 'tkt_2'])
          const unassigned = await tx.tickets.list({ view: 'unassigned', agentId: omar.id, limit: 10 })
          expect(unassigned.tickets.map(({ id }) => id)).toEqual(['tkt_2'])
          await tx.entries.append(message('tkt_1', 1))
          await tx.entries.append(message('tkt_1', 2))
          expect(await tx.entries.after('tkt_1', 0, 10)).toHaveLength(2)
          await tx.sessions.put(session('ses_1', maya.id))
          expect(await tx.sessions.findByTokenHash('hash of ses_1')).toEqual(session('ses_1', maya.id))
          await tx.sessions.put(session('ses_1', maya.id, { endedAt: at(4) }))
          expect(await tx.sessions.listForContact(maya.id)).toEqual([])
        })
      })

      it('never interleaves with another: fifty that add one make fifty', async () => {
        await keep((tx) => tx.tickets.put(ticket('tkt_1')))
        await Promise.all(
          Array.from({ length: 50 }, () =>
            keep(async (tx) => {
              const now = await tx.tickets.find('tkt_1')
              if (!now) throw new Error('the ticket is gone')
              const sequence = now.newestSequence + 1
              await tx.entries.append(message('tkt_1', sequence))
              await tx.tickets.put({ ...now, newestSequence: sequence })
            }),
          ),
        )
        expect((await store.read.tickets.find('tkt_1'))?.newestSequence).toBe(50)
        const entries = await store.read.entries.after('tkt_1', 0, 100)
        expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
      })

      it('goes on after one before it threw', async () => {
        const thrown = keep(async () => {
          throw new Error('no')
        })
        const kept = keep((tx) => tx.contacts.put(leo))
        await expect(thrown).rejects.toThrow('no')
        await kept
        expect(await store.read.contacts.find(leo.id)).toEqual(leo)
      })

      it('finds nothing under a name that nobody can give, and holds up nobody who asks at the same time', async () => {
        await keep((tx) => tx.tickets.put(ticket('tkt_1')))
        const nowhere = 'tkt_\u0000'
        const asked = await Promise.all([
          store.read.tickets.find(nowhere),
          store.read.tickets.find('tkt_1'),
          store.read.tickets.listForContact(nowhere, 1),
          store.commit((tx) => tx.tickets.find(nowhere)),
          store.commit((tx) => tx.sessions.listForContact(nowhere)),
          store.commit((tx) => tx.tickets.find('tkt_1')),
        ])
        expect(asked).toEqual([undefined, ticket('tkt_1'), [], undefined, [], ticket('tkt_1')])
      })

      it('takes any text as it is', async () => {
        const text = 'O\'Brien said "ok"\\n\n\t— Привет, 你好, 👩🏽‍⚕️, \u2028 \u0000 ]}},\n"entries":[\n'
        await keep((tx) => tx.entries.append(message('tkt_1', 1, text)))
        expect(await store.read.entries.after('tkt_1', 0, 1)).toEqual([message('tkt_1', 1, text)])
      })
    })

    describe('a record', () => {
      it('that was put belongs to the store: changing it afterwards changes nothing kept', async () => {
        const given = structuredClone(maya)
        await keep(async (tx) => {
          await tx.contacts.put(given)
          given.name = 'Mallory'
          given.attributes.year = 99
        })
        given.externalId = 'another'
        expect(await store.read.contacts.find(maya.id)).toEqual(maya)
        expect(await store.read.contacts.findByExternalId('another')).toBeUndefined()
      })

      it('that was read belongs to its reader: changing it changes nothing kept', async () => {
        await keep(async (tx) => {
          await tx.contacts.put(maya)
          await tx.entries.append(message('tkt_1', 1))
          const inside = await tx.contacts.find(maya.id)
          if (inside) inside.attributes.year = 99
        })
        const read = await store.read.contacts.find(maya.id)
        if (read) read.name = 'Mallory'
        const [entry] = await store.read.entries.after('tkt_1', 0, 1)
        if (entry?.kind === 'message') entry.text = 'forged'
        expect(await store.read.contacts.find(maya.id)).toEqual(maya)
        expect(await store.read.entries.after('tkt_1', 0, 1)).toEqual([message('tkt_1', 1)])
      })
    })

    describe('contacts and sessions', () => {
      const guest = { ...maya, id: 'ctc_guest', identity: 'guest' as const, externalId: null }

      it('finds Maya by her id and by the name the host has for her', async () => {
        await keep((tx) => tx.contacts.put(maya))
        expect(await store.read.contacts.find(maya.id)).toEqual(maya)
        expect(await store.read.contacts.findByExternalId('host-ctc_maya')).toEqual(maya)
        expect(await store.read.contacts.find('ctc_nobody')).toBeUndefined()
      })

      it('finds a guest by an address, and never a contact whom the host vouches for', async () => {
        await keep((tx) => tx.contacts.put(maya))
        expect(await store.read.contacts.findGuestByEmail('maya@school.example')).toBeUndefined()
        await keep((tx) => tx.contacts.put(guest))
        expect(await store.read.contacts.findGuestByEmail('maya@school.example')).toEqual(guest)
      })

      it('forgets the old address when a guest gets a new one', async () => {
        await keep((tx) => tx.contacts.put(guest))
        await keep((tx) => tx.contacts.put({ ...guest, email: 'maya@home.example' }))
        expect(await store.read.contacts.findGuestByEmail('maya@school.example')).toBeUndefined()
        expect((await store.read.contacts.findGuestByEmail('maya@home.example'))?.id).toBe('ctc_guest')
      })

      it('finds sessions by the hash of their token, and lists those that have not ended', async () => {
        await keep(async (tx) => {
          await tx.sessions.put(session('ses_1', maya.id))
          await tx.sessions.put(session('ses_2', maya.id))
          await tx.sessions.put(session('ses_3', leo.id))
        })
        await keep((tx) => tx.sessions.put(session('ses_1', maya.id, { endedAt: at(5) })))
        expect((await store.read.sessions.findByTokenHash('hash of ses_1'))?.endedAt).toBe(at(5))
        expect(await store.read.sessions.listForContact(maya.id)).toEqual([session('ses_2', maya.id)])
        expect(await store.read.sessions.findByTokenHash('another')).toBeUndefined()
      })

      it('lets sessions go that have expired, ended or not, the soonest first and no more than asked', async () => {
        await keep(async (tx) => {
          await tx.contacts.put(maya)
          await tx.sessions.put(session('ses_3', maya.id, { expiresAt: at(3) }))
          await tx.sessions.put(session('ses_1', maya.id, { expiresAt: at(1) }))
          await tx.sessions.put(session('ses_2', maya.id, { expiresAt: at(2), endedAt: at(0) }))
          await tx.sessions.put(session('ses_9', maya.id, { expiresAt: at(9) }))
        })
        const found = async () => {
          const ids = ['ses_1', 'ses_2', 'ses_3', 'ses_9']
          const all = ids.map((id) => store.read.sessions.findByTokenHash(`hash of ${id}`))
          return (await Promise.all(all)).map((one) => one?.id ?? null)
        }
        expect(await found()).toEqual(['ses_1', 'ses_2', 'ses_3', 'ses_9'])
        expect(await store.commit((tx) => tx.sessions.removeExpired(at(3), 1))).toBe(1)
        expect(await found()).toEqual([null, 'ses_2', 'ses_3', 'ses_9'])
        expect(await store.commit((tx) => tx.sessions.removeExpired(at(3), 10))).toBe(2)
        expect(await store.commit((tx) => tx.sessions.removeExpired(at(3), 10))).toBe(0)
        expect(await found()).toEqual([null, null, null, 'ses_9'])
        expect(await store.read.sessions.listForContact(maya.id)).toEqual([
          session('ses_9', maya.id, { expiresAt: at(9) }),
        ])
        expect(await store.read.contacts.find(maya.id)).toEqual(maya)
      })
    })

    describe('agents', () => {
      it('lists them oldest first, disabled ones too, and finds them by address', async () => {
        const gone = { ...ines, disabledAt: at(3) }
        await keep(async (tx) => {
          await tx.agents.put(gone)
          await tx.agents.put(omar)
        })
        expect(await store.read.agents.list()).toEqual([omar, gone])
        expect(await store.read.agents.findByEmail('omar@desk.example')).toEqual(omar)
        expect(await store.read.agents.findByEmail('nobody@desk.example')).toBeUndefined()
      })

      it('finds their sessions by the hash of the token', async () => {
        const { contactId: _, ...rest } = session('ags_1', '')
        const omars = { ...rest, agentId: omar.id }
        await keep((tx) => tx.agentSessions.put(omars))
        expect(await store.read.agentSessions.listForAgent(omars.agentId)).toEqual([omars])
        expect(await store.read.agentSessions.listForAgent('agt_nobody')).toEqual([])
        expect(await store.read.agentSessions.findByTokenHash('hash of ags_1')).toEqual(omars)
        const remove = () => store.commit((tx) => tx.agentSessions.removeExpired(omars.expiresAt, 10))
        expect([await remove(), await remove()]).toEqual([1, 0])
        expect(await store.read.agentSessions.findByTokenHash('hash of ags_1')).toBeUndefined()
      })
    })

    describe('tickets', () => {
      const idsOf = async (view: DeskView) =>
        (await store.read.tickets.list({ view, agentId: omar.id, limit: 50 })).tickets.map(({ id }) => id)

      it('stand among the mentions of whom their notes name, until they are solved', async () => {
        await keep(async (tx) => {
          await tx.tickets.put(ticket('tkt_1', { updatedAt: at(1), mentions: [ines.id, omar.id] }))
          await tx.tickets.put(ticket('tkt_2', { updatedAt: at(2), mentions: [omar.id], state: 'snoozed' }))
          await tx.tickets.put(ticket('tkt_3', { updatedAt: at(3), mentions: [omar.id], state: 'solved' }))
          await tx.tickets.put(ticket('tkt_4', { updatedAt: at(4), assigneeId: omar.id }))
        })
        const named = async ({ id: agentId }: { id: string }) =>
          (await store.read.tickets.list({ view: 'mentions', agentId, limit: 10 })).tickets.map(
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
          (await store.read.tickets.causedBy(id, query)).map((one) => one.id)
        expect(await idsFor('tkt_9', { limit: 2 })).toEqual(['tkt_1', 'tkt_2'])
        expect(await idsFor('tkt_9', { after: 'tkt_2', limit: 2 })).toEqual(['tkt_3'])
        expect(await idsFor('tkt_8', { limit: 9 })).toEqual(['tkt_4'])
        expect(await idsFor('tkt_1', { limit: 9 })).toEqual([])
        expect((await store.read.tickets.trackers(9)).map(({ id }) => id)).toEqual(['tkt_8', 'tkt_9'])
        expect((await store.read.tickets.trackers(1)).map(({ id }) => id)).toEqual(['tkt_8'])
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
              { contactId: leo.id, type: 'problem', waitingSince: at(2), assigneeId: ines.id, cause },
            ],
            ['tkt_5', { state: 'snoozed', tags: ['lab'], waitingSince: at(3), sla: due(null, 3) }],
            ['tkt_6', { state: 'solved', tags: ['lab'], waitingSince: null, sla: due(null, 1), cause }],
          ]
          for (const [index, [id, changes]] of all.entries())
            await tx.tickets.put(ticket(id, { updatedAt: at(index), number: index + 1, ...changes }))
        })
        const query = { agentId: omar.id, now }
        const holds = async (filter: TicketFilter, sort: TicketSort = 'number') => {
          const { tickets } = await store.read.tickets.select({ ...query, filter, sort, limit: 50 })
          expect(await store.read.tickets.count({ ...query, filter })).toBe(tickets.length)
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
        expect(await holds({ relation: 'tracker' })).toBe('1')
        expect(await holds({ relation: 'attached' })).toBe('4')
        expect(await holds({ relation: 'attached', states: ['solved'] })).toBe('6')
        expect(await holds({ tags: ["o'brien"] })).toBe('')

        expect(await holds({}, 'newest')).toBe('54321')
        expect(await holds({}, 'longest_wait')).toBe('14523')
        expect(await holds({}, 'priority')).toBe('21453')
        // Of what runs, the first; what nothing was promised of, and what is solved, comes last.
        expect(await holds({}, 'next_due')).toBe('52134')
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
          const whole = (await store.read.tickets.select({ ...query, limit: 50 })).tickets.map(({ id }) => id)
          expect(whole, 'the premise').toHaveLength(11)
          const seen: string[] = []
          for (let before: string | undefined; ; ) {
            const page = await store.read.tickets.select({ ...query, limit: 3, ...(before && { before }) })
            seen.push(...page.tickets.map(({ id }) => id))
            if (page.next === null) break
            expect(page.next.length).toBeLessThanOrEqual(80)
            before = page.next
          }
          expect(seen).toEqual(whole)
          for (const before of ['', 'nonsense', 'a~b~c~d', "x'~y", '99~1'])
            expect((await store.read.tickets.select({ ...query, limit: 3, before })).tickets[0]?.id).toBe(
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
          const page = await store.read.tickets.list({ view: 'open', agentId: omar.id, limit: 4, before })
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
        const first = await store.read.tickets.list(query)
        expect(first.tickets.map(({ id }) => id)).toEqual(['tkt_4', 'tkt_3'])
        await keep((tx) => tx.tickets.put(ticket('tkt_3', { updatedAt: at(9) })))
        const second = await store.read.tickets.list({ ...query, before: first.next ?? '' })
        expect(second).toEqual({
          tickets: [ticket('tkt_2', { updatedAt: at(2) }), ticket('tkt_1', { updatedAt: at(1) })],
          next: null,
        })
      })

      it('begin at the first page for a cursor that nobody gave', async () => {
        await keep((tx) => tx.tickets.put(ticket('tkt_1')))
        for (const before of ['', 'nonsense', '~', '2026~x', "'; drop table tickets; --"]) {
          const page = await store.read.tickets.list({ view: 'open', agentId: omar.id, limit: 5, before })
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
          (await store.read.tickets.listForContact(maya.id, limit)).map(({ id }) => id)
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
          store.read.tickets.firstReplies(hour, since, limit)
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
          store.read.tickets.between({
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
        expect(await store.commit((tx) => tx.tickets.nextNumber())).toBe(1)
        await expect(
          keep(async (tx) => {
            expect(await tx.tickets.nextNumber()).toBe(2)
            expect(await tx.tickets.nextNumber()).toBe(3)
            throw new Error('no ticket after all')
          }),
        ).rejects.toThrow('no ticket after all')
        const both = await store.commit(async (tx) => [
          await tx.tickets.nextNumber(),
          await tx.tickets.nextNumber(),
        ])
        expect(both).toEqual([2, 3])
      })
    })

    describe('a thread', () => {
      const sequences = (entries: { sequence: number }[]) => entries.map(({ sequence }) => sequence)

      it('is read onwards from a mark and backwards from one, oldest first', async () => {
        await keep(async (tx) => {
          for (let sequence = 1; sequence <= 10; sequence++)
            await tx.entries.append(message('tkt_1', sequence))
          await tx.entries.append(message('tkt_2', 1))
        })
        const { entries } = store.read
        expect(sequences(await entries.after('tkt_1', 0, 3))).toEqual([1, 2, 3])
        expect(sequences(await entries.after('tkt_1', 7, 100))).toEqual([8, 9, 10])
        expect(await entries.after('tkt_1', 10, 100)).toEqual([])
        expect(sequences(await entries.before('tkt_1', 11, 3))).toEqual([8, 9, 10])
        expect(sequences(await entries.before('tkt_1', 3, 100))).toEqual([1, 2])
        expect(sequences(await entries.before('tkt_1', 999, 2))).toEqual([9, 10])
        expect(await entries.before('tkt_1', 1, 100)).toEqual([])
        expect(await entries.after('tkt_none', 0, 100)).toEqual([])
      })

      it('takes only the next sequence: no hole, nothing twice', async () => {
        await keep((tx) => tx.entries.append(message('tkt_1', 1)))
        for (const wrong of [0, 1, 3]) {
          await expect(keep((tx) => tx.entries.append(message('tkt_1', wrong)))).rejects.toThrow()
        }
        await keep((tx) => tx.entries.append(message('tkt_1', 2)))
        expect(sequences(await store.read.entries.after('tkt_1', 0, 10))).toEqual([1, 2])
      })

      it('has its notes apart, in a numbering of their own', async () => {
        await keep(async (tx) => {
          await tx.entries.append(message('tkt_1', 1))
          await tx.notes.append(note('tkt_1', 1))
          await tx.notes.append(note('tkt_1', 2))
        })
        expect(await store.read.notes.list('tkt_1')).toEqual([note('tkt_1', 1), note('tkt_1', 2)])
        expect(await store.read.entries.after('tkt_1', 0, 10)).toEqual([message('tkt_1', 1)])
        expect(await store.read.notes.list('tkt_none')).toEqual([])
        await expect(keep((tx) => tx.notes.append(note('tkt_1', 4)))).rejects.toThrow()
      })
    })

    describe('a client id', () => {
      const names = [
        clientId(maya.id, 'client-1', { ticketId: 'tkt_1', sequence: 1 }),
        clientId(leo.id, 'client-1', { ticketId: 'tkt_2', sequence: 1 }),
        clientId(omar.id, 'client-2', { ticketId: 'tkt_1', noteId: 'not_1' }),
        clientId(leo.id, 'client-3', { mergeId: 'mrg_1' }),
        clientId(leo.id, 'client-4'),
      ]

      it('says what it became, to its writer alone', async () => {
        await keep(async (tx) => {
          for (const record of names) await tx.clientIds.put(record)
          expect(await tx.clientIds.find(leo.id, 'client-1')).toEqual(names[1])
        })
        for (const record of names) {
          expect(await store.read.clientIds.find(record.writerId, record.clientId)).toEqual(record)
        }
        expect(await store.read.clientIds.find(maya.id, 'client-2')).toBeUndefined()
      })

      it('is given once: a second time is a bug, and keeps the first', async () => {
        await keep((tx) => tx.clientIds.put(clientId(maya.id, 'client-1', { ticketId: 'tkt_1' })))
        const again = keep((tx) => tx.clientIds.put(clientId(maya.id, 'client-1', { ticketId: 'tkt_2' })))
        await expect(again).rejects.toThrow()
        expect((await store.read.clientIds.find(maya.id, 'client-1'))?.ticketId).toBe('tkt_1')
      })
    })

    describe('address proofs', () => {
      it('counts the codes mailed to this very address since that instant', async () => {
        await keep(async (tx) => {
          await tx.addressProofs.put(proof('adp_1', 'leo@home.example', at(1)))
          await tx.addressProofs.put(proof('adp_2', 'leo@home.example', at(2), { endedAt: at(3) }))
          await tx.addressProofs.put(proof('adp_3', 'leo@home.example', at(3)))
          await tx.addressProofs.put(proof('adp_4', 'Leo@home.example', at(3)))
        })
        expect(await store.read.addressProofs.countSince('leo@home.example', at(2))).toBe(2)
        expect(await store.read.addressProofs.countSince('leo@home.example', at(4))).toBe(0)
        expect((await store.read.addressProofs.find('adp_2'))?.endedAt).toBe(at(3))
      })
    })

    describe('merges', () => {
      it('are found by a stop token while it is out', async () => {
        await keep((tx) => tx.merges.put(merge('mrg_1', { stopTokenHashes: ['one', 'two'] })))
        expect((await store.read.merges.findByStopTokenHash('two'))?.id).toBe('mrg_1')
        await keep((tx) => tx.merges.put(merge('mrg_1', { stopTokenHashes: [] })))
        expect(await store.read.merges.findByStopTokenHash('two')).toBeUndefined()
      })

      it('of one contact come newest first', async () => {
        await keep(async (tx) => {
          await tx.merges.put(merge('mrg_1', { createdAt: at(1), state: 'cancelled' }))
          await tx.merges.put(merge('mrg_2', { createdAt: at(2) }))
        })
        const ids = async (limit: number) =>
          (await store.read.merges.listForContact(leo.id, limit)).map(({ id }) => id)
        expect(await ids(10)).toEqual(['mrg_2', 'mrg_1'])
        expect(await ids(1)).toEqual(['mrg_2'])
        expect(await store.read.merges.listForContact(maya.id, 10)).toEqual([])
      })

      it('are found as open by either account on either side, until they have ended', async () => {
        const accounts = [
          { externalId: 'host-ctc_leo' },
          { externalId: 'host-old' },
          { email: 'leo@school.example' },
          { email: 'leo@home.example' },
        ]
        const from = { email: 'leo@home.example', externalId: 'host-old' }
        for (const state of [
          'proof_sent',
          'in_review',
          'approved',
          'executing',
          'failed',
          'undo_requested',
        ] as const) {
          await keep((tx) => tx.merges.put(merge('mrg_1', { state, from })))
          for (const account of accounts) {
            expect((await store.read.merges.findOpenWith(account))?.id, state).toBe('mrg_1')
          }
        }
        expect(await store.read.merges.findOpenWith({ externalId: 'another' })).toBeUndefined()
        expect(await store.read.merges.findOpenWith({})).toBeUndefined()
        for (const state of [
          'merged',
          'rejected',
          'cancelled',
          'expired',
          'undone',
          'undo_refused',
        ] as const) {
          await keep((tx) => tx.merges.put(merge('mrg_1', { state, from })))
          for (const account of accounts) {
            expect(await store.read.merges.findOpenWith(account), state).toBeUndefined()
          }
        }
      })

      it('are listed as open with an account, each once, and all of them newest first', async () => {
        const from = { email: 'leo@home.example', externalId: 'host-old' }
        const at = (minute: number) => ({ createdAt: `2026-11-24T09:0${minute}:00.000Z` })
        await keep(async (tx) => {
          await tx.merges.put(merge('mrg_1', { state: 'cancelled', from, ...at(1) }))
          await tx.merges.put(merge('mrg_2', { state: 'proof_sent', from, ...at(2) }))
          await tx.merges.put(merge('mrg_3', { state: 'in_review', from, ...at(3) }))
        })
        const both = { externalId: 'host-old', email: 'leo@home.example' }
        const ids = (found: { id: string }[]) => found.map(({ id }) => id)
        expect(ids(await store.read.merges.listOpenWith(both))).toEqual(['mrg_2', 'mrg_3'])
        expect(await store.read.merges.listOpenWith({})).toEqual([])
        expect(ids(await store.read.merges.list())).toEqual(['mrg_3', 'mrg_2', 'mrg_1'])
      })
    })

    describe('mails and deliveries', () => {
      it('are found by id as they were put last', async () => {
        const mail = {
          id: 'mal_1',
          to: 'leo@home.example',
          subject: 'Your code',
          text: 'KX7P',
          state: 'queued' as const,
          attempts: [],
          createdAt: at(0),
        }
        const delivery = {
          id: 'dlv_1',
          type: 'account_merge.approved',
          url: 'https://host.example/hooks',
          body: '{"a":1}',
          mergeId: 'mrg_1',
          state: 'waiting' as const,
          attempts: [],
          createdAt: at(0),
        }
        await keep(async (tx) => {
          await tx.mails.put(mail)
          await tx.deliveries.put(delivery)
        })
        await keep((tx) => tx.mails.put({ ...mail, state: 'sent' }))
        expect(await store.read.mails.find('mal_1')).toEqual({ ...mail, state: 'sent' })
        expect(await store.read.deliveries.find('dlv_1')).toEqual(delivery)
        await keep((tx) => tx.deliveries.put({ ...delivery, id: 'dlv_2', createdAt: at(1) }))
        expect((await store.read.deliveries.list(5)).map(({ id }) => id)).toEqual(['dlv_2', 'dlv_1'])
        expect(await store.read.deliveries.list(1)).toHaveLength(1)
      })
    })

    describe('due work', () => {
      const claim = (now: string, leaseUntil: string, limit = 10) =>
        store.commit((tx) => tx.dueWork.claim({ now, leaseUntil, limit }))
      const ids = (works: { id: string }[]) => works.map(({ id }) => id)

      it('is claimed when due, soonest first, no more than asked', async () => {
        await keep(async (tx) => {
          await tx.dueWork.put(work('late', at(3)))
          await tx.dueWork.put(work('soon', at(1)))
          await tx.dueWork.put(work('middle', at(2)))
          await tx.dueWork.put(work('tomorrow', at(24 * 60)))
        })
        expect(await store.read.dueWork.nextDueAt()).toBe(at(1))
        expect(ids(await claim(at(5), at(6), 2))).toEqual(['soon', 'middle'])
        expect(ids(await claim(at(5), at(6), 2))).toEqual(['late'])
        expect(await claim(at(5), at(6), 2)).toEqual([])
      })

      it('is not claimed again before its lease is over, and is then', async () => {
        await keep((tx) => tx.dueWork.put(work('mail-1', at(1))))
        const [claimed] = await claim(at(2), at(4))
        expect(claimed).toEqual(work('mail-1', at(1), { leaseUntil: at(4) }))
        expect(await store.read.dueWork.nextDueAt()).toBe(at(4))
        expect(await claim(at(3), at(9))).toEqual([])
        expect(ids(await claim(at(4), at(9)))).toEqual(['mail-1'])
      })

      it('is kept once for each id, and moves when it is put again', async () => {
        await keep((tx) => tx.dueWork.put(work('mail-1', at(1))))
        await keep((tx) => tx.dueWork.put(work('mail-1', at(7), { attempts: 1, lastError: 'timeout' })))
        expect(await claim(at(5), at(6))).toEqual([])
        expect(await store.read.dueWork.nextDueAt()).toBe(at(7))
      })

      it('is gone when it was removed; removing what is not there is no mistake', async () => {
        await keep((tx) => tx.dueWork.put(work('mail-1', at(1))))
        await keep((tx) => tx.dueWork.remove('mail-1'))
        await keep((tx) => tx.dueWork.remove('mail-1'))
        expect(await store.read.dueWork.find('mail-1')).toBeUndefined()
        expect(await store.read.dueWork.nextDueAt()).toBeUndefined()
        expect(await claim(at(5), at(6))).toEqual([])
      })
    })

    describe('feedback and search gaps', () => {
      it('counts one answer a reader and version; the later replaces the earlier', async () => {
        await keep(async (tx) => {
          await tx.feedback.put(feedback('maya'))
          await tx.feedback.put(feedback('leo', { answer: 'partly' }))
          await tx.feedback.put(feedback('leo', { answer: 'no', comment: 'another error' }))
          await tx.feedback.put(feedback('maya', { version: 'v2' }))
          await tx.feedback.put(feedback('maya', { locale: 'de' }))
          await tx.feedback.put(feedback('maya', { slug: 'reset-password' }))
        })
        const { slug, locale, version, readerHash } = feedback('leo')
        const leos = await store.read.feedback.find({ slug, locale, version, readerHash })
        expect(leos?.comment).toBe('another error')
        expect(await store.read.feedback.find({ slug, locale, version: 'v0', readerHash })).toBeUndefined()
        const counts = await store.read.feedback.counts('user-already-exists', 'en')
        expect(counts).toEqual({ yes: 2, partly: 0, no: 1 })
        expect(await store.read.feedback.counts('unknown', 'en')).toEqual({ yes: 0, partly: 0, no: 0 })
      })

      it('lists what readers said of one article, newest first', async () => {
        await keep(async (tx) => {
          await tx.feedback.put(feedback('maya', { at: at(1) }))
          await tx.feedback.put(feedback('leo', { at: at(3), comment: 'more' }))
          await tx.feedback.put(feedback('omar', { at: at(2), slug: 'reset-password' }))
          await tx.feedback.put(feedback('maya', { at: at(4) }))
        })
        const listed = await store.read.feedback.list('user-already-exists', 'en', 10)
        expect(listed.map(({ at }) => at)).toEqual([at(4), at(3)])
        expect(await store.read.feedback.list('user-already-exists', 'en', 1)).toHaveLength(1)
      })

      it('keeps what was typed before an article was opened, one record an article and locale', async () => {
        const finds = (slug: string, locale: string, query: string) => ({
          slug,
          locale,
          phrasings: [{ query, times: 2, at: at(1) }],
        })
        await keep(async (tx) => {
          await tx.searchFinds.put(finds('reset-password', 'en', 'first'))
          await tx.searchFinds.put(finds('reset-password', 'de', 'zuerst'))
          await tx.searchFinds.put(finds('reset-password', 'en', 'second'))
        })
        expect(await store.read.searchFinds.find('reset-password', 'en')).toEqual(
          finds('reset-password', 'en', 'second'),
        )
        expect(await store.read.searchFinds.find('reset-password', 'fr')).toBeUndefined()
        expect(await store.read.searchFinds.list(10)).toHaveLength(2)
      })

      it('finds attachments, what somebody uploaded of late, and what is in no message, oldest first', async () => {
        const loose = attachment('att_2', { createdAt: at(2), size: 20 })
        const sent = attachment('att_3', { createdAt: at(3), size: 300, ticketId: 'tkt_1' })
        const leos = attachment('att_4', { createdAt: at(0), uploader: { kind: 'contact', id: leo.id } })
        const gone = attachment('att_5', { createdAt: at(4) })
        await keep(async (tx) => {
          for (const one of [attachment('att_1', { createdAt: at(1) }), loose, sent, leos, gone])
            await tx.attachments.put(one)
        })
        await keep((tx) => tx.attachments.remove('att_5'))
        const { attachments } = store.read
        expect([await attachments.find('att_3'), await attachments.find('att_5')]).toEqual([sent, undefined])
        expect(await attachments.uploadedSince({ kind: 'contact', id: maya.id }, at(2))).toEqual({
          files: 2,
          bytes: 320,
        })
        const listed = async (before: string, limit: number) =>
          (await attachments.listLoose(before, limit)).map(({ id }) => id)
        expect(await listed(at(9), 10)).toEqual(['att_4', 'att_1', 'att_2'])
        expect(await listed(at(2), 10)).toEqual(['att_4', 'att_1'])
        expect(await listed(at(9), 1)).toEqual(['att_4'])
      })

      it('keeps what is asked of log-ins, and who did what with them, newest first', async () => {
        expect(await store.read.accessSettings.find()).toBeUndefined()
        const settings = { requiresSecondFactor: true, changedBy: 'Ines', changedAt: at(1) }
        const line = (id: string, minute: number) => ({
          ...{ id, at: at(minute), what: 'agent.invited' as const, by: null, of: null, detail: null },
        })
        await keep(async (tx) => {
          await tx.accessSettings.put(settings)
          for (const [id, minute] of [
            ['acl_1', 1],
            ['acl_3', 3],
            ['acl_2', 2],
          ] as const)
            await tx.accessLog.put(line(id, minute))
        })
        expect(await store.read.accessSettings.find()).toEqual(settings)
        expect((await store.read.accessLog.list(2)).map(({ id }) => id)).toEqual(['acl_3', 'acl_2'])
      })

      it('removes a ticket with all that is of it, and nothing else', async () => {
        const solved = (id: string, minutes: number) =>
          ticket(id, {
            state: 'solved',
            newestSequence: 1,
            newestNote: 1,
            solvedAt: at(minutes),
            updatedAt: at(minutes),
          })
        await keep(async (tx) => {
          await tx.contacts.put(maya)
          await tx.agents.put(omar)
          for (const [place, id] of ['tkt_1', 'tkt_2', 'tkt_3'].entries()) {
            const said = message(id, 1, `the word of ${id}`)
            await tx.tickets.put(solved(id, 10 * (place + 1)))
            await tx.entries.append(said)
            await tx.notes.append(note(id, 1))
            await tx.clientIds.put(clientId(maya.id, `client-${id}-1`, { ticketId: id, sequence: 1 }))
            await tx.clientIds.put(clientId(omar.id, `client-note-${id}-1`, { ticketId: id }))
            await tx.ratings.put(rating(id, 1))
            await tx.drafts.put(draft(id))
            await tx.attachments.put(attachment(`att_${id}`, { ticketId: id }))
          }
        })
        const until = { before: at(30), limit: 1 }
        const first = await store.read.tickets.oldestSolved(until)
        expect(first.tickets).toEqual([solved('tkt_1', 10)])
        const second = await store.read.tickets.oldestSolved({ ...until, after: first.next ?? '' })
        expect(second).toEqual({ tickets: [solved('tkt_2', 20)], next: null })
        const attached = await store.read.attachments.listForTicket('tkt_2')
        expect(attached.map(({ id }) => id)).toEqual(['att_tkt_2'])

        await keep(async (tx) => {
          expect(await tx.tickets.find('tkt_1')).toBeDefined()
          await tx.tickets.remove('tkt_1')
          expect(await tx.tickets.find('tkt_1')).toBeUndefined()
        })
        const of = async (id: string) => ({
          head: await store.read.tickets.find(id),
          entries: (await store.read.entries.after(id, 0, 10)).length,
          notes: (await store.read.notes.list(id)).length,
          names: [
            await store.read.clientIds.find(maya.id, `client-${id}-1`),
            await store.read.clientIds.find(omar.id, `client-note-${id}-1`),
          ].filter(Boolean).length,
          ratings: (await store.read.ratings.list(id)).length,
        })
        expect(await of('tkt_1')).toEqual({ head: undefined, entries: 0, notes: 0, names: 0, ratings: 0 })
        expect(await of('tkt_2')).toEqual({
          head: solved('tkt_2', 20),
          entries: 1,
          notes: 1,
          names: 2,
          ratings: 1,
        })
        const drafts = await store.read.drafts.listForAgent(omar.id)
        expect(drafts.map(({ ticketId }) => ticketId)).toEqual(['tkt_2', 'tkt_3'])
        const left = await store.read.tickets.listForContact(maya.id, 10)
        expect(left.map(({ id }) => id)).toEqual(['tkt_3', 'tkt_2'])
        expect((await store.read.tickets.oldestSolved(until)).tickets).toEqual([solved('tkt_2', 20)])
      })

      it('finds contacts by the words of their names, addresses and host ids, whoever was here last first', async () => {
        const jose = {
          ...leo,
          id: 'ctc_jose',
          name: 'José Núñez',
          email: 'j.nunez@school.example',
          externalId: 'S-77',
        }
        const gone = { ...jose, id: 'ctc_gone', externalId: 'S-78', mergedInto: 'ctc_jose' }
        const late = {
          ...maya,
          id: 'ctc_late',
          name: 'Maya Nunes',
          externalId: 'S-79',
          email: null,
          lastSeenAt: at(9),
        }
        await keep(async (tx) => {
          for (const one of [maya, leo, jose, gone, late]) await tx.contacts.put(one)
        })
        const found = async (...words: string[]) =>
          (await store.read.contacts.search({ words, limit: 10 })).map(({ id }) => id)
        expect(await found('maya')).toEqual(['ctc_late', maya.id])
        expect(await found('nun', 'jose')).toEqual(['ctc_jose'])
        expect(await found('school', 'leo')).toEqual([leo.id])
        expect(await found('77')).toEqual(['ctc_jose'])
        expect(await found('nobody')).toEqual([])
        expect((await store.read.contacts.search({ words: ['ma'], limit: 1 })).map(({ id }) => id)).toEqual([
          'ctc_late',
        ])
        await keep((tx) => tx.contacts.put({ ...late, name: 'Ines' }))
        expect(await found('maya')).toEqual([maya.id])
      })

      it('keeps the opening hours, and the ratings of each ticket, one for each solution', async () => {
        expect(await store.read.openingHours.find()).toBeUndefined()
        const hours = { version: 1, hours: null, changedBy: ines.name, changedAt: at(1) }
        await keep(async (tx) => {
          await tx.openingHours.put(hours)
          await tx.openingHours.put({ ...hours, version: 2 })
          await tx.ratings.put(rating('tkt_1', 12))
          await tx.ratings.put(rating('tkt_1', 4, { score: 2 }))
          await tx.ratings.put(rating('tkt_1', 4, { score: 3 }))
          await tx.ratings.put(rating('tkt_2', 4))
        })
        expect(await store.read.openingHours.find()).toEqual({ ...hours, version: 2 })
        expect((await store.read.ratings.find('tkt_1', 4))?.score).toBe(3)
        expect(await store.read.ratings.find('tkt_1', 5)).toBeUndefined()
        expect((await store.read.ratings.list('tkt_1')).map(({ solved }) => solved)).toEqual([4, 12])
        expect(await store.read.ratings.list('tkt_3')).toEqual([])
      })

      it('lists macros by name, as they were put last, and lets one go', async () => {
        await keep(async (tx) => {
          await tx.macros.put(macro('mac_1', { name: 'Your school decides' }))
          await tx.macros.put(macro('mac_2', { name: 'ask which rotation' }))
          await tx.macros.put(macro('mac_3', { name: 'Done' }))
          await tx.macros.put(macro('mac_1', { name: 'Your school decides', uses: 2 }))
          expect((await tx.macros.list()).map(({ id }) => id)).toEqual(['mac_2', 'mac_3', 'mac_1'])
        })
        await keep((tx) => tx.macros.remove('mac_3'))
        const { macros } = store.read
        expect((await macros.list()).map(({ id, uses }) => [id, uses])).toEqual([
          ['mac_2', 0],
          ['mac_1', 2],
        ])
        expect([await macros.find('mac_3'), (await macros.find('mac_1'))?.uses]).toEqual([undefined, 2])
      })

      it('keeps tags, each once, by name', async () => {
        const tag = (id: string, minute = 1) => ({ id, createdAt: at(minute) })
        await keep(async (tx) => {
          for (const id of ['visa', 'lab', 'lab results', 'labs', 'évaluation']) await tx.tags.put(tag(id))
          await tx.tags.put(tag('lab', 2))
        })
        expect(await store.read.tags.find('lab')).toEqual(tag('lab', 2))
        expect(await store.read.tags.find('la')).toBeUndefined()
        expect((await store.read.tags.list(9)).map(({ id }) => id)).toEqual([
          ...['lab', 'lab results', 'labs', 'visa', 'évaluation'],
        ])
        expect((await store.read.tags.list(2)).map(({ id }) => id)).toEqual(['lab', 'lab results'])
      })

      it('keeps views by their place, and lets one go', async () => {
        await keep(async (tx) => {
          await tx.views.put(view('viw_1', { place: 10 }))
          await tx.views.put(view('viw_2', { place: 2, ownerId: omar.id, isOwn: true }))
          await tx.views.put(view('viw_3', { place: 3 }))
          await tx.views.put(view('viw_3', { place: 0 }))
        })
        const ids = async () => (await store.read.views.list()).map(({ id }) => id)
        expect(await ids()).toEqual(['viw_3', 'viw_2', 'viw_1'])
        await keep((tx) => tx.views.remove('viw_2'))
        expect(await ids()).toEqual(['viw_3', 'viw_1'])
        expect(await store.read.views.find('viw_1')).toEqual(view('viw_1', { place: 10 }))
      })

      it('keeps the drafts of each agent apart, a reply and a note of a ticket too, and lets one go', async () => {
        const ofInes = draft('tkt_1', { agentId: 'agt_ines', text: 'Mine' })
        await keep(async (tx) => {
          await tx.drafts.put(draft('tkt_2'))
          await tx.drafts.put(draft('tkt_1'))
          await tx.drafts.put(draft('tkt_1', { as: 'note', text: 'For agents' }))
          await tx.drafts.put(ofInes)
          await tx.drafts.put(draft('tkt_2', { text: 'Changed', version: 'dra_2' }))
        })
        const texts = async () => (await store.read.drafts.listForAgent(omar.id)).map(({ text }) => text)
        expect(await texts()).toEqual(['For agents', draft('tkt_1').text, 'Changed'])
        expect(await store.read.drafts.find('agt_ines', 'tkt_1', 'reply')).toEqual(ofInes)
        await keep((tx) => tx.drafts.remove(draft('tkt_1')))
        expect(await texts()).toEqual(['For agents', 'Changed'])
        expect(await store.read.drafts.find('agt_ines', 'tkt_1', 'reply')).toEqual(ofInes)
        expect(await store.read.drafts.find(omar.id, 'tkt_1', 'reply')).toBeUndefined()
      })

      it('keeps teams by their name, each as it was put last', async () => {
        await keep(async (tx) => {
          for (const name of ['Support', 'Accounts', 'Lab help']) await tx.teams.put(team(name))
          await tx.teams.put(team('Support', { version: 2, limit: null }))
        })
        expect((await store.read.teams.list()).map(({ name }) => name)).toEqual([
          'Accounts',
          'Lab help',
          'Support',
        ])
        expect(await store.read.teams.find('Support')).toEqual(team('Support', { version: 2, limit: null }))
        expect(await store.read.teams.find('Lab')).toBeUndefined()
      })

      it('keeps rules in the order in which they run, and why they are to run beside due work', async () => {
        const wrote = { on: 'contact_wrote' as const, at: at(2), sequence: 3 }
        await keep(async (tx) => {
          await tx.rules.put(rule('rul_1', { place: 10 }))
          await tx.rules.put(rule('rul_2', { place: 2 }))
          await tx.rules.put(rule('rul_3', { place: 3, isOn: true, onSince: at(1) }))
          await tx.rules.put(rule('rul_3', { place: 0 }))
          await tx.dueWork.put({ ...work('rules-tkt_1', at(2)), causes: [wrote] })
        })
        const ids = async () => (await store.read.rules.list()).map(({ id }) => id)
        expect(await ids()).toEqual(['rul_3', 'rul_2', 'rul_1'])
        await keep((tx) => tx.rules.remove('rul_2'))
        expect(await ids()).toEqual(['rul_3', 'rul_1'])
        expect(await store.read.rules.find('rul_1')).toEqual(rule('rul_1', { place: 10 }))
        expect((await store.read.dueWork.find('rules-tkt_1'))?.causes).toEqual([wrote])
      })

      it('keeps a secret as it was put last', async () => {
        expect(await store.read.secrets.find('attachment-addresses')).toBeUndefined()
        for (const bytes of ['Zmlyc3Q=', 'c2Vjb25k'])
          await keep((tx) => tx.secrets.put({ id: 'attachment-addresses', bytes }))
        expect(await store.read.secrets.find('attachment-addresses')).toEqual({
          id: 'attachment-addresses',
          bytes: 'c2Vjb25k',
        })
      })

      it('finds votes by when they were given, on whatever article', async () => {
        await keep(async (tx) => {
          for (const [minute, slug] of [
            [1, 'one'],
            [3, 'two'],
            [2, 'three'],
            [4, 'one'],
          ] as const)
            await tx.feedback.put(feedback('reader', { slug, version: `v${minute}`, at: at(minute) }))
        })
        const between = async (from: number, to: number, limit = 10) =>
          (await store.read.feedback.between(at(from), at(to), limit)).map(({ slug }) => slug)
        expect(await between(1, 4)).toEqual(['two', 'three', 'one'])
        expect(await between(2, 9, 2)).toEqual(['one', 'two'])
      })

      it('finds the votes of a contact, and lets one go for good', async () => {
        const ofMaya = (slug: string, minute: number) =>
          feedback('maya', { slug, contactId: maya.id, at: at(minute) })
        await keep(async (tx) => {
          await tx.feedback.put(ofMaya('one', 1))
          await tx.feedback.put(ofMaya('two', 3))
          await tx.feedback.put(feedback('leo', { contactId: leo.id, at: at(2) }))
          await tx.feedback.put(feedback('a device'))
        })
        const slugs = async (limit = 10) =>
          (await store.read.feedback.listForContact(maya.id, limit)).map(({ slug }) => slug)
        expect(await slugs()).toEqual(['two', 'one'])
        expect(await slugs(1)).toEqual(['two'])
        await keep(async (tx) => {
          await tx.feedback.remove(ofMaya('two', 3))
          await tx.feedback.remove(ofMaya('never given', 1))
          // Seen in the commit that does it, and whose it was before is no longer asked.
          expect(await tx.feedback.listForContact(maya.id, 10)).toHaveLength(1)
          await tx.feedback.put({ ...ofMaya('one', 1), contactId: leo.id })
        })
        expect(await slugs()).toEqual([])
        expect(await store.read.feedback.counts('two', 'en')).toEqual({ yes: 0, partly: 0, no: 0 })
        expect(await store.read.feedback.listForContact(leo.id, 10)).toHaveLength(2)
      })

      it('lists the newest questions that found nothing first', async () => {
        const gap = (id: string, minute: number) => ({ id, locale: 'en', query: id, at: at(minute) })
        await keep(async (tx) => {
          await tx.searchGaps.put(gap('gap_2', 2))
          await tx.searchGaps.put(gap('gap_1', 1))
          await tx.searchGaps.put(gap('gap_3', 3 + 24 * 60))
        })
        expect((await store.read.searchGaps.list(2)).map(({ id }) => id)).toEqual(['gap_3', 'gap_2'])
      })
    })
  })
}
