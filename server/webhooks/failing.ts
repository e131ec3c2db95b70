// An endpoint that takes nothing for days is switched off: nobody may be there any more, and each delivery to it costs eight attempts.
// Counted from attempt to attempt, in the commit that keeps each. WEBHOOK_URL is never switched off: merges of accounts wait for it.
// Partners: deliveries.ts, which attempts; endpoints.ts, where an admin switches it on again.

import type { Attempt } from '../../protocol/account-merge.ts'
import { isTaken, OFF_AFTER_DAYS } from '../../protocol/settings/endpoint-rules.ts'
import { noteAccess } from '../agents/access-log.ts'
import { parseAddress } from '../contacts/address.ts'
import { endpointOffMail } from '../email/desk-texts.ts'
import { queueMail } from '../email/outgoing.ts'
import type { Parts } from '../parts.ts'
import type { SettingsInForce } from '../settings/in-force.ts'
import type { DeliveryRecord, EndpointRecord } from '../store/records.ts'
import type { Tables } from '../store/store.ts'
import { withOne } from './endpoints.ts'

const HOUR_MS = 60 * 60_000
const OFF_AFTER_MS = OFF_AFTER_DAYS * 24 * HOUR_MS
/** Nothing was tried for so long, though a delivery is tried each day: what was before says nothing about now. */
const QUIET_MS = 48 * HOUR_MS
/** A list that all copies read anew where it changes: not for each of a thousand failures. */
const NOTED_AFTER_MS = HOUR_MS

type Tx = Pick<Tables, 'settings' | 'accessLog' | 'agents' | 'mails' | 'dueWork'>

/** In the commit that keeps the attempt. @returns whether its endpoint was switched off by it */
export function endpointWatch(parts: Pick<Parts, 'now' | 'newId'> & { publicUrl: string }) {
  return async (tx: Tx, { endpointId }: DeliveryRecord, attempt: Attempt) => {
    if (!endpointId) return false
    const kept = await tx.settings.find('endpoints')
    const endpoint = kept?.value.find(({ id }) => id === endpointId)
    if (!kept || !endpoint || endpoint.off) return false
    const next = after(endpoint, attempt)
    // The version stays: nobody set anything, so nobody's change is made over.
    if (next !== endpoint) await tx.settings.put({ ...kept, value: withOne(kept.value, next) })
    if (next.off) await tell(tx, parts, next)
    return next.off !== undefined
  }
}

function after(endpoint: EndpointRecord, attempt: Attempt): EndpointRecord {
  const { failing, ...fine } = endpoint
  if (isTaken(attempt)) return failing ? fine : endpoint
  const { at, outcome, status } = attempt
  const lately = failing ? Date.parse(at) - Date.parse(failing.lastAt) : Number.POSITIVE_INFINITY
  if (!failing || lately > QUIET_MS) return { ...fine, failing: { since: at, lastAt: at } }
  const { since } = failing
  if (Date.parse(at) - Date.parse(since) >= OFF_AFTER_MS)
    return { ...fine, off: { at, since, outcome, status } }
  return lately < NOTED_AFTER_MS ? endpoint : { ...fine, failing: { since, lastAt: at } }
}

/** For the consoles of admins. */
export const endpointsOff = (settings: Pick<SettingsInForce, 'endpointsOff'>) => ({
  name: 'endpoints.off' as const,
  body: { count: settings.endpointsOff() },
})

async function tell(
  tx: Tx,
  parts: Parameters<typeof endpointWatch>[0],
  { url, off }: EndpointRecord,
): Promise<void> {
  if (!off) return
  await noteAccess(tx, parts, 'endpoint.switched_off', { by: null, detail: url })
  const settingsUrl = `${parts.publicUrl}/console/settings/deliveries`
  for (const { name, email, roles, disabledAt, invitation } of await tx.agents.list()) {
    const to = parseAddress(email)
    if (!to || !roles.includes('admin') || disabledAt || invitation) continue
    const letter = endpointOffMail({ ...off, name, url, settingsUrl })
    await queueMail(tx, { id: parts.newId('mal'), to, ...letter, now: parts.now() })
  }
}
