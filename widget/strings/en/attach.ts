// The sentences about files, fetched on demand. Partner: panel.ts, which has the rest.

export const attach = 'Attach files'
export const dropHere = 'Drop your files here'
export const chosen = 'Files of your message'
export const tooMany = (most: number) =>
  `A message takes ${most} files. Remove some, or send them in two messages.`

export const goes = 'Will be sent once all of it is uploaded.'
/** Changed before it went, or the page was left. */
export const notSent = 'Not sent yet. Press Send again.'

export const fileWords = {
  open: (name: string) => `Download ${name}`,
  notLoaded: 'Could not be loaded. Press to try again.',
}

/** Why a file does not come, by the server's code or by ours. */
export const reasons: Record<string, string> = {
  lost: 'The page was reloaded before this was uploaded. Choose it again.',
  blocked: 'Something on this network does not let this file through. Try again in another one.',
  'attachment.empty': 'There is nothing in this file.',
  'attachment.too_large': 'Larger than 10 MB. Choose a smaller one.',
  'attachment.kind': 'We take images, PDF, text, Word, Excel and PowerPoint files.',
  'attachment.damaged': 'This image cannot be read. Try a screenshot of it.',
  'attachment.day_full': 'Too many files for one day. Try again later.',
}
export const otherReason = 'This file could not be sent. Try again.'

/** Of a guest's files. */
export const waits = 'Goes with your message once your address is proved'

export const words = {
  remove: (name: string) => `Remove ${name}`,
  again: 'Try again',
  uploading: (percent: number) => `Uploading, ${percent} %`,
}

/** In the place of `uploading` while there is no line. */
export const waitsForLine = (percent: number) => `Waits for a connection, ${percent} %`

/** Of a message that goes with files. */
export const missing = 'A file was not kept. Remove the message and write it again.'
