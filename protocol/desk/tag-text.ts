// One way to write a tag, on both sides. Without the schema library, so that it costs browsers nothing. Partner: tags.ts.

import { TAG_MAX_CHARS } from '../limits.ts'

/** Small letters, single spaces. Empty where nothing is left, or where it is too long to be a tag. */
export function tagFrom(text: string): string {
  const tag = text
    .normalize('NFC')
    .replace(/[\p{C},#]/gu, ' ')
    .trim()
    .replace(/\s+/g, ' ')
    .toLowerCase()
  return tag.length > TAG_MAX_CHARS ? '' : tag
}
