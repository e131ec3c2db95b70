// Signs of people at a ticket, which each gives again while they last: who falls silent is dropped. Partners: typing.ts, presence.ts.

/** By ticket; one where there is nobody has no place. */
export type Signs<One> = ReadonlyMap<string, readonly One[]>

export function signsAt<One>(signs: Signs<One>, ticketId: string, all: readonly One[]): Signs<One> {
  const next = new Map(signs)
  if (all.length > 0) next.set(ticketId, all)
  else next.delete(ticketId)
  return next
}

/** @returns the same ones where nobody fell silent */
export function withoutSilent<One extends { until: number }>(signs: Signs<One>, now: number): Signs<One> {
  let kept = signs
  for (const [ticketId, all] of signs) {
    const still = all.filter(({ until }) => until > now)
    if (still.length < all.length) kept = signsAt(kept, ticketId, still)
  }
  return kept
}
