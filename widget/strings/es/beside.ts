// The names of what goes along of the device, in Spanish.

export const browser = 'Navegador'
export const timeZone = 'Zona horaria'
