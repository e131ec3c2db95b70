/**
 * Keys by their `keyCode`. One that an input method takes, as the Enter that ends what was composed in Japanese, has another number and
 * the same `key`; `isComposing` is false of it in Safari, where the composition has ended by then.
 */
export const ENTER = 13
export const ESCAPE = 27
const TAKEN = 229

/** Nobody's but the input method's, whatever its `key`. */
export const isComposed = (event: KeyboardEvent) => event.keyCode === TAKEN
