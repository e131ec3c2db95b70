// One event to one endpoint, until it has answered: put in the same commit as its reason, the same id and the same
// bytes on every attempt, each attempt kept. Partner: post.ts, which tries once.

import type { Attempt } from '../../protocol/account-merge.ts'
import { isTaken } from '../../protocol/settings/endpoint-rules.ts'
import { schedule } from '../due-work.ts'
import type { Log } from '../log.ts'
import type { Heard } from '../outside.ts'
import { type Silence, silenceOf } from '../silence.ts'
import type { DeliveryRecord, DueWorkRecord } from '../store/records.ts'
import type { ReadTables, Tables } from '../store/store.ts'
import type { Destination } from './endpoints.ts'
import { postSigned } from './post.ts'

export const WEBHOOK_DELIVER = 'webhook.deliver'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/**
 * Waits after each attempt without a 2xx answer: past a hiccup, a restart, a deployment, a night. After the last,
 * some 31 hours, it is given up, and an agent is told.
 */
export const DELIVERY_RETRY_MS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR]
/** Longer than any host should think about one event; below every lease on due work. */
export const DELIVERY_TIMEOUT_MS = 10_000

/** Put once for each id. `data` is what the event says, as protocol/webhooks.ts describes it. */
export async function queueDelivery(
  tx: Pick<Tables, 'deliveries' | 'dueWork'>,
  {
    id,
    type,
    url,
    data,
    mergeId,
    endpointId,
    now,
  }: Pick<DeliveryRecord, 'id' | 'type' | 'url' | 'mergeId' | 'endpointId'> & {
    data: object
    now: Date
  },
): Promise<void> {
  if (await tx.deliveries.find(id)) return
  const createdAt = now.toISOString()
  const body = JSON.stringify({ type, timestamp: createdAt, data })
  await tx.deliveries.put({
    ...{ id, type, url, body, mergeId, ...(endpointId && { endpointId }) },
    ...{ state: 'waiting', attempts: [], createdAt },
  })
  await schedule(tx, {
    id: `${WEBHOOK_DELIVER}-${id}`,
    kind: WEBHOOK_DELIVER,
    subjectId: id,
    dueAt: createdAt,
  })
}

interface DeliveryStore {
  read: Pick<ReadTables, 'deliveries'>
  commit<T>(work: (tx: Tables) => Promise<T>): Promise<T>
}

interface DeliverySenderParts {
  store: DeliveryStore
  now: () => Date
  // Of the endpoint that the environment names.
  secret: string
  allowPrivateAddresses: boolean
  /** One that was set in the console, as it is now; null where it is paused, off or gone: what waits for it is given up. */
  findEndpoint?(id: string): Promise<Destination | null>
  /** After the last attempt. May be called again with the same after a crash, so it must not mind. */
  onAnswer(
    delivery: DeliveryRecord,
    result: { outcome: 'answered'; answer: unknown } | { outcome: 'given_up' },
  ): Promise<void>
  /** In the commit that keeps an attempt: failing.ts. @returns whether `onSwitchedOff` is to be told once that is durable */
  watch?(tx: Tables, delivery: DeliveryRecord, attempt: Attempt): Promise<boolean>
  onSwitchedOff?(): Promise<void>
  /** After each attempt, once it is kept. */
  onAttempt?(delivery: DeliveryRecord, attempt: Attempt): Promise<void>
  log?: Log
  heard?: Heard
}

/** Due work of the kind WEBHOOK_DELIVER. */
export function deliverySender({
  store,
  secret,
  now,
  allowPrivateAddresses,
  findEndpoint = async () => null,
  watch = async () => false,
  onSwitchedOff,
  onAnswer,
  onAttempt,
  log,
  heard,
}: DeliverySenderParts) {
  /** By address; few are ever set. */
  const silences = new Map<string, Silence>()

  return async (work: DueWorkRecord): Promise<{ done: true } | { againAt: string; why: string }> => {
    const waiting = await store.read.deliveries.find(work.subjectId)
    if (waiting?.state !== 'waiting') return { done: true }
    const { id, body, endpointId } = waiting
    const to: Destination | null = endpointId
      ? await findEndpoint(endpointId)
      : { url: waiting.url, secret, allowPrivateAddresses }
    if (!to) {
      await keep({ ...waiting, state: 'given_up' })
      return { done: true }
    }
    const silence = silences.get(to.url) ?? silenceOf({ now, retryMs: DELIVERY_RETRY_MS })
    silences.set(to.url, silence)
    const putOffTo = silence.putOffTo(work, waiting)
    if (putOffTo) return { againAt: putOffTo, why: SILENT }
    const { answer, ...said } = await silence.ask(
      () => postSigned({ ...to, ...{ id, body, now: now(), timeoutMs: DELIVERY_TIMEOUT_MS } }),
      ({ status }) => status === null,
    )
    const attempt: Attempt = { at: now().toISOString(), ...said }
    const tried = { ...waiting, url: to.url, attempts: [...waiting.attempts, attempt] }
    const taken = isTaken(said)
    const isOff = await store.commit(async (tx) => {
      await tx.deliveries.put(tried)
      return watch(tx, tried, attempt)
    })
    if (isOff) await onSwitchedOff?.()
    await onAttempt?.(tried, attempt)

    heard?.(endpointId ? 'endpoint' : 'webhook', taken ? 'taken' : 'failed')
    const { outcome, status } = attempt
    if (!taken)
      log?.warn(
        { id, type: waiting.type, endpointId, attempts: tried.attempts.length, outcome, status },
        'an endpoint did not take what it was told',
      )
    const waitMs = DELIVERY_RETRY_MS[waiting.attempts.length]
    if (!taken && waitMs !== undefined) {
      return { againAt: new Date(now().getTime() + waitMs).toISOString(), why: wordsOf(attempt) }
    }
    // Whether what it said is any use, onAnswer judges. The answer first, then the end: a crash between the two asks the host again, which it must not mind either.
    await onAnswer(tried, taken ? { outcome: 'answered', answer } : { outcome: 'given_up' })
    await keep({ ...tried, state: taken ? 'delivered' : 'given_up' })
    return { done: true }
  }

  async function keep(delivery: DeliveryRecord): Promise<void> {
    await store.commit((tx) => tx.deliveries.put(delivery))
  }
}

const SILENT = 'the endpoint says nothing; another delivery finds out when it does'

const wordsOf = ({ outcome, status }: Attempt) => (status === null ? outcome : `${outcome} (${status})`)
