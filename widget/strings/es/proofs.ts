// The sentences of the mailed code and the merge, in Spanish.

import type { MergeState } from '../../../protocol/account-merge.ts'
import type { MergeCode } from '../../../protocol/entities.ts'
import type { RefusalCode } from '../../../protocol/errors.ts'

const count = (n: number, one: string, other: string) => `${n} ${n === 1 ? one : other}`

export const codeTitle = 'Mira tu correo'
export const codeSentTo = (email: string) => `Hemos enviado un código a ${email}.`
export const codesSentTo = (email: string) =>
  `Últimamente se han enviado varios códigos a ${email}, así que quizá no llegue otro. Introduce el más reciente que encuentres en tu correo. Si no hay ninguno, vuelve a pedirlo un poco más tarde.`
export const sentOnceTyped = 'Lo que has escrito se enviará en cuanto introduzcas el código aquí.'
export const writtenBefore = '¿Ya nos has escrito? Pide un código'
export const code = 'Código'
export const codeLeft = (left: string) => `Válido durante ${left}`
export const newCode = 'Enviar otro código'
export const otherAddress = 'Usar otra dirección'
export const confirm = 'Confirmar'

export const orLogIn =
  'O inicia sesión en ella: entonces no hace falta ningún código, y aquí tu sesión sigue como está.'
export const logInThere = 'Iniciar sesión en la otra cuenta'
export const otherThanNamed = 'Esa no es la cuenta que indicaste.'

export const invited = 'Puedes unir dos cuentas'
export const invitedHint =
  'Tú demuestras que ambas son tuyas. Nadie de soporte puede hacerlo por ti ni te pedirá nunca un código.'
export const mergeStep = (step: number) => `Paso ${step} de 3`
export const mergeWhat = 'Qué va a pasar'
export const mergeStays = 'Esta cuenta se conserva'
export const mergeEnds = 'La otra cuenta se cierra'
export const mergeEndsHint = 'Su dirección nos la dices a continuación'
export const mergeFacts = [
  'Todo pasa a esta cuenta.',
  'Antes, una persona revisa las dos cuentas.',
  'Se avisa a las dos direcciones, y cualquiera de ellas puede detenerlo.',
]
export const mergeOther = 'La otra cuenta'
export const mergeAddress = 'Su correo electrónico'
export const mergeAddressHint = 'Le enviamos un código para ver que es tuya.'
export const mergeSendCode = 'Enviar el código'
export const mergeStates: Record<MergeState, [word: string, meaning: string]> = {
  proof_sent: ['Falta el código', 'Escribe el código que hemos enviado a la otra dirección.'],
  in_review: ['En revisión', 'Una persona revisa las dos cuentas. La respuesta llega aquí y por correo.'],
  approved: ['Aprobada', 'Mientras corre este tiempo aún puedes detenerla.'],
  executing: ['Uniendo ahora', 'Es cosa de un momento.'],
  merged: ['Unidas', 'Ya tienes una sola cuenta, con todo dentro.'],
  failed: ['Aún no está hecha', 'Algo ha ido mal. No se ha perdido nada. Lo estamos mirando.'],
  rejected: ['Rechazada', 'No hemos unido estas cuentas.'],
  cancelled: ['Detenida', 'Las dos cuentas están como estaban.'],
  expired: ['Caducada', 'El código no se escribió a tiempo.'],
  undo_requested: ['Quizá se deshaga', 'Alguien ha pedido deshacer la unión. Te diremos cómo termina.'],
  undone: ['Deshecha', 'Vuelves a tener dos cuentas, cada una con lo que tenía.'],
  undo_refused: ['Unidas', 'La unión no se ha deshecho: tienes una sola cuenta.'],
}
export const mergeStarts = (left: string) => `Empieza en ${left}`
export const mergeStop = 'Detener esta unión'
export const mergeStopSure = 'Las dos cuentas quedan como están.'
export const mergeStopYes = 'Sí, detenerla'
export const mergeStopNo = 'No, que siga'
export const mergeAnew = 'Empezar de nuevo'
export const mergeAnother = 'Unir otra cuenta'
export const openTicket = 'Abrir el tique'
export const signIn = 'Primero inicia sesión'
export const signInHint =
  'Solo tú puedes unir tus cuentas, así que tienes que haber iniciado sesión. Cierra esta ventana, entra en el sitio con la cuenta que quieres conservar y elige aquí otra vez «Unir dos cuentas».'
export const cannotSignIn = 'No puedo iniciar sesión'

export function mergeActivity(code: MergeCode, { fromEmail, reason }: Record<string, string>): string {
  switch (code) {
    case 'merge.requested':
      return `Pediste unir ${fromEmail ?? 'tu otra cuenta'} con esta`
    case 'merge.approved':
      return 'La unión se ha aprobado'
    case 'merge.rejected':
      return `La unión se ha rechazado. ${reason ?? ''}`
    case 'merge.cancelled':
      return 'La unión se ha detenido'
    case 'merge.completed':
      return 'Tus cuentas están unidas'
    case 'merge.failed':
      return 'La unión no ha funcionado. Lo estamos mirando.'
    case 'merge.returned':
      return 'Las cuentas han cambiado; las revisamos otra vez'
    case 'merge.undone':
      return 'La unión se ha deshecho'
  }
}

export const triesLeft = (n: number) =>
  `El código no es ese. ${n === 1 ? 'Queda' : 'Quedan'} ${count(n, 'intento', 'intentos')}.`
export const refusals: Partial<Record<RefusalCode, string>> = {
  'identity.not_fresh': 'Inicia sesión en el sitio una vez más y vuelve a intentarlo.',
  'code.ended': 'Este código ha caducado. Pide uno nuevo.',
  'merge.same_account': 'Esta es la cuenta con la que has iniciado sesión. Escribe la otra dirección.',
  'merge.already_open': 'Ya hay en marcha una unión de una de estas cuentas.',
}
