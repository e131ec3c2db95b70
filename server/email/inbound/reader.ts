// Reads mails, each as long as it may, in a thread beside everybody's conversations: some hundred bytes can have the programs that read mails
// work for minutes, or take all memory. A mail that ends the thread is unreadable, and the next one has a new thread. Partners:
// reading-thread.ts, which is that thread; receive.ts, which asks.

import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Log } from '../../log.ts'
import type { Envelope, InboundLetter } from './letter.ts'

type Read = { is: 'read'; letter: ReadLetter } | { is: 'left'; why: 'from nobody' | 'unreadable' }

export interface ReadLetter extends InboundLetter {
  /** Without what it answers. */
  newText: string
  /** That its domain vouches for it. */
  isShown: boolean
}

/** @param from where it came from, if from the world itself */
export type ReadMail = (raw: Buffer, envelope: Envelope, from?: Sender) => Promise<Read>

export interface Sender {
  ip: string
  helo: string
  sender: string
}

export interface HandedOver {
  raw: Uint8Array
  envelope: Envelope
  from: Sender | undefined
}

export type Said =
  | { is: 'ready' }
  | { is: 'letter'; letter: InboundLetter | undefined }
  | { is: 'proof'; isShown: boolean; trouble?: string }
  | { is: 'new'; text: string }
  | { is: 'unreadable'; why: string }

/** A third of a second; nothing of a mail is in it yet. */
const BEGUN_WITHIN_MS = 60_000
/** 25 MB take a second and a half. */
const READ_WITHIN_MS = 15_000
/** Names are asked, too (LOOK_UP_WITHIN_MS). */
const PROVE_WITHIN_MS = 10_000
/** It is a tenth of a second mostly; then it is shown with what it answers. */
const CUT_WITHIN_MS = 3_000
/** 25 MB of text, in some copies. */
const MEMORY_MB = 512
/** Then its memory is wanted elsewhere. */
const IDLE_MS = 60_000

/** Beside this file once that is built; a thread cannot run what is not. */
const FOLDER = import.meta.url.endsWith('.js') ? './' : '../../../dist/server/'

export function mailReader({
  log,
  readWithinMs = READ_WITHIN_MS,
}: {
  log: Pick<Log, 'warn'>
  readWithinMs?: number
}): { read: ReadMail; end(): Promise<void> } {
  let thread: Worker | undefined
  let idle: NodeJS.Timeout | undefined
  /** One mail after another: each takes all the memory that there is for this. */
  let last: Promise<unknown> = Promise.resolve()

  return {
    read(...mail) {
      const read = last.then(() => readNow(...mail))
      last = read.catch(() => {})
      return read
    },
    end,
  }

  async function readNow(...[raw, envelope, from]: Parameters<ReadMail>): Promise<Read> {
    clearTimeout(idle)
    const isNew = !thread
    thread ??= begun()
    const replies = on(thread, 'message', { close: ['exit'] })
    try {
      if (isNew) await next(replies, BEGUN_WITHIN_MS)
      const handed: HandedOver = { raw, envelope, from }
      thread?.postMessage(handed)
      const first = await next(replies, readWithinMs)
      if (first.is !== 'letter') {
        const why = first.is === 'unreadable' && first.why
        log.warn({ why, from: envelope.from, bytes: raw.length }, 'a mail could not be read')
        return { is: 'left', why: 'unreadable' }
      }
      const { letter } = first
      if (!letter) return { is: 'left', why: 'from nobody' }
      const whole = { ...asSent(letter), newText: letter.text.trim(), isShown: false }
      if (letter.isAutomatic) return { is: 'read', letter: whole }
      const shown = { ...whole, isShown: await isShown(replies) }
      return { is: 'read', letter: { ...shown, newText: (await newText(replies)) ?? whole.newText } }
    } finally {
      await replies.return?.()
      idle = setTimeout(end, IDLE_MS)
      idle.unref()
    }
  }

  async function isShown(replies: Replies): Promise<boolean> {
    const proof = await next(replies, PROVE_WITHIN_MS)
    if (proof.is === 'proof' && !proof.trouble) return proof.isShown
    const why = proof.is === 'unreadable' ? proof.why : proof.is === 'proof' && proof.trouble
    log.warn({ why }, 'who sent a mail could not be looked up; it counts as not shown')
    return false
  }

  async function newText(replies: Replies): Promise<string | undefined> {
    const cut = thread && (await next(replies, CUT_WITHIN_MS))
    return cut?.is === 'new' ? cut.text : undefined
  }

  /** A thread that says nothing any more is ended. */
  async function next(replies: Replies, withinMs: number): Promise<Said> {
    let late: NodeJS.Timeout | undefined
    const tooLong = new Promise<Said>((resolve) => {
      late = setTimeout(resolve, withinMs, { is: 'unreadable', why: `It took longer than ${withinMs} ms.` })
    })
    const said = replies.next().then(
      ({ done, value }): Said =>
        done ? { is: 'unreadable', why: 'The thread has ended.' } : (value[0] as Said),
      ({ message }: Error): Said => ({ is: 'unreadable', why: message }),
    )
    const found = await Promise.race([said, tooLong])
    clearTimeout(late)
    if (found.is === 'unreadable') await end()
    return found
  }

  async function end(): Promise<void> {
    clearTimeout(idle)
    const ended = thread
    thread = undefined
    await ended?.terminate()
  }

  function begun(): Worker {
    const made = new Worker(new URL(`${FOLDER}reading-thread.js`, import.meta.url), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    })
    made.unref()
    // Said by what is awaited, too; without a listener it would end the process.
    made.on('error', () => {})
    made.once('exit', () => {
      if (thread === made) thread = undefined
    })
    return made
  }
}

type Replies = AsyncIterator<Said[]>

/** Between threads, a buffer is an array of bytes. */
const asSent = ({ whole, files, ...letter }: InboundLetter): InboundLetter => ({
  ...letter,
  ...(whole && { whole: asBuffer(whole) }),
  files: files.map(({ name, bytes }) => ({ name, bytes: asBuffer(bytes) })),
})

const asBuffer = ({ buffer, byteOffset, length }: Uint8Array) => Buffer.from(buffer, byteOffset, length)
