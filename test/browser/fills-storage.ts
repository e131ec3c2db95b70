// Runs in a page: fills what it may keep to the last letter, as one does that keeps too much.

/** What is removed under the name `filler` makes room again. */
export function fillsStorage(): void {
  let name = 'filler'
  for (let letters = 1 << 20; letters >= 1; letters /= 2)
    try {
      for (;;) {
        localStorage.setItem(name, '-'.repeat(letters))
        name += '+'
      }
    } catch {
      // No room for as many.
    }
}
