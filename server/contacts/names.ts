// A person's name, as hosts, guests and schools give it: one line, and nothing that nobody sees or that turns the direction of what
// stands beside it. What signs the name must not be moved by the name.

/** But for what joins letters in some scripts, and pictures. */
const HIDDEN = /(?!\u200c|\u200d|\ufe0f)[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu

/** '' where nothing is left to read. */
export function nameIn(given: string): string {
  const name = given.toWellFormed().replace(/\s+/g, ' ').replace(HIDDEN, '').trim()
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(name) ? name : ''
}
