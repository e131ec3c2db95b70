// What was begun and not sent, per ticket, as it stands in the boxes of this window. A reply and a note are two texts: words
// meant for agents can never slip into the box that the contact reads. Partner: in-step.ts, which keeps them at the server;
// while that is away the device keeps them.

import { signal } from '@preact/signals'
import { actionsTogether } from '../../protocol/desk/macro-actions.ts'
import type { Macro, MacroAction } from '../../protocol/desk/macros.ts'
import type { Entry, Message, Quote } from '../../protocol/entities.ts'
import { MACROS_OF_MESSAGE } from '../../protocol/limits.ts'
import { keep, keptNames, ofThisTab, recall, shared } from '../device.ts'

export type Mode = 'reply' | 'note'

/** Of the macros in a text: which they are, and what is done when it is sent. */
export interface Brings {
  macros: string[]
  actions: MacroAction[]
}

export interface Draft {
  mode: Mode
  reply: string
  note: string
  /** What the reply answers. A note quotes nothing. */
  quotes?: Quote | undefined
  brings?: Partial<Record<Mode, Brings>>
  /** The newest entry when the reply was begun: what it answers. */
  answers: number
  /** The server's version of which each was made. */
  kept?: Partial<Record<Mode, string | undefined>>
  /** Changed since then. */
  unsaved?: Partial<Record<Mode, boolean>>
}

const EMPTY: Draft = { mode: 'reply', reply: '', note: '', answers: 0 }

/** Where they are kept: the later has what the device had no room for, which is newer. */
const PLACES = [shared, ofThisTab]

export const drafts = signal<ReadonlyMap<string, Draft>>(new Map())
let agentId = ''

export const draftOf = (ticketId: string): Draft => drafts.value.get(ticketId) ?? EMPTY

export const hasText = (draft: Draft | undefined): boolean =>
  Boolean(draft?.reply.trim() || draft?.note.trim())

export function recallDrafts(ofAgentId: string): void {
  agentId = ofAgentId
  const start = `draft.${agentId}.`
  const kept = PLACES.flatMap((place) =>
    keptNames(place, start).map((name): [string, Draft] => [
      name.slice(start.length),
      { ...EMPTY, ...recall<Partial<Draft>>(place, name, {}) },
    ]),
  )
  drafts.value = new Map(kept)
}

/** Replies and notes that only this window has. */
export const unsavedDrafts = (): number =>
  [...drafts.value.values()].flatMap((draft) =>
    (['reply', 'note'] as const).filter((mode) => draft[mode].trim() && !isKept(draft, mode)),
  ).length

const isKept = ({ kept, unsaved }: Draft, mode: Mode) => kept?.[mode] !== undefined && !unsaved?.[mode]

/** The agent logs out: nothing of theirs stays on this machine. */
export function dropDrafts(): void {
  for (const place of PLACES)
    for (const name of keptNames(place, `draft.${agentId}.`)) keep(place, name, null)
  drafts.value = new Map()
}

export function setMode(ticketId: string, mode: Mode): void {
  putDraft(ticketId, { ...draftOf(ticketId), mode })
}

/** @param newest the number of the newest entry now */
export function write(ticketId: string, mode: Mode, text: string, newest: number): void {
  const draft = draftOf(ticketId)
  const begins = mode === 'reply' && !draft.reply.trim() && text.trim() !== ''
  change(ticketId, mode, { ...draft, [mode]: text, answers: begins ? newest : draft.answers })
}

export function clear(ticketId: string, mode: Mode): void {
  const { quotes, ...draft } = draftOf(ticketId)
  const brings = { ...draft.brings, [mode]: undefined }
  change(ticketId, mode, { ...draft, [mode]: '', brings, ...(mode === 'note' && quotes && { quotes }) })
}

/** A macro stands in the text now: what it does is shown until it is sent, or taken away. */
export function bring(ticketId: string, { id, as, actions }: Macro): void {
  const { macros = [], actions: before = [] } = draftOf(ticketId).brings?.[as] ?? {}
  setBrings(ticketId, as, {
    macros: [...macros, id].slice(-MACROS_OF_MESSAGE),
    actions: actionsTogether([...before, ...actions]),
  })
}

/** When it is sent, the ticket is solved with it. */
export function solveWith(ticketId: string, mode: Mode): void {
  const { macros = [], actions = [] } = draftOf(ticketId).brings?.[mode] ?? {}
  setBrings(ticketId, mode, { macros, actions: actionsTogether([...actions, { do: 'state', to: 'solved' }]) })
}

export function takeAction(ticketId: string, mode: Mode, action: MacroAction): void {
  const brings = draftOf(ticketId).brings?.[mode]
  if (!brings) return
  setBrings(ticketId, mode, { ...brings, actions: brings.actions.filter((one) => one !== action) })
}

function setBrings(ticketId: string, mode: Mode, brings: Brings | undefined): void {
  const draft = draftOf(ticketId)
  change(ticketId, mode, { ...draft, brings: { ...draft.brings, [mode]: brings } })
}

/** A quote makes it a reply. */
export function quote(ticketId: string, quotes: Quote | undefined): void {
  change(ticketId, 'reply', { ...draftOf(ticketId), quotes, ...(quotes && { mode: 'reply' }) })
}

/** A text that was not sent goes back into its box, before what was begun there since. */
export function takeBack(ticketId: string, mode: Mode, text: string, draft: Draft, brings?: Brings): void {
  const begun = draft[mode].trim()
  const { macros = [], actions = [] } = draft.brings?.[mode] ?? {}
  const together = brings && {
    macros: [...brings.macros, ...macros],
    actions: actionsTogether([...brings.actions, ...actions]),
  }
  change(ticketId, mode, {
    ...draft,
    mode,
    [mode]: begun ? `${text}\n\n${begun}` : text,
    ...(together && { brings: { ...draft.brings, [mode]: together } }),
  })
}

/** The agent has seen what came since and goes on writing: from here it counts as answered. */
export function catchUp(ticketId: string, newest: number): void {
  change(ticketId, 'reply', { ...draftOf(ticketId), answers: newest })
}

/** Messages of others that came after the reply was begun: two agents, or a contact who added something. */
export function newerThanDraft(draft: Draft, entries: readonly Entry[], myId: string | undefined): Message[] {
  if (!draft.reply.trim()) return []
  return entries.filter(
    (entry): entry is Message =>
      entry.kind === 'message' &&
      entry.sequence > draft.answers &&
      !(entry.author.kind === 'agent' && entry.author.id === myId),
  )
}

/** As it is, whoever changed it. */
export function putDraft(ticketId: string, draft: Draft): void {
  drafts.value = new Map(drafts.value).set(ticketId, draft)
  // That a text was let go has to be told, too.
  const isWorthKeeping = hasText(draft) || draft.unsaved?.reply || draft.unsaved?.note
  const name = `draft.${agentId}.${ticketId}`
  const kept = isWorthKeeping ? draft : null
  keep(ofThisTab, name, keep(shared, name, kept) ? null : kept)
}

/** The agent changed what stands in this box. */
const change = (ticketId: string, mode: Mode, draft: Draft): void =>
  putDraft(ticketId, { ...draft, unsaved: { ...draft.unsaved, [mode]: true } })
