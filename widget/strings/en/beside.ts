// What is said of what goes along with a first message, fetched on demand. Partner: panel.ts, which has the rest.

export const alongside = 'Goes along with it'
export const alongsideHint = 'Switch off what you do not want to share.'
export const youRead = 'Read'
export const youSearched = 'Searched'
export const page = 'Page'
export const browser = 'Browser'
export const timeZone = 'Time zone'
