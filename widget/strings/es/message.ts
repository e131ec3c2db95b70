// The sentences about a message that is there already, in Spanish.

export const more = 'Más'
export const jump = {
  newBelow: (news: number) => `${news} ${news === 1 ? 'nuevo' : 'nuevos'}`,
  toNewest: 'Ir al mensaje más reciente',
}
export const emoji = {
  emoji: 'Emojis',
  find: 'Buscar, en inglés',
  none: 'No hay ningún emoji así en la lista breve.',
  failed: 'No se ha podido cargar la lista. Pulsa de nuevo.',
}
export const you = 'Tú'
export const quote = {
  deleted: 'Un mensaje eliminado',
  goTo: (name: string) => (name === you ? 'Ir a lo que escribiste' : `Ir a lo que escribió ${name}`),
  remove: 'No citar',
}
export const held = (time: string) =>
  `Muchos mensajes a la vez. Este se envía solo ${time ? `a las ${time}` : 'en un momento'}.`
export const notKept = 'Tu navegador no ha podido guardarlo. Deja esta página abierta hasta que se envíe.'
export const heldBack =
  'Aún no ha llegado; seguimos intentándolo. Si algo en esta red lo retiene, otra puede ayudar.'
export const isTyping = (name: string) => `${name} está escribiendo`
export const edited = 'editado'
export const words = {
  actions: 'Este mensaje',
  quote: 'Citar',
  edit: 'Editar',
  delete: 'Eliminar',
  copy: 'Copiar',
  save: 'Guardar',
  cancel: 'Cancelar',
  keep: 'Conservarlo',
  sure: '¿Eliminar este mensaje? Quien te responde aún puede ver lo que decía.',
  text: 'Tu mensaje',
}

export const whyNot: Record<string, string> = {
  'message.too_late': 'Un mensaje solo se puede cambiar durante cinco minutos.',
  'request.too_many': 'Demasiados intentos. Espera un poco e inténtalo de nuevo.',
}
export const refusedOtherwise = 'Esto no ha funcionado. Inténtalo de nuevo en un momento.'
export const unreachable = 'Nuestro servidor no ha respondido. Comprueba la conexión e inténtalo de nuevo.'
