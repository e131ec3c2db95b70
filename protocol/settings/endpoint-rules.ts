// What an endpoint may be told of, and which address can be one. The console says it while one types and the server says it again,
// with what only it knows. Without the schema library, so that it costs browsers nothing. Partner: endpoints.ts.

import type { Attempt } from '../account-merge.ts'

/** None carries what people wrote: the host asks for what it needs, or looks into the ticket. */
export const ENDPOINT_EVENTS = [
  'ticket.opened',
  'message.created',
  'ticket.assigned',
  'ticket.solved',
  'ticket.reopened',
  'ticket.rated',
  'sla.breached',
] as const
export type EndpointEvent = (typeof ENDPOINT_EVENTS)[number]

export type EndpointFault = 'empty' | 'no_scheme' | 'scheme' | 'insecure' | 'user' | 'unreadable'

/** So long nothing but failures, and an endpoint is switched off: past a long weekend and a holiday. */
export const OFF_AFTER_DAYS = 5

/** What is signed with the secret from before, too, after a new one was made: the host's time to take it over. */
export const OLD_SECRET_HOURS = 24

/** A host that says 2xx has taken it, whatever else it says. */
export const isTaken = ({ outcome }: Pick<Attempt, 'outcome'>) => TAKEN.includes(outcome)
const TAKEN: Attempt['outcome'][] = ['delivered', 'invalid_answer', 'too_large']

export function endpointOf(text: string): { url: string } | { fault: EndpointFault } {
  const written = text.trim()
  if (written === '') return { fault: 'empty' }
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(written)) return { fault: 'no_scheme' }
  if (!/^https?:/i.test(written)) return { fault: 'scheme' }
  if (/\s/.test(written) || !URL.canParse(written)) return { fault: 'unreadable' }
  const url = new URL(written)
  if (url.username || url.password || url.hash) return { fault: 'user' }
  if (url.protocol === 'http:' && !isThisMachine(url.hostname)) return { fault: 'insecure' }
  return { url: url.href }
}

/** Names and addresses that lead to no network. */
export const isThisMachine = (name: string) =>
  name === 'localhost' || name === '127.0.0.1' || name === '[::1]'
