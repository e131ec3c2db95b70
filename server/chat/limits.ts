// How often somebody may ask, and how many sockets they may hold. A bucket for each person and kind of command comes first; only what it lets through draws on
// the bucket of the address, so that one who floods is stopped alone and a school behind one address goes on.
// In memory, by a clock that never jumps: a restart forgives. What is drawn counts for all copies of the server (bus/shared.ts);
// sockets are counted by each copy, for what they cost is its own. Partner: protocol/limits.ts, which has the numbers.

import {
  ADDRESS_RATE,
  COMMAND_RATES,
  type CommandKind,
  NOISE_RATE,
  type Rate,
  READING_RATES,
  SILENCE_MS,
  SOCKETS_OF_ADDRESS,
  SOCKETS_OF_ONE,
} from '../../protocol/limits.ts'
import type { ContactCommandName, DeskCommandName } from '../../protocol/socket.ts'
import type { SharedCounts } from '../bus/shared.ts'
import type { AgentCaller, LetIn } from '../caller.ts'
import { Refusal } from '../errors.ts'
import { sha256 } from '../hashes.ts'
import { sourceOf } from '../http/source.ts'

/** What is not named here acts. */
const KINDS: { [N in ContactCommandName | DeskCommandName]?: CommandKind } = {
  'ticket.open': 'open',
  'ticket.split': 'open',
  'message.send': 'write',
  'note.write': 'write',
  'thread.read': 'read',
  'thread.notes': 'read',
  'ticket.list': 'read',
  'tickets.count': 'read',
  'merge.preview': 'read',
  'thread.see': 'signal',
  'typing.start': 'signal',
  'presence.tell': 'signal',
  'transcript.mail': 'mail',
  'hours.read': 'read',
  'macro.list': 'read',
  'draft.list': 'read',
  'team.list': 'read',
  'rule.list': 'read',
  'rule.try': 'read',
  'ticket.search': 'read',
  'tracker.list': 'read',
  'tracker.read': 'read',
  'objects.look_up': 'read',
}

/** These mail a code to an address that somebody typed. */
const MAILING: readonly string[] = ['merge.start', 'merge.send_code']
/** A class that is shown the merge in one lesson; then one every two minutes. Each mailbox has limits of its own. */
const CODES_OF_ADDRESS: Rate = { burst: 40, perSecond: 1 / 120 }

/** Sessions of one account that the host vouches for: each page may begin one. They are kept for a day. */
const SESSIONS_OF_ONE: Rate = { burst: 200, perSecond: 1 / 10 }

/** Buckets that are full again are forgotten this often. */
const SWEPT_EVERY_MS = 60_000
/** A bucket that is fuller than this is no other copy's concern: nobody who only writes comes below it. */
const WORTH_TELLING = 3 / 4

/** What was drawn from a bucket, and how it fills. */
type Drawn = [key: string, times: number, burst: number, perSecond: number]

export type CommandLimits = ReturnType<typeof commandLimits>

export function commandLimits(elapsedMs = () => performance.now()) {
  const buckets = bucketTable(elapsedMs)

  return {
    /** @throws Refusal('request.too_many') with the time after which the same command will be taken */
    take(caller: LetIn | AgentCaller, name: string, address: string): void {
      const kind = Object.hasOwn(KINDS, name) ? KINDS[name as keyof typeof KINDS] : undefined
      const who = caller.kind === 'contact' ? caller.contactId : caller.agent.id
      const rates = COMMAND_RATES[caller.kind]
      const ofPerson = rates[kind ?? 'act'] ?? rates.act
      const source = sourceOf(address)
      const waitMs =
        buckets.take(`${who} ${kind ?? 'act'}`, ofPerson) || buckets.take(`at ${source}`, ADDRESS_RATE)
      refuseTooMany(waitMs)
      if (MAILING.includes(name)) refuseTooMany(buckets.take(`codes at ${source}`, CODES_OF_ADDRESS))
    },
    /** What the command above let through of an agent's reading. @throws Refusal('request.too_many') */
    read(agentId: string, what: keyof typeof READING_RATES): void {
      refuseTooMany(buckets.take(`${what} of ${agentId}`, READING_RATES[what]))
    },
    /** @throws Refusal('request.too_many') */
    enter(externalId: string): void {
      refuseTooMany(buckets.take(`enters ${sha256('enters', externalId)}`, SESSIONS_OF_ONE))
    },
    shared: buckets.shared,
  }
}

