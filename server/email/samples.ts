// Every letter with made-up facts, written by the very functions that write the real ones. That none is missing is its type's promise.
// Partners: texts.ts, desk-routes.ts.

import type { Letter } from '../../protocol/letters.ts'
import type { MailState } from '../../protocol/mail-settings.ts'
import type { Config } from '../config.ts'
import {
  endpointOffMail,
  guestCodeMail,
  invitationMail,
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
  testMail,
  transcriptMail,
  unseenRepliesMail,
  type Written,
} from './texts.ts'

const CODE = 'K7QF2M9D'
const SIDES = { into: 'maya@mail.example', from: 'maya@school.example' } as const
const ADMIN = 'ines@desk.example'
const SECRET = '…'

type Sample = Written & { to: string }

export function samplesOf(
  { publicUrl, hostUrl }: Pick<Config, 'publicUrl' | 'hostUrl'>,
  replyTo: ReplyTo,
  now: Date,
): MailState['letters'] {
  const at = now.toISOString()
  const time = at.slice(11, 16)
  const ticket = { number: 1042, subject: 'My rotation is missing', contactName: 'Maya', replyTo }
  const merge = (reader: 'into' | 'from') => ({
    reader,
    intoEmail: SIDES.into,
    fromEmail: SIDES.from,
    ...{ executeAt: at, stopUrl: `${publicUrl}/merges/stop#${SECRET}` },
    reason: 'The two names are not the same.',
  })
  const to = (address: string, letter: Written): Sample => ({ ...letter, to: address })
  const toOne = (write: (facts: ReturnType<typeof merge>) => Written) => [
    to(SIDES.into, write(merge('into'))),
  ]
  const toEach = (write: (facts: ReturnType<typeof merge>) => Written) => [
    ...toOne(write),
    to(SIDES.from, write(merge('from'))),
  ]
  const samples: Record<Letter, Sample[]> = {
    replies: [
      to(
        SIDES.into,
        unseenRepliesMail({
          ...ticket,
          url: hostUrl,
          replies: [
            { from: 'Omar', text: 'Is it the one at Northfield?', at },
            { from: 'Omar', text: 'It is there now. Look under “Upcoming”.', at },
          ],
        }),
      ),
    ],
    transcript: [
      to(
        SIDES.into,
        transcriptMail({ ...ticket, transcript: `${time}  Maya\n       My rotation is missing.` }),
      ),
    ],
    guest_code: [to('leo@mail.example', guestCodeMail({ code: CODE }))],
    merge_code: [to(SIDES.from, mergeCodeMail({ code: CODE, asker: 'm•••@mail.example' }))],
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
  return (Object.keys(samples) as Letter[]).map((letter) => ({
    letter,
    versions: samples[letter].map(({ to, subject, text, replyTo = null }) => ({
      to,
      replyTo,
      subject,
      text,
    })),
  }))
}
