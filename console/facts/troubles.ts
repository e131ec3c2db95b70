// What an admin has to see to, and where: shown to them until somebody did.

import type { SettingsPage } from '../settings.ts'
import { endpointsOff, mailboxFails } from '../state.ts'
import { strings } from '../strings.ts'

const words = strings.account

export function troubles(): { label: string; page: SettingsPage }[] {
  return [
    ...(mailboxFails.value ? [{ label: words.mailboxFails, page: 'mail' as const }] : []),
    ...(endpointsOff.value > 0
      ? [{ label: words.endpointsOff(endpointsOff.value), page: 'deliveries' as const }]
      : []),
  ]
}
