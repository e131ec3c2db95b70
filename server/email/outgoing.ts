// From "this mail must go out" to "it has": queued in the same commit as its reason, tried until the world has
// taken it or said no. From then on nobody needs its words: codes, links, whole threads stand in them, and what was erased elsewhere
// would go on here. That it went is known for some weeks (retention/forgetting.ts). Partner: mailer.ts, which tries once.

import type { Letter } from '../../protocol/letters.ts'
import { carried, cutTo } from '../carried.ts'
import { parseAddress } from '../contacts/address.ts'
import { schedule } from '../due-work.ts'
import type { Log } from '../log.ts'
import type { Heard } from '../outside.ts'
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

/**
 * A mail server that says nothing holds whoever tries for seconds, and eight of them hold all other work. So one mail tries, and the
 * others wait for what it hears: as long as a tenth of the silence so far, but …
 */
const OF_THE_SILENCE = 1 / 10
const PUT_OFF_LEAST_MS = 10 * SECOND
/** … when it is back, all that was put off goes out within this time. */
const PUT_OFF_MOST_MS = 5 * MINUTE
/** One that is as old as this is put off no more: its own tries end it. */
const PUT_OFF_UNTIL_MS = MAIL_RETRY_MS.reduce((sum, waitMs) => sum + waitMs)

/** Of the mail server, in ms since 1970. */
interface Silence {
  since: number
  untilMs: number
}

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
  let silence: Silence | null = null
  /** Under way. */
  let tries = 0

  return async (work: DueWorkRecord): Promise<{ done: true } | { againAt: string; why: string }> => {
    const mail = await store.read.mails.find(work.subjectId)
    if (mail?.state !== 'queued') return { done: true }
    const isSwitchedOff = mail.letter && isOff(mail.letter)
    if (!isSwitchedOff && silence && waitsForAnother(work, mail, silence))
      return { againAt: new Date(now().getTime() + putOffMs(silence)).toISOString(), why: SILENT }
    const said = isSwitchedOff ? SWITCHED_OFF : await tried(mail)
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

  function waitsForAnother(
    { attempts }: DueWorkRecord,
    { createdAt }: MailRecord,
    { untilMs }: Silence,
  ): boolean {
    const at = now().getTime()
    if (at - Date.parse(createdAt) > PUT_OFF_UNTIL_MS) return false
    // Somebody may be waiting for a code, and the server be back: a new one asks at once.
    return tries > 0 || (attempts > 0 && at < untilMs)
  }

  async function tried(mail: MailRecord): Promise<MailOutcome> {
    tries++
    const said = await mailer.send(mail).finally(() => tries--)
    const at = now().getTime()
    const since = silence?.since ?? at
    silence = said.isSilence ? { since, untilMs: at + putOffMs({ since }) } : null
    return said
  }

  function putOffMs({ since }: Pick<Silence, 'since'>): number {
    const waitMs = OF_THE_SILENCE * (now().getTime() - since)
    return Math.min(Math.max(waitMs, PUT_OFF_LEAST_MS), PUT_OFF_MOST_MS)
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
