// From "this mail must go out" to "it has": queued in the same commit as its reason, tried until the world has
// taken it or said no. From then on nobody needs its words: codes, links, whole threads stand in them, and what was erased elsewhere
// would go on here. That it went is known for some weeks (retention/forgetting.ts). Partner: mailer.ts, which tries once.

import type { Letter } from '../../protocol/letters.ts'
import { carried, cutTo } from '../carried.ts'
import { parseAddress } from '../contacts/address.ts'
import { schedule } from '../due-work.ts'
import type { Log } from '../log.ts'
import type { Heard } from '../outside.ts'
import { silenceOf } from '../silence.ts'
import type { DueWorkRecord, MailRecord } from '../store/records.ts'
import type { ReadTables, Tables } from '../store/store.ts'
import type { Mailer, MailOutcome } from './mailer.ts'
import type { Written } from './texts.ts'

export const MAIL_SEND = 'mail.send'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/**
 * Waits after each try that reached nobody. The first ones are short, because somebody may be waiting for a
 * code; then past greylisting, a restart and a night. After the last, some two days, the mail has failed.
 */
export const MAIL_RETRY_MS = [
  10 * SECOND,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
]

interface MailStore {
  read: Pick<ReadTables, 'mails'>
  commit<T>(work: (tx: Pick<Tables, 'mails'>) => Promise<T>): Promise<T>
}

/** Put once for each id: the same reason twice is one mail. `to` comes from parseAddress. */
export async function queueMail(
  tx: Pick<Tables, 'mails' | 'dueWork'>,
  { id, to, now, ...written }: Pick<MailRecord, 'id' | 'to' | 'mark' | 'answers'> & Written & { now: Date },
): Promise<void> {
  if (parseAddress(to) !== to) throw new Error(`Mail ${id} was to go to what is not one address.`)
  if (await tx.mails.find(id)) return
  const createdAt = now.toISOString()
  await tx.mails.put({ id, to, ...written, state: 'queued', attempts: [], createdAt })
  await schedule(tx, { id: `${MAIL_SEND}-${id}`, kind: MAIL_SEND, subjectId: id, dueAt: createdAt })
}

/** Due work of the kind MAIL_SEND. A crash between sending and keeping sends again, under the same Message-ID. */
export function mailSender({
  store,
  mailer,
  now,
  isOff,
  log,
  heard,
}: {
  store: MailStore
  mailer: Pick<Mailer, 'send'>
  now: () => Date
  /** Switched off since it was queued? */
  isOff: (letter: Letter) => boolean
  log?: Log
  heard?: Heard
}) {
  const silence = silenceOf({ now, retryMs: MAIL_RETRY_MS })

  return async (work: DueWorkRecord): Promise<{ done: true } | { againAt: string; why: string }> => {
    const mail = await store.read.mails.find(work.subjectId)
    if (mail?.state !== 'queued') return { done: true }
    const isSwitchedOff = mail.letter && isOff(mail.letter)
    const againAt = isSwitchedOff ? undefined : silence.putOffTo(work, mail)
    if (againAt) return { againAt, why: SILENT }
    const said = isSwitchedOff
      ? SWITCHED_OFF
      : await silence.ask(
          () => mailer.send(mail),
          (outcome) => outcome.isSilence === true,
        )
    const at = now()
    const waitMs = said.outcome === 'unreachable' ? MAIL_RETRY_MS[mail.attempts.length] : undefined
    const after = {
      ...mail,
      attempts: [...mail.attempts, { at: at.toISOString(), outcome: wordsOf(said) }],
    }
    await store.commit((tx) => tx.mails.put(waitMs === undefined ? ended(after, said) : after))
    if (said !== SWITCHED_OFF) tell(after, said, waitMs)
    if (waitMs === undefined) return { done: true }
    return { againAt: new Date(at.getTime() + waitMs).toISOString(), why: wordsOf(said) }
  }

  /** Never the other side's words, which often repeat the address; those are kept with the mail. */
  function tell({ id, letter, attempts }: MailRecord, { outcome, code }: MailOutcome, waitMs?: number): void {
    heard?.('mail', OUTCOMES[outcome])
    if (outcome === 'sent') return
    const facts = { id, letter, attempts: attempts.length, code }
    if (waitMs === undefined) log?.warn(facts, 'a mail was not taken, and is given up')
    else log?.warn({ ...facts, inS: waitMs / SECOND }, 'a mail was not taken; it is tried again')
  }
}

const OUTCOMES = { sent: 'taken', refused: 'refused', unreachable: 'failed' } as const

/** What is kept of one that has gone out, or never will. */
export function ended(
  { id, to, letter, attempts, createdAt }: MailRecord,
  { outcome }: Pick<MailOutcome, 'outcome'>,
): MailRecord {
  const state = outcome === 'sent' ? 'sent' : 'failed'
  return { id, to, ...(letter && { letter }), subject: '', text: '', state, attempts, createdAt }
}

const SILENT = 'the mail server says nothing; another mail finds out when it does'
const SWITCHED_OFF: MailOutcome = { outcome: 'refused', detail: 'letters of this kind are switched off' }

/** Characters of the other side's words that are kept. */
const DETAIL_MAX_CHARS = 300

function wordsOf({ outcome, detail }: MailOutcome): string {
  return detail ? `${outcome}: ${cutTo(carried(detail), DETAIL_MAX_CHARS)}` : outcome
}
