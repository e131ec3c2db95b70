// Sentences about files, in English: in the bundle that shows them. Partner: panel.ts.

export const attach = 'Attach files'
export const dropHere = 'Drop your files here'
export const chosen = 'Files of your message'
export const tooMany = (most: number) =>
  `A message takes ${most} files. Remove some, or send them in two messages.`

export const goes = 'Will be sent once all of it is uploaded.'

export const fileWords = {
  open: (name: string) => `Download ${name}`,
  notLoaded: 'Could not be loaded. Press to try again.',
}

const REASONS: Record<string, string> = {
  lost: 'The page was reloaded before this was uploaded. Choose it again.',
  'attachment.empty': 'There is nothing in this file.',
  'attachment.too_large': 'Larger than 10 MB. Choose a smaller one.',
  'attachment.kind': 'We take images, PDF, text, Word, Excel and PowerPoint files.',
  'attachment.damaged': 'This image cannot be read. Try a screenshot of it.',
  'attachment.day_full': 'Too many files for one day. Try again later.',
}

/** Of a guest's files. */
export const waits = 'Goes with your message once your address is proved'

export const words = {
  remove: (name: string) => `Remove ${name}`,
  again: 'Try again',
  uploading: (percent: number) => `Uploading, ${percent} %`,
  why: (code: string) => REASONS[code] ?? 'This file could not be sent. Try again.',
  isFinal: (code: string) => /^lost|empty|too_large|kind|damaged/.test(code),
}
