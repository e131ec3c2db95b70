// The names of what goes along of the device, in Portuguese.

export const browser = 'Navegador'
export const timeZone = 'Fuso horário'
