// Of the store contract: a commit is all or nothing and one at a time; what it keeps, under which names, and what is due.

import { describe, expect, it } from 'vitest'
import {
  at,
  clientId,
  leo,
  maya,
  merge,
  message,
  note,
  omar,
  session,
  ticket,
  work,
} from '../../faults/records.ts'
import type { Given } from './given.ts'

export function keepsCommits({ store, keep }: Given): void {
  describe('a commit', () => {
    it('keeps all that its work put and answers what its work answered', async () => {
      const answer = await store().commit(async (tx) => {
        await tx.contacts.put(maya)
        await tx.tickets.put(ticket('tkt_1'))
        return 'kept'
      })
      expect(answer).toBe('kept')
      expect(await store().read.contacts.find(maya.id)).toEqual(maya)
      expect(await store().read.tickets.find('tkt_1')).toEqual(ticket('tkt_1'))
    })

    it('keeps nothing at all when its work throws, and passes on what was thrown', async () => {
      await keep((tx) => tx.dueWork.put(work('mail-1', at(1))))
      const no = new Error('Omar changed his mind')
      const failing = store().commit(async (tx) => {
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
      expect(await store().read.contacts.findByExternalId('host-ctc_maya')).toBeUndefined()
      expect(await store().read.tickets.listForContact(maya.id, 10)).toEqual([])
      expect(await store().read.entries.after('tkt_1', 0, 10)).toEqual([])
      expect(await store().read.notes.after('tkt_1', 0, 1_000)).toEqual([])
      expect(await store().read.clientIds.find(maya.id, 'client-1')).toBeUndefined()
      expect(await store().read.merges.findOpenWith({ email: 'leo@home.example' })).toBeUndefined()
      expect(await store().read.dueWork.find('mail-1')).toEqual(work('mail-1', at(1)))
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
      expect((await store().read.tickets.find('tkt_1'))?.newestSequence).toBe(50)
      const entries = await store().read.entries.after('tkt_1', 0, 100)
      expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
    })

    it('goes on after one before it threw', async () => {
      const thrown = keep(async () => {
        throw new Error('no')
      })
      const kept = keep((tx) => tx.contacts.put(leo))
      await expect(thrown).rejects.toThrow('no')
      await kept
      expect(await store().read.contacts.find(leo.id)).toEqual(leo)
    })

    it('finds nothing under a name that nobody can give, and holds up nobody who asks at the same time', async () => {
      await keep((tx) => tx.tickets.put(ticket('tkt_1')))
      const nowhere = 'tkt_\u0000'
      const asked = await Promise.all([
        store().read.tickets.find(nowhere),
        store().read.tickets.find('tkt_1'),
        store().read.tickets.listForContact(nowhere, 1),
        store().commit((tx) => tx.tickets.find(nowhere)),
        store().commit((tx) => tx.sessions.listForContact(nowhere)),
        store().commit((tx) => tx.tickets.find('tkt_1')),
      ])
      expect(asked).toEqual([undefined, ticket('tkt_1'), [], undefined, [], ticket('tkt_1')])
    })

    it('takes any text as it is', async () => {
      const text = 'O\'Brien said "ok"\\n\n\t— Привет, 你好, 👩🏽‍⚕️, \u2028 \u0000 ]}},\n"entries":[\n'
      await keep((tx) => tx.entries.append(message('tkt_1', 1, text)))
      expect(await store().read.entries.after('tkt_1', 0, 1)).toEqual([message('tkt_1', 1, text)])
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
      expect(await store().read.contacts.find(maya.id)).toEqual(maya)
      expect(await store().read.contacts.findByExternalId('another')).toBeUndefined()
    })

    it('that was read belongs to its reader: changing it changes nothing kept', async () => {
      await keep(async (tx) => {
        await tx.contacts.put(maya)
        await tx.entries.append(message('tkt_1', 1))
        const inside = await tx.contacts.find(maya.id)
        if (inside) inside.attributes.year = 99
      })
      const read = await store().read.contacts.find(maya.id)
      if (read) read.name = 'Mallory'
      const [entry] = await store().read.entries.after('tkt_1', 0, 1)
      if (entry?.kind === 'message') entry.text = 'forged'
      expect(await store().read.contacts.find(maya.id)).toEqual(maya)
      expect(await store().read.entries.after('tkt_1', 0, 1)).toEqual([message('tkt_1', 1)])
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
        expect(await store().read.clientIds.find(record.writerId, record.clientId)).toEqual(record)
      }
      expect(await store().read.clientIds.find(maya.id, 'client-2')).toBeUndefined()
    })

    it('is given once: a second time is a bug, and keeps the first', async () => {
      await keep((tx) => tx.clientIds.put(clientId(maya.id, 'client-1', { ticketId: 'tkt_1' })))
      const again = keep((tx) => tx.clientIds.put(clientId(maya.id, 'client-1', { ticketId: 'tkt_2' })))
      await expect(again).rejects.toThrow()
      expect((await store().read.clientIds.find(maya.id, 'client-1'))?.ticketId).toBe('tkt_1')
    })
  })

  describe('due work', () => {
    const claim = (now: string, leaseUntil: string, limit = 10) =>
      store().commit((tx) => tx.dueWork.claim({ now, leaseUntil, limit }))
    const ids = (works: { id: string }[]) => works.map(({ id }) => id)

    it('is claimed when due, soonest first, no more than asked', async () => {
      await keep(async (tx) => {
        await tx.dueWork.put(work('late', at(3)))
        await tx.dueWork.put(work('soon', at(1)))
        await tx.dueWork.put(work('middle', at(2)))
        await tx.dueWork.put(work('tomorrow', at(24 * 60)))
      })
      expect(await store().read.dueWork.nextDueAt()).toBe(at(1))
      expect(ids(await claim(at(5), at(6), 2))).toEqual(['soon', 'middle'])
      expect(ids(await claim(at(5), at(6), 2))).toEqual(['late'])
      expect(await claim(at(5), at(6), 2)).toEqual([])
    })

    it('is claimed from its newest end, where that is asked: of what is due, and not leased', async () => {
      await keep(async (tx) => {
        for (const minute of [1, 2, 3, 24 * 60]) await tx.dueWork.put(work(`at-${minute}`, at(minute)))
      })
      const newest = (now: string, leaseUntil: string) =>
        store().commit((tx) => tx.dueWork.claim({ now, leaseUntil, limit: 1, isNewestFirst: true }))
      expect(ids(await newest(at(3), at(9)))).toEqual(['at-3'])
      expect(ids(await newest(at(3), at(9)))).toEqual(['at-2'])
      expect(ids(await claim(at(3), at(9)))).toEqual(['at-1'])
      expect(await newest(at(3), at(9))).toEqual([])
    })

    it('is not claimed again before its lease is over, and is then', async () => {
      await keep((tx) => tx.dueWork.put(work('mail-1', at(1))))
      const [claimed] = await claim(at(2), at(4))
      expect(claimed).toEqual(work('mail-1', at(1), { leaseUntil: at(4) }))
      expect(await store().read.dueWork.nextDueAt()).toBe(at(4))
      expect(await claim(at(3), at(9))).toEqual([])
      expect(ids(await claim(at(4), at(9)))).toEqual(['mail-1'])
    })

    it('is kept once for each id, and moves when it is put again', async () => {
      await keep((tx) => tx.dueWork.put(work('mail-1', at(1))))
      await keep((tx) => tx.dueWork.put(work('mail-1', at(7), { attempts: 1, lastError: 'timeout' })))
      expect(await claim(at(5), at(6))).toEqual([])
      expect(await store().read.dueWork.nextDueAt()).toBe(at(7))
    })

    it('is gone when it was removed; removing what is not there is no mistake', async () => {
      await keep((tx) => tx.dueWork.put(work('mail-1', at(1))))
      await keep((tx) => tx.dueWork.remove('mail-1'))
      await keep((tx) => tx.dueWork.remove('mail-1'))
      expect(await store().read.dueWork.find('mail-1')).toBeUndefined()
      expect(await store().read.dueWork.nextDueAt()).toBeUndefined()
      expect(await claim(at(5), at(6))).toEqual([])
    })
  })
}
