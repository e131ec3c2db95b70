// How many a second, from so many writers of which each waits for its last one; and how long one of them waits.

import { middle, quantile } from '../parts/quantiles.ts'

export type Send = (writer: number, n: number) => Promise<unknown>

export interface Rate {
  perSecond: number
  p50Ms: number
  p99Ms: number
}

export async function measure(writers: number, send: Send, forMs: number): Promise<Rate> {
  const tookMs: number[] = []
  const began = performance.now()
  const until = began + forMs
  const write = async (writer: number) => {
    for (let n = 0; performance.now() < until; n++) {
      const sentAt = performance.now()
      await send(writer, n)
      tookMs.push(performance.now() - sentAt)
    }
  }
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
  const seconds = (performance.now() - began) / 1_000
  return { perSecond: tookMs.length / seconds, p50Ms: middle(tookMs), p99Ms: quantile(tookMs, 0.99) }
}

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
