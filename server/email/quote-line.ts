// What a message answers, in one line above it, as mail programs mark it.

import type { Quote } from '../../protocol/entities.ts'
import { QUOTED_CHARS } from '../../protocol/revisions.ts'
import type { Language } from './language.ts'

export function quoteLine({ words }: Language, { author, snippet, deleted }: Quote): string {
  const end = snippet.length < QUOTED_CHARS ? '' : '…'
  return `> ${author.name}: ${deleted ? words.thread.deleted : snippet + end}`
}
