// The names of what goes along of the device, in French.

export const browser = 'Navigateur'
export const timeZone = 'Fuseau horaire'
