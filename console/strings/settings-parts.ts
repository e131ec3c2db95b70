// The words that several pages of the settings share. Apart from settings.ts, which the console's first load has.

export const settings = {
  save: 'Save',
  unsaved: 'Not saved yet.',
  leaveTitle: 'Leave without saving?',
  leaveText: 'What you changed here is not saved yet.',
  keepEditing: 'Keep editing',
  discardChanges: 'Discard changes',
  lastChanged: (by: string, at: string) => `Last changed by ${by}, ${at}.`,
  meanwhile: 'Somebody else changed this while you were editing. Nothing of yours is lost yet.',
  takeTheirs: 'Show theirs and drop mine',
  keepMine: 'Save mine over theirs',
} as const

/** Of a macro, of a rule. */
export const keptEditor = {
  lastChanged: (name: string, day: string, time: string) => `Last changed by ${name}, ${day}, ${time}`,
  save: 'Save',
  discard: 'Discard changes',
  remove: 'Delete',
  removeTitle: (name: string) => `Delete “${name}”?`,
  removed: (name: string) => `“${name}” is deleted.`,
} as const
