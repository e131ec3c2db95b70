// The words of the settings: their list, and the pages that have no file of their own.

import type { Role } from '../../protocol/entities.ts'
import type { SettingsPage } from '../settings.ts'

export const settings = {
  title: 'Settings',
  back: 'Back to the tickets',
  toList: 'All settings',
  groups: { own: 'Yours', desk: 'The desk' },
  pages: {
    preferences: 'Preferences',
    macros: 'Macros',
    'log-in': 'Log-in and sessions',
    agents: 'Agents',
    hours: 'Opening hours',
  } satisfies Record<SettingsPage, string>,
  notYours: 'This page is not yours to open',
  needs: {
    admin: 'Admins set this up.',
    editor: 'Editors set this up.',
    agent: 'Agents set this up.',
  } satisfies Record<Role, string>,
} as const

export const preferences = {
  list: 'The list',
  density: 'Rows',
  densityHint: 'How much of each ticket the list shows.',
  comfortable: 'Comfortable',
  compact: 'Compact',
  alerts: 'When a contact writes',
  alertsHint: 'Only for tickets that are yours or nobody’s.',
  sound: 'Play a sound',
  notifications: 'Show a notification of the browser',
  notificationsHint: 'While you look at something else. The browser asks you once.',
  away: 'Away: be quiet',
  awayHint: 'Neither sound nor notification, whatever stands above.',
  writing: 'Writing',
  undoSend: 'Undo send',
  undoSendHint:
    'A reply waits ten seconds before it goes out, with a way to take it back. Closing the page sends it at once.',
  keyboard: 'Keyboard',
  letters: 'Single-letter shortcuts',
  lettersHint: 'Switch them off if you dictate. “?” lists them.',
  picture: 'Your picture',
  pictureHint: 'Stands beside what you write, also at the students’.',
  choose: 'Choose a picture …',
  remove: 'Remove it',
  device: 'Kept in this browser; your picture goes with your log-in.',
} as const

export const onDemand = {
  title: 'This page could not be fetched',
  failed: 'The server did not answer. Check your connection, then try again.',
  stubborn:
    'It did not come again. If your connection is fine, the desk was updated meanwhile: reload this page.',
} as const
