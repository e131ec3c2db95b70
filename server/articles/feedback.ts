// "Did this answer your question?": one vote a reader and version of an article; a later one replaces it. Who the
// reader is, nobody knows: the device makes a name when it votes, and only its hash is kept, another one for each
// article, so that nobody can see what one reader reads.

import type { FeedbackAnswer } from '../../protocol/entities.ts'
import type { FeedbackCounts } from '../../protocol/http.ts'
import { sha256 } from '../hashes.ts'
import type { Store } from '../store/store.ts'

export type Feedback = ReturnType<typeof feedbackRules>

export function feedbackRules({ store, now }: { store: Store; now: () => Date }) {
  return {
    async answer(given: {
      slug: string
      locale: string
      version: string
      readerId: string
      answer: FeedbackAnswer
      comment: string | undefined
    }): Promise<FeedbackCounts> {
      const { readerId, comment, ...rest } = given
      await store.commit((tx) =>
        tx.feedback.put({
          ...rest,
          readerHash: sha256('reader', given.slug, readerId),
          comment: comment?.toWellFormed().trim() || null,
          at: now().toISOString(),
        }),
      )
      return store.read.feedback.counts(given.slug, given.locale)
    },
  }
}
