// Of the store contract: what is said in a ticket, what goes out of it, and how all of it is removed.

import { describe, expect, it } from 'vitest'
import type { DeliveryRecord, MailRecord } from '../../../server/store/records.ts'
import {
  at,
  attachment,
  clientId,
  draft,
  ines,
  leo,
  maya,
  message,
  note,
  omar,
  rating,
  ticket,
} from '../../faults/records.ts'
import type { Given } from './given.ts'

export function keepsThreads({ store, keep }: Given): void {
  describe('a thread', () => {
    const sequences = (entries: { sequence: number }[]) => entries.map(({ sequence }) => sequence)

    it('is read onwards from a mark and backwards from one, oldest first', async () => {
      await keep(async (tx) => {
        for (let sequence = 1; sequence <= 10; sequence++) await tx.entries.append(message('tkt_1', sequence))
        await tx.entries.append(message('tkt_2', 1))
      })
      const { entries } = store().read
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
      expect(sequences(await store().read.entries.after('tkt_1', 0, 10))).toEqual([1, 2])
    })

    it('has its notes apart, in a numbering of their own', async () => {
      await keep(async (tx) => {
        await tx.entries.append(message('tkt_1', 1))
        await tx.notes.append(note('tkt_1', 1))
        await tx.notes.append(note('tkt_1', 2))
        expect(await tx.notes.before('tkt_1', 3, 1)).toEqual([note('tkt_1', 2)])
      })
      const { entries, notes } = store().read
      expect(await notes.after('tkt_1', 0, 1_000)).toEqual([note('tkt_1', 1), note('tkt_1', 2)])
      expect(await entries.after('tkt_1', 0, 10)).toEqual([message('tkt_1', 1)])
      expect(await notes.after('tkt_none', 0, 1_000)).toEqual([])
      await expect(keep((tx) => tx.notes.append(note('tkt_1', 4)))).rejects.toThrow()
    })

    it('gives its notes page by page, too: onwards from a number and backwards from one, oldest first', async () => {
      await keep(async (tx) => {
        for (let number = 1; number <= 5; number++) await tx.notes.append(note('tkt_1', number))
        await tx.notes.append(note('tkt_2', 1))
      })
      const numbers = (found: { noteSequence: number }[]) => found.map(({ noteSequence }) => noteSequence)
      const { notes } = store().read
      expect(numbers(await notes.after('tkt_1', 1, 2))).toEqual([2, 3])
      expect(numbers(await notes.after('tkt_1', 3, 9))).toEqual([4, 5])
      expect(numbers(await notes.before('tkt_1', Number.MAX_SAFE_INTEGER, 2))).toEqual([4, 5])
      expect(numbers(await notes.before('tkt_1', 4, 2))).toEqual([2, 3])
      expect(numbers(await notes.before('tkt_1', 2, 2))).toEqual([1])
      expect(await notes.before('tkt_1', 1, 2)).toEqual([])
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
      const texts = async () => (await store().read.drafts.listForAgent(omar.id)).map(({ text }) => text)
      expect(await texts()).toEqual(['For agents', draft('tkt_1').text, 'Changed'])
      expect(await store().read.drafts.find('agt_ines', 'tkt_1', 'reply')).toEqual(ofInes)
      await keep((tx) => tx.drafts.remove(draft('tkt_1')))
      expect(await texts()).toEqual(['For agents', 'Changed'])
      expect(await store().read.drafts.find('agt_ines', 'tkt_1', 'reply')).toEqual(ofInes)
      expect(await store().read.drafts.find(omar.id, 'tkt_1', 'reply')).toBeUndefined()
    })

    it('keeps the opening hours, and the ratings of each ticket, one for each solution', async () => {
      expect(await store().read.openingHours.find()).toBeUndefined()
      const hours = { version: 1, hours: null, changedBy: ines.name, changedAt: at(1) }
      await keep(async (tx) => {
        await tx.openingHours.put(hours)
        await tx.openingHours.put({ ...hours, version: 2 })
        await tx.ratings.put(rating('tkt_1', 12))
        await tx.ratings.put(rating('tkt_1', 4, { score: 2 }))
        await tx.ratings.put(rating('tkt_1', 4, { score: 3 }))
        await tx.ratings.put(rating('tkt_2', 4))
      })
      expect(await store().read.openingHours.find()).toEqual({ ...hours, version: 2 })
      expect((await store().read.ratings.find('tkt_1', 4))?.score).toBe(3)
      expect(await store().read.ratings.find('tkt_1', 5)).toBeUndefined()
      expect((await store().read.ratings.list('tkt_1')).map(({ solved }) => solved)).toEqual([4, 12])
      expect(await store().read.ratings.list('tkt_3')).toEqual([])
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
      const { attachments } = store().read
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
      const first = await store().read.tickets.oldestSolved(until)
      expect(first.tickets).toEqual([solved('tkt_1', 10)])
      const second = await store().read.tickets.oldestSolved({ ...until, after: first.next ?? '' })
      expect(second).toEqual({ tickets: [solved('tkt_2', 20)], next: null })
      const attached = await store().read.attachments.listForTicket('tkt_2')
      expect(attached.map(({ id }) => id)).toEqual(['att_tkt_2'])

      await keep(async (tx) => {
        expect(await tx.tickets.find('tkt_1')).toBeDefined()
        await tx.tickets.remove('tkt_1')
        expect(await tx.tickets.find('tkt_1')).toBeUndefined()
      })
      const of = async (id: string) => ({
        head: await store().read.tickets.find(id),
        entries: (await store().read.entries.after(id, 0, 10)).length,
        notes: (await store().read.notes.after(id, 0, 1_000)).length,
        names: [
          await store().read.clientIds.find(maya.id, `client-${id}-1`),
          await store().read.clientIds.find(omar.id, `client-note-${id}-1`),
        ].filter(Boolean).length,
        ratings: (await store().read.ratings.list(id)).length,
      })
      expect(await of('tkt_1')).toEqual({ head: undefined, entries: 0, notes: 0, names: 0, ratings: 0 })
      expect(await of('tkt_2')).toEqual({
        head: solved('tkt_2', 20),
        entries: 1,
        notes: 1,
        names: 2,
        ratings: 1,
      })
      const drafts = await store().read.drafts.listForAgent(omar.id)
      expect(drafts.map(({ ticketId }) => ticketId)).toEqual(['tkt_2', 'tkt_3'])
      const left = await store().read.tickets.listForContact(maya.id, 10)
      expect(left.map(({ id }) => id)).toEqual(['tkt_3', 'tkt_2'])
      expect((await store().read.tickets.oldestSolved(until)).tickets).toEqual([solved('tkt_2', 20)])
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
      expect(await store().read.mails.find('mal_1')).toEqual({ ...mail, state: 'sent' })
      expect(await store().read.deliveries.find('dlv_1')).toEqual(delivery)
      await keep((tx) => tx.deliveries.put({ ...delivery, id: 'dlv_2', createdAt: at(1) }))
      await keep((tx) => tx.deliveries.put({ ...delivery, id: 'dlv_3', createdAt: at(1) }))
      const { deliveries } = store().read
      expect((await deliveries.list({ limit: 5 })).map(({ id }) => id)).toEqual(['dlv_3', 'dlv_2', 'dlv_1'])
      const [newest = delivery] = await deliveries.list({ limit: 1 })
      const rest = await deliveries.list({ before: newest, limit: 5 })
      expect(
        rest.map(({ id }) => id),
        'of the same instant, too',
      ).toEqual(['dlv_2', 'dlv_1'])
    })

    it('lets go old mails that are not queued any more, the oldest first', async () => {
      const mail = (id: string, minute: number, state: MailRecord['state']): MailRecord => ({
        ...{ id, to: 'leo@home.example', subject: '', text: '', state, attempts: [], createdAt: at(minute) },
      })
      await keep(async (tx) => {
        for (const one of [
          mail('mal_waits', 1, 'queued'),
          mail('mal_3', 3, 'failed'),
          mail('mal_2', 2, 'sent'),
          mail('mal_young', 5, 'sent'),
        ])
          await tx.mails.put(one)
      })
      const removes = (limit: number) => store().commit((tx) => tx.mails.removeOld(at(5), limit))
      expect([await removes(1), await removes(9), await removes(9)]).toEqual([['mal_2'], ['mal_3'], []])
      await keep((tx) => tx.mails.put(mail('mal_waits', 1, 'sent')))
      expect(await removes(9)).toEqual(['mal_waits'])
      expect(await store().read.mails.find('mal_waits')).toBeUndefined()
      expect(await store().read.mails.find('mal_young')).toBeDefined()
    })

    it('lets go old deliveries that have ended and are of no merge, the oldest first', async () => {
      const delivery = (id: string, minute: number, more: Partial<DeliveryRecord> = {}): DeliveryRecord => ({
        ...{ id, type: 'ticket.opened', url: 'https://host.example/hooks', body: '{}', mergeId: null },
        ...{ state: 'delivered', attempts: [], createdAt: at(minute), ...more },
      })
      await keep(async (tx) => {
        for (const one of [
          delivery('dlv_merge', 0, { mergeId: 'mrg_1' }),
          delivery('dlv_waits', 1, { state: 'waiting' }),
          delivery('dlv_3', 3, { state: 'given_up' }),
          delivery('dlv_2', 2),
          delivery('dlv_young', 5),
        ])
          await tx.deliveries.put(one)
      })
      const removes = (limit: number) => store().commit((tx) => tx.deliveries.removeOld(at(5), limit))
      expect([await removes(1), await removes(9), await removes(9)]).toEqual([['dlv_2'], ['dlv_3'], []])
      expect((await store().read.deliveries.list({ limit: 9 })).map(({ id }) => id)).toEqual([
        ...['dlv_young', 'dlv_waits', 'dlv_merge'],
      ])
      await keep((tx) => tx.deliveries.put(delivery('dlv_waits', 1)))
      expect(await removes(9)).toEqual(['dlv_waits'])
      expect(await store().read.deliveries.find('dlv_waits')).toBeUndefined()
    })
  })
}
