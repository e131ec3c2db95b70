// Files that go with a reply or a note, from choosing to whole: in pieces, so that a lost line goes on where it was. A
// file chosen for a note is never in a reply: each has a place of its own. Partners: outgoing.ts, screens/thread/attach.tsx.

import { signal } from '@preact/signals'
import type { AddressAnswer, UploadAnswer } from '../../protocol/attachments.ts'
import type { Attachment } from '../../protocol/entities.ts'
import { ATTACHMENTS_OF_MESSAGE } from '../../protocol/limits.ts'
import { pieceBytes, pieceTook } from '../../protocol/pieces.ts'
import { keep, ofThisTab, recall } from '../device.ts'
import { call } from '../line/http.ts'
import { Refused } from '../line/socket.ts'
import type { Mode } from './drafts.ts'

export interface Chosen {
  key: string
  name: string
  size: number
  id?: string | undefined
  received?: number | undefined
  attachment?: Attachment
  /** The server's code, or `lost`: the page was loaded anew before it was whole. */
  failed?: string | undefined
}

/** A lost line is tried again after this. */
const PAUSE_MS = 2_000
const PASSING = [
  'line.lost',
  'request.too_many',
  'store.failed',
  'server.draining',
  'server.bug',
  'attachment.wrong_place',
]

const chosen = signal<Readonly<Record<string, readonly Chosen[]>>>({})
const files = new Map<string, File>()
/** By their keys: those that are under way, and how to stop them. */
const running = new Map<string, AbortController>()
let agentId = ''

const placeOf = (ticketId: string, mode: Mode) => `${ticketId} ${mode}`

export const chosenFor = (ticketId: string, mode: Mode) => chosen.value[placeOf(ticketId, mode)] ?? []

/** Its bytes, as long as this page has them. */
export const fileOf = (key: string) => files.get(key)

/** Something is on its way, and nothing is wrong yet. */
export function isComing(ticketId: string, mode: Mode): boolean {
  const list = chosenFor(ticketId, mode)
  return list.some(({ attachment }) => !attachment) && !list.some(({ failed }) => failed)
}

/** What can be sent now; undefined while something is on its way, or cannot be sent. */
export function wholeFor(ticketId: string, mode: Mode): Attachment[] | undefined {
  const list = chosenFor(ticketId, mode)
  const whole = list.flatMap(({ attachment }) => attachment ?? [])
  return whole.length === list.length && whole.length <= ATTACHMENTS_OF_MESSAGE ? whole : undefined
}

/** What was not whole before the reload can only be chosen again. */
export function recallChosen(ofAgentId: string): void {
  agentId = ofAgentId
  const kept = recall<Record<string, Chosen[]>>(ofThisTab, `chosen.${agentId}`, {})
  chosen.value = Object.fromEntries(
    Object.entries(kept).map(([place, list]) => [
      place,
      list.map((one) => (one.attachment || one.failed ? one : { ...one, failed: 'lost' })),
    ]),
  )
}

/** The agent logs out. */
export function dropChosen(): void {
  files.clear()
  chosen.value = {}
  keep(ofThisTab, `chosen.${agentId}`, null)
}

export function choose(ticketId: string, mode: Mode, given: Iterable<File>): void {
  for (const file of given) {
    const { name, size } = file
    const again = chosenFor(ticketId, mode).find(
      (one) => one.failed === 'lost' && one.name === name && one.size === size,
    )
    const failed = size ? undefined : 'attachment.empty'
    const item: Chosen = { ...again, key: again?.key ?? crypto.randomUUID(), name, size, failed }
    files.set(item.key, file)
    const others = chosenFor(ticketId, mode).filter(({ key }) => key !== item.key)
    put(placeOf(ticketId, mode), [...others, item])
    void upload(placeOf(ticketId, mode), item.key)
  }
}

/** They are in a message now. */
export const letGo = (ticketId: string, mode: Mode): void => put(placeOf(ticketId, mode), [])

/** Taken back out of a message: in front of those that were chosen since. */
export function putBack(ticketId: string, mode: Mode, attachments: readonly Attachment[]): void {
  const list = attachments.map((attachment) => ({ ...attachment, key: attachment.id, attachment }))
  put(placeOf(ticketId, mode), [...list, ...chosenFor(ticketId, mode)])
}

export function takeAway(ticketId: string, mode: Mode, { key, id }: Chosen): void {
  const list = chosenFor(ticketId, mode)
  put(
    placeOf(ticketId, mode),
    list.filter((one) => one.key !== key),
  )
  // On a slow line the piece that is under way would hold up what is written meanwhile.
  running.get(key)?.abort()
  // The server lets go of it by itself, a day later.
  if (id) void fetch(`/api/attachments/${id}`, { method: 'DELETE' }).catch(() => {})
}

export function tryAgain(ticketId: string, mode: Mode, { key }: Chosen): void {
  change(placeOf(ticketId, mode), key, { failed: undefined, received: undefined })
  void upload(placeOf(ticketId, mode), key)
}

/** A fresh address of a file, for an image or a download. */
export async function fileAddress(id: string): Promise<string> {
  return (await call<AddressAnswer>('GET', `/api/attachments/${id}/address`)).url
}

async function upload(place: string, key: string): Promise<void> {
  if (running.has(key)) return
  const mine = new AbortController()
  running.set(key, mine)
  const item = () => chosen.value[place]?.find((one) => one.key === key)
  try {
    for (let one = item(); one && !one.attachment && !one.failed; one = item()) {
      try {
        const { id, received, attachment } = await step(one, mine.signal)
        // Broken off in the middle of its answer.
        if (!id) throw new Refused('line.lost')
        change(place, key, { id, received, ...(attachment && { attachment }) })
      } catch (cause) {
        if (mine.signal.aborted) return
        const { code, retryAfterMs } = cause as Refused
        if (code === 'line.lost') pieceTook(Number.POSITIVE_INFINITY)
        if (code === 'not_found') change(place, key, { id: undefined })
        else if (!PASSING.includes(code)) change(place, key, { failed: code, id: undefined })
        change(place, key, { received: undefined })
        await new Promise((resolve) => setTimeout(resolve, retryAfterMs ?? PAUSE_MS))
      }
    }
  } finally {
    running.delete(key)
  }
}

/** One request. */
async function step({ key, id, name, size, received }: Chosen, signal: AbortSignal): Promise<UploadAnswer> {
  const file = files.get(key)
  if (!file) throw new Refused('lost' as Refused['code'])
  if (!id) return call('POST', '/api/attachments', { name, size }, signal)
  const path = `/api/attachments/${id}`
  if (received === undefined) return call('GET', path, undefined, signal)
  const began = performance.now()
  const piece = file.slice(received, received + pieceBytes)
  const answer = await call<UploadAnswer>('PUT', `${path}?from=${received}`, piece, signal)
  pieceTook(performance.now() - began)
  return answer
}

function change(place: string, key: string, what: Partial<Chosen>): void {
  put(
    place,
    (chosen.value[place] ?? []).map((one) => (one.key === key ? { ...one, ...what } : one)),
  )
}

function put(place: string, list: readonly Chosen[]): void {
  const { [place]: before = [], ...others } = chosen.value
  for (const { key } of before) if (!list.some((one) => one.key === key)) files.delete(key)
  chosen.value = list.length ? { ...others, [place]: list } : others
  keep(ofThisTab, `chosen.${agentId}`, chosen.value)
}
