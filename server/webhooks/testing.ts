// A test of an endpoint, at once and while an admin waits: one attempt, signed like all others, which stands in the log whatever became
// of it and is not tried again. A paused endpoint can be tested, too. Partner: deliveries.ts, for all that is no test.

import type { Attempt } from '../../protocol/account-merge.ts'
import { isTaken } from '../../protocol/settings/endpoint-rules.ts'
import type { Commit } from '../events.ts'
import type { Parts } from '../parts.ts'
import { DELIVERY_TIMEOUT_MS } from './deliveries.ts'
import type { Destination } from './endpoints.ts'
import { postSigned } from './post.ts'

const TYPE = 'endpoint.test'

export async function testEndpoint({
  commit,
  now,
  newId,
  endpointId,
  to,
}: Pick<Parts, 'now' | 'newId'> & {
  commit: Commit
  endpointId: string
  to: Destination
}): Promise<Attempt> {
  const id = newId('evt')
  const createdAt = now().toISOString()
  const body = JSON.stringify({ type: TYPE, timestamp: createdAt, data: { endpointId } })
  const { answer: _unread, ...said } = await postSigned({
    ...to,
    ...{ id, body, now: now(), timeoutMs: DELIVERY_TIMEOUT_MS },
  })
  const attempt: Attempt = { at: now().toISOString(), ...said }
  const state = isTaken(said) ? 'delivered' : 'given_up'
  await commit((tx) =>
    tx.deliveries.put({
      ...{ id, type: TYPE, url: to.url, body, mergeId: null, endpointId, state, createdAt },
      attempts: [attempt],
    }),
  )
  return attempt
}
