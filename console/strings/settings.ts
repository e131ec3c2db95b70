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
    rules: 'Rules',
    'log-in': 'Log-in and sessions',
    agents: 'Agents',
    teams: 'Teams',
    types: 'Types of tickets',
    hours: 'Opening hours',
    sla: 'Promised times',
    brand: 'Look',
    origins: 'Allowed sites',
    retention: 'Retention',
    mail: 'E-mail',
    deliveries: 'Webhooks',
  } satisfies Record<SettingsPage, string>,
  notYours: 'This page is not yours to open',
  needs: {
    admin: 'Admins set this up.',
    editor: 'Editors set this up.',
    agent: 'Agents set this up.',
  } satisfies Record<Role, string>,
} as const

export const onDemand = {
  title: 'This page could not be fetched',
  failed: 'The server did not answer. Check your connection, then try again.',
  stubborn:
    'It did not come again. If your connection is fine, the desk was updated meanwhile: reload this page.',
} as const
