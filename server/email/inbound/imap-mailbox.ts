// A mailbox elsewhere, for IMAP_URL, looked into every half minute: what is unread there is received and marked as read, and stays where it
// is. Due work, so one copy of the server looks at a time, and what keeps it from looking stands with the work, where the console finds it.
// Between keeping a mail and marking it a crash may come: then it is received once more, which is known by its Message-ID. What the mailbox
// says is a stranger's: partner mailbox-line.ts.

import type { WorkHandler } from '../../due-work.ts'
import { schedule } from '../../due-work.ts'
import { Refusal } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Heard } from '../../outside.ts'
import type { ReadTables, Tables } from '../../store/store.ts'
import { type Door, LETTER_MAX_BYTES } from './door.ts'
import { type MailboxLine, MailboxTrouble, mailboxLine } from './mailbox-line.ts'

export const MAILBOX_LOOK = 'mail.look'
const EVERY_MS = 30_000
/** Mail servers lock an address out that gives a wrong password again and again. An admin can look at once. */
const REFUSED_EVERY_MS = 10 * 60_000
/** At a time; the rest follows at once. */
const AT_ONCE = 25
/** Before the lease on the work ends. */
const LOOK_WITHIN_MS = 50_000
/** A mail at which the line broke twice in a row is let be for so long: those behind it must not wait for it. */
const LET_BE_MS = 60 * 60_000
/** Names of mails that were marked as read: where the mailbox forgets that, they are not fetched again. */
const MARKED_MAX = 10_000

type DueWorkTables = Pick<Tables, 'dueWork'>

/** At each start that has a mailbox; ended by the first look of one that has none any more. */
export async function scheduleLooks(tx: DueWorkTables, now: Date): Promise<void> {
  if (await tx.dueWork.find(MAILBOX_LOOK)) await lookNow(tx, now)
  else await schedule(tx, { id: MAILBOX_LOOK, kind: MAILBOX_LOOK, subjectId: '', dueAt: now.toISOString() })
}

/** What it said last stays until the look has ended. @returns how many looks there were before it */
export async function lookNow(
  tx: DueWorkTables & { isScheduling?: boolean },
  now: Date,
): Promise<number | undefined> {
  const known = await tx.dueWork.find(MAILBOX_LOOK)
  // Where it looks at this moment, that is the one.
  if (known && !known.leaseUntil) {
    await tx.dueWork.put({ ...known, dueAt: now.toISOString() })
    tx.isScheduling = true
  }
  return known?.attempts
}

export const looksSoFar = async (read: Pick<ReadTables, 'dueWork'>): Promise<number | undefined> =>
  (await read.dueWork.find(MAILBOX_LOOK))?.attempts

/** For the consoles of admins. */
export const mailboxState = (isInTrouble: boolean) => ({
  name: 'mailbox.changed' as const,
  body: { isInTrouble },
})

/** Null where all is well, else what the mailbox said last. */
export async function troubleWithMailbox(read: Pick<ReadTables, 'dueWork'>): Promise<string | null> {
  return (await read.dueWork.find(MAILBOX_LOOK))?.lastError || null
}

interface Parts {
  /** null: nothing is looked into. */
  url: string | null
  door: Door | undefined
  commit<T>(work: (tx: DueWorkTables) => Promise<T>): Promise<T>
  now: () => Date
  log: Log
  /** It began or ended. */
  onTrouble(isInTrouble: boolean): void
  heard?: Heard
  /** Shorter in tests. */
  lookWithinMs?: number
}

