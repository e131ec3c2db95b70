// The time as screens show it. Two clocks, so that a list of a hundred rows is not drawn again each second.

import { computed, signal } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { clockSkewMs } from './state.ts'

/** While somebody types only the last question is asked: the one after which the keys rest so long. */
export const KEYS_REST_MS = 120

/** Waits are shown in minutes: a quarter of one is exact enough. */
const CALM_TICK_MS = 15_000

const ours = signal(Date.now())

/** The server's clock, four times a minute. */
export const now = computed(() => ours.value + clockSkewMs.value)

export function startClock(): void {
  const tick = () => {
    ours.value = Date.now()
  }
  tick()
  setInterval(tick, CALM_TICK_MS)
  document.addEventListener('visibilitychange', tick)
}

/** The server's clock, each second, for as long as the component stands. */
export function useSeconds(): number {
  const [time, setTime] = useState(Date.now() + clockSkewMs.peek())
  useEffect(() => {
    const timer = setInterval(() => setTime(Date.now() + clockSkewMs.peek()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return time
}
