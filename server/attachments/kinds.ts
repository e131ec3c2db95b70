// What a file is, by what stands in it and never by its name. What is not in this list is refused, also markup that
// calls itself an image or a text. Nothing is unpacked: of an office file only its list of contents is read.

/** A file as pieces of bytes; past its end there are none. */
export interface Bytes {
  size: number
  read(from: number, length: number): Promise<Buffer>
}

export const KINDS = {
  'image/jpeg': ['jpg', 'jpeg', 'jfif'],
  'image/png': ['png'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'application/pdf': ['pdf'],
  'text/plain': ['txt', 'log', 'md', 'csv', 'tsv', 'json', 'yaml', 'yml', 'ini', 'srt'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
} as const satisfies Record<string, readonly [string, ...string[]]>
export type Kind = keyof typeof KINDS

/** What re-encoding makes anew; these are shown in the thread. */
export const isImage = (kind: Kind) => kind.startsWith('image/')

const OFFICE = 'application/vnd.openxmlformats-officedocument.'
/** The part that makes a zip file an office file. */
const OFFICE_PARTS: Record<string, Kind> = {
  'word/document.xml': `${OFFICE}wordprocessingml.document`,
  'xl/workbook.xml': `${OFFICE}spreadsheetml.sheet`,
  'ppt/presentation.xml': `${OFFICE}presentationml.presentation`,
}
const HEAD_BYTES = 16
const TAIL_BYTES = 1_024
const TEXT_PIECE_BYTES = 64 * 1024
/** A zip's list of contents: thousands of parts, a long report with pictures. */
const CONTENTS_MAX_BYTES = 1024 * 1024

/** @returns undefined for what is not taken */
export async function kindOf(file: Bytes): Promise<Kind | undefined> {
  const head = await file.read(0, HEAD_BYTES)
  const begins = (text: string, at = 0) => head.subarray(at, at + text.length).toString('latin1') === text
  if (begins('\xff\xd8\xff')) return 'image/jpeg'
  if (begins('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (begins('GIF87a') || begins('GIF89a')) return 'image/gif'
  if (begins('RIFF') && begins('WEBP', 8)) return 'image/webp'
  if (begins('%PDF-')) {
    const tail = await file.read(Math.max(0, file.size - TAIL_BYTES), TAIL_BYTES)
    return tail.includes('%%EOF') ? 'application/pdf' : undefined
  }
  if (begins('PK\x03\x04')) return officeKindOf(file)
  return (await isPlainText(file)) ? 'text/plain' : undefined
}

/** The end of a zip: 22 bytes, without a comment behind them, which office programs do not write. */
const END_BYTES = 22
const END_MARK = 0x06054b50
const ENTRY_MARK = 0x02014b50
const ENTRY_BYTES = 46

async function officeKindOf(file: Bytes): Promise<Kind | undefined> {
  const end = await file.read(file.size - END_BYTES, END_BYTES)
  if (end.length < END_BYTES || end.readUInt32LE(0) !== END_MARK) return undefined
  const length = end.readUInt32LE(12)
  if (length > CONTENTS_MAX_BYTES) return undefined
  const contents = await file.read(end.readUInt32LE(16), length)
  const names = new Set<string>()
  for (let at = 0; at + ENTRY_BYTES <= contents.length; ) {
    if (contents.readUInt32LE(at) !== ENTRY_MARK) return undefined
    const nameBytes = contents.readUInt16LE(at + 28)
    names.add(contents.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes))
    at += ENTRY_BYTES + nameBytes + contents.readUInt16LE(at + 30) + contents.readUInt16LE(at + 32)
  }
  // A macro is a program.
  if (!names.has('[Content_Types].xml') || [...names].some((name) => /vbaProject/i.test(name)))
    return undefined
  const part = Object.keys(OFFICE_PARTS).find((name) => names.has(name))
  return part ? OFFICE_PARTS[part] : undefined
}

/** Tab, line feed, form feed, carriage return and escape (of terminals' logs) are text; other controls are not. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const NOT_TEXT = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\u007f]/
/** HTML, SVG, XML: what a browser could take for a page. */
const MARKUP = /^\s*<[!?a-z]/i

async function isPlainText(file: Bytes): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for (let at = 0; at < file.size; at += TEXT_PIECE_BYTES) {
      const piece = await file.read(at, TEXT_PIECE_BYTES)
      const text = decoder.decode(piece, { stream: at + piece.length < file.size })
      if (NOT_TEXT.test(text) || (at === 0 && MARKUP.test(text))) return false
    }
    return true
  } catch {
    return false
  }
}
