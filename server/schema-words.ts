// How a schema's complaints are said to who wrote a file, whichever file it is.

/** What a value must be, by the schema's name for it. */
export const TYPE_WORDS: Record<string, string> = {
  string: 'a text',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'fields with values',
}

const SHOWN_CHARS = 60
/** What was given, as far as it helps to find it. */
export function shortened(given: unknown): string {
  const text = JSON.stringify(given) ?? 'nothing'
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text
}
