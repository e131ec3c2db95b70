// Counts of views. Every console asks for the same ones a second after the same message: who asks while one is under way gets the next,
// which begins after they asked, so that nobody is told what was so before. Each rests in between, and few are under way at once: messages
// need the server's processors and our sessions, too. Partner: view.ts.

/** Of twelve sessions. */
const AT_ONCE = 2
/** After one that took a hundred milliseconds, nine hundred … */
const RESTS = 9
/** … and no longer than a console waits by itself. */
const REST_MOST_MS = 1_000

export class Counts {
  /** Not begun: whoever asks now may have it. */
  readonly #next = new Map<string, Promise<number>>()
  /** Under way, or resting: until when nobody begins it again. */
  readonly #busy = new Map<string, Promise<void>>()
  readonly #queue: (() => void)[] = []
  #free = AT_ONCE

  /** @param key of what is counted */
  count(key: string, ask: () => Promise<number>): Promise<number> {
    const next = this.#next.get(key) ?? this.#counted(key, ask)
    this.#next.set(key, next)
    return next
  }

  async #counted(key: string, ask: () => Promise<number>): Promise<number> {
    await this.#busy.get(key)
    if (this.#free > 0) this.#free--
    else await new Promise<void>((resolve) => this.#queue.push(resolve))
    this.#next.delete(key)
    const beganAt = performance.now()
    const counting = ask()
    const ended = counting.then(
      () => {},
      () => {},
    )
    this.#busy.set(
      key,
      ended.then(() => this.#rest(key, Math.min(REST_MOST_MS, RESTS * (performance.now() - beganAt)))),
    )
    void ended.then(() => this.#leave())
    return counting
  }

  /** The place goes to who has waited longest. */
  #leave(): void {
    const first = this.#queue.shift()
    if (first) first()
    else this.#free++
  }

  async #rest(key: string, restMs: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, restMs).unref())
    this.#busy.delete(key)
  }
}
