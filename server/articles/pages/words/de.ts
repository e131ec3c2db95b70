// The help center in German.

import type { Words } from './words.ts'

export const de: Words = {
  name: 'Hilfe',
  skip: 'Zum Text',
  language: 'Sprache',
  feed: 'Neue und geänderte Artikel',
  otherLanguage: 'Diesen Artikel gibt es noch nicht auf {wanted}. Er steht hier auf {shown}.',
  home: {
    title: 'Wie können wir helfen?',
    description:
      'Antworten für Studierende: Anmeldung, Rotationen, Schritte und Fristen, und wie man jemanden erreicht.',
    empty: 'Noch keine Artikel',
    emptyHint: 'Sobald der erste veröffentlicht ist, steht er hier. Bis dahin antwortet Ihnen jemand.',
    all: { one: 'Den Artikel ansehen', other: 'Alle {n} Artikel ansehen' },
  },
  collection: {
    count: { one: '{n} Artikel', other: '{n} Artikel' },
    others: 'Andere Themen',
  },
  article: {
    link: 'Link zu diesem Abschnitt',
    linkCopied: 'Adresse kopiert',
    breadcrumb: 'Sie sind hier',
    contents: 'Auf dieser Seite',
    updated: 'Aktualisiert am',
    related: 'Verwandte Artikel',
    more: 'Mehr zu diesem Thema',
    previous: 'Zurück',
    next: 'Weiter',
  },
  text: {
    callouts: { NOTE: 'Hinweis', TIP: 'Tipp', WARNING: 'Achtung' },
    branch: {
      when: 'Wenn {tests}',
      is: '{attribute} {values} ist',
      isNot: '{attribute} nicht {values} ist',
      or: '{one} oder {other}',
      and: '{one} und {other}',
      otherwise: 'Sonst',
    },
    done: 'Erledigt',
    toDo: 'Zu tun',
    back: 'Zurück zum Text',
  },
  results: {
    title: 'Ergebnisse für „{query}“',
    titleWithout: 'In der Hilfe suchen',
    count: { one: '{n} Artikel', other: '{n} Artikel' },
    nothing: 'Nichts gefunden für „{query}“',
    nothingHint:
      'Kein Artikel enthält diese Wörter. Versuchen Sie es mit weniger oder anderen, oder fragen Sie jemanden.',
    tooShort: 'Geben Sie mindestens zwei Buchstaben ein.',
    allArticles: 'Alle Artikel ansehen',
    needsScript: 'Die Suche braucht hier JavaScript, und das ist ausgeschaltet.',
  },
  missing: {
    title: 'Diese Seite gibt es nicht',
    text: 'Vielleicht ist die Adresse falsch geschrieben, oder der Artikel wurde entfernt. Suchen Sie ihn, oder sehen Sie alle Artikel durch.',
    near: 'Vielleicht meinten Sie',
  },
  failed: {
    title: 'Das hat nicht geklappt',
    again: 'Sonst ist nichts betroffen. Gehen Sie zurück und versuchen Sie es gleich noch einmal.',
    malformed:
      'Was ankam, hat diese Seite so nicht gesendet. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.',
    often: 'Zu viele Versuche. Warten Sie eine Minute, gehen Sie zurück und versuchen Sie es noch einmal.',
    logged: 'Wenn es noch einmal geschieht, nennen Sie dem Support: {id}',
    back: 'Alle Artikel',
  },
  search: {
    label: 'In der Hilfe suchen',
    hint: 'Eine Antwort suchen',
    list: 'Gefundene Artikel',
    count: { zero: 'Nichts gefunden', one: '{n} Artikel gefunden', other: '{n} Artikel gefunden' },
    all: 'Alle Ergebnisse',
    meant: 'Meinten Sie „{query}“?',
    unsure: 'Wir sind nicht sicher, ob das Ihre Frage beantwortet.',
    nothing: 'Nichts gefunden für „{query}“',
    nothingHint: 'Versuchen Sie andere Wörter, oder fragen Sie jemanden.',
    loading: 'Die Artikel werden geladen',
    failed:
      'Drücken Sie die Eingabetaste, um zu suchen: Ergebnisse beim Tippen konnten nicht geladen werden.',
  },
  person: {
    stuck: 'Noch nicht geholfen?',
    notFound: 'Nicht das Gesuchte?',
    nothing: 'Jemand kann das beantworten',
    text: 'Schreiben Sie dem Support. Die Antwort kommt in den Chat, und per E-Mail, wenn Sie die Seite verlassen.',
    ask: 'Jemanden fragen',
    withoutScript:
      'Melden Sie sich an und wählen Sie unten in der Ecke einer beliebigen Seite das Chat-Symbol. Wenn Sie sich nicht anmelden können: Auch die Anmeldeseite hat es.',
  },
  feedback: {
    question: 'Hat das Ihre Frage beantwortet?',
    answers: { yes: 'Ja', partly: 'Teilweise', no: 'Nein' },
    thanks: {
      yes: 'Das freut uns. Danke.',
      partly: 'Danke für die Rückmeldung.',
      no: 'Danke für die Rückmeldung.',
    },
    change: 'Meine Antwort ändern',
    comment: { yes: 'Möchten Sie etwas ergänzen?', partly: 'Was hat gefehlt?', no: 'Was hat gefehlt?' },
    commentHint: 'Freiwillig. Die Redaktion liest es; hier antwortet niemand.',
    send: 'Senden',
    told: 'Danke. Die Redaktion hat es.',
    failed: 'Nicht gesendet. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.',
  },
}
