// What the server asks of a mailbox, one thing after another. The line itself is in a thread beside everybody's conversations: a few bytes
// can have a program that reads IMAP hold its loop for seconds, and ten million numbers of mails all of its memory. A line that takes too
// long ends with its thread, and the next look has a new one. Partners: mailbox-thread.ts, which is that thread; imap-mailbox.ts, which asks.

import { Worker } from 'node:worker_threads'

export type Asked =
  | { what: 'open'; url: string; known: string[]; most: number }
  | { what: 'size' | 'fetch'; uids: number[] }
  | { what: 'mark'; uids: number[]; flags: string[] }
  | { what: 'close' }

export type Told =
  | { is: 'ready' }
  | { is: 'answer'; answer: unknown }
  | { is: 'failed'; why: string; isRefused: boolean }

/** The lowest numbers first, `most` of each kind at the most. */
export interface Unread {
  /** A number means the same mail for as long as this is the same. */
  validity: string
  uids: number[]
  /** Those that the caller knew, unread all the same. */
  known: number[]
}

export interface MailboxLine {
  /** @param known names of mails, `validity/number`, that are not asked for */
  open(url: string, known: string[], most: number): Promise<Unread>
  /** In bytes, as the mailbox says; undefined where the mail is gone. */
  sizeOf(uid: number): Promise<number | undefined>
  fetch(uid: number): Promise<Buffer | undefined>
  /** @returns whether the mailbox said that it did */
  mark(uids: number[], flags: string[]): Promise<boolean>
  close(): Promise<void>
  /** Whatever is going on. */
  cut(why: string): void
}

/** What the other side said, or that it said nothing; for admins. */
export class MailboxTrouble extends Error {
  readonly isRefused: boolean
  constructor(why: string, isRefused = false) {
    super(why)
    this.isRefused = isRefused
  }
}

/** The numbers of some millions of unread mails; the bytes of mails are not counted in it. */
const MEMORY_MB = 256
/** Beside this file once that is built; a thread cannot run what is not. */
const FOLDER = import.meta.url.endsWith('.js') ? './' : '../../../dist/server/'

export function mailboxLine(): MailboxLine {
  let endedBecause = ''
  let tell = (_told: Told | 'ended') => {}
  const thread = new Worker(new URL(`${FOLDER}mailbox-thread.js`, import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  })
  thread.unref()
  // Without a listener it would end the process.
  thread.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    endedBecause ||= code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'It lists more than can be held' : message
  })
  let hasEnded = false
  thread.once('exit', () => {
    hasEnded = true
    tell('ended')
  })
  thread.on('message', (told: Told) => told.is !== 'ready' && tell(told))

  async function ask(asked: Asked): Promise<unknown> {
    const told = await new Promise<Told | 'ended'>((resolve) => {
      tell = resolve
      if (hasEnded) resolve('ended')
      else thread.postMessage(asked)
    })
    if (told === 'ended') throw new MailboxTrouble(endedBecause)
    if (told.is === 'failed') throw new MailboxTrouble(told.why, told.isRefused)
    return told.is === 'answer' ? told.answer : undefined
  }

  return {
    open: async (url, known, most) => (await ask({ what: 'open', url, known, most })) as Unread,
    sizeOf: async (uid) => (await ask({ what: 'size', uids: [uid] })) as number | undefined,
    async fetch(uid) {
      const bytes = (await ask({ what: 'fetch', uids: [uid] })) as Uint8Array | undefined
      return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    },
    mark: async (uids, flags) => (await ask({ what: 'mark', uids, flags })) === true,
    async close() {
      await ask({ what: 'close' }).catch(() => {})
      await thread.terminate()
    },
    cut(why) {
      endedBecause = why
      void thread.terminate()
    },
  }
}
