// Opening hours as an admin edits them: what was read, what was made of it, and the way to save it. A draft is this page's
// alone; what others save meanwhile is shown beside it and never mixed in. Partners: screens/settings/hours.tsx; protocol/openings.ts.

import { batch, computed, signal } from '@preact/signals'
import type { HoursState, OpeningHours } from '../protocol/hours.ts'
import { type Fault, faultsIn } from '../protocol/openings.ts'
import { ask } from './line/line.ts'
import { Refused } from './line/socket.ts'
import { forgetWithAgent, hoursVersion, keepHoursVersion } from './state.ts'
import { hours as words } from './strings/hours.ts'
import { tell, tellTrouble } from './toasts.ts'

/** What stands there before anybody has set any. */
const WORKING_DAY = [{ from: '09:00', to: '17:00' }]

/** As the server has them; null before they were read. */
export const saved = signal<HoursState | null>(null)
/** null: no hours are set. */
export const draft = signal<OpeningHours | null>(null)
export const isSaving = signal(false)
/** The code of what could not be read. */
export const notRead = signal<Refused['code'] | null>(null)
/** Faults are shown once somebody has tried to save. */
const isTried = signal(false)

export const isChanged = computed(
  () => JSON.stringify(draft.value) !== JSON.stringify(saved.value?.hours ?? null),
)
/** Somebody else saved other hours since these were read. */
export const isStale = computed(() => saved.value !== null && hoursVersion.value > saved.value.version)
export const faults = computed<Fault[]>(() => (isTried.value && draft.value ? faultsIn(draft.value) : []))

forgetWithAgent(() => {
  saved.value = null
  draft.value = null
  isTried.value = false
})

export async function readHours(): Promise<void> {
  try {
    keep((await ask('hours.read', {})).hours)
    notRead.value = null
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    notRead.value = error.code
  }
}

/** A working week on the clock of who sets it. */
export function beginHours(): void {
  const week = Array.from({ length: 7 }, (_, day) => (day < 5 ? WORKING_DAY : []))
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  draft.value = { zone, week, holidays: [] }
}

export function edit(change: Partial<OpeningHours>): void {
  if (draft.value) draft.value = { ...draft.value, ...change }
}

export function takeAwayHours(): void {
  draft.value = null
}

/** Back to what the server has. */
export function discardHours(): void {
  batch(() => {
    isTried.value = false
    draft.value = saved.value?.hours ?? null
  })
}

/** @param over the version that is replaced knowingly, where it is not the one that was read */
export async function saveHours(over?: number): Promise<void> {
  isTried.value = true
  if (!saved.value || isSaving.value || faults.value.length > 0) return
  isSaving.value = true
  const asked = draft.value
  try {
    const hours = asked && {
      ...asked,
      holidays: asked.holidays.toSorted((a, b) => a.date.localeCompare(b.date)),
    }
    keep((await ask('hours.set', { version: over ?? saved.value.version, hours })).hours, asked)
    tell(hours ? words.saved : words.takenAway)
  } catch (error) {
    tellTrouble(words.notSaved, error)
    if (!(error instanceof Refused)) throw error
  } finally {
    isSaving.value = false
  }
}

/** @param of the draft that it answers: what was typed since then is not saved yet */
function keep(state: HoursState, of = draft.value): void {
  batch(() => {
    saved.value = state
    if (draft.value === of) draft.value = state.hours
    isTried.value = false
    keepHoursVersion(state.version)
  })
}
