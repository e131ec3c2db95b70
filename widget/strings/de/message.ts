// The sentences about a message that is there already, in German.

export const more = 'Mehr'
export const jump = {
  newBelow: (news: number) => `${news} neu`,
  toNewest: 'Zur neuesten Nachricht',
}
export const emoji = {
  emoji: 'Emojis',
  find: 'Suchen, auf Englisch',
  none: 'In der kurzen Liste ist kein solches Emoji.',
  failed: 'Die Liste konnte nicht geladen werden. Drücken Sie noch einmal.',
}
export const you = 'Sie'
export const quote = {
  deleted: 'Eine gelöschte Nachricht',
  goTo: (name: string) =>
    name === you ? 'Zu dem, was Sie geschrieben haben' : `Zu dem, was ${name} geschrieben hat`,
  remove: 'Nicht zitieren',
}
export const held = (time: string) =>
  `Viele Nachrichten auf einmal. Diese geht von selbst hinaus, ${time ? `um ${time}` : 'in einem Moment'}.`
export const notKept =
  'Ihr Browser konnte das nicht aufbewahren. Lassen Sie diese Seite offen, bis es gesendet ist.'
export const heldBack =
  'Noch nicht durch; wir versuchen es weiter. Hält etwas in diesem Netz es zurück, kann ein anderes helfen.'
export const isTyping = (name: string) => `${name} schreibt`
export const edited = 'bearbeitet'
export const words = {
  actions: 'Diese Nachricht',
  quote: 'Zitieren',
  edit: 'Bearbeiten',
  delete: 'Löschen',
  copy: 'Kopieren',
  save: 'Speichern',
  cancel: 'Abbrechen',
  keep: 'Behalten',
  sure: 'Diese Nachricht löschen? Wer Ihnen antwortet, kann weiterhin sehen, was darin stand.',
  text: 'Ihre Nachricht',
}

export const whyNot: Record<string, string> = {
  'message.too_late': 'Eine Nachricht lässt sich nur fünf Minuten lang ändern.',
  'request.too_many': 'Zu viele Versuche. Warten Sie ein wenig und versuchen Sie es noch einmal.',
}
export const refusedOtherwise = 'Das hat nicht geklappt. Versuchen Sie es gleich noch einmal.'
export const unreachable =
  'Unser Server hat nicht geantwortet. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.'
