// Who listens on this copy: a table of handlers a topic. Partners: in-process.ts, which is this and nothing else, and
// redis.ts, which asks Redis for a topic as long as somebody is in the table.

import type { BusEvent, Handler } from './bus.ts'

interface Listener {
  handler: Handler
}

export function listeners(changes: { first?(topic: string): void; last?(topic: string): void } = {}) {
  /** Most topics are a contact's, and have one listener: a set for each would be a third of what they take. */
  const handlers = new Map<string, Listener | Set<Listener>>()
  let onTold: (topic: string, event: BusEvent) => void = () => {}

  return {
    tell(topic: string, event: BusEvent, answered?: object): void {
      const ofTopic = handlers.get(topic)
      if (!ofTopic) return
      onTold(topic, event)
      if (ofTopic instanceof Set) for (const { handler } of [...ofTopic]) handler(event, answered)
      else ofTopic.handler(event, answered)
    },
    subscribe(topic: string, handler: Handler): () => void {
      // A handler that listens twice is two listeners.
      const own: Listener = { handler }
      const ofTopic = handlers.get(topic)
      if (ofTopic instanceof Set) ofTopic.add(own)
      else handlers.set(topic, ofTopic ? new Set([ofTopic, own]) : own)
      if (!ofTopic) changes.first?.(topic)
      return () => {
        const there = handlers.get(topic)
        if (there instanceof Set) {
          if (!there.delete(own) || there.size > 0) return
        } else if (there !== own) return
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
