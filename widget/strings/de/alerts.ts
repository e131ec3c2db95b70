// The sentences about how answers are told, in German.

export const alerts = 'Wie Sie von Antworten erfahren'
export const sound = 'Ton und Vibration'
export const notifications = 'Benachrichtigungen dieses Browsers'
export const denied =
  'Ihr Browser lässt diese Seite keine Benachrichtigungen zeigen. In seinen Einstellungen für diese Seite können Sie es erlauben.'
export const wrote = (name: string) => `Neue Nachricht von ${name}`
