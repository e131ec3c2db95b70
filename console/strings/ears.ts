// The words that are only heard.

export const ears = {
  opened: (name: string, subject: string) => `New ticket from ${name}: ${subject}`,
  message: (name: string, text: string) => `${name}: ${text}`,
  note: (name: string, text: string) => `Note by ${name}, only agents see it: ${text}`,
  noteSaved: 'Note saved. Only agents see it.',
  shows: (number: number, subject: string) => `Shows #${number}: ${subject}`,
} as const
