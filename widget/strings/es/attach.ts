// The sentences about files, in Spanish.

export const attach = 'Adjuntar archivos'
export const dropHere = 'Suelta aquí tus archivos'
export const chosen = 'Archivos de tu mensaje'
export const tooMany = (most: number) =>
  `Un mensaje admite ${most} archivos. Quita alguno o envíalos en dos mensajes.`

export const goes = 'Se enviará en cuanto todo esté subido.'
export const notSent = 'Aún no se ha enviado. Pulsa Enviar otra vez.'

export const fileWords = {
  open: (name: string) => `Descargar ${name}`,
  notLoaded: 'No se ha podido cargar. Pulsa para intentarlo de nuevo.',
}

export const reasons: Record<string, string> = {
  lost: 'La página se recargó antes de terminar la subida. Elígelo de nuevo.',
  blocked: 'Algo en esta red no deja pasar este archivo. Inténtalo en otra.',
  'attachment.empty': 'Este archivo está vacío.',
  'attachment.too_large': 'Pesa más de 10 MB. Elige uno más pequeño.',
  'attachment.kind': 'Aceptamos imágenes, PDF, texto y archivos de Word, Excel y PowerPoint.',
  'attachment.damaged': 'Esta imagen no se puede leer. Prueba con una captura de pantalla.',
  'attachment.day_full': 'Demasiados archivos en un día. Inténtalo más tarde.',
}
export const otherReason = 'No se ha podido enviar este archivo. Inténtalo de nuevo.'

export const waits = 'Se envía con tu mensaje cuando se compruebe tu dirección'

export const words = {
  remove: (name: string) => `Quitar ${name}`,
  again: 'Reintentar',
  uploading: (percent: number) => `Subiendo, ${percent} %`,
}

export const waitsForLine = (percent: number) => `Espera a que haya conexión, ${percent} %`

export const missing = 'Un archivo no se ha conservado. Quita el mensaje y escríbelo de nuevo.'
