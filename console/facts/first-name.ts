// How people are called where there is little room: in a button, beside their picture. Whole names stand in lists and titles.

/** Characters; longer than any first name that we know of. */
const FIRST_NAME_CHARS = 20

export function firstName(name: string): string {
  const letters = [...(name.split(' ')[0] ?? '')]
  return letters.length > FIRST_NAME_CHARS
    ? `${letters.slice(0, FIRST_NAME_CHARS).join('')}…`
    : letters.join('')
}
