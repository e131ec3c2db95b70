// Of the store contract: what a desk is set up with.

import { describe, expect, it } from 'vitest'
import { at, macro, omar, rule, team, view, work } from '../../faults/records.ts'
import type { Given } from './given.ts'

export function keepsTheDesk({ store, keep }: Given): void {
  describe('a desk', () => {
    it('lists macros by name, as they were put last, and lets one go', async () => {
      await keep(async (tx) => {
        await tx.macros.put(macro('mac_1', { name: 'Your school decides' }))
        await tx.macros.put(macro('mac_2', { name: 'ask which rotation' }))
        await tx.macros.put(macro('mac_3', { name: 'Done' }))
        await tx.macros.put(macro('mac_1', { name: 'Your school decides', uses: 2 }))
        expect((await tx.macros.list()).map(({ id }) => id)).toEqual(['mac_2', 'mac_3', 'mac_1'])
      })
      await keep((tx) => tx.macros.remove('mac_3'))
      const { macros } = store().read
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
      expect(await store().read.tags.find('lab')).toEqual(tag('lab', 2))
      expect(await store().read.tags.find('la')).toBeUndefined()
      expect((await store().read.tags.list(9)).map(({ id }) => id)).toEqual([
        ...['lab', 'lab results', 'labs', 'visa', 'évaluation'],
      ])
      expect((await store().read.tags.list(2)).map(({ id }) => id)).toEqual(['lab', 'lab results'])
    })

    it('keeps views by their place, and lets one go', async () => {
      await keep(async (tx) => {
        await tx.views.put(view('viw_1', { place: 10 }))
        await tx.views.put(view('viw_2', { place: 2, ownerId: omar.id, isOwn: true }))
        await tx.views.put(view('viw_3', { place: 3 }))
        await tx.views.put(view('viw_3', { place: 0 }))
      })
      const ids = async () => (await store().read.views.list()).map(({ id }) => id)
      expect(await ids()).toEqual(['viw_3', 'viw_2', 'viw_1'])
      await keep((tx) => tx.views.remove('viw_2'))
      expect(await ids()).toEqual(['viw_3', 'viw_1'])
      expect(await store().read.views.find('viw_1')).toEqual(view('viw_1', { place: 10 }))
    })

    it('keeps teams by their name, each as it was put last', async () => {
      await keep(async (tx) => {
        for (const name of ['Support', 'Accounts', 'Lab help']) await tx.teams.put(team(name))
        await tx.teams.put(team('Support', { version: 2, limit: null }))
      })
      expect((await store().read.teams.list()).map(({ name }) => name)).toEqual([
        'Accounts',
        'Lab help',
        'Support',
      ])
      expect(await store().read.teams.find('Support')).toEqual(team('Support', { version: 2, limit: null }))
      expect(await store().read.teams.find('Lab')).toBeUndefined()
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
      const ids = async () => (await store().read.rules.list()).map(({ id }) => id)
      expect(await ids()).toEqual(['rul_3', 'rul_2', 'rul_1'])
      await keep((tx) => tx.rules.remove('rul_2'))
      expect(await ids()).toEqual(['rul_3', 'rul_1'])
      expect(await store().read.rules.find('rul_1')).toEqual(rule('rul_1', { place: 10 }))
      expect((await store().read.dueWork.find('rules-tkt_1'))?.causes).toEqual([wrote])
    })

    it('keeps a secret as it was put last', async () => {
      expect(await store().read.secrets.find('attachment-addresses')).toBeUndefined()
      for (const bytes of ['Zmlyc3Q=', 'c2Vjb25k'])
        await keep((tx) => tx.secrets.put({ id: 'attachment-addresses', bytes }))
      expect(await store().read.secrets.find('attachment-addresses')).toEqual({
        id: 'attachment-addresses',
        bytes: 'c2Vjb25k',
      })
    })
  })
}
