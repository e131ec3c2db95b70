// What is pressed again before the first answer is here: a second step begins where the first has led. Partners: ruling.ts,
// saving-views.ts, screens/settings/types.tsx.

/** @returns what does one thing after the other, whatever becomes of each */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work)
    last = mine.catch(() => {})
    return mine
  }
}
