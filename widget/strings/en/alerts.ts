// The sentences about how answers are told, fetched on demand. Partner: panel.ts, which has the rest.

export const alerts = 'How you are told of answers'
export const sound = 'Sound and vibration'
export const notifications = 'Notifications of this browser'
export const denied =
  'Your browser does not let this page show notifications. Its settings for this page can allow them.'
/** For who hears, where eyes see the badge. */
export const wrote = (name: string) => `New message from ${name}`
