// The letters in French.

import type { Words } from './en.ts'

export const fr: Words = {
  hello: 'Bonjour,',
  helloTo: 'Bonjour {name},',
  support: 'L’assistance',
  codeHolds: 'Il est valable {minutes} minutes.',

  guestCode: {
    subject: 'Votre code pour écrire à l’assistance',
    type: 'Quelqu’un, sans doute vous, souhaite écrire à l’assistance et recevoir la réponse à cette adresse. Pour montrer qu’elle est à vous, saisissez ce code dans la fenêtre de discussion :',
    notYou: 'Si ce n’était pas vous, ne faites rien. Sans le code, rien n’est envoyé et rien ne change ici.',
  },

  guestBackCode: {
    subject: 'Votre code pour voir ce que vous avez écrit à l’assistance',
    type: 'Quelqu’un, sans doute vous, souhaite voir ce qui a été écrit à l’assistance depuis cette adresse. Pour montrer qu’elle est à vous, saisissez ce code dans la fenêtre de discussion :',
    notYou:
      'Si ce n’était pas vous, ne faites rien. Sans le code, personne ne voit rien et rien ne change ici.',
  },

  mergeCode: {
    subject: 'Un code pour montrer que ce compte est aussi à vous',
    asked:
      'Une personne connectée en tant que {asker} dit que le compte lié à cette adresse est aussi le sien et demande de réunir les deux en un seul.',
    type: 'Si c’est vous, saisissez ce code dans la fenêtre de discussion où vous l’avez demandé :',
    after:
      'Ce qui se passe ensuite : une personne de l’assistance examine les deux comptes. Si elle accepte, les deux adresses sont prévenues et un délai commence, pendant lequel chacune peut tout arrêter. Puis le contenu de ce compte passe dans l’autre, ce compte prend fin et vous vous connectez avec l’autre adresse.',
    notYou:
      'Si ce n’était pas vous, ne donnez le code à personne et ne faites rien. Ignorer ce message ne change rien : votre compte reste tel qu’il est. L’assistance ne vous demandera jamais ce code, ni votre mot de passe.',
  },
  mergeApproved: {
    subject: 'Vos deux comptes n’en feront plus qu’un',
    agreed: 'L’assistance a examiné vos deux comptes et accepte de les réunir.',
    stays: '{into} reste.',
    ends: '{from} prend fin, et son contenu passe dans l’autre.',
    when: 'Cela se fera le {day} à {time}, ou peu après. D’ici là, vous pouvez l’arrêter avec ce lien, sans vous connecter :',
    stop: 'Arrêter la fusion',
    fromNeedNot:
      'Vous n’avez rien à faire. Ensuite, connectez-vous en tant que {into} ; la connexion avec cette adresse prend fin.',
    intoNeedNot: 'Vous n’avez rien à faire. Ensuite, connectez-vous comme d’habitude.',
    notYou:
      'Si vous ne l’avez pas demandé, arrêtez tout maintenant. Ce lien est pour vous seul : quiconque l’a peut arrêter la fusion.',
  },
  stopPage: {
    title: 'Arrêter la fusion des comptes',
    ask: 'Arrêter la fusion des comptes ?',
    means:
      'Les deux comptes restent alors tels qu’ils sont. Seule la personne qui l’a demandée peut la redemander, depuis le début.',
    needsScript:
      'Cette page a besoin de JavaScript pour envoyer votre réponse. Vous pouvez aussi répondre à l’e-mail.',
    stopping: 'Arrêt en cours…',
    stopped: 'La fusion est arrêtée',
    stay: '{from} et {into} restent deux comptes. Les deux adresses reçoivent un e-mail qui le dit.',
    tooLate:
      'Cette fusion ne peut plus être arrêtée : elle est terminée, ou les comptes sont en train d’être réunis. Répondez à l’e-mail si c’est une erreur.',
    notValid: 'Ce lien n’est pas valide. Ouvrez-le à nouveau depuis l’e-mail, en entier.',
    failed: 'Cela n’a pas fonctionné. Réessayez dans une minute.',
    offline: 'Il n’y a pas de connexion. Réessayez quand vous serez en ligne.',
  },
  mergeStopped: {
    subject: 'Arrêté : vos comptes restent tels qu’ils sont',
    stopped:
      'La fusion de {from} avec {into} a été arrêtée. Rien n’a changé : les deux comptes sont comme avant et vous pouvez vous connecter à chacun.',
    again:
      'Si vous voulez toujours un seul compte, redemandez-le dans la discussion. Si vous ignoriez tout cela, prévenez l’assistance.',
  },
  mergeCompleted: {
    subject: 'C’est fait : vos deux comptes n’en font qu’un',
    done: 'Vos deux comptes n’en font plus qu’un.',
    stays: '{into} est votre compte.',
    ends: '{from} a pris fin ; son contenu a été déplacé.',
    fromLogIn:
      'Désormais, connectez-vous en tant que {into}. Cette adresse ne recevra plus de message sur le compte.',
    intoLogIn: 'Connectez-vous comme d’habitude et vérifiez que tout y est.',
    receipt:
      'S’il manque quelque chose, dites-le dans la discussion, sous le même ticket. Gardez ce message comme reçu.',
  },
  mergeRejected: {
    subject: 'Nous n’avons pas réuni vos comptes',
    asked:
      'Vous avez demandé de fusionner {from} avec {into}. L’assistance a examiné les deux comptes et n’a pas accepté. La raison :',
    unchanged:
      'Rien n’a changé : les deux comptes sont comme avant. Si vous voyez les choses autrement ou pouvez ajouter quelque chose, répondez dans la discussion, sous le même ticket.',
  },
  mergeFailed: {
    subject: 'Vos comptes ne sont pas encore réunis',
    tried:
      'La fusion de {from} avec {into} a été tentée et n’a pas abouti. En attendant, utilisez les deux comptes comme avant.',
    known:
      'L’assistance le sait et quelqu’un s’en occupe. Vous n’avez rien à faire ; nous vous tiendrons au courant dans tous les cas.',
  },
  mergeHurried: {
    subject: 'Vos deux comptes sont réunis maintenant',
    hurried:
      'La fusion de {from} avec {into} n’attend plus : l’assistance a demandé de la faire maintenant. Vous recevrez un autre message quand ce sera fait.',
    notYou:
      'Si vous n’avez rien demandé de tel, utilisez tout de suite le lien du message précédent et prévenez l’assistance.',
  },
  mergeReturned: {
    subject: 'Vos comptes sont examinés une nouvelle fois',
    returned:
      'La fusion de {from} avec {into} n’a pas encore eu lieu : l’un des comptes a changé après l’accord de l’assistance. Rien n’a été fusionné. Une personne examine de nouveau les deux comptes, et les deux adresses seront prévenues avant que quoi que ce soit n’arrive.',
    link: 'Le lien du message précédent permet toujours de l’arrêter.',
  },
  mergeUndoAsked: {
    subject: 'Vos comptes réunis pourraient redevenir deux',
    asked:
      '{from} fait maintenant partie de {into}. Quelqu’un à l’assistance veut revenir en arrière. Une deuxième personne doit d’abord accepter ; vous saurez comment cela se termine.',
    notYou:
      'Si vous ne l’avez pas demandé, dites-le à l’assistance dans la discussion, sous le ticket de la fusion.',
  },
  mergeUndoRefused: {
    subject: 'Vos comptes restent réunis',
    refused:
      'La fusion de {from} avec {into} n’a pas été annulée. Rien n’a changé : connectez-vous en tant que {into}, comme avant.',
    again:
      'Si vous l’aviez demandé et en avez toujours besoin, dites-le dans la discussion, sous le même ticket.',
  },
  mergeUndone: {
    subject: 'Annulé : vous avez de nouveau deux comptes',
    undone:
      'La fusion de {from} avec {into} a été annulée. Les deux comptes sont de nouveau là, chacun avec ce qu’il contenait, et vous pouvez vous connecter à chacun.',
    missing: 'S’il manque quelque chose, dites-le dans la discussion.',
  },

  replies: {
    subject: '{name} a répondu : {subject}',
    unseen: {
      one: 'Il y a une réponse dans votre ticket {number}, « {subject} », que vous n’avez peut-être pas encore vue.',
      other:
        'Il y a {n} réponses dans votre ticket {number}, « {subject} », que vous n’avez peut-être pas encore vues.',
    },
    wrote: '{name} a écrit le {day}, {time} :',
    open: 'Pour répondre ou relire ce qui précède, ouvrez la discussion :',
    openAsGuest:
      'Pour répondre, ouvrez la discussion. Si elle ne vous reconnaît plus, écrivez-nous là avec cette adresse : ce qui précède se trouvera alors sous « Vos tickets ».',
    button: 'Ouvrir la discussion',
    answersGo:
      'Merci de répondre là-bas, à la suite de ce qui a été écrit. Les réponses à ce message vont à {address}.',
    answersLost:
      'Merci de répondre là-bas et non à ce message ; les réponses à celui-ci ne nous parviennent pas.',
    answersCome: 'Ou répondez à cet e-mail : votre réponse rejoint la même conversation.',
    answerThis: 'Pour continuer, répondez simplement à cet e-mail.',
  },

  received: {
    subject: 'Votre e-mail est arrivé : ticket {number}',
    arrived:
      'Nous avons reçu votre e-mail. C’est le ticket {number}, et une personne vous répondra à cette adresse.',
    add: 'Pour ajouter quelque chose, répondez à cet e-mail : cela rejoint le même ticket.',
  },

  transcript: {
    subject: 'Transcription du ticket {number} : {subject}',
    asked:
      'Vous avez demandé ce qui a été écrit dans votre ticket {number}. Le voici ci-dessous, dans son état actuel.',
    answersGo:
      'Si vous ne l’avez pas demandé, c’est une personne connectée à votre compte qui l’a fait. Pour répondre, ouvrez la discussion ; les réponses à ce message vont à {address}.',
    answersLost:
      'Si vous ne l’avez pas demandé, c’est une personne connectée à votre compte qui l’a fait. Pour répondre, ouvrez la discussion ; les réponses à ce message ne nous parviennent pas.',
  },
  thread: {
    title: 'Ticket {number} : {subject}',
    opened: 'Ouvert par {name} le {day}, {time}. État : {state}.',
    states: {
      open: 'ouvert',
      waiting_on_contact: 'répondu',
      snoozed: 'ouvert',
      solved: 'résolu',
    },
    zone: 'Les heures sont celles de {zone}.',
    file: '[Fichier : {name}]',
    deleted: '[Ce message a été supprimé]',
    somebody: 'Quelqu’un',
    anotherAccount: 'un autre compte',
    ticketOpened: '{name} a ouvert ce ticket',
    ticketAssigned: '{name} s’en occupe',
    ticketSolvedBy: '{name} l’a marqué comme résolu',
    ticketSolved: 'Résolu',
    ticketReopened: 'Rouvert',
    ticketContinued: 'Suite dans le ticket {number}',
    ticketContinues: 'Suite du ticket {number}',
    formChanged: '{name} a modifié le formulaire : {fields}',
    mergeRequested: 'Demande de fusionner {from} avec ce compte',
    mergeApproved: 'La fusion a été acceptée',
    mergeRejected: 'La fusion a été refusée. {reason}',
    mergeCancelled: 'La fusion a été arrêtée',
    mergeCompleted: 'Les comptes sont réunis',
    mergeFailed: 'La fusion n’a pas abouti',
    mergeReturned: 'Les comptes ont changé ; ils sont examinés de nouveau',
    mergeUndone: 'La fusion a été annulée',
  },
}
