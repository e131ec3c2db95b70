// The names of what goes along of the device, fetched on demand. Partner: panel.ts, which has the rest.

export const browser = 'Browser'
export const timeZone = 'Time zone'
