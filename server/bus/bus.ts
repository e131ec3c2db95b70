// What carries wake-ups between sockets and, with Redis, between copies of the server. It may lose them:
// the numbers in the store are the truth, and heartbeats heal what a lost wake-up left behind.

export interface Bus {
  publish(topic: string, event: BusEvent): void
  /** Returns the way to stop. Handlers must not throw. */
  subscribe(topic: string, handler: (event: BusEvent) => void): () => void
  close(): Promise<void>
}

export interface BusEvent {
  name: string
  body: unknown
}
