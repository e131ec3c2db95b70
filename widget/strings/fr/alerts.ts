// The sentences about how answers are told, in French.

export const alerts = 'Comment vous êtes prévenu des réponses'
export const sound = 'Son et vibration'
export const notifications = 'Notifications de ce navigateur'
export const denied =
  'Votre navigateur ne laisse pas cette page afficher de notifications. Vous pouvez les autoriser dans ses réglages pour cette page.'
export const wrote = (name: string) => `Nouveau message de ${name}`
