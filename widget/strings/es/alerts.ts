// The sentences about how answers are told, in Spanish.

export const alerts = 'Cómo te avisamos de las respuestas'
export const sound = 'Sonido y vibración'
export const notifications = 'Notificaciones de este navegador'
export const denied =
  'Tu navegador no deja que esta página muestre notificaciones. Puedes permitirlas en sus ajustes para esta página.'
export const wrote = (name: string) => `Nuevo mensaje de ${name}`
