// How far two colours are from each other for whoever reads them (WCAG 2.2, relative luminance). Pure, for browsers and server.

/** A colour as it is kept: `#` and six digits, small. null: it is none. */
export function colourOf(text: string): string | null {
  const written = text.trim().toLowerCase()
  if (/^#[\da-f]{6}$/.test(written)) return written
  if (!/^#[\da-f]{3}$/.test(written)) return null
  return `#${[...written.slice(1)].map((digit) => digit + digit).join('')}`
}

/** 1 for the same colour, 21 for black on white. */
export function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (lighter + 0.05) / (darker + 0.05)
}

/** What is easier to read on it: one of the two always has 4.5 and more. */
export const textOn = (ground: string): '#ffffff' | '#000000' =>
  contrast('#ffffff', ground) >= contrast('#000000', ground) ? '#ffffff' : '#000000'

/** Of a button or a field against what it lies on: WCAG 1.4.11. */
export const SEEN_CONTRAST = 3

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
