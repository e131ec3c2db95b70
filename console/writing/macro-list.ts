// Which macros fit a ticket and what was typed, in the order in which they are offered: those that its type names, then those
// that are sent most. Partners: macros.ts, screens/thread/inserter.tsx.

import { type Facts, knownOf } from '../../protocol/desk/macro-facts.ts'
import { filledText } from '../../protocol/desk/macro-text.ts'
import type { Macro } from '../../protocol/desk/macros.ts'
import type { DeskTicket } from '../../protocol/entities.ts'
import type { DeskTicketForm } from '../../protocol/ticket-types.ts'

interface Offer {
  macro: Macro
  /** Its type names it. */
  isFirst: boolean
}

export function offersFor(
  ticket: Pick<DeskTicket, 'type' | 'form' | 'team'>,
  known: {
    macros: Iterable<Macro>
    uses: Readonly<Record<string, number>>
    types: readonly DeskTicketForm[]
  },
  query = '',
): Offer[] {
  const type = ticket.form ?? ticket.type
  const named = known.types.find(({ name }) => name === type)?.macros ?? []
  const words = wordsOf(query)
  const place = ({ name }: Macro) => {
    const at = named.findIndex((one) => one.toLocaleLowerCase() === name.toLocaleLowerCase())
    return at < 0 ? named.length : at
  }
  return [...known.macros]
    .filter(
      ({ types, teams }) =>
        (types.length === 0 || types.includes(type) || types.includes(ticket.type)) &&
        (teams.length === 0 || teams.includes(ticket.team ?? '')),
    )
    .map((macro) => ({ macro, isFirst: place(macro) < named.length, fit: fitOf(macro, words) }))
    .filter(({ fit }) => fit > 0)
    .sort(
      (a, b) =>
        b.fit - a.fit ||
        place(a.macro) - place(b.macro) ||
        (known.uses[b.macro.id] ?? 0) - (known.uses[a.macro.id] ?? 0) ||
        a.macro.name.localeCompare(b.macro.name),
    )
    .map(({ macro, isFirst }) => ({ macro, isFirst }))
}

/** 2: each word begins one of its name; 1: of name or text; 0: it does not fit. */
function fitOf({ name, text }: Macro, words: string[]): number {
  if (words.length === 0) return 1
  const ofName = wordsOf(name)
  const isIn = (all: string[]) => words.every((word) => all.some((one) => one.startsWith(word)))
  if (isIn(ofName)) return 2
  return isIn([...ofName, ...wordsOf(text)]) ? 1 : 0
}

const wordsOf = (text: string) => text.toLocaleLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

export const filledFor = (macro: Pick<Macro, 'text'>, facts: Facts, answers?: ReadonlyMap<string, string>) =>
  filledText(macro.text, knownOf(facts), answers)
