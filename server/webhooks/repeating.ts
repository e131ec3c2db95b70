// A delivery is sent again because an admin says so: the same id and the same bytes, signed anew, so that a host that has taken it
// knows it for the same. One more attempt, to the endpoint that is set now. Never one of an account merge: that is asked for on its
// ticket, where its rules hold, for the host would do what was stopped since. Partner: deliveries.ts, which sends.

import { noteAccess } from '../agents/access-log.ts'
import { schedule } from '../due-work.ts'
import { Refusal } from '../errors.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord, DeliveryRecord } from '../store/records.ts'
import type { Tables } from '../store/store.ts'
import { WEBHOOK_DELIVER } from './deliveries.ts'

export const mayBeRepeated = ({ state, mergeId }: DeliveryRecord, webhookUrl: string | null): boolean =>
  webhookUrl !== null && mergeId === null && state !== 'waiting'

/** @throws Refusal('not_found' | 'delivery.not_repeated') */
export async function repeatDelivery(
  tx: Pick<Tables, 'deliveries' | 'dueWork' | 'accessLog'>,
  parts: Pick<Parts, 'now' | 'newId'> & { webhookUrl: string | null },
  agent: AgentRecord,
  id: string,
): Promise<void> {
  const delivery = await tx.deliveries.find(id)
  if (!delivery) throw new Refusal('not_found')
  const { webhookUrl } = parts
  if (webhookUrl === null || !mayBeRepeated(delivery, webhookUrl))
    throw new Refusal('delivery.not_repeated', { detail: whyNot(delivery) })
  await tx.deliveries.put({ ...delivery, url: webhookUrl, state: 'waiting' })
  const dueAt = parts.now().toISOString()
  await schedule(tx, { id: `${WEBHOOK_DELIVER}-${id}`, kind: WEBHOOK_DELIVER, subjectId: id, dueAt })
  await noteAccess(tx, parts, 'delivery.sent_again', { by: agent, detail: `${delivery.type} ${id}` })
}

function whyNot({ state, mergeId }: DeliveryRecord): string {
  if (mergeId !== null) return 'It belongs to an account merge, which is asked for again on its ticket.'
  return state === 'waiting' ? 'It is on its way already.' : 'No endpoint is set.'
}
