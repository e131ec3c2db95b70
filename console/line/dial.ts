// How a line is dialled: by socket, and by plain HTTP where sockets cannot be opened or bring nothing. Then sockets are tried
// again from time to time, and the first that opens is taken. Partners: socket.ts, which speaks over it, polling.ts.

import { listening } from '../listening.ts'
import { PollingLine } from './polling.ts'
import type { Wire } from './socket.ts'

/** Sockets in a row that brought no word before HTTP takes over. */
const BLOCKED_AFTER = 2
/** Between two looks whether sockets open again. */
const LOOK_AGAIN_MS = 60_000

export function dialler(dialSocket: () => WebSocket): () => Wire {
  let silent = 0
  return () => {
    const line = silent < BLOCKED_AFTER ? dialSocket() : untilSocketsOpen(new PollingLine(), dialSocket)
    let spoke = false
    line.addEventListener('message', () => {
      spoke = true
      if (!(line instanceof PollingLine)) silent = 0
    })
    line.addEventListener('close', () => {
      if (line instanceof PollingLine) silent = 0
      // Without a network nothing opens, whatever a proxy would do.
      else if (!spoke && navigator.onLine !== false) silent++
    })
    return line
  }
}

/** Ends the line as soon as a socket opened beside it: the next one is dialled then. */
function untilSocketsOpen(line: PollingLine, dialSocket: () => WebSocket): PollingLine {
  const look = () => {
    const probe = dialSocket()
    probe.onopen = () => {
      probe.close(1000)
      line.end()
    }
  }
  const looking = setInterval(look, LOOK_AGAIN_MS)
  // Another network, perhaps.
  const deaf = listening(window, 'online', look)
  line.addEventListener('close', () => {
    clearInterval(looking)
    deaf()
  })
  return line
}
