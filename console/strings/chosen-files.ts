// What stands at the files beside a reply or a note, fetched with their list.

export const chosenFiles = {
  label: 'Files that go along',
  tooMany: (most: number) => `At most ${most} files go with one message.`,
  of: {
    remove: (name: string) => `Remove ${name}`,
    again: 'Try again',
    uploading: (percent: number) => `Uploading, ${percent} %`,
    why: (code: string) => REASONS[code] ?? 'This file could not be taken. Try again.',
  },
} as const

const REASONS: Record<string, string> = {
  lost: 'The page was reloaded before this was uploaded. Choose it again.',
  'attachment.empty': 'There is nothing in this file.',
  'attachment.too_large': 'Larger than 10 MB.',
  'attachment.kind': 'Not taken: only images, PDF, text, Word, Excel and PowerPoint files without macros.',
  'attachment.damaged': 'This image cannot be read.',
  'session.missing': 'Your session has ended. Log in again.',
  'session.ended': 'Your session has ended. Log in again.',
}
