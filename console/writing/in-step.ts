// What an agent writes, kept at the server while typing rests, and in step with their other windows. What is being typed is
// never written over: where both sides changed, this box stays, the other text is offered beside it, and what is saved last
// is what the server keeps. Where the line is away, the device keeps it. Partners: drafts.ts, kept-drafts.ts.

import { batch, effect, untracked } from '@preact/signals'
import type { Draft } from '../../protocol/desk/drafts.ts'
import {
  dropDraft,
  keepDraft,
  keepDrafts,
  keptDrafts,
  otherDrafts,
  placeOf,
  tellings,
} from '../facts/kept-drafts.ts'
import { ask, lineStatus } from '../line/line.ts'
import { Refused } from '../line/socket.ts'
import { clear, draftOf, drafts, type Mode, putDraft, type Draft as Written } from './drafts.ts'
import { outgoing } from './outgoing.ts'

/** Typing rests. */
const REST_MS = 1_000
/** Whoever types without a rest has it saved all the same. */
const MOST_MS = 5_000
const MODES: Mode[] = ['reply', 'note']
/** Asked again, the answer would be the same. */
const NEVER: Refused['code'][] = ['not_found', 'draft.too_many', 'request.malformed']

/** What one box holds, and which state of the server's it was made of. */
export interface Box {
  text: string
  version: string | undefined
  /** Changed since it was in step. */
  isUnsaved: boolean
}

export type Step = 'rest' | 'save' | 'take' | 'empty' | 'agree' | 'offer'

/**
 * @param kept as the server has it; undefined where it has none
 * @param sent the text of a save whose answer is not here
 */
export function stepOf({ text, version, isUnsaved }: Box, kept: Draft | undefined, sent?: string): Step {
  const isEmpty = !text.trim()
  if (!kept) {
    // It was sent, or emptied, in another window; what was written on since is another text.
    if (isEmpty || (version && !isUnsaved)) return text || version || isUnsaved ? 'empty' : 'rest'
    return 'save'
  }
  if (kept.version === version) return isUnsaved ? 'save' : 'rest'
  // Its own save, or what this text goes on from: nothing of it would be lost.
  if (kept.text === text || kept.text === sent || (isUnsaved && text.startsWith(kept.text))) return 'agree'
  return isEmpty || !isUnsaved ? 'take' : 'offer'
}

interface Saving {
  timer?: ReturnType<typeof setTimeout> | undefined
  /** Of the first change that waits for the timer. */
  since?: number
  /** The state that waits. */
  of?: Written
  isUnderWay?: boolean
  /** What the last save carried, until it was answered. */
  sent?: string
  /** The server does not take it: the device keeps it. */
  isRefused?: boolean
}
const savings = new Map<string, Saving>()
let isReading = false

/** @returns what ends it */
export function keepInStep(): () => void {
  const stop = effect(() => {
    if (lineStatus.value.state !== 'live') return
    const kept = keptDrafts.value
    if (!kept) return untracked(() => void read())
    // Once it is sent, its empty box may be told.
    outgoing.value
    const tickets = new Set([...drafts.value.keys(), ...[...kept.values()].map(({ ticketId }) => ticketId)])
    untracked(() =>
      batch(() => {
        for (const ticketId of tickets)
          for (const mode of MODES) look(ticketId, mode, kept.get(placeOf(ticketId, mode)))
      }),
    )
  })
  const onHidden = () => {
    if (document.visibilityState === 'hidden') void saveAll()
  }
  document.addEventListener('visibilitychange', onHidden)
  return () => {
    stop()
    document.removeEventListener('visibilitychange', onHidden)
    for (const { timer } of savings.values()) clearTimeout(timer)
    savings.clear()
    otherDrafts.value = new Map()
  }
}

/** Without waiting for a rest. What could not be saved stays unsaved. */
export async function saveAll(): Promise<void> {
  const kept = keptDrafts.peek()
  if (!kept) return
  const boxes = [...drafts.peek()].flatMap(([ticketId, draft]) =>
    MODES.map((mode) => ({ ticketId, mode, draft })),
  )
  const unsaved = boxes.filter(({ ticketId, mode, draft }) => {
    const place = placeOf(ticketId, mode)
    const step = stepOf(boxOf(draft, mode), kept.get(place), savings.get(place)?.sent)
    return step === 'save' && !isWaitedFor(ticketId, mode) && !savings.get(place)?.isUnderWay
  })
  await Promise.all(unsaved.map(({ ticketId, mode }) => save(ticketId, mode)))
}

/** The agent chose the other window's text. @returns what puts this one back */
export function takeOther(ticketId: string, mode: Mode): () => void {
  const mine = draftOf(ticketId)
  const other = otherDrafts.peek().get(placeOf(ticketId, mode))
  if (other) take(other)
  return () => {
    const { kept } = draftOf(ticketId)
    putDraft(ticketId, { ...mine, ...(kept && { kept }), unsaved: { ...mine.unsaved, [mode]: true } })
  }
}

/** The agent chose the text of this window: it is saved over the other one. */
export function keepMine(ticketId: string, mode: Mode): void {
  const other = otherDrafts.peek().get(placeOf(ticketId, mode))
  if (other) mark(ticketId, mode, other.version, true)
}

async function read(): Promise<void> {
  if (isReading) return
  isReading = true
  try {
    keepDrafts(await listed())
  } catch (error) {
    // The next welcome asks again.
    if (!(error instanceof Refused)) throw error
  } finally {
    isReading = false
  }
}

