// What carries wake-ups between sockets and, with Redis, between copies of the server. It may lose them: the numbers in
// the store are the truth. Partners: chat/catch-up.ts, which finds what a lost wake-up left behind; in-process.ts and
// redis.ts, which keep this; the contract is test/bus/contract.ts.

/** Who hears of an event: every copy, this one only, or all others. */
type Reach = 'everywhere' | 'here' | 'elsewhere'

export type Handler = (event: BusEvent, answered?: object) => void

export interface Bus {
  /**
   * Never waits and never throws. Handlers of this copy have run when it returns.
   * @param answered who asked for it and has it in the answer; handlers of this copy are handed it, and know who they are
   */
  publish(topic: string, event: BusEvent, reach?: Reach, answered?: object): void
  /** Returns the way to stop. Handlers must not throw. */
  subscribe(topic: string, handler: Handler): () => void
  /**
   * Resolves when what was subscribed so far is heard from everywhere; after a moment in any case, for a bus that is away
   * holds nobody up. What is read from the store after it has no gap to the events.
   */
  heard(): Promise<void>
  /** Whether anybody listens here. */
  isHeardHere(topic: string): boolean
  /** Every event that somebody here was told, with its topic. One such listener. */
  onTold(listener: (topic: string, event: BusEvent) => void): void
  state(): BusState
  close(): Promise<void>
}

export interface BusEvent {
  name: string
  body: unknown
}

export interface BusState {
  kind: 'in_process' | 'redis'
  /** Events reach the other copies, and theirs come. */
  isConnected: boolean
  /** Nothing is known to be lost: connected, and no copy has fallen silent without a goodbye. */
  isWhole: boolean
  /** This one and those that were heard of lately. */
  copies: number
  /** Events that went out to other copies, came from them, and were not sent because the bus was away. */
  sent: number
  received: number
  dropped: number
  /** From this copy to the bus and back, when it was measured last. */
  roundTripMs: number
}
