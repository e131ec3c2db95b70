// The sentences of forms, in Spanish.

import type { AnswerFault } from '../../../protocol/answers.ts'

export const before = 'Antes de enviarlo'
export const optional = 'opcional'
export const yourMessage = 'Tu mensaje'
export const gone = 'Este formulario no está disponible'
export const goneHint =
  'Puede que sea para quienes han iniciado sesión, o que se haya retirado. Aun así puedes escribirnos.'
export const theForm = 'el formulario'
export const yourAnswers = 'Tus respuestas'

export const faults: Record<AnswerFault['why'], string> = {
  missing: 'Esto hace falta.',
  too_long: 'Es demasiado largo. Pon el resto en tu mensaje.',
  no_option: 'Elige una opción.',
  no_date: 'Esta fecha no existe.',
  no_address: 'Esto no es una dirección de correo. Comprueba que no tenga errores.',
  too_many: 'Demasiados archivos. Quita alguno.',
  wrong_kind: 'No se puede aceptar. Recarga la página.',
  unknown: 'No se puede aceptar. Recarga la página.',
}

export const ofObject = { another: 'Otro', whichOne: '¿Cuál?' }
export const mayHold = (address: string) =>
  `Quizá esté en una cuenta con la dirección ${address}. Si es tuya, escribe arriba la dirección completa.`
export const otherAccount = 'Probablemente esté en tu otra cuenta'
export const otherAccountWhy =
  'Tu coordinador usó una dirección distinta de la cuenta con la que has iniciado sesión. Une las dos cuentas y la rotación vendrá con ellas. Lo que has escrito se conserva.'
export const mergeInstead = 'Unir las dos cuentas'
export const notThat = 'Es otra cosa'
export const change = 'Cambiar'
