// All pages of the settings: one bundle, which on-demand.tsx fetches. A new page is a line here, one in settings.ts, its name in
// strings/settings.ts and its icon in settings.tsx.

import type { ComponentType } from 'preact'
import hoursLook from '../../look/hours.css'
import macrosLook from '../../look/macros.css'
import partsLook from '../../look/settings-parts.css'
import type { SettingsPage } from '../../settings.ts'
import { adopt } from '../../styles.ts'
import { Hours } from './hours.tsx'
import { Macros } from './macros.tsx'
import { Preferences } from './preferences.tsx'

adopt(partsLook, hoursLook, macrosLook)

const PAGES: Record<SettingsPage, ComponentType> = {
  preferences: Preferences,
  macros: Macros,
  hours: Hours,
}

export function Pages({ page }: { page: SettingsPage }) {
  const Page = PAGES[page]
  return <Page />
}
