// Of the store contract: what readers said of articles and did not find.

import { describe, expect, it } from 'vitest'
import { at, feedback, leo, maya } from '../../faults/records.ts'
import type { Given } from './given.ts'

export function countsAnswers({ store, keep }: Given): void {
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
      const leos = await store().read.feedback.find({ slug, locale, version, readerHash })
      expect(leos?.comment).toBe('another error')
      expect(await store().read.feedback.find({ slug, locale, version: 'v0', readerHash })).toBeUndefined()
      const counts = await store().read.feedback.counts('user-already-exists', 'en')
      expect(counts).toEqual({ yes: 2, partly: 0, no: 1 })
      expect(await store().read.feedback.counts('unknown', 'en')).toEqual({ yes: 0, partly: 0, no: 0 })
      // What a commit changes counts in it.
      await keep(async (tx) => {
        await tx.feedback.put(feedback('leo', { answer: 'yes' }))
        await tx.feedback.put(feedback('omar', { answer: 'partly' }))
        await tx.feedback.remove(feedback('maya', { version: 'v2' }))
        expect(await tx.feedback.counts('user-already-exists', 'en')).toEqual({ yes: 2, partly: 1, no: 0 })
      })
      expect(await store().read.feedback.counts('user-already-exists', 'en')).toEqual({
        ...{ yes: 2, partly: 1, no: 0 },
      })
    })

    it('lists what readers said of one article, newest first', async () => {
      await keep(async (tx) => {
        await tx.feedback.put(feedback('maya', { at: at(1) }))
        await tx.feedback.put(feedback('leo', { at: at(3), comment: 'more' }))
        await tx.feedback.put(feedback('omar', { at: at(2), slug: 'reset-password' }))
        await tx.feedback.put(feedback('maya', { at: at(4) }))
      })
      const listed = await store().read.feedback.list('user-already-exists', 'en', 10)
      expect(listed.map(({ at }) => at)).toEqual([at(4), at(3)])
      expect(await store().read.feedback.list('user-already-exists', 'en', 1)).toHaveLength(1)
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
      expect(await store().read.searchFinds.find('reset-password', 'en')).toEqual(
        finds('reset-password', 'en', 'second'),
      )
      expect(await store().read.searchFinds.find('reset-password', 'fr')).toBeUndefined()
      expect(await store().read.searchFinds.list(10)).toHaveLength(2)
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
        (await store().read.feedback.between(at(from), at(to), limit)).map(({ slug }) => slug)
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
        (await store().read.feedback.listForContact(maya.id, limit)).map(({ slug }) => slug)
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
      expect(await store().read.feedback.counts('two', 'en')).toEqual({ yes: 0, partly: 0, no: 0 })
      expect(await store().read.feedback.listForContact(leo.id, 10)).toHaveLength(2)
    })

    it('lists the newest questions that found nothing first', async () => {
      const gap = (id: string, minute: number) => ({ id, locale: 'en', query: id, at: at(minute) })
      await keep(async (tx) => {
        await tx.searchGaps.put(gap('gap_2', 2))
        await tx.searchGaps.put(gap('gap_1', 1))
        await tx.searchGaps.put(gap('gap_3', 3 + 24 * 60))
      })
      expect((await store().read.searchGaps.list(2)).map(({ id }) => id)).toEqual(['gap_3', 'gap_2'])
    })

    it('lets go old questions that found nothing, the oldest first', async () => {
      const gap = (id: string, minute: number) => ({ id, locale: 'en', query: id, at: at(minute) })
      const young = gap('gap_young', 2 * 24 * 60)
      await keep(async (tx) => {
        for (const one of [gap('gap_3', 24 * 60), young, gap('gap_1', 1), gap('gap_2', 2)])
          await tx.searchGaps.put(one)
      })
      const removes = async (limit: number) => {
        const gone = await store().commit((tx) => tx.searchGaps.removeOld(young.at, limit))
        return gone.map(({ query }) => query)
      }
      expect([await removes(1), await removes(9), await removes(9)]).toEqual([
        ...[['gap_1'], ['gap_2', 'gap_3'], []],
      ])
      expect(await store().read.searchGaps.list(9)).toEqual([young])
    })
  })
}
