// The sentences of the mailed code and the merge, in French.

import type { MergeState } from '../../../protocol/account-merge.ts'

export const codeTitle = 'Consultez vos e-mails'
export const codeSentTo = (email: string) => `Nous avons envoyé un code à ${email}.`
export const code = 'Code'
export const codeLeft = (left: string) => `Valable encore ${left}`
export const newCode = 'Envoyer un nouveau code'
export const otherAddress = 'Utiliser une autre adresse'
export const confirm = 'Confirmer'

export const orLogIn =
  'Ou connectez-vous à ce compte : aucun code n’est alors nécessaire, et vous restez connecté ici comme vous l’êtes.'
export const logInThere = 'Se connecter à l’autre compte'
export const otherThanNamed = 'Ce n’est pas le compte que vous avez indiqué.'

export const invited = 'Vous pouvez fusionner deux comptes'
export const invitedHint =
  'Vous montrez que les deux sont à vous. Personne à l’assistance ne peut le faire à votre place, ni ne vous demandera un code.'
export const mergeStep = (step: number) => `Étape ${step} sur 3`
export const mergeWhat = 'Ce qui va se passer'
export const mergeStays = 'Ce compte reste'
export const mergeEnds = 'L’autre compte prend fin'
export const mergeEndsHint = 'Vous nous donnez son adresse à l’étape suivante'
export const mergeFacts = [
  'Tout passe dans ce compte.',
  'Une personne examine d’abord les deux comptes.',
  'Les deux adresses sont prévenues, et chacune peut tout arrêter.',
]
export const mergeOther = 'L’autre compte'
export const mergeAddress = 'Son adresse e-mail'
export const mergeAddressHint = 'Nous y envoyons un code, pour voir qu’elle est à vous.'
export const mergeSendCode = 'Envoyer le code'
export const mergeStates: Record<MergeState, [word: string, meaning: string]> = {
  proof_sent: ['En attente du code', 'Saisissez le code envoyé à l’autre adresse.'],
  in_review: [
    'En cours d’examen',
    'Une personne examine les deux comptes. La réponse arrive ici et par e-mail.',
  ],
  approved: ['Acceptée', 'Vous pouvez encore l’arrêter pendant ce délai.'],
  executing: ['Fusion en cours', 'Cela prend un instant.'],
  merged: ['Réunis', 'Vous avez maintenant un seul compte, avec tout son contenu.'],
  failed: ['Pas encore fait', 'Quelque chose n’a pas marché. Rien n’est perdu. Nous nous en occupons.'],
  rejected: ['Refusée', 'Nous n’avons pas réuni ces comptes.'],
  cancelled: ['Arrêtée', 'Les deux comptes sont comme avant.'],
  expired: ['Expirée', 'Le code n’a pas été saisi à temps.'],
  undo_requested: [
    'Sera peut-être annulée',
    'Quelqu’un a demandé d’annuler la fusion. Vous saurez comment cela se termine.',
  ],
  undone: ['Annulée', 'Vous avez de nouveau deux comptes, chacun avec ce qu’il contenait.'],
  undo_refused: ['Réunis', 'La fusion n’a pas été annulée : vous avez un seul compte.'],
}
export const mergeStarts = (left: string) => `Commence dans ${left}`
export const mergeStop = 'Arrêter cette fusion'
export const mergeStopSure = 'Les deux comptes restent tels qu’ils sont.'
export const mergeStopYes = 'Oui, l’arrêter'
export const mergeAnew = 'Recommencer'
export const mergeAnother = 'Fusionner un autre compte'
export const openTicket = 'Ouvrir le ticket'
export const signIn = 'Connectez-vous d’abord'
export const signInHint =
  'Vous seul pouvez fusionner vos comptes : vous devez donc être connecté. Fermez cette fenêtre, connectez-vous au site avec le compte que vous voulez garder, puis choisissez de nouveau « Fusionner deux comptes » ici.'
export const cannotSignIn = 'Je ne peux pas me connecter'
