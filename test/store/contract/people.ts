// Of the store contract: contacts, agents, their sessions, and merges of two accounts.

import { describe, expect, it } from 'vitest'
import { formsOf } from '../../../protocol/desk/desk-search.ts'
import { at, ines, leo, maya, merge, omar, proof, session } from '../../faults/records.ts'
import type { Given } from './given.ts'

export function knowsPeople({ store, keep }: Given): void {
  describe('contacts and sessions', () => {
    const guest = { ...maya, id: 'ctc_guest', identity: 'guest' as const, externalId: null }

    it('finds Maya by her id and by the name the host has for her', async () => {
      await keep((tx) => tx.contacts.put(maya))
      expect(await store().read.contacts.find(maya.id)).toEqual(maya)
      expect(await store().read.contacts.findByExternalId('host-ctc_maya')).toEqual(maya)
      expect(await store().read.contacts.find('ctc_nobody')).toBeUndefined()
    })

    it('finds a guest by an address, and never a contact whom the host vouches for', async () => {
      await keep((tx) => tx.contacts.put(maya))
      expect(await store().read.contacts.findGuestByEmail('maya@school.example')).toBeUndefined()
      await keep((tx) => tx.contacts.put(guest))
      expect(await store().read.contacts.findGuestByEmail('maya@school.example')).toEqual(guest)
    })

    it('forgets the old address when a guest gets a new one', async () => {
      await keep((tx) => tx.contacts.put(guest))
      await keep((tx) => tx.contacts.put({ ...guest, email: 'maya@home.example' }))
      expect(await store().read.contacts.findGuestByEmail('maya@school.example')).toBeUndefined()
      expect((await store().read.contacts.findGuestByEmail('maya@home.example'))?.id).toBe('ctc_guest')
    })

    it('finds sessions by the hash of their token, and lists those that have not ended', async () => {
      await keep(async (tx) => {
        await tx.sessions.put(session('ses_1', maya.id))
        await tx.sessions.put(session('ses_2', maya.id))
        await tx.sessions.put(session('ses_3', leo.id))
      })
      await keep((tx) => tx.sessions.put(session('ses_1', maya.id, { endedAt: at(5) })))
      expect((await store().read.sessions.findByTokenHash('hash of ses_1'))?.endedAt).toBe(at(5))
      expect(await store().read.sessions.listForContact(maya.id)).toEqual([session('ses_2', maya.id)])
      expect(await store().read.sessions.findByTokenHash('another')).toBeUndefined()
    })

    it('finds a session of its own contact and of nobody else, at once in a commit', async () => {
      const ofMaya = session('ses_1', maya.id)
      await keep(async (tx) => {
        await tx.sessions.put(ofMaya)
        expect(await tx.sessions.find(maya.id, 'ses_1')).toEqual(ofMaya)
      })
      const { read, commit } = store()
      expect(await read.sessions.find(maya.id, 'ses_1')).toEqual(ofMaya)
      for (const contactId of [leo.id, '']) {
        expect(await read.sessions.find(contactId, 'ses_1')).toBeUndefined()
        expect(await commit((tx) => tx.sessions.find(contactId, 'ses_1'))).toBeUndefined()
      }
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
        const all = ids.map((id) => store().read.sessions.findByTokenHash(`hash of ${id}`))
        return (await Promise.all(all)).map((one) => one?.id ?? null)
      }
      expect(await found()).toEqual(['ses_1', 'ses_2', 'ses_3', 'ses_9'])
      expect(await store().commit((tx) => tx.sessions.removeExpired(at(3), 1))).toBe(1)
      expect(await found()).toEqual([null, 'ses_2', 'ses_3', 'ses_9'])
      expect(await store().commit((tx) => tx.sessions.removeExpired(at(3), 10))).toBe(2)
      expect(await store().commit((tx) => tx.sessions.removeExpired(at(3), 10))).toBe(0)
      expect(await found()).toEqual([null, null, null, 'ses_9'])
      expect(await store().read.sessions.listForContact(maya.id)).toEqual([
        session('ses_9', maya.id, { expiresAt: at(9) }),
      ])
      expect(await store().read.contacts.find(maya.id)).toEqual(maya)
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
      const others = ["Siân O'Neil", 'ガルシア', 'श्रीकुमार', 'สมชาย จันทร์', 'ÉMILIE·Roux'].map((name, n) => ({
        ...leo,
        ...{ id: `ctc_other${n}`, name, externalId: `S-8${n}`, email: null },
      }))
      await keep(async (tx) => {
        for (const one of [maya, leo, jose, gone, late, ...others]) await tx.contacts.put(one)
      })
      const found = async (...words: string[]) =>
        (await store().read.contacts.search({ words, limit: 10 })).map(({ id }) => id)
      expect(await found('maya')).toEqual(['ctc_late', maya.id])
      expect(await found('nun', 'jose')).toEqual(['ctc_jose'])
      expect(await found('school', 'leo')).toEqual([leo.id])
      expect(await found('77')).toEqual(['ctc_jose'])
      expect(await found('nobody')).toEqual([])
      // No word of theirs begins with it.
      expect(await found('aya')).toEqual([])
      expect(await found('s')).toHaveLength(7)
      for (const [n, words] of ['sian oneil', 'ガル', 'श्री', 'จันทร์', 'roux emi'].entries())
        expect(await found(...formsOf(words)), words).toEqual([`ctc_other${n}`])
      expect((await store().read.contacts.search({ words: ['ma'], limit: 1 })).map(({ id }) => id)).toEqual([
        'ctc_late',
      ])
      await keep((tx) => tx.contacts.put({ ...late, name: 'Ines' }))
      expect(await found('maya')).toEqual([maya.id])
      await keep((tx) => tx.contacts.remove(maya.id))
      expect(await found('maya')).toEqual([])
    })
  })

  describe('agents', () => {
    it('lists them oldest first, disabled ones too, and finds them by address', async () => {
      const gone = { ...ines, disabledAt: at(3) }
      await keep(async (tx) => {
        await tx.agents.put(gone)
        await tx.agents.put(omar)
      })
      expect(await store().read.agents.list()).toEqual([omar, gone])
      expect(await store().read.agents.findByEmail('omar@desk.example')).toEqual(omar)
      expect(await store().read.agents.findByEmail('nobody@desk.example')).toBeUndefined()
    })

    it('finds their sessions by the hash of the token', async () => {
      const { contactId: _, ...rest } = session('ags_1', '')
      const omars = { ...rest, agentId: omar.id }
      await keep((tx) => tx.agentSessions.put(omars))
      expect(await store().read.agentSessions.listForAgent(omars.agentId)).toEqual([omars])
      expect(await store().read.agentSessions.listForAgent('agt_nobody')).toEqual([])
      expect(await store().read.agentSessions.findByTokenHash('hash of ags_1')).toEqual(omars)
      const remove = () => store().commit((tx) => tx.agentSessions.removeExpired(omars.expiresAt, 10))
      expect([await remove(), await remove()]).toEqual([1, 0])
      expect(await store().read.agentSessions.findByTokenHash('hash of ags_1')).toBeUndefined()
    })

    it('keeps what is asked of log-ins, and who did what with them: page after page, newest first', async () => {
      expect(await store().read.accessSettings.find()).toBeUndefined()
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
          ['acl_0', 2],
        ] as const)
          await tx.accessLog.put(line(id, minute))
      })
      expect(await store().read.accessSettings.find()).toEqual(settings)
      const { accessLog } = store().read
      const page = await accessLog.list({ limit: 2 })
      expect(page.map(({ id }) => id)).toEqual(['acl_3', 'acl_2'])
      const rest = await accessLog.list({ before: page[1] ?? line('', 0), limit: 9 })
      expect(rest.map(({ id }) => id)).toEqual(['acl_0', 'acl_1'])
    })
  })

  describe('address proofs', () => {
    it('are listed by mailbox since that instant, the oldest first', async () => {
      await keep(async (tx) => {
        await tx.addressProofs.put(proof('adp_1', 'leo@home.example', at(1)))
        await tx.addressProofs.put(proof('adp_2', 'leo@home.example', at(2), { endedAt: at(3) }))
        await tx.addressProofs.put(proof('adp_3', 'leo@home.example', at(3)))
        await tx.addressProofs.put(proof('adp_4', 'Leo@home.example', at(3), { mailbox: 'leo@home.example' }))
        await tx.addressProofs.put(proof('adp_5', 'maya@home.example', at(3)))
      })
      const idsSince = async (mailbox: string, since: string) =>
        (await store().read.addressProofs.listSince(mailbox, since)).map(({ id }) => id)
      expect(await idsSince('leo@home.example', at(2))).toEqual(['adp_2', 'adp_3', 'adp_4'])
      expect(await idsSince('leo@home.example', at(4))).toEqual([])
      expect((await store().read.addressProofs.find('adp_2'))?.endedAt).toBe(at(3))
      await keep((tx) => tx.addressProofs.removeFor('leo@home.example'))
      expect(await idsSince('leo@home.example', at(0))).toEqual([])
      expect(await idsSince('maya@home.example', at(0))).toEqual(['adp_5'])
    })

    it('lets go the old ones, the oldest first', async () => {
      await keep(async (tx) => {
        for (const minute of [3, 1, 2])
          await tx.addressProofs.put(proof(`adp_${minute}`, 'leo@home.example', at(minute)))
      })
      const removes = (limit: number) => store().commit((tx) => tx.addressProofs.removeOld(at(3), limit))
      expect([await removes(1), await removes(9), await removes(9)]).toEqual([['adp_1'], ['adp_2'], []])
      expect(await store().read.addressProofs.find('adp_2')).toBeUndefined()
      expect(await store().read.addressProofs.listSince('leo@home.example', at(0))).toHaveLength(1)
    })
  })

  describe('merges', () => {
    it('are found by a stop token while it is out', async () => {
      await keep((tx) => tx.merges.put(merge('mrg_1', { stopTokenHashes: ['one', 'two'] })))
      expect((await store().read.merges.findByStopTokenHash('two'))?.id).toBe('mrg_1')
      await keep((tx) => tx.merges.put(merge('mrg_1', { stopTokenHashes: [] })))
      expect(await store().read.merges.findByStopTokenHash('two')).toBeUndefined()
    })

    it('of one contact come newest first', async () => {
      await keep(async (tx) => {
        await tx.merges.put(merge('mrg_1', { createdAt: at(1), state: 'cancelled' }))
        await tx.merges.put(merge('mrg_2', { createdAt: at(2) }))
      })
      const ids = async (limit: number) =>
        (await store().read.merges.listForContact(leo.id, limit)).map(({ id }) => id)
      expect(await ids(10)).toEqual(['mrg_2', 'mrg_1'])
      expect(await ids(1)).toEqual(['mrg_2'])
      expect(await store().read.merges.listForContact(maya.id, 10)).toEqual([])
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
          expect((await store().read.merges.findOpenWith(account))?.id, state).toBe('mrg_1')
        }
      }
      expect(await store().read.merges.findOpenWith({ externalId: 'another' })).toBeUndefined()
      expect(await store().read.merges.findOpenWith({})).toBeUndefined()
      for (const state of ['merged', 'rejected', 'cancelled', 'expired', 'undone', 'undo_refused'] as const) {
        await keep((tx) => tx.merges.put(merge('mrg_1', { state, from })))
        for (const account of accounts) {
          expect(await store().read.merges.findOpenWith(account), state).toBeUndefined()
        }
      }
    })

    it('are listed as open with an account, each once, and all of them newest first, page by page', async () => {
      const from = { email: 'leo@home.example', externalId: 'host-old' }
      const at = (minute: number) => ({ createdAt: `2026-11-24T09:0${minute}:00.000Z` })
      await keep(async (tx) => {
        await tx.merges.put(merge('mrg_1', { state: 'cancelled', from, ...at(1) }))
        await tx.merges.put(merge('mrg_2', { state: 'proof_sent', from, ...at(2) }))
        await tx.merges.put(merge('mrg_3', { state: 'in_review', from, ...at(3) }))
      })
      const both = { externalId: 'host-old', email: 'leo@home.example' }
      const ids = (found: { id: string }[]) => found.map(({ id }) => id)
      expect(ids(await store().read.merges.listOpenWith(both))).toEqual(['mrg_2', 'mrg_3'])
      expect(await store().read.merges.listOpenWith({})).toEqual([])
      const page = await store().read.merges.list({ limit: 2 })
      expect(ids(page)).toEqual(['mrg_3', 'mrg_2'])
      const [before] = page.slice(-1)
      expect(ids(await store().read.merges.list({ ...(before && { before }), limit: 2 }))).toEqual(['mrg_1'])
    })
  })
}
