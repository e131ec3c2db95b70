// A mailbox elsewhere, for IMAP_URL, looked into every half minute: what is unread there is received and marked as read, and stays where it
// is. Due work, so one copy of the server looks at a time, and what keeps it from looking stands with the work, where the console finds it.
// Between keeping a mail and marking it a crash may come: then it is received once more, which is known by its Message-ID.

import type { ImapFlow } from 'imapflow'
import type { WorkHandler } from '../../due-work.ts'
import { schedule } from '../../due-work.ts'
import { Refusal } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { ReadTables, Tables } from '../../store/store.ts'
import { type Door, LETTER_MAX_BYTES } from './door.ts'

export const MAILBOX_LOOK = 'mail.look'
const EVERY_MS = 30_000
/** At a time; the rest follows at once. */
const AT_ONCE = 25
/** A mailbox that says nothing for this long is tried again later. */
const SILENCE_TIMEOUT_MS = 20_000
/** Before the lease on the work ends. */
const LOOK_WITHIN_MS = 50_000

/** A server may say that a mail is smaller than it is. */
const LITERAL_MAX_BYTES = 2 * LETTER_MAX_BYTES
/** The numbers of a million unread mails are in one line. */
const LINE_MAX_BYTES = 16 * 1024 * 1024

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
}

export function lookIntoMailbox({ url, door, commit, now, log, onTrouble }: Parts): WorkHandler {
  /** Mails that are above what a desk reads, with when each is tried again: they must not keep answers waiting that stand behind them. */
  const later = new Map<string, number>()

  return async (work) => {
    if (!url || !door) return { done: true }
    let isMore = false
    let why = ''
    try {
      isMore = await look(url, door)
    } catch (err) {
      if (!(err instanceof Error)) throw err
      log.warn({ err: err.message }, 'the mailbox could not be looked into')
      why = wordsOf(err)
    }
    if (Boolean(work.lastError) !== Boolean(why)) {
      // Kept before it is told: a console that comes in between reads it in its welcome.
      await commit((tx) => tx.dueWork.put({ ...work, lastError: why }))
      onTrouble(why !== '')
    }
    return { againAt: new Date(now().getTime() + (isMore ? 0 : EVERY_MS)).toISOString(), why }
  }

  /** @returns whether more is waiting */
  async function look(url: string, door: Door): Promise<boolean> {
    const client = await clientFor(url)
    const tooLong = setTimeout(() => client.close(), LOOK_WITHIN_MS)
    // Said by what is awaited, too; without a listener it would end the process.
    client.on('error', () => {})
    try {
      await client.connect()
      const { uidValidity } = await client.mailboxOpen(placeOf(url).folder)
      for (const [name, at] of later) if (at <= now().getTime()) later.delete(name)
      const unread = ((await client.search({ seen: false }, { uid: true })) || [])
        .map((uid) => ({ uid: String(uid), name: `${uidValidity}/${uid}` }))
        .filter(({ name }) => !later.has(name))
      for (const mail of unread.slice(0, AT_ONCE)) await take(client, door, mail)
      await client.logout()
      return unread.length > AT_ONCE
    } finally {
      clearTimeout(tooLong)
      client.close()
    }
  }

  async function take(client: ImapFlow, door: Door, mail: { uid: string; name: string }): Promise<void> {
    const { uid, name } = mail
    const head = await client.fetchOne(uid, { size: true }, { uid: true })
    const isTooLarge = head && (head.size ?? 0) > LETTER_MAX_BYTES
    const found = head && !isTooLarge && (await client.fetchOne(uid, { source: true }, { uid: true }))
    let isLeft = isTooLarge
    if (found && found.source !== undefined)
      try {
        const received = await door.receive(found.source, { to: [] })
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
    // Whoever looks into the mailbox finds what nobody here has read.
    await client.messageFlagsAdd(uid, isLeft ? ['\\Seen', '\\Flagged'] : ['\\Seen'], { uid: true })
  }
}

async function clientFor(url: string): Promise<ImapFlow> {
  const { imapClient } = await import('./mail-programs.ts')
  const { hostname, port, protocol, username, password } = new URL(url)
  const secure = protocol === 'imaps:'
  return imapClient({
    host: hostname,
    port: Number(port) || (secure ? 993 : 143),
    secure,
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    connectionTimeout: SILENCE_TIMEOUT_MS,
    greetingTimeout: SILENCE_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    maxLiteralSize: LITERAL_MAX_BYTES,
    maxLineLength: LINE_MAX_BYTES,
    maxResponseSize: LITERAL_MAX_BYTES + LINE_MAX_BYTES,
  })
}

/** Neither name nor password. */
export function placeOf(url: string): { host: string; folder: string } {
  const { hostname, pathname } = new URL(url)
  return { host: hostname, folder: decodeURIComponent(pathname.slice(1)) || 'INBOX' }
}

/** The other side's own words where it has some: “wrong password” helps, “command failed” does not. */
function wordsOf(error: Error & { responseText?: unknown }): string {
  return String(error.responseText || error.message).slice(0, 300)
}
