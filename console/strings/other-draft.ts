// The words of a text that another window has for the same box.

export const otherDraft = {
  reply: 'You have written another reply in another window',
  note: 'You have written another note in another window',
  keep: 'Keep what is here',
  take: 'Use that one',
  taken: 'The text of the other window stands in the box.',
} as const
