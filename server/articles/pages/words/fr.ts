// The help center in French.

import type { Words } from './words.ts'

export const fr: Words = {
  name: 'Centre d’aide',
  skip: 'Aller au texte',
  language: 'Langue',
  feed: 'Articles nouveaux et modifiés',
  otherLanguage: 'Cet article n’existe pas encore en {wanted}. Il est affiché en {shown}.',
  home: {
    title: 'Comment pouvons-nous vous aider ?',
    description:
      'Des réponses pour les étudiants : connexion, rotations, étapes et échéances, et comment joindre une personne.',
    empty: 'Pas encore d’articles',
    emptyHint: 'Dès que le premier sera publié, il sera ici. En attendant, une personne répond.',
    all: { one: 'Voir l’article', other: 'Voir les {n} articles' },
  },
  collection: {
    count: { one: '{n} article', other: '{n} articles' },
    others: 'Autres thèmes',
  },
  article: {
    link: 'Lien vers cette section',
    linkCopied: 'Adresse copiée',
    breadcrumb: 'Vous êtes ici',
    contents: 'Sur cette page',
    updated: 'Mis à jour le',
    related: 'Articles proches',
    more: 'Dans cette rubrique',
    previous: 'Précédent',
    next: 'Suivant',
  },
  text: {
    callouts: { NOTE: 'Remarque', TIP: 'Conseil', WARNING: 'Attention' },
    branch: {
      when: 'Si {tests}',
      is: '{attribute} est {values}',
      isNot: '{attribute} n’est pas {values}',
      or: '{one} ou {other}',
      and: '{one} et {other}',
      otherwise: 'Sinon',
    },
    done: 'Fait',
    toDo: 'À faire',
    back: 'Retour au texte',
  },
  results: {
    title: 'Résultats pour « {query} »',
    titleWithout: 'Chercher dans le centre d’aide',
    count: { one: '{n} article', other: '{n} articles' },
    nothing: 'Rien trouvé pour « {query} »',
    nothingHint:
      'Aucun article ne contient ces mots. Essayez avec moins de mots ou d’autres, ou demandez à une personne.',
    tooShort: 'Saisissez au moins deux lettres.',
    allArticles: 'Voir tous les articles',
    needsScript: 'La recherche a besoin ici de JavaScript, qui est désactivé.',
  },
  missing: {
    title: 'Cette page n’existe pas',
    text: 'L’adresse est peut-être mal écrite, ou l’article a été retiré. Cherchez-le, ou parcourez tous les articles.',
    near: 'Vous cherchiez peut-être',
  },
  failed: {
    title: 'Cela n’a pas marché',
    again: 'Rien d’autre n’est touché. Revenez en arrière et réessayez dans un instant.',
    malformed:
      'Ce qui est arrivé n’est pas ce que cette page envoie. Revenez en arrière, rechargez la page et réessayez.',
    often: 'Trop d’essais. Attendez une minute, revenez en arrière et réessayez.',
    logged: 'Si cela se reproduit, indiquez ceci à l’assistance : {id}',
    back: 'Tous les articles',
  },
  search: {
    label: 'Chercher dans le centre d’aide',
    hint: 'Cherchez une réponse',
    list: 'Articles trouvés',
    count: { zero: 'Rien trouvé', one: '{n} article trouvé', other: '{n} articles trouvés' },
    all: 'Tous les résultats',
    meant: 'Vouliez-vous dire « {query} » ?',
    unsure: 'Nous ne sommes pas sûrs que cela réponde à votre question.',
    nothing: 'Rien trouvé pour « {query} »',
    nothingHint: 'Essayez d’autres mots, ou demandez à une personne.',
    loading: 'Chargement des articles',
    failed: 'Appuyez sur Entrée pour chercher : les résultats pendant la saisie n’ont pas pu être chargés.',
  },
  person: {
    stuck: 'Toujours bloqué ?',
    notFound: 'Ce n’est pas ce que vous cherchiez ?',
    nothing: 'Une personne peut vous répondre',
    text: 'Écrivez à une personne de l’assistance. Elle répond dans la discussion, et par e-mail si vous quittez la page.',
    ask: 'Demander à une personne',
    withoutScript:
      'Connectez-vous et choisissez l’icône de discussion, en bas dans le coin de n’importe quelle page. Si vous ne pouvez pas vous connecter, la page de connexion l’a aussi.',
  },
  feedback: {
    question: 'Cela répond-il à votre question ?',
    answers: { yes: 'Oui', partly: 'En partie', no: 'Non' },
    thanks: {
      yes: 'Bon à savoir. Merci.',
      partly: 'Merci de nous l’avoir dit.',
      no: 'Merci de nous l’avoir dit.',
    },
    change: 'Modifier ma réponse',
    comment: { yes: 'Quelque chose à ajouter ?', partly: 'Que manquait-il ?', no: 'Que manquait-il ?' },
    commentHint: 'Facultatif. Les rédacteurs le lisent ; personne ne répond ici.',
    send: 'Envoyer',
    told: 'Merci. Les rédacteurs l’ont reçu.',
    failed: 'Non envoyé. Vérifiez votre connexion et réessayez.',
  },
}
