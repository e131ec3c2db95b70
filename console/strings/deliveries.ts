// The words of the log of webhooks.

import { endpoints } from './endpoints.ts'

const types: Readonly<Record<string, string | undefined>> = {
  ...endpoints.events,
  'account_merge.approved': 'A merge is approved',
  'endpoint.test': 'A test of the endpoint',
  'account_merge.undo': 'A merge is to be taken back',
}

export const deliveries = {
  /** The name itself, where a server knows more than these words do. */
  what: (type: string) => types[type] ?? type,
  notRead: 'The log could not be read',
  log: 'Deliveries',
  logHint:
    'Of the last thirty days, the newest first. Sent again, a delivery has the same id, so a host that has taken it knows it for the same. Those of an account merge are asked for again on its ticket. What was sent is not shown: it is about people.',
  empty: 'Nothing was sent lately.',
  states: { waiting: 'On its way', delivered: 'Delivered', given_up: 'Given up' },
  attempts: (count: number) => (count === 1 ? '1 attempt' : `${count} attempts`),
  attempt: (at: string, outcome: string, status: number | null) =>
    `${at}: ${outcome}${status === null ? '' : ` (${status})`}`,
  ticket: 'Ticket',
  notReadOn: 'More of the log could not be read.',
  refresh: 'Look again',
  older: 'Show older deliveries',
  again: 'Send again',
  againOf: (type: string, id: string) => `Send again: ${type} ${id}`,
  sentAgain: 'It is on its way again.',
  notSent: 'It was not sent.',
} as const
