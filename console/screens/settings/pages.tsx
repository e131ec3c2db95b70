// All pages of the settings: one bundle, which on-demand.tsx fetches. A new page is a line here, one in settings.ts, its name in
// strings/settings.ts and its icon in settings.tsx.

import type { ComponentType } from 'preact'
import '../../strings/settings-reasons.ts'
import accessLook from '../../look/access.css'
import brandLook from '../../look/brand.css'
import hoursLook from '../../look/hours.css'
import macrosLook from '../../look/macros.css'
import mailLook from '../../look/mail.css'
import retentionLook from '../../look/retention.css'
import rulesLook from '../../look/rules.css'
import partsLook from '../../look/settings-parts.css'
import slaLook from '../../look/sla.css'
import teamsLook from '../../look/teams.css'
import typesLook from '../../look/types.css'
import type { SettingsPage } from '../../settings.ts'
import { adopt } from '../../styles.ts'
import { RulesPage } from '../rules/rules-page.tsx'
import { Agents } from './agents.tsx'
import { BrandPage } from './brand.tsx'
import { DeliveriesPage } from './deliveries.tsx'
import { Hours } from './hours.tsx'
import { LogInPage } from './log-in.tsx'
import { Macros } from './macros.tsx'
import { MailPage } from './mail.tsx'
import { OriginsPage } from './origins.tsx'
import { Preferences } from './preferences.tsx'
import { RetentionPage } from './retention.tsx'
import { SlaPage } from './sla.tsx'
import { Teams } from './teams.tsx'
import { TypesPage } from './types.tsx'

adopt(
  partsLook,
  hoursLook,
  macrosLook,
  rulesLook,
  accessLook,
  teamsLook,
  brandLook,
  retentionLook,
  slaLook,
  typesLook,
  mailLook,
)

const PAGES: Record<SettingsPage, ComponentType> = {
  preferences: Preferences,
  'log-in': LogInPage,
  macros: Macros,
  rules: RulesPage,
  agents: Agents,
  teams: Teams,
  types: TypesPage,
  hours: Hours,
  sla: SlaPage,
  brand: BrandPage,
  origins: OriginsPage,
  retention: RetentionPage,
  mail: MailPage,
  deliveries: DeliveriesPage,
}

export function Pages({ page }: { page: SettingsPage }) {
  const Page = PAGES[page]
  return <Page />
}
