// The names of what goes along of the device, in Arabic.

export const browser = 'المتصفح'
export const timeZone = 'المنطقة الزمنية'
