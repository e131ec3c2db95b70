// The letters in German.

import type { Words } from './en.ts'

export const de: Words = {
  hello: 'Guten Tag,',
  helloTo: 'Guten Tag, {name},',
  support: 'Der Support',
  codeHolds: 'Er gilt {minutes} Minuten.',

  guestCode: {
    subject: 'Ihr Code, um dem Support zu schreiben',
    type: 'Jemand, wahrscheinlich Sie, möchte dem Support schreiben und unter dieser Adresse Antwort bekommen. Um zu zeigen, dass es Ihre ist, geben Sie diesen Code im Chatfenster ein:',
    notYou:
      'Wenn Sie es nicht waren, tun Sie nichts. Ohne den Code wird nichts gesendet, und hier ändert sich nichts.',
  },

  guestBackCode: {
    subject: 'Ihr Code, um zu sehen, was Sie dem Support geschrieben haben',
    type: 'Jemand, wahrscheinlich Sie, möchte sehen, was dem Support von dieser Adresse aus geschrieben wurde. Um zu zeigen, dass es Ihre ist, geben Sie diesen Code im Chatfenster ein:',
    notYou:
      'Wenn Sie es nicht waren, tun Sie nichts. Ohne den Code sieht niemand etwas, und hier ändert sich nichts.',
  },

  mergeCode: {
    subject: 'Ein Code, der zeigt, dass auch dieses Konto Ihres ist',
    asked:
      'Jemand, der als {asker} angemeldet ist, sagt, dass das Konto mit dieser Adresse auch das eigene ist, und möchte aus beiden eines machen.',
    type: 'Wenn Sie das sind, geben Sie diesen Code in dem Chatfenster ein, in dem Sie darum gebeten haben:',
    after:
      'Was danach geschieht: Jemand vom Support sieht sich beide Konten an. Bei Zustimmung erfahren es beide Adressen, und eine Wartezeit beginnt, in der jede von ihnen es anhalten kann. Dann geht der Inhalt dieses Kontos in das andere über, dieses Konto endet, und Sie melden sich mit der anderen Adresse an.',
    notYou:
      'Wenn Sie es nicht waren, geben Sie den Code niemandem und tun Sie nichts. Diese E-Mail zu übergehen ändert nichts: Ihr Konto bleibt, wie es ist. Niemand vom Support fragt Sie je nach diesem Code oder nach Ihrem Passwort.',
  },
  mergeApproved: {
    subject: 'Aus Ihren zwei Konten wird eines',
    agreed: 'Der Support hat sich Ihre beiden Konten angesehen und zugestimmt, eines daraus zu machen.',
    stays: '{into} bleibt.',
    ends: '{from} endet, und der Inhalt geht in das andere über.',
    when: 'Das geschieht am {day} um {time} oder kurz danach. Bis dahin können Sie es mit diesem Link anhalten, ohne sich anzumelden:',
    stop: 'Zusammenführung anhalten',
    fromNeedNot:
      'Sie müssen nichts tun. Melden Sie sich danach als {into} an; die Anmeldung mit dieser Adresse endet.',
    intoNeedNot: 'Sie müssen nichts tun. Melden Sie sich danach an wie immer.',
    notYou:
      'Wenn Sie nicht darum gebeten haben, halten Sie es jetzt an. Der Link ist nur für Sie: Wer ihn hat, kann die Zusammenführung anhalten.',
  },
  stopPage: {
    title: 'Zusammenführung der Konten anhalten',
    ask: 'Zusammenführung der Konten anhalten?',
    means:
      'Beide Konten bleiben dann, wie sie sind. Nur wer darum gebeten hat, kann es noch einmal tun, von Anfang an.',
    needsScript:
      'Diese Seite braucht JavaScript, um Ihre Antwort zu senden. Sie können auch auf die E-Mail antworten.',
    stopping: 'Wird angehalten …',
    stopped: 'Die Zusammenführung ist angehalten',
    stay: '{from} und {into} bleiben zwei Konten. Beide Adressen bekommen eine E-Mail, in der das steht.',
    tooLate:
      'Diese Zusammenführung lässt sich nicht mehr anhalten: Sie ist zu Ende, oder die Konten werden gerade zusammengeführt. Antworten Sie auf die E-Mail, wenn das falsch ist.',
    notValid: 'Dieser Link ist nicht gültig. Öffnen Sie ihn noch einmal aus der E-Mail, vollständig.',
    failed: 'Das hat nicht geklappt. Versuchen Sie es in einer Minute noch einmal.',
    offline: 'Es gibt keine Verbindung. Versuchen Sie es noch einmal, wenn Sie online sind.',
  },
  mergeStopped: {
    subject: 'Angehalten: Ihre Konten bleiben, wie sie sind',
    stopped:
      'Die Zusammenführung von {from} mit {into} wurde angehalten. Nichts wurde geändert: Beide Konten sind, wie sie waren, und Sie können sich bei beiden anmelden.',
    again:
      'Wenn Sie weiterhin ein einziges Konto möchten, bitten Sie im Chat noch einmal darum. Wenn Sie von alldem nichts wussten, sagen Sie es dem Support.',
  },
  mergeCompleted: {
    subject: 'Erledigt: Ihre zwei Konten sind eines',
    done: 'Ihre zwei Konten sind jetzt eines.',
    stays: '{into} ist Ihr Konto.',
    ends: '{from} ist beendet; der Inhalt ist umgezogen.',
    fromLogIn:
      'Melden Sie sich von jetzt an als {into} an. An diese Adresse kommt keine Post mehr zu dem Konto.',
    intoLogIn: 'Melden Sie sich an wie immer und sehen Sie nach, ob alles da ist.',
    receipt:
      'Wenn etwas fehlt, sagen Sie es im Chat, im selben Ticket. Bewahren Sie diese E-Mail als Beleg auf.',
  },
  mergeRejected: {
    subject: 'Wir haben Ihre Konten nicht zusammengeführt',
    asked:
      'Sie haben darum gebeten, {from} mit {into} zusammenzuführen. Der Support hat sich beide Konten angesehen und nicht zugestimmt. Der Grund:',
    unchanged:
      'Nichts wurde geändert: Beide Konten sind, wie sie waren. Wenn Sie es anders sehen oder etwas ergänzen können, antworten Sie im Chat, im selben Ticket.',
  },
  mergeFailed: {
    subject: 'Ihre Konten sind noch nicht zusammengeführt',
    tried:
      'Die Zusammenführung von {from} mit {into} wurde versucht und ist nicht gelungen. Nutzen Sie bis dahin beide Konten wie bisher.',
    known:
      'Der Support weiß davon, und jemand kümmert sich darum. Sie müssen nichts tun; Sie hören in jedem Fall von uns.',
  },
  mergeHurried: {
    subject: 'Aus Ihren zwei Konten wird jetzt eines',
    hurried:
      'Die Zusammenführung von {from} mit {into} wartet nicht länger: Der Support hat sie jetzt veranlasst. Sie bekommen eine weitere E-Mail, wenn sie fertig ist.',
    notYou:
      'Wenn Sie nichts davon gewollt haben, nutzen Sie sofort den Link in der vorigen E-Mail und sagen Sie es dem Support.',
  },
  mergeReturned: {
    subject: 'Ihre Konten werden noch einmal angesehen',
    returned:
      'Die Zusammenführung von {from} mit {into} ist noch nicht geschehen: Eines der Konten hat sich nach der Zustimmung des Supports geändert. Nichts wurde zusammengeführt. Jemand sieht sich beide Konten noch einmal an, und beide Adressen erfahren es, bevor etwas geschieht.',
    link: 'Der Link in der vorigen E-Mail hält es weiterhin an.',
  },
  mergeUndoAsked: {
    subject: 'Ihr Konto wird vielleicht wieder zu zweien',
    asked:
      '{from} wurde ein Teil von {into}. Jemand vom Support möchte das zurücknehmen. Zuerst muss eine zweite Person zustimmen; Sie erfahren, wie es ausgeht.',
    notYou:
      'Wenn Sie nicht darum gebeten haben, sagen Sie es dem Support im Chat, im Ticket der Zusammenführung.',
  },
  mergeUndoRefused: {
    subject: 'Es bleibt bei einem Konto',
    refused:
      'Die Zusammenführung von {from} mit {into} wurde nicht zurückgenommen. Nichts wurde geändert: Melden Sie sich als {into} an, wie bisher.',
    again: 'Wenn Sie darum gebeten haben und es weiterhin brauchen, sagen Sie es im Chat, im selben Ticket.',
  },
  mergeUndone: {
    subject: 'Zurückgenommen: Sie haben wieder zwei Konten',
    undone:
      'Die Zusammenführung von {from} mit {into} wurde zurückgenommen. Beide Konten sind wieder da, jedes mit seinem Inhalt, und Sie können sich bei beiden anmelden.',
    missing: 'Wenn etwas fehlt, sagen Sie es im Chat.',
  },

  replies: {
    subject: '{name} hat geantwortet: {subject}',
    unseen: {
      one: 'In Ihrem Ticket {number}, „{subject}“, gibt es eine Antwort, die Sie vielleicht noch nicht gesehen haben.',
      other:
        'In Ihrem Ticket {number}, „{subject}“, gibt es {n} Antworten, die Sie vielleicht noch nicht gesehen haben.',
    },
    wrote: '{name} schrieb am {day}, {time}:',
    open: 'Um zu antworten oder Früheres zu lesen, öffnen Sie den Chat:',
    openAsGuest:
      'Um zu antworten, öffnen Sie den Chat. Wenn er Sie nicht mehr kennt, schreiben Sie uns dort mit dieser Adresse: Was vorher geschrieben wurde, steht dann unter „Ihre Tickets“.',
    button: 'Chat öffnen',
    answersGo:
      'Bitte antworten Sie dort, damit alles beisammensteht. Antworten auf diese E-Mail gehen an {address}.',
    answersLost: 'Bitte antworten Sie dort und nicht auf diese E-Mail; Antworten darauf erreichen uns nicht.',
    answersCome: 'Oder antworten Sie auf diese E-Mail: Ihre Antwort kommt in dasselbe Gespräch.',
    answerThis: 'Um weiterzuschreiben, antworten Sie einfach auf diese E-Mail.',
  },

  received: {
    subject: 'Ihre E-Mail ist angekommen: Ticket {number}',
    arrived:
      'Wir haben Ihre E-Mail. Sie ist Ticket {number}, und ein Mensch antwortet Ihnen an diese Adresse.',
    add: 'Wenn Sie etwas ergänzen möchten, antworten Sie auf diese E-Mail: Das kommt in dasselbe Ticket.',
  },

  transcript: {
    subject: 'Abschrift von Ticket {number}: {subject}',
    asked:
      'Sie haben um das gebeten, was in Ihrem Ticket {number} geschrieben wurde. Es steht unten, wie es jetzt ist.',
    answersGo:
      'Wenn Sie nicht darum gebeten haben, war es jemand, der mit Ihrem Konto angemeldet ist. Um zu antworten, öffnen Sie den Chat; Antworten auf diese E-Mail gehen an {address}.',
    answersLost:
      'Wenn Sie nicht darum gebeten haben, war es jemand, der mit Ihrem Konto angemeldet ist. Um zu antworten, öffnen Sie den Chat; Antworten auf diese E-Mail erreichen uns nicht.',
  },
  thread: {
    title: 'Ticket {number}: {subject}',
    opened: 'Eröffnet von {name} am {day}, {time}. Stand: {state}.',
    states: {
      open: 'offen',
      waiting_on_contact: 'beantwortet',
      snoozed: 'offen',
      solved: 'gelöst',
    },
    zone: 'Die Uhrzeiten gelten für {zone}.',
    file: '[Datei: {name}]',
    deleted: '[Diese Nachricht wurde gelöscht]',
    somebody: 'Jemand',
    anotherAccount: 'ein anderes Konto',
    ticketOpened: '{name} hat dieses Ticket eröffnet',
    ticketAssigned: '{name} kümmert sich darum',
    ticketSolvedBy: '{name} hat dies als gelöst markiert',
    ticketSolved: 'Gelöst',
    ticketReopened: 'Wieder geöffnet',
    ticketContinued: 'Fortgesetzt in Ticket {number}',
    ticketContinues: 'Setzt Ticket {number} fort',
    formChanged: '{name} hat das Formular geändert: {fields}',
    mergeRequested: 'Gewünscht: {from} mit diesem Konto zusammenführen',
    mergeApproved: 'Der Zusammenführung wurde zugestimmt',
    mergeRejected: 'Die Zusammenführung wurde abgelehnt. {reason}',
    mergeCancelled: 'Die Zusammenführung wurde angehalten',
    mergeCompleted: 'Die Konten sind zusammengeführt',
    mergeFailed: 'Die Zusammenführung ist nicht gelungen',
    mergeReturned: 'Die Konten haben sich geändert; sie werden noch einmal angesehen',
    mergeUndone: 'Die Zusammenführung wurde zurückgenommen',
  },
}
