// How this agent likes the desk on this device.

import { effect, signal } from '@preact/signals'
import { keep, recall, shared } from './device.ts'

export interface Preferences {
  density: 'comfortable' | 'compact'
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
  contactFolded: false,
  answersFolded: false,
  letterKeys: true,
  sound: true,
  notifications: false,
  undoSend: true,
}

export const preferences = signal<Preferences>({ ...USUAL, ...recall(shared, 'preferences', USUAL) })

export function prefer(changes: Partial<Preferences>): void {
  preferences.value = { ...preferences.value, ...changes }
}

effect(() => keep(shared, 'preferences', preferences.value))
