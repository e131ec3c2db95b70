// A delivery is sent again because an admin says so: the same id and the same bytes, signed anew, so that a host that has taken it
// knows it for the same. One more attempt, to the endpoint that is set now. Never one of an account merge: that is asked for on its
// ticket, where its rules hold, for the host would do what was stopped since. Partner: deliveries.ts, which sends.

import { noteAccess } from '../agents/access-log.ts'
import { schedule } from '../due-work.ts'
import { Refusal } from '../errors.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord, DeliveryRecord, EndpointRecord } from '../store/records.ts'
import type { Tables } from '../store/store.ts'
import { WEBHOOK_DELIVER } from './deliveries.ts'
import { endpointsIn, isOn } from './endpoints.ts'

interface Addresses {
  /** That of the environment. */
  webhookUrl: string | null
  /** Those that were set in the console. */
  endpoints: readonly Pick<EndpointRecord, 'id' | 'url' | 'isPaused' | 'off'>[]
}

export const mayBeRepeated = (delivery: DeliveryRecord, addresses: Addresses): boolean =>
  addressOf(delivery, addresses) !== null && delivery.mergeId === null && delivery.state !== 'waiting'

/** @throws Refusal('not_found' | 'delivery.not_repeated') */
export async function repeatDelivery(
  tx: Pick<Tables, 'deliveries' | 'dueWork' | 'accessLog' | 'settings'>,
  parts: Pick<Parts, 'now' | 'newId'> & { webhookUrl: string | null },
  agent: AgentRecord,
  id: string,
): Promise<void> {
  const delivery = await tx.deliveries.find(id)
  if (!delivery) throw new Refusal('not_found')
  const addresses = { ...parts, endpoints: (await endpointsIn(tx)).value }
  const url = addressOf(delivery, addresses)
  if (url === null || !mayBeRepeated(delivery, addresses))
    throw new Refusal('delivery.not_repeated', { detail: whyNot(delivery) })
  await tx.deliveries.put({ ...delivery, url, state: 'waiting' })
  const dueAt = parts.now().toISOString()
  await schedule(tx, { id: `${WEBHOOK_DELIVER}-${id}`, kind: WEBHOOK_DELIVER, subjectId: id, dueAt })
  await noteAccess(tx, parts, 'delivery.sent_again', { by: agent, detail: `${delivery.type} ${id}` })
}

function addressOf({ endpointId }: DeliveryRecord, { webhookUrl, endpoints }: Addresses): string | null {
  if (!endpointId) return webhookUrl
  const endpoint = endpoints.find((one) => one.id === endpointId)
  return endpoint && isOn(endpoint) ? endpoint.url : null
}

function whyNot({ state, mergeId, endpointId }: DeliveryRecord): string {
  if (mergeId !== null) return 'It belongs to an account merge, which is asked for again on its ticket.'
  if (state === 'waiting') return 'It is on its way already.'
  return endpointId ? 'Its endpoint is paused or switched off, or was removed.' : 'No endpoint is set.'
}
