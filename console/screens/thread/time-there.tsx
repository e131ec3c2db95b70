// Under the box: the last time of day that a reply names, on the contact's clock. Partner: their-time.ts.

import type { ComponentChildren } from 'preact'
import { now } from '../../clock.ts'
import { theirTime } from '../../facts/their-time.ts'
import { timeThere as words } from '../../strings/time-there.ts'

export function TimeThere(props: {
  text: string
  zone: string
  name: string
  /** Where there is none, or the clock shows the same there. */
  children: ComponentChildren
}) {
  const found = lastTimeIn(props.text, now.value)
  const there = found && theirTime(found.at, props.zone)
  if (!there) return props.children
  return <span class="composer-hint">{words(found.said, there, props.name)}</span>
}

const TIME =
  /(?<![\d:.])(?:(1[0-2]|0?[1-9])(?::([0-5]\d))?\s?([ap]\.?m)\b|([01]?\d|2[0-3]):([0-5]\d)(?![\d:]))/gi

/** What an agent writes is on the agent's clock: "14:30", "2 pm", "2:30 PM"; as it is today. */
export function lastTimeIn(text: string, now: number): { said: string; at: number } | undefined {
  const found = [...text.matchAll(TIME)].at(-1)
  if (!found) return undefined
  const [said, hour12, minute12, half, hour24, minute24] = found
  const hour = half ? (Number(hour12) % 12) + (/p/i.test(half) ? 12 : 0) : Number(hour24)
  return { said, at: new Date(now).setHours(hour, Number(minute24 ?? minute12 ?? 0), 0, 0) }
}
