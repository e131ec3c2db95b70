// What is said of what goes along with a first message, in Spanish.

export const alongside = 'Se envía con tu mensaje'
export const alongsideHint = 'Desactiva lo que no quieras compartir.'
export const youRead = 'Leído'
export const youSearched = 'Buscado'
export const page = 'Página'
export const browser = 'Navegador'
export const timeZone = 'Zona horaria'
