// How often somebody may ask. A bucket for each person and kind of command comes first; only what it lets through draws on
// the bucket of the address, so that one who floods is stopped alone and a school behind one address goes on.
// In memory, by a clock that never jumps: a restart forgives. Partner: protocol/limits.ts, which has the numbers.

import {
  ADDRESS_RATE,
  COMMAND_RATES,
  type CommandKind,
  NOISE_RATE,
  type Rate,
} from '../../protocol/limits.ts'
import type { ContactCommandName, DeskCommandName } from '../../protocol/socket.ts'
import type { AgentCaller, ContactCaller } from '../caller.ts'
import { Refusal } from '../errors.ts'

/** What is not named here acts. */
const KINDS: { [N in ContactCommandName | DeskCommandName]?: CommandKind } = {
  'ticket.open': 'open',
  'message.send': 'write',
  'note.write': 'write',
  'thread.read': 'read',
  'ticket.list': 'read',
  'merge.preview': 'read',
  'thread.see': 'signal',
  'typing.start': 'signal',
  'transcript.mail': 'mail',
  'hours.read': 'read',
}

/** These mail a code to an address that somebody typed. */
const MAILING: readonly string[] = ['merge.start', 'merge.send_code']
/** A class that is shown the merge in one lesson; then one every two minutes. Each mailbox has limits of its own. */
const CODES_OF_ADDRESS: Rate = { burst: 40, perSecond: 1 / 120 }

/** Buckets that are full again are forgotten this often. */
const SWEPT_EVERY_MS = 60_000

export type CommandLimits = ReturnType<typeof commandLimits>

export function commandLimits(elapsedMs = () => performance.now()) {
  const buckets = bucketTable(elapsedMs)

  return {
    /** @throws Refusal('request.too_many') with the time after which the same command will be taken */
    take(caller: ContactCaller | AgentCaller, name: string, address: string): void {
      const kind = Object.hasOwn(KINDS, name) ? KINDS[name as keyof typeof KINDS] : undefined
      const who = caller.kind === 'contact' ? caller.contact.id : caller.agent.id
      const ofPerson = COMMAND_RATES[caller.kind][kind ?? 'act']
      const waitMs =
        buckets.take(`${who} ${kind ?? 'act'}`, ofPerson) || buckets.take(`at ${address}`, ADDRESS_RATE)
      refuseTooMany(waitMs)
      if (MAILING.includes(name)) refuseTooMany(buckets.take(`codes at ${address}`, CODES_OF_ADDRESS))
    },
  }
}

function refuseTooMany(waitMs: number): void {
  if (waitMs) throw new Refusal('request.too_many', { retryAfterMs: waitMs })
}

/** For one socket: whether it may send one more frame that is no command, or a command that was refused as too many. */
export function noiseLimit(elapsedMs = () => performance.now()): () => boolean {
  const buckets = bucketTable(elapsedMs)
  return () => buckets.take('', NOISE_RATE) === 0
}

function bucketTable(elapsedMs: () => number) {
  const buckets = new Map<string, { left: number; at: number; rate: Rate }>()
  let sweptAt = elapsedMs()

  const leftAt = (now: number, { left, at, rate }: { left: number; at: number; rate: Rate }) =>
    Math.min(rate.burst, left + ((now - at) / 1000) * rate.perSecond)

  return {
    /** @returns 0 when it was taken, otherwise the milliseconds until there is one to take */
    take(key: string, rate: Rate): number {
      const now = elapsedMs()
      if (now - sweptAt > SWEPT_EVERY_MS) sweep(now)
      const bucket = buckets.get(key)
      const left = bucket ? leftAt(now, bucket) : rate.burst
      if (left < 1) return Math.ceil(((1 - left) / rate.perSecond) * 1000)
      buckets.set(key, { left: left - 1, at: now, rate })
      return 0
    },
  }

  function sweep(now: number): void {
    sweptAt = now
    for (const [key, bucket] of buckets) if (leftAt(now, bucket) >= bucket.rate.burst) buckets.delete(key)
  }
}
