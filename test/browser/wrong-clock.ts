// A device whose clock is wrong, while the server's is right; or goes on while its page sleeps (asleep.ts).

/** Runs before any script of a page. @param ms negative: it is behind */
export function clockIsAhead(ms: number): void {
  const Right = Date
  const page = window as { aheadMs?: number }
  page.aheadMs = ms
  const now = () => Right.now() + (page.aheadMs ?? 0)
  globalThis.Date = class extends Right {
    constructor(...given: []) {
      super(...((given.length ? given : [now()]) as []))
    }
    static override now = now
  } as DateConstructor
}
