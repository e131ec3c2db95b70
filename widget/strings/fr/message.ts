// The sentences about a message that is there already, in French.

export const more = 'Plus'
export const jump = {
  newBelow: (news: number) => `${news} ${news < 2 ? 'nouveau' : 'nouveaux'}`,
  toNewest: 'Aller au message le plus récent',
}
export const emoji = {
  emoji: 'Émojis',
  find: 'Chercher, en anglais',
  none: 'Pas de tel émoji dans la petite liste.',
  failed: 'La liste n’a pas pu être chargée. Appuyez de nouveau.',
}
export const you = 'Vous'
export const quote = {
  deleted: 'Un message supprimé',
  goTo: (name: string) =>
    name === you ? 'Aller à ce que vous avez écrit' : `Aller à ce que ${name} a écrit`,
  remove: 'Ne pas citer',
}
export const held = (time: string) =>
  `Beaucoup de messages à la fois. Celui-ci partira tout seul ${time ? `à ${time}` : 'dans un instant'}.`
export const notKept = 'Votre navigateur n’a pas pu le garder. Laissez cette page ouverte jusqu’à son envoi.'
export const heldBack =
  'Pas encore passé ; nous continuons d’essayer. Si quelque chose sur ce réseau le retient, un autre peut aider.'
export const isTyping = (name: string) => `${name} écrit`
export const edited = 'modifié'
export const words = {
  actions: 'Ce message',
  quote: 'Citer',
  edit: 'Modifier',
  delete: 'Supprimer',
  copy: 'Copier',
  save: 'Enregistrer',
  cancel: 'Annuler',
  keep: 'Le garder',
  sure: 'Supprimer ce message ? La personne qui vous répond peut encore voir ce qu’il disait.',
  text: 'Votre message',
}

export const whyNot: Record<string, string> = {
  'message.too_late': 'Un message ne peut être modifié que pendant cinq minutes.',
  'request.too_many': 'Trop d’essais. Attendez un peu et réessayez.',
}
export const refusedOtherwise = 'Cela n’a pas fonctionné. Réessayez dans un instant.'
export const unreachable = 'Notre serveur n’a pas répondu. Vérifiez votre connexion et réessayez.'
