// The bus of one copy: a table of handlers a topic.

import type { Bus, BusEvent } from './bus.ts'

export function inProcessBus(): Bus {
  const handlers = new Map<string, Set<(event: BusEvent) => void>>()
  return {
    publish(topic, event) {
      for (const handler of [...(handlers.get(topic) ?? [])]) handler(event)
    },
    subscribe(topic, handler) {
      const ofTopic = handlers.get(topic) ?? new Set()
      handlers.set(topic, ofTopic.add(handler))
      return () => {
        ofTopic.delete(handler)
        if (ofTopic.size === 0) handlers.delete(topic)
      }
    },
    async close() {
      handlers.clear()
    },
  }
}
