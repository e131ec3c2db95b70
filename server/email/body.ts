// What a letter is made of, block by block, and how it reads as plain text: complete, for whoever sees no more. Kept with the mail, so
// that its other face is drawn when it goes. Partners: texts.ts, which writes them; html.ts, the other face.

export type Block =
  | { is: 'words' | 'aside'; text: string }
  /** Alone on its line, so that it copies well. */
  | { is: 'code'; code: string }
  /** The one thing to do. */
  | { is: 'link'; url: string; label?: string }
  | { is: 'facts'; lines: string[] }
  /** What a person wrote; hostile, as all of that is. */
  | { is: 'said'; text: string; heading?: string }
  | { is: 'thread'; head: ThreadHead; entries: ThreadEntry[] }

export interface ThreadHead {
  title: string
  about: string[]
  answers: { label: string; text: string }[]
}

/** A message, or what the system noted of itself where nobody is named. */
export interface ThreadEntry {
  /** Above the first of a day. */
  day?: string
  time: string
  name?: string
  text: string
}

export const textOf = (blocks: readonly Block[]): string => `${blocks.map(blockText).join('\n\n')}\n`

export function headText({ title, about, answers }: ThreadHead): string {
  const lines = answers.flatMap(({ label, text }) => [
    label,
    ...text.split('\n').map((line) => INDENT + line),
  ])
  return [title, ...about, '', ...lines, ...(lines.length > 0 ? [''] : [])].join('\n')
}

export function entryText({ day, time, name, text }: ThreadEntry): string {
  const heading = day ? `\n${day}\n${'-'.repeat(day.length)}\n` : ''
  if (name === undefined) return `${heading}\n${time}  [${text}]\n`
  const lines = text.split('\n').map((line) => (INDENT + line).trimEnd())
  return `${heading}\n${time}  ${name}\n${lines.join('\n')}\n`
}

/** The width of a time and the two spaces after it. */
const INDENT = '       '

function blockText(block: Block): string {
  switch (block.is) {
    case 'words':
    case 'aside':
      return block.text
    case 'code':
      return inset(block.code)
    case 'link':
      return inset(block.url)
    case 'facts':
      return inset(block.lines.join('\n'))
    case 'said':
      return [...(block.heading ? [block.heading] : []), inset(block.text.trim())].join('\n\n')
    case 'thread':
      return `${headText(block.head)}${block.entries.map(entryText).join('')}`.trim()
  }
}

const inset = (text: string) =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => `    ${line}`.trimEnd())
    .join('\n')
