// The sentences of forms, in German.

import type { AnswerFault } from '../../../protocol/answers.ts'

export const before = 'Bevor Sie das senden'
export const optional = 'freiwillig'
export const yourMessage = 'Ihre Nachricht'
export const gone = 'Dieses Formular ist nicht verfügbar'
export const goneHint =
  'Vielleicht ist es nur für Angemeldete, oder es wurde entfernt. Sie können uns trotzdem schreiben.'
export const theForm = 'das Formular'
export const yourAnswers = 'Ihre Antworten'

export const faults: Record<AnswerFault['why'], string> = {
  missing: 'Das wird gebraucht.',
  too_long: 'Das ist zu lang. Schreiben Sie den Rest in Ihre Nachricht.',
  no_option: 'Wählen Sie etwas aus.',
  no_date: 'Dieses Datum gibt es nicht.',
  no_address: 'Das ist keine E-Mail-Adresse. Prüfen Sie sie auf Tippfehler.',
  too_many: 'Zu viele Dateien. Entfernen Sie welche.',
  wrong_kind: 'Das kann nicht angenommen werden. Laden Sie die Seite neu.',
  unknown: 'Das kann nicht angenommen werden. Laden Sie die Seite neu.',
}

export const ofObject = { another: 'Etwas anderes', whichOne: 'Was genau?' }
export const mayHold = (address: string) =>
  `Vielleicht ist es in einem Konto mit der Adresse ${address}. Wenn das Ihre ist, geben Sie oben die ganze Adresse ein.`
export const otherAccount = 'Wahrscheinlich ist es in Ihrem anderen Konto'
export const otherAccountWhy =
  'Ihre Koordination hat eine andere Adresse verwendet als die, mit der Sie angemeldet sind. Führen Sie die beiden Konten zusammen, und die Rotation kommt mit. Was Sie eingegeben haben, bleibt erhalten.'
export const mergeInstead = 'Die beiden Konten zusammenführen'
export const notThat = 'Es ist etwas anderes'
export const change = 'Ändern'
