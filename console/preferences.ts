// How each agent likes the desk on this device: two who share one share nothing of it.

import { signal } from '@preact/signals'
import { keep, recall, shared } from './device.ts'

/** What of a row may be left out. Who, what about and since when stand there always. */
export const COLUMNS = [
  'number',
  'snippet',
  'promise',
  'assignee',
  'priority',
  'cause',
  'rating',
  'state',
] as const
type Column = (typeof COLUMNS)[number]

interface Preferences {
  density: 'comfortable' | 'compact'
  /** Those that are not shown. */
  hidden: readonly Column[]
  contactFolded: boolean
  answersFolded: boolean
  /** WCAG 2.1.4: letters as commands can be switched off, for those who dictate. */
  letterKeys: boolean
  /** A sound when a contact writes whom this agent, or nobody yet, takes care of. */
  sound: boolean
  notifications: boolean
  /** A reply is held for some seconds before it goes out. */
  undoSend: boolean
}

const USUAL: Preferences = {
  density: 'comfortable',
  hidden: ['number'],
  contactFolded: false,
  // A phone has no room for them above the thread.
  answersFolded: globalThis.innerWidth < 720,
  letterKeys: true,
  sound: true,
  notifications: false,
  undoSend: true,
}

/** Whose; before a log-in, and for who has chosen nothing yet, the device's: as every agent of it had it before. */
const OF_DEVICE = 'preferences'
let name = OF_DEVICE

export const preferences = signal(kept())

export function recallPreferences(ofAgentId: string): void {
  name = `${OF_DEVICE}.${ofAgentId}`
  preferences.value = kept()
}

function kept(): Preferences {
  return { ...USUAL, ...recall(shared, name, recall(shared, OF_DEVICE, {})) }
}

export function prefer(changes: Partial<Preferences>): void {
  preferences.value = { ...preferences.value, ...changes }
  keep(shared, name, preferences.value)
}

export const isShown = (column: Column): boolean => !preferences.value.hidden.includes(column)

export function showColumn(column: Column, isOn: boolean): void {
  const others = preferences.peek().hidden.filter((one) => one !== column)
  prefer({ hidden: isOn ? others : [...others, column] })
}
