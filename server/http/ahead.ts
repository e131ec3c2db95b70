// Requests that one connection sends before those in front of them are answered: all are begun at once, and what is ready waits in memory
// for its turn. No browser and no proxy sends any; twenty connections that did held 700 MB, and everybody else for half a minute.

import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Of one connection, with what is being answered. */
const BEGUN_MAX = 64

/** Cuts a connection that goes further. */
export function cutsWhoRunAhead(server: Pick<Server, 'on'>): void {
  const begun = new WeakMap<Socket, number>()
  server.on('request', ({ socket }, answer) => {
    const many = (begun.get(socket) ?? 0) + 1
    begun.set(socket, many)
    if (many > BEGUN_MAX) socket.destroy()
    answer.once('close', () => begun.set(socket, (begun.get(socket) ?? 1) - 1))
  })
}
