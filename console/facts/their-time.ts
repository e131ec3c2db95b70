// The contact's clock, as their browser named it when they wrote: times as they stand there, where that is not as here.
// Partners: screens/contact/contact-panel.tsx, screens/thread/said-bubble.tsx, screens/thread/time-there.tsx.

/** Ours and theirs: to make one takes a hundred times as long as to use it. null: this browser knows no such zone. */
const clocks = new Map<string, Intl.DateTimeFormat[] | null>()

/** "Tue 7:05 AM"; undefined where the clock shows the same here, or nobody knows. */
export function theirTime(at: number | string, zone: string | undefined): string | undefined {
  const [ours, theirs] = (zone && clocksOf(zone)?.map((clock) => clock.format(new Date(at)))) || []
  return ours === theirs ? undefined : theirs
}

function clocksOf(zone: string): Intl.DateTimeFormat[] | null {
  let made = clocks.get(zone)
  if (made !== undefined) return made
  try {
    made = [undefined, zone].map(
      (timeZone) =>
        new Intl.DateTimeFormat(undefined, {
          weekday: 'short',
          hour: 'numeric',
          minute: '2-digit',
          timeZone,
        }),
    )
  } catch {
    made = null
  }
  clocks.set(zone, made)
  return made
}
