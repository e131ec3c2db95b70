// The bus of several copies: Redis carries what is published to those that listen, one channel a topic, and keeps nothing.
// Without Redis this copy goes on as if it were alone. It asks for no more than PUBLISH and SUBSCRIBE.
// Partners: redis-line.ts (whether it works), copies.ts (who else is there), chat/catch-up.ts (what was lost).

import { CannotStart } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Bus, BusEvent } from './bus.ts'
import { copiesOfTheServer } from './copies.ts'
import { listeners } from './listeners.ts'
import { type RedisLine, redisLine } from './redis-line.ts'

/** A start waits so long for a Redis that says nothing, then goes on without. */
const AT_START_MS = 2_000
/** Nobody's welcome waits longer to be sure that events are heard. */
const HEARD_WITHIN_MS = 250
/** Bytes on their way that Redis has not taken: past it, it is too slow, and the store is the better way. */
const UNANSWERED_MAX_BYTES = 8 * 1024 * 1024
/** Channels asked for in one command, after a restart of Redis. */
const CHANNELS_AT_ONCE = 1_000
const GOODBYE_WITHIN_MS = 200

const COPIES = 'copies'
const BEAT = 'beat'
const GOODBYE = 'goodbye'

/**
 * @param prefix of all channels: the same for all copies over one store, and nobody else's
 * @param copy this copy's name, without spaces
 * @throws CannotStart where Redis says no; one that does not answer may do so later
 */
