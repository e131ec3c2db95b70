// Who says nothing holds whoever asks for seconds, and eight of them hold all other due work. So of all that goes to the same mail
// server or endpoint one asks, and the others wait for what it hears, without that being a try of theirs. Partners: email/outgoing.ts,
// webhooks/deliveries.ts.

import type { DueWorkRecord } from './store/records.ts'

/** The others wait as long as a tenth of the silence so far, and as long as after a first try at least, but … */
const OF_THE_SILENCE = 1 / 10
/** … when it is over, all that was put off goes out within this time. */
const PUT_OFF_MOST_MS = 5 * 60_000

/** Of one mail server, or one endpoint. */
export interface Silence {
  /** When to look again, for one that waits for what another hears; nothing: it may ask. */
  putOffTo(work: Pick<DueWorkRecord, 'attempts'>, asked: { createdAt: string }): string | undefined
  /** Asks, and keeps whether nobody answered, so that no other would hear more. */
  ask<T>(once: () => Promise<T>, isSilence: (said: T) => boolean): Promise<T>
}

/** @param retryMs waits after each try that reached nobody */
export function silenceOf({ now, retryMs }: { now: () => Date; retryMs: readonly number[] }): Silence {
  const [leastMs = 0] = retryMs
  /** One that is as old as this is put off only while another asks: its own tries end it. */
  const untilAgeMs = retryMs.reduce((sum, waitMs) => sum + waitMs)
  /** In ms since 1970. */
  let silence: { since: number; untilMs: number } | null = null
  /** Under way. */
  let tries = 0

  function putOffMs(since: number): number {
    const waitMs = OF_THE_SILENCE * (now().getTime() - since)
    return Math.min(Math.max(waitMs, leastMs), PUT_OFF_MOST_MS)
  }

  return {
    putOffTo({ attempts }, { createdAt }) {
      if (!silence) return undefined
      const at = now().getTime()
      const isOld = at - Date.parse(createdAt) > untilAgeMs
      // Somebody may be waiting for a code, and who was silent be back: a new one asks at once.
      const waits = tries > 0 || (attempts > 0 && at < silence.untilMs && !isOld)
      return waits ? new Date(at + putOffMs(silence.since)).toISOString() : undefined
    },
    async ask(once, isSilence) {
      tries++
      const said = await once().finally(() => tries--)
      const at = now().getTime()
      const since = silence?.since ?? at
      silence = isSilence(said) ? { since, untilMs: at + putOffMs(since) } : null
      return said
    },
  }
}
