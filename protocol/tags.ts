// Tags of tickets: short words of the desk's own, which contacts never see. One way to write them, on both sides.

import Type from 'typebox'
import { TAG_MAX_CHARS } from './limits.ts'

export const Tag = Type.String({ minLength: 1, maxLength: TAG_MAX_CHARS })

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