function refuseTooMany(waitMs: number): void {
  if (waitMs) throw new Refusal('request.too_many', { retryAfterMs: waitMs })
}

/** For one socket: whether it may send one more frame that is no command, or a command that was refused as too many. */
export function noiseLimit(elapsedMs = () => performance.now()): () => boolean {
  let left = NOISE_RATE.burst
  let at = elapsedMs()
  return () => {
    const now = elapsedMs()
    left = leftAt(now, { left, at, rate: NOISE_RATE })
    at = now
    if (left < 1) return false
    left--
    return true
  }
}

export type SocketLimits = ReturnType<typeof socketLimits>

/** How many sockets are held, by whom and from where. */
export function socketLimits() {
  const held = new Map<string, number>()

  function hold(who: string, most: number): () => void {
    const count = held.get(who) ?? 0
    if (count >= most) throw new Refusal('request.too_many', { retryAfterMs: SILENCE_MS })
    held.set(who, count + 1)
    return () => {
      const left = (held.get(who) ?? 0) - 1
      if (left > 0) held.set(who, left)
      else held.delete(who)
    }
  }

  return {
    /**
     * @returns the way to let it go
     * @throws Refusal('request.too_many'): by then the server knows of those that are dead
     */
    ofAddress: (address: string) => hold(`at ${sourceOf(address)}`, SOCKETS_OF_ADDRESS),
    /** The same for a contact or an agent, by id. */
    ofOne: (id: string) => hold(id, SOCKETS_OF_ONE),
  }
}

interface Bucket {
  left: number
  at: number
  rate: Rate
  /** Drawn here, without the other copies' knowing. */
  untold: number
  /** Since the others were last told. */
  isDrawn: boolean
}

const leftAt = (now: number, { left, at, rate }: Pick<Bucket, 'left' | 'at' | 'rate'>) =>
  Math.min(rate.burst, left + ((now - at) / 1000) * rate.perSecond)

export type BucketTable = ReturnType<typeof bucketTable>

/** @param worthTelling how full a bucket must be to be no other copy's concern; 1: each draw is */
export function bucketTable(elapsedMs: () => number, { worthTelling = WORTH_TELLING } = {}) {
  const buckets = new Map<string, Bucket>()
  let drawn: string[] = []
  let sweptAt = elapsedMs()

  const shared: SharedCounts<Drawn> = {
    gather() {
      const told: Drawn[] = []
      const now = elapsedMs()
      for (const key of drawn) {
        const bucket = buckets.get(key)
        if (!bucket) continue
        bucket.isDrawn = false
        const { rate, untold } = bucket
        if (leftAt(now, bucket) >= rate.burst * worthTelling) continue
        told.push([key, untold, rate.burst, rate.perSecond])
        bucket.untold = 0
      }
      drawn = []
      return told
    },
    take(all) {
      const now = elapsedMs()
      for (const [key, times, burst, perSecond] of all) {
        const rate = { burst, perSecond }
        const bucket = bucketOf(key, now, rate)
        // Not below nothing: a flood elsewhere must not shut out for longer than one here.
        bucket.left = Math.max(0, leftAt(now, { ...bucket, rate }) - times)
        bucket.at = now
        bucket.rate = rate
      }
    },
  }

  return {
    shared,
    /** @returns 0 when it was taken, otherwise the milliseconds until there is one to take */
    take(key: string, rate: Rate): number {
      const now = elapsedMs()
      if (now - sweptAt > SWEPT_EVERY_MS) sweep(now)
      const bucket = bucketOf(key, now, rate)
      const left = leftAt(now, bucket)
      if (left < 1) return Math.ceil(((1 - left) / rate.perSecond) * 1000)
      // What was drawn from a bucket that has filled again is no news.
      bucket.untold = left < rate.burst ? bucket.untold + 1 : 1
      bucket.left = left - 1
      bucket.at = now
      bucket.rate = rate
      if (!bucket.isDrawn) drawn.push(key)
      bucket.isDrawn = true
      return 0
    },
  }

  function bucketOf(key: string, now: number, rate: Rate): Bucket {
    const there = buckets.get(key)
    if (there) return there
    const full = { left: rate.burst, at: now, rate, untold: 0, isDrawn: false }
    buckets.set(key, full)
    return full
  }

  function sweep(now: number): void {
    sweptAt = now
    for (const [key, bucket] of buckets) if (leftAt(now, bucket) >= bucket.rate.burst) buckets.delete(key)
    // Where there is no other copy, nobody asks for these.
    drawn = drawn.filter((key) => buckets.has(key))
  }
}