/** Asked again where something was told meanwhile: a text that it does not know yet would be taken for one that was sent. */
async function listed(): Promise<readonly Draft[]> {
  const from = tellings
  const { drafts } = await ask('draft.list', {})
  return from === tellings ? drafts : listed()
}

function look(ticketId: string, mode: Mode, kept: Draft | undefined): void {
  const place = placeOf(ticketId, mode)
  const saving = savings.get(place)
  const draft = draftOf(ticketId)
  const step = stepOf(boxOf(draft, mode), kept, saving?.sent)
  offer(place, step === 'offer' ? kept : undefined)
  if (step === 'take' && kept) take(kept)
  if (step === 'agree' && kept) mark(ticketId, mode, kept.version, draft[mode] !== kept.text)
  if (step === 'empty') {
    if (draft[mode]) clear(ticketId, mode)
    putDraft(ticketId, settled(draftOf(ticketId), mode, { text: '', version: undefined }))
  }
  if (step === 'save' && !saving?.isRefused && !isWaitedFor(ticketId, mode)) saveSoon(ticketId, mode)
}

/** What was sent stays at the server until it is a message: then the same commit takes it away. */
function isWaitedFor(ticketId: string, mode: Mode): boolean {
  const isOnItsWay = outgoing.peek().some((one) => one.ticketId === ticketId && one.mode === mode)
  return isOnItsWay && !draftOf(ticketId)[mode].trim()
}

function saveSoon(ticketId: string, mode: Mode): void {
  const place = placeOf(ticketId, mode)
  const saving = savings.get(place) ?? {}
  const of = draftOf(ticketId)
  if (saving.isUnderWay || (saving.timer !== undefined && saving.of === of)) return
  clearTimeout(saving.timer)
  const now = Date.now()
  const since = saving.timer === undefined ? now : (saving.since ?? now)
  const inMs = Math.max(0, Math.min(REST_MS, since + MOST_MS - now))
  savings.set(place, { ...saving, of, since, timer: setTimeout(() => void save(ticketId, mode), inMs) })
}

async function save(ticketId: string, mode: Mode): Promise<void> {
  const place = placeOf(ticketId, mode)
  clearTimeout(savings.get(place)?.timer)
  const written = draftOf(ticketId)
  const { macros, actions } = written.brings?.[mode] ?? { macros: [], actions: [] }
  const sent = written[mode]
  savings.set(place, { isUnderWay: true, sent })
  try {
    const { draft } = await ask('draft.save', {
      ...{ ticketId, as: mode, text: sent, answers: written.answers, macros, actions },
      ...(mode === 'reply' && written.quotes && { quotes: written.quotes.sequence }),
      version: written.kept?.[mode] ?? null,
    })
    savings.delete(place)
    batch(() => {
      if (draft) keepDraft(draft)
      else dropDraft(ticketId, mode)
      mark(ticketId, mode, draft?.version, !isSame(written, draftOf(ticketId), mode))
    })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    // A lost line is no verdict: it may be kept. The next welcome, or the next letter, looks anew.
    const isLost = error.code === 'line.lost' || error.code === 'line.slow'
    savings.set(place, isLost ? { sent } : { isRefused: NEVER.includes(error.code) })
    if (error.code === 'draft.changed') await read()
    if (error.code === 'request.too_many') saveSoon(ticketId, mode)
  }
}

function take({ ticketId, as, text, answers, quotes, macros, actions, version }: Draft): void {
  const before = draftOf(ticketId)
  const isFirst = !before.reply.trim() && !before.note.trim()
  const brings = macros.length + actions.length > 0 ? { macros, actions } : undefined
  putDraft(ticketId, {
    ...settled(before, as, { text, version }),
    brings: { ...before.brings, [as]: brings },
    ...(as === 'reply' && { answers, quotes }),
    // What was begun elsewhere stands where it is looked for.
    ...(isFirst && { mode: as }),
  })
}

function mark(ticketId: string, mode: Mode, version: string | undefined, isUnsaved: boolean): void {
  const draft = draftOf(ticketId)
  putDraft(ticketId, {
    ...draft,
    kept: { ...draft.kept, [mode]: version },
    unsaved: { ...draft.unsaved, [mode]: isUnsaved },
  })
}

const settled = (draft: Written, mode: Mode, { text, version }: Pick<Box, 'text' | 'version'>): Written => ({
  ...draft,
  [mode]: text,
  kept: { ...draft.kept, [mode]: version },
  unsaved: { ...draft.unsaved, [mode]: false },
})

const boxOf = (draft: Written, mode: Mode): Box => ({
  text: draft[mode],
  version: draft.kept?.[mode],
  // From before there was a server's: it is this device's alone.
  isUnsaved: draft.unsaved?.[mode] ?? draft.kept?.[mode] === undefined,
})

function isSame(one: Written, other: Written, mode: Mode): boolean {
  const isSameBeside = mode === 'note' || (one.quotes === other.quotes && one.answers === other.answers)
  return one[mode] === other[mode] && one.brings?.[mode] === other.brings?.[mode] && isSameBeside
}

function offer(place: string, kept: Draft | undefined): void {
  const known = otherDrafts.peek()
  if (known.get(place) === kept) return
  const next = new Map(known)
  if (kept) next.set(place, kept)
  else next.delete(place)
  otherDrafts.value = next
}
