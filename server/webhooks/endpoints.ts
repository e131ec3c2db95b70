// Endpoints as admins set them: added, changed, paused, removed, switched on again, each with a secret that the server makes and says once. Beside them
// stands WEBHOOK_URL, which alone is asked about merges and forms and which nobody at a desk can change. Partners: telling.ts, which
// says what happened; deliveries.ts, which sends it; endpoint-routes.ts.

import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import { ENDPOINTS } from '../../protocol/limits.ts'
import {
  ENDPOINT_EVENTS,
  type EndpointFault,
  endpointOf,
  isThisMachine,
  OLD_SECRET_HOURS,
} from '../../protocol/settings/endpoint-rules.ts'
import type { EndpointChange } from '../../protocol/settings/endpoints.ts'
import { noteAccess } from '../agents/access-log.ts'
import type { Config } from '../config.ts'
import { Refusal } from '../errors.ts'
import type { Parts } from '../parts.ts'
import { putSetting, settingOf } from '../settings/kept.ts'
import type { AgentRecord, EndpointRecord } from '../store/records.ts'
import type { ReadTables, Tables } from '../store/store.ts'
import { isPrivateAddress } from './private-addresses.ts'

/** Of HMAC-SHA256; Standard Webhooks asks for 24 at least. */
const SECRET_BYTES = 32
const HOUR_MS = 60 * 60_000

type Tx = Pick<Tables, 'settings' | 'accessLog'>
type Given = Pick<EndpointChange, 'version' | 'url' | 'events'>
export interface EndpointParts extends Pick<Parts, 'now' | 'newId'> {
  /** Helpdock is somebody's trial on their own machine, so an endpoint may be there, too. */
  mayBeHere: boolean
}

/** Where a delivery goes, and what signs it. */
export interface Destination {
  url: string
  secret: string
  oldSecret?: string
  allowPrivateAddresses: boolean
}

export const endpointsIn = (tables: Pick<ReadTables, 'settings'>) => settingOf(tables, 'endpoints', [])

/** @throws Refusal('endpoint.invalid' | 'setting.changed') */
export async function addEndpoint(
  tx: Tx,
  parts: EndpointParts,
  agent: AgentRecord,
  { version, ...given }: Given,
): Promise<EndpointRecord> {
  const { value } = await endpointsIn(tx)
  if (value.length >= ENDPOINTS) throw invalid('/url', `There are ${ENDPOINTS} already; remove one first.`)
  const endpoint: EndpointRecord = {
    id: parts.newId('ept'),
    ...checked(given, value, parts),
    isPaused: false,
    secret: newSecret(),
    createdBy: agent.name,
    createdAt: parts.now().toISOString(),
  }
  await put(tx, parts, agent, version, [...value, endpoint])
  await noteAccess(tx, parts, 'endpoint.added', { by: agent, detail: endpoint.url })
  return endpoint
}

/** @throws Refusal('not_found' | 'endpoint.invalid' | 'setting.changed') */
export async function changeEndpoint(
  tx: Tx,
  parts: EndpointParts,
  agent: AgentRecord,
  id: string,
  { version, isPaused, ...given }: EndpointChange,
): Promise<void> {
  const { value, endpoint } = await getEndpoint(tx, id)
  const others = value.filter((one) => one.id !== id)
  const next = { ...endpoint, ...checked(given, others, parts), isPaused }
  // Another address has failed nobody yet.
  if (next.url !== endpoint.url) delete next.failing
  await put(tx, parts, agent, version, withOne(value, next))
  await noteAccess(tx, parts, 'endpoint.changed', { by: agent, detail: next.url })
}

/** What is on its way to it ends as given up. @throws Refusal('not_found' | 'setting.changed') */
export async function removeEndpoint(
  tx: Tx,
  parts: EndpointParts,
  agent: AgentRecord,
  id: string,
  version: number,
): Promise<void> {
  const { value, endpoint } = await getEndpoint(tx, id)
  await put(
    tx,
    parts,
    agent,
    version,
    value.filter((one) => one.id !== id),
  )
  await noteAccess(tx, parts, 'endpoint.removed', { by: agent, detail: endpoint.url })
}

/** The one from before goes on signing for a while: no host changes both in the same moment. */
export async function renewSecret(
  tx: Tx,
  parts: EndpointParts,
  agent: AgentRecord,
  id: string,
  version: number,
): Promise<EndpointRecord> {
  const { value, endpoint } = await getEndpoint(tx, id)
  const until = new Date(parts.now().getTime() + OLD_SECRET_HOURS * HOUR_MS).toISOString()
  const next = { ...endpoint, secret: newSecret(), oldSecret: { secret: endpoint.secret, until } }
  await put(tx, parts, agent, version, withOne(value, next))
  await noteAccess(tx, parts, 'endpoint.secret_renewed', { by: agent, detail: next.url })
  return next
}

