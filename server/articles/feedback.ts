// "Did this answer your question?": one vote a reader and version of an article; a later one replaces it. In a session the
// reader is the contact, on whatever device: kept beside the vote so that it can go where they go, and shown to nobody.
// Without one nobody knows who it is: the device makes a name when it votes, and only its hash is kept, another one for each article.

import type { FeedbackAnswer } from '../../protocol/articles.ts'
import type { FeedbackCounts, FeedbackReport } from '../../protocol/http.ts'
import { sha256 } from '../hashes.ts'
import type { FeedbackRecord } from '../store/records.ts'
import type { ReadTables, Store } from '../store/store.ts'

/** A year of a busy article; older versions are nobody's question any more. */
const VOTES_LOOKED_AT = 5_000
const COMMENTS_SHOWN = 100

export type Feedback = ReturnType<typeof feedbackRules>

export function feedbackRules({ store, now }: { store: Store; now: () => Date }) {
  return {
    async answer(given: {
      slug: string
      locale: string
      version: string
      /** As the device calls itself. */
      readerId: string
      /** Whose session it is; null where there is none. */
      contactId: string | null
      answer: FeedbackAnswer
      comment: string | undefined
    }): Promise<FeedbackCounts> {
      const { readerId, contactId, comment, ...rest } = given
      const ofDevice = { ...rest, readerHash: sha256('reader', given.slug, readerId) }
      const vote = contactId === null ? ofDevice : voteOf(contactId, rest)
      await store.commit(async (tx) => {
        const unsigned = vote === ofDevice ? undefined : await tx.feedback.find(ofDevice)
        // They voted before they signed in: it is one vote.
        if (unsigned) await tx.feedback.remove(unsigned)
        // Another answer takes nothing back of what was written with the first.
        const before = (await tx.feedback.find(vote)) ?? unsigned
        const said = comment?.toWellFormed().trim() || before?.comment || null
        await tx.feedback.put({ ...vote, comment: said, at: now().toISOString() })
      })
      return store.read.feedback.counts(given.slug, given.locale)
    },
  }
}

/** The same vote as this contact's; what a device calls itself is never a contact. */
export function voteOf<Vote extends Pick<FeedbackRecord, 'slug'>>(contactId: string, vote: Vote) {
  return { ...vote, contactId, readerHash: sha256('contact', vote.slug, contactId) }
}

/** What readers said of an article, by version: did the last change help? */
export async function feedbackReport(
  read: ReadTables,
  slug: string,
  locale: string,
): Promise<FeedbackReport> {
  const votes = await read.feedback.list(slug, locale, VOTES_LOOKED_AT)
  const versions = new Map<string, FeedbackReport['versions'][number]>()
  for (const { version, answer, at } of votes) {
    const known = versions.get(version) ?? { version, newestAt: at, yes: 0, partly: 0, no: 0 }
    versions.set(version, { ...known, [answer]: known[answer] + 1 })
  }
  return {
    counts: await read.feedback.counts(slug, locale),
    versions: [...versions.values()],
    comments: votes
      .flatMap(({ answer, comment, version, at }) => (comment ? [{ answer, comment, version, at }] : []))
      .slice(0, COMMENTS_SHOWN),
  }
}
