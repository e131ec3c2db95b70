// The load, a process of its own: opens connections, lets each say something, and measures until it is there. What it is
// asked comes over IPC, one thing after the other. Partner: ../chat.ts, which starts it, the servers and the clock.

import { middle, quantile } from '../parts/quantiles.ts'
import { becomeKnown, type Crowd, echoCrowd, helpdockCrowd, type Known, type Speaker } from './speakers.ts'
import { xmppCrowd } from './xmpp.ts'

/** Connections that are opened, and people who sign in, at the same time. */
const AT_ONCE = 50
/** Everybody has heard it by then, or never will. */
const TOLD_WITHIN_MS = 15_000
/** What is under way when a measure ends may take this long to arrive. */
const LAST_WITHIN_MS = 10_000

/** One connection of the load. */
interface Place {
  speaker: Speaker | null
  saidAt: number | null
  arrived(tookMs: number): void
}

export interface Quantiles {
  count: number
  p50Ms: number
  p99Ms: number
}

let crowd: Crowd | undefined
let known: Known[] = []
let places: Place[] = []
let told = () => {}

const asks = {
  /** Signs in so many people, and opens a ticket for each. */
  async prepare(url: string, people: number): Promise<void> {
    known = await atOnce(people, (who) => becomeKnown(url, who))
  },

  /** For a Helpdock server an agent's console is opened, too. */
  async begin(kind: string, url: string, articlePath: string): Promise<void> {
    if (kind === 'helpdock') crowd = await helpdockCrowd(url, known, articlePath)
    else crowd = kind === 'xmpp' ? xmppCrowd(url) : await echoCrowd(url, kind)
  },

  async open(count: number, from = 0): Promise<void> {
    places = await atOnce(count, async (index) => {
      const place: Place = { speaker: null, saidAt: null, arrived() {} }
      place.speaker = await demand(crowd).open(from + index, {
        isThere() {
          const tookMs = performance.now() - (place.saidAt ?? Number.NaN)
          place.saidAt = null
          place.arrived(tookMs)
        },
        told: () => told(),
        lost(code) {
          if (place.speaker) throw new Error(`A connection of ${count} was closed with ${code}.`)
        },
      })
      return place
    })
  },

  /** Others than those who are measured say so much, and are gone. */
  async warmUp(count: number, from: number, each: number): Promise<void> {
    const measured = places
    await asks.open(count, from)
    await asks.flood(Number.POSITIVE_INFINITY, each)
    await asks.hangUp()
    places = measured
  },

  /** Each says one thing in `everyMs`, spread evenly; a new one only where the last is there. */
  async steady(everyMs: number, forMs: number): Promise<Quantiles> {
    const tookMs: number[] = []
    for (const place of places) place.arrived = (ms) => void tookMs.push(ms)
    const began = performance.now()
    let next = 0
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        const elapsed = performance.now() - began
        if (elapsed < forMs) {
          for (const due = (elapsed / everyMs) * places.length; next < due; next++)
            say(places[next % places.length])
          return
        }
        clearInterval(timer)
        resolve()
      }, 1)
    })
    await allThere()
    return quantilesOf(tookMs)
  },

  /** Each says the next thing as soon as the last is there, `each` at most; all that was said counts, to the last of it. */
  async flood(
    forMs: number,
    each: number,
  ): Promise<{ messages: number; seconds: number; tookMs: Quantiles }> {
    const began = performance.now()
    const tookMs: number[] = []
    await new Promise<void>((resolve) => {
      let talking = places.length
      for (const place of places) {
        let left = each
        place.arrived = (ms) => {
          tookMs.push(ms)
          if (--left > 0 && performance.now() - began < forMs) say(place)
          else if (--talking === 0) resolve()
        }
        say(place)
      }
    })
    const seconds = (performance.now() - began) / 1000
    return { messages: tookMs.length, seconds, tookMs: quantilesOf(tookMs) }
  },

  /** One thing that goes to everybody: how long after the first of them. */
  async fanOut(): Promise<Quantiles> {
    const at: number[] = []
    const all = new Promise<void>((resolve) => {
      told = () => {
        at.push(performance.now())
        if (at.length === places.length) resolve()
      }
    })
    await demand(crowd).tellAll()
    await within(TOLD_WITHIN_MS, all, () => `${at.length} of ${places.length} were told`)
    told = () => {}
    return quantilesOf(at.map((one) => one - (at[0] ?? 0)))
  },

  async hangUp(): Promise<void> {
    for (const place of places) {
      const { speaker } = place
      place.speaker = null
      speaker?.cut()
    }
    places = []
  },

  async end(): Promise<void> {
    await asks.hangUp()
    crowd?.end()
  },
}

export type Asks = typeof asks

process.on('disconnect', () => process.exit())
process.on('message', ({ ask, args }: { ask: keyof Asks; args: unknown[] }) => {
  const work = asks[ask] as (...args: unknown[]) => Promise<unknown>
  work(...args).then(
    (result) => process.send?.({ result }),
    (cause) => process.send?.({ failed: String(cause) }),
  )
})

function say(place: Place | undefined): void {
  if (!place?.speaker || place.saidAt !== null) return
  place.saidAt = performance.now()
  place.speaker.say()
}

async function allThere(): Promise<void> {
  const until = performance.now() + LAST_WITHIN_MS
  for (;;) {
    const late = places.filter(({ saidAt }) => saidAt !== null).length
    if (late === 0) return
    if (performance.now() > until) throw new Error(`${late} messages never arrived.`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function quantilesOf(ms: number[]): Quantiles {
  return { count: ms.length, p50Ms: middle(ms), p99Ms: quantile(ms, 0.99) }
}

async function atOnce<T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> {
  const made: T[] = []
  let next = 0
  const worker = async () => {
    while (next < count) {
      const index = next++
      made[index] = await make(index)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return made
}

async function within(ms: number, work: Promise<void>, state: () => string): Promise<void> {
  let late: NodeJS.Timeout | undefined
  const over = new Promise<never>((_resolve, reject) => {
    late = setTimeout(() => reject(new Error(`After ${ms / 1000} s ${state()}.`)), ms)
  })
  await Promise.race([work, over]).finally(() => clearTimeout(late))
}

function demand<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('Nothing was begun.')
  return value
}
