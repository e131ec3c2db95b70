// What the page that is shown would lose, were it left: it takes the way out over then, and asks. Whoever leads away goes through here.
// Partners: route.ts, before each change of the address; screens/parts/unsaved.tsx, which is the question.

/** @param isThere by the browser's own buttons: the address is another one already */
export type Leave = (then: () => void, isThere?: boolean) => void

/** At once, until a page has something to lose. */
export const unsaved: { leave: Leave } = { leave: (then) => then() }
