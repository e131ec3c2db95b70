// The sentences at the end of a thread, in French.

export const waits = (promise: string, address: string) =>
  [promise && `${promise}.`, address && `Nous écrirons aussi à ${address}.`].filter(Boolean).join(' ')

export const goesOn = (number: number) =>
  `La suite est dans le ticket ${number}. Ce que vous écrivez ici y arrive.`
export const openTicket = (number: number) => `Ouvrir le ticket ${number}`

export const solvedTitle = 'Êtes-vous satisfait ?'
export const scores = ['Très mal', 'Mal', 'Moyen', 'Bien', 'Très bien']
export const rated = (score: string) => `Votre avis : ${score}`
export const comment = (score: number) =>
  score < 4 ? 'Que devrions-nous mieux faire ?' : 'Qu’est-ce qui était bien ?'
export const commentHint = 'Facultatif. Les personnes qui répondent le lisent.'
export const changeable = ({ day, isNear }: { day: string; isNear: boolean }, time: string) =>
  isNear ? `Modifiable jusqu’à ${day} à ${time}.` : `Modifiable jusqu’à la fin de la journée, ${day}.`
export const sendComment = 'Envoyer'
export const noted = 'Merci, c’est noté.'

export const keep = 'Garder ce qui a été écrit'
export const download = 'Télécharger'
export const mail = (address: string) => `Envoyer à ${address}`
export const mailed = (address: string) => `En route vers ${address}.`
export const another = 'S’agit-il d’autre chose ?'
export const newTicket = 'Ouvrir un nouveau ticket'

export const whyNot: Record<string, string> = {
  'rating.too_late': 'Un avis ne peut être modifié que pendant un jour.',
  'ticket.wrong_state': 'Ce ticket a été rouvert. Vous pourrez donner votre avis quand il sera résolu.',
  'address.not_proved':
    'Il n’est pas prouvé que votre adresse est à vous : rien ne lui est envoyé. Téléchargez-le plutôt.',
  'letter.off': 'Plus aucun message n’est envoyé d’ici. Téléchargez-le plutôt.',
  'transcript.too_long': 'C’est trop long pour un e-mail. Téléchargez-le plutôt.',
}
export const mailedOften = (span: string) =>
  `Cela a déjà été envoyé plusieurs fois. Réessayez dans ${span} ou téléchargez-le.`