export async function openRedisBus(parts: {
  url: string
  prefix: string
  copy: string
  log: Log
}): Promise<Bus> {
  const { prefix, copy, log } = parts
  const channelOf = (topic: string) => `${prefix}:${topic}`
  const topicOf = (channel: string) => channel.slice(prefix.length + 1)
  const here = listeners({ first: look, last: look })
  const copies = copiesOfTheServer(log)
  /** Channels that Redis was asked for. */
  const asked = new Set<string>()
  let changed = new Set<string>()
  let subscribing: Promise<unknown> = Promise.resolve()
  let outgoing = new Map<string, string[]>()
  let unansweredBytes = 0
  const count = { sent: 0, received: 0, dropped: 0 }
  let whenKnown = () => {}

  const line: RedisLine = redisLine({
    url: parts.url,
    log,
    onMessage,
    listenAnew,
    beat(sentAt) {
      if (line.isConnected()) copies.look(performance.now())
      line.speaks.publish(channelOf(COPIES), `${copy} ${BEAT} ${sentAt}`).catch(line.refused)
    },
    onChange(isConnected) {
      if (isConnected) copies.wasAway(performance.now())
      whenKnown()
    },
    onTrouble: () => whenKnown(),
  })

  const known = new Promise<void>((resolve) => {
    whenKnown = resolve
  })
  await settled(known, AT_START_MS)
  const no = line.lastError()
  if (!line.isConnected() && no && isNo(no)) {
    line.close()
    throw new CannotStart(`Redis said no (${no.message}). Look at the name and the password in REDIS_URL.`, {
      cause: no,
    })
  }
  if (!line.isConnected())
    log.warn({ err: no?.message }, 'Redis does not answer; the server starts without it')

  return {
    publish(topic, event, reach = 'everywhere', answered) {
      if (reach !== 'elsewhere') here.tell(topic, event, answered)
      if (reach !== 'here') send(topic, event)
    },
    subscribe: here.subscribe,
    heard: () => (line.isConnected() ? settled(subscribing, HEARD_WITHIN_MS) : Promise.resolve()),
    isHeardHere: here.has,
    onTold: here.onTold,
    state: () => ({
      kind: 'redis',
      isConnected: line.isConnected(),
      isWhole: line.isConnected() && !copies.isAnyMissing(),
      copies: 1 + copies.here(),
      ...count,
      roundTripMs: line.roundTripMs(),
    }),
    async close() {
      flush()
      const goodbye = line.speaks.publish(channelOf(COPIES), `${copy} ${GOODBYE}`).catch(() => {})
      if (line.isConnected()) await settled(goodbye, GOODBYE_WITHIN_MS)
      line.close()
      here.clear()
    },
  }

  function send(topic: string, event: BusEvent): void {
    if (outgoing.size === 0) setImmediate(flush)
    const ofTopic = outgoing.get(topic)
    const text = JSON.stringify(event)
    if (ofTopic) ofTopic.push(text)
    else outgoing.set(topic, [text])
  }

  /** What was published in one turn leaves in one write, and what is for one topic in one message. */
  function flush(): void {
    const all = outgoing
    outgoing = new Map()
    const events = [...all.values()].reduce((sum, texts) => sum + texts.length, 0)
    if (!line.isConnected() || unansweredBytes > UNANSWERED_MAX_BYTES) {
      count.dropped += events
      return
    }
    let bytes = 0
    const commands = line.speaks.pipeline()
    for (const [topic, texts] of all) {
      const text = `${copy} [${texts.join(',')}]`
      bytes += text.length
      commands.publish(channelOf(topic), text)
    }
    count.sent += events
    unansweredBytes += bytes
    const answered = () => {
      unansweredBytes -= bytes
    }
    commands.exec().then(answered, answered)
  }

  function onMessage(channel: string, text: string): void {
    const space = text.indexOf(' ')
    const from = text.slice(0, space)
    const topic = topicOf(channel)
    if (topic === COPIES) heardOf(from, text.slice(space + 1))
    // Our own come back: whoever listens here was told.
    else if (from !== copy) tellAll(topic, text.slice(space + 1))
  }

  function tellAll(topic: string, json: string): void {
    for (const event of eventsIn(json)) {
      count.received++
      here.tell(topic, event)
    }
  }

  function eventsIn(json: string): BusEvent[] {
    try {
      return JSON.parse(json)
    } catch {
      log.warn({ prefix }, 'somebody else writes into our channels in Redis; it is left out')
      return []
    }
  }

  function heardOf(from: string, what: string): void {
    // The next may be on its way before this one is back.
    if (from === copy) line.cameRound(Number(what.slice(BEAT.length + 1)))
    else if (what === GOODBYE) copies.goodbye(from)
    else copies.beat(from, performance.now())
  }

  /** Somebody began to listen to a topic, or nobody does any more. Those of one turn are asked for together. */
  function look(topic: string): void {
    if (changed.size === 0) subscribing = Promise.all([subscribing, Promise.resolve().then(ask)])
    changed.add(topic)
  }

  async function ask(): Promise<void> {
    const topics = changed
    changed = new Set()
    if (line.hears.status !== 'ready') return
    const wanted = [...topics].filter((topic) => here.has(topic) && !asked.has(topic))
    const unwanted = [...topics].filter((topic) => !here.has(topic) && asked.has(topic))
    for (const topic of wanted) asked.add(topic)
    for (const topic of unwanted) asked.delete(topic)
    if (unwanted.length > 0) line.hears.unsubscribe(...unwanted.map(channelOf)).catch(() => {})
    // Where it fails the line is broken, and all is asked for anew.
    if (wanted.length > 0) await line.hears.subscribe(...wanted.map(channelOf)).catch(() => {})
  }

  async function listenAnew(): Promise<void> {
    asked.clear()
    const topics = here.topics()
    for (const topic of topics) asked.add(topic)
    const channels = [COPIES, ...topics].map(channelOf)
    const all: Promise<unknown>[] = []
    for (let from = 0; from < channels.length; from += CHANNELS_AT_ONCE) {
      all.push(line.hears.subscribe(...channels.slice(from, from + CHANNELS_AT_ONCE)).catch(line.refused))
    }
    subscribing = Promise.all(all)
    await subscribing
  }
}

/** An answer of Redis, not of the network. */
const isNo = ({ message }: Error) => /^(NOAUTH|WRONGPASS|NOPERM|ERR)\b/.test(message)

async function settled(work: Promise<unknown>, withinMs: number): Promise<void> {
  let late: NodeJS.Timeout | undefined
  await Promise.race([
    work,
    new Promise((resolve) => {
      late = setTimeout(resolve, withinMs)
    }),
  ])
  clearTimeout(late)
}
