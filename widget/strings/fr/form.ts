// The sentences of forms, in French.

import type { AnswerFault } from '../../../protocol/answers.ts'

export const before = 'Avant d’envoyer'
export const optional = 'facultatif'
export const yourMessage = 'Votre message'
export const gone = 'Ce formulaire n’est pas disponible'
export const goneHint =
  'Il est peut-être réservé aux personnes connectées, ou a été retiré. Vous pouvez tout de même nous écrire.'
export const theForm = 'le formulaire'
export const yourAnswers = 'Vos réponses'

export const faults: Record<AnswerFault['why'], string> = {
  missing: 'Ceci est nécessaire.',
  too_long: 'C’est trop long. Mettez le reste dans votre message.',
  no_option: 'Choisissez une réponse.',
  no_date: 'Cette date n’existe pas.',
  no_address: 'Ce n’est pas une adresse e-mail. Vérifiez qu’elle est sans faute.',
  too_many: 'Trop de fichiers. Retirez-en.',
  wrong_kind: 'Ceci ne peut pas être accepté. Rechargez la page.',
  unknown: 'Ceci ne peut pas être accepté. Rechargez la page.',
}

export const ofObject = { another: 'Un autre', whichOne: 'Lequel ?' }
export const mayHold = (address: string) =>
  `Un compte avec l’adresse ${address} le contient peut-être. Si elle est à vous, saisissez l’adresse complète ci-dessus.`
export const otherAccount = 'C’est sans doute dans votre autre compte'
export const otherAccountWhy =
  'Votre coordination a utilisé une autre adresse que celle avec laquelle vous êtes connecté. Fusionnez les deux comptes, et le stage suivra. Ce que vous avez saisi est conservé.'
export const mergeInstead = 'Fusionner les deux comptes'
export const notThat = 'C’est autre chose'
export const change = 'Modifier'
