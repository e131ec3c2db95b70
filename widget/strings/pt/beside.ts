// What is said of what goes along with a first message, in Portuguese.

export const alongside = 'Vai junto com a mensagem'
export const alongsideHint = 'Desative o que você não quer compartilhar.'
export const youRead = 'Lido'
export const youSearched = 'Buscado'
export const page = 'Página'
export const browser = 'Navegador'
export const timeZone = 'Fuso horário'
