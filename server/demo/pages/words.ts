// Dates and the like, as the portal's pages say them. Times are shown in the clock of the machine that it runs on,
// which for a demo is the reader's own.

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const DAY_YEAR = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
const MOMENT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})

/** @param date YYYY-MM-DD */
export const dateInWords = (date: string) => DAY.format(new Date(date))

export const datesInWords = ({ startsOn, endsOn }: { startsOn: string; endsOn: string }) =>
  `${DAY.format(new Date(startsOn))} – ${DAY_YEAR.format(new Date(endsOn))}`

/** @param at ISO 8601 */
export const momentInWords = (at: string) => MOMENT.format(new Date(at))

/** For somebody who may know the address already, and must not learn it otherwise. */
export const masked = (email: string) => email.replace(/^(.).*(?=@)/u, '$1•••')

export const initials = (name: string) =>
  name
    .split(/\s+/)
    // A title is no name.
    .filter((word) => !/[.,]/.test(word))
    .map(([first = '']) => first)
    .join('')
    .slice(0, 2)
    .toUpperCase()
