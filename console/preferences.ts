// How this agent likes the desk on this device.

import { effect, signal } from '@preact/signals'
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
export type Column = (typeof COLUMNS)[number]

export interface Preferences {
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

export const preferences = signal<Preferences>({ ...USUAL, ...recall(shared, 'preferences', USUAL) })

export function prefer(changes: Partial<Preferences>): void {
  preferences.value = { ...preferences.value, ...changes }
}

export const isShown = (column: Column): boolean => !preferences.value.hidden.includes(column)

export function showColumn(column: Column, isOn: boolean): void {
  const others = preferences.peek().hidden.filter((one) => one !== column)
  prefer({ hidden: isOn ? others : [...others, column] })
}

effect(() => keep(shared, 'preferences', preferences.value))
