// What the world outside does with what we hand it or ask of it. Each case has a stored outcome of its own; this counts them all, so that
// whoever runs the server hears of a mail server that takes nothing. Partners: who hands over (email/outgoing.ts, webhooks/deliveries.ts,
// contacts/identity.ts, email/inbound/imap-mailbox.ts) and metrics.ts, which shows it.

const OUTSIDE = ['mail', 'webhook', 'endpoint', 'keys', 'mailbox'] as const
/** `webhook` is WEBHOOK_URL, `endpoint` any that admins set: they see in the console how it fares. */
type Outside = (typeof OUTSIDE)[number]
/** `refused`: they want this one never. `failed`: it is worth another try. */
const OUTCOMES = ['taken', 'refused', 'failed'] as const
type Outcome = (typeof OUTCOMES)[number]
export type Heard = (from: Outside, outcome: Outcome) => void

export interface OutsideCount {
  to: Outside
  outcome: Outcome
  count: number
}

/** There from the start, each at 0: of a count that begins with its first event, Prometheus sees no rise. */
export function outsideCounts(): { heard: Heard; counts(): OutsideCount[] } {
  const counts = OUTSIDE.flatMap((to) => OUTCOMES.map((outcome) => ({ to, outcome, count: 0 })))
  return {
    heard(from, outcome) {
      const one = counts.find((count) => count.to === from && count.outcome === outcome)
      if (one) one.count++
    },
    counts: () => counts,
  }
}
