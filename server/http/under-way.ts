// Requests that are being answered: a restart waits for them, and for no connection besides. Browsers open some in advance and
// say nothing on them; Node waits for what those may yet say, and so did each restart, until it was cut off as too late.

import type { Server } from 'node:http'

/** @returns what cuts all connections as soon as no request is under way any more. */
export function cutsWhenIdle(server: Pick<Server, 'on' | 'closeAllConnections'>): () => void {
  let underWay = 0
  let isCutting = false
  const cut = () => {
    if (isCutting && underWay === 0) server.closeAllConnections()
  }
  server.on('request', (_request, answer) => {
    underWay++
    answer.once('close', () => {
      underWay--
      cut()
    })
  })
  return () => {
    isCutting = true
    cut()
  }
}
