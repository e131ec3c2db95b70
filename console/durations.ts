// A length of time as people write it, “30 min”, “4 h”, “1 h 30”, and as it is shown again. No days: of the time in which a desk is open
// nobody knows how long one is.

/** @returns null where nothing is written, undefined where it is no length of time */
export function minutesIn(text: string): number | null | undefined {
  const written = text.trim().toLowerCase()
  if (!written) return null
  const read = /^(?:(\d{1,5}(?:[.,]\d)?)\s*(?:h|hours?|std))?\s*(?:(\d{1,6})\s*(?:m|mins?|minutes?)?)?$/.exec(
    written,
  )
  const [, hours, minutes] = read ?? []
  // A number alone could be either.
  if (!read || (hours === undefined && /^\d+$/.test(written))) return undefined
  const sum = Math.round(Number((hours ?? '0').replace(',', '.')) * 60) + Number(minutes ?? 0)
  return sum > 0 ? sum : undefined
}

export function spanInWords(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return [hours > 0 && `${hours} h`, rest > 0 && `${rest} min`].filter(Boolean).join(' ')
}
