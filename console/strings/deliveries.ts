// The words of the log of webhooks.

export const deliveries = {
  notRead: 'The log could not be read',
  endpoint: 'Endpoint',
  endpointHint:
    'Set by the operator (WEBHOOK_URL), with the secret that signs each delivery; neither can be read or changed here.',
  noEndpoint: 'No endpoint is set: nothing is sent.',
  log: 'Deliveries',
  logHint: 'The newest hundred. A delivery that was given up is asked for again on its ticket.',
  empty: 'Nothing was sent yet.',
  states: { waiting: 'On its way', delivered: 'Delivered', given_up: 'Given up' },
  attempts: (count: number) => (count === 1 ? '1 attempt' : `${count} attempts`),
  attempt: (at: string, outcome: string, status: number | null) =>
    `${at}: ${outcome}${status === null ? '' : ` (${status})`}`,
  ticket: 'Ticket',
  refresh: 'Look again',
} as const
