// The sentences about how answers are told, in Portuguese.

export const alerts = 'Como avisamos sobre respostas'
export const sound = 'Som e vibração'
export const notifications = 'Notificações deste navegador'
export const denied =
  'Seu navegador não deixa esta página mostrar notificações. Você pode permitir nas configurações dele para esta página.'
export const wrote = (name: string) => `Nova mensagem de ${name}`
