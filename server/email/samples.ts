// Every letter with made-up facts, written by the very functions that write the real ones. That none is missing is its type's promise.
// Partners: texts.ts, desk-routes.ts.

import type { Letter } from '../../protocol/letters.ts'
import type { Config } from '../config.ts'
import { endpointOffMail, invitationMail, testMail } from './desk-texts.ts'
import { type Language, NO_ZONE } from './language.ts'
import {
  guestCodeMail,
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
  type ReplyTo,
  receivedMail,
  stopUrlOf,
  transcriptMail,
  unseenRepliesMail,
  type Written,
} from './texts.ts'
import { transcriptWords } from './transcript.ts'

const CODE = 'K7QF2M9D'
const SIDES = { into: 'maya@mail.example', from: 'maya@school.example' } as const
const ADMIN = 'ines@desk.example'
const SECRET = '…'

export type Sample = Written & { to: string }
type Merge = MergeFacts & { executeAt: string; stopUrl: string; reason: string }

/** @param language of contacts; who works at the desk is written to in English */
export function samplesOf(
  { publicUrl, hostUrl, inbound }: Pick<Config, 'publicUrl' | 'hostUrl' | 'inbound'>,
  replyTo: ReplyTo,
  now: Date,
  language: Language,
): Record<Letter, Sample[]> {
  const at = now.toISOString()
  const about = { number: 1042, subject: 'My rotation is missing' }
  const ticket = { ...about, contactName: 'Maya', replyTo }
  const merge = (reader: 'into' | 'from'): Merge => ({
    reader,
    intoEmail: SIDES.into,
    fromEmail: SIDES.from,
    ...{ executeAt: at, stopUrl: stopUrlOf(publicUrl, language, SECRET) },
    reason: 'The two names are not the same.',
  })
  const to = (address: string, letter: Written): Sample => ({ ...letter, to: address })
  const toOne = (write: (language: Language, facts: Merge) => Written) => [
    to(SIDES.into, write(language, merge('into'))),
  ]
  const toEach = (write: (language: Language, facts: Merge) => Written) => [
    ...toOne(write),
    to(SIDES.from, write(language, merge('from'))),
  ]
  const thread = transcriptWords(language, NO_ZONE)
  const opened = { ...about, state: 'open', createdAt: at } as const
  return {
    replies: [
      to(
        SIDES.into,
        unseenRepliesMail(language, {
          ...ticket,
          ...{ url: hostUrl, isGuest: false, isRead: inbound.port !== null || inbound.mailboxUrl !== null },
          replies: [
            { from: 'Omar', text: 'Is it the one at Northfield?', at },
            { from: 'Omar', text: 'It is there now:\n1. Open **Rotations**\n2. Look under “Upcoming”', at },
          ],
        }),
      ),
    ],
    received: [to(SIDES.into, receivedMail(language, ticket))],
    transcript: [
      to(
        SIDES.into,
        transcriptMail(language, {
          ...ticket,
          head: thread.head(opened, 'Maya'),
          entries: [
            { day: language.day(at), time: language.time(at), name: 'Maya', text: 'My rotation is missing.' },
          ],
        }),
      ),
    ],
    guest_code: [true, false].map((writes) =>
      to('leo@mail.example', guestCodeMail(language, { code: CODE, writes })),
    ),
    merge_code: [to(SIDES.from, mergeCodeMail(language, { code: CODE, asker: 'm•••@mail.example' }))],
    merge_approved: toEach(mergeApprovedMail),
    merge_stopped: toOne(mergeStoppedMail),
    merge_rejected: toOne(mergeRejectedMail),
    merge_hurried: toOne(mergeHurriedMail),
    merge_returned: toOne(mergeReturnedMail),
    merge_failed: toOne(mergeFailedMail),
    merge_completed: toEach(mergeCompletedMail),
    merge_undo_asked: toOne(mergeUndoAskedMail),
    merge_undo_refused: toOne(mergeUndoRefusedMail),
    merge_undone: toOne(mergeUndoneMail),
    invitation: [
      to(
        'noor@desk.example',
        invitationMail({
          ...{ name: 'Noor', by: 'Ines', url: `${publicUrl}/console/invitation#${SECRET}`, until: at },
        }),
      ),
    ],
    endpoint_off: [
      to(
        ADMIN,
        endpointOffMail({
          ...{ name: 'Ines', url: 'https://hooks.school.example/helpdock', at, since: at, status: 503 },
          settingsUrl: `${publicUrl}/console/settings/deliveries`,
        }),
      ),
    ],
    test: [to(ADMIN, testMail({ name: 'Ines', url: `${publicUrl}/console`, replyTo }))],
  }
}
