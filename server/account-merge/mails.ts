// Who is told of a merge: both addresses from the approval on, each with its own link. Ids are made from the merge and the
// occasion, so that a commit that is tried twice mails once.

import type { Language, LanguageFor } from '../email/language.ts'
import { queueMail } from '../email/outgoing.ts'
import {
  type MergeFacts,
  mergeApprovedMail,
  mergeCodeMail,
  mergeCompletedMail,
  mergeFailedMail,
  mergeHurriedMail,
  mergeRejectedMail,
  mergeReturnedMail,
  mergeStoppedMail,
  mergeUndoAskedMail,
  mergeUndoneMail,
  mergeUndoRefusedMail,
  stopUrlOf,
  type Written,
} from '../email/texts.ts'
import type { Unit } from '../events.ts'
import type { MergeRecord } from '../store/records.ts'

type Side = 'into' | 'from'
type Accounts = Pick<MergeRecord, 'into' | 'from'>
export type MergeMails = ReturnType<typeof mergeMails>

export function mergeMails({ publicUrl, languageFor }: { publicUrl: string; languageFor: LanguageFor }) {
  return {
    code: async (tx: Unit, merge: Accounts, facts: { code: string; asker: string }): Promise<Written> =>
      mergeCodeMail(await languageOf(tx, merge, 'from'), facts),
    approved: async (tx: Unit, merge: MergeRecord, side: Side, stopToken: string): Promise<Written> => {
      const language = await languageOf(tx, merge, side)
      return mergeApprovedMail(language, {
        ...sides(merge, side),
        executeAt: merge.executeAt ?? '',
        stopUrl: stopUrlOf(publicUrl, language, stopToken),
      })
    },
    rejected: async (tx: Unit, merge: MergeRecord): Promise<Written> =>
      mergeRejectedMail(await languageOf(tx, merge, 'into'), {
        ...sides(merge, 'into'),
        reason: merge.reason ?? '',
      }),
    stopped: told(mergeStoppedMail),
    failed: told(mergeFailedMail),
    hurried: told(mergeHurriedMail),
    returned: told(mergeReturnedMail),
    undoAsked: told(mergeUndoAskedMail),
    undoRefused: told(mergeUndoRefusedMail),
    undone: told(mergeUndoneMail),
    completed: told(mergeCompletedMail),
  }

  function told(write: (language: Language, facts: MergeFacts) => Written) {
    return async (tx: Unit, merge: MergeRecord, side: Side): Promise<Written> =>
      write(await languageOf(tx, merge, side), sides(merge, side))
  }

  /**
   * Of an account that we have met, its own. Of another, that of who asked: most likely they are one person. The clock is that of
   * who asked, as far as they ever said where it is read.
   */
  async function languageOf(tx: Unit, { into, from }: Accounts, side: Side): Promise<Language> {
    const other =
      side === 'from' && from.externalId ? await tx.contacts.findByExternalId(from.externalId) : undefined
    const locale = other?.locale ?? (await tx.contacts.find(into.contactId))?.locale ?? null
    const newest = await tx.tickets.listForContact(into.contactId, TICKETS_WITH_ZONE)
    return languageFor({ locale, zone: newest.find(({ handover }) => handover.zone)?.handover.zone })
  }
}

/** The newest of a contact, of which one may say where they are: a ticket of a merge alone does not. */
const TICKETS_WITH_ZONE = 5

export async function mailBoth(
  tx: Unit,
  merge: MergeRecord,
  occasion: string,
  now: Date,
  write: (side: Side) => Promise<Written>,
): Promise<void> {
  for (const side of ['into', 'from'] as const)
    await mailOne(tx, merge, occasion, side, now, await write(side))
}

export async function mailOne(
  tx: Unit,
  merge: MergeRecord,
  occasion: string,
  side: Side,
  now: Date,
  written: Written,
): Promise<void> {
  await queueMail(tx, { id: `mal_${merge.id}_${occasion}_${side}`, to: merge[side].email, ...written, now })
}

const sides = (merge: MergeRecord, reader: Side) => ({
  reader,
  intoEmail: merge.into.email,
  fromEmail: merge.from.email,
})
