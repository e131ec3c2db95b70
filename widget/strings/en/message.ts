// The sentences about a message that is there already, fetched on demand. Partner: panel.ts, which has the rest.

export const more = 'More'
export const jump = {
  newBelow: (news: number) => `${news} new`,
  toNewest: 'Go to the newest message',
}
export const emoji = {
  emoji: 'Emoji',
  find: 'Find by name',
  none: 'No such emoji in the short list.',
  failed: 'The list could not be fetched. Press again.',
}
export const you = 'You'
export const quote = {
  deleted: 'A deleted message',
  goTo: (name: string) => `Go to what ${name === you ? 'you' : name} wrote`,
  remove: 'Do not quote',
}
/** `time`: of day, where it takes longer than a minute. */
export const held = (time: string) =>
  `Many messages at once. This one goes by itself ${time ? `at ${time}` : 'in a moment'}.`
/** Where the device has no room, or keeps nothing. */
export const notKept = 'Your browser could not keep this. Leave this page open until it is sent.'
/** There is a line, but for this; or the server keeps nothing just now. */
export const heldBack =
  'Not through yet; we go on trying. If something on this network holds it back, another one may help.'
export const isTyping = (name: string) => `${name} is typing`
export const edited = 'edited'
export const words = {
  actions: 'This message',
  quote: 'Quote',
  edit: 'Edit',
  delete: 'Delete',
  copy: 'Copy',
  save: 'Save',
  cancel: 'Cancel',
  keep: 'Keep it',
  sure: 'Delete this message? Who answers you can still see what it said.',
  text: 'Your message',
}

/** Why it was not changed, by the server's code. */
export const whyNot: Record<string, string> = {
  'message.too_late': 'A message can only be changed for five minutes.',
  'request.too_many': 'Too many tries. Try again in a moment.',
}
export const refusedOtherwise = 'This did not work. Try again in a moment.'
export const unreachable = 'Our server did not answer. Check your connection and try again.'
