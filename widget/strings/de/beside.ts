// What is said of what goes along with a first message, in German.

export const alongside = 'Wird mitgeschickt'
export const alongsideHint = 'Schalten Sie aus, was Sie nicht teilen möchten.'
export const youRead = 'Gelesen'
export const youSearched = 'Gesucht'
export const page = 'Seite'
export const browser = 'Browser'
export const timeZone = 'Zeitzone'
