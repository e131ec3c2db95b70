// What having been put aside leaves on a ticket's record, for rules and views. Partner: snooze.ts, the rule.

import type { TicketRecord } from '../store/records.ts'

export function withoutSnooze({ snooze: _ended, ...ticket }: TicketRecord): TicketRecord {
  return ticket
}

/** When it last changed, as far as its contact may know. */
export function shownUpdatedAt({ updatedAt, quiet }: Pick<TicketRecord, 'updatedAt' | 'quiet'>): string {
  return quiet?.at === updatedAt ? quiet.shown : updatedAt
}
