// A device whose clock is wrong, while the server's is right.

/** Runs before any script of a page. @param ms negative: it is behind */
export function clockIsAhead(ms: number): void {
  const Right = Date
  globalThis.Date = class extends Right {
    constructor(...given: []) {
      super(...((given.length ? given : [Right.now() + ms]) as []))
    }
    static override now = () => Right.now() + ms
  } as DateConstructor
}
