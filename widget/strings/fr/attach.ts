// The sentences about files, in French.

export const attach = 'Joindre des fichiers'
export const dropHere = 'Déposez vos fichiers ici'
export const chosen = 'Fichiers de votre message'
export const tooMany = (most: number) =>
  `Un message accepte ${most} fichiers. Retirez-en, ou envoyez-les en deux messages.`

export const goes = 'Sera envoyé dès que tout sera transféré.'
export const notSent = 'Pas encore envoyé. Appuyez de nouveau sur Envoyer.'

export const fileWords = {
  open: (name: string) => `Télécharger ${name}`,
  notLoaded: 'Impossible à charger. Appuyez pour réessayer.',
}

export const reasons: Record<string, string> = {
  lost: 'La page a été rechargée avant la fin du transfert. Choisissez-le de nouveau.',
  blocked: 'Quelque chose sur ce réseau ne laisse pas passer ce fichier. Réessayez sur un autre.',
  'attachment.empty': 'Ce fichier est vide.',
  'attachment.too_large': 'Plus de 10 Mo. Choisissez-en un plus petit.',
  'attachment.kind': 'Nous acceptons les images, le PDF, le texte et les fichiers Word, Excel et PowerPoint.',
  'attachment.damaged': 'Cette image est illisible. Essayez avec une capture d’écran.',
  'attachment.day_full': 'Trop de fichiers en un jour. Réessayez plus tard.',
}
export const otherReason = 'Ce fichier n’a pas pu être envoyé. Réessayez.'

export const waits = 'Part avec votre message dès que votre adresse est prouvée'

export const words = {
  remove: (name: string) => `Retirer ${name}`,
  again: 'Réessayer',
  uploading: (percent: number) => `Transfert, ${percent} %`,
}

export const waitsForLine = (percent: number) => `Attend une connexion, ${percent} %`

export const missing = 'Un fichier n’a pas été conservé. Retirez le message et écrivez-le de nouveau.'
