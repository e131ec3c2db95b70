// What having been put aside leaves on a ticket's record, for rules and views. Partner: snooze.ts, the rule.

import type { TicketRecord } from '../store/records.ts'

export function withoutSnooze({ snooze: _ended, ...ticket }: TicketRecord): TicketRecord {
  return ticket
}

/** That an agent put it aside is the agents' affair: it is what it was. */
export function shownState({ state, snooze }: Pick<TicketRecord, 'state' | 'snooze'>) {
  return state === 'snoozed' ? (snooze?.before ?? 'open') : state
}

/** What one that is put aside will be again. */
export function stateBefore(ticket: TicketRecord): 'open' | 'waiting_on_contact' {
  const state = shownState(ticket)
  return state === 'solved' ? 'open' : state
}

/** When it last changed, as far as its contact may know. */
export function shownUpdatedAt({ updatedAt, quiet }: Pick<TicketRecord, 'updatedAt' | 'quiet'>): string {
  return quiet?.at === updatedAt ? quiet.shown : updatedAt
}
