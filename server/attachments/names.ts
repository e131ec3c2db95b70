// A file's name, for people only: on disk it is an id. Cleaned first, looked at afterwards, and its ending always
// says what the file is, so that no program of the reader's takes it for another.

import { ATTACHMENT_NAME_CHARS } from '../../protocol/limits.ts'

const NAMELESS = 'file'

/** No folder, nothing invisible, nothing that turns the direction of reading ("exe.gpj" shown as "jpg.exe"). */
export function cleanName(name: string): string {
  const cleaned = name
    .toWellFormed()
    .normalize('NFC')
    .replace(/^.*[/\\]/s, '')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[ .]+|[ .]+$/g, '')
  return shortened(cleaned || NAMELESS)
}

/** @param endings of the type that was found in it; the first is the usual one */
export function withEnding(name: string, endings: readonly [string, ...string[]]): string {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase()
  return ending && endings.includes(ending) ? name : `${name}.${endings[0]}`
}

/** The middle goes: the beginning says what it is about, the end what it is. */
function shortened(name: string): string {
  const characters = Array.from(name)
  if (characters.length <= ATTACHMENT_NAME_CHARS) return name
  const kept = ATTACHMENT_NAME_CHARS - 21
  return `${characters.slice(0, kept).join('')}…${characters.slice(-20).join('')}`
}
