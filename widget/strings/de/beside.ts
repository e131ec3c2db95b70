// The names of what goes along of the device, in German.

export const browser = 'Browser'
export const timeZone = 'Zeitzone'
