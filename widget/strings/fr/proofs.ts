// The sentences of the mailed code and the merge, in French.

import type { MergeState } from '../../../protocol/account-merge.ts'
import type { MergeCode } from '../../../protocol/entities.ts'
import type { RefusalCode } from '../../../protocol/errors.ts'

const count = (n: number, one: string, other: string) => `${n} ${n < 2 ? one : other}`

export const codeTitle = 'Consultez vos e-mails'
export const codeSentTo = (email: string) => `Nous avons envoyé un code à ${email}.`
export const codesSentTo = (email: string) =>
  `Plusieurs codes ont été envoyés récemment à ${email}, il se peut donc qu’il n’en arrive pas d’autre. Saisissez le plus récent que vous trouvez dans votre boîte. S’il n’y en a aucun, redemandez-en un un peu plus tard.`
export const sentOnceTyped = 'Ce que vous avez écrit sera envoyé dès que vous aurez saisi le code ici.'
export const writtenBefore = 'Vous nous avez déjà écrit ? Recevez un code'
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
export const mergeStopNo = 'Non, laisser continuer'
export const mergeAnew = 'Recommencer'
export const mergeAnother = 'Fusionner un autre compte'
export const openTicket = 'Ouvrir le ticket'
export const signIn = 'Connectez-vous d’abord'
export const signInHint =
  'Vous seul pouvez fusionner vos comptes : vous devez donc être connecté. Fermez cette fenêtre, connectez-vous au site avec le compte que vous voulez garder, puis choisissez de nouveau « Fusionner deux comptes » ici.'
export const cannotSignIn = 'Je ne peux pas me connecter'

export function mergeActivity(code: MergeCode, { fromEmail, reason }: Record<string, string>): string {
  switch (code) {
    case 'merge.requested':
      return `Vous avez demandé de fusionner ${fromEmail ?? 'votre autre compte'} avec celui-ci`
    case 'merge.approved':
      return 'La fusion a été acceptée'
    case 'merge.rejected':
      return `La fusion a été refusée. ${reason ?? ''}`
    case 'merge.cancelled':
      return 'La fusion a été arrêtée'
    case 'merge.completed':
      return 'Vos comptes sont réunis'
    case 'merge.failed':
      return 'La fusion n’a pas abouti. Nous nous en occupons.'
    case 'merge.returned':
      return 'Les comptes ont changé ; nous les examinons de nouveau'
    case 'merge.undone':
      return 'La fusion a été annulée'
  }
}

export const triesLeft = (n: number) => `Ce n’est pas le code. Il reste ${count(n, 'essai', 'essais')}.`
export const refusals: Partial<Record<RefusalCode, string>> = {
  'identity.not_fresh': 'Connectez-vous encore une fois au site, puis réessayez.',
  'code.ended': 'Ce code a expiré. Demandez-en un nouveau.',
  'merge.same_account': 'C’est le compte avec lequel vous êtes connecté. Saisissez l’autre adresse.',
  'merge.already_open': 'Une fusion de l’un de ces comptes est déjà en cours.',
}
