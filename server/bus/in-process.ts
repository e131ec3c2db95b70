// The bus of one copy: whoever listens is in this process, so nothing is lost.

import type { Bus } from './bus.ts'
import { listeners } from './listeners.ts'

export function inProcessBus(): Bus {
  const here = listeners()
  return {
    publish(topic, event, reach = 'everywhere', answered) {
      if (reach !== 'elsewhere') here.tell(topic, event, answered)
    },
    subscribe: here.subscribe,
    async heard() {},
    isHeardHere: here.has,
    onTold: here.onTold,
    state: () => ({
      kind: 'in_process',
      isConnected: true,
      isWhole: true,
      copies: 1,
      sent: 0,
      received: 0,
      dropped: 0,
      roundTripMs: 0,
    }),
    async close() {
      here.clear()
    },
  }
}
