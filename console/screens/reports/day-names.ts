// Days as they come from the desk's clock: they are dates already, and no zone may move them.

const utc = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(undefined, { ...options, timeZone: 'UTC' })
const full = utc({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
const short = utc({ day: 'numeric', month: 'short' })

const at = (day: string) => new Date(`${day}T00:00:00.000Z`)
export const dayName = (day: string): string => full.format(at(day))
export const shortDay = (day: string): string => short.format(at(day))
