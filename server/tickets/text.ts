// What people write, made safe to keep and to show: nothing is taken away that can be seen.

import type { Message } from '../../protocol/entities.ts'
import { SUBJECT_MAX_CHARS } from '../../protocol/limits.ts'
import { plainWords } from '../../protocol/plain-words.ts'
import { written } from '../../protocol/written.ts'
import { cutTo } from '../carried.ts'
import { Refusal } from '../errors.ts'

/** Characters of a snippet in a list: what fits two lines of the widest row. */
const SNIPPET_CHARS = 140

/** Where there are attachments, the text may be empty. */
export function writtenText(body: { text: string; attachments?: string[] }): string {
  return keptText(body.text) || (body.attachments?.length ? '' : cleanText(body.text))
}

/** For a line in a list or a mail: a message of files alone is their names. */
export function inShort({ text, attachments = [] }: Pick<Message, 'text' | 'attachments'>): string {
  return text || attachments.map(({ name }) => name).join(', ')
}

/** @throws Refusal('request.malformed') when nothing is left to read. */
export function cleanText(text: string): string {
  const kept = keptText(text)
  const detail = 'Nothing in the text can be seen; write something.'
  if (!kept) throw new Refusal('request.malformed', { field: '/text', detail })
  return kept
}

/** May be empty. */
export function keptText(text: string): string {
  return written(
    text
      .toWellFormed()
      .replace(/\r\n?/g, '\n')
      // Control characters but for tab and line feed: they show nothing and some programs choke on them.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ''),
  )
}

export function oneLine(text: string): string {
  return cutTo(text.replace(/\s+/g, ' ').trim(), SUBJECT_MAX_CHARS)
}

/** The beginning of a text in plain words, cut between words. */
export function subjectFrom(text: string): string {
  // Single spaces, nearly all there are, stay as they are: to replace each makes the text anew, word by word.
  const line = plainWords(text)
    .replace(/\s{2,}|[^\S ]/g, ' ')
    .trim()
  if (line.length <= SNIPPET_CHARS) return line
  const cut = cutTo(line, SNIPPET_CHARS - 1)
  const space = cut.lastIndexOf(' ')
  return `${space > SNIPPET_CHARS / 2 ? cut.slice(0, space) : cut}…`
}
