// The sentences about files, in German.

export const attach = 'Dateien anhängen'
export const dropHere = 'Dateien hier ablegen'
export const chosen = 'Dateien Ihrer Nachricht'
export const tooMany = (most: number) =>
  `Eine Nachricht fasst ${most} Dateien. Entfernen Sie welche oder senden Sie sie in zwei Nachrichten.`

export const goes = 'Wird gesendet, sobald alles hochgeladen ist.'
export const notSent = 'Noch nicht gesendet. Drücken Sie noch einmal auf Senden.'

export const fileWords = {
  open: (name: string) => `${name} herunterladen`,
  notLoaded: 'Konnte nicht geladen werden. Drücken Sie, um es noch einmal zu versuchen.',
}

export const reasons: Record<string, string> = {
  lost: 'Die Seite wurde neu geladen, bevor alles hochgeladen war. Wählen Sie die Datei noch einmal.',
  blocked: 'Etwas in diesem Netz lässt diese Datei nicht durch. Versuchen Sie es in einem anderen.',
  'attachment.empty': 'Diese Datei ist leer.',
  'attachment.too_large': 'Größer als 10 MB. Wählen Sie eine kleinere.',
  'attachment.kind': 'Wir nehmen Bilder, PDF, Text sowie Dateien von Word, Excel und PowerPoint.',
  'attachment.damaged': 'Dieses Bild ist nicht lesbar. Versuchen Sie es mit einem Bildschirmfoto.',
  'attachment.day_full': 'Zu viele Dateien für einen Tag. Versuchen Sie es später noch einmal.',
}
export const otherReason = 'Diese Datei konnte nicht gesendet werden. Versuchen Sie es noch einmal.'

export const waits = 'Geht mit Ihrer Nachricht mit, sobald Ihre Adresse nachgewiesen ist'

export const words = {
  remove: (name: string) => `${name} entfernen`,
  again: 'Noch einmal versuchen',
  uploading: (percent: number) => `Wird hochgeladen, ${percent} %`,
}

export const waitsForLine = (percent: number) => `Wartet auf eine Verbindung, ${percent} %`

export const missing =
  'Eine Datei ist nicht erhalten geblieben. Entfernen Sie die Nachricht und schreiben Sie sie neu.'
