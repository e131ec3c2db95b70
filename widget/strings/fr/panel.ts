// The sentences of the panel, in French.

import type { ActivityCode, MergeCode, TicketState } from '../../../protocol/entities.ts'
import type { RefusalCode } from '../../../protocol/errors.ts'

/** None is one here. */
const count = (n: number, one: string, other: string) => `${n} ${n < 2 ? one : other}`

export const language = 'fr'
export const direction = 'ltr'
export const digits = ''

export const help = 'Aide'
export const greeting = (name: string) => `Bonjour ${name}`
export const close = 'Fermer l’aide'
export const launcher = (isOpen: boolean, unread: number) =>
  isOpen ? close : `Aide${unread ? `, ${count(unread, 'non lu', 'non lus')}` : ''}`
export const back = 'Retour'
export const loading = 'Chargement'
export const again = 'Réessayer'
export const goOn = 'Continuer'
export const send = 'Envoyer'
export const notLoaded = (what: string) => `Impossible de charger ${what}`
export const checkConnection = 'Vérifiez votre connexion et réessayez.'

export const searchLabel = 'Chercher de l’aide'
export const searchHint = 'Comment pouvons-nous vous aider ?'
export const clearSearch = 'Effacer la recherche'
export const results = 'Résultats'
export const resultCount = (n: number) => count(n, 'résultat', 'résultats')
export const meant = (query: string) => `Résultats pour « ${query} »`
export const unsure = 'Peut-être pas la réponse'
export const askAPerson = 'Demander à une personne'
export const nothingFound = (query: string) => `Rien trouvé pour « ${query} »`
export const nothingFoundHint = 'Essayez d’autres mots ou demandez à une personne.'

export const suggested = 'Suggestions pour cette page'
export const topics = 'Tous les thèmes'
export const articleCount = (n: number) => count(n, 'article', 'articles')
export const theArticles = 'les articles'

export const yourTickets = 'Vos tickets'
export const noTickets = 'Pas encore de ticket'
export const noTicketsHint = 'Quand vous nous écrivez, la réponse arrive ici.'
export const ticketNumber = (n: number) => `Ticket ${n}`
export const notSentYet = 'Pas encore envoyé'
export const unread = 'non lu'
export const states: Record<TicketState, string> = {
  open: 'Ouvert',
  waiting_on_contact: 'Répondu',
  snoozed: 'Ouvert',
  solved: 'Résolu',
}
export const said = (name: string, text: string) => `${name || 'Vous'} : ${text}`

export const writeToUs = 'Écrivez-nous'
export const usualWait = (span: string) => `Réponse en général sous ${span} environ`
export const backAt = ({ day, isNear }: { day: string; isNear: boolean }, time: string) =>
  `Nous revenons ${isNear || !/^\d/.test(day) ? '' : 'le '}${day} à ${time}`
export const yourMessage = 'Votre message'
export const messageHint = 'Que s’est-il passé, et qu’attendiez-vous ?'
export const kinds = 'Ou dites-le-nous avec un court formulaire :'
export const maybeAnswered = 'Cela y répond peut-être'
export const discardMessage = 'Ravis que cela vous ait aidé. Abandonner votre message ?'
export const discard = 'Abandonner'
export const keepWriting = 'Continuer à écrire'
export const weWriteTo = (address: string) => `Nous écrirons aussi à ${address}`
export const writeHere = 'Écrivez un message'
export const writeToReopen = 'Écrivez pour le rouvrir'
export const tooLong = (over: number) => `${count(over, 'caractère', 'caractères')} de trop`

export const yourName = 'Votre nom'
export const yourAddress = 'Votre adresse e-mail'
export const addressHint = 'Nous vous envoyons un code pour la vérifier.'
export const needsName = 'Dites-nous votre nom.'

export const openInHelpCenter = 'Ouvrir dans le centre d’aide'
export const updated = (date: string) => `Mis à jour le ${date}`
export const notTranslated = 'Pas encore traduit'
export const showNewer = 'Mis à jour. Voir la nouvelle version'
export const theArticle = 'l’article'
export const articleGone = 'Cet article n’existe plus'
export const articleGoneHint = 'Cherchez-le ou écrivez-nous.'
export const didItHelp = 'Cela répond-il à votre question ?'
export const answers = { yes: 'Oui', partly: 'En partie', no: 'Non' }
export const thanks = 'Merci, c’est noté.'
export const whatWasMissing = 'Que manquait-il ?'
export const whatWasMissingHint = 'Facultatif. Notre rédaction le lit.'
export const askAPersonHint = 'Nous voyons ce que vous avez lu : inutile de le répéter.'

export const solve = 'C’est résolu'
export const earlier = 'Afficher les messages précédents'
export const newLine = 'Nouveau'
export const messages = 'Messages'
export const theMessages = 'les messages'
export const onThisDevice = 'Sur cet appareil'
export const sending = 'Envoi en cours'
export const sent = 'Envoyé'
export const delivered = 'Remis'
export const seen = 'Vu'
export const notSent = (why: string) => `Non envoyé. ${why}`
export const sendAgain = 'Renvoyer'
export const remove = 'Retirer'
export const deleted = 'Ce message a été supprimé'

export function activity(
  code: Exclude<ActivityCode, MergeCode> | 'message.deleted',
  { name, side, fields }: Record<string, string>,
): string {
  switch (code) {
    case 'ticket.opened':
      return `${name} a ouvert ceci pour vous`
    case 'ticket.assigned':
      return `${name} s’en occupe`
    case 'ticket.solved':
      return side === 'contact' ? 'Vous l’avez marqué comme résolu' : 'Résolu'
    case 'ticket.reopened':
      return 'Rouvert'
    case 'ticket.continued':
      return `Suite dans ${name}`
    case 'ticket.continues':
      return `Suite de ${name}`
    case 'form.changed':
      return `${name} a modifié vos réponses : ${fields}`
    case 'message.deleted':
      return deleted
  }
}

export const merge = 'Fusionner deux comptes'
export const mergeHint = 'Faire de deux comptes un seul'
export const offline = 'Pas de connexion. Ce que vous écrivez est gardé et envoyé plus tard.'
export const unreachable = `Notre serveur n’a pas répondu. ${checkConnection}`
export const refusedOtherwise = 'Cela n’a pas fonctionné. Réessayez dans un instant.'
export const refusals: Partial<Record<RefusalCode, string>> = {
  'request.too_many': 'Trop d’essais. Attendez un peu et réessayez.',
  'session.ended': 'Votre session est terminée. Rechargez la page.',
  'identity.invalid': 'Nous n’avons pas pu confirmer qui vous êtes. Reconnectez-vous.',
  'identity.expired':
    'Votre session a expiré. Rechargez la page ou reconnectez-vous ; ce que vous avez écrit est conservé.',
  'identity.merged_away': 'Ce compte fait maintenant partie d’un autre. Connectez-vous avec celui-là.',
  'protocol.unsupported': 'L’aide a été mise à jour. Rechargez la page.',
  not_found: 'Cela n’existe plus.',
  'address.invalid': 'Nous ne pouvons pas écrire à cette adresse. Vérifiez qu’elle est sans faute.',
  'answers.invalid': 'Le formulaire a changé entre-temps. Copiez votre message et remplissez-le de nouveau.',
}