export function lookIntoMailbox({
  url,
  door,
  commit,
  now,
  log,
  onTrouble,
  heard,
  lookWithinMs = LOOK_WITHIN_MS,
}: Parts): WorkHandler {
  /**
   * Mails that are above what a desk reads, or at which the line breaks, with when each is tried again: they must not keep those waiting
   * that stand behind them.
   */
  const later = new Map<string, number>()
  const marked = new Set<string>()
  let brokenAt: string | undefined
  let lastValidity: string | undefined
  /** Looks in a row that found unread what was marked before, or all numbers changed. */
  let forgetful = 0

  return async (work) => {
    if (!url || !door) return { done: true }
    let afterMs = EVERY_MS
    let why = ''
    try {
      if (await look(url, door)) afterMs = 0
      heard?.('mailbox', 'taken')
    } catch (err) {
      if (!(err instanceof Error)) throw err
      heard?.('mailbox', 'failed')
      log.warn({ err: err.message }, 'the mailbox could not be looked into')
      why = err.message
      if (err instanceof MailboxTrouble && err.isRefused) afterMs = REFUSED_EVERY_MS
    }
    if (Boolean(work.lastError) !== Boolean(why)) {
      // Kept before it is told: a console that comes in between reads it in its welcome.
      await commit((tx) => tx.dueWork.put({ ...work, lastError: why }))
      onTrouble(why !== '')
    }
    return { againAt: new Date(now().getTime() + afterMs).toISOString(), why }
  }

  /** @returns whether more is waiting */
  async function look(url: string, door: Door): Promise<boolean> {
    const line = mailboxLine()
    const tooLong = setTimeout(
      () => line.cut(`It took longer than ${lookWithinMs / 1_000} seconds`),
      lookWithinMs,
    )
    try {
      for (const [name, at] of later) if (at <= now().getTime()) later.delete(name)
      const unread = await line.open(url, [...later.keys(), ...marked], AT_ONCE + 1)
      const { validity, uids } = unread
      const nameOf = (uid: number) => `${validity}/${uid}`
      const forgotten = unread.known.filter((uid) => marked.has(nameOf(uid)))
      const isForgetful = forgotten.length > 0 || validity !== (lastValidity ?? validity)
      lastValidity = validity
      forgetful = isForgetful ? forgetful + 1 : 0
      if (forgotten.length > 0) await mark(line, forgotten, ['\\Seen'])
      for (const uid of uids.slice(0, AT_ONCE)) await take(line, door, uid, nameOf(uid))
      if (forgetful > 1)
        throw new MailboxTrouble('It forgets which mails were read, or gives them new numbers each time')
      // One that forgets is not asked again at once, or there would be no end.
      return uids.length > AT_ONCE && !isForgetful
    } finally {
      clearTimeout(tooLong)
      await line.close()
    }
  }

  async function take(line: MailboxLine, door: Door, uid: number, name: string): Promise<void> {
    const raw = await fetched(line, uid, name)
    let isLeft = raw === 'too large'
    if (raw && raw !== 'too large')
      try {
        const received = await door.receive(raw, { to: [] })
        isLeft = received.is === 'left' && received.why !== 'automatic'
      } catch (cause) {
        if (cause instanceof Refusal && cause.code === 'store.failed') throw cause
        if (cause instanceof Refusal && cause.code === 'request.too_many') {
          later.set(name, now().getTime() + (cause.facts.retryAfterMs ?? EVERY_MS))
          return
        }
        // One that cannot be taken must not keep the others waiting.
        log.error(
          { err: cause },
          'a mail could not be received, which is a bug; it is flagged in the mailbox',
        )
        isLeft = true
      }
    for (const oldest of marked) {
      if (marked.size < MARKED_MAX) break
      marked.delete(oldest)
    }
    marked.add(name)
    // Whoever looks into the mailbox finds what nobody here has read.
    await mark(line, [uid], isLeft ? ['\\Seen', '\\Flagged'] : ['\\Seen'])
  }

  /** Undefined where it is gone. */
  async function fetched(line: MailboxLine, uid: number, name: string) {
    try {
      const size = await line.sizeOf(uid)
      if (size === undefined) return undefined
      const raw = size > LETTER_MAX_BYTES ? 'too large' : await line.fetch(uid)
      if (brokenAt === name) brokenAt = undefined
      return raw
    } catch (cause) {
      if (brokenAt === name) later.set(name, now().getTime() + LET_BE_MS)
      brokenAt = name
      throw cause
    }
  }
}

async function mark(line: MailboxLine, uids: number[], flags: string[]): Promise<void> {
  if (!(await line.mark(uids, flags))) throw new MailboxTrouble('It does not let mails be marked as read')
}
