// What the host is asked while somebody fills in a form: whether another account may hold what they miss, and which of their own
// things there are to choose from. Optional, signed, short. The first could become a way to ask who has an account here, so: no
// address goes out or comes in, the answer is masked whatever the host says, and it comes at the same time with the same
// words whether there is nothing, the host is away, or somebody asked too often.

import { createHmac } from 'node:crypto'
import { Compile } from 'typebox/compile'
import type { AnswerValue, ChosenObject, Contact } from '../../protocol/entities.ts'
import type { Rate } from '../../protocol/limits.ts'
import {
  AccountLookUpAnswer,
  type AccountLookUpRequest,
  ObjectsLookUpAnswer,
  type ObjectsLookUpRequest,
} from '../../protocol/webhooks.ts'
import { type BucketTable, bucketTable } from '../chat/limits.ts'
import type { Config } from '../config.ts'
import { maskAddress, parseAddress, sameAddress } from '../contacts/address.ts'
import { sameHash, sha256 } from '../hashes.ts'
import type { Parts } from '../parts.ts'
import { postSigned } from '../webhooks/post.ts'
import type { IsSealed } from './fill.ts'

/** Somebody looks at the form meanwhile; a host that has to think longer has no answer. */
export const LOOK_UP_TIMEOUT_MS = 2_500
/** When an answer goes out, whatever it is: past the time of the slowest host. */
export const LOOK_UP_ANSWER_MS = 3_000
/** The same contact gets the same answer this long: who opens the form again has not asked again. */
const REMEMBERED_MS = 60 * 60_000
const HOUR_S = 60 * 60
/**
 * Askings that reach the host. A contact and an address: a form that is opened on some days. A network: a class in one
 * lesson, then one in two minutes.
 */
export const LOOK_UP_RATES: Record<'contact' | 'address' | 'network', Rate> = {
  contact: { burst: 3, perSecond: 1 / (8 * HOUR_S) },
  address: { burst: 3, perSecond: 1 / (8 * HOUR_S) },
  network: { burst: 40, perSecond: 1 / 120 },
}
/** Forms that are opened and closed again. */
const OBJECTS_RATE: Rate = { burst: 20, perSecond: 1 / 30 }

export interface LookUps {
  /** @param network shortened, see contacts/network.ts */
  account(contact: Contact, network: string): Promise<string | null>
  objects(contact: Contact, object: string): Promise<ChosenObject[]>
  isSealed: IsSealed
  /** How often who asked, for the other copies of the server. */
  shared: BucketTable['shared']
}

const accountAnswer = Compile(AccountLookUpAnswer)
const objectsAnswer = Compile(ObjectsLookUpAnswer)

export function hostLookUps({
  webhook,
  hostLookUps: isOn,
  sealKey,
  now,
  newId,
  elapsedMs = () => performance.now(),
  rest = (ms) => new Promise((done) => setTimeout(done, ms)),
}: Pick<Parts, 'now' | 'newId'> &
  Pick<Config, 'webhook' | 'hostLookUps'> & {
    /** So that a contact can only choose what was named to them. */
    sealKey: Uint8Array
    /** A clock that never jumps. */
    elapsedMs?: () => number
    rest?: (ms: number) => Promise<unknown>
  }): LookUps {
  // Few are asked and each counts: the others hear of every one.
  const buckets = bucketTable(elapsedMs, { worthTelling: 1 })
  const known = new Map<string, { until: number; asked: Promise<string | null> }>()

  return {
    async account(contact, network) {
      const [address] = await Promise.all([isOn ? mayHold(contact, network) : null, rest(LOOK_UP_ANSWER_MS)])
      return address
    },

    async objects(contact, object) {
      const { externalId } = contact
      if (!isOn || !externalId || buckets.take(`objects of ${contact.id}`, OBJECTS_RATE)) return []
      const request: ObjectsLookUpRequest = {
        type: 'objects.look_up',
        timestamp: now().toISOString(),
        data: { contact: { externalId }, object },
      }
      const answer = await ask(request)
      const objects = objectsAnswer.Check(answer) ? answer.objects : []
      return objects.map((one) => ({ ...one, seal: sealOf(contact, object, one) }))
    },

    isSealed: (contact, object, answer) =>
      isChosen(answer) && sameHash(answer.seal, sealOf(contact, object, answer)),

    shared: buckets.shared,
  }

  function mayHold(contact: Contact, network: string): Promise<string | null> {
    const at = elapsedMs()
    for (const [id, { until }] of known) if (until <= at) known.delete(id)
    const before = known.get(contact.id)
    if (before) return before.asked
    if (contact.identity !== 'verified' || !hasRoom(buckets, contact, network)) return Promise.resolve(null)
    const asked = askForAccount(contact)
    known.set(contact.id, { until: at + REMEMBERED_MS, asked })
    return asked
  }

  async function askForAccount(contact: Contact): Promise<string | null> {
    const request: AccountLookUpRequest = {
      type: 'account.look_up',
      timestamp: now().toISOString(),
      data: { contact: { externalId: contact.externalId ?? '' } },
    }
    const answer = await ask(request)
    return masked(accountAnswer.Check(answer) ? answer.address : null, contact)
  }

  /** What a host does not answer in time it does not know. */
  async function ask(request: AccountLookUpRequest | ObjectsLookUpRequest): Promise<unknown> {
    if (!webhook) return undefined
    const { outcome, answer } = await postSigned({
      ...webhook,
      id: newId('evt'),
      body: JSON.stringify(request),
      now: now(),
      timeoutMs: LOOK_UP_TIMEOUT_MS,
      // The same endpoint as for merges, which the operator named.
      allowPrivateAddresses: true,
    })
    return outcome === 'delivered' ? answer : undefined
  }

  function sealOf({ id }: Contact, object: string, named: { id: string; label: string }): string {
    return createHmac('sha256', sealKey)
      .update(JSON.stringify([id, object, named.id, named.label]))
      .digest('hex')
  }
}

function isChosen(answer: AnswerValue): answer is ChosenObject {
  return typeof answer === 'object' && !Array.isArray(answer)
}

/** A contact's own first: who floods spends nothing of those beside them. */
function hasRoom(buckets: BucketTable, { id, email }: Contact, network: string): boolean {
  if (buckets.take(`contact ${id}`, LOOK_UP_RATES.contact)) return false
  // It goes to other copies by Redis, where no address of anybody belongs.
  const address = sha256('look-up', (email ?? '').toLowerCase())
  if (email && buckets.take(`address ${address}`, LOOK_UP_RATES.address)) return false
  return !buckets.take(`network ${network}`, LOOK_UP_RATES.network)
}

/** As we mask: what a host sends whole goes no further whole. The contact's own address is no news. */
function masked(address: string | null, contact: Contact): string | null {
  if (!address) return null
  const whole = parseAddress(address)
  if (whole) return contact.email && sameAddress(whole, contact.email) ? null : maskAddress(whole)
  const [first, rest] = [[...address][0] ?? '', address.slice(address.lastIndexOf('@'))]
  const isMasked = address === `${first}•••${rest}` && parseAddress(`a${rest}`) === `a${rest}`
  return isMasked ? address : null
}
