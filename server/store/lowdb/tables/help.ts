// What readers say of articles, and what they looked for: found nothing, or came to one. Partner: ../../../articles/.

import type { FeedbackAnswer } from '../../../../protocol/articles.ts'
import type { FeedbackRecord, SearchFindsRecord, SearchGapRecord } from '../../records.ts'
import type { Feedback, SearchFinds, SearchGaps } from '../../store.ts'
import { gapKey, words } from '../collections.ts'
import { keyOfEntry, removalOf } from '../writes.ts'
import { NEWEST_FIRST, OLDEST_FIRST, Table } from './table.ts'

export class FeedbackTable extends Table implements Feedback {
  async find(vote: Pick<FeedbackRecord, 'slug' | 'locale' | 'version' | 'readerHash'>) {
    const { slug, locale, version, readerHash } = vote
    return this.view.find('feedback', words(slug, locale, version, readerHash))
  }

  async counts(slug: string, locale: string) {
    const count = (answer: FeedbackAnswer) => this.view.countUnder('feedback', words(slug, locale, answer))
    return { yes: count('yes'), partly: count('partly'), no: count('no') }
  }

  async list(slug: string, locale: string, limit: number) {
    return this.view.listUnder('feedback', words(slug, locale), { direction: NEWEST_FIRST, limit })
  }

  async between(from: string, to: string, limit: number) {
    const found = this.view.entriesUnder('feedback', 'all', { direction: NEWEST_FIRST, past: to, limit })
    return found
      .filter((entry) => entry >= from)
      .flatMap((entry) => this.view.find('feedback', keyOfEntry(entry)) ?? [])
  }

  async listForContact(contactId: string, limit: number) {
    return this.view.listUnder('feedback', `contact:${contactId}`, { direction: NEWEST_FIRST, limit })
  }

  async put(feedback: FeedbackRecord) {
    this.view.put('feedback', feedback)
  }

  async remove({ slug, locale, version, readerHash }: Parameters<Feedback['remove']>[0]) {
    this.view.write(removalOf('feedback', words(slug, locale, version, readerHash)))
  }
}

export class SearchGapsTable extends Table implements SearchGaps {
  async put(gap: SearchGapRecord) {
    this.view.put('searchGaps', gap)
  }

  async list(limit: number) {
    return this.view.listUnder('searchGaps', 'all', { direction: NEWEST_FIRST, limit })
  }

  async removeOld(before: string, limit: number) {
    const oldest = this.view.listUnder('searchGaps', 'all', { direction: OLDEST_FIRST, limit })
    const old = oldest.filter(({ at }) => at < before)
    for (const gap of old) this.view.write(removalOf('searchGaps', gapKey(gap)))
    return old
  }
}

export class SearchFindsTable extends Table implements SearchFinds {
  async find(slug: string, locale: string) {
    return this.view.find('searchFinds', words(slug, locale))
  }

  async list(limit: number) {
    return this.view.listUnder('searchFinds', 'all', { direction: OLDEST_FIRST, limit })
  }

  async put(finds: SearchFindsRecord) {
    this.view.put('searchFinds', finds)
  }
}
