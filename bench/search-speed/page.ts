// Runs in the page beside one engine and takes the times there. Partner: ../search-speed.ts, which drives it.

import type { Engine, Opened } from './engine.ts'

export interface Load {
  /** Until the first file answered a first query. */
  readyMs: number
  /** Until all files did. */
  wholeMs: number
  longestTaskMs: number
}

let opened: Opened | undefined

/** From bytes that have arrived to the first answer: what a network adds is the same for all, a byte for a byte. */
export async function load(engine: Engine, urls: string[], query: string): Promise<Load> {
  const [first, ...rest] = await Promise.all(
    urls.map(async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer())),
  )
  if (!first) throw new Error('There is nothing to load.')
  const longestTask = watchTasks()
  await nextTask()
  const beganAt = performance.now()
  const found = await engine.open(first)
  await nextTask()
  await found.find(query)
  const readyMs = performance.now() - beganAt
  for (const file of rest) {
    await nextTask()
    await found.add?.(file)
  }
  await nextTask()
  await found.find(query)
  const wholeMs = performance.now() - beganAt
  opened = found
  await nextTask()
  return { readyMs, wholeMs, longestTaskMs: longestTask() }
}

interface Typing {
  /** From each key to its answer, whatever the page did between. */
  times: number[]
  longestTaskMs: number
}

/**
 * Types each query letter by letter, from the second letter on, until the time is up. Nothing is warmed up: neither
 * is the widget of somebody who begins to type.
 */
export async function type(queries: string[], withinMs: number): Promise<Typing> {
  const times: number[] = []
  const longestTask = watchTasks()
  const endsAt = performance.now() + withinMs
  for (const query of queries) {
    for (let letters = 2; letters <= query.length; letters++) {
      await nextTask()
      if (performance.now() > endsAt) break
      const beganAt = performance.now()
      const found = opened?.find(query.slice(0, letters))
      // Who answers at once waits for nothing.
      if (found instanceof Promise) await found
      times.push(performance.now() - beganAt)
    }
  }
  await nextTask()
  return { times, longestTaskMs: longestTask() }
}

/** The article that each query finds first, until the time is up. */
export async function ask(queries: string[], withinMs: number): Promise<string[]> {
  const firsts: string[] = []
  const endsAt = performance.now() + withinMs
  for (const query of queries) {
    if (performance.now() > endsAt) break
    firsts.push((await opened?.find(query))?.[0] ?? '')
    await nextTask()
  }
  return firsts
}

/** The longest time that the page could not do anything else, by a message that it sends itself all the time. */
function watchTasks(): () => number {
  let longest = 0
  let last = performance.now()
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    port2.postMessage(null)
  }
  port2.postMessage(null)
  return () => {
    port1.close()
    return longest
  }
}

/** Not by a timer: browsers make those wait. */
function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
