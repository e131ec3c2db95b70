// The desk's macros as this console knows them: read when somebody first asks for one, and kept current by events from then on.
// Partners: state.ts, which hands the events on; verbs/keeping-macros.ts, which changes them.

import { batch, computed, signal } from '@preact/signals'
import type { Macro } from '../../protocol/desk/macros.ts'
import { ask } from '../line/line.ts'
import { Refused } from '../line/socket.ts'
import { without } from './meeting.ts'

/** By id; null before they were read, and after a loss of the line until somebody asks again. */
export const macros = signal<ReadonlyMap<string, Macro> | null>(null)
/** Macro → how often it was sent, as of when they were read. */
export const macroUses = signal<Readonly<Record<string, number>>>({})
/** The code of what could not be read. */
export const macrosNotRead = signal<Refused['code'] | null>(null)

export const macrosByName = computed(() =>
  [...(macros.value?.values() ?? [])].sort((a, b) => a.name.localeCompare(b.name)),
)

let reading: Promise<void> | null = null

/** Once for all who ask at the same time. */
export function readMacros(): Promise<void> {
  reading ??= read().finally(() => {
    reading = null
  })
  return reading
}

async function read(): Promise<void> {
  try {
    keepMacros(await ask('macro.list', {}))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    macrosNotRead.value = error.code
  }
}

export function keepMacros(answer: { macros: Macro[]; uses: Record<string, number> }): void {
  batch(() => {
    macros.value = new Map(answer.macros.map((macro) => [macro.id, macro]))
    macroUses.value = answer.uses
    macrosNotRead.value = null
  })
}

/** Two reports of one may cross: the newer version stays. */
export function keepMacro(macro: Macro): void {
  const known = macros.value
  if (!known || (known.get(macro.id)?.version ?? 0) > macro.version) return
  macros.value = new Map(known).set(macro.id, macro)
}

export function dropMacro(macroId: string): void {
  if (macros.value) macros.value = without(macros.value, macroId)
}

export function forgetMacros(): void {
  macros.value = null
}