/** After it was switched off because it failed; the days are counted anew. @throws Refusal('not_found' | 'setting.changed') */
export async function switchOn(
  tx: Tx,
  parts: EndpointParts,
  agent: AgentRecord,
  id: string,
  version: number,
): Promise<EndpointRecord> {
  const { value, endpoint } = await getEndpoint(tx, id)
  const { off: _over, failing: _anew, ...next } = endpoint
  await put(tx, parts, agent, version, withOne(value, next))
  await noteAccess(tx, parts, 'endpoint.switched_on', { by: agent, detail: next.url })
  return next
}

/** @throws Refusal('not_found') */
export async function getEndpoint(tables: Pick<ReadTables, 'settings'>, id: string) {
  const { value } = await endpointsIn(tables)
  const endpoint = value.find((one) => one.id === id)
  if (!endpoint) throw new Refusal('not_found')
  return { value, endpoint }
}

export function destinationOf(
  { url, secret, oldSecret }: EndpointRecord,
  { now, mayBeHere }: Pick<EndpointParts, 'now' | 'mayBeHere'>,
): Destination {
  return {
    ...{ url, secret },
    ...(oldSecret && oldSecret.until > now().toISOString() && { oldSecret: oldSecret.secret }),
    // Whoever types an address must not reach our own network through us; a trial reaches its own machine and no other.
    allowPrivateAddresses: mayBeHere && isThisMachine(new URL(url).hostname),
  }
}

/** Told what happens. */
export const isOn = ({ isPaused, off }: Pick<EndpointRecord, 'isPaused' | 'off'>) => !isPaused && !off

/** As each attempt asks: paused, switched off or removed meanwhile, nothing goes there any more. */
export const endpointFinder =
  ({ read, ...parts }: Pick<EndpointParts, 'now' | 'mayBeHere'> & { read: Pick<ReadTables, 'settings'> }) =>
  async (id: string): Promise<Destination | null> => {
    const endpoint = (await endpointsIn(read)).value.find((one) => one.id === id)
    return endpoint && isOn(endpoint) ? destinationOf(endpoint, parts) : null
  }

/** Whoever reaches us at this machine alone is on it. */
export const isTrial = ({ publicUrl }: Pick<Config, 'publicUrl'>) =>
  isThisMachine(new URL(publicUrl).hostname)

// ---- what may be one

function checked(
  { url: written, events }: Omit<Given, 'version'>,
  others: readonly EndpointRecord[],
  { mayBeHere }: Pick<EndpointParts, 'mayBeHere'>,
): Pick<EndpointRecord, 'url' | 'events'> {
  const read = endpointOf(written)
  if ('fault' in read) throw invalid('/url', SENTENCES[read.fault])
  const { url } = read
  const { hostname } = new URL(url)
  const literal = hostname.replace(/^\[|\]$/g, '')
  const isHere = isThisMachine(hostname)
  if (isHere ? !mayBeHere : isIP(literal) !== 0 && isPrivateAddress(literal))
    throw invalid(
      '/url',
      'This leads into our own machine or network; only the operator can name such an address.',
    )
  if (others.some((one) => one.url === url)) throw invalid('/url', 'There is an endpoint with this address.')
  return { url, events: ENDPOINT_EVENTS.filter((event) => events.includes(event)) }
}

const SENTENCES: Record<EndpointFault, string> = {
  empty: 'There is nothing here; write https:// and the address.',
  no_scheme: 'Write it with https:// in front.',
  scheme: 'Webhooks go by https; this is another scheme.',
  insecure: 'What goes by http can be read and changed on its way; use https.',
  user: 'Leave out users, passwords and what follows a #: the secret that signs is made here.',
  unreadable: 'This is no address.',
}

const invalid = (field: string, detail: string) => new Refusal('endpoint.invalid', { field, detail })

const newSecret = () => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`

export const withOne = (value: EndpointRecord[], next: EndpointRecord) =>
  value.map((one) => (one.id === next.id ? next : one))

const put = (
  tx: Pick<Tables, 'settings'>,
  parts: Pick<Parts, 'now'>,
  agent: AgentRecord,
  version: number,
  value: EndpointRecord[],
) => putSetting(tx, parts, agent, { id: 'endpoints', version, value })
