// The sentences of the panel, in German.

import type { ActivityCode, MergeCode, TicketState } from '../../../protocol/entities.ts'
import type { RefusalCode } from '../../../protocol/errors.ts'

const count = (n: number, one: string, other: string) => `${n} ${n === 1 ? one : other}`

export const language = 'de'
export const direction = 'ltr'
export const digits = ''

export const help = 'Hilfe'
export const greeting = (name: string) => `Guten Tag, ${name}`
export const close = 'Hilfe schließen'
export const launcher = (isOpen: boolean, unread: number) =>
  isOpen ? close : `Hilfe${unread ? `, ${unread} ungelesen` : ''}`
export const back = 'Zurück'
export const loading = 'Wird geladen'
export const again = 'Noch einmal versuchen'
export const goOn = 'Weiter'
export const send = 'Senden'
export const notLoaded = (what: string) => `Wir konnten ${what} nicht laden`
export const checkConnection = 'Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.'

export const searchLabel = 'Hilfe suchen'
export const searchHint = 'Wobei brauchen Sie Hilfe?'
export const clearSearch = 'Suche leeren'
export const results = 'Ergebnisse'
export const resultCount = (n: number) => count(n, 'Ergebnis', 'Ergebnisse')
export const meant = (query: string) => `Ergebnisse für „${query}“`
export const unsure = 'Vielleicht nicht die Antwort'
export const askAPerson = 'Jemanden fragen'
export const nothingFound = (query: string) => `Nichts gefunden für „${query}“`
export const nothingFoundHint = 'Versuchen Sie andere Wörter oder fragen Sie jemanden.'

export const suggested = 'Passend zu dieser Seite'
export const topics = 'Alle Themen'
export const articleCount = (n: number) => count(n, 'Artikel', 'Artikel')
export const theArticles = 'die Artikel'

export const yourTickets = 'Ihre Tickets'
export const noTickets = 'Noch keine Tickets'
export const noTicketsHint = 'Wenn Sie uns schreiben, kommt die Antwort hierher.'
export const ticketNumber = (n: number) => `Ticket ${n}`
export const notSentYet = 'Noch nicht gesendet'
export const unread = 'ungelesen'
export const states: Record<TicketState, string> = {
  open: 'Offen',
  waiting_on_contact: 'Beantwortet',
  snoozed: 'Offen',
  solved: 'Gelöst',
}
export const said = (name: string, text: string) => `${name || 'Sie'}: ${text}`

export const writeToUs = 'Schreiben Sie uns'
export const usualWait = (span: string) => `Übliche Wartezeit: etwa ${span}`
export const backAt = ({ day, isNear }: { day: string; isNear: boolean }, time: string) =>
  `Wir sind ${isNear ? '' : 'am '}${day} um ${time} wieder da`
export const yourMessage = 'Ihre Nachricht'
export const messageHint = 'Was ist passiert, und was hatten Sie erwartet?'
export const kinds = 'Oder sagen Sie es uns mit einem kurzen Formular:'
export const maybeAnswered = 'Das könnte Ihre Frage beantworten'
export const discardMessage = 'Schön, dass das geholfen hat. Ihre Nachricht verwerfen?'
export const discard = 'Verwerfen'
export const keepWriting = 'Weiterschreiben'
export const weWriteTo = (address: string) => `Wir schreiben auch an ${address}`
export const writeHere = 'Nachricht schreiben'
export const writeToReopen = 'Schreiben, um es wieder zu öffnen'
export const tooLong = (over: number) => `${over} Zeichen zu lang`

export const yourName = 'Ihr Name'
export const yourAddress = 'Ihre E-Mail-Adresse'
export const addressHint = 'Wir schicken Ihnen einen Code, um sie zu prüfen.'
export const needsName = 'Sagen Sie uns Ihren Namen.'

