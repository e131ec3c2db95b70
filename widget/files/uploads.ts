// Brings chosen files to the server, piece by piece, and goes on where it was after a lost line, an ended session or a
// restart of the server. Ends by itself when the file is taken away or somebody else is here. In the bundle `attach`.

import type { AddressAnswer, UploadAnswer } from '../../protocol/attachments.ts'
import type { RefusalCode } from '../../protocol/errors.ts'
import { PIECE_WITHIN_MS, pieceBytes, pieceTook } from '../../protocol/pieces.ts'
import { addressOf, ask, Refused } from '../http.ts'
import { dropSession, getSession } from '../session.ts'
import { effect } from '../signals.ts'
import { type Chosen, state } from '../state.ts'
import { files } from './choosing.ts'
import { chosenFor, setChosen } from './chosen.ts'
import { dropFile, keepFile, keptFile } from './kept-files.ts'

/** A lost line is tried again after this, then after twice as long … */
const FIRST_PAUSE_MS = 1_000
/** … up to this. */
const PAUSE_MAX_MS = 30_000
/** Pages in a row, in the place of what the server says, while it is heard otherwise: longer than it takes to restart. */
const BLOCKED_AFTER = 6
/** These pass by themselves. */
const PASSING_WHO = /^session\.|^identity\.(expired|invalid)$/
const PASSING: readonly string[] = ['request.too_many', 'store.failed', 'server.draining', 'server.bug']

/** Where it is chosen: a ticket gets its real name under way. */
export const placeOf = (key: string) =>
  Object.keys(state.chosen.value).find((of) => chosenFor(of).some((one) => one.key === key)) ?? ''

const itemOf = (key: string) => chosenFor(placeOf(key)).find((one) => one.key === key)

/** By their keys: those that are under way, and how to stop them. */
const running = new Map<string, AbortController>()

export async function upload(key: string): Promise<void> {
  if (running.has(key)) return
  const mine = new AbortController()
  running.set(key, mine)
  let pause = FIRST_PAUSE_MS
  let pages = 0
  try {
    for (let item = itemOf(key); item && !item.attachment && !item.failed; item = itemOf(key)) {
      try {
        const changed = await step(item, mine.signal)
        change(key, changed)
        // That the server answers brings no piece through.
        if ((changed.received ?? 0) > (item.received ?? 0)) {
          pause = FIRST_PAUSE_MS
          pages = 0
        }
      } catch (cause) {
        if (mine.signal.aborted) return
        const why = cause instanceof Refused ? cause.problem : undefined
        if (!why) pieceTook(Number.POSITIVE_INFINITY)
        // A network that wants a log-in first answers everything so, and passes; a proxy may take all but files.
        if (isPage(cause)) pages++
        if (state.connection.value === 'offline') pages = 0
        if (pages === BLOCKED_AFTER) {
          change(key, { failed: 'blocked', id: undefined })
          return
        }
        if (why && PASSING_WHO.test(why.code)) dropSession()
        else if (why?.code === 'not_found') change(key, { id: undefined, received: undefined })
        else if (why && why.code !== 'attachment.wrong_place' && !PASSING.includes(why.code)) {
          change(key, { failed: why.code as RefusalCode, id: undefined })
          return
        }
        change(key, { isUnsure: true })
        await passes(why?.retryAfterMs ?? pause)
        pause = Math.min(2 * pause, PAUSE_MAX_MS)
      }
    }
  } finally {
    running.delete(key)
  }
}

/** One request. @returns what changed */
async function step(
  { key, id, name, size, received, isUnsure }: Chosen,
  signal: AbortSignal,
): Promise<Partial<Loose>> {
  const file = files.get(key)
  if (!file) {
    const kept = await keptFile(key)
    if (!kept) return { failed: 'lost' }
    files.set(key, kept)
    return { isUnsure: true }
  }
  if (!id) void keepFile(key, file)
  const session = await getSession()
  if (!id) return told(await ask('/api/attachments', { body: { name, size }, session }))
  const path = `/api/attachments/${id}`
  if (received === undefined || isUnsure) return told(await ask(path, { session }))
  const began = performance.now()
  const answer = await fetch(addressOf(`${path}?from=${received}`), {
    method: 'PUT',
    headers: { authorization: `Bearer ${session}`, 'content-type': 'application/octet-stream' },
    body: file.slice(received, received + pieceBytes),
    // Browsers that cannot join two signals wait as long as the system does.
    signal: AbortSignal.any?.([signal, AbortSignal.timeout(PIECE_WITHIN_MS)]) ?? signal,
  })
  const content = await answer.json().catch(() => ({}))
  pieceTook(performance.now() - began)
  if (answer.ok && content.id) return told(content)
  if (content.code) throw new Refused(content)
  // A proxy that takes no such body says so each time.
  if (answer.status === 413) return { failed: 'request.too_large', id: undefined }
  throw new Error(`${path}: ${answer.status}`, { cause: answer.status < 500 && new SyntaxError() })
}

/** Somebody else's, as what reads it tells. */
const isPage = (cause: unknown) => (cause as Error).cause instanceof SyntaxError

function told({ id, received, attachment }: UploadAnswer): Partial<Loose> {
  return { id, received, isUnsure: false, ...(attachment && { attachment }) }
}

type Loose = { [Name in keyof Chosen]: Chosen[Name] | undefined }

function change(key: string, what: Partial<Loose>): void {
  // Taken away meanwhile.
  if (!itemOf(key)) return
  const of = placeOf(key)
  setChosen(
    of,
    chosenFor(of).map((one) => (one.key === key ? ({ ...one, ...what } as Chosen) : one)),
  )
  if (what.attachment) letGo(key)
}

export function takeAway({ key, id }: Chosen): void {
  const of = placeOf(key)
  setChosen(
    of,
    chosenFor(of).filter((one) => one.key !== key),
  )
  letGo(key)
  // On a slow line the piece that is under way would hold up what is written meanwhile.
  running.get(key)?.abort()
  // The server lets go of it by itself, a day later.
  if (id)
    void getSession()
      .then((session) => ask(`/api/attachments/${id}`, { method: 'DELETE', session }))
      .catch(() => {})
}

function letGo(key: string): void {
  files.delete(key)
  void dropFile(key)
}

export function tryAgain({ key }: Chosen): void {
  change(key, { failed: undefined, received: undefined })
  void upload(key)
}

/** For an image in the thread, or a download. */
export async function fileAddress(id: string): Promise<string> {
  const { url } = await ask<AddressAnswer>(`/api/attachments/${id}/address`, { session: await getSession() })
  return addressOf(url)
}

/** That long, or until the device says that it is online again, or there is a line after there was none. */
async function passes(ms: number): Promise<void> {
  let wasLost = false
  let stop = () => {}
  const over = new AbortController()
  await new Promise<void>((resolve) => {
    setTimeout(resolve, ms)
    addEventListener('online', () => resolve(), over)
    stop = effect(() => {
      const isLost = state.connection.value === 'offline'
      if (wasLost && !isLost) resolve()
      wasLost = isLost
    })
  })
  stop()
  over.abort()
}
