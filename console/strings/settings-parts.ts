// The words that several pages of the settings share. Apart from settings.ts, which the console's first load has.

export const settings = {
  unsaved: 'Not saved yet.',
  lastChanged: (by: string, at: string) => `Last changed by ${by}, ${at}.`,
} as const
