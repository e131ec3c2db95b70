// What a scene holds back for a while: requests, or frames of the console's line. Right in each order of events: the driver tells
// of a request some time after it was made, so one may come to be held only after the others were let go, and does as they did.

import type { BrowserContext, Page, Request } from 'playwright-core'

/** How it is refused, or fails; or the body of another answer, or the problem of a frame. */
type Instead = string | object

export interface Held {
  /** What comes from now on. */
  hold(): void
  /** Something has come since, and is held. */
  isHeld(): Promise<void>
  /** @param instead in its place, and in that of what comes later, until it is held again */
  letGo(instead?: Instead): void
}

/** Held as soon as `on` has come back. @param isMeant others under this address pass */
export function heldRequests(address: string | RegExp, isMeant = (_: Request) => true) {
  const { comes, held } = makeGate()
  held.hold()
  const on = async (where: Page | BrowserContext) => {
    await where.route(address, (route) => {
      if (!isMeant(route.request())) return route.fallback()
      comes((instead) => {
        if (typeof instead === 'string') return route.abort(instead)
        return instead ? route.fulfill({ json: instead }) : route.fallback()
      })
    })
    return held
  }
  return { ...held, on }
}

/** Each piece of a file but its first. */
export const heldPieces = () =>
  heldRequests('**/api/attachments/*?from=*', (request) => !request.url().endsWith('from=0'))

/**
 * They pass until they are held.
 * @param way commands of these names, or the answers to those that are asked while it is held; without names all that comes down
 */
export function heldFrames(way: 'up' | 'down', ...names: string[]) {
  const { comes, held, holds } = makeGate()
  const asked = new Set<string>()
  /** @param without frames of these kinds, which do not come down at all */
  const on = (page: Page, without: string[] = []) =>
    page.routeWebSocket(/\/api\/console$/, (socket) => {
      const server = socket.connectToServer()
      socket.onMessage((message) => {
        const { id, name } = JSON.parse(String(message))
        if (!names.includes(name)) return server.send(message)
        if (holds()) asked.add(id)
        if (way === 'up') comes(() => server.send(message))
        else server.send(message)
      })
      server.onMessage((message) => {
        const { id, kind } = JSON.parse(String(message))
        if (without.includes(kind)) return
        const isMeant = way === 'down' && (names.length === 0 || asked.delete(id))
        if (!isMeant) return socket.send(message)
        comes((instead) => {
          const why = typeof instead === 'string' ? { code: instead } : instead
          const problem = { type: '', title: '', status: 409, ...why }
          socket.send(why ? JSON.stringify({ kind: 'refusal', id, problem }) : message)
        })
      })
    })
  return { ...held, on }
}

function makeGate() {
  let isShut = false
  let instead: Instead | undefined
  let waiting: ((instead: Instead | undefined) => unknown)[] = []
  let isHeld = Promise.resolve()
  let tells = () => {}
  const held: Held = {
    hold() {
      isShut = true
      isHeld = new Promise((resolve) => {
        tells = resolve
      })
    },
    isHeld: () => isHeld,
    letGo(other) {
      isShut = false
      instead = other
      for (const goes of waiting) goes(instead)
      waiting = []
    },
  }
  const comes = (goes: (instead: Instead | undefined) => unknown) => {
    if (!isShut) return void goes(instead)
    waiting.push(goes)
    tells()
  }
  return { comes, held, holds: () => isShut }
}
