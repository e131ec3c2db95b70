// What is said of what goes along with a first message, in French.

export const alongside = 'Envoyé avec votre message'
export const alongsideHint = 'Désactivez ce que vous ne voulez pas partager.'
export const youRead = 'Lu'
export const youSearched = 'Cherché'
export const page = 'Page'
export const browser = 'Navigateur'
export const timeZone = 'Fuseau horaire'
