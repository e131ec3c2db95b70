// What readers say of articles, and what they looked for: found nothing, or came to one. Partner: ../../../articles/.

import type { FeedbackAnswer } from '../../../../protocol/articles.ts'
import type { FeedbackRecord, SearchFindsRecord, SearchGapRecord } from '../../records.ts'
import type { Feedback, SearchFinds, SearchGaps } from '../../store.ts'
import { keyOf } from '../collections.ts'
import { ALL, EVERYTHING, type Question } from '../question.ts'
import { Table } from './table.ts'

export class FeedbackTable extends Table implements Feedback {
  find(vote: Pick<FeedbackRecord, 'slug' | 'locale' | 'version' | 'readerHash'>) {
    const { slug, locale, version, readerHash } = vote
    return this.view.find('feedback', keyOf(slug, locale, version, readerHash))
  }

  async counts(slug: string, locale: string) {
    const tally = await this.view.tally(feedbackOn(slug, locale, ALL), 'answer')
    const count = (answer: FeedbackAnswer) => tally.get(answer) ?? 0
    return { yes: count('yes'), partly: count('partly'), no: count('no') }
  }

  list(slug: string, locale: string, limit: number) {
    return this.view.list(feedbackOn(slug, locale, limit))
  }

  between(from: string, to: string, limit: number) {
    return this.view.list(feedbackBetween(from, to, limit))
  }

  listForContact(contactId: string, limit: number) {
    return this.view.list(feedbackOf(contactId, limit))
  }

  put(feedback: FeedbackRecord) {
    return this.view.put('feedback', feedback)
  }

  remove({ slug, locale, version, readerHash }: Parameters<Feedback['remove']>[0]) {
    return this.view.remove('feedback', keyOf(slug, locale, version, readerHash))
  }
}

const feedbackOn = (slug: string, locale: string, limit: number): Question<'feedback'> => ({
  name: 'feedback',
  called: 'feedback on an article',
  where: 'slug = $1 AND locale = $2',
  order: 'at DESC, version DESC, reader_hash DESC',
  values: [slug, locale],
  limit,
  belongs: (feedback) => feedback.slug === slug && feedback.locale === locale,
  place: ({ at, version, readerHash }) => [at, version, readerHash],
  descending: true,
})

const feedbackBetween = (from: string, to: string, limit: number): Question<'feedback'> => ({
  name: 'feedback',
  called: 'feedback between',
  where: 'at >= $1::timestamptz AND at < $2::timestamptz',
  order: 'at DESC, slug DESC, locale DESC, version DESC, reader_hash DESC',
  values: [from, to],
  limit,
  belongs: ({ at }) => at >= from && at < to,
  place: ({ at, slug, locale, version, readerHash }) => [at, slug, locale, version, readerHash],
  descending: true,
})

const feedbackOf = (contactId: string, limit: number): Question<'feedback'> => ({
  name: 'feedback',
  called: 'feedback of a contact',
  where: 'contact_id = $1',
  order: 'at DESC, slug DESC, locale DESC, version DESC, reader_hash DESC',
  values: [contactId],
  limit,
  list: `contact:${contactId}`,
  belongs: (feedback) => feedback.contactId === contactId,
  place: ({ at, slug, locale, version, readerHash }) => [at, slug, locale, version, readerHash],
  descending: true,
})

export class SearchGapsTable extends Table implements SearchGaps {
  put(gap: SearchGapRecord) {
    return this.view.put('searchGaps', gap)
  }

  list(limit: number) {
    return this.view.list(newestGaps(limit))
  }

  async removeOld(before: string, limit: number) {
    const old = await this.view.list(oldGaps(before, limit))
    for (const { id } of old) await this.view.remove('searchGaps', id)
    return old
  }
}

const newestGaps = (limit: number): Question<'searchGaps'> => ({
  name: 'searchGaps',
  called: 'newest search gaps',
  ...EVERYTHING,
  order: 'at DESC, id DESC',
  limit,
  place: ({ at, id }) => [at, id],
  descending: true,
})

const oldGaps = (before: string, limit: number): Question<'searchGaps'> => ({
  name: 'searchGaps',
  called: 'old search gaps',
  where: 'at < $1::timestamptz',
  order: 'at, id',
  values: [before],
  limit,
  belongs: ({ at }) => at < before,
  place: ({ at, id }) => [at, id],
})

export class SearchFindsTable extends Table implements SearchFinds {
  find(slug: string, locale: string) {
    return this.view.find('searchFinds', keyOf(slug, locale))
  }

  list(limit: number) {
    return this.view.list(allFinds(limit))
  }

  put(finds: SearchFindsRecord) {
    return this.view.put('searchFinds', finds)
  }
}

const allFinds = (limit: number): Question<'searchFinds'> => ({
  name: 'searchFinds',
  called: 'search finds',
  ...EVERYTHING,
  order: 'slug, locale',
  limit,
  place: ({ slug, locale }) => [slug, locale],
})