export const openInHelpCenter = 'Im Hilfecenter öffnen'
export const updated = (date: string) => `Aktualisiert am ${date}`
export const notTranslated = 'Noch nicht übersetzt'
export const showNewer = 'Aktualisiert. Neue Fassung zeigen'
export const theArticle = 'den Artikel'
export const articleGone = 'Diesen Artikel gibt es nicht mehr'
export const articleGoneHint = 'Suchen Sie danach oder schreiben Sie uns.'
export const didItHelp = 'Hat das Ihre Frage beantwortet?'
export const answers = { yes: 'Ja', partly: 'Teilweise', no: 'Nein' }
export const thanks = 'Danke, notiert.'
export const whatWasMissing = 'Was hat gefehlt?'
export const whatWasMissingHint = 'Freiwillig. Unsere Redaktion liest es.'
export const askAPersonHint = 'Wir sehen, was Sie gelesen haben; Sie müssen es nicht wiederholen.'

export const solve = 'Das ist gelöst'
export const earlier = 'Frühere Nachrichten zeigen'
export const newLine = 'Neu'
export const messages = 'Nachrichten'
export const theMessages = 'die Nachrichten'
export const onThisDevice = 'Auf diesem Gerät'
export const sending = 'Wird gesendet'
export const sent = 'Gesendet'
export const delivered = 'Zugestellt'
export const seen = 'Gesehen'
export const notSent = (why: string) => `Nicht gesendet. ${why}`
export const sendAgain = 'Noch einmal senden'
export const remove = 'Entfernen'
export const deleted = 'Diese Nachricht wurde gelöscht'

export function activity(
  code: Exclude<ActivityCode, MergeCode> | 'message.deleted',
  { name, side, fields }: Record<string, string>,
): string {
  switch (code) {
    case 'ticket.opened':
      return `${name} hat das für Sie eröffnet`
    case 'ticket.assigned':
      return `${name} kümmert sich darum`
    case 'ticket.solved':
      return side === 'contact' ? 'Sie haben es als gelöst markiert' : 'Gelöst'
    case 'ticket.reopened':
      return 'Wieder geöffnet'
    case 'ticket.continued':
      return `Geht weiter in ${name}`
    case 'ticket.continues':
      return `Fortsetzung von ${name}`
    case 'form.changed':
      return `${name} hat Ihre Antworten geändert: ${fields}`
    case 'message.deleted':
      return deleted
  }
}

export const merge = 'Zwei Konten zusammenführen'
export const mergeHint = 'Aus zwei Konten eines machen'
export const offline = 'Keine Verbindung. Was Sie schreiben, bleibt erhalten und wird später gesendet.'
export const unreachable = `Unser Server hat nicht geantwortet. ${checkConnection}`
export const refusedOtherwise = 'Das hat nicht geklappt. Versuchen Sie es gleich noch einmal.'
export const refusals: Partial<Record<RefusalCode, string>> = {
  'request.too_many': 'Zu viele Versuche. Warten Sie ein wenig und versuchen Sie es noch einmal.',
  'session.ended': 'Ihre Anmeldung ist beendet. Laden Sie die Seite neu.',
  'identity.invalid': 'Wir konnten nicht bestätigen, wer Sie sind. Melden Sie sich noch einmal an.',
  'identity.expired':
    'Ihre Anmeldung ist abgelaufen. Laden Sie die Seite neu oder melden Sie sich noch einmal an; was Sie geschrieben haben, bleibt erhalten.',
  'identity.merged_away': 'Dieses Konto gehört jetzt zu einem anderen. Melden Sie sich mit jenem an.',
  'protocol.unsupported': 'Die Hilfe wurde aktualisiert. Laden Sie die Seite neu.',
  not_found: 'Das gibt es nicht mehr.',
  'address.invalid': 'An diese Adresse können wir nicht schreiben. Prüfen Sie sie auf Tippfehler.',
  'answers.invalid':
    'Das Formular wurde inzwischen geändert. Kopieren Sie Ihre Nachricht und füllen Sie es noch einmal aus.',
}
