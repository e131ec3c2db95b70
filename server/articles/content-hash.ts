// The name of a content: what is named by it never changes.

import { hash } from 'node:crypto'

/** 64 bits: enough to tell versions apart. */
const HASH_CHARS = 16

export const contentHash = (content: string | Buffer): string =>
  hash('sha256', content, 'hex').slice(0, HASH_CHARS)
