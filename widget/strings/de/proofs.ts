// The sentences of the mailed code and the merge, in German.

import type { MergeState } from '../../../protocol/account-merge.ts'
import type { MergeCode } from '../../../protocol/entities.ts'
import type { RefusalCode } from '../../../protocol/errors.ts'

const count = (n: number, one: string, other: string) => `${n} ${n === 1 ? one : other}`

export const codeTitle = 'Sehen Sie in Ihre E-Mails'
export const codeSentTo = (email: string) => `Wir haben einen Code an ${email} geschickt.`
export const codesSentTo = (email: string) =>
  `An ${email} wurden kürzlich mehrmals Codes geschickt; vielleicht kommt kein neuer. Geben Sie den neuesten aus Ihrem Postfach ein. Finden Sie keinen, bitten Sie etwas später noch einmal darum.`
export const sentOnceTyped = 'Was Sie geschrieben haben, wird gesendet, sobald Sie den Code hier eingeben.'
export const writtenBefore = 'Schon einmal geschrieben? Code anfordern'
export const code = 'Code'
export const codeLeft = (left: string) => `Gültig noch ${left}`
export const newCode = 'Neuen Code schicken'
export const otherAddress = 'Andere Adresse verwenden'
export const confirm = 'Bestätigen'

export const orLogIn =
  'Oder melden Sie sich dort an: Dann braucht es keinen Code, und hier bleiben Sie angemeldet, wie Sie sind.'
export const logInThere = 'Im anderen Konto anmelden'
export const otherThanNamed = 'Das ist nicht das Konto, das Sie genannt haben.'

export const invited = 'Sie können zwei Konten zusammenführen'
export const invitedHint =
  'Sie weisen nach, dass beide Ihre sind. Niemand vom Support kann das für Sie tun oder fragt Sie je nach einem Code.'
export const mergeStep = (step: number) => `Schritt ${step} von 3`
export const mergeWhat = 'Was geschehen wird'
export const mergeStays = 'Dieses Konto bleibt'
export const mergeEnds = 'Das andere Konto endet'
export const mergeEndsHint = 'Seine Adresse nennen Sie uns als Nächstes'
export const mergeFacts = [
  'Alles geht in dieses Konto über.',
  'Zuerst sieht sich jemand beide Konten an.',
  'Beide Adressen erfahren es, und jede kann es anhalten.',
]
export const mergeOther = 'Das andere Konto'
export const mergeAddress = 'Seine E-Mail-Adresse'
export const mergeAddressHint = 'Wir schicken einen Code dorthin, um zu sehen, dass es Ihres ist.'
export const mergeSendCode = 'Code schicken'
export const mergeStates: Record<MergeState, [word: string, meaning: string]> = {
  proof_sent: [
    'Wartet auf den Code',
    'Geben Sie den Code ein, den wir an die andere Adresse geschickt haben.',
  ],
  in_review: [
    'Wird angesehen',
    'Jemand sieht sich beide Konten an. Die Antwort kommt hierher und per E-Mail.',
  ],
  approved: ['Zugestimmt', 'Solange diese Zeit läuft, können Sie es noch anhalten.'],
  executing: ['Wird zusammengeführt', 'Das dauert einen Moment.'],
  merged: ['Zusammengeführt', 'Sie haben jetzt ein Konto, mit allem darin.'],
  failed: ['Noch nicht erledigt', 'Etwas ist schiefgegangen. Nichts ist verloren. Wir kümmern uns darum.'],
  rejected: ['Abgelehnt', 'Wir haben diese Konten nicht zusammengeführt.'],
  cancelled: ['Angehalten', 'Beide Konten sind, wie sie waren.'],
  expired: ['Abgelaufen', 'Der Code wurde nicht rechtzeitig eingegeben.'],
  undo_requested: [
    'Wird vielleicht zurückgenommen',
    'Jemand möchte die Zusammenführung zurücknehmen. Sie erfahren, wie es ausgeht.',
  ],
  undone: ['Zurückgenommen', 'Sie haben wieder zwei Konten, jedes mit seinem Inhalt.'],
  undo_refused: ['Zusammengeführt', 'Die Zusammenführung wurde nicht zurückgenommen: Sie haben ein Konto.'],
}
export const mergeStarts = (left: string) => `Beginnt in ${left}`
export const mergeStop = 'Zusammenführung anhalten'
export const mergeStopSure = 'Beide Konten bleiben, wie sie sind.'
export const mergeStopYes = 'Ja, anhalten'
export const mergeStopNo = 'Nein, weiterlaufen lassen'
export const mergeAnew = 'Noch einmal beginnen'
export const mergeAnother = 'Ein weiteres Konto zusammenführen'
export const openTicket = 'Ticket öffnen'
export const signIn = 'Melden Sie sich zuerst an'
export const signInHint =
  'Nur Sie können Ihre Konten zusammenführen, deshalb müssen Sie angemeldet sein. Schließen Sie dieses Fenster, melden Sie sich auf der Website mit dem Konto an, das Sie behalten möchten, und wählen Sie hier noch einmal „Zwei Konten zusammenführen“.'
export const cannotSignIn = 'Ich kann mich nicht anmelden'

export function mergeActivity(code: MergeCode, { fromEmail, reason }: Record<string, string>): string {
  switch (code) {
    case 'merge.requested':
      return `Sie haben darum gebeten, ${fromEmail ?? 'Ihr anderes Konto'} mit diesem zusammenzuführen`
    case 'merge.approved':
      return 'Der Zusammenführung wurde zugestimmt'
    case 'merge.rejected':
      return `Die Zusammenführung wurde abgelehnt. ${reason ?? ''}`
    case 'merge.cancelled':
      return 'Die Zusammenführung wurde angehalten'
    case 'merge.completed':
      return 'Ihre Konten sind zusammengeführt'
    case 'merge.failed':
      return 'Die Zusammenführung ist nicht gelungen. Wir kümmern uns darum.'
    case 'merge.returned':
      return 'Die Konten haben sich geändert; wir sehen sie noch einmal an'
    case 'merge.undone':
      return 'Die Zusammenführung wurde zurückgenommen'
  }
}

export const triesLeft = (n: number) => `Das ist nicht der Code. Noch ${count(n, 'Versuch', 'Versuche')}.`
export const refusals: Partial<Record<RefusalCode, string>> = {
  'identity.not_fresh': 'Melden Sie sich noch einmal auf der Website an und versuchen Sie es dann erneut.',
  'code.ended': 'Dieser Code ist abgelaufen. Fordern Sie einen neuen an.',
  'merge.same_account': 'Mit diesem Konto sind Sie angemeldet. Geben Sie die andere Adresse ein.',
  'merge.already_open': 'Eine Zusammenführung eines dieser Konten ist schon im Gang.',
}
