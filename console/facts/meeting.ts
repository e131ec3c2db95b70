// How two reports of the same thing become one: neither goes back behind what is known. Pure; partner: state.ts.

import type { DeskTicket, Entry, Note } from '../../protocol/entities.ts'

/** Two reports of one ticket may cross on their way: neither its state nor its marks ever go back. */
export function newerOf(known: DeskTicket, told: DeskTicket): DeskTicket {
  // What was changed for agents alone counts its line among the notes, and leaves the rest as it was.
  const isLater =
    told.newestSequence !== known.newestSequence
      ? told.newestSequence > known.newestSequence
      : told.updatedAt !== known.updatedAt
        ? told.updatedAt > known.updatedAt
        : told.newestNote >= known.newestNote
  return {
    ...(isLater ? told : known),
    newestNote: Math.max(known.newestNote, told.newestNote),
    deliveredToAgent: Math.max(known.deliveredToAgent, told.deliveredToAgent),
    seenByContact: Math.max(known.seenByContact, told.seenByContact),
    seenByAgent: Math.max(known.seenByAgent, told.seenByAgent),
  }
}

/** By their numbers; the later report of the same place wins. */
const joined =
  <T>(numberOf: (one: T) => number) =>
  (known: readonly T[], told: readonly T[]): T[] => {
    const places = new Map([...known, ...told].map((one) => [numberOf(one), one]))
    return [...places.values()].sort((a, b) => numberOf(a) - numberOf(b))
  }
export const union = joined<Entry>(({ sequence }) => sequence)
export const withNotes = joined<Note>(({ noteSequence }) => noteSequence)

/** Together they have no hole. An empty thread is one that begins at 1. */
export function touches(known: readonly Entry[], told: readonly Entry[]): boolean {
  const [first, last] = [told[0]?.sequence, told.at(-1)?.sequence]
  if (first === undefined || last === undefined) return true
  return first <= newestOf(known) + 1 && last >= (known[0]?.sequence ?? 1) - 1
}

export const newestOf = (entries: readonly Entry[]): number => entries.at(-1)?.sequence ?? 0

/** The same one where it has nothing under that name. */
export function without<One>(all: ReadonlyMap<string, One>, name: string): ReadonlyMap<string, One> {
  const rest = new Map(all)
  return rest.delete(name) ? rest : all
}
