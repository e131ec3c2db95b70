// Which pages the settings have, in the order of their list, and whose they are. Small, for whoever leads there needs it; the
// pages themselves are fetched by those who come to one. Partners: screens/settings/settings.tsx, screens/settings/pages.tsx.

import type { Agent, Role } from '../protocol/entities.ts'

export const SETTINGS = [
  { page: 'preferences', group: 'own', role: null },
  { page: 'log-in', group: 'own', role: null },
  { page: 'macros', group: 'desk', role: 'agent' },
  { page: 'rules', group: 'desk', role: 'admin' },
  { page: 'agents', group: 'desk', role: 'admin' },
  { page: 'teams', group: 'desk', role: 'admin' },
  { page: 'types', group: 'desk', role: 'admin' },
  { page: 'hours', group: 'desk', role: 'admin' },
  { page: 'sla', group: 'desk', role: 'admin' },
  { page: 'brand', group: 'desk', role: 'admin' },
  { page: 'origins', group: 'desk', role: 'admin' },
  { page: 'retention', group: 'desk', role: 'admin' },
  { page: 'mail', group: 'desk', role: 'admin' },
  { page: 'deliveries', group: 'desk', role: 'admin' },
] as const satisfies readonly { page: string; group: 'own' | 'desk'; role: Role | null }[]

export type SettingsPage = (typeof SETTINGS)[number]['page']

/** For the list only: what somebody may really do is the server's answer. */
export function pagesFor(agent: Agent | null) {
  const roles = agent?.roles ?? []
  return SETTINGS.filter(({ role }) => role === null || roles.includes(role) || roles.includes('admin'))
}

/** Editors without another role write articles: tickets are not theirs to read. */
export const mayAnswer = (agent: Agent | null): boolean =>
  agent?.roles.some((role) => role === 'agent' || role === 'admin') ?? false

export const isSettingsPage = (name: string | undefined): name is SettingsPage =>
  SETTINGS.some(({ page }) => page === name)
