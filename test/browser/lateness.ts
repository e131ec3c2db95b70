// A slow line under any scene: `TEST_LATE=parts,answers,frames npx vitest run …`. What a program fetches when it first
// needs it, what the server answers and what a socket carries each come late by chance, in their order. A scene that then
// fails has found a fault of the product, or takes something for there that it did not wait for. What a scene
// routes itself is not late. TEST_LATE_SEED repeats the chances; to whom they fall, the machine decides.

import { setTimeout as after } from 'node:timers/promises'
import type { BrowserContext } from 'playwright-core'
import { randomFrom } from '../stage/random.ts'

/** Longer than it takes to press three more buttons, and short enough for a whole file of scenes. */
const LATEST_MS = { parts: 1_500, answers: 800, frames: 400 }

type Kind = keyof typeof LATEST_MS

const random = randomFrom(Number(process.env.TEST_LATE_SEED ?? 1))
const kinds = (process.env.TEST_LATE ?? '').split(',').filter((kind): kind is Kind => kind in LATEST_MS)
const late = (kind: Kind) => after(random() * LATEST_MS[kind])

/** Whoever routes requests switches off the browser's cache (the driver does): a scene that is about it cannot be had then. */
export const isWithoutCache = kinds.some((kind) => kind !== 'frames')

/** Nothing is late unless TEST_LATE says so. */
export async function makeLate(context: BrowserContext): Promise<void> {
  for (const kind of kinds)
    if (kind === 'frames') await framesAreLate(context)
    else
      await context.route(kind === 'parts' ? /\/assets\/[^/]+\.js/ : /\/api\//, async (route) => {
        // A page that was left wants it no longer.
        await late(kind).then(() => route.continue().catch(() => {}))
      })
}

const framesAreLate = (context: BrowserContext) =>
  context.routeWebSocket(/./, (page) => {
    const server = page.connectToServer()
    const [up, down] = [inOrder(), inOrder()]
    page.onMessage((data) => up(() => server.send(data)))
    server.onMessage((data) => down(() => page.send(data)))
    page.onClose((code, reason) => up(() => server.close({ code, reason })))
    server.onClose((code, reason) => down(() => page.close({ code, reason })))
  })

function inOrder() {
  let last = Promise.resolve()
  return (step: () => unknown) => {
    last = last
      .then(() => late('frames'))
      .then(step)
      .then(
        () => {},
        () => {},
      )
  }
}
