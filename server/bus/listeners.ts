// Who listens on this copy: a table of handlers a topic. Partners: in-process.ts, which is this and nothing else, and
// redis.ts, which asks Redis for a topic as long as somebody is in the table.

import type { BusEvent } from './bus.ts'

type Handler = (event: BusEvent) => void

export function listeners(changes: { first?(topic: string): void; last?(topic: string): void } = {}) {
  const handlers = new Map<string, Set<Handler>>()
  let onTold: (topic: string, event: BusEvent) => void = () => {}

  return {
    tell(topic: string, event: BusEvent): void {
      const ofTopic = handlers.get(topic)
      if (!ofTopic) return
      onTold(topic, event)
      for (const handler of [...ofTopic]) handler(event)
    },
    subscribe(topic: string, handler: Handler): () => void {
      // A handler that listens twice is two listeners.
      const own: Handler = (event) => handler(event)
      const ofTopic = handlers.get(topic) ?? new Set()
      handlers.set(topic, ofTopic.add(own))
      if (ofTopic.size === 1) changes.first?.(topic)
      return () => {
        if (!ofTopic.delete(own) || ofTopic.size > 0) return
        handlers.delete(topic)
        changes.last?.(topic)
      }
    },
    has: (topic: string) => handlers.has(topic),
    topics: () => [...handlers.keys()],
    onTold(listener: typeof onTold): void {
      onTold = listener
    },
    clear: () => handlers.clear(),
  }
}
